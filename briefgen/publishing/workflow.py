"""The workflow that builds and publishes a site on GitHub, with GitHub's own actions."""

from __future__ import annotations

import json
from pathlib import Path

from briefgen import __version__
from briefgen.publishing.git import Repository, trouble

WORKFLOW = Path(".github/workflows/pages.yml")
_TEMPLATE = Path(__file__).parent / "pages.yml"


def workflow(branch: str = "main", project: str = ".", output: str = "site", install: str = "") -> str:
    """The text of the workflow file.

    ``branch`` is the one whose commits are published, ``project`` the project's folder in the repository,
    ``output`` its output folder, ``install`` what pip is to install (the briefgen that is running, if nothing
    is named).
    """
    values = {
        "BRANCH": branch,
        "PROJECT": project,
        "SITE": output if project == "." else f"{project}/{output}",
        "ENVIRONMENT": ".briefgen" if project == "." else f"{project}/.briefgen",
        "INSTALL": install or f"briefgen=={__version__}",
    }
    text = _TEMPLATE.read_text("utf-8")
    for name, value in values.items():
        # JSON's quoting is YAML's too.
        text = text.replace(f"{{{name}}}", json.dumps(value, ensure_ascii=False))
    return text


def write_workflow(project: Path, output: str) -> str:
    """Write the workflow file at the top of the repository; return the next step.

    A project outside any repository counts as the top of a future one.
    """
    repository, root = Repository(project), project.resolve()
    top, branch = root, "main"
    if repository.holds("rev-parse", "--git-dir"):
        top = Path(repository.ask("rev-parse", "--show-toplevel")).resolve()
        on_branch = repository.holds("symbolic-ref", "--quiet", "HEAD")
        branch = repository.ask("symbolic-ref", "--short", "HEAD") if on_branch else branch
    target, text = top / WORKFLOW, workflow(branch, root.relative_to(top).as_posix(), output)
    try:
        if target.exists() and target.read_text("utf-8") != text:
            hint = "remove it to have it written anew"
            raise trouble(f"{WORKFLOW} is there already and reads otherwise", hint)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror}"
        raise trouble(message, "mend the folder's permissions") from error
    setting = "Pages > Source > GitHub Actions"
    return f"{WORKFLOW} written. Commit and push it; in the repository's settings choose {setting}."

"""The GitHub workflows that publish a site and fetch its feeds."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from textwrap import indent

from briefgen.publishing.git import Repository, trouble
from briefgen.publishing.installation import (
    REQUIREMENTS,
    THIS_REPOSITORY,
    Installation,
    find_installation,
    find_requirements,
)
from briefgen.util.files import create_file

WORKFLOW = Path(".github/workflows/pages.yml")
FETCH_WORKFLOW = Path(".github/workflows/fetch.yml")
_HERE = Path(__file__).parent
_UNREACHABLE = (
    "GitHub cannot reach the folder that this briefgen was installed from. If the package index has no such "
    f"release, write a {REQUIREMENTS[0]} with a line that installs briefgen before you push."
)


def workflow(
    branch: str = "main",
    project: str = ".",
    output: str = "site",
    install: Installation = THIS_REPOSITORY,
    *,
    file: Path = WORKFLOW,
) -> str:
    """The text of a workflow file.

    ``branch`` is the one whose commits are published, ``project`` the project's folder in the repository,
    ``output`` its output folder, ``install`` what pip has to install.
    """
    values = {
        "BRANCH": branch,
        "PROJECT": project,
        "SITE": output if project == "." else f"{project}/{output}",
        "ENVIRONMENT": ".briefgen" if project == "." else f"{project}/.briefgen",
        "INSTALL": install.first,
        "OTHERWISE": install.otherwise,
    }
    text = (_HERE / file.name).read_text("utf-8")
    text = text.replace("{INSTALL_LINES}", indent((_HERE / "install.sh").read_text("utf-8"), " " * 10))
    for name, value in values.items():
        # JSON's quoting is YAML's too.
        text = text.replace(f"{{{name}}}", json.dumps(value, ensure_ascii=False))
    return text


def write_workflow(project: Path, output: str, file: Path = WORKFLOW) -> str:
    """Write a workflow file at the top of the repository; return the next step.

    A project outside any repository counts as the top of a future one.
    """
    repository, root = Repository(project), project.resolve()
    top, branch = root, "main"
    if repository.holds("rev-parse", "--git-dir"):
        top = Path(repository.ask("rev-parse", "--show-toplevel")).resolve()
        on_branch = repository.holds("symbolic-ref", "--quiet", "HEAD")
        branch = repository.ask("symbolic-ref", "--short", "HEAD") if on_branch else branch
    install, folder = find_installation(top), root.relative_to(top).as_posix()
    _write_missing(top, file, workflow(branch, folder, output, install, file=file))
    setting = "Pages > Source > GitHub Actions"
    if file == FETCH_WORKFLOW:
        setting = "Actions > General > Allow GitHub Actions to create and approve pull requests"
    line = f"{file} written. Commit and push it; in the repository's settings choose {setting}."
    return f"{line} {_describe(install, find_requirements(root, top))}"


def _describe(install: Installation, requirements: str) -> str:
    """Say what the workflow installs."""
    if requirements:
        return f"It installs what {requirements} names."
    otherwise = (
        f", or {install.otherwise} while the package index has no such release" if install.otherwise else ""
    )
    line = f"It installs {install.first}{otherwise}."
    return line if install.is_reachable else f"{line} {_UNREACHABLE}"


def _write_missing(top: Path, file: Path, text: str) -> None:
    """Write a file, unless it is there and has this text."""
    target = top / file
    try:
        if target.exists() and target.read_text("utf-8") != text:
            raise trouble(f"{file} is there already and reads otherwise", "remove it to have it written anew")
        with suppress(FileExistsError):  # it reads as it should
            create_file(target, text.encode())
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror}"
        raise trouble(message, "mend the folder's permissions") from error

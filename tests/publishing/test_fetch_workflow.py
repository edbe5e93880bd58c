"""The workflow that fetches: valid, and its steps never push to the branch that is published."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.publishing.installation import Installation
from briefgen.publishing.workflow import FETCH_WORKFLOW, WORKFLOW, workflow

ITEM = (
    "---\ntitle: 'Item {n} of @somebody, see #1 | <b>'\ndate: 2024-05-0{n}\nurl: https://a.example/{n}\n"
    "---\n\nText {n}.\n"
)
GH = """\
#!/bin/sh
echo "$@" >> "$WORK/gh.log"
case "$1 $2" in
  "pr list") cat "$WORK/open" ;;
  "pr create") echo "$6" >> "$WORK/open"; cp "${10}" "$WORK/body" ;;
  "pr edit") cp "$5" "$WORK/body" ;;
  "pr close") grep -vx "$3" "$WORK/open" > "$WORK/left"; mv "$WORK/left" "$WORK/open" ;;
esac
"""
"""GitHub's own program, as far as the workflow needs it."""


def loaded(text: str) -> dict[str, Any]:
    values: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts
    return values


def test_it_is_a_valid_workflow_with_no_more_rights_than_it_needs(tmp_path: Path) -> None:
    for names in ((), ("trunk: #1", "a b/c'd", "out put", Installation("x y"))):
        file = tmp_path / "fetch.yml"
        file.write_text(workflow(*names, file=FETCH_WORKFLOW), "utf-8")
        tool = Path(sys.executable).parent / "check-jsonschema"
        command = [tool, "--builtin-schema", "vendor.github-workflows", file]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
    values = loaded(workflow(file=FETCH_WORKFLOW))
    assert values["permissions"] == {"contents": "write", "pull-requests": "write"}
    assert set(values["on"]) == {"schedule", "workflow_dispatch"}
    assert "${{ github.event" not in workflow(file=FETCH_WORKFLOW)


class Repository:
    """A clone of a repository with a project, and a day of the workflow in it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.remote = folder, folder / "remote.git"
        self.work = folder / "work"
        (self.work / "bin").mkdir(parents=True)
        (self.work / "open").write_text("")
        site = SiteTest.of_files({"briefgen.yml": "title: T\nurl: https://t.example/\n"}, folder)
        self.git("init", "-q", "-b", "main", at=site.root)
        self.git("add", ".", at=site.root)
        self.git("commit", "-qm", "Begin", at=site.root)
        self.git("clone", "-q", "--bare", str(site.root), str(self.remote), at=folder)

    def git(self, *arguments: str, at: Path | None = None) -> str:
        identity = ["-c", "user.name=T", "-c", "user.email=t@t.example"]
        command = ["git", *identity, *arguments]
        done = subprocess.run(command, cwd=at or self.remote, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def day(self, day: str, n: int) -> None:
        """Run the steps of the workflow; ``fetch`` brings item ``n``."""
        clone = self.folder / f"clone-{len(list(self.folder.glob('clone-*')))}"
        self.git("clone", "-q", str(self.remote), str(clone), at=self.folder)
        item = self.work / "item.md"
        item.write_text(ITEM.format(n=n), "utf-8")
        program = f'if [ "$1" = fetch ]; then mkdir -p inbox && cp "{item}" "inbox/item-{n}.md"; '
        program += f'else exec "{sys.executable}" -m briefgen "$@"; fi'
        for name, text in {
            "gh": GH,
            "briefgen": f"#!/bin/sh\n{program}\n",
            "date": f"#!/bin/sh\necho {day}\n",
        }.items():
            (self.work / "bin" / name).write_text(text)
            (self.work / "bin" / name).chmod(0o755)
        variables = {
            **os.environ, "PATH": f"{self.work / 'bin'}:{os.environ['PATH']}", "WORK": str(self.work),
            "RUNNER_TEMP": str(self.work), "GITHUB_ENV": str(self.work / "env"), "BRANCH": "main",
            "PROJECT": ".",
        }  # fmt: skip
        for step in loaded(workflow(file=FETCH_WORKFLOW))["jobs"]["fetch"]["steps"]:
            if "run" not in step or step["name"] == "Install":
                continue
            set_before = self.work / "env"
            lines = set_before.read_text().splitlines() if set_before.exists() else []
            variables |= dict(line.split("=", 1) for line in lines)
            command = ["bash", "-eo", "pipefail", "-c", step["run"]]
            done = subprocess.run(
                command, cwd=clone, env=variables, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr

    def files(self, branch: str) -> list[str]:
        return self.git("ls-tree", "-r", "--name-only", branch).splitlines()


def test_each_day_has_one_pull_request_with_all_that_waits(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    main = repository.git("rev-parse", "main")
    repository.day("2024-05-01", 1)
    assert repository.files("inbox-2024-05-01") == ["briefgen.yml", "inbox/item-1.md"]
    repository.day("2024-05-01", 2)  # a second run of the same day
    assert repository.files("inbox-2024-05-01") == ["briefgen.yml", "inbox/item-1.md", "inbox/item-2.md"]
    repository.day("2024-05-02", 3)
    assert repository.files("inbox-2024-05-02")[1:] == [f"inbox/item-{n}.md" for n in (1, 2, 3)]
    repository.day("2024-05-02", 3)  # nothing new
    assert repository.git("rev-parse", "main") == main
    calls = (repository.work / "gh.log").read_text()
    assert calls.count("pr create") == 2
    assert re.findall(r"pr close (\S+)", calls) == ["inbox-2024-05-01"]
    assert (repository.work / "open").read_text() == "inbox-2024-05-02\n"
    body = (repository.work / "body").read_text("utf-8")
    assert body.count("\n") == 5
    assert not re.search(r"[@#]\w|(?<!\\)<b>", body)


def test_init_writes_it_and_lets_git_keep_the_inbox(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def ignored(name: str) -> set[str]:
        return set((tmp_path / name / ".gitignore").read_text("utf-8").splitlines())

    assert run(["init", str(tmp_path / "plain"), "--github"]) == 0
    assert not (tmp_path / "plain" / FETCH_WORKFLOW).exists()
    assert {"raw/", "inbox/"} <= ignored("plain")
    assert run(["init", str(tmp_path / "daily"), "--github", "--fetch"]) == 0
    assert (tmp_path / "daily" / FETCH_WORKFLOW).is_file()
    assert (tmp_path / "daily" / WORKFLOW).is_file()
    assert ignored("daily") & {"raw/", "inbox/"} == {"raw/"}
    assert run(["init", str(tmp_path / "open"), "--commit-inputs"]) == 0
    assert {"site/", ".briefgen/"} == ignored("open")
    assert run(["init", str(tmp_path / "wrong"), "--fetch"]) == 2
    assert run(["fetch", "-C", str(tmp_path / "plain"), "--write-workflow"]) == 0
    assert (tmp_path / "plain" / FETCH_WORKFLOW).is_file()
    assert "union" in (tmp_path / "plain/.gitattributes").read_text("utf-8")

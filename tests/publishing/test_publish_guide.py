"""``Publish in five minutes``, word for word, in a fresh folder.

GitHub is a bare repository that git finds under the same address.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
WAYS = re.split(
    r"^### ",
    (ROOT / "docs/how-to/publish.md").read_text("utf-8").partition("\n## Where")[0],
    flags=re.MULTILINE,
)[1:]


def commands(text: str) -> list[str]:
    """The lines that a reader is told to type."""
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]


def environment(folder: Path, remote: Path) -> dict[str, str]:
    given = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder),
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
    }  # fmt: skip
    settings = {
        "user.name": "You", "user.email": "you@desk.example",
        f"url.{remote}.insteadOf": "git@github.com:YOU/my-briefing.git",
    }  # fmt: skip
    given["GIT_CONFIG_COUNT"] = str(len(settings))
    for n, (key, value) in enumerate(settings.items()):
        given |= {f"GIT_CONFIG_KEY_{n}": key, f"GIT_CONFIG_VALUE_{n}": value}
    return given


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "remote.git")], check=True)
    return tmp_path / "remote.git"


def typed(lines: list[str], folder: Path, remote: Path) -> str:
    """What a shell says to these lines; each has to succeed."""
    done = subprocess.run(
        ["bash", "-e"], input="\n".join(lines), cwd=folder, env=environment(folder, remote),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def names(remote: Path, branch: str) -> set[str]:
    told = subprocess.run(
        ["git", "ls-tree", "-r", "--name-only", branch],
        cwd=remote,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(told.stdout.splitlines())


def test_by_a_workflow(tmp_path: Path, remote: Path) -> None:
    typed(commands(WAYS[0]), tmp_path, remote)
    assert {"briefgen.yml", ".github/workflows/pages.yml"} <= names(remote, "main")
    assert not [name for name in names(remote, "main") if name.startswith(("site/", ".briefgen/"))]
    # What GitHub then does with a checkout, but for the installation.
    text = (tmp_path / "my-briefing/.github/workflows/pages.yml").read_text("utf-8")
    workflow = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts
    lines = [f"export {name}={value!r}" for name, value in workflow["env"].items()]
    steps = [
        step["run"] for step in workflow["jobs"]["build"]["steps"] if step.get("name") in ("Build", "Check")
    ]
    told = typed([f"git clone -q -b main {remote} runner", "cd runner", *lines, *steps], tmp_path, remote)
    assert re.search(r"[1-9]\d* files checked .*https://YOU\.github\.io/my-briefing/", told)


def test_by_a_push(tmp_path: Path, remote: Path) -> None:
    told = typed(commands(WAYS[1]), tmp_path, remote)
    assert "Would push " in told
    assert "Pushed " in told
    assert {"index.html", "404.html", ".nojekyll", "robots.txt"} <= names(remote, "gh-pages")

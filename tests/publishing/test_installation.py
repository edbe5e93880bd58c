"""What the workflow installs: something that GitHub can reach, never a release that does not exist."""

from __future__ import annotations

import json
import subprocess
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest

from briefgen import __version__
from briefgen.cli.main import run
from briefgen.publishing import installation
from briefgen.publishing.installation import requirement
from briefgen.publishing.workflow import WORKFLOW

COMMIT = "0123456789012345678901234567890123456789"


class Installed:
    """A distribution with this ``direct_url.json`` (PEP 610)."""

    def __init__(self, origin: dict[str, Any] | None) -> None:
        self.origin = origin

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return json.dumps(self.origin) if self.origin else None


def come_from(monkeypatch: pytest.MonkeyPatch, origin: dict[str, Any] | None) -> None:
    monkeypatch.setattr(installation, "distribution", lambda name: Installed(origin))


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@a.example")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (None, f"briefgen=={__version__}"),
        (
            {"url": "https://code.example/brief.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
            f"git+https://code.example/brief.git@{COMMIT}",
        ),
        ({"url": "https://code.example/briefgen-2-py3.whl", "archive_info": {}}, "https://code.example/briefgen-2-py3.whl"),
        ({"url": "file:///nowhere/at/all", "dir_info": {}}, ""),
        ({"url": "file:///nowhere/briefgen-2-py3.whl", "archive_info": {}}, ""),
        ({"url": "file:///nowhere/brief.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}, ""),
    ],
)  # fmt: skip
def test_where_briefgen_came_from(
    origin: dict[str, Any] | None, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_from(monkeypatch, origin)
    assert requirement(tmp_path, tmp_path) == expected


def test_without_an_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(installation, "distribution", fail)
    assert requirement(tmp_path, tmp_path) == ""


def test_the_requirements_of_the_project_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    come_from(monkeypatch, None)
    (project := tmp_path / "a b").mkdir()
    (project / "requirements.txt").write_text("pandas\n")
    assert requirement(project, tmp_path) == f"briefgen=={__version__}"
    (tmp_path / "requirements.txt").write_text("briefgen[import] @ https://code.example/x.whl\n")
    assert requirement(project, tmp_path) == "--requirement=requirements.txt"
    (project / "requirements.txt").write_text("briefgen==9\n")
    assert requirement(project, tmp_path) == "--requirement=a b/requirements.txt"


@pytest.mark.parametrize("remote", ["https://code.example/me/brief.git", "git@code.example:me/brief.git"])
def test_a_checkout_is_named_by_its_commit_once_it_is_pushed(
    remote: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (code := tmp_path / "code").mkdir()
    come_from(monkeypatch, {"url": code.as_uri(), "dir_info": {"editable": True}})
    (project := tmp_path / "project").mkdir()
    git(code, "init", "-q")
    assert requirement(project, project) == ""
    git(code, "commit", "-q", "--allow-empty", "-m", "Begin")
    git(code, "remote", "add", "origin", remote)
    assert requirement(project, project) == ""
    git(code, "update-ref", "refs/remotes/origin/main", "HEAD")
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=code, check=True, capture_output=True, text=True)
    assert requirement(project, project) == f"git+https://code.example/me/brief.git@{head.stdout.strip()}"


def test_the_repository_that_holds_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    come_from(monkeypatch, {"url": (tmp_path / "tools").as_uri(), "dir_info": {}})
    assert requirement(tmp_path / "site", tmp_path) == "./tools"
    come_from(monkeypatch, {"url": tmp_path.as_uri(), "dir_info": {}})
    assert requirement(tmp_path, tmp_path) == "."


def test_init_says_what_is_left_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    come_from(monkeypatch, {"url": "file:///nowhere", "dir_info": {}})
    assert run(["init", "--github", str(tmp_path / "p")]) == 0
    assert "requirements.txt" in capsys.readouterr().out
    assert 'INSTALL: "--requirement=requirements.txt"' in (tmp_path / "p" / WORKFLOW).read_text("utf-8")
    come_from(monkeypatch, None)
    assert run(["init", "--github", str(tmp_path / "q")]) == 0
    assert "requirements.txt" not in capsys.readouterr().out

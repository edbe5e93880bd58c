"""What the workflow installs: something that GitHub can reach, never a release that does not exist."""

from __future__ import annotations

import json
import subprocess
from email.message import Message
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest

from briefgen import __version__
from briefgen.cli.main import run
from briefgen.publishing import installation
from briefgen.publishing.installation import Installation, find_installation, find_requirements
from briefgen.publishing.workflow import WORKFLOW

COMMIT = "0123456789012345678901234567890123456789"


RELEASE = f"briefgen=={__version__}"


class Installed:
    """A distribution with this ``direct_url.json`` (PEP 610)."""

    def __init__(self, origin: dict[str, Any] | None, *urls: str) -> None:
        self.origin = origin
        self.metadata = Message()
        for url in urls:
            self.metadata["Project-URL"] = url

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return json.dumps(self.origin) if self.origin else None


def come_from(monkeypatch: pytest.MonkeyPatch, origin: dict[str, Any] | None, *urls: str) -> None:
    monkeypatch.setattr(installation, "distribution", lambda name: Installed(origin, *urls))


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@a.example")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("origin", "expected"),  # empty where another machine cannot get it
    [
        (None, RELEASE),
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
    assert find_installation(tmp_path) == Installation(expected or RELEASE, "", bool(expected))


def test_a_release_names_its_repository_for_the_time_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_from(
        monkeypatch, None, "Documentation, https://code.example/docs", "Repository, https://code.example/b"
    )
    assert find_installation(tmp_path) == Installation(RELEASE, f"git+https://code.example/b@v{__version__}")


def test_without_an_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(installation, "distribution", fail)
    assert find_installation(tmp_path) == Installation(RELEASE, is_reachable=False)


def test_the_requirements_of_the_project_come_first(tmp_path: Path) -> None:
    (project := tmp_path / "a b").mkdir()
    (project / "requirements.txt").write_text("pandas # as briefgen asks\n")
    assert find_requirements(project, tmp_path) == ""
    (tmp_path / "requirements.txt").write_text("briefgen[import] @ https://code.example/x.whl\n")
    assert find_requirements(project, tmp_path) == "requirements.txt"
    (project / "uv.lock").write_text('[[package]]\nname = "briefgen"\n')
    assert find_requirements(project, tmp_path) == "a b/uv.lock"
    (project / "requirements.txt").write_text("pandas\nBriefgen==9\n")
    assert find_requirements(project, tmp_path) == "a b/requirements.txt"


@pytest.mark.parametrize("remote", ["https://code.example/me/brief.git", "git@code.example:me/brief.git"])
def test_a_checkout_is_named_by_its_commit_once_it_is_pushed(
    remote: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (code := tmp_path / "code").mkdir()
    come_from(monkeypatch, {"url": code.as_uri(), "dir_info": {"editable": True}})
    (project := tmp_path / "project").mkdir()
    git(code, "init", "-q")
    nothing = Installation(RELEASE, is_reachable=False)
    assert find_installation(project) == nothing
    git(code, "commit", "-q", "--allow-empty", "-m", "Begin")
    assert find_installation(project) == nothing
    git(code, "remote", "add", "origin", remote)
    address = "git+https://code.example/me/brief.git"
    assert find_installation(project) == Installation(RELEASE, address, is_reachable=False)
    git(code, "update-ref", "refs/remotes/origin/main", "HEAD")
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=code, check=True, capture_output=True, text=True)
    commit = f"{address}@{head.stdout.strip()}"
    assert find_installation(project) == Installation(commit)
    git(code, "tag", f"v{__version__}")
    assert find_installation(project) == Installation(RELEASE, commit)


def test_the_repository_that_holds_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    come_from(monkeypatch, {"url": (tmp_path / "tools").as_uri(), "dir_info": {}})
    assert find_installation(tmp_path) == Installation("./tools")
    come_from(monkeypatch, {"url": tmp_path.as_uri(), "dir_info": {}})
    assert find_installation(tmp_path) == Installation(".")


def test_init_says_what_is_left_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    come_from(monkeypatch, {"url": "file:///nowhere", "dir_info": {}})
    assert run(["init", "--github", str(tmp_path / "p")]) == 0
    assert f"installs {RELEASE}. GitHub cannot reach" in (out := capsys.readouterr().out)
    assert "write a requirements.txt" in out
    assert f'INSTALL: "{RELEASE}"' in (tmp_path / "p" / WORKFLOW).read_text("utf-8")
    come_from(monkeypatch, None, "Repository, https://code.example/b")
    assert run(["init", "--github", str(tmp_path / "q")]) == 0
    out = capsys.readouterr().out
    assert f"installs {RELEASE}, or git+https://code.example/b@v{__version__} while the package index" in out
    assert "requirements.txt" not in out
    (tmp_path / "r").mkdir()
    (tmp_path / "r/requirements.txt").write_text("briefgen==9\n")
    assert run(["init", "--github", str(tmp_path / "r")]) == 0
    assert "It installs what requirements.txt names." in capsys.readouterr().out

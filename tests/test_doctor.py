"""``briefgen doctor`` names what is broken, and how to mend it."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from sitetest import SiteTest
from watchdog.observers.api import BaseObserver

from briefgen.cli.main import run
from briefgen.project.health import cache_state, libraries, machine
from briefgen.project.health.checks import BROKEN, MISSING, OK, Check
from docs.licences import EXTRAS


def only(checks: Iterable[Check]) -> Check:
    (check,) = checks
    return check


def failing(error: Exception, name: str = "lxml") -> Callable[[str], object]:
    def load(module: str) -> object:
        if module == name:
            raise error
        return None

    return load


def refuse(code: int) -> Callable[..., Any]:
    def call(*_: object, **__: object) -> Any:
        raise OSError(code, os.strerror(code))

    return call


def test_all_is_well_in_a_sound_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = SiteTest.from_site("small", tmp_path).build()
    before = site.tree()
    assert run(["doctor", "-C", str(site.root)]) == 0
    assert "All is well." in capsys.readouterr().out
    assert run(["doctor", "-C", str(site.root), "--json"]) == 0
    states = {one["part"]: one["state"] for one in json.loads(capsys.readouterr().out)}
    assert {"Python", "libraries", "YAML", "git", "watching", "cache", "disk", "project"} <= states.keys()
    assert BROKEN not in states.values()
    assert site.tree() == before
    assert not list(site.root.glob(".briefgen-*"))


@pytest.mark.parametrize(
    ("requires", "detail"),
    [
        (["nobody-has-this>=1"], "nobody-has-this is missing"),
        (["click>=9999"], "click is"),
        (
            ["pyyaml>=1", "nobody-has-this; extra == 'dev'", "nobody-has-this; python_version < '3'"],
            "all are there",
        ),
    ],
)
def test_libraries(requires: list[str], detail: str) -> None:
    check = only(libraries.check_libraries(lambda: requires))
    assert detail in check.detail
    assert check.state == (OK if detail == "all are there" else BROKEN)
    assert ("pip install" in check.hint) is (check.state == BROKEN)


def test_extras() -> None:
    def states(load: Callable[[str], object]) -> dict[str, Check]:
        return {check.part: check for check in libraries.check_extras(load)}

    partly = states(failing(ModuleNotFoundError("no lxml", name="lxml")))["briefgen[import]"]
    assert (partly.state, partly.detail) == (BROKEN, "lxml is missing")
    assert "pip install 'briefgen[import]'" in partly.hint
    faulty = states(failing(ImportError("libxml2.so.2: no such file")))["briefgen[import]"]
    assert (faulty.state, "libxml2.so.2" in faulty.detail) == (BROKEN, True)
    deeper = states(failing(ModuleNotFoundError("no cobble", name="cobble"), "mammoth"))["briefgen[docx]"]
    assert (deeper.state, deeper.detail) == (BROKEN, "mammoth fails: it needs cobble")
    absent = states(failing(ModuleNotFoundError("no mammoth", name="mammoth"), "mammoth"))["briefgen[docx]"]
    assert absent.state == MISSING


def test_every_extra_is_checked() -> None:
    assert set(libraries.EXTRAS) == set(EXTRAS)


def test_yaml_without_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert libraries.check_yaml().state == BROKEN


def test_git(tmp_path: Path) -> None:
    assert machine.check_git(lambda _: None).state == BROKEN
    program = tmp_path / "git"
    program.write_text("#!/bin/sh\necho damaged >&2\nexit 1\n")
    program.chmod(0o755)
    check = machine.check_git(lambda _: str(program))
    assert (check.state, check.detail) == (BROKEN, "it fails: damaged")
    assert machine.check_browser(lambda _: None).state == MISSING


def test_no_room(tmp_path: Path) -> None:
    check = machine.check_room(tmp_path, lambda _: (100, 99, 1))
    assert (check.state, "free some space" in check.hint) == (BROKEN, True)


def test_folders_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse(errno.EACCES))
    monkeypatch.setattr(tempfile, "TemporaryFile", refuse(errno.ENOSPC))
    assert "Permission denied" in machine.check_writable(tmp_path).detail
    assert "No space left" in machine.check_temporary_folder().detail


def test_a_watcher_that_cannot_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BaseObserver, "start", refuse(errno.ENOSPC))
    check = machine.check_watching(tmp_path)
    assert (check.state, "max_user_watches" in check.hint) == (BROKEN, True)
    assert list(tmp_path.iterdir()) == []


def test_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache_state.check_cache(tmp_path).state == OK
    site = SiteTest.from_site("small", tmp_path).build()
    assert "files" in cache_state.check_cache(site.root).detail
    file = site.root / ".briefgen/cache.sqlite3"
    file.write_bytes(file.read_bytes()[:5000])
    assert "reads everything again" in cache_state.check_cache(site.root).detail
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert cache_state.check_cache(site.root).state == BROKEN


def test_another_encoding_and_few_open_files(tmp_path: Path) -> None:
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))\n"
        "from briefgen.project.health import machine\n"
        "print(machine.check_terminal().state, machine.check_open_files().hint)"
    )
    changed = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **changed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split(" ", 1) == [BROKEN, "run: ulimit -n 1024\n"]

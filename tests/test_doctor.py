"""``briefgen doctor`` names what is broken, and how to mend it."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from sitetest import SiteTest
from watchdog.observers.api import BaseObserver

from briefgen.cli.main import run
from briefgen.model.diagnostics import CODES
from briefgen.project.health import cache_state, disk, libraries, machine
from briefgen.project.health.checks import BROKEN, MISSING, OK, WEAK, Check
from docs.licences import EXTRAS


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
    check = libraries.check_libraries(lambda: requires)
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
    check = disk.check_room(tmp_path, lambda _: (100, 99, 1))
    assert (check.state, "free some space" in check.hint) == (BROKEN, True)


def test_folders_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse(errno.EACCES))
    monkeypatch.setattr(tempfile, "TemporaryFile", refuse(errno.ENOSPC))
    assert "Permission denied" in disk.check_writable(tmp_path).detail
    assert "No space left" in disk.check_temporary_folder().detail


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


# --- broken environments, each named with its code and what to do


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    return SiteTest.from_site("small", tmp_path_factory.mktemp("doctor")).build()


def findings(root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, dict[str, str]]]:
    """The exit code of ``briefgen doctor``, and what it finds by code."""
    capsys.readouterr()
    code = run(["doctor", "-C", str(root), "--json"])
    checks = json.loads(capsys.readouterr().out)
    assert all(bool(one["code"]) == (one["state"] != OK) for one in checks)
    assert all(one["hint"] and one["code"] in CODES for one in checks if one["code"])
    return code, {one["code"]: one for one in reversed(checks) if one["code"]}


def refuse_files_in(folder: str, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    make = tempfile.NamedTemporaryFile

    def made(*arguments: Any, dir: Any = None, **more: Any) -> Any:  # noqa: A002 - as tempfile names it
        if dir is not None and Path(dir).name == folder:
            refuse(code)()
        return make(*arguments, dir=dir, **more)

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", made)


def block(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    for module in modules:
        monkeypatch.setitem(sys.modules, module, None)


def unwritable_cache(_: Path, patch: pytest.MonkeyPatch) -> None:
    refuse_files_in(".briefgen", errno.EACCES, patch)


def read_only_cache(_: Path, patch: pytest.MonkeyPatch) -> None:
    refuse_files_in(".briefgen", errno.EROFS, patch)


def unwritable_output(_: Path, patch: pytest.MonkeyPatch) -> None:
    refuse_files_in("site", errno.EACCES, patch)


def full_disk(_: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disk, "LEAST_ROOM", 10**20)


def no_inodes(_: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disk, "LEAST_INODES", 10**20)


def watch_limit(_: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(BaseObserver, "start", refuse(errno.ENOSPC))


def no_temporary_folder(_: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(tempfile, "TemporaryFile", refuse(errno.ENOSPC))


def no_git(_: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("PATH", "")


def replace_settings(root: Path, old: bytes, new: bytes, patch: pytest.MonkeyPatch) -> None:
    text = (root / "briefgen.yml").read_bytes()
    assert old in text
    new_text, read = text.replace(old, new), Path.read_bytes
    patch.setattr(Path, "read_bytes", lambda path: new_text if path.name == "briefgen.yml" else read(path))


def no_needed_extra(root: Path, patch: pytest.MonkeyPatch) -> None:
    replace_settings(root, b"[html, feed", b"[html, cards", patch)
    block(patch, "resvg_py", "fontTools", "font_source_serif_pro")


def lost_browser(_: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("BRIEFGEN_CHROMIUM", "/nowhere/chromium")


def faulty_settings(root: Path, patch: pytest.MonkeyPatch) -> None:
    replace_settings(root, b"timezone: UTC", b"paginate: many", patch)


def failing_check(_: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(machine, "check_locale", lambda: 1 / 0)


def missing_library(_: Path, patch: pytest.MonkeyPatch) -> None:
    block(patch, "watchdog.observers", "re2")


@pytest.mark.parametrize(
    ("damage", "code", "detail", "hint"),
    [
        (unwritable_cache, "doctor-cache", "Permission denied", "owner or the permissions"),
        (read_only_cache, "doctor-cache", "Read-only", "mount the disk"),
        (unwritable_output, "doctor-folder", "Permission denied", "owner or the permissions"),
        (full_disk, "doctor-disk", "MB free", "free some space"),
        (no_inodes, "doctor-disk", "more files only", "remove files"),
        (watch_limit, "doctor-watching", "as many folders as it can", "sysctl fs.inotify.max_user_watches="),
        (no_temporary_folder, "doctor-temporary", "No space left", "TMPDIR"),
        (no_git, "doctor-git", "publishing needs it", "install git"),
        (no_needed_extra, "doctor-extra-needed", "cards in builders", "pip install 'briefgen[cards]'"),
        (lost_browser, "doctor-browser-missing", "/nowhere/chromium", "unset it"),
        (faulty_settings, "doctor-settings", "briefgen.yml:", "briefgen check"),
        (failing_check, "doctor-check", "ZeroDivisionError", "report"),
        (missing_library, "doctor-library", "google-re2 cannot be loaded", "pip install"),
    ],
)
def test_a_broken_environment_is_named_with_what_to_do(
    damage: Callable[[Path, pytest.MonkeyPatch], None],
    code: str,
    detail: str,
    hint: str,
    built: SiteTest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        damage(built.root, patch)
        exit_code, found = findings(built.root, capsys)
    assert (exit_code, found[code]["state"]) == (1, BROKEN), found
    assert detail in found[code]["detail"]
    assert hint in found[code]["hint"]


def test_a_python_that_is_too_old_or_too_new() -> None:
    old, new = libraries.check_python((3, 10)), libraries.check_python((3, 99))
    assert (old.state, old.code, "install Python 3.11" in old.hint) == (BROKEN, "doctor-python", True)
    assert (new.state, new.code, "if something fails" in new.hint) == (
        MISSING,
        "doctor-python-untested",
        True,
    )
    assert libraries.check_python((3, 11)).state == OK


def test_a_damaged_or_used_cache_ends_no_build(
    built: SiteTest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hold = (
        "import fcntl, sys; file = open(sys.argv[1], 'r+'); fcntl.lockf(file, fcntl.LOCK_EX); "
        "print(flush=True); input()"
    )
    program = [sys.executable, "-c", hold, str(built.root / ".briefgen/lock")]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        exit_code, found = findings(built.root, capsys)
        process.communicate(b"\n")
    assert (exit_code, found["doctor-cache-locked"]["state"]) == (0, MISSING)
    assert "doctor-cache-locked" not in findings(built.root, capsys)[1]
    (tmp_path / ".briefgen").mkdir()
    (tmp_path / "briefgen.yml").write_text("title: T\n")
    (tmp_path / ".briefgen/cache.sqlite3").write_bytes(b"SQLite format 3" + bytes(5000))
    exit_code, found = findings(tmp_path, capsys)
    damaged = found["doctor-cache-damaged"]
    assert (exit_code, damaged["state"], "run briefgen build" in damaged["hint"]) == (0, WEAK, True)


def test_repositories(tmp_path: Path) -> None:
    def answer(status: int, text: str) -> Check:
        program = tmp_path / "git"
        program.write_text(f"#!/bin/sh\nprintf '%b' \"{text}\" >&{1 if status == 0 else 2}\nexit {status}\n")
        program.chmod(0o755)
        return machine.check_repository(tmp_path, lambda _: str(program))

    shallow = answer(0, r"/home/ann/news\ntrue\n")
    assert (shallow.code, shallow.state, "--unshallow" in shallow.hint) == ("doctor-shallow", WEAK, True)
    assert answer(0, r"/home/ann/news\nfalse\n").state == OK
    assert answer(128, "fatal: not a git repository").state == MISSING
    refused = answer(128, "fatal: detected dubious ownership in repository")
    assert (refused.state, f"safe.directory {tmp_path}" in refused.hint) == (BROKEN, True)


def test_outside_of_a_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exit_code, found = findings(tmp_path, capsys)
    assert (exit_code, "briefgen init" in found["doctor-no-project"]["hint"]) == (0, True)
    assert findings(tmp_path / "nowhere", capsys)[1]["doctor-project"]["state"] == BROKEN
    assert list(tmp_path.iterdir()) == []


def run_elsewhere(code: str, root: Path, **environment: str) -> dict[str, dict[str, str]]:
    program = f"import sys\n{code}\nfrom briefgen.cli.main import run; sys.exit(run(['doctor', '--json']))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, env={**os.environ, **environment}, capture_output=True
    )
    assert (done.returncode, done.stderr) == (1, b"")
    return {one["code"]: one for one in json.loads(done.stdout.decode("latin-1"))}


def test_several_faults_at_once_in_a_process_of_its_own(built: SiteTest) -> None:
    """Without what an old pip leaves out, C YAML, git and UTF-8."""
    code = "sys.modules['lxml_html_clean'] = sys.modules['yaml._yaml'] = None"
    changed = {"PATH": "", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1", "LC_ALL": "C"}
    found = run_elsewhere(code, built.root, **changed)
    assert "lxml_html_clean" in found["doctor-extra-damaged"]["detail"]
    assert "pip install 'briefgen[import]'" in found["doctor-extra-damaged"]["hint"]
    assert "--only-binary :all: pyyaml" in found["doctor-yaml"]["hint"]
    assert "8859-1" in found["doctor-terminal"]["detail"]
    assert "PYTHONUTF8=1" in found["doctor-terminal"]["hint"]
    assert "install git" in found["doctor-git"]["hint"]


def test_it_needs_no_library_but_click(built: SiteTest) -> None:
    blocked = [module.partition(".")[0] for module in (*libraries.MODULES.values(), "jinja2", "packaging")]
    found = run_elsewhere(f"for name in {blocked}: sys.modules[name] = None", built.root)
    assert "pip install" in found["doctor-library"]["hint"]

"""Each command against each state of a file: its rights, links, form, and other writers."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from stat import S_IMODE

import pytest
from writingverbs import CHANGING, CREATING, MILL_PATH, VERBS, Verb, tree

from briefgen.cli.main import run
from briefgen.model.diagnostics import BriefgenError
from briefgen.server.workbench import RefusedError
from briefgen.util import renames

BOM = b"\xef\xbb\xbf"
THEIRS = b"---\ntitle: What an editor saved\ndate: 2022-03-30\n---\n\nOf the editor.\n"


changing = pytest.mark.parametrize("verb", CHANGING, ids=lambda verb: verb.name)
creating = pytest.mark.parametrize("verb", CREATING, ids=lambda verb: verb.name)


def call(verb: Verb, root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command: an empty text, or what it says against it."""
    if not verb.arguments:
        try:
            verb.prepare(root)()
        except RefusedError as error:
            return str(error)
        except BriefgenError as error:
            return " ".join(f"{one.message} [{one.code}]" for one in error.diagnostics)
        return ""
    code = run([one.format(root=root) for one in verb.arguments])
    return capsys.readouterr().err if code else ""


# --- rights


@changing
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_mode_stays_and_no_copy_can_be_read_by_more_people(
    verb: Verb, mode: int, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, before = root / verb.path, (root / verb.path).read_bytes()
    file.chmod(mode)
    assert not call(verb, root, capsys)
    assert file.read_bytes() != before
    assert S_IMODE(file.stat().st_mode) == mode
    (copy,) = (one for one in (root / "raw").rglob("*.md") if one.read_bytes() == before)
    assert S_IMODE(copy.stat().st_mode) & ~mode == 0


@changing
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs the superuser")
def test_the_owner_stays(verb: Verb, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = root / verb.path
    os.chown(file, 4321, 8765)
    assert not call(verb, root, capsys)
    assert (file.stat().st_uid, file.stat().st_gid) == (4321, 8765)


@changing
@pytest.mark.parametrize("mode", [0o444, 0o440, 0o400])
def test_a_read_only_file_is_refused(
    verb: Verb, mode: int, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / verb.path).chmod(mode)
    before = content_of(root)
    message = call(verb, root, capsys)
    assert "read-only" in message
    assert "[write-refused]" in message
    assert content_of(root) == before
    assert S_IMODE((root / verb.path).stat().st_mode) == mode


def content_of(root: Path) -> dict[str, bytes]:
    """The files of the content folder; ``raw/`` may have what ``add`` has newly read."""
    return {path: content for path, content in tree(root).items() if path.startswith("content/")}


# --- links


@changing
def test_of_a_symbolic_link_the_target_is_written(
    verb: Verb, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = root / verb.path
    target = file.parent / "_store" / file.name
    target.parent.mkdir()
    before = file.read_bytes()
    file.rename(target)
    file.symlink_to(f"_store/{file.name}")
    assert not call(verb, root, capsys)
    assert file.is_symlink()
    assert target.read_bytes() != before


@changing
def test_a_link_out_of_the_content_is_never_written(
    verb: Verb, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, target = root / verb.path, root / "notes.md"
    file.rename(target)
    file.symlink_to(target)
    before = target.read_bytes()
    call(verb, root, capsys)
    assert target.read_bytes() == before
    assert file.is_symlink()


@changing
def test_a_hard_linked_file_is_refused(verb: Verb, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "twin").hardlink_to(root / verb.path)
    before = content_of(root)
    message = call(verb, root, capsys)
    assert "hard links" in message
    assert "[write-refused]" in message
    assert content_of(root) == before
    assert (root / "twin").samefile(root / verb.path)


# --- form


@changing
@pytest.mark.parametrize("mark", [b"", BOM], ids=["", "bom"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_line_ends_and_byte_order_mark_stay(
    verb: Verb, mark: bytes, end: bytes, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = root / verb.path
    before = mark + file.read_bytes().replace(b"\n", end)
    file.write_bytes(before)
    assert not call(verb, root, capsys)
    now = file.read_bytes()
    assert now != before
    assert now.startswith(mark + b"---" + end)
    assert now.count(BOM) == len(mark) // 3
    assert now.count(b"\n") == now.count(end)


# --- other writers


def by_rename(path: Path) -> None:
    beside = path.with_name("save.tmp~")
    beside.write_bytes(THEIRS)
    beside.replace(path)


def in_place(path: Path) -> None:
    """As editors do that keep the inode. While a command works on the file, this waits."""
    thread = threading.Thread(target=path.write_bytes, args=(THEIRS,))
    thread.start()
    writers.append(thread)


writers: list[threading.Thread] = []


@changing
@pytest.mark.parametrize("save", [by_rename, in_place])
@pytest.mark.parametrize("is_late", [False, True], ids=["before", "after"])
def test_a_save_in_the_last_moment_is_never_lost(
    verb: Verb,
    save: Callable[[Path], None],
    is_late: bool,
    root: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file, exchange = root / verb.path, renames.exchange
    before = file.read_bytes()

    def interrupted(one: str, other: str) -> None:
        monkeypatch.setattr(renames, "exchange", exchange)
        if is_late:
            exchange(one, other)
        save(file)
        if not is_late:
            exchange(one, other)

    monkeypatch.setattr(renames, "exchange", interrupted)
    message = call(verb, root, capsys)
    while writers:
        writers.pop().join(timeout=20)
    assert "[file-changed]" in message or is_late or save is in_place
    assert file.read_bytes() == THEIRS
    assert any(one.read_bytes() == before for one in (root / "raw").rglob("*.md"))
    assert not list(root.rglob("*.tmp"))


@creating
def test_a_name_that_is_taken_in_the_last_moment_keeps_its_file(
    verb: Verb, root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def interrupted(source: str, target: Path, *, src_dir_fd: int) -> None:
        if Path(target) == root / verb.path:
            Path(target).write_bytes(THEIRS)
        link(source, target, src_dir_fd=src_dir_fd)

    monkeypatch.setattr(os, "link", interrupted)
    call(verb, root, capsys)
    assert (root / verb.path).read_bytes() == THEIRS


# --- the system


KILLED = """
import os, signal, sys
left = int(sys.argv[1])
def audit(event, arguments):
    global left
    if event in ("os.link", "os.rename", "os.remove", "os.mkdir", "os.chmod"):
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(audit)
from briefgen.cli.main import run
sys.exit(run(sys.argv[2:]))
"""


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
@pytest.mark.parametrize("number", [2, 4, 5, 7])
def test_a_killed_process_leaves_nothing_half_done(number: int, root: Path) -> None:
    verb = CHANGING[0]
    before = (root / verb.path).read_bytes()
    arguments = [one.format(root=root) for one in verb.arguments]
    done = subprocess.run([sys.executable, "-c", KILLED, str(number), *arguments], capture_output=True)
    assert done.returncode in (-9, 0)
    now = tree(root)
    assert now[verb.path] == before or b"loading..." not in now[verb.path]
    assert 0 not in {len(content) for content in now.values()}
    assert not [path for path in now if path.endswith(".tmp")]
    assert run(arguments) == 0
    assert b"loading..." not in (root / verb.path).read_bytes()


LIMITED = """
import resource, sys
from briefgen.cli.main import run
resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name != "posix", reason="needs limits")
@pytest.mark.parametrize("verb", [one for one in VERBS if one.arguments], ids=lambda verb: verb.name)
def test_a_full_disk_is_reported_as_such(verb: Verb, root: Path) -> None:
    before = tree(root)
    arguments = [one.format(root=root) for one in verb.arguments]
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *arguments], capture_output=True, text=True, cwd=root
    )
    assert done.returncode == 1, done.stderr
    assert "[write-failed]" in done.stderr
    assert "File too large" in done.stderr
    assert "bug" not in done.stderr
    assert tree(root) == before


@pytest.mark.parametrize(
    "code", [errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO]
)
@pytest.mark.parametrize("more", [[], ["--json"]], ids=["text", "json"])
def test_what_the_system_refuses_anywhere_is_no_bug(
    code: int,
    more: list[str],
    root: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code), str(root / "content/banjir.md"))

    monkeypatch.setattr("briefgen.curation.edition_draft.lay_out", fail)
    assert run(["edition", "2022-03-30", "-C", str(root), *more]) == 1
    shown = capsys.readouterr()
    text = shown.out if more else shown.err
    assert "write-failed" in text
    assert "content/banjir.md" in text
    assert os.strerror(code) in text
    assert "bug" not in shown.err


def test_both_files_of_a_story_are_checked_before_one_is_written(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    verb = next(one for one in CHANGING if one.name == "stories")
    (root / "content/luapan.md").chmod(0o444)
    before = tree(root)
    assert "luapan.md" in call(verb, root, capsys)
    assert tree(root) == before


def test_an_update_that_is_refused_is_offered_again(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    verb = next(one for one in CHANGING if one.name == "add-update")
    (root / MILL_PATH).chmod(0o444)
    assert call(verb, root, capsys)
    (root / MILL_PATH).chmod(0o644)
    assert not call(verb, root, capsys)
    assert "Two men carried them" in (root / MILL_PATH).read_text("utf-8")

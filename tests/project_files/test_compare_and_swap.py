"""One file is replaced only while it has the bytes that were read, on any system."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from briefgen.util import compare_and_swap, files, renames
from briefgen.util.compare_and_swap import ChangedMeanwhileError, NotWritableError, replace_unchanged
from briefgen.util.files import create_file

OLD, NEW, THEIRS = b"of yesterday", b"of today", b"of the editor"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "scratch").mkdir()
    (tmp_path / "a.md").write_bytes(OLD)
    return tmp_path / "a.md"


def replace(file: Path) -> None:
    replace_unchanged(file, OLD, NEW, file.parent / "scratch")


def names(file: Path) -> list[str]:
    return sorted(path.relative_to(file.parent).as_posix() for path in file.parent.rglob("*"))


def test_it_is_replaced_and_nothing_else_is_left(file: Path) -> None:
    replace(file)
    assert file.read_bytes() == NEW
    assert names(file) == ["a.md", "scratch"]


def test_other_bytes_than_those_that_were_read_stay(file: Path) -> None:
    file.write_bytes(THEIRS)
    with pytest.raises(ChangedMeanwhileError):
        replace(file)
    assert file.read_bytes() == THEIRS
    assert names(file) == ["a.md", "scratch"]


def save(file: Path, content: bytes) -> None:
    other = file.with_name("other")
    other.write_bytes(content)
    other.replace(file)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_the_newest_of_several_saves_stays(file: Path, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange, saves = renames.exchange, [THEIRS + b"%d" % n for n in range(times)]
    left = list(saves)

    def interrupted(one: str, other: str) -> None:
        if left:
            save(file, left.pop(0))
        exchange(one, other)

    monkeypatch.setattr(renames, "exchange", interrupted)
    with pytest.raises(ChangedMeanwhileError):
        replace(file)
    assert file.read_bytes() == saves[-1]
    assert names(file) == ["a.md", "scratch"]


@pytest.mark.parametrize("after", [None, b""])
def test_a_file_that_is_removed_or_emptied_is_not_made_again(
    file: Path, after: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = renames.exchange

    def interrupted(one: str, other: str) -> None:
        monkeypatch.setattr(renames, "exchange", exchange)
        file.unlink()
        if after is not None:
            file.write_bytes(after)
        exchange(one, other)

    monkeypatch.setattr(renames, "exchange", interrupted)
    with pytest.raises(ChangedMeanwhileError):
        replace(file)
    assert file.exists() is (after is not None)
    assert list((file.parent / "scratch").iterdir()) == []


def test_what_cannot_be_put_back_is_kept_and_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange, calls = renames.exchange, []

    def failing(one: str, other: str) -> None:
        calls.append(one)
        if len(calls) > 1:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        save(file, THEIRS)
        exchange(one, other)

    monkeypatch.setattr(renames, "exchange", failing)
    with pytest.raises(ChangedMeanwhileError) as error:
        replace(file)
    (kept,) = (file.parent / "scratch").iterdir()
    assert kept.read_bytes() == THEIRS
    assert kept.name in str(error.value)


@pytest.mark.skipif(sys.platform != "linux", reason="leases are Linux's alone")
def test_a_file_that_another_program_has_open_to_write_stays(file: Path) -> None:
    with file.open("r+b") as other:
        with pytest.raises(ChangedMeanwhileError):
            replace(file)
        other.write(THEIRS)
    assert file.read_bytes() == THEIRS
    with file.open("rb"):  # readers do not matter
        file.write_bytes(OLD)
        replace(file)
    assert file.read_bytes() == NEW


# --- systems with less


def unsupported(code: int) -> object:
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize("code", sorted(renames.UNSUPPORTED))
def test_without_an_exchange_it_is_compared_once_more(
    file: Path, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renames, "_rename", unsupported(code))
    replace(file)
    assert file.read_bytes() == NEW
    file.write_bytes(OLD)

    def late(one: str, other: str) -> None:
        save(file, THEIRS)
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(renames, "exchange", late)
    with pytest.raises(ChangedMeanwhileError):
        replace(file)
    assert file.read_bytes() == THEIRS
    assert names(file) == ["a.md", "scratch"]


def test_a_scratch_folder_of_another_file_system_is_not_used(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = renames.exchange

    def within_one(one: str, other: str) -> None:
        if Path(one).parent != Path(other).parent:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        exchange(one, other)

    monkeypatch.setattr(renames, "exchange", within_one)
    replace(file)
    assert file.read_bytes() == NEW
    assert names(file) == ["a.md", "scratch"]
    replace_unchanged(file, NEW, OLD, file.parent / "missing")
    assert names(file) == ["a.md", "scratch"]


@pytest.mark.skipif(os.name != "posix", reason="needs owners")
def test_a_file_whose_owner_would_change_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "chown", unsupported(errno.EPERM))
    stat, own = Path.stat, os.stat

    def of_another(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        status = list(own(path, follow_symlinks=follow_symlinks))
        return os.stat_result([*status[:4], 4321, *status[5:]]) if path == file else stat(path)

    monkeypatch.setattr(Path, "stat", of_another)
    with pytest.raises(NotWritableError, match="another user"):
        replace(file)
    assert file.read_bytes() == OLD


@pytest.mark.parametrize("lacks", ["unnamed files", "/proc", "renaming", "hard links"])
def test_a_file_is_created_once_on_any_system(
    tmp_path: Path, lacks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if lacks in ("unnamed files", "renaming", "hard links"):
        monkeypatch.setattr(files, "_create_unnamed", lambda *_, **__: False)
    if lacks in ("renaming", "hard links"):
        monkeypatch.setattr(renames, "_rename", unsupported(errno.ENOSYS))
    if lacks == "hard links":
        monkeypatch.setattr(Path, "hardlink_to", unsupported(errno.EPERM))
    if lacks == "/proc":
        monkeypatch.setattr(os, "link", unsupported(errno.ENOENT))
    path = tmp_path / "in/a.txt"
    create_file(path, NEW, 0o640)
    with pytest.raises(FileExistsError):
        create_file(path, OLD)
    assert path.read_bytes() == NEW
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.stat().st_nlink == 1
    assert [one.name for one in path.parent.iterdir()] == ["a.txt"]


def test_a_file_in_the_place_of_a_folder_is_no_name_that_is_taken(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"")
    with pytest.raises(NotADirectoryError):
        create_file(tmp_path / "in/a.txt", NEW)


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 255)
    create_file(path, OLD)
    files.replace_file(path, NEW)
    replace_unchanged(path, NEW, OLD, tmp_path / "missing")
    assert path.read_bytes() == OLD


def test_signals_wait_only_for_the_exchange() -> None:
    import signal

    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with compare_and_swap._signals_later():
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before

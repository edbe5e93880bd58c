"""What other systems take another way for, with the system faked: macOS and Windows."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

import briefgen
from briefgen.build import atomic_swap
from briefgen.cli import streams
from briefgen.server import url_paths
from briefgen.util import parallel, renames, text


def loaded_on(platform: str, path: str, patch: pytest.MonkeyPatch) -> ModuleType:
    """A module of briefgen as another system would load it, beside the real one."""
    spec = spec_from_file_location(f"on_{platform}_{Path(path).stem}", Path(briefgen.__file__).parent / path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    with patch.context() as faked:
        faked.setattr(sys, "platform", platform)
        spec.loader.exec_module(module)
    return module


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("1")
    other.write_text("2")
    return one, other


# --- renaming


def test_macos_exchanges_and_renames_by_a_call_of_its_own(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[bytes, bytes, int]] = []
    answers = iter([0, 0, -1])

    def renamex_np(source: bytes, target: bytes, flag: int) -> int:
        calls.append((source, target, flag))
        return next(answers)

    monkeypatch.setattr(renames, "sys", SimpleNamespace(platform="darwin"))
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: SimpleNamespace(renamex_np=renamex_np))
    monkeypatch.setattr(ctypes, "get_errno", lambda: errno.EEXIST)
    one, other = pair
    renames.exchange(str(one), str(other))
    renames.rename_new(one, other)
    swap, exclusive = 0x2, 0x4  # RENAME_SWAP and RENAME_EXCL of <sys/stdio.h>
    assert [flag for *_, flag in calls] == [swap, exclusive]
    assert calls[0][:2] == (bytes(one), bytes(other))
    with pytest.raises(FileExistsError):
        renames.rename_new(one, other)


def test_windows_says_that_it_cannot_exchange_and_renames_by_a_link(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = pair
    windows = SimpleNamespace(name="nt", fsencode=os.fsencode, path=os.path)
    monkeypatch.setattr(renames, "os", windows)
    monkeypatch.setattr(renames, "sys", SimpleNamespace(platform="win32"))
    with pytest.raises(OSError, match="no such way") as caught:
        renames.exchange(str(one), str(other))
    assert caught.value.errno in renames.UNSUPPORTED
    with pytest.raises(FileExistsError):
        renames.rename_new(one, other)
    assert (one.read_text(), other.read_text()) == ("1", "2")
    renames.rename_new(one, one.with_name("new"))
    assert not one.exists()
    assert one.with_name("new").read_text() == "1"


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_a_file_is_replaced_without_leases_and_exchange(
    platform: str, pair: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_exchange(*_: str) -> None:
        raise OSError(errno.ENOSYS, "no such way")

    module = loaded_on(platform, "util/compare_and_swap.py", monkeypatch)
    monkeypatch.setattr(module, "sys", SimpleNamespace(platform=platform))
    monkeypatch.setattr(renames, "exchange", no_exchange)
    one, _ = pair
    (scratch := tmp_path / "scratch").mkdir()
    module.replace_unchanged(one, b"1", b"new", scratch)
    assert one.read_bytes() == b"new"
    with pytest.raises(module.ChangedMeanwhileError):
        module.replace_unchanged(one, b"1", b"newer", scratch)
    assert one.read_bytes() == b"new"


# --- the lock


def test_the_lock_of_windows_waits_until_it_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = iter([OSError(errno.EACCES, "taken"), OSError(errno.EDEADLOCK, "ten seconds"), None])
    modes: list[int] = []

    def locking(file: int, mode: int, size: int) -> None:
        modes.append(mode)
        if problem := next(taken):
            raise problem

    fake = SimpleNamespace(locking=locking, LK_LOCK=1, LK_NBLCK=2)
    monkeypatch.setitem(sys.modules, "msvcrt", fake)  # type: ignore[arg-type]
    lock = loaded_on("win32", "cache/lock.py", monkeypatch)
    waits: list[str] = []
    with lock.held(tmp_path, lambda: waits.append("waits")):
        assert waits == ["waits"]
    assert modes == [2, 1, 1]


# --- processes and signals


def test_macos_and_windows_fork_no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "sys", SimpleNamespace(platform="darwin"))
    assert not parallel.can_fork()
    assert parallel.map_ordered(str, [1, 2, 3], jobs=2) == ["1", "2", "3"]
    assert parallel._load_prctl.__wrapped__() is None
    monkeypatch.setattr("multiprocessing.get_all_start_methods", lambda: ["spawn"])
    monkeypatch.setattr(parallel, "sys", SimpleNamespace(platform="win32"))
    assert not parallel.can_fork()


def test_windows_stops_by_its_own_signal_and_shares_no_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "SIGBREAK", 21, raising=False)
    monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", -5, raising=False)
    monkeypatch.delattr(signal, "SIGHUP")
    module = loaded_on("win32", "server/http_server.py", monkeypatch)
    assert module.STOPPING == [signal.SIGINT, signal.SIGTERM, 21]
    assert module.ALONE == -5


# --- paths and words


def test_a_colon_names_no_file_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert url_paths._names("/a:b/c") == ["a:b", "c"]
    monkeypatch.setattr(url_paths, "os", SimpleNamespace(name="nt"))
    assert url_paths._names("/a:b/c") is None
    assert url_paths._names("/c:/windows") is None
    assert url_paths._names("/a/b") == ["a", "b"]


def test_a_command_to_copy_is_quoted_as_its_shell_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert text.shell_word("my briefing") == "'my briefing'"
    monkeypatch.setattr(text, "os", SimpleNamespace(name="nt"))
    assert text.shell_word("my briefing") == '"my briefing"'
    assert text.shell_word("brief&go") == '"brief&go"'
    assert text.shell_word("plain") == "plain"


def test_the_console_of_windows_keeps_its_own_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "sys", SimpleNamespace(platform="win32"))
    console = SimpleNamespace(isatty=lambda: True)
    assert streams._tolerant(console) is console  # type: ignore[arg-type, comparison-overlap]


def test_a_file_is_copied_where_windows_makes_no_links(
    pair: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_link(*_: str, **__: object) -> None:
        raise OSError(next(iter(atomic_swap.NO_LINKS)), "no links")

    monkeypatch.setattr(atomic_swap, "os", SimpleNamespace(name="nt", link=no_link, lstat=os.lstat))
    atomic_swap._link(str(pair[0]), str(tmp_path / "copy"))
    assert (tmp_path / "copy").read_text() == "1"

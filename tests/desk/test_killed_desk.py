"""A desk that is killed in the midst of an act leaves each file old or new, and whole."""

from __future__ import annotations

import os
import shutil
import signal
from itertools import count
from typing import TYPE_CHECKING

import pytest
from desksite import do, project_at, tree
from filefaults import FAULTS, watched

from briefgen.curation.acts import (
    Act,
    Correct,
    Delete,
    Freeze,
    Introduce,
    Join,
    Move,
    SetFields,
    Skip,
    Take,
)
from briefgen.curation.file_changes import FileChange, write_changes

if TYPE_CHECKING:
    from pathlib import Path

FERRY, PILOTS, DREDGER, FAIR = (f"content/2024/{name}.md" for name in ("ferry", "pilots", "dredger", "fair"))
TIDE, MAST = "inbox/2024-05-01-tide.md", "inbox/2024-05-02-mast.md"
PLACING = {"exchange", "os.link", "os.rename", "os.remove"}
ACTS: tuple[Act, ...] = (
    Take((TIDE, MAST), "sea", "ferry"),
    Skip((TIDE, MAST)),
    Move(FAIR, "sea", PILOTS),
    SetFields((FERRY, FAIR), {"tags": ("quay", "May"), "note": "See the map."}),
    Join((FERRY, DREDGER)),
    Introduce("Three ships.\n\nAnd **more**."),
    Correct("It was green.", PILOTS),
    Freeze(),
    Delete((PILOTS,)),
)


def write_and_die(root: Path, made: tuple[FileChange, ...], number: int) -> bool:
    """Write the changes in a process that is killed at a call; whether it came to that."""
    child = os.fork()
    if not child:
        calls = count(1)

        def kill(_: int, call: str) -> None:
            if call in PLACING and next(calls) == number:
                os.kill(os.getpid(), signal.SIGKILL)

        with FAULTS.below(root, kill):
            write_changes(project_at(root), made)
        os.kill(os.getpid(), signal.SIGTERM)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def restore(root: Path, files: dict[str, str]) -> None:
    now = tree(root)
    for name in now.keys() - files.keys():
        (root / name).unlink()
    for name, text in files.items():
        if now.get(name) != text:
            (root / name).write_text(text, "utf-8")
    shutil.rmtree(root / "raw", ignore_errors=True)


def check(root: Path, states: tuple[dict[str, str], dict[str, str]], made: tuple[FileChange, ...]) -> None:
    """Each file is as before or as after the act, and no text is lost."""
    before, after = states
    now, copies = tree(root), [one for one in (root / "raw").rglob("*") if one.is_file()]
    for name in before.keys() | after.keys() | now.keys():
        assert now.get(name) in (before.get(name), after.get(name)), name
    kept = {*now.values(), *(one.read_text("utf-8") for one in copies)}
    for change in made:
        texts = {one.decode() for one in (change.before, change.after) if one}
        assert change.before is None or texts & kept, change.path


def kill_at_each_call(root: Path, act: Act) -> int:
    """Do an act again and again, and kill it at each call that puts a file in place; how many there are."""
    before, made = tree(root), do(root, act)
    states = (before, tree(root))
    restore(root, before)
    with FAULTS.below(root, lambda *_: check(root, states, made)):
        write_changes(project_at(root), made)
    for number in count(1):
        restore(root, before)
        if not write_and_die(root, made, number):
            break
        check(root, states, made)
        if tree(root) not in states:
            do(root, act)
            assert tree(root) == states[1], "after a restart, the act can be repeated"
    assert tree(root) == states[1]
    restore(root, before)
    return number - 1


@pytest.mark.skipif(os.name != "posix", reason="needs fork and signals")
def test_a_kill_in_the_midst_of_an_act_leaves_whole_files(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look at each file call shows what a kill would leave there; some calls are killed indeed."""
    with watched(monkeypatch):
        kills = [kill_at_each_call(root, act) for act in ACTS]
    assert min(kills) >= 2

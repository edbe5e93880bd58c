"""An interrupted build leaves the old site or the new one; the next is clean."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cachetest import change
from sitetest import SiteTest

from briefgen.build import atomic_swap, output
from briefgen.cache import database, lock

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no exchange of folders on Windows")


class Killed(BaseException):
    """Stands for a kill: nothing catches it."""


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    return SiteTest.from_site("small", tmp_path).build()


STEPS = [
    *((database.Writer, "change", time) for time in range(1, 9)),
    (atomic_swap, "mirror", 1),
    (output, "exchange", 1),
    (output.Output, "_remove", 1),
    (output.Output, "_place", 1),
    (output.Output, "_place", 3),
]


@pytest.mark.parametrize(("room", "name", "time"), STEPS, ids=[f"{name}-{time}" for _, name, time in STEPS])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_a_step(
    site: SiteTest, monkeypatch: pytest.MonkeyPatch, room: object, name: str, time: int, after: bool
) -> None:
    old = site.tree()
    text = (site.root / "content/alpha.md").read_text("utf-8")
    site.write("content/alpha.md", text.replace("title: ", "title: New ", 1))
    site.write("content/omega.md", text.replace("title: ", "title: Another ", 1)).remove("content/gamma.md")
    new = site.clean_tree()
    met, real = 0, getattr(room, name)

    def step(*arguments: object) -> object:
        nonlocal met
        met += 1
        if met == time and not after:
            raise Killed
        done = real(*arguments)
        if met == time:
            raise Killed
        return done

    with monkeypatch.context() as patch:
        patch.setattr(room, name, step)
        with pytest.raises(Killed):
            site.build()
    assert site.tree() in (old, new)
    site.build()
    assert site.tree() == new
    site.remove("content/omega.md").build()
    assert site.tree() == site.clean_tree()


def test_a_file_of_a_killed_build_does_not_stay(site: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    before = site.tree()

    def killed(*_: object) -> None:
        raise Killed

    site.write("static/new.txt", "x")
    with monkeypatch.context() as patch:
        patch.setattr("briefgen.build.build.remember", killed)
        with pytest.raises(Killed):
            site.build()
    assert site.has("/new.txt")
    site.remove("static/new.txt").build()
    assert site.tree() == before


def test_pages_have_an_owner_though_the_traces_are_lost(site: SiteTest) -> None:
    change(site, "UPDATE pages SET value = 'damaged'")
    site.remove("content/gamma.md").build()
    assert site.tree() == site.clean_tree()


HOLDER = """
import sys, pathlib
from briefgen.cache import lock
with lock.held(pathlib.Path(sys.argv[1]), lambda: None):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_one_build_at_a_time(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        told: list[str] = []

        def waiting() -> None:
            told.append("waiting")
            holder.kill()  # the lock of a process that was killed is let go

        with lock.held(tmp_path, waiting):
            assert told == ["waiting"]
    with lock.held(tmp_path, lambda: told.append("again")):
        assert told == ["waiting"]

"""Watching: what counts as a change, and when a build begins."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

import pytest

from briefgen.server.debounce import ANYTHING, TOO_MANY, Changes, git_at_work
from briefgen.server.watched_files import is_ours
from briefgen.server.watcher import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 20.0


@pytest.mark.parametrize(
    "path",
    [
        "content/a.md",
        "briefgen.yml",
        "themes/x/templates/home.html",
        "static/a.png",
        "extensions/x.py",
        "content/env/b.md",
        "sites/x",
        "siteb",
        "site.briefgens/a.md",
    ],
)
def test_changes_of_the_project_count(path: str) -> None:
    assert is_ours(path, "site")


@pytest.mark.parametrize(
    "path",
    [
        "site",
        "site/index.html",
        "site.briefgen",
        "site.briefgen/spare/a/index.html",
        ".git/index",
        ".briefgen/serve/index.html",
        ".venv/lib/x.py",
        "extensions/__pycache__/x.pyc",
        "node_modules/a.js",
        "content/a.md~",
        "content/.a.md.swp",
        "content/a.md.swx",
        "content/a.tmp",
        "content/.#a.md",
        "content/#a.md#",
        "content/4913",
        "content/a.md___jb_tmp___",
        "content/a.md___jb_old___",
        "content/.a.md.123.tmp",
    ],
)
def test_changes_of_tools_do_not(path: str) -> None:
    assert not is_ours(path, "site")


def test_changes_are_taken_once_and_together() -> None:
    changes = Changes()
    for name in ("a", "b", "a"):
        changes.add(name)
    assert changes.take() == {"a", "b"}
    changes.add("c")
    assert changes.take() == {"c"}


def test_taking_waits_for_a_change_and_ends_with_the_end() -> None:
    changes, taken = Changes(), []
    thread = threading.Thread(target=lambda: taken.extend(iter(changes.take, frozenset())))
    thread.start()
    changes.add("a")
    while not taken:
        time.sleep(0.01)
    changes.close()
    thread.join(PATIENCE)
    assert taken == [{"a"}]


def test_a_storm_is_one_build_and_little_memory() -> None:
    changes = Changes()
    done = threading.Event()

    def storm() -> None:
        for n in range(20_000):
            changes.add(f"content/{n}.md")
        changes.add("the last")
        done.set()

    thread = threading.Thread(target=storm)
    thread.start()
    taken = changes.take()
    thread.join()
    assert done.is_set(), "it is taken when it is over, and once"
    assert ANYTHING in taken
    assert len(taken) <= TOO_MANY


def test_while_git_is_at_work_nothing_is_taken() -> None:
    working = threading.Event()
    working.set()
    changes, taken = Changes(working.is_set), []
    thread = threading.Thread(target=lambda: taken.append(changes.take()))
    changes.add("a")
    thread.start()
    thread.join(0.1)
    assert not taken
    changes.add("b")
    working.clear()
    changes.add("c")
    thread.join(PATIENCE)
    assert taken == [{"a", "b", "c"}]


def test_git_is_at_work_while_it_holds_its_lock(tmp_path: Path) -> None:
    project, linked = tmp_path / "desk/site", tmp_path / "linked"
    project.mkdir(parents=True)
    linked.mkdir()
    assert not git_at_work(project)()
    (tmp_path / "desk/.git/worktrees/linked").mkdir(parents=True)
    (linked / ".git").write_text(f"gitdir: {tmp_path}/desk/.git/worktrees/linked\n")
    for root, folder in ((project, "desk/.git"), (linked, "desk/.git/worktrees/linked")):
        at_work, lock = git_at_work(root), tmp_path / folder / "index.lock"
        assert not at_work()
        lock.touch()
        assert at_work()
        os.utime(lock, (1, 1))
        assert not at_work(), "one that was left behind holds up nobody"
        lock.unlink()


@pytest.fixture(params=[False, True], ids=["native", "polling"])
def watched(project: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Path, Changes, Watch]]:
    changes = Changes()
    watch = Watch(project, changes, "site")
    watch.start(poll=request.param)
    thread = threading.Thread(target=watch.run)
    thread.start()
    yield project, changes, watch
    watch.stop()
    thread.join(PATIENCE)


def test_a_change_is_told_by_its_project_path(watched: tuple[Path, Changes, Watch]) -> None:
    root, changes, _ = watched
    expect(
        changes, "content/first.md", lambda: (root / "content" / "first.md").write_text("changed and longer")
    )
    expect(changes, "briefgen.yml", lambda: (root / "briefgen.yml").write_text("title: Other\n"))
    expect(changes, "themes/mini/theme.yml", lambda: (root / "themes" / "mini" / "theme.yml").unlink())
    temporary = root / "content" / ".second.md.tmp"
    temporary.write_text("saved by replacing")
    expect(changes, "content/second.md", lambda: temporary.replace(root / "content" / "second.md"))
    # A folder that is new, and one that is made anew, are watched from then on.
    expect(changes, "extensions", (root / "extensions").mkdir)
    expect(changes, "extensions/x.py", lambda: (root / "extensions" / "x.py").write_text("x = 1"))


def test_nothing_is_told_of_reading_and_of_what_is_not_ours(watched: tuple[Path, Changes, Watch]) -> None:
    root, changes, _ = watched
    (root / "content" / "first.md").read_bytes()
    list((root / "content").iterdir())
    for name in (".briefgen/serve/index.html", "site/index.html", "content/first.md~", "content/4913"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    seen = expect(
        changes, "content/second.md", lambda: (root / "content" / "second.md").write_text("the end")
    )
    assert seen == {"content/second.md"}


def expect(changes: Changes, path: str, act: Callable[[], object]) -> set[str]:
    """Act, and take changes until ``path`` is among them."""
    seen: set[str] = set()
    end = threading.Timer(PATIENCE, changes.close)
    end.start()
    act()
    try:
        while path not in seen:
            taken = changes.take()
            assert taken, f"no word of {path}, but of {seen}"
            seen |= taken
    finally:
        end.cancel()
    return seen

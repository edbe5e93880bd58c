"""A watcher that fails, dies or stays silent: polling takes over, and the system's watcher comes back."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import subprocess
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from briefgen.cli import common
from briefgen.server import system_watcher, watcher
from briefgen.server.debounce import ANYTHING, Changes
from briefgen.server.live_reload import LiveReload
from briefgen.server.preview import Preview, PreviewSite
from briefgen.server.watched_files import folders_of, states_of
from briefgen.server.watcher import Pace, Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from served import Served

PACE = Pace()


class FakeSystem:
    """A system's watcher that reports what the test wants."""

    failure: ClassVar[Exception | None] = None
    started: ClassVar[list[FakeSystem]] = []

    def __init__(self, report: Callable[[str, bool], None], lose: Callable[[], None]) -> None:
        self.report, self.lose, self.alive, self.stopped = report, lose, True, False

    def start(self, folders: Mapping[str, Path], probe: Path) -> None:
        if self.failure is not None:
            raise self.failure
        self.started.append(self)

    def refresh(self, folders: Mapping[str, Path]) -> list[str]:
        return []

    def is_alive(self) -> bool:
        return self.alive

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> type[FakeSystem]:
    monkeypatch.setattr(watcher, "SystemWatcher", FakeSystem)
    monkeypatch.setattr(FakeSystem, "failure", None)
    monkeypatch.setattr(FakeSystem, "started", [])
    return FakeSystem


class Story:
    """A watch that looks when the test says so."""

    def __init__(self, root: Path) -> None:
        self.root, self.said, self.now = root, list[str](), 0.0
        self.changes = Changes()
        self.watch = Watch(root, self.changes, "site", self.said.append)

    def start(self) -> str:
        reason = self.watch.start()
        self.now = 1e9  # after every time at which something is due
        return reason

    def check(self, later: float = 0.0) -> None:
        self.now += later
        self.watch.check(self.now)

    def taken(self) -> frozenset[str]:
        return self.changes.take(0.0)

    def write(self, path: str, text: str = "new\n") -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)


@pytest.fixture
def story(project: Path, system: type[FakeSystem]) -> Story:
    return Story(project)


FAILURES = [
    (OSError(errno.ENOSPC, "inotify watch limit reached"), "as many folders as it can"),
    (OSError(errno.EMFILE, "inotify instance limit reached"), "as many folders as it can"),
    (OSError(errno.ENFILE, "Too many open files in system"), "as many folders as it can"),
    (OSError("the system reports no changes here"), "reports no changes"),
    (OSError(errno.EIO, "Input/output error"), "Input/output error"),
    (ImportError("no watchdog"), "no watchdog"),
    (RuntimeError("can't start new thread"), "can't start new thread"),
    (AttributeError(), "AttributeError"),
]


@pytest.mark.parametrize(("failure", "reason"), FAILURES)
def test_a_watcher_that_cannot_start_is_replaced_by_polling(
    story: Story, system: type[FakeSystem], monkeypatch: pytest.MonkeyPatch, failure: Exception, reason: str
) -> None:
    monkeypatch.setattr(system, "failure", failure)
    assert reason in story.start()
    story.write("content/first.md")
    story.check()
    assert story.taken() == {"content/first.md"}
    # It is tried again, less and less often, without a word while nothing changes.
    for _ in range(50):
        story.check(60)
    assert story.said == []
    monkeypatch.setattr(system, "failure", None)
    story.check(PACE.longest)
    assert (story.said, len(system.started)) == ([""], 1)
    system.started[0].report("content/second.md", False)
    assert story.taken() == {"content/second.md"}


def test_a_watcher_that_dies_is_replaced_and_comes_back(story: Story, system: type[FakeSystem]) -> None:
    assert story.start() == ""
    system.started[0].alive = False
    story.write("content/first.md")
    story.check()
    assert story.said == [watcher.STOPPED]
    assert story.taken() == {"content/first.md"}
    assert system.started[0].stopped
    story.check(PACE.retry + 1)
    assert (story.said, len(system.started)) == ([watcher.STOPPED, ""], 2)


def test_a_change_that_nobody_reported_is_found_and_ends_in_polling(
    story: Story, system: type[FakeSystem]
) -> None:
    story.start()
    story.write("content/first.md")
    story.check(PACE.compare)
    assert story.taken() == {"content/first.md"}, "it counts at once"
    assert story.said == []
    story.check(PACE.grace + 1)
    assert len(story.said) == 1
    assert "content/first.md" in story.said[0]


@pytest.mark.parametrize("when", ["before", "late"])
def test_a_change_that_is_reported_ends_nothing(story: Story, system: type[FakeSystem], when: str) -> None:
    story.start()
    story.write("content/deep/new.md")
    if when == "before":
        system.started[0].report("content/deep", True)
    story.check(PACE.compare)
    if when == "late":
        system.started[0].report("content/deep/new.md", False)
        system.started[0].report("content/deep", True)
    for _ in range(5):
        story.check(PACE.grace + 1)
    assert story.said == []


def test_lost_events_are_a_look_at_everything(story: Story, system: type[FakeSystem]) -> None:
    story.start()
    story.write("content/first.md")
    system.started[0].lose()
    story.check()
    assert ANYTHING in story.taken()
    for _ in range(5):
        story.check(PACE.compare)
    assert story.said == [], "the watcher itself is well"


def test_watching_that_flickers_is_not_a_flood(story: Story, system: type[FakeSystem]) -> None:
    story.start()
    for _ in range(3600):
        if system.started and not system.started[-1].stopped:
            system.started[-1].alive = False
        story.check(1)
    assert len(story.said) < 30


def test_a_preview_that_is_removed_is_built_again(story: Story) -> None:
    preview = story.root / ".briefgen/serve"
    preview.mkdir(parents=True)
    story.start()
    story.check()
    shutil.rmtree(story.root / ".briefgen")
    story.check()
    assert story.taken() == {ANYTHING}
    story.check(1)
    assert story.taken() == frozenset(), "once"


@pytest.mark.parametrize("asks", [True, False])
def test_polling_that_was_asked_for_stays(
    story: Story, system: type[FakeSystem], monkeypatch: pytest.MonkeyPatch, asks: bool
) -> None:
    monkeypatch.setattr(system, "failure", OSError(errno.ENOSPC, "full"))
    assert story.watch.start(poll=asks)
    monkeypatch.setattr(system, "failure", None)
    story.now = 1e9
    story.check()
    assert bool(system.started) is not asks


# --- which files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "public/index.html",
        "public.briefgen/spare/index.html",
        "out/deep/index.html",
        "out/deep.briefgen/spare/index.html",
        ".briefgen/serve/index.html",
        "content/.a.md.swp",
        "content/a.md~",
        "env/lib/x.py",
    ],
)
def test_outputs_of_any_build_and_tools_files_are_not_watched(story: Story, path: str) -> None:
    for folder in ("public", "public.briefgen", "out/deep", "out/deep.briefgen", "env"):
        (story.root / folder).mkdir(parents=True)
    (story.root / "env/pyvenv.cfg").touch()
    before = states_of(story.root, "site")
    story.write(path)
    assert path not in states_of(story.root, "site")
    assert states_of(story.root, "site") == before
    assert not {"public", "public.briefgen", ".briefgen", "env"} & folders_of(story.root, "site").keys()
    story.start()
    FakeSystem.started[0].report(path, False)
    assert story.taken() == frozenset() or path.startswith("env"), "an environment is not watched at all"


def test_a_project_that_is_away_has_no_files(tmp_path: Path) -> None:
    assert folders_of(tmp_path / "gone", "site") == {}
    assert states_of(tmp_path / "gone", "site") == {}


# --- the library ------------------------------------------------------------------------------------------


@pytest.fixture
def real(project: Path) -> Iterator[tuple[Path, Changes, Watch, list[str]]]:
    """A watch of the real system that runs in its own thread, in a hurry."""
    said: list[str] = []
    changes = Changes()
    pace = PACE._replace(poll=0.05, check=0.05, compare=0.1, grace=0.5, retry=0.1)
    watch = Watch(project, changes, "site", said.append, pace)
    reason = watch.start()
    if reason:
        pytest.skip(f"this system does not report changes: {reason}")
    thread = threading.Thread(target=watch.run)
    thread.start()
    yield project, changes, watch, said
    watch.stop()
    thread.join(20)


def wait_for(changes: Changes, path: str) -> None:
    """Take changes until the path is among them, or a folder above it, or anything."""
    enough = {path, path.partition("/")[0], ANYTHING}
    seen: set[str] = set()
    while not enough & seen:
        taken = changes.take(20)
        assert taken, f"no word of {path}, but of {seen}"
        seen |= taken


def remove_and_restore(content: Path, aside: Path) -> None:
    shutil.copytree(content, aside)
    shutil.rmtree(content)
    shutil.copytree(aside, content)


def move_away_and_back(content: Path, aside: Path) -> None:
    content.rename(aside)
    aside.rename(content)


def replace_by_another(content: Path, aside: Path) -> None:
    shutil.copytree(content, aside / "new")
    content.rename(aside / "old")
    (aside / "new").rename(content)


@pytest.mark.parametrize("act", [remove_and_restore, move_away_and_back, replace_by_another])
@pytest.mark.parametrize("what", ["content", "."])
def test_a_folder_that_comes_back_is_watched_again(
    real: tuple[Path, Changes, Watch, list[str]],
    tmp_path: Path,
    act: Callable[[Path, Path], None],
    what: str,
) -> None:
    root, changes, _, _ = real
    act((root / what).resolve(), tmp_path / "aside")
    while changes.take(0.5):
        pass
    for n in range(2):
        (root / "content/first.md").write_text(f"changed {n}\n")
        wait_for(changes, "content/first.md")


def test_dead_threads_of_the_library_are_noticed_without_a_traceback(
    real: tuple[Path, Changes, Watch, list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    root, changes, watch, said = real

    def fail(*arguments: Any) -> None:
        raise KeyError("a bug of the library")

    system: Any = watch._system
    system._observer.dispatch_events = fail
    (root / "content/first.md").write_text("changed\n")
    wait_for(changes, "content/first.md")
    while "" not in said:
        (root / "content/second.md").write_text(f"{len(said)} and changed\n")
        assert changes.take(20)
    assert watcher.STOPPED in said
    assert "Traceback" not in capfd.readouterr().err


def test_a_warning_of_the_library_is_a_loss() -> None:
    lost: list[bool] = []
    handler = system_watcher._Warnings(lambda: lost.append(True))
    logger = logging.getLogger("watchdog.observers.inotify_c")
    system_watcher._keep_quiet()
    logging.getLogger("watchdog").addHandler(handler)
    try:
        logger.debug("nothing")
        logger.warning("Inotify queue overflowed; filesystem events were lost")
    finally:
        logging.getLogger("watchdog").removeHandler(handler)
    assert lost == [True]


# --- the race at the start, ordered by hand ---------------------------------------------------------------


class Start:
    """The steps of `briefgen serve` from the first build on, one at a time."""

    def __init__(self, root: Path) -> None:
        site = PreviewSite(root, {}, "http://127.0.0.1:8000", partial(common.current_time, None))
        self.root, self.preview, self.changes = root, Preview(site, LiveReload()), Changes()
        self.watch = Watch(root, self.changes, "site")

    def steps(self) -> list[Callable[[], object]]:
        return [self.preview.begin, self.watch.start, self.preview.catch_up, self.preview.save]

    def edit(self) -> None:
        file = self.root / "content/first.md"
        file.write_text(file.read_text().replace("The first text.", "An edit at the start."))

    def settle(self) -> None:
        """Build what is known to have changed, as often as there is something."""
        while paths := self.changes.take(0.0):
            self.preview.rebuild(paths)

    def page(self) -> str:
        return (self.preview.folder / "articles/first/index.html").read_text()


@pytest.mark.parametrize("before", [0, 1, 2])
def test_an_edit_before_the_catch_up_is_built_by_it(
    project: Path, system: type[FakeSystem], before: int
) -> None:
    """Even if the system does not report it."""
    start = Start(project)
    for number, step in enumerate(start.steps()):
        if number == before:
            start.edit()
        step()
    assert "An edit at the start." in start.page()


@pytest.mark.parametrize("reported", [True, False])
@pytest.mark.parametrize("after", [2, 3, 4])
def test_an_edit_during_or_after_the_catch_up_is_shown(
    project: Path, system: type[FakeSystem], monkeypatch: pytest.MonkeyPatch, after: int, reported: bool
) -> None:
    """With its report, or with the next comparison."""
    start, scan = Start(project), watcher.states_of

    def edit() -> None:
        start.edit()
        if reported:
            system.started[-1].report("content/first.md", False)

    for number, step in enumerate(start.steps()):
        if number == after == 2:  # the build has looked at all files already
            monkeypatch.setattr(Preview, "_report", lambda preview: None)
            step()
            edit()
        else:
            if number == after:
                edit()
            step()
    if after == 4:
        edit()
    assert scan is watcher.states_of
    start.settle()
    if not reported:
        assert "An edit at the start." not in start.page()
        start.watch.check(1e9)
        start.settle()
    assert "An edit at the start." in start.page()


def test_a_build_that_the_system_made_fail_is_tried_again(
    project: Path, system: type[FakeSystem], monkeypatch: pytest.MonkeyPatch
) -> None:
    start = Start(project)
    for step in start.steps():
        step()
    start.edit()

    def fail(*arguments: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as full:
        full.setattr("briefgen.reading.discovery.os.scandir", fail)
        start.preview.rebuild(["content/first.md"])
    assert start.preview.may_recover
    start.preview.retry()
    assert not start.preview.may_recover
    assert "An edit at the start." in start.page()


def test_an_error_of_the_writer_is_not_tried_again(project: Path, system: type[FakeSystem]) -> None:
    (project / "content/first.md").write_text("---\ntitle: [\n---\nText.\n")
    start = Start(project)
    start.preview.begin()
    assert start.preview.live.state.problems
    assert not start.preview.may_recover


# --- `briefgen serve` -------------------------------------------------------------------------------------


def test_removing_the_cache_while_serving_builds_again(serve: Callable[..., Served], project: Path) -> None:
    served = serve()
    served.wait_for("Watching for changes.")
    shutil.rmtree(project / ".briefgen")
    served.until("/articles/first/", lambda answer: answer.status == 404 or "The first" in answer.text)
    served.until("/articles/first/", lambda answer: "The first text." in answer.text)
    served.until("/articles/first/", lambda answer: (project / ".briefgen/serve/index.html").is_file())
    text = (project / "content/first.md").read_text()
    (project / "content/first.md").write_text(text.replace("The first text.", "Another text."))
    served.until("/articles/first/", lambda answer: "Another text." in answer.text)
    assert served.stop() == 0
    assert not [line for line in served.said if "Traceback" in line]


@pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")
def test_a_library_that_cannot_be_imported_leaves_a_server_that_polls(project: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    (broken / "watchdog").mkdir(parents=True)
    (broken / "watchdog/__init__.py").write_text("raise RuntimeError('no such system')\n")
    command = [sys.executable, "-m", "briefgen", "serve", str(project), "--port", "0"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(broken)}
    ) as process:
        assert process.stderr is not None
        try:
            lines = []
            for line in process.stderr:
                lines.append(line)
                if "Polling" in line:
                    break
        finally:
            process.terminate()
    assert any("Polling for changes: no such system" in line for line in lines), lines
    assert not any("Traceback" in line for line in lines)

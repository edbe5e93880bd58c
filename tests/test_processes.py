"""No process outlives a command, however the command ends.

``BRIEFGEN_ROUNDS=20`` ends each of them twenty times.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")

ROUNDS = int(os.environ.get("BRIEFGEN_ROUNDS", "1"))
PATIENCE = 60.0
"""Seconds until something that must happen counts as something that does not."""
LINGER = 2.0
"""Seconds that a process may live on."""

ARTICLES = 24
EXTENSION = """
import os, pathlib, time

def note():
    folder = pathlib.Path(%r)
    (folder / str(os.getpid())).write_text("")

def loops(value):
    note()
    while True:
        pass

def swallows(value):
    while True:
        try:
            note()
            time.sleep(600)
        except BaseException:
            pass

def returns(value):
    pass

def in_c(value):
    note()
    sum(range(10**12))

def setup(registry):
    registry.connect(%r, %s)
"""


class Running:
    """A command in a session of its own, with an extension that does not return."""

    def __init__(self, root: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "briefgen", *arguments]
        self.notes = root / "notes"
        self.process = subprocess.Popen(
            command,
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # the tests may run under nohup
        )

    def wait_for_calls(self, processes: int) -> None:
        """Wait until the extension has been called in so many processes."""
        self._wait(lambda: len(list(self.notes.iterdir())) >= processes)

    def wait_for_line(self, part: str) -> None:
        """Read until a line holds ``part``."""
        assert self.process.stdout is not None
        while part.encode() not in (line := self.process.stdout.readline()):
            assert line, "it ended"

    def _wait(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not holds():
            assert self.process.poll() is None, self.rest()
            assert time.monotonic() < end
            time.sleep(0.01)

    def send(self, *numbers: int) -> None:
        """Send signals to the command alone, as ``kill`` does; its workers must see it themselves."""
        for n, number in enumerate(numbers):
            if n:
                time.sleep(0.2)
            self.process.send_signal(number)

    def rest(self) -> str:
        """All that it wrote; the end of the pipe is reached when no process holds it any more."""
        assert self.process.stdout is not None
        text = self.process.stdout.read().decode("utf-8", "replace")
        self.process.stdout.close()
        return text

    def end(self) -> tuple[int, str]:
        """Wait for the end of the command and of all its processes; the exit code and what it wrote."""
        code = self.process.wait(PATIENCE)
        end = time.monotonic() + LINGER
        while alive := list(self.alive()):
            assert time.monotonic() < end, f"still alive: {alive}"
            time.sleep(0.01)
        return code, self.rest()

    def alive(self) -> Iterator[int]:
        """The processes of the session."""
        done = subprocess.run(
            ["ps", "-A", "-o", "pid=,pgid=,stat="], capture_output=True, text=True, check=True
        )
        for pid, group, state in map(str.split, done.stdout.splitlines()):
            if int(group) == self.process.pid and "Z" not in state:
                yield int(pid)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("content", "extensions", "notes"):
        (tmp_path / folder).mkdir()
    (tmp_path / "briefgen.yml").write_text("title: Quay\nurl: https://example.org/\nextensions: [stuck]\n")
    for n in range(ARTICLES):
        text = f"---\ntitle: Barge {n} arrives\ndate: 2024-05-01\n---\nBarge number {n} came in at noon.\n"
        (tmp_path / "content" / f"barge-{n}.md").write_text(text)
    return tmp_path


def write_extension(root: Path, event: str, how: str) -> None:
    (root / "extensions" / "stuck.py").write_text(EXTENSION % (str(root / "notes"), event, how))
    for note in (root / "notes").iterdir():
        note.unlink()


def line_of(root: Path, text: str) -> int:
    lines = (root / "extensions" / "stuck.py").read_text().splitlines()
    return next(n for n, line in enumerate(lines, 1) if text in line)


WAYS = {
    "kill -9": ((signal.SIGKILL,), -signal.SIGKILL),
    "kill": ((signal.SIGTERM,), 143),
    "closed terminal": ((signal.SIGHUP,), 129),
    "Ctrl+C": ((signal.SIGINT,), 130),
    "Ctrl+C twice": ((signal.SIGINT, signal.SIGINT), 130),
}
any_way = pytest.mark.parametrize("way", WAYS)


STUCK = [
    ("article-read", 1, "loops"),
    ("article-read", 1, "swallows"),
    ("article-read", 4, "loops"),
    ("article-read", 4, "in_c"),
    ("page-rendered", 4, "swallows"),
]
"""Where and how the extension is stuck. Python handles no signal within a function in C."""


def rounds(root: Path, event: str, jobs: int, how: str, way: str) -> Iterator[tuple[int, str]]:
    """Start a build, end it, and yield its exit code and what it wrote."""
    for _ in range(ROUNDS):
        write_extension(root, event, how)
        running = Running(root, "build", "-j", str(jobs), "-E")
        try:
            running.wait_for_calls(jobs)
            time.sleep(0.02)
            running.send(*WAYS[way][0])
            yield running.end()
        finally:
            running.kill()


@any_way
@pytest.mark.parametrize(("event", "jobs", "how"), STUCK)
def test_no_process_outlives_a_build(root: Path, way: str, event: str, jobs: int, how: str) -> None:
    way = "Ctrl+C twice" if (how, jobs, way) == ("swallows", 1, "Ctrl+C") else way  # one is not enough
    for code, said in rounds(root, event, jobs, how, way):
        assert code == WAYS[way][1]
        assert "Traceback" not in said


@pytest.mark.parametrize(
    ("event", "jobs", "how", "line"),
    [
        ("article-read", 1, "swallows", "time.sleep(600)"),
        ("article-read", 4, "loops", "def loops"),
        ("page-rendered", 4, "swallows", "time.sleep(600)"),
        ("page-rendered", 4, "in_c", "def in_c"),
    ],
)
def test_an_extension_that_does_not_return_is_named(
    root: Path, event: str, jobs: int, how: str, line: str
) -> None:
    write_extension(root, event, how)
    running = Running(root, "build", "-j", str(jobs), "-E")
    try:
        running.wait_for_calls(jobs)
        time.sleep(1.2)
        running.send(signal.SIGINT, signal.SIGINT)
        code, said = running.end()
    finally:
        running.kill()
    assert code == 130
    assert "extensions/stuck.py:" in said
    assert f"the extension stuck failed: its handler of {event} has not returned" in said
    if how != "loops":  # in a loop, any of its lines
        assert f"extensions/stuck.py:{line_of(root, line)}: " in said
    assert "[extension-failed]" in said


# --- the dev server ---------------------------------------------------------------------------------------

SERVED = 200
"""Articles from which the first build forks."""


def write_many(root: Path) -> None:
    for n in range(ARTICLES, SERVED):
        text = f"---\ntitle: Barge {n} arrives\ndate: 2024-05-01\n---\nBarge number {n} came in at noon.\n"
        (root / "content" / f"barge-{n}.md").write_text(text)


def stop_server(root: Path, way: str, phase: str) -> tuple[int, str]:
    """Start a server, stop it in a phase, and return its exit code and what it wrote."""
    write_extension(root, "article-read", "loops" if phase == "starts" else "returns")
    running = Running(root, "serve", "--port", "0")
    try:
        if phase == "starts":
            running.wait_for_calls(min(2, os.cpu_count() or 1))
        else:
            running.wait_for_line("Serving ")
        if phase == "rebuilds":
            write_extension(root, "article-read", "loops")
            running.wait_for_calls(1)
        running.send(*WAYS[way][0])
        return running.end()
    finally:
        running.kill()


@any_way
@pytest.mark.parametrize("phase", ["starts", "runs", "rebuilds"])
def test_no_process_outlives_a_server(root: Path, way: str, phase: str) -> None:
    if phase == "starts":
        write_many(root)
    for _ in range(ROUNDS):
        code, said = stop_server(root, way, phase)
        assert code == (-signal.SIGKILL if way == "kill -9" else 0)
        assert "Traceback" not in said


def test_a_rebuild_that_does_not_return_is_named(root: Path) -> None:
    write_extension(root, "article-read", "returns")
    running = Running(root, "serve", "--port", "0")
    try:
        running.wait_for_line("Serving ")
        write_extension(root, "article-read", "loops")
        running.wait_for_calls(1)
        time.sleep(1.2)
        running.send(signal.SIGINT)
        code, said = running.end()
    finally:
        running.kill()
    assert code == 0
    assert "the extension stuck failed: its handler of article-read has not returned" in said


# --- memory, streams and the environment ------------------------------------------------------------------

HUNGRY = """
def grow(value):
    return "x" * 10**12

def setup(registry):
    registry.connect("article-read", grow)
"""


@pytest.mark.parametrize("jobs", [1, 4])
def test_an_extension_without_memory_is_named(root: Path, jobs: int) -> None:
    (root / "extensions" / "stuck.py").write_text(HUNGRY)
    running = Running(root, "build", "-j", str(jobs))
    try:
        code, said = running.end()
    finally:
        running.kill()
    assert code == 1
    assert "extensions/stuck.py:3: error: the extension stuck failed" in said
    assert "MemoryError" in said


VERBS = ("--help", "build -a --json", "build -a -v --format github", "schema", "why /")
REDIRECTIONS = ("<&-", ">&-", "2>&-", "<&- >&- 2>&-", "| head -1", "2>&1 | true")


def shell(root: Path, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    line = f"set -o pipefail; {sys.executable} -m briefgen {command}"
    return subprocess.run(
        ["bash", "-c", line],
        cwd=root, capture_output=True, text=True, errors="replace", env={**os.environ, **environment},
    )  # fmt: skip


@pytest.mark.parametrize("redirection", REDIRECTIONS)
def test_nobody_has_to_read_what_a_command_writes(root: Path, redirection: str) -> None:
    (root / "extensions" / "stuck.py").write_text("def setup(registry): print('I am here')\n")
    for verb in VERBS:
        done = shell(root, f"{verb} {redirection}")
        assert done.returncode == 0, (verb, done.stderr)
        assert "Traceback" not in done.stderr


def test_a_full_disk_behind_standard_output_is_an_error(root: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    write_extension(root, "article-read", "returns")
    done = shell(root, "schema > /dev/full")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "standard output cannot be written" in done.stderr


NONSENSE = [
    {"TZ": "content"},
    {"TZ": ":/etc/passwd"},
    {"TZ": "Nowhere/Quay"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "xx_YY.nonsense", "LANG": "?", "COLUMNS": "-5", "LINES": "many"},
]


@pytest.mark.parametrize("environment", NONSENSE, ids=str)
def test_a_nonsensical_environment_does_no_harm(root: Path, environment: dict[str, str]) -> None:
    (root / "extensions" / "stuck.py").write_text("def setup(registry): pass\n")
    for verb in ("build -a", "why /", "edition 2024-05-01", "--help"):
        done = shell(root, verb, **environment)
        assert done.returncode == 0, (verb, done.stderr)

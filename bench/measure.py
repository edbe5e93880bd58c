"""One process measured, and the rounds in which the generators take turns."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from bench.generators import environment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.corpus import Article, Corpus
    from bench.generators import Site

STAGES = ("cold", "noop", "edit", "template")
PHASES = ("scan", "read", "group", "plan", "check", "render", "write")
LOOK_EVERY = 0.02
REST = 0.1
"""Seconds between two runs, so that the one before has let go of the disk's queue."""
PROC = Path("/proc")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds of the clock, and of all its processors' work.

    ``memory`` is the most that its whole tree held at once, in megabytes; 0 where nobody looked. ``ok`` says
    that it ended well.
    """

    peer: str
    count: int
    stage: str
    wall: float
    cpu: float
    memory: float = 0.0
    ok: bool = True


def run(site: Site, stage: str, *more: str, look: bool = False, limit: float = 1800) -> Run:
    """Build a site in a new process, and measure its time or its memory.

    Measuring memory costs time, so a run does one of them.
    """
    command = [*(site.peer.command() or []), *site.peer.build, *more]
    with (site.root / ".log").open("wb") as log:
        start = time.perf_counter()
        process = start_peer(site, command, log)
        timer = threading.Timer(limit, _end, (process.pid,))
        timer.start()
        memory = MemoryWatcher(process.pid) if look else None
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    most = memory.stop() if memory else 0.0
    cpu = usage.ru_utime + usage.ru_stime
    return Run(site.peer.name, site.count, stage, wall, cpu, most, process.returncode == 0)


def start_peer(site: Site, command: Sequence[str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start a generator in a site's folder, in a process group of its own."""
    return subprocess.Popen(
        command,
        cwd=site.root,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


def _end(pid: int) -> None:
    """End a process that this module started, with its children."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


# --- memory -----------------------------------------------------------------------------------------------


class MemoryWatcher:
    """Looks at a process and all below it, fifty times a second, and keeps the largest sum.

    What is summed is the proportional set size: memory that processes share is counted once, in parts.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """End it. Megabytes."""
        self._over.set()
        self._thread.join()
        return self._most / 1024

    def _watch(self) -> None:
        while not self._over.is_set():
            self._most = max(self._most, sum(map(_held, _tree(self._pid))))
            self._over.wait(LOOK_EVERY)


def _tree(pid: int) -> list[int]:
    """A process and all below it."""
    found, todo = [], [pid]
    while todo:
        at = todo.pop()
        found.append(at)
        with suppress(OSError):
            for task in (PROC / str(at) / "task").iterdir():
                todo += map(int, (task / "children").read_text().split())
    return found


def _held(pid: int) -> int:
    """The kilobytes of one process."""
    with suppress(OSError):
        for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


# --- rounds -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rounds:
    """All runs of one size: the sites, which stages, how often, and the article that is edited."""

    sites: Sequence[Site]
    stages: Sequence[str]
    times: int
    article: Article
    say: Say

    def prepare(self, corpus: Corpus) -> None:
        """Make every site and build it once, untimed, so that all files are in memory."""
        for site in self.sites:
            self.say(f"{site.peer.name}: {site.count:,} articles")
            site.prepare(corpus)
            first = run(site, "first")
            if not first.ok:
                said = (site.root / ".log").read_text("utf-8", "replace")
                raise SystemExit(f"{site.peer.name} cannot build its site:\n{said[-2000:]}")

    def timed(self) -> list[Run]:
        """The timed runs. In each round everybody has a turn, and every second round goes backwards."""
        done = []
        for stage in self.stages:
            for number in range(self.times):
                for site in self.sites if number % 2 == 0 else self.sites[::-1]:
                    self._set_up(site, stage, number)
                    one = run(site, stage)
                    self.say(f"{stage} {number + 1}: {site.peer.name} {one.wall:.2f} s")
                    done.append(one)
        return done

    def looked_at(self) -> list[Run]:
        """One more run of each, for its memory."""
        done = []
        for stage in self.stages:
            for site in self.sites:
                self._set_up(site, stage, self.times)
                one = run(site, stage, look=True)
                self.say(f"{stage}: {site.peer.name} {one.memory:.0f} MB")
                done.append(one)
        return done

    def phases(self, site: Site) -> dict[str, dict[str, float]]:
        """Seconds of one more run of briefgen by stage and phase; ``all`` is the process."""
        found = {}
        for stage in self.stages:
            self._set_up(site, stage, self.times + 1)
            report = site.root / ".report.json"
            one = run(site, stage, "--report", report.name)
            seconds = json.loads(report.read_text("utf-8"))["seconds"]
            found[stage] = {**{name: float(seconds[name]) for name in PHASES}, "all": one.wall}
        return found

    def _set_up(self, site: Site, stage: str, number: int) -> None:
        mark = int(time.time()) % 10**6 * 100 + number
        if stage == "cold":
            site.forget()
        elif stage == "edit":
            site.edit_article(self.article, mark)
        elif stage == "template":
            site.edit_template(mark)
        time.sleep(REST)

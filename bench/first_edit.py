"""``python -m bench.first_edit``: start the dev server again and again, and save an article while it starts.

For each start it says how long the change took to be shown, from the later of two moments: the save, and the
end of the build that catches up with changes since the first one.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.corpus import NOISE, Corpus
from bench.generators import EDITED, PEERS, environment
from bench.serve import fetch

ASK_EVERY = 0.02
PATIENCE = 120.0
LIMIT = 2.0
"""Seconds in which a change is to be shown."""
CAUGHT_UP = ("Watching for changes", "Polling for changes")
"""What the server prints at the end of its catch-up."""
CACHE = ".briefgen"
_NUMBER = re.compile(r"^\d+-")


@dataclass(frozen=True, slots=True)
class FirstEdit:
    """One start, in seconds after it: the save, the end of the catch-up, and when the change was shown."""

    saved: float
    caught_up: float
    shown: float

    @property
    def seconds(self) -> float:
        """How long the change took."""
        return self.shown - max(self.saved, self.caught_up)


@dataclass
class Starts:
    """Starts of the dev server for one project, all on one port, which is a part of its pages."""

    root: Path
    port: int
    address: str
    cold: bool
    moments: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - no secret

    def articles(self) -> list[Path]:
        """The files of the content folder, in order."""
        return sorted((self.root / "content").rglob("*.md"))

    def run(self, article: Path, within: float) -> FirstEdit:
        """Start the server, save the article at some moment, and wait until both are done."""
        if self.cold:
            shutil.rmtree(self.root / CACHE, ignore_errors=True)
        command = [sys.executable, "-m", "briefgen", "serve", str(self.root), "--port", str(self.port)]
        start = time.perf_counter()
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment()) as server:
            ear = _Lines(server)
            try:
                time.sleep(self.moments.uniform(0, within))
                saved, mark = time.perf_counter(), edit(article)
                address = self.address.format(name=_NUMBER.sub("", article.stem))
                shown = self._until(address, mark.encode(), saved + PATIENCE)
                ear.caught_up.wait(PATIENCE)
            finally:
                server.send_signal(signal.SIGINT)
                ear.thread.join()
        return FirstEdit(saved - start, ear.at - start, shown - start)

    def _until(self, address: str, mark: bytes, end: float) -> float:
        while (now := time.perf_counter()) < end:
            if mark in fetch(self.port, address):
                return time.perf_counter()
            time.sleep(ASK_EVERY)
        return now


class _Lines:
    """Reads what a server prints, and notes when it has caught up."""

    def __init__(self, server: subprocess.Popen[str]) -> None:
        self.at = 0.0
        self.caught_up = threading.Event()
        self.thread = threading.Thread(target=self._read, args=(server,), daemon=True)
        self.thread.start()

    def _read(self, server: subprocess.Popen[str]) -> None:
        for line in server.stderr or ():
            if line.startswith(CAUGHT_UP) and not self.caught_up.is_set():
                self.at = time.perf_counter()
                self.caught_up.set()


def edit(article: Path) -> str:
    """Put a sentence with a new number after the first paragraph of an article. The sentence."""
    sentence = f"{EDITED} {time.time_ns() // 1000 % 10**9}."
    head, fence, body = article.read_text("utf-8").partition("\n---\n")
    paragraphs = [one for one in body.split("\n\n") if not one.startswith(EDITED)]
    article.write_text(head + fence + "\n\n".join([paragraphs[0], sentence, *paragraphs[1:]]), "utf-8")
    return sentence


def summary(found: list[FirstEdit]) -> str:
    """The worst and the median, in one line."""
    seconds = [one.seconds for one in found]
    late = sum(one > LIMIT for one in seconds)
    return (
        f"{len(found)} starts: a change is shown {statistics.median(seconds):.2f} s (median) and "
        f"{max(seconds):.2f} s (worst) after the catch-up or the save; {late} later than {LIMIT:g} s"
    )


def arguments() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.first_edit", description=__doc__)
    add = parser.add_argument
    add("project", nargs="?", type=Path, help="a project with articles (default: one is made)")
    add("--articles", default=2000, type=int, help="how many articles it is made with (default 2000)")
    add("--address", default="/a/{name}/", help="addresses of articles (default /a/{name}/)")
    add("--starts", default=50, type=int, help="how many starts (default 50)")
    add("--within", default=10.0, type=float, help="save in the first N seconds (default 10)")
    add("--cold", action="store_true", help="begin each time with nothing built")
    return parser.parse_args()


def measure(asked: argparse.Namespace, root: Path) -> int:
    """Measure and print; 1 if a change was shown too late."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        starts = Starts(root, free.getsockname()[1], asked.address, asked.cold)
    articles = starts.articles()
    if not asked.cold:
        starts.run(articles[0], 0.0)  # so that each start has something built
    found = []
    for number in range(asked.starts):
        one = starts.run(starts.moments.choice(articles), asked.within)
        found.append(one)
        moments = f"saved {one.saved:.2f}, caught up {one.caught_up:.2f}, shown {one.shown:.2f}"
        print(f"{number + 1}: {moments}: {one.seconds:.2f} s", file=sys.stderr, flush=True)
    print(summary(found))
    return int(any(one.seconds > LIMIT for one in found))


def main() -> int:
    """Run it on a project, or on one in a scratch folder."""
    asked = arguments()
    if asked.project:
        return measure(asked, asked.project.resolve())
    with tempfile.TemporaryDirectory(prefix="briefgen-bench-") as folder:
        site = PEERS["briefgen"].site(Path(folder).resolve(), asked.articles)
        site.prepare(Corpus(noise=NOISE))
        return measure(asked, site.root)


if __name__ == "__main__":
    sys.exit(main())

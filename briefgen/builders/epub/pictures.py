"""The pictures of a book: copies of the site's own, never of other hosts."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from briefgen.builders.epub.package import TYPES
from briefgen.images import resize
from briefgen.util.media import KINDS

if TYPE_CHECKING:
    from briefgen.config import Config
    from briefgen.site.queries import QueryRecorder

WIDEST = 1600
"""A wider picture is taken from its largest smaller copy, if the site makes copies."""


class BookPictures:
    """Gathers the pictures that a book shows, each once."""

    def __init__(self, site: QueryRecorder, config: Config) -> None:
        self._site, self._config = site, config
        self._files: dict[str, bytes] = {}
        self.is_described = True

    def add(self, address: str, alt: str = "-") -> str:
        """The book's file for a picture of the site; empty for what it cannot hold."""
        if not address.startswith("/"):
            return ""
        path = address[1:] if self._site.picture(address[1:]) else address
        known, suffix = self._site.picture(path), PurePosixPath(path).suffix.lower()
        if known is None or known.unsafe or known.faulty or suffix not in TYPES:
            return ""
        self.is_described = self.is_described and bool(alt)
        name = f"p-{self._site.picture_digest(path)[:16]}{suffix}"
        if name not in self._files:
            self._files[name] = self._read(path, max(known.widths, default=0) if known.width > WIDEST else 0)
        return name

    def files(self) -> tuple[tuple[str, bytes], ...]:
        """The pictures by name."""
        return tuple(sorted(self._files.items()))

    def _read(self, path: str, width: int) -> bytes:
        config = self._config
        file = config.root / (f"{config.static}{path}" if path.startswith("/") else path)
        data = file.read_bytes()
        kind = KINDS[file.suffix.lower()]
        return resize.resized(data, kind, width, config.images.quality) if width else data

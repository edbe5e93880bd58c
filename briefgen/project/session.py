"""What a process keeps between its builds."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from briefgen.cache.pages import BuildRecord
    from briefgen.cache.sources import BlobStore, CachedReading
    from briefgen.grouping.snapshot import SiteSnapshot
    from briefgen.images.image_cache import Seen
    from briefgen.reading.discovery import Scan


@dataclass
class ProcessCache:
    """The memories while a process lives: file -> what was read (None: not loaded yet) and, by output folder, the last build.

    ``standing`` has by output folder the site that was grouped, ``scanned`` what was found last. ``pictures`` is what was seen of pictures,
    by path. ``owned`` says by output folder whose each file there is. A process that ``stays`` (serve) writes to disk when it ends. ``placing`` is
    held while a build moves files into place, so that one who serves the output can wait for it.
    """

    shelf: BlobStore
    stays: bool = False
    placing: AbstractContextManager[Any] = field(default_factory=nullcontext)
    scanned: Scan | None = None
    standing: dict[Path, SiteSnapshot | None] = field(default_factory=dict)
    pictures: dict[str, Seen] | None = None
    reads: dict[str, CachedReading] | None = None
    pages: dict[Path, BuildRecord] = field(default_factory=dict)
    owned: dict[Path, Mapping[str, str]] = field(default_factory=dict)

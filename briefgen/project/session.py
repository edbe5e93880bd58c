"""What a process keeps between its builds."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefgen.cache.database import CacheFile
from briefgen.cache.pages import BuildRecord, SavedPages
from briefgen.cache.sources import CachedReading, SavedSources
from briefgen.grouping.snapshot import SiteSnapshot
from briefgen.images.image_cache import Seen
from briefgen.reading.discovery import Scan


@dataclass
class ProcessCache:
    """What a process knows of its last builds.

    None, or a missing output folder, means that it is not loaded yet.

    ``file`` is where it is kept between processes. A process that ``stays`` (serve) writes there when it
    ends. ``placing`` is held while a build moves files into place, so that one who serves the output can wait
    for it. ``scanned`` is the last scan, ``reads`` has the readings by path, ``pictures`` what was seen of
    pictures. By output folder: the last build in ``pages``, the grouped site in ``snapshots`` and the owner
    of each file in ``owned``. ``saved_sources`` and ``saved_pages`` are what the file has.
    """

    file: CacheFile
    stays: bool = False
    placing: AbstractContextManager[Any] = field(default_factory=nullcontext)
    scanned: Scan | None = None
    reads: Mapping[str, CachedReading] | None = None
    pictures: dict[str, Seen] | None = None
    pages: dict[Path, BuildRecord] = field(default_factory=dict)
    snapshots: dict[Path, SiteSnapshot | None] = field(default_factory=dict)
    owned: dict[Path, Mapping[str, str]] = field(default_factory=dict)
    saved_sources: SavedSources = field(default_factory=SavedSources)
    saved_pages: dict[Path, SavedPages] = field(default_factory=dict)

    def forget(self) -> None:
        """Know nothing of earlier builds, as when the file turns out to be damaged."""
        self.reads = self.pictures = None
        for known in (self.pages, self.snapshots, self.owned, self.saved_pages):
            known.clear()
        self.saved_sources = SavedSources()

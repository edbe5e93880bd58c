"""Read the items of ``inbox/``, which no build reads."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from briefgen.cache.sources import CachedReading
from briefgen.config.folders import INBOX
from briefgen.model import Article
from briefgen.reading.discovery import Stat
from briefgen.reading.pipeline import Pipeline
from briefgen.reading.reader import read_all


def read_inbox(root: Path, pipeline: Pipeline) -> Mapping[str, CachedReading]:
    """The reading of each item, by path."""
    return read_all(root, inbox_files(root), pipeline, {}).files


def articles_of(readings: Mapping[str, CachedReading]) -> Iterator[Article]:
    """The valid articles among readings."""
    return (one.result.article for one in readings.values() if one.result.article)


def inbox_files(root: Path) -> dict[str, Stat]:
    """The files of the inbox by path, in order."""
    return dict(_files(root))


def _files(root: Path) -> Iterator[tuple[str, Stat]]:
    try:
        with os.scandir(root / INBOX) as entries:
            files = sorted((one for one in entries if _is_item(one)), key=lambda one: one.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for file in files:
        with suppress(FileNotFoundError):  # it was taken or skipped meanwhile
            stat = file.stat()
            yield f"{INBOX}/{file.name}", Stat(stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)


def _is_item(file: os.DirEntry[str]) -> bool:
    named = file.name.endswith(".md") and not file.name.startswith(".")
    return named and file.is_file(follow_symlinks=False)

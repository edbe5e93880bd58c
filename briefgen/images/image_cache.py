"""Look at the site's pictures, or take the results from the cache."""

from __future__ import annotations

import marshal
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from briefgen.cache.code_version import code_digest
from briefgen.cache.database import CacheFile, unmarshal
from briefgen.images import resize
from briefgen.images.inspect import look
from briefgen.model import Picture
from briefgen.util.hashing import digest, digest_bytes
from briefgen.util.parallel import map_ordered, workers


class Seen(NamedTuple):
    """What was seen of a picture's file, when it had that stat, under which key."""

    stat: tuple[int, ...]
    key: str
    picture: Picture


def look_at(
    root: Path,
    stats: Mapping[str, tuple[int, ...]],
    before: Mapping[str, Seen],
    widths: Sequence[int],
    jobs: str | int,
) -> dict[str, Seen]:
    """Look at the pictures with these stats; keep valid results of others still there.

    Results depend on the files, ``widths``, our code and the library that decodes.
    """
    key = digest(code_digest(), resize.version(), widths)
    known = {p: one for p, one in before.items() if one.key == key and one.stat == stats.get(p)}
    todo = sorted(stats.keys() - known.keys())
    pictures = map_ordered(partial(_look, root, widths), todo, workers(jobs, len(todo)))
    return known | {p: Seen(stats[p], key, one) for p, one in zip(todo, pictures, strict=True)}


def _look(root: Path, widths: Sequence[int], path: str) -> Picture:
    try:
        data = (root / path).read_bytes()
    except OSError as error:
        return Picture(unsafe=f"it cannot be read: {error.strerror}")
    try:
        return look(data, path, widths)._replace(content=digest_bytes(data))
    except Exception as error:  # whatever a decoder raises, it is about this picture alone
        return Picture(unsafe=f"it cannot be read: {type(error).__name__}: {error}")


def load(file: CacheFile) -> dict[str, Seen]:
    """What the last build saw.

    Raises:
        DamagedError: when it cannot be used.
    """
    rows = unmarshal(file.read("images").values)
    return {path: Seen(stat, key, Picture(*picture)) for path, stat, key, picture in rows}


def save(file: CacheFile, seen: Mapping[str, Seen]) -> None:
    """Keep what was seen.

    Raises:
        DamagedError: when the file cannot be used.
        OSError: when it cannot be written.
    """
    rows = {p: marshal.dumps((p, one.stat, one.key, tuple(one.picture)), 2) for p, one in seen.items()}
    with file.write() as writer:
        writer.replace("images", "", rows)

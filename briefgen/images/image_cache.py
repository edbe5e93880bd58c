"""All pictures that the site shows, looked at or remembered: a picture keeps what was seen of it while its stat and the key hold."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from briefgen.cache import store
from briefgen.images.inspect import look
from briefgen.model import Picture
from briefgen.util.parallel import map_ordered, workers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

FILE = "pictures"


class Seen(NamedTuple):
    """What was seen of a picture's file, when it had that stat, under which key."""

    stat: tuple[int, ...]
    key: str
    picture: Picture


def look_at(
    root: Path,
    paths: Iterable[str],
    stats: Mapping[str, tuple[int, ...]],
    before: Mapping[str, Seen],
    widths: Sequence[int],
    key: str,
    jobs: str | int,
) -> dict[str, Seen]:
    """What is seen of these pictures, and of others still there that were looked at before.

    ``key`` covers what decides it besides the files: ``widths``, and the code and libraries that look.
    """
    known = {
        p: seen for p, seen in before.items() if seen.key == key and seen.stat == tuple(stats.get(p, ()))
    }
    todo = sorted(set(paths) - known.keys())
    pictures = map_ordered(partial(_look, root, widths), todo, workers(jobs, len(todo)))
    return known | {
        path: Seen(tuple(stats[path]), key, picture) for path, picture in zip(todo, pictures, strict=True)
    }


def _look(root: Path, widths: Sequence[int], path: str) -> Picture:
    try:
        data = (root / path).read_bytes()
    except OSError as error:
        return Picture(unsafe=f"it cannot be read: {error.strerror}")
    return look(data, path, widths)


def load(root: Path) -> dict[str, Seen]:
    """What the last build saw; nothing where that cannot be used, since looking again costs little."""
    value, _ = store.load(root / store.FOLDER / FILE)
    return {path: Seen(stat, key, Picture(*row)) for path, (stat, key, row) in (value or {}).items()}


def save(root: Path, seen: Mapping[str, Seen]) -> None:
    """Keep what was seen.

    Raises:
        OSError: when it cannot be written.
    """
    rows = {path: (one.stat, one.key, tuple(one.picture)) for path, one in seen.items()}
    store.save(root / store.FOLDER / FILE, rows)

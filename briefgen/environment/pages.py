"""The second memory, page -> Trace, on disk: one file for each output folder, with what the build said at its end.

``Sitting`` is the whole of a build as the next one needs it: if nothing that shaped the site has changed, its traces, its counts and
what it told hold as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from briefgen.environment import store
from briefgen.model import Diagnostic, Location, Trace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Sitting(NamedTuple):
    """The outcome of a build: ``heads`` is the digest of all that shaped the site but bodies, ``whole`` that of everything.

    ``told`` are the diagnostics of grouping, planning and checking; those of reading are kept with the files.
    """

    heads: str = ""
    whole: str = ""
    articles: int = 0
    pages: int = 0
    told: tuple[Diagnostic, ...] = ()
    traces: Mapping[str, Trace] = {}


def load(path: Path) -> tuple[Sitting, str]:
    """The last build into an output folder, and why there is nothing of it (empty where all is well)."""
    value, why = store.load(path)
    if value is None:
        return Sitting(), why
    heads, whole, articles, pages, told, traces = value
    known = tuple(Diagnostic(d[0], d[1], Location(*d[2]), d[3], d[4]) for d in told)
    return Sitting(
        heads, whole, articles, pages, known, {url: Trace._make(t) for url, t in traces.items()}
    ), ""


def save(path: Path, sitting: Sitting) -> None:
    """Keep a build's outcome.

    Raises:
        OSError: when it cannot be written.
    """
    told = tuple((*d[:2], tuple(d[2]), *d[3:]) for d in sitting.told)
    traces = {url: tuple(trace) for url, trace in sitting.traces.items()}
    store.save(path, (sitting.heads, sitting.whole, sitting.articles, sitting.pages, told, traces))

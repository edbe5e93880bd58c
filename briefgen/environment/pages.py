"""The second memory, page -> Trace, on disk: one file for each output folder, with what the build said at its end.

A build that finds everything as it was needs the files' stats and no trace, so the traces lie in the file as bytes of their own.
"""

from __future__ import annotations

import marshal
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from briefgen.environment import store
from briefgen.environment.reads import diagnostics_of
from briefgen.model import Diagnostic, Page, Trace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

PAGES, OWNED = "pages", "owned"
"""Kinds of file under ``.briefgen/``: the traces, and whose each output file is (path -> builder).

Whose files they are is written down before they are put in place, and apart from the traces: so no file is ever without an owner, be it
that a build was killed or that one of the two was damaged.
"""


@dataclass(frozen=True)
class Sitting:
    """The outcome of a build; ``heads``, ``shape`` and ``whole`` are its keys (see ``keys.Keys``).

    ``told`` are the diagnostics of grouping, planning and checking; those of reading are kept with the files. The traces are
    ``given``, or ``packed`` as they were loaded. ``shaped`` is what shaped the pages besides the articles, as plain values: it decides
    nothing and only lets the next build say what changed (see ``reasons.shaped_by``).
    """

    heads: str = ""
    shape: str = ""
    whole: str = ""
    articles: int = 0
    pages: int = 0
    told: tuple[Diagnostic, ...] = ()
    given: Mapping[str, Trace] | None = None
    packed: bytes = b""
    stats: tuple[tuple[str, tuple[int, int]], ...] = ()
    shaped: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def traces(self) -> Mapping[str, Trace]:
        """The traces by address."""
        if self.given is not None:
            return self.given
        values = marshal.loads(self.packed) if self.packed else {}  # noqa: S302 - the file's digest held
        return {url: Trace._make(trace) for url, trace in values.items()}

    def files(self) -> Iterable[tuple[str, tuple[int, int]]]:
        """Each output file with the stat it was left with."""
        return (
            self.stats if self.given is None else [(trace.path, trace.stat) for trace in self.given.values()]
        )

    def planned(self, builders: Collection[str]) -> list[Page]:
        """The pages of these builders as they were planned; which files they come from is not known any more."""
        return [
            Page(
                url, trace.builder, str(trace.about[0]), str(trace.about[1]), trace.about[2:], tree=trace.tree
            )
            for url, trace in self.traces.items()
            if trace.builder in builders
        ]


def load(path: Path) -> tuple[Sitting, str]:
    """The last build into an output folder, and why there is nothing of it (empty where all is well)."""
    value, why = store.load(path)
    if value is None:
        return Sitting(), why
    *keys, articles, pages, told, packed, stats, shaped = value
    heads, shape, whole = keys
    return Sitting(
        heads, shape, whole, articles, pages, diagnostics_of(told), None, packed, stats, shaped
    ), ""


def save(path: Path, sitting: Sitting) -> None:
    """Keep a build's outcome.

    Raises:
        OSError: when it cannot be written.
    """
    told = tuple((*d[:2], tuple(d[2]), *d[3:]) for d in sitting.told)
    packed = marshal.dumps({url: tuple(trace) for url, trace in sitting.traces.items()})
    keys, counts = (sitting.heads, sitting.shape, sitting.whole), (sitting.articles, sitting.pages)
    store.save(path, (*keys, *counts, told, packed, tuple(sitting.files()), sitting.shaped))

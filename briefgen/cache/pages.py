"""The second memory, page -> Trace, on disk: one file for each output folder, with what the build said at its end.

A build that finds everything as it was needs the files' stats and no trace, and one that finds a few bodies changed needs few traces, so
each lies in the file as bytes of its own.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from briefgen.cache import store
from briefgen.cache.sources import diagnostics_of, plain_diagnostics
from briefgen.model import Diagnostic, Trace
from briefgen.model.page import BODY, PART_BODIES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from briefgen.model.page import Query

PAGES, OWNED = "pages", "owned"
"""Kinds of file under ``.briefgen/``: the traces, and whose each output file is (path -> builder).

Whose files they are is written down before they are put in place, and apart from the traces: so no file is ever without an owner, be it
that a build was killed or that one of the two was damaged.
"""

Asked = tuple[tuple["Query", str], ...]
"""The queries of a page that heads do not answer, each with the digest of the answer."""


class Traces(Mapping[str, Trace]):
    """Traces by address, each packed until somebody looks at it.

    What a build looks at for all pages is beside them: ``files`` has by output file whose it is (a builder's) and the stat it was left with, ``asked``
    by address what pages asked of bodies.
    """

    def __init__(
        self,
        packed: dict[str, bytes] | None = None,
        files: dict[str, tuple[str, tuple[int, int]]] | None = None,
        asked: dict[str, Asked] | None = None,
    ) -> None:
        self.packed, self.files, self.asked = packed or {}, files or {}, asked or {}

    def __getitem__(self, url: str) -> Trace:
        return Trace._make(marshal.loads(self.packed[url]))  # noqa: S302 - packed by this very code

    def __iter__(self) -> Iterator[str]:
        return iter(self.packed)

    def __contains__(self, url: object) -> bool:
        return url in self.packed

    def __len__(self) -> int:
        return len(self.packed)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Traces) and self.packed == other.packed

    __hash__ = None  # type: ignore[assignment]

    def changed(self, gone: Iterable[str], new: Mapping[str, Trace]) -> Traces:
        """These without those of some addresses, and with new ones."""
        out = Traces({**self.packed}, {**self.files}, {**self.asked})
        for url in gone:
            del out.files[self[url].path], out.packed[url]
            out.asked.pop(url, None)
        for url, trace in new.items():
            out.packed[url] = marshal.dumps(tuple(trace))
            out.files[trace.path] = (trace.builder, trace.stat)
            asked = zip(trace.queries, trace.answers, strict=True)
            if of_bodies := tuple([one for one in asked if one[0][0] in (BODY, PART_BODIES)]):
                out.asked[url] = of_bodies
            else:
                out.asked.pop(url, None)
        return out


@dataclass(frozen=True)
class BuildRecord:
    """The outcome of a build; ``heads``, ``shape`` and ``whole`` are its keys (see ``keys.Fingerprints``), ``season`` the time that they hold for.

    ``told`` are the diagnostics of grouping, planning and checking; those of reading are kept with the files. ``shaped`` is what shaped
    the pages besides the articles, as plain values: it decides nothing and only lets the next build say what changed (see
    ``reasons.shaped_by``).
    """

    heads: str = ""
    shape: str = ""
    whole: str = ""
    season: tuple[str, str] = ("", "")
    articles: int = 0
    pages: int = 0
    told: tuple[Diagnostic, ...] = ()
    traces: Traces = field(default_factory=Traces)
    shaped: Mapping[str, Any] = field(default_factory=dict)


def load(path: Path) -> tuple[BuildRecord, str]:
    """The last build into an output folder, and why there is nothing of it (empty where all is well)."""
    value, why = store.load(path)
    if value is None:
        return BuildRecord(), why
    keys, season, articles, pages, told, traces, shaped = value
    heads, shape, whole = keys
    return BuildRecord(
        heads, shape, whole, season, articles, pages, diagnostics_of(told), Traces(*traces), shaped
    ), ""


def save(path: Path, sitting: BuildRecord) -> None:
    """Keep a build's outcome.

    Raises:
        OSError: when it cannot be written.
    """
    traces = (sitting.traces.packed, sitting.traces.files, sitting.traces.asked)
    keys, counts = (sitting.heads, sitting.shape, sitting.whole), (sitting.articles, sitting.pages)
    told = plain_diagnostics(sitting.told)
    store.save(path, (keys, sitting.season, *counts, told, traces, sitting.shaped))

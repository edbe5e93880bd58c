"""Pages to write, the traces of rendered pages, and the report of a build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from briefgen.model.cleaning import CleaningCounts
from briefgen.model.diagnostics import Diagnostic, Location


class Page(NamedTuple):
    """One planned output file: its address, its content and its source files.

    ``url`` begins with ``/``; one that ends in ``/`` is written as its ``index.html``. ``subject`` is what
    the page is about, as plain texts and numbers. ``sources`` are project paths named when two pages want one
    address. ``tree`` is the language of the tree that it belongs to, on a site that has several; empty for
    the main one.
    """

    url: str
    builder: str
    kind: str
    template: str
    subject: tuple[str | int, ...] = ()
    sources: tuple[Location, ...] = ()
    tree: str = ""

    @property
    def maker(self) -> tuple[str, str]:
        """What finds its builder: each tree has its own of every name."""
        return self.tree, self.builder

    @property
    def path(self) -> str:
        """The output file, relative to the output folder, with ``/``."""
        return self.url[1:] + ("index.html" if self.url.endswith("/") else "")

    @property
    def about(self) -> tuple[str | int, ...]:
        """What identifies the page: with another subject, it is another page."""
        return (self.kind, self.template, *self.subject)

    @property
    def is_html(self) -> bool:
        """Whether it counts as a page for readers."""
        return self.path.endswith(".html")


class Trace(NamedTuple):
    """The queries of a rendered page, the digests of their answers, and its other inputs.

    ``builder`` and ``path`` say whose file it is and where in the output it stands. ``about`` is the page's
    kind, template and subject, ``shape`` its builder's fingerprint. ``queries`` are (name, arguments) pairs,
    ``answers`` the digest of each answer. ``content`` is the digest of the bytes, ``stat`` the (mtime in ns,
    size) they were written with. ``why`` says why it was rendered. ``tree`` is the page's.
    """

    builder: str
    path: str
    about: tuple[str | int, ...]
    shape: str
    queries: tuple[tuple[str, tuple[str | int, ...]], ...]
    answers: tuple[str, ...]
    content: str
    stat: tuple[int, int] = (0, 0)
    why: str = ""
    tree: str = ""


DueChange: TypeAlias = tuple[str, ...]
"""The next change without an edit: its ISO moment, a file, and ``appears`` or ``expires``; or nothing."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: paths and addresses, diagnostics, and seconds by phase.

    ``cleaning`` counts what cleaning does to each file of the project, whether this build read it or not.
    ``due`` is the next change of the site without an edit.
    """

    read: tuple[str, ...] = ()
    rendered: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    pages: int = 0
    articles: int = 0
    due: DueChange = ()
    failed: bool = False
    cleaning: Mapping[str, CleaningCounts] = field(default_factory=dict)


Query = tuple[str, tuple[Any, ...]]
"""A name and its arguments."""

BODY = "body"

PART_BODIES = "part_bodies"
"""The queries for bodies: no head has the answer, but heads have its digest."""

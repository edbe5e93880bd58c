"""An imported article before cleaning, and the error for a refused input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.util.libraries import failed_module

MOST_BYTES = 20_000_000
"""An input of one article or feed that is larger is no article, or an attack."""


class Link(NamedTuple):
    """A link of a line.

    Its words, its whole address, and about where in the line the words stand.
    """

    text: str
    url: str
    at: int = 0


class TextLine(NamedTuple):
    """A line of an article. ``mark`` is its Markdown prefix, such as ``## ``.

    A row of a table has ``|``.

    ``links`` are in the order of their words in ``text``, which cleaning may have changed since.
    """

    text: str
    mark: str = ""
    links: tuple[Link, ...] = ()


class DateClue(NamedTuple):
    """A date as an input writes it.

    ``where`` says where it stands; it is empty for the field that is made for it. A clue that is not ``sure``
    does not count if its day is in the future.
    """

    text: str
    where: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class ImportedDocument:
    """One imported article.

    ``origin`` names it in messages. ``raw`` and ``suffix`` are the input's bytes and file suffix, ``kind`` is
    its content type if that shapes how it is read, ``item`` is the article's number in it. ``fields`` are
    declared front-matter values. ``dates`` are its dates as they came, the most reliable first.
    ``date_order`` is the order of day and month in them, if it is known. ``unpublished`` is the reason why it
    is not public, such as a status; empty if it is.
    """

    origin: str
    raw: bytes
    suffix: str
    lines: tuple[TextLine, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    item: str = ""
    dates: tuple[DateClue, ...] = ()
    date_order: str = ""
    kind: str = ""
    unpublished: str = ""


class Input(NamedTuple):
    """Bytes to import, their origin (file, address or ``-``) and their form.

    ``kind`` is a content type or empty; ``url`` is the final address after redirects, or empty. ``problems``
    are what a user should know of how it was fetched.
    """

    origin: str
    data: bytes
    kind: str = ""
    url: str = ""
    problems: tuple[Diagnostic, ...] = ()


def refusal(origin: str, message: str, hint: str = "", line: int = 0) -> BriefgenError:
    """An input that cannot be added, with what to do."""
    return BriefgenError(diagnostic("import-refused", Location(origin, line), message, hint))


def missing(origin: str, what: str, error: Exception) -> BriefgenError:
    """An input whose libraries cannot be loaded: ``error`` says which and why."""
    module = failed_module(error)
    reason = " ".join(str(error).split()) or type(error).__name__
    message = f"{what} cannot be read, because the module {module} cannot be loaded: {reason}"
    hint = "install or repair that module; pip install 'briefgen[import]' installs all that `add` needs"
    return BriefgenError(diagnostic("import-missing", Location(origin), message, hint))

"""An imported article before cleaning, and the error for a refused input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.util.libraries import failed_module

MOST_BYTES = 20_000_000
"""An input of one article or feed that is larger is no article, or an attack."""


class Inline(StrEnum):
    """What words of a line are, by the sign that Markdown has for it."""

    LINK = "["
    PICTURE = "!"
    EMPHASIS = "*"
    STRONG = "**"
    STRUCK = "~~"
    CODE = "`"


class Span(NamedTuple):
    """Words of a line that are a link, a picture, emphasis or code.

    The words, the whole address, about where in the line the words stand, and a title.
    """

    text: str
    url: str = ""
    at: int = 0
    kind: Inline = Inline.LINK
    title: str = ""


class Frame(StrEnum):
    """What a line may stand in."""

    QUOTE = "quote"
    LIST = "list"
    ITEM = "item"
    CODE = "code"
    TABLE = "table"


class Container(NamedTuple):
    """A quotation, list, item, piece of code or table around lines.

    Lines with the same ``key`` stand in the same one. ``first`` is the number of a list's first item; None
    for bullets. ``is_loose`` says that blank lines part its items. ``aligns`` has a sign for each column:
    ``l``, ``c``, ``r`` or ``-``.
    """

    frame: Frame
    key: int
    first: int | None = None
    is_loose: bool = False
    aligns: str = ""


RULE = "---"
"""The mark of a line that parts sections; it has no words."""


class TextLine(NamedTuple):
    """A line of an article. ``mark`` is its Markdown prefix, such as ``## ``.

    A row of a table has ``|``.

    ``spans`` are in the order of their words in ``text``, which cleaning may have changed since. ``within``
    are the containers around the line, the outermost first. A line that ``continues`` stands below the line
    before in one paragraph.
    """

    text: str
    mark: str = ""
    spans: tuple[Span, ...] = ()
    within: tuple[Container, ...] = ()
    continues: bool = False

    @property
    def links(self) -> tuple[Span, ...]:
        """The links of the line."""
        return tuple(span for span in self.spans if span.kind is Inline.LINK)

    @property
    def is_code(self) -> bool:
        """Whether the line is one of a piece of code."""
        return bool(self.within) and self.within[-1].frame is Frame.CODE

    @property
    def says_something(self) -> bool:
        """Whether the line has words or a meaning without any."""
        return bool(self.text.strip() or self.mark == RULE or self.is_code or self.spans)


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
    is not public, such as a status; empty if it is. ``problems`` are what a user should know of it.
    ``plain`` says that its words alone were taken.
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
    problems: tuple[Diagnostic, ...] = ()
    plain: bool = False


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

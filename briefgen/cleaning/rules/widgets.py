"""Lines that belong to the page around an article: placeholders, buttons, advertisement marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefgen.cleaning.lexicon import phrases
from briefgen.cleaning.marks import removed, said_lines
from briefgen.extension import rule
from briefgen.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model import Draft, Edit, Line

_DOTS = re.compile(r"(?:\.{2,}|…)$")
LONGEST = 60
"""No phrase of a button or mark is longer, so longer lines are passed by at a glance."""


@rule()
def placeholder(draft: Draft) -> Iterator[Edit]:
    """What a page shows while something loads: `loading...`."""
    known = phrases("placeholders", draft.lang)
    for line in said_lines(draft):
        if len(line.text) < LONGEST:
            text = fold(_undressed(line.text))
            dots = _DOTS.search(text)
            if dots and text[: dots.start()].rstrip() in known:
                yield removed(line)


@rule()
def font_size(draft: Draft) -> Iterator[Edit]:
    """The letters of a font-size switch: `A A A`, on one line or on several in a row."""
    known = phrases("font_size", draft.lang)
    run: list[Line] = []
    for line in said_lines(draft):
        text = fold(_undressed(line.text)) if len(line.text) < LONGEST else ""
        if text in known and line.text.strip("* ") == line.text.strip("* ").upper():
            run.append(line)
            continue
        yield from _whole_run(run)
        run = []
    yield from _whole_run(run)


def _whole_run(run: list[Line]) -> Iterator[Edit]:
    """A single letter alone may be a list's or a grade; two lines of them, or one with several, are a switch."""
    if len(run) > 1 or (run and len(run[0].text.strip("* ")) > 2):
        yield from (removed(line) for line in run)


@rule()
def widget(draft: Draft) -> Iterator[Edit]:
    """A button or mark of the page: share, copy link, advertisement."""
    known = phrases("widgets", draft.lang)
    for line in said_lines(draft):
        if len(line.text) < LONGEST and fold(_undressed(line.text)) in known:
            yield removed(line)


def _undressed(text: str) -> str:
    """The words of a line without the marks around them."""
    return text.strip().strip("*_[]()|–—-:·• ").strip()

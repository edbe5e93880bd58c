"""Lines of the page around an article: placeholders, font sizes, share bars."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefgen.cleaning.findings import removed, said_lines
from briefgen.cleaning.phrases import DRESS, lists_of
from briefgen.cleaning.rule import rule
from briefgen.model import Draft, Edit, Line
from briefgen.util.text import fold

_BETWEEN = re.compile(r"[\s,/|•·+&]+")
LONGEST = 60
"""No phrase of a button or mark is longer, so longer lines are passed by at a glance."""


@rule()
def placeholder(draft: Draft) -> Iterator[Edit]:
    """What a page shows while something loads: `loading...`."""
    for line in draft.suspects:
        if len(line.text) < LONGEST:
            text = fold(line.text.strip(DRESS))
            waits = text.endswith(("..", "…"))
            if waits and "placeholders" in lists_of(text.rstrip(".…"), draft.lang):
                yield removed(line)


@rule()
def font_size(draft: Draft) -> Iterator[Edit]:
    """The letters of a font-size switch: `A A A`, on one line or several."""
    run: list[Line] = []
    for line in said_lines(draft):
        letters = line.text.strip("* ") if len(line.text) < LONGEST else ""
        if letters and letters == letters.upper() and "font_size" in lists_of(line.text, draft.lang):
            run.append(line)
            continue
        yield from _whole_run(run)
        run = []
    yield from _whole_run(run)


def _whole_run(run: list[Line]) -> Iterator[Edit]:
    """Remove a run of letters, unless it is one letter: a list's or a grade."""
    if len(run) > 1 or (run and len(run[0].text.strip("* ")) > 2):
        yield from (removed(line) for line in run)


@rule()
def share_bar(draft: Draft) -> Iterator[Edit]:
    """Sharing buttons: `Share`, `Copy link`, or only names of networks."""
    for line in draft.suspects:
        if len(line.text) < LONGEST and (
            "shares" in lists_of(line.text, draft.lang) or _names_networks(line.text, draft.lang)
        ):
            yield removed(line)


def _names_networks(text: str, lang: str) -> bool:
    return "networks" in lists_of(text, lang) or all(
        lists_of(word, lang) & {"networks", "shares"} for word in _BETWEEN.split(text.strip(DRESS))
    )

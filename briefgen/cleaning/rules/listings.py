"""Lists of other articles and of the site's sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefgen.cleaning.findings import removed
from briefgen.cleaning.line_shape import ends_like_a_sentence, is_prose
from briefgen.cleaning.phrases import listed, lists_of
from briefgen.cleaning.rule import rule
from briefgen.model import Draft, Edit, Line

LONGEST = 40
"""Characters of a section's name and what stands around it."""
MOST = 8
"""Lines below a heading that are taken for its headlines; what follows is judged like any other line."""
_ARROW = re.compile(r"\s[>›»→]\s")
_STROKE = re.compile(r"\s[/|]\s")


@rule()
def related_list(draft: Draft) -> Iterator[Edit]:
    """A heading such as `Related` or `Most read`, and the headlines below it."""
    heads = {line.number for line in listed(draft, "related")}
    if not heads:
        return
    for n, line in enumerate(draft.nonblank):
        if line.number in heads:
            yield removed(line)
            for other in _headlines(draft.nonblank[n + 1 :], draft.lang):
                if other.number in heads:
                    break
                yield removed(other, "It stands in a list of other articles.")


def _headlines(lines: Sequence[Line], lang: str) -> list[Line]:
    """The lines up to the next sentence, without the last: it may be a heading."""
    run: list[Line] = []
    for line in lines[:MOST]:
        if is_prose(line.text) or ends_like_a_sentence(line.text):
            return run if lists_of(line.text, lang) else run[:-1]
        run.append(line)
    return run


@rule()
def menu(draft: Draft) -> Iterator[Edit]:
    """The site's sections, alone or in a row, or a breadcrumb, `Home > Politics`."""
    named = [
        n
        for n, line in enumerate(draft.nonblank)
        if line.number not in draft.fixed and _names_sections(line.text, draft.lang)
    ]
    if not named:
        return
    prose = [n for n, line in enumerate(draft.nonblank) if is_prose(line.text)]
    first, last = (prose[0], prose[-1]) if prose else (len(draft.nonblank), -1)
    numbers = set(named)
    for n in named:
        if n < first or n > last or n - 1 in numbers or n + 1 in numbers:
            yield removed(draft.nonblank[n])


def _names_sections(text: str, lang: str) -> bool:
    """Whether it is a section or a breadcrumb.

    With arrows one step must be a section; with strokes, which titles have too, every step.
    """
    if len(text) > 3 * LONGEST:
        return False
    if len(arrows := _ARROW.split(text)) > 1:
        return all(len(step) <= LONGEST for step in arrows) and any(
            _is_section(step, lang) for step in arrows
        )
    return all(_is_section(step, lang) for step in _STROKE.split(text))


def _is_section(text: str, lang: str) -> bool:
    return len(text) <= LONGEST and "sections" in lists_of(text, lang)

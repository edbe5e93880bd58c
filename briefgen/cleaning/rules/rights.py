"""Rights notices on a line of their own, or at the end of the text."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.cleaning.findings import changed, removed
from briefgen.cleaning.line_shape import sentences
from briefgen.cleaning.phrases import listed, lists_of
from briefgen.cleaning.rule import rule
from briefgen.model import Draft, Edit

NOTICES = frozenset(("rights", "credits"))
"""Lists that speak of the sentences of a notice: `© The Harbour Post` is also what pictures have."""


@rule()
def rights_notice(draft: Draft) -> Iterator[Edit]:
    """Who owns the text and who may print it: `All rights reserved.`.

    At the end of a paragraph, that sentence goes and the others stay.
    """
    whole = {line.number for line in listed(draft, "rights")}
    for line in draft.suspects:
        if line.number in whole:
            yield removed(line)
        elif "rights" in lists_of(line.text[-LONGEST:], draft.lang) and (
            after := _cut(line.text, draft.lang)
        ):
            yield changed(line, after)


LONGEST = 400
"""Characters at a line's end in which its notice stands."""


def _cut(text: str, lang: str) -> str:
    """The line without the notice at its end; empty where there is nothing to cut."""
    parts = sentences(text)
    left = len(parts)
    while left and lists_of(parts[left - 1], lang) & NOTICES:
        left -= 1
    notice = parts[left:]
    if not left or not any("rights" in lists_of(part, lang) for part in notice):
        return ""
    return text[: text.rindex(notice[0])].rstrip() if len(notice) == 1 else _before(text, notice)


def _before(text: str, notice: list[str]) -> str:
    """What stands before the first sentence of a notice."""
    at = len(text)
    for part in reversed(notice):
        at = text.rindex(part, 0, at)
    return text[:at].rstrip()

"""Quotation marks of two kinds in one article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.cleaning.marks import changed
from briefgen.extension import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model import Draft, Edit

_CURLY = "“”„‟"


@rule()
def mixed_quotes(draft: Draft) -> Iterator[Edit]:
    """Curly double quotes among straight ones; they are made straight, since which way a quote curls would be a guess."""
    if '"' not in draft.text or draft.text.isascii():
        return
    for line in draft.lines:
        after = _straight(line.text)
        if after != line.text:
            yield changed(line, after)


def _straight(text: str) -> str:
    for mark in _CURLY:
        text = text.replace(mark, '"')
    return text

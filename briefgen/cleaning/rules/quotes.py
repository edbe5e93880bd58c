"""Quotation marks of two kinds in one article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.cleaning.marks import changed
from briefgen.extension import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model import Draft, Edit

_STRAIGHT = str.maketrans(dict.fromkeys("“”„‟", '"'))


@rule()
def mixed_quotes(draft: Draft) -> Iterator[Edit]:
    """Curly double quotes among straight ones; they are made straight, since which way a quote curls would be a guess."""
    lines = [line for line in draft.lines if not line.text.isascii() or '"' in line.text]
    if not any('"' in line.text for line in lines):
        return
    for line in lines:
        after = line.text.translate(_STRAIGHT)
        if after != line.text:
            yield changed(line, after)

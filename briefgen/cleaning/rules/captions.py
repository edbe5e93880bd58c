"""What belongs to a picture or a video that the text came without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.cleaning.findings import removed
from briefgen.cleaning.phrases import listed
from briefgen.cleaning.rule import rule
from briefgen.cleaning.rules.datelines import stands_alone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model import Draft, Edit


@rule()
def photo_credit(draft: Draft) -> Iterator[Edit]:
    """A caption with its credit, or the credit alone.

    Below a picture that the article shows it stays; with an `image:` the first one stays.
    """
    shown = _below_pictures(draft)
    # The line classifier judges a label and its name on the next line together; an agency may end a dateline.
    captions = [
        line
        for line in listed(draft, "credits")
        if not (line.text.rstrip().endswith(":") or stands_alone(line.text))
    ]
    if draft.head.get("image"):
        shown |= {line.number for line in captions[:1]}
    yield from (removed(line) for line in captions if line.number not in shown)


def _below_pictures(draft: Draft) -> set[int]:
    """The numbers of the lines that follow a Markdown picture."""
    if draft.plain:
        return set()
    return {
        after.number
        for line, after in zip(draft.nonblank, draft.nonblank[1:], strict=False)
        if line.text.lstrip().startswith("![")
    }

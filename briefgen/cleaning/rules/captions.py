"""What belongs to a picture or a video that the text came without."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.cleaning.findings import removed
from briefgen.cleaning.line_shape import BRIEF, STOPS, ends_like_a_sentence, is_brief, sentences
from briefgen.cleaning.phrases import COMPANY, LONGEST_LINE, listed, lists_of
from briefgen.cleaning.rule import rule
from briefgen.cleaning.rules.datelines import stands_alone
from briefgen.model import Draft, Edit, Line

SHORTEST = 100
"""Characters of a caption that is too long for a credit."""
WIDEST = 140
"""Characters of a caption of one sentence with its credit."""
TAIL = 80
"""Characters at the end of a caption in which its credit stands."""


@rule()
def photo_credit(draft: Draft) -> Iterator[Edit]:
    """A caption with its credit, or the credit alone.

    Below a picture that the article shows it stays; with an `image:` the first one stays.
    """
    shown = _below_pictures(draft)
    # The line classifier judges a label and its name on the next line together; an agency may end a dateline.
    captions = [
        line
        for line in sorted({*listed(draft, "credits"), *_signed_captions(draft), *_long_captions(draft)})
        if not (line.text.rstrip().endswith(":") or stands_alone(line.text))
    ]
    if draft.head.get("image"):
        shown |= {line.number for line in captions[:1]}
    yield from (removed(line) for line in captions if line.number not in shown)


def _signed_captions(draft: Draft) -> Iterator[Line]:
    """Captions of one sentence with their credit behind it."""
    for line in draft.suspects:
        if len(line.text) <= WIDEST and not ends_like_a_sentence(line.text, STOPS):
            parts = sentences(line.text)
            if len(parts) == BRIEF and "credits" in lists_of(parts[-1], draft.lang):
                yield line


def _long_captions(draft: Draft) -> Iterator[Line]:
    """Long lines that end with a credit.

    Where no other noise is, such a line may be a paragraph.
    """
    if len(draft.removed) < COMPANY:
        return
    for line in draft.suspects:
        if SHORTEST <= len(line.text) <= LONGEST_LINE and not is_brief(line.text):
            end = sentences(line.text)[-1][-TAIL:]
            if "credits" in lists_of(end, draft.lang):
                yield line


def _below_pictures(draft: Draft) -> set[int]:
    """The numbers of the lines that follow a Markdown picture."""
    if draft.plain:
        return set()
    return {
        after.number
        for line, after in zip(draft.nonblank, draft.nonblank[1:], strict=False)
        if line.text.lstrip().startswith("![")
    }

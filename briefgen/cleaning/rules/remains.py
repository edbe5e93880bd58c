"""What looks like a page's remains in Markdown that a person wrote."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.cleaning.authorship import remains
from briefgen.cleaning.findings import doubtful
from briefgen.cleaning.rule import rule
from briefgen.model import Doubt, Draft


@rule(authored=True)
def page_remains(draft: Draft) -> Iterator[Doubt]:
    """A button or prompt on a line of its own in hand-written Markdown.

    It is only marked.
    """
    if draft.authored:
        for line in remains(draft):
            yield doubtful(line, "Pages have such a line around their articles.")

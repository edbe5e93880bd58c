"""What an outlet puts below its articles: rights, who wrote it, tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.cleaning.findings import removed
from briefgen.cleaning.phrases import listed
from briefgen.cleaning.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model import Draft, Edit


@rule()
def rights_notice(draft: Draft) -> Iterator[Edit]:
    """Who owns the text and who may print it: `All rights reserved.`."""
    yield from map(removed, listed(draft, "rights"))


@rule()
def author_bio(draft: Draft) -> Iterator[Edit]:
    """Who the author is, what else they wrote, who contributed."""
    yield from map(removed, listed(draft, "bios"))


@rule()
def tag_list(draft: Draft) -> Iterator[Edit]:
    """The article's tags and categories, on the line of their label."""
    yield from map(removed, listed(draft, "tags"))

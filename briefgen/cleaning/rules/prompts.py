"""Lines in which the outlet asks the reader for something: to subscribe, to pay, to follow, to comment, to accept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.cleaning.findings import removed
from briefgen.cleaning.phrases import listed
from briefgen.cleaning.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model import Draft, Edit


@rule()
def newsletter_prompt(draft: Draft) -> Iterator[Edit]:
    """An invitation to a newsletter, or the small print below its form."""
    yield from map(removed, listed(draft, "newsletter"))


@rule()
def paywall_prompt(draft: Draft) -> Iterator[Edit]:
    """What asks for a subscription, an account or a donation before one may read on."""
    yield from map(removed, listed(draft, "paywall"))


@rule()
def follow_prompt(draft: Draft) -> Iterator[Edit]:
    """What sends the reader to the outlet's channels, its app or its newsroom."""
    yield from map(removed, listed(draft, "follow"))


@rule()
def comments_prompt(draft: Draft) -> Iterator[Edit]:
    """The head of the comments, the form below an article and its terms."""
    yield from map(removed, listed(draft, "comments"))


@rule()
def cookie_notice(draft: Draft) -> Iterator[Edit]:
    """What asks for consent: the notice and its buttons."""
    yield from map(removed, listed(draft, "cookies"))

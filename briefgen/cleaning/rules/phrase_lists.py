"""Rules that are one phrase list each: a line on the list is removed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from briefgen.cleaning.findings import removed
from briefgen.cleaning.phrases import listed
from briefgen.cleaning.rule import Rule
from briefgen.model import Draft, Edit

PHRASE_LISTS = {
    "video-mark": (
        "videos",
        "What is left of a player, and the words that send one to a video: `Simak Video: ...`.",
    ),
    "newsletter-prompt": ("newsletter", "An invitation to a newsletter, or the small print below its form."),
    "paywall-prompt": (
        "paywall",
        "What asks for a subscription, an account or a donation before one may read on.",
    ),
    "follow-prompt": ("follow", "What sends the reader to the outlet's channels, its app or its newsroom."),
    "comments-prompt": ("comments", "The head of the comments, the form below an article and its terms."),
    "cookie-notice": ("cookies", "What asks for consent: the notice and its buttons."),
    "author-bio": ("bios", "Who the author is, what else they wrote, who contributed."),
    "tag-list": ("tags", "The article's tags and categories, on the line of their label."),
    "widget": ("widgets", "A button or a label of the page: print, search, log in, back to top."),
    "advertisement": (
        "advertisements",
        "The mark of an advertisement, or the words that lead around one: `SCROLL TO CONTINUE`.",
    ),
    "counter": ("counters", "A number that the page counts: views, minutes to read, how long ago it was."),
    "page-mark": (
        "pages",
        "Where one is among the pages of an article, or the way to the next: `Page 2 of 3`.",
    ),
}
"""By rule: the list in the lexicons, and the reason that a curator reads."""


def phrase_list_rule(name: str) -> Rule:
    """Return the rule of this name out of the table."""
    phrases, reason = PHRASE_LISTS[name]
    return Rule(name, partial(_remove_listed, phrases), reason=reason)


def _remove_listed(phrases: str, draft: Draft) -> Iterator[Edit]:
    yield from map(removed, listed(draft, phrases))

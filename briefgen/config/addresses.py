"""Where each kind of page stands."""

from __future__ import annotations

from briefgen.urls import slots

ADDRESSES: dict[str, str] = {
    "home": "/",
    "edition": "/{date}/",
    "briefing": "/{date}/{topic}/",
    "topic": "/topics/{topic}/",
    "topics": "/topics/",
    "article": "/articles/{slug}/",
    "story": "/stories/{slug}/",
    "tag": "/tags/{tag}/",
    "tags": "/tags/",
    "source": "/sources/{source}/",
    "sources": "/sources/",
    "archive": "/archive/",
    "archive_year": "/archive/{year}/",
    "archive_month": "/archive/{year}/{month}/",
    "404": "/404.html",
    "feed": "/feed.xml",
    "topic_feed": "/topics/{topic}/feed.xml",
    "sitemap": "/sitemap.xml",
}
"""Where each kind of page stands; ``permalinks`` changes it."""


SLOTS: dict[str, set[str]] = {
    **{kind: slots(pattern) for kind, pattern in ADDRESSES.items()},
    "article": {"slug", "date", "year", "month", "day", "lang"},
}


PAGE_KINDS = tuple(
    kind for kind in ADDRESSES if kind not in ("home", "article", "feed", "topic_feed", "sitemap")
)
"""The page kinds that ``pages`` can switch off."""

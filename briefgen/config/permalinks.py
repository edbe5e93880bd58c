"""Where each kind of page stands."""

from __future__ import annotations

from briefgen.util.urls import slots

ADDRESSES: dict[str, str] = {
    "home": "/",
    "edition": "/{date}/",
    "briefing": "/{date}/{topic}/",
    "topic": "/topics/{topic}/",
    "topics": "/topics/",
    "article": "/articles/{slug}/",
    "page": "/{slug}/",
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
    "editions_feed": "/editions.xml",
    "topic_feed": "/topics/{topic}/feed.xml",
    "source_feed": "/sources/{source}/feed.xml",
    "language_feed": "/languages/{lang}/feed.xml",
    "story_feed": "/stories/{slug}/feed.xml",
    "epub": "/epub/{date}.epub",
    "opds": "/opds.xml",
    "feeds": "/feeds/",
    "opml": "/feeds.opml",
    "search": "/search/",
    "search_index": "/search/index/",
    "pagefind": "/search/pagefind/",
    "sitemap": "/sitemap.xml",
    "sitemap_part": "/sitemap-{number}.xml",
    "news_sitemap": "/sitemap-news.xml",
    "api": "/api/v1/",
    "llms": "/llms.txt",
    "objects": "/objects.inv",
    "gettext": "/locale/{name}.pot",
}
"""Where each kind of page stands; ``permalinks`` changes it."""

SLOTS: dict[str, set[str]] = {
    **{kind: slots(pattern) for kind, pattern in ADDRESSES.items()},
    "article": {"slug", "date", "year", "month", "day", "lang"},
    "page": {"slug", "lang"},
}

PAGE_KINDS = tuple(kind for kind in ADDRESSES if kind not in ("home", "article", "page"))
"""The page kinds that ``pages`` can switch off."""

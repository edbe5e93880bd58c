"""JSON Feed 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from typing import Any

from briefgen.builders.feed.model import Feed, FeedEntry
from briefgen.util.collections import without_empty

TYPE = "application/feed+json"


def write(feed: Feed) -> str:
    """The feed as JSON."""
    values = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.about,
        "feed_url": feed.url,
        "description": feed.subtitle,
        "language": feed.lang,
        "authors": [{"name": feed.author}],
    }
    items = [_item(entry) for entry in feed.entries]
    return json.dumps({**without_empty(values), "items": items}, ensure_ascii=False, indent=1) + "\n"


def _item(entry: FeedEntry) -> dict[str, Any]:
    name = entry.author or entry.source
    values = {
        "id": entry.id,
        "url": entry.url,
        "external_url": entry.via,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        # An item must have a content: the whole text, else its summary or title.
        "content_text": "" if entry.html else entry.summary or entry.title,
        "image": entry.image,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": name}] if name else [],
        "tags": list(entry.tags),
        "language": entry.lang,
    }
    return without_empty(values)

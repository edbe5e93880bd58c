"""RSS 2.0, with Atom's self link, Dublin Core's creator and content:encoded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime

from briefgen.builders.feed.model import Feed, FeedEntry
from briefgen.builders.xml import attribute, escaped, head

TYPE = "application/rss+xml"


def write(feed: Feed) -> str:
    """The feed as RSS."""
    return "".join(_feed(feed))


def _feed(feed: Feed) -> Iterator[str]:
    """The lines of a feed.

    A description is HTML, so it is escaped as HTML and then as XML.
    """
    yield head(feed.style)
    yield (
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/">\n<channel>\n'
    )
    yield f"<title>{escaped(feed.title)}</title>\n<link>{escaped(feed.about)}</link>\n"
    yield f"<description>{escaped(escaped(feed.subtitle or feed.title))}</description>\n"
    yield f"<language>{escaped(feed.lang)}</language>\n"
    yield f"<lastBuildDate>{_mail_date(feed.updated)}</lastBuildDate>\n"
    yield f'<atom:link rel="self" type="{TYPE}" href={attribute(feed.url)}/>\n'
    for entry in feed.entries:
        yield from _item(entry)
    yield "</channel>\n</rss>\n"


def _item(entry: FeedEntry) -> Iterator[str]:
    yield f"<item>\n<title>{escaped(entry.title)}</title>\n<link>{escaped(entry.url)}</link>\n"
    yield f'<guid isPermaLink="false">{escaped(entry.id)}</guid>\n'
    yield f"<pubDate>{_mail_date(entry.published)}</pubDate>\n"
    if name := entry.author or entry.source:
        yield f"<dc:creator>{escaped(name)}</dc:creator>\n"
    yield f"<dc:language>{escaped(entry.lang)}</dc:language>\n"
    for tag in entry.tags:
        yield f"<category>{escaped(tag)}</category>\n"
    if entry.summary:
        yield f"<description>{escaped(escaped(entry.summary))}</description>\n"
    if entry.html:
        yield f"<content:encoded>{escaped(entry.html)}</content:encoded>\n"
    yield "</item>\n"


def _mail_date(moment: str) -> str:
    """An RFC 3339 moment as RSS wants it (RFC 822)."""
    return format_datetime(datetime.fromisoformat(moment))

"""Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.builders.feed.model import Feed, FeedEntry
from briefgen.builders.xml import attribute, escaped, head

TYPE = "application/atom+xml"


def write(feed: Feed) -> str:
    """The feed as Atom."""
    return "".join(_feed(feed))


def _feed(feed: Feed) -> Iterator[str]:
    yield head(feed.style)
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={attribute(feed.lang)}>\n'
    yield f"<title>{escaped(feed.title)}</title>\n"
    if feed.subtitle:
        yield f"<subtitle>{escaped(feed.subtitle)}</subtitle>\n"
    yield f"<id>{escaped(feed.id)}</id>\n"
    yield f'<link rel="self" type="{TYPE}" href={attribute(feed.url)}/>\n'
    yield f'<link rel="alternate" type="text/html" href={attribute(feed.about)}/>\n'
    yield f"<updated>{feed.updated}</updated>\n"
    yield f"<author><name>{escaped(feed.author)}</name></author>\n"
    for entry in feed.entries:
        yield from _entry(entry)
    yield "</feed>\n"


def _entry(entry: FeedEntry) -> Iterator[str]:
    yield f"<entry xml:lang={attribute(entry.lang)}>\n<title>{escaped(entry.title)}</title>\n"
    yield f"<id>{escaped(entry.id)}</id>\n"
    yield f'<link rel="alternate" type="text/html" href={attribute(entry.url)}/>\n'
    if entry.via:
        yield f'<link rel="via" href={attribute(entry.via)}/>\n'
    yield f"<published>{entry.published}</published>\n<updated>{entry.updated}</updated>\n"
    if name := entry.author or entry.source:
        yield f"<author><name>{escaped(name)}</name></author>\n"
    for tag in entry.tags:
        yield f"<category term={attribute(tag)}/>\n"
    if entry.summary:
        yield f"<summary>{escaped(entry.summary)}</summary>\n"
    if entry.html:
        yield f'<content type="html">{escaped(entry.html)}</content>\n'
    yield "</entry>\n"

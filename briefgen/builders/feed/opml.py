"""OPML 2.0: every feed of the site for feed readers, and the outlets' pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from briefgen.builders.xml import attribute, escaped, head
from briefgen.model import Term
from briefgen.util.urls import absolute

if TYPE_CHECKING:
    from briefgen.builders.feed.subjects import FeedSubject


def write(title: str, base: str, feeds: Iterable[FeedSubject], sources: Iterable[Term]) -> str:
    """The first format of each feed, and the sources whose own page is known."""
    return "".join(_lines(title, partial(absolute, base), feeds, sources))


def _lines(
    title: str, whole: partial[str], feeds: Iterable[FeedSubject], sources: Iterable[Term]
) -> Iterator[str]:
    yield f'{head()}<opml version="2.0">\n<head><title>{escaped(title)}</title></head>\n<body>\n'
    for one in feeds:
        name, url, about = attribute(one.title), whole(one.feeds[0].url), whole(one.about)
        yield f'<outline type="rss" text={name} title={name} '
        yield f"xmlUrl={attribute(url)} htmlUrl={attribute(about)}/>\n"
    for source in sources:
        if source.url:
            yield f'<outline type="link" text={attribute(source.title)} url={attribute(source.url)}/>\n'
    yield "</body>\n</opml>\n"

"""OPML 2.0: every feed of the site, for a feed reader to take over at once, and the outlets with their own pages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from briefgen.builders.xml import attribute, escaped, head
from briefgen.util.urls import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefgen.builders.feed.subjects import FeedSubject
    from briefgen.model import Term


def write(title: str, base: str, feeds: Iterable[FeedSubject], sources: Iterable[Term]) -> str:
    """The first format of each feed, and the sources whose own page is known."""
    return "".join(_lines(title, partial(absolute, base), feeds, sources))


def _lines(
    title: str, whole: partial[str], feeds: Iterable[FeedSubject], sources: Iterable[Term]
) -> Iterator[str]:
    yield f'{head()}<opml version="2.0">\n<head><title>{escaped(title)}</title></head>\n<body>\n'
    for one in feeds:
        name, url = attribute(one.title), whole(one.feeds[0].url)
        yield f'<outline type="rss" text={name} title={name} xmlUrl={attribute(url)} htmlUrl={attribute(whole(one.about))}/>\n'
    for source in sources:
        if source.url:
            yield f'<outline type="link" text={attribute(source.title)} url={attribute(source.url)}/>\n'
    yield "</body>\n</opml>\n"

"""An edition as one text for a feed.

It has the introduction, the stories by topic and the corrections.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from briefgen.builders.html_body import filled
from briefgen.util.i18n import format_day
from briefgen.util.urls import absolute

if TYPE_CHECKING:
    from briefgen.builders.context import BuilderContext
    from briefgen.model import Article, Edition, Story
    from briefgen.site.queries import QueryRecorder


def edition_html(edition: Edition, site: QueryRecorder, studio: BuilderContext) -> str:
    """The HTML of an edition. Each story stands once, the lead first."""
    return "".join(_parts(edition, site, studio))


def _parts(edition: Edition, site: QueryRecorder, studio: BuilderContext) -> Iterator[str]:
    config = studio.config
    if edition.number:
        yield f"<p>{escape(studio.gettext('No. %(number)s') % {'number': edition.number})}</p>\n"
    if body := site.introduction(edition.date):
        yield filled(body, site, partial(absolute, config.url), config.language)
    for title, stories in edition.sections:
        yield f"<h2>{escape(title)}</h2>\n" if title else ""
        yield from (_story(story, site, studio) for story in stories)
    if edition.corrections:
        rows = [f"<li>{format_day(one.date, 'full', config.language)}: {escape(one.text)}</li>"
                for one in edition.corrections]  # fmt: skip
        yield f"<h2>{escape(studio.gettext('Corrections'))}</h2>\n<ul>{''.join(rows)}</ul>\n"


def _story(story: Story, site: QueryRecorder, studio: BuilderContext) -> str:
    own = story.text.title
    address = site.address("story", slug=story.slug) if own else ""
    heading = _link(own, absolute(studio.config.url, address)) if own and address else escape(own)
    note = story.text.note or ("" if own else story.lead.note)
    rest = story.articles if own else [member.article for member in story.others]
    lines = [
        f"<h3>{heading or _titled(story.lead, site, studio)}</h3>",
        f"<p>{escape(story.summary)}</p>" if story.summary else "",
        f"<p>{escape(studio.gettext('Editor’s note'))}: {escape(note)}</p>" if note else "",
        "" if own or not story.lead.source else f"<p>{escape(story.lead.source)}</p>",
        f"<ul>{''.join(f'<li>{_titled(one, site, studio)}</li>' for one in rest)}</ul>" if rest else "",
    ]
    return "".join([f"{line}\n" for line in lines if line])


def _titled(article: Article, site: QueryRecorder, studio: BuilderContext) -> str:
    address = site.article_address(article)
    return _link(article.title, absolute(studio.config.url, address)) if address else escape(article.title)


def _link(text: str, address: str) -> str:
    return f'<a href="{escape(address)}">{escape(text)}</a>'

"""What a page says of itself to programs: JSON-LD in the words of schema.org.

The articles are their outlets': a page names the outlet's as what it is based on, and never claims its authorship.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from briefgen.builders.html_body import picture
from briefgen.util.i18n import format_day
from briefgen.util.urls import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from briefgen.config import Config
    from briefgen.model import Article, Page
    from briefgen.site.queries import QueryRecorder

Thing = dict[str, Any]
CONTEXT = "https://schema.org"


def structured(page: Page, site: QueryRecorder, config: Config) -> Markup:
    """The JSON-LD of a page as data blocks, which no browser runs; empty for a page that says nothing."""
    from markupsafe import Markup

    things = _things(page, site, config)
    # Within a block only "<" could end it; as an escape of JSON it is the same text.
    texts = [
        json.dumps({"@context": CONTEXT, **one}, ensure_ascii=False).replace("<", "\\u003c") for one in things
    ]
    return Markup("".join(f'<script type="application/ld+json">{text}</script>\n' for text in texts))  # noqa: S704 - see above


def _things(page: Page, site: QueryRecorder, config: Config) -> list[Thing]:
    if page.kind == "article":
        return _article(page, site, config)
    trail, articles = _list(page, site, config)
    if not trail:
        return []
    name = trail[-1][0] or config.title
    listing = _given(
        {
            "@type": "CollectionPage",
            "name": name,
            "url": absolute(config.url, page.url),
            "inLanguage": config.language,
            "isPartOf": {
                "@type": "WebSite",
                "name": config.title,
                "url": absolute(config.url, site.address("home")),
            },
            "mainEntity": _items(articles, site, config),
        }
    )
    return [listing, *_trail(trail[:-1], name, page, config)]


def _list(page: Page, site: QueryRecorder, config: Config) -> tuple[list[tuple[str, str]], Sequence[Article]]:
    """The way to a page that lists articles, as (name, address), itself last; and what it lists. Nothing for other pages."""
    home, full_date = (
        ("", site.address("home")),
        partial(format_day, pattern="full", language=config.language),
    )
    one, *more = page.subject or ("",)
    slug = str(one)
    if page.kind == "home":
        return [home], site.edition(slug).articles if slug else ()
    if page.kind == "edition":
        edition = site.edition(slug)
        return [home, (edition.title or full_date(slug), page.url)], edition.articles
    if page.kind == "briefing":
        briefing = site.briefing(slug, more[0])
        above = (briefing.topic.title, site.address("topic", topic=slug))
        articles = [a for story in briefing.stories for a in story.articles]
        return [home, above, (full_date(str(more[0])), page.url)], articles
    if page.kind == "topic":
        return [home, (site.topic(slug).title, page.url)], site.of_topic(slug, more[0]).articles
    if page.kind == "tag":
        return [home, (site.tag(slug).title, page.url)], site.of_tag(slug, more[0]).articles
    if page.kind == "source":
        return [home, (site.source(slug).title, page.url)], site.of_source(slug, more[0]).articles
    if page.kind == "story":
        story = site.story(slug)
        return [home, (story.lead.title, page.url)], story.articles
    return [], ()


def _items(articles: Iterable[Article], site: QueryRecorder, config: Config) -> Thing:
    items = [
        {
            "@type": "ListItem",
            "position": n,
            "name": one.title,
            "url": absolute(config.url, site.article_address(one)),
        }
        for n, one in enumerate(articles, 1)
    ]
    return {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}


def _article(page: Page, site: QueryRecorder, config: Config) -> list[Thing]:
    article = site.article(page.subject[0])
    topics = site.topics_of(article.id)
    url = absolute(config.url, page.url)
    outlet = _given({"@type": "Organization", "name": article.source, "url": article.source_url})
    original = {"@type": "CreativeWork", "url": article.url, "publisher": outlet if article.source else {}}
    thing = {
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.summary,
        "url": url,
        "mainEntityOfPage": url,
        "datePublished": article.moment,
        "dateModified": article.updated,
        "inLanguage": article.lang,
        "image": picture(article, site, partial(absolute, config.url)),
        "articleSection": [topic.title for topic in topics],
        "keywords": list(article.tags),
        "author": {"@type": "Person", "name": article.author} if article.author else {},
        "publisher": {
            "@type": "Organization",
            "name": config.title,
            "url": absolute(config.url, site.address("home")),
        },
        "isBasedOn": _given(original) if article.url else {},
    }
    trail = [("", site.address("home"))]
    trail += [(topic.title, site.address("topic", topic=topic.slug)) for topic in topics[:1]]
    return [_given(thing), *_trail(trail, article.title, page, config)]


def _trail(above: Sequence[tuple[str, str]], name: str, page: Page, config: Config) -> list[Thing]:
    """The way to a page as breadcrumbs; none for the home page, which is the beginning of all of them."""
    steps = [(title or config.title, address) for title, address in above if address] + [(name, page.url)]
    if len(steps) < 2:
        return []
    items = [
        {"@type": "ListItem", "position": n, "name": title, "item": absolute(config.url, address)}
        for n, (title, address) in enumerate(steps, 1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": items}]


def _given(thing: Thing) -> Thing:
    """A thing without its empty values."""
    return {name: value for name, value in thing.items() if value or value == 0}

"""What a page says of itself to programs: JSON-LD in the words of schema.org.

The articles belong to their outlets: a page is based on the outlet's page, and never claims its authorship.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from briefgen.builders.html_body import picture
from briefgen.model import Article, Correction, Page
from briefgen.model.reference import NAMED_PAGE
from briefgen.util.collections import without_empty
from briefgen.util.i18n import format_day
from briefgen.util.urls import absolute

if TYPE_CHECKING:
    from markupsafe import Markup

    from briefgen.config import Config
    from briefgen.site.queries import QueryRecorder

Thing = dict[str, Any]
CONTEXT = "https://schema.org"


def structured(page: Page, site: QueryRecorder, config: Config) -> Markup:
    """The JSON-LD of a page as data blocks; empty for a page without any."""
    from markupsafe import Markup

    things = _things(page, site, config)
    # Only "<" could end a block; JSON can escape it.
    texts = [
        json.dumps({"@context": CONTEXT, **one}, ensure_ascii=False).replace("<", "\\u003c") for one in things
    ]
    blocks = "".join(f'<script type="application/ld+json">{text}</script>\n' for text in texts)
    return Markup(blocks)  # noqa: S704 - see above


def _things(page: Page, site: QueryRecorder, config: Config) -> list[Thing]:
    if page.kind == "article":
        return _article(page, site, config)
    if page.kind == "page":
        return _page(page, site, config)
    trail, articles = _list(page, site, config)
    if not trail:
        return []
    name = trail[-1][0] or config.title
    listing = {
        "@type": "CollectionPage",
        "name": name,
        "url": absolute(config.url, page.url),
        "inLanguage": config.language,
        "isPartOf": {"@type": "WebSite", **_publisher(site, config)},
        "mainEntity": _items(articles, site, config),
        "correction": _edition_corrections(page, site),
    }
    return [without_empty(listing), *_trail(trail[:-1], name, page, config)]


def _corrections(corrections: Iterable[Correction]) -> list[Thing]:
    return [
        {"@type": "CorrectionComment", "datePublished": one.date, "text": one.text} for one in corrections
    ]


def _edition_corrections(page: Page, site: QueryRecorder) -> list[Thing]:
    day = str(page.subject[0]) if page.kind in ("home", "edition") else ""
    return _corrections(site.edition(day).corrections) if day else []


def _newsroom(site: QueryRecorder, config: Config) -> Thing:
    """The site as a publisher.

    Its page "corrections", if there is one, says how mistakes are corrected.
    """
    known = site.resolve(NAMED_PAGE, "corrections")
    policy = {"correctionsPolicy": absolute(config.url, known[0])} if known else {}
    kind = "NewsMediaOrganization" if known else "Organization"
    return {"@type": kind, **_publisher(site, config), **policy}


def _publisher(site: QueryRecorder, config: Config) -> Thing:
    return {"name": config.title, "url": absolute(config.url, site.address("home"))}


def _list(page: Page, site: QueryRecorder, config: Config) -> tuple[list[tuple[str, str]], Sequence[Article]]:
    """The path to a list page, as (name, address), and its articles; else nothing."""
    home = ("", site.address("home"))
    full_date = partial(format_day, pattern="full", language=config.language)
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
    if page.kind in ("topic", "tag", "source"):
        term, listing = getattr(site, page.kind)(slug), getattr(site, f"of_{page.kind}")(slug, more[0])
        return [home, (term.title, page.url)], listing.articles
    if page.kind == "story":
        story = site.story(slug)
        return [home, (story.title, page.url)], story.articles
    return [], ()


def _items(articles: Iterable[Article], site: QueryRecorder, config: Config) -> Thing:
    addresses = [(one.title, site.article_address(one)) for one in articles]
    items = _numbered([(name, absolute(config.url, to) if to else "") for name, to in addresses], "url")
    return {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}


def _numbered(addresses: Iterable[tuple[str, str]], key: str) -> list[Thing]:
    """List items of (name, address) pairs; ``key`` is the property of the address."""
    pairs = enumerate(addresses, 1)
    return [
        {"@type": "ListItem", "position": n, "name": name} | ({key: address} if address else {})
        for n, (name, address) in pairs
    ]


def _article(page: Page, site: QueryRecorder, config: Config) -> list[Thing]:
    article = site.article(page.subject[0])
    topics = site.topics_of(article.id)
    url = absolute(config.url, page.url)
    outlet = without_empty({"@type": "Organization", "name": article.source, "url": article.source_url})
    original = {"@type": "CreativeWork", "url": article.url, "publisher": outlet if article.source else {}}
    thing = {
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.description,
        "url": url,
        "mainEntityOfPage": url,
        "datePublished": article.moment,
        "dateModified": article.updated,
        "inLanguage": article.lang,
        "image": picture(article, site, partial(absolute, config.url)),
        "articleSection": [topic.title for topic in topics],
        "keywords": list(article.tags),
        "author": {"@type": "Person", "name": article.author} if article.author else {},
        "publisher": _newsroom(site, config),
        "isBasedOn": without_empty(original) if article.url else {},
        "correction": _corrections(site.corrections_of(article.id)),
    }
    trail = [("", site.address("home"))]
    trail += [(topic.title, site.address("topic", topic=topic.slug)) for topic in topics[:1]]
    return [without_empty(thing), *_trail(trail, article.title, page, config)]


def _page(page: Page, site: QueryRecorder, config: Config) -> list[Thing]:
    """A page such as About."""
    own = site.article(page.subject[0])
    thing = {
        "@type": "WebPage",
        "name": own.title,
        "description": own.description,
        "url": absolute(config.url, page.url),
        "inLanguage": own.lang,
        "isPartOf": {"@type": "WebSite", **_publisher(site, config)},
    }
    return [without_empty(thing), *_trail([("", site.address("home"))], own.title, page, config)]


def _trail(above: Sequence[tuple[str, str]], name: str, page: Page, config: Config) -> list[Thing]:
    """The breadcrumbs of a page; none for the home page."""
    steps = [(title or config.title, address) for title, address in above if address] + [(name, page.url)]
    if len(steps) < 2:
        return []
    items = _numbered([(title, absolute(config.url, address)) for title, address in steps], "item")
    return [{"@type": "BreadcrumbList", "itemListElement": items}]

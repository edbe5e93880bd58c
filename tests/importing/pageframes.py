"""What stands around the text of a page of news, in twelve languages and in the markup of several makers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

import yaml
from babel.dates import format_date

from tests.importing.madepages import (
    AROUND,
    DAY,
    DAY_OF_PAGES,
    FORMS,
    LANGUAGES,
    MORE_FORMS,
    MadePage,
    Writer,
)

PHRASES: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "page_phrases.yaml").read_text("utf-8")
)
SHARED = ("Facebook", "WhatsApp", "X", "E-Mail")


class Around(NamedTuple):
    """The words around an article of one language."""

    lang: str
    home: str
    sport: str
    weather: str
    share: str
    popular: str
    also: str
    consent: str
    accept: str
    newsletter: str
    advertisement: str
    comments: str
    law: str
    author: str
    subscribe: str

    @property
    def day(self) -> str:
        """The day of the article as the language writes it."""
        return format_date(DAY_OF_PAGES, "long", self.lang)


def around(lang: str) -> Around:
    """The words of a language."""
    return Around(lang, *AROUND[lang], *PHRASES[lang])


def _links(names: tuple[str, ...], tag: str = "li", more: str = "") -> str:
    return "".join(f'<{tag}{more}><a href="/{n}">{escape(name)}</a></{tag}>' for n, name in enumerate(names))


def _teasers(a: Around, tag: str) -> str:
    names = tuple(f"{a.popular}: {a.sport} {a.weather} {n}" for n in range(6))
    return _links(names, tag)


def newspaper(title: str, a: Around, body: str) -> str:
    """A daily: consent, breadcrumbs, a date line, share bars above and below, an advertisement within."""
    first, mark, rest = body.partition("</p>")
    share = f'<ul class="article-tools">{_links(SHARED)}</ul>'
    return (
        f'<div id="consent" role="dialog" class="cmp-banner"><p>{a.consent}</p><button>{a.accept}'
        f"</button></div>"
        f'<header class="site-header"><a href="/">Quarry Post</a><nav>'
        f"{_links((a.home, a.sport, a.weather), 'span')}"
        f'</nav><a class="subscribe" href="/abo">{a.subscribe}</a></header><ol class="breadcrumb">'
        f'{_links((a.home, a.sport))}</ol><main><article class="c-article"><header><h1>{title}</h1>'
        f'<p class="c-article__meta"><time datetime="{DAY}T08:15:00+02:00">{a.day}, 08:15</time></p>'
        f"{share}</header>"
        f'<div class="c-article__body">{first}{mark}<div class="ad-slot"><span>{a.advertisement}</span>'
        f"</div>{rest}"
        f'</div>{share}<div class="author-box"><h4>{a.author}</h4><p>Ada Reed</p></div></article>'
        f'<section class="related"><h2>{a.also}</h2><ul>{_teasers(a, "li")}</ul></section></main>'
        f'<section id="comments"><h2>{a.comments}</h2><p>{a.sport} 3</p></section><footer>'
        f"{_links((a.home, a.weather), 'span')}<p>© Quarry Post. {a.law}</p></footer>"
    )


def magazine(title: str, a: Around, body: str) -> str:
    """A magazine: class names that say nothing, a picture with a caption, a box for a newsletter within."""
    first, mark, rest = body.partition("</p>")
    return (
        f'<div class="x1"><div class="x2">{_links((a.home, a.sport, a.weather), "div")}</div></div>'
        f'<div class="x3"><div class="x4"><h1 class="x5">{title}</h1><div class="x6"><span>Ada Reed</span> · '
        f'<span>{a.day}</span></div><div class="x7">{first}{mark}<aside class="newsletter-box"><p>'
        f"{a.newsletter}</p>"
        f"<form><input type='email'><button>{a.subscribe}</button></form></aside>{rest}</div></div>"
        f'<div class="x8"><div class="x9">{a.popular}</div>{_teasers(a, "div")}</div></div>'
        f'<div class="x0"><div>{a.law} © Quarry Post</div></div><div class="cookie-notice">{a.consent} '
        f"<a href='/cookies'>{a.accept}</a></div>"
    )


def blog(title: str, a: Around, body: str) -> str:
    """A blog system's theme: posts before and after, tags, a form for comments."""
    return (
        f'<div id="page" class="hfeed site"><div id="masthead"><ul class="menu">'
        f"{_links((a.home, a.sport))}</ul></div>"
        f'<div id="primary"><div class="post type-post hentry"><h1 class="entry-title">{title}</h1>'
        f'<div class="entry-meta"><a href="/day"><time class="published" datetime="{DAY}">{a.day}</time>'
        f"</a></div>"
        f'<div class="entry-content">{body}<div class="sharedaddy"><h3>{a.share}:</h3><ul>'
        f"{_links(SHARED)}</ul></div>"
        f'</div><div class="entry-footer">{_links((a.sport, a.weather), "span")}</div></div>'
        f'<div class="nav-links">{_links((f"← {a.sport}", f"{a.weather} →"), "div")}</div>'
        f'<div id="respond"><h3>'
        f"{a.comments}</h3><form><textarea></textarea></form></div></div><div id='secondary'><h3>"
        f"{a.popular}</h3>"
        f"<ul>{_teasers(a, 'li')}</ul></div><div id='colophon'>{a.law}</div></div>"
    )


def press_office(title: str, a: Around, body: str) -> str:
    """A press office: little markup, and the date in a line above the text."""
    return (
        f"<table width='100%'><tr><td>{_links((a.home, a.weather), 'span')}</td></tr></table>"
        f"<div id='content'>"
        f"<h2>{a.popular}</h2><h1>{title}</h1><p class='date'>{a.day}</p>{body}<p><a href='/print'>"
        f"{a.share}</a></p>"
        f"</div><div id='footer'><p>{a.law}</p></div>"
    )


def app(title: str, a: Around, body: str) -> str:
    """A page that a script made: many divisions, hidden menus, data beside it."""
    data = json.dumps({"props": {"title": title, "body": a.consent}})
    return (
        f'<div id="__next"><div hidden><p>{a.newsletter}</p></div><div style="display: none"><p>'
        f"{a.consent}</p></div>"
        f"<div><div><div>{_links((a.home, a.sport, a.weather), 'div')}</div></div></div><div><main><div><div>"
        f"<h1>{title}</h1></div><div><div>{a.day}</div><div><button>{a.share}</button></div></div><div>"
        f"<div>{body}"
        f'</div></div></div></main></div><div><section aria-label="related"><div>{a.also}</div>'
        f"{_teasers(a, 'div')}"
        f'</section></div><footer><div>{a.law}</div></footer></div><script type="application/json">{data}'
        f"</script>"
    )


FRAMES: tuple[Callable[[str, Around, str], str], ...] = (newspaper, magazine, blog, press_office, app)


def framed_page(
    lang: str, form: Callable[[Writer], str], frame: Callable[[str, Around, str], str]
) -> MadePage:
    """A page of a form in a frame. Some declare title and date; the others print them only."""
    writer = Writer(lang, f"{frame.__name__}-{form.__name__}")
    title = writer.sentence(6).rstrip(".")
    body = form(writer)
    site = '<meta property="og:site_name" content="Quarry Post">'
    data = json.dumps({"@type": "NewsArticle", "headline": title, "datePublished": DAY})
    declared = f'<script type="application/ld+json">{data}</script>' if frame in (newspaper, app) else ""
    head = f'<head><meta charset="utf-8"><title>{title} - Quarry Post</title>{site}{declared}</head>'
    html = f'<!doctype html><html lang="{lang}">{head}<body>{frame(title, around(lang), body)}</body></html>'
    name = f"{lang} {form.__name__} {frame.__name__}"
    return MadePage(name, html, title, tuple(writer.lines), tuple(writer.links))


def framed_pages(*, every: bool = False) -> Iterator[MadePage]:
    """A page of each form in each language; ``every``: in each frame, too."""
    forms = (*FORMS, *MORE_FORMS)
    for number, lang in enumerate(LANGUAGES):
        for n, form in enumerate(forms):
            for frame in FRAMES if every else (FRAMES[(number + n) % len(FRAMES)],):
                yield framed_page(lang, form, frame)

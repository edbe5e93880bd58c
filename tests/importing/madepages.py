"""Web pages of twelve languages in the forms that news has, with what must come in of each."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import date
from html import escape
from typing import NamedTuple

from tests.cleaning.test_language import SENTENCES

LANGUAGES = ("en", "de", "id", "es", "fr", "pt", "it", "nl", "sv", "bg", "cs", "el")
DAY_OF_PAGES = date(2024, 5, 14)
DAY = DAY_OF_PAGES.isoformat()
AROUND = {
    "en": ("Home", "Sport", "Weather", "Share", "Most read", "Read also"),
    "de": ("Startseite", "Sport", "Wetter", "Teilen", "Meistgelesen", "Lesen Sie auch"),
    "id": ("Beranda", "Olahraga", "Cuaca", "Bagikan", "Terpopuler", "Baca juga"),
    "es": ("Inicio", "Deportes", "Tiempo", "Compartir", "Lo más leído", "Lea también"),
    "fr": ("Accueil", "Sports", "Météo", "Partager", "Les plus lus", "Lire aussi"),
    "pt": ("Início", "Esporte", "Tempo", "Compartilhar", "Mais lidas", "Leia também"),
    "it": ("Home", "Sport", "Meteo", "Condividi", "I più letti", "Leggi anche"),
    "nl": ("Voorpagina", "Sport", "Weer", "Delen", "Meest gelezen", "Lees ook"),
    "sv": ("Startsida", "Sport", "Väder", "Dela", "Mest läst", "Läs också"),
    "bg": ("Начало", "Спорт", "Времето", "Сподели", "Най-четени", "Прочетете още"),
    "cs": ("Domů", "Sport", "Počasí", "Sdílet", "Nejčtenější", "Čtěte také"),
    "el": ("Αρχική", "Αθλητικά", "Καιρός", "Κοινοποίηση", "Δημοφιλή", "Διαβάστε επίσης"),
}


class MadePage(NamedTuple):
    """A page; its title, the lines of its text, and the addresses of the links in it."""

    name: str
    html: str
    title: str
    lines: tuple[str, ...]
    links: tuple[str, ...]


class Writer:
    """Invents the text of one page: its lines and its links."""

    def __init__(self, lang: str, seed: str) -> None:
        self.rng = random.Random(f"{lang}-{seed}")  # noqa: S311 - the same pages every time
        self.words = SENTENCES[lang].rstrip(".").replace(",", "").split()
        self.lines: list[str] = []
        self.links: list[str] = []

    def sentence(self, count: int = 16) -> str:
        """A sentence of shuffled words with a number, which makes it another one each time."""
        words = [self.rng.choice(self.words) for _ in range(count)]
        return f"{' '.join(words).capitalize()} {self.rng.randrange(1000, 9999)}."

    def text(self, tag: str = "p", sentences: int = 3) -> str:
        """A paragraph with a link in it."""
        first, *rest = [self.sentence() for _ in range(sentences)]
        self.links.append(f"https://quarry.example/{len(self.links)}-{self.rng.randrange(9999)}")
        word, _, after = first.partition(" ")
        self.lines.append(" ".join([first, *rest]))
        return f'<{tag}><a href="{self.links[-1]}">{word}</a> {escape(" ".join([after, *rest]))}</{tag}>'

    def words_of(self, count: int) -> str:
        """A few words that are a line."""
        self.lines.append(self.sentence(count).rstrip("."))
        return escape(self.lines[-1])


def short(w: Writer) -> str:
    return w.text() + w.text(sentences=2)


def one_paragraph(w: Writer) -> str:
    return w.text(sentences=4)


def long(w: Writer) -> str:
    parts = [w.text() for _ in range(4)]
    for _ in range(3):
        parts += [f"<h2>{w.words_of(4)}</h2>", *[w.text() for _ in range(3)]]
    return "".join(parts)


def listing(w: Writer) -> str:
    first = w.text()
    items = "".join(w.text("li", 1) for _ in range(6))
    steps = "".join(f"<li>{w.words_of(3)}</li>" for _ in range(5))
    return f"{first}<ul>{items}</ul><h2>{w.words_of(3)}</h2><ol>{steps}</ol>{w.text()}"


def table(w: Writer) -> str:
    first = w.text() + w.text()
    rows = ""
    for tag in ("th", "td", "td", "td", "td"):
        cells = [w.sentence(2).rstrip(".") for _ in range(3)]
        w.lines.append(" ".join(cells))
        rows += f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"
    return f"{first}<table>{rows}</table>{w.text()}"


def live(w: Writer) -> str:
    parts = [f"<h3>{w.words_of(5)}</h3>{w.text(sentences=2)}{w.text(sentences=1)}" for _ in range(6)]
    return "".join(f"<section>{part}</section>" for part in parts)


def interview(w: Writer) -> str:
    parts = [w.text()]
    for _ in range(6):
        parts.append(f"<p><strong>{w.words_of(6)}?</strong></p>{w.text()}")
        w.lines[-2] += "?"
    return "".join(parts)


def divisions(w: Writer) -> str:
    return "".join(w.text("div") for _ in range(5))


def line_breaks(w: Writer) -> str:
    parts = [w.text("span") for _ in range(5)]
    return f"<div>{'<br><br>'.join(parts)}</div>"


def updates(w: Writer) -> str:
    return "".join(
        f'<article class="update" id="u{hour}"><time datetime="{DAY}T{hour:02}:05:00+02:00"></time>'
        f"<h2>{w.words_of(5)}</h2>{w.text(sentences=2)}</article>"
        for hour in range(18, 8, -2)
    )


def questions(w: Writer) -> str:
    pairs = "".join(f"<dt>{w.words_of(6)}</dt><dd>{w.text()}</dd>" for _ in range(5))
    return f"{w.text()}<dl>{pairs}</dl>"


def digest(w: Writer) -> str:
    first = w.text()
    items = []
    for n in range(8):
        w.links.append(f"https://mill.example/{n}-{w.rng.randrange(9999)}")
        name, text = w.sentence(5).rstrip("."), w.sentence(9)
        w.lines.append(f"{name}: {text}")
        items.append(f'<li><a href="{w.links[-1]}">{escape(name)}</a>: {escape(text)}</li>')
    return f"{first}<h2>{w.words_of(3)}</h2><ul>{''.join(items)}</ul>"


def quotations(w: Writer) -> str:
    parts = []
    for _ in range(3):
        parts += [w.text(), f"<blockquote>{w.text(sentences=2)}<footer>{w.words_of(2)}</footer></blockquote>"]
    return "".join([*parts, w.text()])


def figures(w: Writer) -> str:
    parts = []
    for _ in range(3):
        quotation = f"<blockquote>{w.text(sentences=1)}</blockquote><figcaption>{w.words_of(2)}</figcaption>"
        parts += [w.text(), f'<figure class="quote">{quotation}</figure>']
    return "".join([*parts, w.text()])


def nested_list(w: Writer) -> str:
    inner = "".join(f"<li>{w.words_of(4)}</li>" for _ in range(3))
    outer = f"<li>{w.words_of(3)}<ul>{inner}</ul></li>"
    w.lines.insert(-4, w.lines.pop())
    return f"{w.text()}<ul>{outer}<li>{w.words_of(4)}</li></ul>{w.text()}"


MORE_FORMS: tuple[Callable[[Writer], str], ...] = (
    divisions, line_breaks, updates, questions, digest, quotations, figures,
    nested_list,
)  # fmt: skip
FORMS: tuple[Callable[[Writer], str], ...] = (short, one_paragraph, long, listing, table, live, interview)


def _article(title: str, lang: str, body: str) -> str:
    home, sport, weather, share, popular, also = AROUND[lang]
    nav = "".join(f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate((home, sport, weather)))
    teasers = "".join(f'<li><a href="/t{n}">{popular} {n} {sport}</a></li>' for n in range(4))
    return (
        f"<header><nav><ul>{nav}</ul></nav></header><main><article><h1>{title}</h1>"
        f'<div class="share"><a href="#">{share}</a></div>{body}'
        f'<p>{also}: <a href="/x">{popular} {weather}</a></p></article>'
        f"<aside><h3>{popular}</h3><ul>{teasers}</ul></aside></main><footer><p>© Quarry Post</p></footer>"
    )


def _divisions(title: str, lang: str, body: str) -> str:
    home, sport, weather, share, popular, _ = AROUND[lang]
    nav = "".join(f'<a href="/{n}">{name}</a> ' for n, name in enumerate((home, sport, weather)))
    teasers = "".join(f'<div><a href="/t{n}">{popular} {n} {sport}</a></div>' for n in range(4))
    return (
        f'<div class="menu">{nav}</div><div id="content"><h1 class="entry-title">{title}</h1>'
        f'<div class="social-share"><span>{share}</span></div><div class="entry-content">{body}</div></div>'
        f'<div class="sidebar"><h4>{popular}</h4>{teasers}</div><div class="footer">© Quarry Post</div>'
    )


def _head(title: str, lang: str, *, is_json: bool) -> str:
    data = json.dumps({"@type": "NewsArticle", "headline": title, "datePublished": DAY})
    declared = (
        f'<script type="application/ld+json">{data}</script>'
        if is_json
        else f'<meta property="article:published_time" content="{DAY}T08:00:00Z">'
        f'<meta property="og:title" content="{title} - Quarry Post">'
    )
    return (
        f'<head><meta charset="utf-8"><title>{title} | Quarry Post</title>'
        f'<meta property="og:site_name" content="Quarry Post">{declared}'
        f'<link rel="canonical" href="https://quarry.example/{lang}/1"></head>'
    )


def made_pages() -> Iterator[MadePage]:
    """A page of each form in each language."""
    for number, lang in enumerate(LANGUAGES):
        for form in FORMS:
            writer = Writer(lang, form.__name__)
            title = writer.sentence(6).rstrip(".")
            body = form(writer)
            shell = (_article, _divisions)[(number + FORMS.index(form)) % 2]
            head = _head(title, lang, is_json=shell is _article)
            html = f'<!doctype html><html lang="{lang}">{head}<body>{shell(title, lang, body)}</body></html>'
            yield MadePage(f"{lang} {form.__name__}", html, title, tuple(writer.lines), tuple(writer.links))

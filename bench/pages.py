"""How well articles are found in web pages of our own making.

Run it with ``python -m bench.pages``.
The texts are those of ``bench/articles``, cleaned; around them stands what pages of news carry, in markup of
twelve kinds. The measure is over the words of a page's article: precision, recall and F1, the mean over all
pages, beside the milliseconds that a page takes.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import datetime, timezone
from html import escape
from itertools import chain, cycle
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING, NamedTuple

from briefgen.model import Diagnostic
from briefgen.project.pipeline import default_pipeline
from briefgen.reading.article import load
from briefgen.reading.prepare import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from briefgen.reading.pipeline import Pipeline

CONTENT = Path(__file__).parent / "articles"
NOW = datetime(2024, 6, 1, tzinfo=timezone.utc)  # noqa: UP017 - as in cleaning.dates


class Text(NamedTuple):
    """An article as it stands in a page: what must be found is its paragraphs."""

    title: str
    day: str
    lang: str
    source: str
    paragraphs: tuple[str, ...]


class Around(NamedTuple):
    """What stands around articles of one language."""

    nav: tuple[str, ...]
    share: tuple[str, ...]
    read_also: str
    related: tuple[str, ...]
    teaser: str
    newsletter: str
    advertisement: str
    comments: tuple[str, ...]
    bio: str
    caption: str
    cookies: str
    legal: str


AROUND = {
    "en": Around(
        ("Home", "World", "Business", "Sport", "Culture", "Weather", "Sign in"),
        ("Share", "Copy link", "Print", "Save for later"),
        "Read also: What the storm left behind on the western pier",
        (
            "Ten tides that surprised the old captains",
            "The gull that came back to the market",
            "Why the ferry is painted green",
        ),
        (
            "It took the keepers of the lighthouse nine years to find out who had been leaving flowers at "
            "the door, and the answer was closer to home than any of them had thought."
        ),
        "Get the best of our reporting in your inbox every morning. You can unsubscribe at any time.",
        "Advertisement",
        (
            (
                "I have lived here for forty years and have never seen anything like it, so well "
                "done to all who helped."
            ),
            (
                "Does anybody know when the ferry leaves on Sundays? The timetable on the quay "
                "is out of date again."
            ),
        ),
        (
            "About the author: Mara Ellison writes about the sea and those who live by it. Before she joined "
            "the Courier she kept bees."
        ),
        "The pier in spring. Photo: Jon Reed/Example Courier",
        (
            "We use cookies and similar techniques to improve your visit, to measure how our pages are used "
            "and to show advertising that suits you. You can change your choice at any time."
        ),
        (
            "Copyright Example Courier. All rights reserved. No part of this page may be copied without the "
            "written consent of the publisher."
        ),
    ),
    "id": Around(
        ("Beranda", "Dunia", "Ekonomi", "Olahraga", "Budaya", "Cuaca", "Masuk"),
        ("Bagikan", "Salin tautan", "Cetak", "Simpan"),
        "Baca juga: Yang tertinggal sesudah badai di dermaga barat",
        (
            "Sepuluh ombak yang mengejutkan para nakhoda tua",
            "Burung camar yang kembali ke pasar",
            "Mengapa kapal feri dicat hijau",
        ),
        (
            "Para penjaga mercusuar memerlukan sembilan tahun untuk mengetahui siapa yang menaruh bunga di "
            "depan pintu, dan jawabannya ternyata lebih dekat daripada yang mereka kira."
        ),
        (
            "Dapatkan berita pilihan kami di kotak surat Anda setiap pagi. Anda dapat berhenti "
            "berlangganan kapan saja."
        ),
        "Iklan",
        (
            (
                "Saya sudah empat puluh tahun tinggal di sini dan belum pernah melihat yang "
                "seperti ini, salut untuk semuanya."
            ),
            (
                "Ada yang tahu kapan feri berangkat pada hari Minggu? Jadwal di dermaga sudah "
                "tidak berlaku lagi."
            ),
        ),
        (
            "Tentang penulis: Sari Wulandari menulis tentang laut dan orang-orang yang hidup darinya. "
            "Sebelumnya ia memelihara lebah."
        ),
        "Dermaga pada musim semi. Foto: Jon Reed/Kabar Contoh",
        (
            "Kami memakai kuki untuk memperbaiki kunjungan Anda, mengukur pemakaian halaman kami, dan "
            "menampilkan iklan yang sesuai. Anda dapat mengubah pilihan kapan saja."
        ),
        (
            "Hak cipta Kabar Contoh. Dilarang menyalin bagian mana pun dari halaman ini tanpa izin "
            "tertulis dari penerbit."
        ),
    ),
    "de": Around(
        ("Startseite", "Welt", "Wirtschaft", "Sport", "Kultur", "Wetter", "Anmelden"),
        ("Teilen", "Link kopieren", "Drucken", "Merken"),
        "Lesen Sie auch: Was der Sturm am Westkai übrig ließ",
        (
            "Zehn Fluten, die alte Kapitäne überraschten",
            "Die Möwe, die auf den Markt zurückkam",
            "Warum die Fähre grün gestrichen ist",
        ),
        (
            "Neun Jahre brauchten die Wärter des Leuchtturms, um zu erfahren, wer die Blumen vor die Tür "
            "legte, und die Antwort lag näher, als einer von ihnen gedacht hatte."
        ),
        (
            "Jeden Morgen das Beste aus unserer Redaktion in Ihrem Postfach. Sie können den Bezug "
            "jederzeit beenden."
        ),
        "Anzeige",
        (
            (
                "Ich wohne seit vierzig Jahren hier und habe so etwas noch nie gesehen, Hut ab vor "
                "allen, die geholfen haben."
            ),
            "Weiß jemand, wann die Fähre am Sonntag fährt? Der Plan am Kai stimmt schon wieder nicht.",
        ),
        (
            "Zur Person: Holger Tiedemann schreibt über das Meer und die Menschen, die davon "
            "leben. Früher hielt er Bienen."
        ),
        "Der Kai im Frühling. Foto: Jon Reed/Musterblatt",
        (
            "Wir verwenden Cookies, um Ihren Besuch zu verbessern, die Nutzung unserer Seiten zu messen und "
            "passende Werbung zu zeigen. Sie können Ihre Wahl jederzeit ändern."
        ),
        (
            "Copyright Musterblatt. Alle Rechte vorbehalten. Kein Teil dieser Seite darf ohne schriftliche "
            "Erlaubnis des Verlages kopiert werden."
        ),
    ),
}


def texts(pipeline: Pipeline) -> Iterator[Text]:
    """The articles, cleaned, in the languages that there is something around for."""
    for path in sorted(path for path in CONTENT.rglob("*") if path.suffix in (".md", ".txt")):
        source = load(path.read_bytes(), f"content/{path.name}")
        prepared = source if isinstance(source, Diagnostic) else prepare(source, pipeline)
        if not isinstance(prepared, Diagnostic) and prepared.lang in AROUND:
            said = [line.text.strip() for line in prepared.cleaned.draft.lines if line.text.strip()]
            plain = tuple(
                text
                for text in said
                if text[0] not in "#>|-*![<:{"
                and not text[0].isdigit()
                and "](" not in text
                and "`" not in text
            )
            if len(plain) >= 4:
                name = prepared.declared.values["source"]
                yield Text(
                    prepared.value("title"),
                    prepared.value("date")[:10],
                    prepared.lang,
                    name if isinstance(name, str) else name["name"],
                    plain,
                )


# --- markup -----------------------------------------------------------------------------------------------


def p(items: Iterable[str], tag: str = "p", more: str = "") -> str:
    """Each item in an element."""
    return "\n".join(f"<{tag}{more}>{escape(item, quote=False)}</{tag}>" for item in items)


def links(items: Iterable[str], tag: str = "li") -> str:
    """Each item as a link in an element."""
    return "".join(
        f'<{tag}><a href="/{n}">{escape(item, quote=False)}</a></{tag}>' for n, item in enumerate(items)
    )


def between(paragraphs: Iterable[str], inserts: Iterable[str]) -> str:
    """Paragraphs with an insert of markup after every second one."""
    more = cycle(inserts)
    return "\n".join(
        f"<p>{escape(text, quote=False)}</p>{next(more) if n % 2 else ''}"
        for n, text in enumerate(paragraphs)
    )


def page(text: Text, body: str, head: str = "") -> str:
    """A whole page."""
    return (
        f'<!doctype html><html lang="{text.lang}"><head><meta charset="utf-8"><title>{escape(text.title)} '
        f"| {escape(text.source)}</title>{head}</head><body>{body}</body></html>"
    )


def semantic(t: Text, a: Around) -> str:
    """Elements that say what they are, and JSON-LD."""
    data = json.dumps(
        {"@type": "NewsArticle", "headline": t.title, "datePublished": t.day, "publisher": {"name": t.source}}
    )
    body = (
        f"<header><nav><ul>{links(a.nav)}</ul></nav></header><main><article><h1>{escape(t.title)}</h1>"
        f"{p(t.paragraphs)}</article><aside><ul>{links(a.related)}</ul></aside></main><footer>"
        f"{p([a.legal])}</footer>"
    )
    return page(t, body, f'<script type="application/ld+json">{data}</script>')


def divs(t: Text, a: Around) -> str:
    """Divisions with class names of a common blog system."""
    return page(
        t,
        (
            f'<div id="top"><div class="menu">{links(a.nav, "span")}</div></div><div class="post"><h2 '
            f'class="entry-title">{escape(t.title)}</h2><div class="share">{p(a.share, "span")}</div><div '
            f'class="entry-content">{p(t.paragraphs)}</div></div><div '
            f'class="sidebar">{links(a.related, "div")}</div><div class="foot">{p([a.legal], "div")}</div>'
        ),
    )


def table(t: Text, a: Around) -> str:
    """A layout of table cells, as old sites have it."""
    return page(
        t,
        (
            f'<table><tr><td colspan="3">{links(a.nav, "b")}</td></tr><tr><td>{links(a.related, "p")}</td>'
            f'<td><font size="5">{escape(t.title)}</font>{p(t.paragraphs)}</td><td>'
            f"{p([a.advertisement, a.teaser])}</td></tr><tr><td "
            f'colspan="3">{escape(a.legal)}</td></tr></table>'
        ),
    )


def breaks(t: Text, a: Around) -> str:
    """Paragraphs parted by line breaks alone."""
    text = "<br><br>\n".join(escape(one, quote=False) for one in t.paragraphs)
    return page(
        t,
        (
            f'<div class="nav">{links(a.nav)}</div><h1>{escape(t.title)}</h1><div '
            f'class="content">{text}</div><div class="related">{links(a.related)}</div><div>'
            f"{escape(a.legal)}</div>"
        ),
    )


def bare(t: Text, a: Around) -> str:
    """Paragraphs that are divisions without a name."""
    return page(
        t,
        (
            f"<div>{links(a.nav, 'div')}</div><div><h1>{escape(t.title)}</h1>{p(t.paragraphs, 'div')}</div>"
            f"<div>{links(a.related, 'div')}</div><div>{escape(a.legal)}</div>"
        ),
    )


def inserts(t: Text, a: Around) -> str:
    """Pointers, prompts and advertisements between the paragraphs."""
    what = [
        f"<p>{a.read_also}</p>",
        f'<div class="box"><p>{a.newsletter}</p></div>',
        f"<p>{a.advertisement}</p>",
    ]
    return page(
        t,
        (
            f"<nav>{links(a.nav)}</nav><article><h1>{escape(t.title)}</h1>"
            f"{between(t.paragraphs, what)}</article><footer>{p([a.legal])}</footer>"
        ),
    )


def comments(t: Text, a: Around) -> str:
    """Readers' comments below, as long as paragraphs."""
    return page(
        t,
        (
            f'<main><h1>{escape(t.title)}</h1><div class="text">{p(t.paragraphs)}</div><section '
            f'id="comments"><h3>{len(a.comments)}</h3>'
            f"{''.join(f'<div class=comment><p>{c}</p></div>' for c in a.comments * 4)}</section></main>"
            f"<footer>{p([a.legal])}</footer>"
        ),
    )


def cards(t: Text, a: Around) -> str:
    """Cards of other articles with teasers, before and after."""
    card = "".join(
        f'<div class="card"><h3><a href="/{n}">{name}</a></h3><p>{a.teaser}</p></div>'
        for n, name in enumerate(a.related)
    )
    return page(
        t,
        (
            f'<div class="hero">{card}</div><article><h1>{escape(t.title)}</h1>{p(t.paragraphs)}</article>'
            f'<section class="more">{card * 2}</section>'
        ),
    )


def people(t: Text, a: Around) -> str:
    """Byline, picture with its caption, share bar and a box on the author."""
    top = (
        f'<p class="byline">{escape(t.source)}</p><ul class="share">{p(a.share, "li")}</ul><figure><img '
        f'src="a.jpg" alt=""><figcaption>{a.caption}</figcaption></figure>'
    )
    return page(
        t,
        (
            f"<nav>{links(a.nav)}</nav><article><h1>{escape(t.title)}</h1>{top}{p(t.paragraphs)}<div "
            f'class="author-bio"><p>{a.bio}</p></div></article><footer>{p([a.legal])}</footer>'
        ),
    )


def shaped(t: Text, a: Around) -> str:
    """A heading, a list and a quotation in the text."""
    first, second, third, *rest = t.paragraphs
    sentences = [s.strip() + "." for s in third.rstrip(".").split(". ")]
    body = (
        f"{p([first])}<h2>{escape(second)}</h2><ul>{p(sentences, 'li')}</ul><blockquote>"
        f"{p(rest[:1])}</blockquote>{p(rest[1:])}"
    )
    return page(
        t,
        (
            f"<nav><ul>{links(a.nav)}</ul></nav><main><h1>{escape(t.title)}</h1>{body}</main><aside><ul>"
            f"{links(a.related)}</ul></aside>"
        ),
    )


def consent(t: Text, a: Around) -> str:
    """A banner on cookies first, a prompt to subscribe and long legal words last."""
    return page(
        t,
        (
            f'<div class="cookie-banner"><p>{a.cookies}</p><button>OK</button></div><nav>{links(a.nav)}</nav>'
            f'<div class="story"><h1>{escape(t.title)}</h1>{p(t.paragraphs)}<div '
            f'class="subscribe"><p>{a.newsletter}</p></div></div><div '
            f'class="footer">{p([a.legal, a.cookies, a.legal])}</div>'
        ),
    )


def spans(t: Text, a: Around) -> str:
    """Markup as page editors write it: styles and spans everywhere, scripts in between."""
    text = "".join(
        (
            f'<p style="margin:0"><span style="color:#333"><span>{escape(one, quote=False)}</span></span></p>'
            f'<script>var a = "{n} < 1";</script>'
        )
        for n, one in enumerate(t.paragraphs)
    )
    return page(
        t,
        (
            f'<div class="wrap"><div class="head"><span>{escape(t.title)}</span></div><div class="body" '
            f'itemprop="articleBody">{text}</div><div class="tags">{links(a.nav, "span")}</div><div '
            f'class="rel">{links(a.related, "p")}</div></div>'
        ),
    )


TEMPLATES = (semantic, divs, table, breaks, bare, inserts, comments, cards, people, shaped, consent, spans)


class Page(NamedTuple):
    """A page, the kind of its markup, and the article in it."""

    kind: str
    html: str
    text: Text


def pages(pipeline: Pipeline, every: int = 1) -> Iterator[Page]:
    """Each text in each template.

    With ``every`` each in one of so many templates, in turn.
    """
    for n, text in enumerate(texts(pipeline)):
        for m, template in enumerate(TEMPLATES):
            if (n + m) % every == 0:
                yield Page(template.__name__, template(text, AROUND[text.lang]), text)


# --- measuring --------------------------------------------------------------------------------------------


class Score(NamedTuple):
    """Precision, recall and F1 over the words of a page's article."""

    precision: float
    recall: float
    f1: float


def score(found: str, text: Text) -> Score:
    """Compare the words of what was found with the article's; its title does not count."""
    wanted, got = _words(" ".join(text.paragraphs)), _words(found.replace(text.title, ""))
    both = (wanted & got).total()
    precision, recall = both / max(1, got.total()), both / max(1, wanted.total())
    return Score(precision, recall, 2 * precision * recall / max(1e-9, precision + recall))


def _words(text: str) -> Counter[str]:
    return Counter(word.strip(".,:;!?\"'“”„»«()·") for word in text.casefold().split())


def by_briefgen(pipeline: Pipeline) -> Callable[[str], str]:
    """What ``briefgen add`` writes of a page."""
    from briefgen.importing import web_page
    from briefgen.importing.document import Input
    from briefgen.importing.normalize import normalize
    from briefgen.model.diagnostics import BriefgenError

    def found(page: str) -> str:
        try:
            arrival = next(web_page.read(Input("page.html", page.encode())))
            return "\n".join(line.text for line in normalize(arrival, {}, pipeline, NOW).lines)
        except BriefgenError:
            return ""

    return found


def by_trafilatura() -> Callable[[str], str]:
    """What trafilatura finds by itself."""
    from trafilatura import extract

    return lambda page: extract(page, include_comments=False) or ""


def by_resiliparse() -> Callable[[str], str]:
    """What resiliparse finds by itself, where it is installed."""
    from resiliparse.extract.html2text import extract_plain_text

    return lambda page: str(
        extract_plain_text(page, preserve_formatting=True, main_content=True, alt_texts=False, comments=False)
    )


def by_resiliparse_cleaned(pipeline: Pipeline) -> Callable[[str], str]:
    """What cleaning leaves of what resiliparse finds."""
    from briefgen.importing.document import ImportedDocument
    from briefgen.importing.normalize import normalize
    from briefgen.importing.plain_text import lines_of

    extract = by_resiliparse()

    def found(page: str) -> str:
        arrival = ImportedDocument("page.html", b"", ".html", lines_of(extract(page)))
        return "\n".join(line.text for line in normalize(arrival, {}, pipeline, NOW).lines)

    return found


def measured(extract: Callable[[str], str], made: Iterable[Page]) -> tuple[Score, float, dict[str, float]]:
    """The mean scores, the median of milliseconds a page, and F1 by kind of markup."""
    scores: dict[str, list[Score]] = {}
    took = []
    for one in made:
        start = time.perf_counter()
        found = extract(one.html)
        took.append((time.perf_counter() - start) * 1000)
        scores.setdefault(one.kind, []).append(score(found, one.text))
    every = [*chain.from_iterable(scores.values())]
    means = Score(*(mean(s[n] for s in every) for n in range(3)))
    return means, median(took), {kind: mean(s.f1 for s in found) for kind, found in scores.items()}


def main() -> None:
    """Measure and print a table."""
    pipeline = default_pipeline()
    made = [*pages(pipeline, 3)]
    ways: dict[str, Callable[[], Callable[[str], str]]] = {
        "briefgen add": lambda: by_briefgen(pipeline),
        "trafilatura": by_trafilatura,
        "resiliparse": by_resiliparse,
        "resiliparse, cleaned": lambda: by_resiliparse_cleaned(pipeline),
    }
    print(
        f"{len(made)} pages\n\n| | precision | recall | F1 | ms a page |\n| --- | ---: | ---: | ---: | ---: |"
    )
    kinds: dict[str, dict[str, float]] = {}
    for name, make in ways.items():
        try:
            extract = make()
        except ImportError:
            continue
        extract(made[0].html)
        means, ms, kinds[name] = measured(extract, made)
        print(f"| {name} | {means.precision:.3f} | {means.recall:.3f} | {means.f1:.3f} | {ms:.1f} |")
    print(f"\n| F1 by markup | {' | '.join(kinds)} |\n| --- |{' ---: |' * len(kinds)}")
    for template in TEMPLATES:
        print(
            f"| {template.__name__} | "
            f"{' | '.join(f'{found[template.__name__]:.3f}' for found in kinds.values())} |"
        )


if __name__ == "__main__":
    main()

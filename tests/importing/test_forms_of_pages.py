"""Pages of twelve languages, short and long, with lists, tables, questions: all of their text comes in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from briefgen.importing import web_page
from briefgen.importing.document import Input
from briefgen.importing.normalize import NormalizedArticle, normalize
from briefgen.project.pipeline import default_pipeline
from tests.importing.madepages import AROUND, DAY, LANGUAGES, MadePage, made_pages
from tests.importing.pageframes import framed_pages

NOW = datetime(2030, 1, 15, tzinfo=UTC)
LINK = re.compile(r"\]\((https?://[^)\s]+)")


def added(page: MadePage) -> NormalizedArticle:
    (document,) = web_page.read(Input("page.html", page.html.encode()))
    return normalize(document, {}, default_pipeline(), NOW)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def test_words_links_title_and_date_of_every_form() -> None:
    counts, lost = counted(made_pages())
    assert counts["pages"] == 84
    check(counts, lost)


def test_words_links_title_and_date_in_the_markup_of_several_makers() -> None:
    counts, lost = counted(framed_pages())
    assert counts["pages"] == 180
    check(counts, lost)


def check(counts: Counter[str], lost: list[str]) -> None:
    assert counts["missing"] <= 0.01 * counts["words"], lost
    assert counts["more"] <= 0.02 * counts["words"]
    assert counts["broken"] <= 0.01 * counts["links"]
    assert counts["titles"] >= 0.98 * counts["pages"]
    assert counts["dates"] >= 0.98 * counts["pages"]


def counted(pages: Iterable[MadePage]) -> tuple[Counter[str], list[str]]:
    """What comes in of pages, and the names of those that lose words."""
    lost: list[str] = []
    counts = Counter[str]()
    for page in pages:
        article = added(page)
        have = words(" ".join(line.text for line in article.lines))
        want = words(" ".join(page.lines))
        missing = (want - have).total()
        counts.update(pages=1, words=want.total(), missing=missing, more=(have - want).total())
        there = LINK.findall(article.body)
        counts.update(links=len(page.links), broken=sum(url not in there for url in page.links))
        counts["titles"] += article.title == page.title
        counts["dates"] += article.day == DAY
        if missing:
            lost.append(f"{page.name}: {missing} words")
    return counts, lost


def test_what_stands_around_the_text_stays_out() -> None:
    for page in made_pages():
        lang = page.name.partition(" ")[0]
        body = [line.text for line in added(page).lines]
        assert not {AROUND[lang][0], AROUND[lang][3], "© Quarry Post"}.intersection(body), page.name
    assert set(AROUND) == set(LANGUAGES)

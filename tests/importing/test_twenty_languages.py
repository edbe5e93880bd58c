"""Add pages, feeds and dumps in twenty languages, with odd codes, stamps and equal titles, and build."""

from __future__ import annotations

import csv
import io
import json
import random
from datetime import date, timedelta
from html import escape
from pathlib import Path

import pytest
from babel.dates import format_date
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.util.language_tags import canonical_tag
from tests.cleaning.test_language import SENTENCES

CODES = {
    "en": "en_US.UTF-8", "de": "de_AT@euro", "id": "in", "es": "ES", "fr": "fr-ca", "pt": "pt_br",
    "it": "ita", "nl": "NL-be", "sv": "sv_SE", "bg": "bg-Cyrl-BG", "ca": "ca-ES-valencia", "cs": "cze",
    "el": "el-polyton", "et": "et-EE-x-private", "fa": "fas", "he": "iw-IL", "hi": "hi-Deva-IN-u-nu-deva",
    "hr": "HR_hr", "hu": "a" * 272, "sw": "English",
}  # fmt: skip
NOW = ["--now", "2024-06-01T12:00:00+00:00"]
ZONES = ("UTC", "GMT", "+0200", "-04:30", "Z", "EST", "")


class Newsroom:
    """Texts of one language, each another one. A headline serves several days, as in every newsroom."""

    def __init__(self, lang: str) -> None:
        self.lang, self.rng = lang, random.Random(lang)  # noqa: S311 - the same texts every time
        self.words = SENTENCES[lang].rstrip(".").split()

    def sentence(self) -> str:
        return " ".join(self.rng.sample(self.words, len(self.words))).strip(",.،").capitalize() + "."

    def article(self, number: int) -> dict[str, str]:
        rng, day = self.rng, date(2024, 3, 1) + timedelta(days=self.rng.randrange(60))
        dates = (f"{day}", f"{day:%Y/%m/%d} 08:00 {rng.choice(ZONES)}".strip(), f"{day} 21:15:30 +0700")
        stamps = (f"Published {day} 08:00 UTC", format_date(day, "long", self.lang), f"{day:%d.%m.%Y} 14:05")
        texts = (f"{self.sentence()} {self.sentence()} {rng.randrange(9999)}." for _ in range(3))
        return {
            "title": SENTENCES[self.lang][:60].rpartition(" ")[0],
            "date": rng.choice(dates),
            "stamp": rng.choice(stamps),
            "text": "\n\n".join(texts),
            "lang": CODES[self.lang],
            "url": f"https://{self.lang}.example/{number}",
            "source": f"Harbour {self.lang.upper()}",
        }

    def articles(self, first: int, count: int) -> list[dict[str, str]]:
        return [self.article(number) for number in range(first, first + count)]


def page(one: dict[str, str]) -> str:
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in one["text"].split("\n\n"))
    return (
        f'<!doctype html><html lang="{one["lang"]}"><head><title>{escape(one["title"])}</title>'
        f'<meta property="article:published_time" content="{one["date"]}">'
        f'<link rel="canonical" href="{one["url"]}"></head><body><article>'
        f"<h1>{escape(one['title'])}</h1><p>{one['stamp']}</p>{paragraphs}</article></body></html>"
    )


def feed(articles: list[dict[str, str]]) -> str:
    items = "".join(
        f"<item><title>{escape(one['title'])}</title><link>{one['url']}</link>"
        f"<pubDate>{one['date']}</pubDate><description>{escape(one['text'])}</description></item>"
        for one in articles
    )
    name, lang = articles[0]["source"], articles[0]["lang"]
    head = f"<title>{name}</title><language>{lang}</language>"
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'


def table(articles: list[dict[str, str]]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(articles[0]))
    writer.writeheader()
    writer.writerows(articles)
    return stream.getvalue()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteTest:
    settings = "title: Harbour\nlanguage: en-gb\ntopics: [{slug: sea, title: Sea}]\n"
    test = SiteTest.of_files({"briefgen.yml": settings}, tmp_path)
    monkeypatch.chdir(test.root)
    for lang in CODES:
        room = Newsroom(lang)
        test.write(f"in/{lang}.html", page(room.article(1)))
        test.write(f"in/{lang}.xml", feed(room.articles(10, 2)))
        test.write(f"in/{lang}.jsonl", "\n".join(map(json.dumps, room.articles(20, 2))))
        test.write(f"in/{lang}.csv", table(room.articles(30, 2)))
    return test


def test_all_are_added_and_the_site_builds(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    added = run(["add", "in", "--topic", "sea", *NOW])
    output = capsys.readouterr()
    assert added == 0, output.err
    files = sorted((site.root / "content").rglob("*.md"))
    assert len(files) == 7 * len(CODES), output.out
    assert run(["build", "-W", *NOW]) == 0, capsys.readouterr().err
    site.build(builders=["json"], output=site.root / "json")
    api = (site.root / "json").rglob("api/v1/articles/*.json")
    languages = {json.loads(path.read_text("utf-8"))["language"] for path in api}
    assert languages == {canonical_tag(code) or lang for lang, code in CODES.items()}
    feeds = {path.parent.name for path in (site.root / "site/languages").glob("*/feed.xml")}
    assert sorted(feeds) == sorted(CODES)

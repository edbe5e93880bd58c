"""The date of what is added: the best evidence first, and nothing replaced in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.importing.document import Input
from briefgen.importing.web_page import read

NOW = ["--now", "2024-05-12T12:00:00+00:00"]

TEXT = "The ferry to the island left at noon with nobody on board but the cook, who sang all the way to port."
PARAGRAPHS = f"<p>{TEXT} {TEXT}</p>" * 3


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteTest:
    made = SiteTest.of_files({"briefgen.yml": "title: Sea\ntimezone: Asia/Jakarta\n"}, tmp_path)
    monkeypatch.chdir(made.root)
    return made


def added(site: SiteTest, name: str, content: str, *options: str) -> dict[str, str]:
    """The date of each new article, by its title."""
    before = set(site.root.glob("content/**/*.md"))
    site.write(name, content)
    assert run(["add", name, "--anyway", *options, *NOW]) == 0
    dates = {}
    for path in sorted({*site.root.glob("content/**/*.md")} - before):
        lines = path.read_text("utf-8").splitlines()
        fields = dict(line.split(": ", 1) for line in lines[1 : lines.index("---", 1)] if ": " in line)
        dates[fields["title"]] = fields["date"]
    return dates


def rows(*dates: object, column: str = "date") -> str:
    """A dump of one article for each date."""
    return "\n".join(
        json.dumps(
            {"title": f"Ferry {n}", column: value, "text": f"{TEXT} It was the {n}th time.", "lang": "en"}
        )
        for n, value in enumerate(dates, 1)
    )


def feed(*dates: str) -> str:
    items = "".join(
        f"<item><title>Ferry {n}</title><guid>{n}</guid><pubDate>{text}</pubDate>"
        f"<description>{TEXT} The {n}th time.</description></item>"
        for n, text in enumerate(dates, 1)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Radio</title>{items}</channel></rss>'


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2024-05-02 10:00:00", "2024-05-02 17:00+07:00"),
        ("Thu, 02 May 2024 10:00:00 GMT", "2024-05-02 17:00+07:00"),
        ("2024/5/2", "2024-05-02"),
        (1714644000, "2024-05-02 17:00+07:00"),
        ("1714644000000", "2024-05-02 17:00+07:00"),
        ({"$date": "2024-05-02T10:00:00Z"}, "2024-05-02 17:00+07:00"),
    ],
)
@pytest.mark.parametrize(
    "column", ["date", "published_at", "pubDate", "created", "date_publish", "Erscheinungsdatum"]
)
def test_a_column_with_dates(site: SiteTest, value: object, date: str, column: str) -> None:
    (found,) = added(site, "dump.jsonl", rows(value, column=column)).values()
    assert found[:10] == date[:10]


def test_an_unknown_column_with_dates_is_taken_and_named(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    assert added(site, "dump.jsonl", rows("2024-05-02", column="Wann")) == {"Ferry 1": "2024-05-02"}
    assert 'date from the column "Wann"' in capsys.readouterr().out
    site.write("other.jsonl", rows("2024-05-03", column="last_updated"))
    assert run(["add", "other.jsonl", "--anyway", *NOW]) == 0
    assert "[date-today]" in capsys.readouterr().err


def test_the_order_of_days_and_months_is_that_of_the_whole_column(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    assert added(site, "us.jsonl", rows("05/03/2023", "05/17/2023")) == {
        "Ferry 1": "2023-05-03",
        "Ferry 2": "2023-05-17",
    }
    assert added(site, "uk.jsonl", rows("06/03/2023", "17/03/2023")) == {
        "Ferry 1": "2023-03-06",
        "Ferry 2": "2023-03-17",
    }
    assert "[date-" not in capsys.readouterr().err


def test_without_evidence_a_date_of_two_meanings_is_told(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    assert added(site, "dump.jsonl", rows("05/03/2023", "06/03/2023")) == dict.fromkeys(
        ["Ferry 1", "Ferry 2"], "2024-05-12"
    )
    errors = capsys.readouterr().err
    assert errors.count("[date-replaced]") == 2
    assert 'dump.jsonl#1: warning: the date "05/03/2023" cannot be read' in errors
    assert added(site, "dump.jsonl", rows("05/03/2023"), "--month-first") == {"Ferry 1": "2023-05-03"}
    assert added(site, "dump.jsonl", rows("05/03/2023"), "--day-first") == {"Ferry 1": "2023-03-05"}


def test_an_address_decides_between_two_meanings(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    row = {
        "title": "Ferry",
        "date": "05/03/2023",
        "text": TEXT,
        "url": "https://a.example/2023/05/03/x",
        "lang": "en",
    }
    assert added(site, "one.json", json.dumps(row)) == {"Ferry": "2023-05-03"}
    assert "[date-" not in capsys.readouterr().err


def test_a_date_that_cannot_be_read_is_told_with_what_was_taken(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"title": "Ferry", "date": "yesterday", "text": TEXT, "url": "https://a.example/2023/05/03/x"}
    assert added(site, "one.json", json.dumps(row)) == {"Ferry": "2023-05-03"}
    errors = capsys.readouterr().err
    assert all(word in errors for word in ("one.json#1", '"yesterday"', "2023-05-03", "its address"))


def test_the_dates_of_a_feed(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    dates = (
        "2019/3/9 15:07:41",
        "1552143600",
        "Thu, 31 Feb 2019 10:00:00 +0000",
        "Sat, 9 Mar 19 08:00 EST",
        "",
    )
    found = added(site, "feed.xml", feed(*dates))
    assert [found[f"Ferry {n}"][:10] for n in range(1, 6)] == [
        *("2019-03-09", "2019-03-09", "2024-05-12", "2019-03-09", "2024-05-12")
    ]
    errors = capsys.readouterr().err
    assert '"Thu, 31 Feb 2019 10:00:00 +0000" cannot be read: there is no day 2019-02-31' in errors
    assert "feed.xml#5: warning: no date was found" in errors


def test_the_other_date_of_an_entry_stands_in(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    entry = (
        f"<entry><id>a</id><title>Ferry</title><published>soon</published><updated>2024-05-01T10:00:00Z</updated>"
        f"<summary>{TEXT}</summary></entry>"
    )
    xml = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Radio</title>{entry}</feed>'
    assert added(site, "atom.xml", xml)["Ferry"][:10] == "2024-05-01"
    errors = capsys.readouterr().err
    assert '"soon"' in errors
    assert "<updated>" in errors


@pytest.mark.parametrize("value", ["1970-01-01", "0001-01-01T00:00:00Z"])
def test_the_beginning_of_time_is_no_date(
    site: SiteTest, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert added(site, "dump.jsonl", rows(value)) == {"Ferry 1": "2024-05-12"}
    assert value in capsys.readouterr().err


def test_a_mail_without_a_readable_date(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    added(site, "letter.eml", f"From: a@a.example\nSubject: Ferry\nDate: some day in May\n\n{TEXT}\n")
    assert "some day in May" in capsys.readouterr().err


def test_many_articles_without_a_date_are_told_in_few_lines(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    added(site, "dump.jsonl", rows(*[""] * 9))
    errors = capsys.readouterr().err
    assert errors.count("[date-today]") == 4
    assert "6 more articles" in errors


PRINTED = [
    ("below the headline", "en", "<h1>Ferry</h1><p>14 May 2024</p>{}", "2024-05-14"),
    ("with a label", "en", "<h1>Ferry</h1><p>Published 14 May 2024</p>{}", "2024-05-14"),
    ("German", "de", "<h1>Ferry</h1><p>Veröffentlicht am 14. Mai 2024</p>{}", "2024-05-14"),
    ("Indonesian", "id", "<h1>Ferry</h1><div>Rabu, 15 Mei 2024 08:30 WIB</div>{}", "2024-05-15T08:30+07:00"),
    ("Japanese", "ja", "<h1>Ferry</h1><p>2024年5月14日 20時50分</p>{}", "2024-05-14T20:50"),
    ("Russian", "ru", "<h1>Ferry</h1><p>14 мая 2024 г., 10:30</p>{}", "2024-05-14T10:30"),
    ("American", "en", "<h1>Ferry</h1><p>May 14, 2024 3:30 PM EST</p>{}", "2024-05-14T15:30-05:00"),
    ("below the text", "en", "<h1>Ferry</h1>{}<p>Published 14 May 2024</p>", "2024-05-14"),
    (
        "changed before published",
        "en",
        "<h1>Ferry</h1><p class=meta>Updated 15 May 2024</p><p class=meta>Published 14 May 2024</p>{}",
        "2024-05-14",
    ),
    (
        "both in one line",
        "es",
        "<h1>Ferry</h1><div>Actualizado: 15 de mayo de 2024 — Publicado: 14 de mayo de 2024</div>{}",
        "2024-05-14",
    ),
    ("of two meanings", "en", "<h1>Ferry</h1><p>By Ann Lee</p><p>05/03/2024</p>{}", "05/03/2024"),
    (
        "in a list",
        "id",
        "<h1>Ferry</h1><ul class=post-meta><li>Sari</li><li>Rabu, 15/05/2024 08:30 WIB</li></ul>{}",
        "2024-05-15T08:30+07:00",
    ),
    (
        "below the name of the paper",
        "en",
        "<h1>The Paper</h1><div class=date>Monday, 20 May 2024</div><main><h1>Ferry</h1>"
        "<div class=byline>By Ann Lee, 14 May 2024</div>{}</main>",
        "2024-05-14",
    ),
    (
        "the day of the visit",
        "en",
        "<header><div class=date>Monday, 20 May 2024</div></header><h1>Ferry</h1>{}",
        "",
    ),
    (
        "another article",
        "en",
        "<main><h1>Ferry</h1>{}</main><aside><p class=date>12 May 2020</p></aside>",
        "",
    ),
    (
        "an event",
        "en",
        "<h1>Ferry</h1><p>The storm on 12 May 2011 took away the old pier and all lamps.</p>{}",
        "",
    ),
]


@pytest.mark.parametrize(
    ("lang", "body", "moment"), [one[1:] for one in PRINTED], ids=[one[0] for one in PRINTED]
)
def test_the_date_that_a_page_prints(lang: str, body: str, moment: str) -> None:
    pytest.importorskip("trafilatura")
    page = (
        f"<!DOCTYPE html><html lang={lang}><head><title>Ferry</title></head><body>{body.format(PARAGRAPHS)}"
    )
    (document,) = read(Input("page.html", page.encode()))
    assert [clue.text for clue in document.dates] == ([moment] if moment else [])


def test_what_a_page_declares_comes_first() -> None:
    pytest.importorskip("trafilatura")
    head = '<meta name="dc.date" content="2024-05-02"><script type="application/ld+json">'
    head += '{"@type": "NewsArticle", "datePublished": "2024-05-01"}</script>'
    body = "<article><h1>Ferry</h1><time class=updated datetime=2024-05-09>x</time>"
    body += "<time datetime=2024-05-03>x</time>"
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}<p>4 May 2024</p>{PARAGRAPHS}</article>"
    (document,) = read(Input("page.html", page.encode()))
    assert [clue.text for clue in document.dates] == ["2024-05-01", "2024-05-02", "2024-05-03", "2024-05-04"]

"""Editions as mails: what they hold, and what no mail program may get."""

from __future__ import annotations

import email
import re
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from sitetest import SiteTest

LANGUAGES = {
    "en": "The ferry is late", "id": "Kapal feri terlambat", "de": "Die Fähre kommt spät",
    "fr": "Le bac est en retard", "ar": "تأخرت سفينة الصيادين عن موعدها في ميناء المدينة",
    "ru": "Паром опаздывает", "ja": "フェリーが遅れている",
    "zh": "渡轮晚点了", "el": "Το πλοίο άργησε", "vi": "Phà đến muộn",
}  # fmt: skip
SETTINGS = """\
title: The Brief
url: https://brief.example/news/
topics: [{slug: harbour, title: Harbour}, {slug: weather, title: Weather}]
builders: [html, mail, text]
mail:
  sender: News Desk <desk@brief.example>
  footer: "The Brief, 1 Quay Street\\nQuestions: https://brief.example/contact"
  unsubscribe: "{{ unsubscribe_url }}"
%s
"""
ARTICLE = """\
---
title: "{title}"
date: 2024-05-03T1{hour}:00Z
topic: {topic}
source: Quay Post
lang: {lang}
{more}---
First sentence of {title}. It has a [link](https://example.net/a?b=1&c=2) and ![a boat](boat.png).

Second paragraph of {title}. {words}
"""
EDITION = """\
---
title: Ferries & tides
lead: ferry-en
corrections:
  - {date: 2024-05-04, text: "The ferry has two decks, not three."}
---
What the <harbour> said today.
"""
REFUSED = {
    "script": r"<script|javascript:|\son\w+=", "form": r"<(?:form|input|button)\b", "svg": r"<svg",
    "stylesheet": r"<link\b|@import", "layout": r"display:\s*(?:flex|grid)|position:|float:",
    "variables": r"var\(", "background": r"background(?:-image)?:[^;\"]*url\(",
    "pixel": r"<img[^>]*(?:width=\"[01]\"|height=\"[01]\")",
    "frames": r"<(?:iframe|object|embed|video|audio)\b",
    "relative": r"(?:href|src)=\"(?!https?://|\{\{|mailto:)",
}  # fmt: skip


def article(title: str, lang: str = "en", **values: object) -> str:
    """An article with words of its own, so that it is like no other."""
    words = " ".join(f"{lang}{title[-3:]}{n}" for n in range(60))
    return ARTICLE.format(
        **{"title": title, "lang": lang, "topic": "harbour", "more": "", "words": words, **values}
    )


def make(folder: Path, content: str = "excerpt", **more: str) -> SiteTest:
    files = {
        "briefgen.yml": SETTINGS % f"  content: {content}",
        "content/editions/2024-05-03.md": EDITION,
        "content/hidden.md": article("Nobody may read", hour=1, more="draft: true\n"),
    }
    for n, (lang, title) in enumerate(LANGUAGES.items()):
        more_keys = "note: We were there.\n" if lang == "id" else ""
        more_keys += "image: boat.png\nimage_alt: A boat\n" if lang == "en" else ""
        topic = "harbour" if n % 2 else "weather"
        files[f"content/ferry-{lang}.md"] = article(title, lang, hour=n, topic=topic, more=more_keys)
    site = SiteTest.of_files({**files, **more}, folder)
    (site.root / "content/boat.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    return make(tmp_path_factory.mktemp("mail")).build()


def mail(site: SiteTest, suffix: str = "html") -> str:
    return (site.output / f"2024-05-03/mail.{suffix}").read_text("utf-8")


def message(site: SiteTest) -> EmailMessage:
    parsed = email.message_from_bytes((site.output / "2024-05-03/mail.eml").read_bytes(), policy=SMTP)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_no_mail_program_gets_what_it_refuses(site: SiteTest, tmp_path: Path) -> None:
    full = make(tmp_path, "full").build()
    for html in (mail(site), mail(full)):
        assert [name for name, pattern in REFUSED.items() if re.search(pattern, html)] == []
    assert "Second paragraph of The ferry is late" in mail(full)
    assert '<img width="536"' in mail(full)


def test_it_has_the_items_of_the_page(site: SiteTest) -> None:
    page = LexborHTMLParser((site.output / "2024-05-03/index.html").read_text("utf-8"))
    tree = LexborHTMLParser(mail(site))
    on_page = [node.text(strip=True) for node in page.css("main .item .p-name")]
    in_mail = [re.sub(r"^\d+\.\s*", "", node.text(strip=True)) for node in tree.css("h3")]
    assert in_mail == on_page
    assert set(in_mail) == set(LANGUAGES.values())
    assert [node.text() for node in tree.css("h1")] == ["Ferries & tides"]
    assert "What the" in mail(site)
    assert "two decks, not three" in mail(site)
    assert "We were there." in mail(site)
    assert tree.css_first('td[lang="ar"]').attributes["dir"] == "rtl"
    for text in (mail(site), mail(site, "txt"), message(site).as_string()):
        assert "Nobody may read" not in text


def test_titles_alone_and_the_end(site: SiteTest, tmp_path: Path) -> None:
    titles = mail(make(tmp_path, "titles").build())
    assert "First sentence" in mail(site)
    assert "First sentence" not in titles
    for text in (titles, mail(site, "txt")):
        assert "1 Quay Street" in text
        assert "{{ unsubscribe_url }}" in text
    assert '<a href="https://brief.example/contact"' in titles
    first_link = LexborHTMLParser(titles).css("a")[0]
    assert first_link.attributes["href"] == "https://brief.example/news/2024-05-03/"


def test_the_message_is_whole_and_always_the_same(site: SiteTest) -> None:
    parsed = message(site)
    assert parsed["Subject"] == "The Brief: Ferries & tides"
    assert parsed["From"] == "News Desk <desk@brief.example>"
    assert parsed["Message-ID"] == "<2024-05-03@brief.example>"
    assert parsed["Date"].datetime.isoformat() == "2024-05-03T19:00:00+00:00"
    assert "brief.example" in parsed["List-Id"]
    assert parsed["To"] is None
    plain, html = parsed.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert plain.get_content_charset() == html.get_content_charset() == "utf-8"
    assert html.get_content().replace("\r\n", "\n") == mail(site)
    assert plain.get_content().replace("\r\n", "\n") == mail(site, "txt")
    assert all(title in plain.get_content() for title in LANGUAGES.values())
    before = site.tree()
    site.build().idle()
    assert site.tree() == before


def test_an_edit_changes_the_mail_of_its_edition(tmp_path: Path) -> None:
    site = make(tmp_path).build()
    site.edit("content/ferry-de.md", "First sentence", "Another sentence").build()
    assert "Another sentence of Die Fähre" in mail(site)
    assert site.tree() == site.clean_tree()


def test_a_title_cannot_add_a_header(tmp_path: Path) -> None:
    hostile = EDITION.replace("Ferries & tides", '"Ferries\\r\\nBcc: all@example.net <b>x</b>"')
    site = make(tmp_path, **{"content/editions/2024-05-03.md": hostile}).build()
    assert message(site)["Bcc"] is None
    assert "<b>x</b>" not in mail(site)


@pytest.mark.parametrize(("content", "count"), [("titles", 160), ("excerpt", 60)])
def test_many_items_are_not_cut_off(tmp_path: Path, content: str, count: int) -> None:
    words = "A ferry that was late for the third time this week waits outside of the harbour"
    more = f"summary: {words} once more.\n"
    files = {f"content/item-{n}.md": article(f"{words} {n}", hour=n % 9, more=more) for n in range(count)}
    site = SiteTest.of_files({"briefgen.yml": SETTINGS % f"  content: {content}", **files}, tmp_path)
    site.build(builders=["mail"])
    assert len(mail(site).encode()) < 100_000

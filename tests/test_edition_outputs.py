"""An edition is the same in all outputs: title, introduction, lead and corrections."""

from __future__ import annotations

import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from browser import served
from playwright.sync_api import Browser
from sitetest import SiteTest

SETTINGS = """\
title: Fjord Notes
url: https://fjord.example/
builders: [html, text, json, feed]
topics: [{slug: sea}, {slug: land}]
"""
EDITION = """\
---
title: Sunday by the sea
lead: seals-return
corrections:
  - {date: 2024-05-07, article: barn, text: "The barn is blue."}
  - {date: 2024-05-06, text: "It was no Saturday."}
---

Dear readers, *more* seals than ever.
"""


def article(title: str, topic: str, hour: int, story: str = "") -> str:
    head = f"title: {title}\ndate: 2024-05-05 {hour:02}:00\ntopic: {topic}\n{story and f'story: {story}'}"
    return f"---\n{head}\n---\n\nThe whole text about it.\n"


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    files = {
        "briefgen.yml": SETTINGS,
        "content/editions/2024-05-05.md": EDITION,
        "content/barn.md": article("A barn burns", "sea", 11),
        "content/seals-return.md": article("Seals return", "land", 7, "seals"),
        "content/seals-are-back.md": article("Seals are back", "land", 9, "seals"),
    }
    return SiteTest.of_files(files, tmp_path).build()


def test_the_named_lead_is_the_first_headline(site: SiteTest) -> None:
    titles = ["Seals return", "Seals are back", "A barn burns"]
    pages = [site.page("/2024-05-05/index.txt"), site.page("/2024-05-05/index.html").partition("<main")[2]]
    pages[1] = re.sub(r"<section[^>]*glance.*?</section>", "", pages[1], flags=re.DOTALL)
    for page in pages:
        assert sorted(titles, key=page.index) == titles
    edition = json.loads(site.page("/api/v1/2024-05-05.json"))
    led = [story["lead"]["id"] for briefing in edition["briefings"] for story in briefing["stories"]]
    assert edition["lead"] == "seals-return"
    assert "seals-return" in led


def test_title_and_introduction_are_in_text_and_json(site: SiteTest) -> None:
    text, edition = site.page("/2024-05-05/index.txt"), json.loads(site.page("/api/v1/2024-05-05.json"))
    assert "Sunday by the sea\nSunday, May 5, 2024\n\nDear readers, more seals than ever." in text
    assert (edition["title"], edition["number"]) == ("Sunday by the sea", 1)
    assert edition["introduction"] == "<p>Dear readers, <em>more</em> seals than ever.</p>\n"


def test_a_correction_is_on_the_corrected_article(site: SiteTest) -> None:
    for page in ("/articles/barn/", "/articles/barn/index.txt", "/2024-05-05/index.txt"):
        assert "The barn is blue." in site.page(page)
    assert '"correction": [{"@type": "CorrectionComment"' in site.page("/articles/barn/index.html")
    article = json.loads(site.page("/api/v1/articles/barn.json"))
    assert article["corrections"] == [{"date": "2024-05-07", "text": "The barn is blue.", "article": "barn"}]
    assert "corrections" not in site.page("/articles/seals-return/index.html")
    site.edit("content/editions/2024-05-05.md", "is blue", "was blue").build()
    assert "The barn was blue." in site.page("/articles/barn/index.html")
    assert site.tree() == site.clean_tree()


# --- the same in all outputs ------------------------------------------------------------------------------


@pytest.fixture
def whole(site: SiteTest) -> SiteTest:
    """Every output that shows an edition, and one story with the curator's headline."""
    site.edit("briefgen.yml", "[html, text, json, feed]", "[html, text, json, feed, llms, cards, mail, epub]")
    site.edit("briefgen.yml", "topics: [{slug: sea}", "feeds: {formats: [atom, json]}\ntopics: [{slug: sea}")
    site.write("content/stories/seals.md", "---\ntitle: Seals of May\nsummary: They came at dawn.\n---\n")
    return site.build()


def book(site: SiteTest) -> list[str]:
    """The texts of the e-book of the edition, in their order, without the contents."""
    with ZipFile(site.output / "epub/2024-05-05.epub") as file:
        names = [name for name in file.namelist() if name.endswith(".xhtml") and "nav" not in name]
        return [file.read(name).decode() for name in names]


def outputs(site: SiteTest) -> dict[str, str]:
    """The text of each output of the edition, by format."""
    page = site.page("/2024-05-05/index.html").partition("<main")[2].partition("</main>")[0]
    entry = json.loads(site.page("/editions.json"))["items"][0]
    edition = json.loads(site.page("/api/v1/2024-05-05.json"))
    led = [s for b in edition["briefings"] for s in b["stories"] if s["lead"]["id"] == edition["lead"]]
    rest = [s for b in edition["briefings"] for s in b["stories"] if s not in led]
    order = [story.get("title") or story["lead"]["title"] for story in (*led, *rest)]
    facts = (edition["title"], f"No. {edition['number']}", edition["introduction"], *order)
    said = [one["text"] for one in edition["corrections"]]
    mail = site.page("/2024-05-05/mail.html").partition("<body")[2]
    return {
        "html": re.sub(r"<section[^>]*glance.*?</section>", "", page, flags=re.DOTALL),
        "text": site.page("/2024-05-05/index.txt"),
        "feed": f"{entry['title']}\n{entry['content_html']}",
        "llms": site.page("/2024-05-05/index.md"),
        "mail": re.sub(r"<div[^>]*display:none.*?</div>", "", mail, flags=re.DOTALL),
        "epub": "\n".join([text.partition("<body>")[2] for text in book(site)]),
        "mail as text": site.page("/2024-05-05/mail.txt"),
        "json": "\n".join([*facts, *said]),
    }


def printed(site: SiteTest, browser: Browser) -> str:
    """What the page of the edition has on paper."""
    with served(site.output) as address:
        page = browser.new_page()
        page.emulate_media(media="print")
        page.goto(f"{address}2024-05-05/")
        text = page.locator("main").inner_text()
        page.close()
    return text


def test_an_edition_is_equal_in_all_outputs(whole: SiteTest, browser: Browser) -> None:
    assert "/2024-05-05/): Sunday by the sea, 3 articles\n" in whole.page("/llms.txt")
    texts = {form: re.sub(r"<[^>]*>|[*\\]", "", text) for form, text in outputs(whole).items()}
    texts["print"] = printed(whole, browser)
    golden = [
        "Sunday by the sea",
        "Dear readers, more seals than ever.",
        "Seals of May",
        "A barn burns",
        "The barn is blue.",
        "It was no Saturday.",
    ]
    for form, text in texts.items():
        missing = [one for one in (*golden, "No. 1") if one not in text]
        assert missing == [], f"{form}: {text}"
        order = [one for one in golden if one not in golden[4:]]
        assert sorted(order, key=text.index) == order, form
        assert text.count("A barn burns") <= 2, "once, and where it is corrected"


def test_cards_and_structured_data_have_the_order_of_the_page(whole: SiteTest) -> None:
    page = whole.page("/2024-05-05/index.html")
    data = [
        json.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    ]
    listed = [item["name"] for item in data[0]["mainEntity"]["itemListElement"]]
    assert listed == ["Seals return", "Seals are back", "A barn burns"]
    assert [one["text"] for one in data[0]["correction"]] == ["The barn is blue.", "It was no Saturday."]
    assert whole.has("/2024-05-05/card.png")


def test_a_correction_is_in_the_feed_and_names_the_policy(whole: SiteTest) -> None:
    items = {one["title"]: one for one in json.loads(whole.page("/feed.json"))["items"]}
    assert "The barn is blue." in items["A barn burns"]["summary"]
    assert items["A barn burns"]["date_modified"].startswith("2024-05-07")
    assert "correctionsPolicy" not in whole.page("/articles/barn/index.html")
    whole.write("content/pages/corrections.md", "---\ntitle: Corrections\n---\n\nTell us.\n").build()
    page = whole.page("/articles/barn/index.html")
    assert '"@type": "NewsMediaOrganization"' in page
    assert '"correctionsPolicy": "https://fjord.example/corrections/"' in page


def test_the_feed_of_editions_has_one_entry_each(whole: SiteTest) -> None:
    whole.write(
        "content/next.md", article("A tram derails", "land", 9).replace("05-05 09", "05-06 09")
    ).build()
    feed = json.loads(whole.page("/editions.json"))
    assert [one["title"] for one in feed["items"]] == [
        "Monday, May 6, 2024",
        "Sunday by the sea, Sunday, May 5, 2024",
    ]
    assert feed["items"][1]["url"] == "https://fjord.example/2024-05-05/"
    assert feed["items"][1]["date_modified"].startswith("2024-05-07")
    assert "/editions.xml" in whole.page("/feeds/")
    assert whole.tree() == whole.clean_tree()
    whole.build().idle()


def test_a_title_and_an_introduction_for_each_language(whole: SiteTest) -> None:
    whole.edit("briefgen.yml", "builders:", "language: en\nlanguages: [{code: en}, {code: id}]\nbuilders:")
    whole.write("content/api.md", article("Kota terbakar", "land", 9).replace("topic:", "lang: id\ntopic:"))
    path = "content/editions/2024-05-05.md"
    whole.edit(path, "title: Sunday by the sea", "title: {en: Sunday by the sea, id: Minggu di laut}").build()
    assert "<h1>Sunday by the sea</h1>" in whole.page("/2024-05-05/")
    page = whole.page("/id/2024-05-05/")
    assert "<h1>Minggu di laut</h1>" in page
    assert "Dear readers" not in page
    whole.write("content/editions/2024-05-05.id.md", "---\n---\n\nPembaca yang *budiman*.\n").build()
    assert "Pembaca yang <em>budiman</em>." in whole.page("/id/2024-05-05/")
    assert "Pembaca" not in whole.page("/2024-05-05/")
    assert whole.tree() == whole.clean_tree()
    whole.move("content/editions/2024-05-05.id.md", "content/editions/2024-05-05.fr.md").build().fails()


def test_a_weekly_edition_shows_its_days(site: SiteTest) -> None:
    site.remove("content/editions/2024-05-05.md")
    site.write("content/next.md", article("A tram derails", "land", 9).replace("05-05 09", "05-03 09"))
    site.edit("briefgen.yml", "topics:", "briefings: {period: week}\ntopics:").build()
    head = site.page("/2024-W18/").partition("<h1>")[2].partition("</header>")[0]
    assert '"2024-05-03">Fri, May 3, 2024</time>–<time datetime="2024-05-05">Sun, May 5, 2024</time>' in head


def test_a_story_of_two_topics_stands_whole_at_its_first_place(site: SiteTest) -> None:
    site.write("content/ice.md", article("Seals on the ice", "sea", 10, "seals")).build()
    texts = [site.page("/2024-05-05/index.txt"), site.page("/2024-05-05/").partition("<main")[2]]
    texts[1] = texts[1].partition('<details class="more cite')[0]
    for text in texts:
        places = [text.index(title) for title in ("Seals return", "Seals are back", "A barn burns")]
        assert places == sorted(places)
        assert text.index("Seals on the ice") < places[2]
        assert text.count("Seals on the ice") == 1
    assert texts[1].count("See above:") == 1
    assert "2 stories" in texts[1]
    assert "4 articles" in texts[1]
    site.edit("content/editions/2024-05-05.md", "lead: seals-return", "lead: content/ice.md").build()
    assert json.loads(site.page("/api/v1/2024-05-05.json"))["lead"] == "ice"

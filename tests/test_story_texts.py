"""Stories as curators tell them: headline, summary, note, leading text, and who leads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from sitetest import NOW, SiteTest

from briefgen.cli.main import run

CONFIG = """\
title: Mill Lane Notes
url: https://mill.example/
language: en
builders: [html, feed, text, json, search, mail]
feeds: {formats: [atom], content: full}
topics: [{slug: town, title: Town}]
"""
STORY = """\
---
title: The mill reopens
summary: After nine years the mill turns.
note: We could not reach the owner.
---

It began with a *letter*, see {article}`turns`.
"""


def article(title: str, source: str, hour: int, head: str = "") -> str:
    front = f"title: {title}\ndate: 2024-05-01 {hour:02}:00\ntopic: town\nlang: en\nsource: {source}\n"
    return f"---\n{front}story: mill\n{head}---\n\nThe whole text of {title} stands here.\n"


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    files = {
        "briefgen.yml": CONFIG,
        "content/turns.md": article("The mill turns", "Nusa Wire", 8),
        "content/berputar.md": article("Kincir berputar", "Harian Samudra", 11).replace(
            "lang: en", "lang: id"
        ),
        "content/again.md": article("Mill at work again", "Lane Post", 9),
    }
    return SiteTest.of_files(files, tmp_path)


def titles(text: str, *names: str) -> list[str]:
    return sorted(names, key=text.index)


def test_a_story_has_the_curators_words_in_every_output(site: SiteTest) -> None:
    site.write("content/stories/mill.md", STORY).build().codes()
    page = site.page("/stories/mill/")
    assert "<h1>The mill reopens</h1>" in page
    assert "It began with a <em>letter</em>, see <a" in page
    assert page.count("We could not reach the owner.") == 1
    for path in ("/2024-05-01/", "/2024-05-01/town/", "/"):
        card = site.page(path)
        assert (
            'stories/mill/" data-address="https://mill.example/stories/mill/">The mill reopens</a></h' in card
        )
        assert "After nine years the mill turns." in card
        assert "Mill at work again</a></li>" in card, "the lead's own headline stands below"
    mail = site.page("/2024-05-01/mail.html")
    words = ["The mill reopens</span></h3>", "We could not reach", "The mill turns"]
    assert titles(mail, *words) == words
    text = site.page("/2024-05-01/index.txt")
    assert "1. The mill reopens\n   After nine years the mill turns.\n   Editor’s note: We could not" in text
    edition = json.loads(site.page("/api/v1/2024-05-01.json"))
    story = edition["briefings"][0]["stories"][0]
    assert (story["title"], story["note"]) == ("The mill reopens", "We could not reach the owner.")
    data = json.loads(site.page("/api/v1/stories/mill.json"))
    assert data["introduction"].startswith("<p>It began with a <em>letter</em>")
    assert "<title>Mill Lane Notes: The mill reopens</title>" in site.page("/stories/mill/feed.xml")
    assert site.tree() == site.clean_tree()


def test_a_text_renders_what_shows_it(site: SiteTest) -> None:
    site.write("content/stories/mill.md", STORY).build()
    site.edit("content/stories/mill.md", "It began", "All began").build()
    site.rendered(["/stories/mill/"])
    assert "All began" in site.page("/api/v1/stories/mill.json")
    site.edit("content/stories/mill.md", "reopens", "runs").build()
    assert "/2024-05-01/" in site.report.rendered
    assert site.tree() == site.clean_tree()
    site.build().idle()


def test_a_draft_of_a_text_is_in_no_output(site: SiteTest) -> None:
    site.write("content/stories/mill.md", STORY.replace("---\n", "---\ndraft: true\n", 1)).build().codes(
        "held"
    )
    assert not [path for path, data in site.tree().items() if b"reopens" in data or b"It began" in data]
    assert "<h1>Mill at work again</h1>" in site.page("/stories/mill/")


def test_an_edition_file_can_say_the_same(site: SiteTest) -> None:
    head = "stories:\n  join:\n    mill: {articles: [turns, again], title: Wheels turn, note: Our word.}\n"
    site.write("content/editions/2024-05-01.md", f"---\n{head}---\n").build().codes()
    assert "<h1>Wheels turn</h1>" in site.page("/stories/mill/")
    assert "Our word." in site.page("/2024-05-01/")
    site.write("content/stories/mill.md", "---\ntitle: The mill reopens\n---\n").build()
    assert "<h1>The mill reopens</h1>" in site.page("/stories/mill/")
    assert "Our word." in site.page("/2024-05-01/"), "what the file does not say comes from the edition"


def test_a_text_of_no_story_is_reported_and_an_article_there_stays_one(site: SiteTest) -> None:
    site.write("content/stories/mil.md", "---\ntitle: The mill reopens\n---\n").build()
    assert [(d.code, d.location.path) for d in site.report.diagnostics if d.severity == "warning"] == [
        ("story-unused", "content/stories/mil.md")
    ]
    site.write("content/stories/mil.md", "---\ntitle: An article\ndate: 2024-05-01\n---\n\nText.\n").build()
    assert "An article" in site.page("/articles/mil/")
    site.write("content/stories/mil.md", "---\ntitle: X\nslug: mill\n---\n").write(
        "content/stories/mill.md", STORY
    )
    site.build().fails()
    assert {d.code for d in site.report.diagnostics if d.severity == "error"} == {"story-double"}


def test_a_link_to_the_text_leads_to_the_story(site: SiteTest) -> None:
    site.write("content/stories/mill.md", STORY).write(
        "content/other.md",
        "---\ntitle: Other\ndate: 2024-05-01\ntopic: town\nlang: en\n---\n\n[See](stories/mill.md) it.\n",
    )
    site.build().codes()
    assert '<a href="../../stories/mill/">See</a>' in site.page("/articles/other/")


def test_the_telling_in_the_sites_language_leads(site: SiteTest) -> None:
    site.build()
    assert "<h1>Mill at work again</h1>" in site.page("/stories/mill/")
    edition = json.loads(site.page("/api/v1/2024-05-01.json"))
    assert edition["lead"] == "again"
    site.edit("briefgen.yml", "language: en", "language: id").build()
    assert json.loads(site.page("/api/v1/2024-05-01.json"))["lead"] == "berputar"


@pytest.mark.parametrize("said", ["lead: berputar", "order: {town: [berputar]}"])
def test_an_edition_that_names_a_headline_gets_that_one(site: SiteTest, said: str) -> None:
    site.write("content/editions/2024-05-01.md", f"---\n{said}\n---\n").build()
    first = json.loads(site.page("/api/v1/2024-05-01.json"))["briefings"][0]["stories"][0]
    assert first["lead"]["id"] == "berputar"


def test_the_card_names_the_other_outlets(site: SiteTest) -> None:
    page = site.build().page("/2024-05-01/")
    assert "Also: Harian Samudra, Nusa Wire" in page


def test_a_story_is_one_entry_of_a_feed(site: SiteTest) -> None:
    site.edit("briefgen.yml", "formats: [atom]", "formats: [json]")
    site.write("content/stories/mill.md", STORY).build()
    (entry,) = json.loads(site.page("/feed.json"))["items"]
    assert entry["id"].endswith(":story/mill")
    assert (entry["title"], entry["url"]) == ("The mill reopens", "https://mill.example/stories/mill/")
    assert "After nine years the mill turns." in entry["summary"]
    assert "Also: Nusa Wire, Harian Samudra" in entry["summary"]
    assert (entry["date_published"][11:16], entry["date_modified"][11:16]) == ("08:00", "11:00")
    assert len(json.loads(site.page("/stories/mill/feed.json"))["items"]) == 3
    site.edit("briefgen.yml", "formats: [json]", "formats: [json], entries: article").build()
    assert len(json.loads(site.page("/feed.json"))["items"]) == 3


# --- briefgen stories


FLOOD = "The Velmora river flooded 120 houses in Ostrava Lane, said Captain Ada Brandt. People left at night."


def with_suggestion(site: SiteTest) -> SiteTest:
    head = "---\ntitle: {}\ndate: 2024-05-02\nlang: en\nid: {}\n---\n\n{}\n"
    site.write("content/one.md", head.format("Velmora river floods Ostrava Lane", "one", FLOOD))
    other = (
        "Captain Ada Brandt counted 120 flooded houses on the Velmora in Ostrava Lane. They wait for help."
    )
    return site.write("content/two.md", head.format("Ostrava Lane waits for help", "two", other))


def suggested(site: SiteTest, capsys: pytest.CaptureFixture[str], *more: str) -> list[list[str]]:
    assert run(["stories", str(site.root), "--now", NOW, "--json", *more]) == 0
    found = json.loads(capsys.readouterr().out)
    return [one["articles"] for one in found if one["tier"] == "event" and not one["confirmed"]]


def test_an_accepted_story_gets_its_headline(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    with_suggestion(site)
    (pair,) = suggested(site, capsys)
    assert pair == ["one", "two"]
    command = [
        "stories",
        str(site.root),
        "--now",
        NOW,
        "--accept",
        "1",
        "--title",
        'The "big" flood: a night',
    ]
    assert run(command) == 0
    assert "content/stories/one.md: title: The" in capsys.readouterr().out
    assert "<h1>The &#34;big&#34; flood: a night</h1>" in site.build().page("/stories/one/")
    assert run(["stories", str(site.root), "--now", NOW, "--title", "No number"]) == 2


def test_a_suggestion_is_named_after_the_telling_in_the_sites_language(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    with_suggestion(site)
    site.edit("content/one.md", "lang: en", "lang: id")
    assert run(["stories", str(site.root), "--now", NOW, "--json"]) == 0
    found = {tuple(one["articles"]): one["story"] for one in json.loads(capsys.readouterr().out)}
    assert found["one", "two"] == "two"


def test_a_rejected_suggestion_stays_away(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    with_suggestion(site)
    assert run(["stories", str(site.root), "--now", NOW, "--reject", "1"]) == 0
    assert "not suggested again" in capsys.readouterr().out
    assert yaml.safe_load((site.root / "stories.yml").read_text("utf-8")) == {"rejected": [["one", "two"]]}
    assert suggested(site, capsys) == []
    assert suggested(site, capsys, "--all") == [["one", "two"]]
    third = (
        "Captain Ada Brandt left the 120 flooded houses of Ostrava Lane on the Velmora to the fire brigade."
    )
    site.write("content/three.md", f"---\ntitle: Velmora\ndate: 2024-05-02\nlang: en\n---\n\n{third}\n")
    assert suggested(site, capsys) == [["one", "three", "two"]], "with another article it is another story"
    assert run(["stories", str(site.root), "--now", NOW, "--accept", "1", "--reject", "1"]) == 2


def test_each_language_tree_has_its_own_words(site: SiteTest) -> None:
    languages = "languages: [{code: en}, {code: id}]\n"
    site.edit("briefgen.yml", "language: en\n", f"language: en\n{languages}")
    site.write("content/stories/mill.md", STORY).build().codes()
    assert "<h1>The mill reopens</h1>" in site.page("/stories/mill/")
    assert '<h1 lang="en"' not in site.page("/id/stories/mill/")
    assert "<h1>Kincir berputar</h1>" in site.page("/id/stories/mill/"), "no words of another language"
    words = "title: Kincir dibuka lagi\nsummary: Setelah sembilan tahun.\n"
    site.write("content/stories/mill.id.md", f"---\n{words}---\n\nDari surat.\n").build().codes()
    assert site.tree() == site.clean_tree()
    assert "<h1>The mill reopens</h1>" in site.page("/stories/mill/")
    page = site.page("/id/stories/mill/")
    assert "<h1>Kincir dibuka lagi</h1>" in page
    assert "Dari surat." in page
    assert "Kincir dibuka lagi" in site.page("/id/")
    site.remove("content/stories/mill.id.md")
    site.write(
        "content/stories/kincir.md", f"---\nslug: mill\nlang: id\n{words}---\n\nSurat.\n"
    ).build().codes()
    assert "<h1>Kincir dibuka lagi</h1>" in site.page("/id/stories/mill/")
    site.write("content/stories/mill.id.md", f"---\n{words}---\n").build()
    site.codes("story-double")

"""More than one edition a day: slots in settings, articles, edition files and every output."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sitetest import NOW, SiteTest

from briefgen.cli.main import run
from briefgen.config.slots import EditionSlot, slot_at, slots_of, wrong_slots
from briefgen.util import objects_inv
from briefgen.util.i18n import format_day, unbroken
from briefgen.util.periods import edition_order, first_day, is_edition_name, last_day

SETTINGS = """\
title: Lagoon Letters
url: https://lagoon.example/
slots: {morning: "05:00", evening: "17:00"}
languages: [{code: id}]
builders: [html, feed, search, sitemap, text, json, llms, mail, objects]
topics: [{slug: water}, {slug: land}]
"""
MORNING, EVENING = "2024-05-05-morning", "2024-05-05-evening"
EDITION = "---\ntitle: After the tide\nlead: ferry\nstatus: published\n---\n\nGood evening from the lagoon.\n"


def article(title: str, date: str, more: str = "") -> str:
    return (
        f"---\ntitle: {title}\ndate: {date}\ntopic: water\n{more}---\n\n{title}, says the harbour office.\n"
    )


FILES = {
    "briefgen.yml": SETTINGS,
    "content/heron.md": article("A heron nests", "2024-05-05 07:30"),
    "content/ferry.md": article("The ferry waits", "2024-05-05 18:10"),
    "content/lock.md": article("The lock is repaired", "2024-05-05 19:40"),
    "content/reeds.md": article("Reeds are cut", "2024-05-05"),
    "content/eel.md": article("Eels return", "2024-05-05 06:00", "slot: evening\n"),
    "content/buoy.md": article("A buoy drifts", "2024-05-04 20:00"),
    "content/dike.md": article("The dike holds", "2024-05-03 20:00"),
    "content/dam.md": article("The dam opens", "2024-05-03 06:00"),
    "content/belut.md": article("Belut kembali", "2024-05-05 18:00", "lang: id\n"),
    f"content/editions/{EVENING}.md": EDITION,
    f"content/editions/{EVENING}.id.md": "---\ntitle: Setelah pasang\n---\n\nSelamat malam.\n",
    "content/editions/2024-05-03.md": "---\ntitle: One whole day\n---\n",
}
ORDER = [EVENING, MORNING, "2024-05-04-evening", "2024-05-03"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    """The lagoon's site; a test that changes it makes its own."""
    return SiteTest.of_files(FILES, tmp_path_factory.mktemp("lagoon")).build()


# --- names ------------------------------------------------------------------------------------------------


def test_slots_divide_the_day_or_have_times() -> None:
    assert [one.start for one in slots_of(("early", "noon", "late"))] == ["00:00", "08:00", "16:00"]
    slots = slots_of({"morning": "5:00", "evening": "17:00"})
    assert slots == (EditionSlot("morning", "05:00"), EditionSlot("evening", "17:00"))
    times = ("", "04:59", "05:00", "16:59", "17:00", "23:59")
    assert [slot_at(slots, one)[:1] for one in times] == ["m", "m", "m", "m", "e", "e"]
    assert (slot_at((), "12:00"), slots_of(())) == ("", ())


@pytest.mark.parametrize(
    ("value", "period", "said"),
    [
        (("a", "b"), "week", "one week"),
        (("a", "a"), "day", "twice"),
        (("Late Edition",), "day", "address"),
        ({"a": "25:00"}, "day", "time of day"),
        ({"a": "17:00", "b": "05:00"}, "day", "does not begin after"),
    ],
)
def test_wrong_slots_are_reported(value: object, period: str, said: str) -> None:
    messages = [message for message, _ in wrong_slots(slots_of(value), period)]  # type: ignore[arg-type]
    assert len(messages) == 1 + messages.count('"a" does not begin after "a"')
    assert said in messages[0]
    assert list(wrong_slots(slots_of(("morning", "evening")), "day")) == []


def test_names_sort_by_slot_and_stand_for_their_day() -> None:
    slots = ("morning", "evening")
    names = ["2024-05-05", MORNING, EVENING, "2024-05-06-morning"]
    assert sorted([*names[2:], *names[:2]], key=lambda one: edition_order(one, slots)) == names
    assert (first_day(EVENING), last_day(EVENING)) == ("2024-05-05", "2024-05-05")
    assert all(is_edition_name(name, "day", slots) for name in names)
    wrong = ("2024-05-05-noon", "2024-05-05_morning", "2024-13-05-morning", "2024-05-05-", "2024-W18-morning")
    assert not any(is_edition_name(name, "day", slots) for name in wrong)
    assert not is_edition_name(MORNING, "day")


def test_a_slot_is_named_in_the_language_of_the_page() -> None:
    assert format_day(EVENING, "full", "en") == "Sunday, May 5, 2024 · Evening"
    assert format_day(EVENING, "MMMEd", "de") == "So., 5. Mai · Abend"
    assert format_day(EVENING, "MMMEd", "id") == "Min, 5 Mei · Sore"
    assert format_day("2024-05-05-late-news", "yMMMEd", "en").endswith(" · Late news")
    assert unbroken("Sunday, May 5, 2024 · Evening").split(" ")[-2:] == ["·", "Evening"]


# --- pages ------------------------------------------------------------------------------------------------


def test_every_edition_has_its_articles_and_its_neighbours(site: SiteTest) -> None:
    site.codes("edition-unsealed")
    evening, morning = site.page(f"/{EVENING}/"), site.page(f"/{MORNING}/")
    assert [title in evening for title in ("ferry waits", "Eels return", "heron", "Reeds")] == [1, 1, 0, 0]
    assert [title in morning for title in ("ferry waits", "Eels return", "heron", "Reeds")] == [0, 0, 1, 1]
    assert "After the tide" in evening
    assert "Good evening from the lagoon." in evening
    for name, prev, following in zip(ORDER, [*ORDER[1:], ""], ["", *ORDER[:-1]], strict=True):
        page = site.page(f"/{name}/")
        assert re.findall(r'rel="(?:prev|next)" href="\.\./([^"/]+)/', page) == [
            n for n in (prev, following) if n
        ]
        assert not re.search(r'datetime="2024-05-0\d-', page)
    assert "After the tide" in site.page("/")
    assert "The dam opens" in site.page("/2024-05-03/")
    assert not site.has("/2024-05-03-morning/")
    assert not site.has("/2024-05-05/")


def test_lists_lead_to_the_edition_that_has_the_article(site: SiteTest) -> None:
    archive = re.findall(r'href="\.\./\.\./\.\./(2024[^"/]+)/"', site.page("/archive/2024/05/"))
    assert archive == ORDER
    calendar = re.search(r'<table class="cal">.*?</table>', site.page(f"/{MORNING}/"), re.DOTALL)
    assert calendar
    assert re.findall(r'href="\.\./([^"/]+)/"( aria-current)?', calendar[0]) == [
        ("2024-05-03", ""), ("2024-05-04-evening", ""), (EVENING, " aria-current"),
    ]  # fmt: skip
    assert f'href="../../{MORNING}/"' in site.page("/articles/heron/")
    assert f'href="../../{EVENING}/"' in site.page("/articles/eel/")
    for name in [path for path in site.tree() if path.endswith(".html")]:
        assert not re.search(r'href="[./]*2024-05-05/', site.page(f"/{name}")), name
    sitemap = site.page("/sitemap-0.xml")
    assert all(f"https://lagoon.example/{name}/" in sitemap for name in ORDER)


def test_the_other_language_has_its_own_words(site: SiteTest) -> None:
    page = site.page(f"/id/{EVENING}/")
    assert "Setelah pasang" in page
    assert "Selamat malam." in page
    assert "Belut kembali" in page


# --- other outputs ----------------------------------------------------------------------------------------


def test_feed_json_text_and_mail_have_each_edition(site: SiteTest) -> None:
    feed = site.page("/editions.xml")
    assert re.findall(r'<link [^>]*href="https://lagoon.example/(2024[^"/]+)/"', feed) == ORDER
    assert len(set(re.findall(r"<id>([^<]+)</id>", feed))) == len(ORDER) + 1
    assert "<title>After the tide, Sunday, May 5, 2024 · Evening</title>" in feed
    assert "<title>Sunday, May 5, 2024 · Morning</title>" in feed
    index = json.loads(site.page("/api/v1/index.json"))
    assert [one["date"] for one in index["editions"]] == ORDER
    edition = json.loads(site.page(f"/api/v1/{EVENING}.json"))
    assert (edition["title"], edition["lead"], edition["number"]) == ("After the tide", "ferry", 4)
    text = site.page(f"/{EVENING}/index.txt")
    assert "Sunday, May 5, 2024 · Evening" in text
    assert "Eels return\n   06:00" in text, "a day stands only where an edition has several"
    assert "Good evening" in site.page(f"/{EVENING}/index.md")
    mail = site.page(f"/{MORNING}/mail.eml")
    assert f"Message-ID: <{MORNING}@lagoon.example>" in mail
    assert "Date: Sun, 05 May 2024" in mail
    assert {f"water/{name}" for name in ORDER} <= _names(site)


def _names(site: SiteTest) -> set[str]:
    """The names in the site's inventory."""
    return {
        one.name
        for one in objects_inv.read((site.output / "objects.inv").read_bytes(), "https://lagoon.example/")
    }


# --- commands ---------------------------------------------------------------------------------------------


def test_one_edition_is_frozen_and_the_other_stays_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = SiteTest.of_files(FILES, tmp_path).build()
    at = ["-C", str(site.root), "--now", NOW]
    assert run(["edition", EVENING, *at, "--freeze"]) == 0
    assert "digests:" in (site.root / f"content/editions/{EVENING}.md").read_text("utf-8")
    site.write("content/late.md", article("Late news", "2024-05-05 21:00"))
    site.write("content/early.md", article("Early news", "2024-05-05 08:00")).build().codes("edition-late")
    assert "Early news" in site.page(f"/{MORNING}/")
    assert "Late news" not in str(site.tree())
    assert site.tree() == site.clean_tree(jobs=2)
    site.build().idle()
    capsys.readouterr()
    for name, hint in (("2024-05-05-noon", MORNING[10:]), ("2024-05-05", "2024-05-05-")):
        assert run(["edition", name, *at]) == 2
        assert hint in capsys.readouterr().err


def test_a_slot_that_nobody_declares_is_reported(tmp_path: Path) -> None:
    files = {
        "briefgen.yml": "title: T\nbuilders: [html]\nslots: [morning, evening]\n",
        "content/a.md": article("A heron nests", "2024-05-05 07:30", "slot: evenign\n"),
        "content/editions/2024-05-05-noon.md": "---\ntitle: Noon\n---\n",
    }
    site = SiteTest.of_files(files, tmp_path).build().fails().codes("bad-value", "edition-name")
    hints = {d.code: d.hint for d in site.report.diagnostics}
    assert "evening" in hints["bad-value"]
    assert "2022-03-31-morning.md" in hints["edition-name"]

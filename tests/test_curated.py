"""The curated site: three topics, ten dates, two languages, joined stories and near-copies.

Its pages are golden files. What happens to it then is a curator's day: an edition is frozen, comes late, is
corrected.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from sitetest import NOW, SITES, SiteTest

from briefgen.cli.main import run

EXPECTED = SITES / "curated" / "expected"
DATE = "2024-05-03"
FILE = f"content/editions/{DATE}.md"
LATE = "---\ntitle: Came too late\ndate: 2024-05-03 20:00\ntopic: world\nlang: en\n---\n\nA late paragraph.\n"


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    return SiteTest.from_site("curated", tmp_path).build()


@pytest.fixture
def frozen(site: SiteTest) -> SiteTest:
    assert freeze(site) == 0
    return site.build()


def freeze(site: SiteTest, date: str = DATE) -> int:
    return run(["edition", date, "-C", str(site.root), "--freeze", "--now", NOW])


def of_edition(site: SiteTest, date: str = DATE) -> dict[str, bytes]:
    """The pages of an edition and of its briefings."""
    return {path: content for path, content in site.tree().items() if path.startswith(f"{date}/")}


def told(site: SiteTest, code: str) -> list[str]:
    """Where a code was told, and what of it."""
    return [f"{d.location}: {d.message}; {d.hint}" for d in site.report.diagnostics if d.code == code]


def test_its_pages_are_golden(site: SiteTest, renew: bool) -> None:
    site.codes("held", "seen-before")
    tree = site.tree()
    if renew:
        shutil.rmtree(EXPECTED, ignore_errors=True)
        for path, content in tree.items():
            (EXPECTED / path).parent.mkdir(parents=True, exist_ok=True)
            (EXPECTED / path).write_bytes(content)
    golden = {p.relative_to(EXPECTED).as_posix(): p.read_bytes() for p in EXPECTED.rglob("*") if p.is_file()}
    assert tree.keys() == golden.keys()
    assert [path for path in tree if tree[path] != golden[path]] == []
    site.build().idle()
    assert site.clean_tree(jobs=2) == golden


# --- freezing ---------------------------------------------------------------------------------------------


def test_freezing_changes_no_page_but_says_so(site: SiteTest) -> None:
    before = of_edition(site)
    assert freeze(site) == 0
    after = of_edition(site.build())
    assert {path for path in before if before[path] != after[path]} == {f"{DATE}/index.html"}
    assert after[f"{DATE}/index.html"] == before[f"{DATE}/index.html"].replace(b" open", b" published")
    text = (site.root / FILE).read_text("utf-8")
    assert "title: The ferry stops   # what everybody spoke of\n" in text
    assert text.endswith("tells how it went on.\n")
    assert freeze(site) == 0
    assert (site.root / FILE).read_text("utf-8") == text


def test_what_comes_late_is_told_and_changes_no_byte(frozen: SiteTest) -> None:
    before = frozen.tree()
    frozen.write("content/late.md", LATE).build()
    assert frozen.tree() == before
    assert told(frozen, "edition-late") == [
        "content/late.md:3:7: not in the published edition 2024-05-03: Came too late; "
        "add late to items: or skip: of content/editions/2024-05-03.md"
    ]
    frozen.build().idle()
    assert len(told(frozen, "edition-late")) == 1
    # A near-copy of what the edition holds is no way around it.
    copy = (frozen.root / "content/2024-05-03-ferry-stops.md").read_text("utf-8")
    frozen.write("content/copy.md", copy.replace("Ferry stops", "Once more")).build()
    assert frozen.tree() == before
    # Once the curator adds it, it is there; once it is skipped, nothing is told any more.
    frozen.edit(FILE, "items:\n  world:\n", "items:\n  world:\n    - late\n").build()
    assert "Came too late" in frozen.page(f"/{DATE}/world/")
    assert "Once more" not in str(frozen.tree())
    frozen.edit(FILE, "status:", "skip: [copy]\nstatus:").build()
    assert told(frozen, "edition-late") == []


def test_other_dates_change_no_more_than_the_links_of_a_frozen_edition(frozen: SiteTest) -> None:
    before = of_edition(frozen)
    frozen.write("content/other.md", LATE.replace("05-03", "05-09")).build()
    assert of_edition(frozen) == before
    frozen.remove("content/2024-05-04-ferry-tug.md").build()  # a copy in a later edition goes
    assert of_edition(frozen) == before


def test_a_change_is_an_error_and_a_correction_makes_it_right(frozen: SiteTest) -> None:
    path, before = "content/2024-05-03-border-bridge-closes-for-repairs.md", frozen.tree()
    frozen.edit(path, "eleven days", "twelve days").build().fails()
    (said,) = told(frozen, "edition-changed")
    line = 1 + (frozen.root / FILE).read_text("utf-8").split("\n").index(
        "    - 2024-05-03-border-bridge-closes-for-repairs"
    )
    assert said.startswith(f"{FILE}:{line}:7: ")
    assert "has changed since the edition 2024-05-03 was published; undo the change in content/" in said
    assert frozen.tree() == before, "the old site stays"
    assert freeze(frozen) == 1, "what is wrong is not sealed"
    correction = (
        'corrections:\n  - {date: 2024-05-04, text: "Twelve days, not eleven.", article: '
        "border-bridge-closes-for-repairs}\n"
    )
    frozen.edit(FILE, "status:", f"{correction}status:").build()
    assert not frozen.report.failed
    assert "2024-05-04: Twelve days, not eleven." in frozen.page(f"/{DATE}/")
    assert freeze(frozen) == 0
    assert "sealed: 1\n" in (frozen.root / FILE).read_text("utf-8")
    frozen.build().codes("held", "seen-before")
    frozen.edit(path, "twelve days", "thirteen days").build().fails()
    assert len(told(frozen, "edition-changed")) == 1, "one correction excuses one change"
    other = '  - {date: 2024-05-05, text: "Quay, not key.", article: ferry-stops}\n'
    frozen.edit(FILE, "corrections:\n", f"corrections:\n{other}").build().fails()
    assert len(told(frozen, "edition-changed")) == 1, "not that of another article"
    newest = '  - {date: 2024-05-06, text: "Thirteen days.", article: border-bridge-closes-for-repairs}\n'
    frozen.edit(FILE, "corrections:\n", f"corrections:\n{newest}").build()
    assert not frozen.report.failed, "the newest one may stand first"


def test_a_correction_excuses_its_own_article_only(frozen: SiteTest) -> None:
    frozen.edit("content/2024-05-03-border-bridge-closes-for-repairs.md", "eleven", "twelve")
    other = "corrections:\n  - {date: 2024-05-04, text: x, article: ferry-stops}\n"
    frozen.edit(FILE, "status:", f"{other}status:").build().fails()
    assert len(told(frozen, "edition-changed")) == 1


def test_what_is_gone_is_an_error(frozen: SiteTest) -> None:
    frozen.edit("content/2024-05-03-ferry-waits.md", "lang: en", "lang: en\ndraft: true").build().fails()
    assert ["is not public: it is a draft" in said for said in told(frozen, "edition-gone")] == [True]
    frozen.remove("content/2024-05-03-ferry-waits.md").build().fails()
    (said,) = told(frozen, "edition-gone")
    assert "is listed in this published edition and is not there" in said
    assert said.startswith(f"{FILE}:")
    assert said.count(":") >= 3


def test_published_by_hand_without_items_is_told(site: SiteTest) -> None:
    site.edit(FILE, "lead:", "status: published\nlead:").build()
    assert (
        "still changes; `briefgen edition 2024-05-03 --freeze` writes it" in told(site, "edition-unsealed")[0]
    )


def test_a_draft_edition_is_in_no_output(site: SiteTest) -> None:
    site.edit(FILE, "lead:", "status: draft\nlead:").build()
    assert not site.has(f"/{DATE}/")
    assert not site.has("/articles/ferry-stops/")
    assert "ferry-stops" not in str(site.tree())
    assert site.build(drafts=True).has(f"/{DATE}/")


# --- what can be wrong ------------------------------------------------------------------------------------

BAD = [
    ("lead: ferry-stop", "edition-unknown", "2:7", 'did you mean "ferry-stops"?'),
    ("skip: [ferry-stops, ferry-stops]", "edition-twice", "2:21", "keep one of the two"),
    ("order:\n  science: [ferry-stops]", "edition-topic", "3:13", "move it to world: here"),
    ("order:\n  scienc: [ferry-stops]", "edition-topic", "3:11", 'did you mean "science"?'),
    ("order:\n  world: [dock]", "edition-date", "3:11", "it belongs in the edition of 2024-05-05"),
    ("number: 60", "edition-number", "2:9", "61 is free"),
    ("status: final", "bad-value", "2:9", "one of: draft, published"),
    ("corrections: [{date: yesterday, text: x}]", "date-invalid", "2:22", ""),
    ("corrections: [{date: 2024-05-04}]", "edition-value", "2:15", "add text:"),
    (
        "stories: {join: {a: [ferry-stops], b: [ferry-stops]}}",
        "edition-twice",
        "2:17",
        "let it tell one of them",
    ),
    ("leed: ferry-stops", "unknown-key", "2:1", 'did you mean "lead"?'),
]


@pytest.mark.parametrize(("head", "code", "place", "hint"), BAD)
def test_a_bad_edition_file_is_told_with_its_place(
    head: str, code: str, place: str, hint: str, site: SiteTest
) -> None:
    site.write("content/editions/2024-05-03.md", f"---\n{head}\n---\n")
    # Of two editions with one number, the later by name is told.
    path = "content/editions/2024-05-06.md" if code == "edition-number" else FILE
    site.build()
    (said,) = told(site, code)
    assert said.startswith(f"{path}:{place}: "), said
    assert hint in said


def test_two_files_and_a_name_that_is_no_date(site: SiteTest) -> None:
    site.write("content/editions/again/2024-05-03.md", "---\ntitle: x\n---\n")
    site.write("content/editions/2024-W18.md", "---\ntitle: x\n---\n").build().fails()
    assert told(site, "edition-double") == [
        "content/editions/again/2024-05-03.md:1:1: the edition of 2024-05-03 has a file already: "
        "content/editions/2024-05-03.md; make one file of the two"
    ]
    assert '"2024-W18" is not the name of a day' in told(site, "edition-name")[0]


def test_a_file_for_a_date_without_articles_is_told(site: SiteTest) -> None:
    site.write("content/editions/2024-05-31.md", "---\ntitle: Too far\n---\n").build()
    (said,) = told(site, "edition-empty")
    assert said.startswith("content/editions/2024-05-31.md:1:1: the edition 2024-05-31 has no public article")


# --- stories ----------------------------------------------------------------------------------------------


def test_what_a_person_says_comes_before_what_is_found(site: SiteTest) -> None:
    assert 'copy 99 <a href="../articles/ferry-waits/"' in site.page(f"/{DATE}/")
    site.edit(FILE, "join: {ferry: [ferry-stops]}", "split: [ferry-waits]").build()
    assert "copy 99" not in site.page(f"/{DATE}/")
    assert "ferry-waits" not in site.page("/stories/ferry/")
    assert site.has("/stories/ferry-stops/"), "the copy of the next day still joins"


def test_an_order_moves_whole_stories(site: SiteTest) -> None:
    page = site.page(f"/{DATE}/world/")
    assert page.index("Border bridge") < page.index("Ferry stops")
    site.edit(FILE, "border-bridge-closes-for-repairs]", "feri-berhenti]").build()
    page = site.page(f"/{DATE}/world/")
    assert page.index("Ferry stops") < page.index("Border bridge")


# --- weeks and months -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "dates"),
    [("week", ["2024-W18", "2024-W19"]), ("month", ["2024-05"])],
)
def test_an_edition_can_be_a_week_or_a_month(period: str, dates: list[str], site: SiteTest) -> None:
    for file in (site.root / "content/editions").glob("*.md"):
        file.unlink()
    site.write(
        f"content/editions/{dates[-1]}.md", "---\ntitle: The long view\nnumber: 9\n---\n\nAn introduction.\n"
    )
    site.edit("briefgen.yml", "timezone: UTC", f"timezone: UTC\nbriefings: {{period: {period}}}").build()
    assert not site.report.failed
    assert [date for date in dates if site.has(f"/{date}/") and site.has(f"/{date}/world/")] == dates
    assert "9 The long view" in site.page(f"/{dates[-1]}/")
    assert "An introduction." in site.page(f"/{dates[-1]}/")
    assert not site.has(f"/{DATE}/")
    assert not site.has("/archive/2024/05/")
    assert f'href="../../{dates[-1]}/"' in site.page("/archive/2024/")
    site.build().idle()


# --- the verb ---------------------------------------------------------------------------------------------


def test_the_edition_as_a_table(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["edition", DATE, "-C", str(site.root), "--now", NOW]) == 0
    assert capsys.readouterr().out == (
        "No. 3 · 2024-05-03 · The ferry stops · open · 6 articles in 3 "
        "topics\ncontent/editions/2024-05-03.md\n\nWorld\n  1   Border bridge closes for repairs           "
        "                 Strait Courier      09:49  border-bridge-closes-for-repairs\n  2 * Ferry stops "
        "between the islands                             The Harbour Post    15:00  ferry-stops  story "
        "ferry\n    + Feri berhenti di antara dua pulau                           Kabar Contoh        "
        "16:00  feri-berhenti  confirmed\n    + Three hundred wait on the ferry                            "
        " Strait Courier      15:00  ferry-waits  near-duplicate, 99 %\n\nEconomy\n  1   Bank kecil di "
        "kota tua pindah                               Harian Rekaan       11:03  "
        "bank-kecil-di-kota-tua-pindah\n\nScience\n  1   Old seeds grow again                              "
        "          The Harbour Post    10:56  old-seeds-grow-again\n"
    )
    before = set(site.root.rglob("*"))
    assert run(["edition", "2024-05-06", "-C", str(site.root), "--now", NOW]) == 0
    assert "content/editions/2024-05-06.md skips it" in capsys.readouterr().out
    assert set(site.root.rglob("*")) == before


def test_the_edition_for_programs(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["edition", DATE, "-C", str(site.root), "--now", NOW, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["number"], said["status"], said["lead"]) == (3, "open", "2024-05-03-ferry-stops")
    world = said["topics"][0]["stories"]
    assert [one["story"] for one in world] == [None, "ferry"]
    assert [(a["slug"], a["joined"], a["overlap"]) for a in world[1]["articles"]] == [
        ("ferry-stops", "confirmed", None), ("feri-berhenti", "confirmed", None), ("ferry-waits", "copy", 99),
    ]  # fmt: skip


def test_an_edition_that_is_not_there(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["edition", "2024-05-31", "-C", str(site.root), "--now", NOW]) == 2
    assert "there is no edition 2024-05-31; did you mean" in capsys.readouterr().err
    assert run(["edition", "yesterday", "-C", str(site.root), "--now", NOW]) == 2
    assert '"yesterday" is not a day; write one such as 2022-03-31' in capsys.readouterr().err


# --- identity ---------------------------------------------------------------------------------------------


def test_an_alias_leads_to_the_article_and_a_reference_follows_it(site: SiteTest) -> None:
    for url in ("/articles/ferry-dock/", "/ferry/"):
        page = site.page(url)
        assert '<link rel="canonical" href="https://curated.example/articles/dock/">' in page
        assert 'content="0; url=../' in page
    site.edit(FILE, "{article}`dock`", "{article}`ferry-dock`").build().codes("held", "seen-before")


def test_an_alias_takes_no_address_from_a_page(site: SiteTest) -> None:
    site.edit("content/2024-05-05-dock.md", "/ferry/", "/articles/ferry-stops/").build().fails()
    assert "content/2024-05-05-dock.md:8:10" in told(site, "address-collision")[0]


@pytest.mark.parametrize("address", ["/feed.xml/old/", "/INDEX.html/", "/stories/ferry/index.html/x.html"])
def test_an_alias_is_no_folder_in_the_place_of_a_file(site: SiteTest, address: str) -> None:
    before = site.tree()
    site.edit("content/2024-05-05-dock.md", "/ferry/", address).build()
    site.fails()
    assert "content/2024-05-05-dock.md:8:10" in told(site, "address-collision")[0]
    assert site.tree() == before
    site.build(keep_going=True)
    assert {*site.tree()} == {*before} - {"ferry/index.html"}


def test_an_id_outlives_slug_title_and_domain(site: SiteTest) -> None:
    path = "content/2024-05-05-dock.md"
    site.edit("briefgen.yml", "builders:", "feeds: {entries: article}\nbuilders:")  # it is part of a story
    site.edit(path, "topic:", "id: dock-1\ntopic:").build()
    wanted = "<id>tag:curated.example,2024:article/dock-1</id>"
    assert wanted in site.page("/feed.xml")
    site.edit(path, "The ferry in the dock", "In the dock").edit(path, "topic:", "slug: elsewhere\ntopic:")
    site.move(path, "content/moved/other.md").edit(
        "briefgen.yml", "curated.example/", "new.example/base/"
    ).build()
    assert wanted in site.page("/feed.xml")


def test_two_articles_of_one_id_are_told(site: SiteTest) -> None:
    for name in ("2024-05-05-dock", "2024-05-04-ferry-tug"):
        site.edit(f"content/{name}.md", "topic:", "id: twice\ntopic:")
    site.build().fails()
    assert told(site, "id-collision")[0].startswith("content/2024-05-05-dock.md:4:5: ")


def test_an_article_that_moves_to_a_new_topic_after_its_edition_was_published(tmp_path: Path) -> None:
    """The new topic has an article and no briefing: the edition keeps the article where it published it."""
    site = SiteTest.of_files(
        {
            "briefgen.yml": "title: T\nbuilders: [html, feed, json, objects, sitemap]\n"
            "topics: [{slug: world, title: World}]\n",
            "content/one.md": "---\ntitle: One\ndate: 2024-05-04\ntopic: new\n---\nText.\n",
            "content/editions/2024-05-04.md": "---\nstatus: published\nnumber: 1\n"
            "items:\n  world:\n    - one\n---\nHello.\n",
        },
        tmp_path,
    )
    site.build()
    assert not site.report.failed, site.report.diagnostics
    assert site.has("/topics/new/")
    assert "One" in site.page("/2024-05-04/world/")
    assert site.tree() == site.clean_tree()

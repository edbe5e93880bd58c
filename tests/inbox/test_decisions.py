"""``inbox``, ``take`` and ``skip``: what helps to decide, and what a decision does for good."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from feedserver import entries_of, entry, rss, story
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.importing.skipped_items import SkippedItem, SkippedItems, items_of, sketch_of, with_items
from briefgen.model.diagnostics import BriefgenError
from briefgen.nlp.minhash import signature
from briefgen.project.project import open_project
from briefgen.project_files.kinds import Kind, ProjectFile
from briefgen.project_files.removal import remove_file

NOW = ["--now", "2024-05-02T12:00:00+00:00"]
CONFIG = """\
title: Mill
url: https://mill.example/
language: en
topics: [{slug: sea, title: Sea, keywords: [harbour]}, {slug: land, title: Land}]
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteTest:
    made = SiteTest.of_files({"briefgen.yml": CONFIG}, tmp_path)
    monkeypatch.chdir(made.root)
    return made


def add(
    site: SiteTest, *entries: str, options: tuple[str, ...] = ("--inbox",), title: str = "Courier"
) -> None:
    site.write("in/feed.xml", rss(*entries, title=title))
    assert run(["add", "in/feed.xml", "-q", *options, *NOW]) == 0


def inbox(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert run(["inbox", "--json", *NOW]) == 0
    items: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return items


def by_title(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    return {item["title"]: item for item in inbox(capsys)}


def articles(site: SiteTest) -> list[str]:
    return sorted(path.name for path in (site.root / "content").rglob("*.md"))


def test_the_inbox_says_what_helps_to_decide(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    wire = story("wire")
    add(site, entry("The wire spoke", "https://courier.example/wire", wire), options=())
    add(
        site,
        entry("The harbour opens", "https://courier.example/harbour", story("harbour")),
        entry("A wire speaks", "https://herald.example/wire", wire),
        title="Herald",
    )
    add(site, entry("Harbour open", "https://star.example/h", story("harbour")), title="Star")
    items = by_title(capsys)
    names = {"id", "title", "source", "url", "date", "fetched", "copies", "seen", "topic", "story"}
    assert all(names <= item.keys() for item in items.values())
    harbour, copy, wired = items["The harbour opens"], items["Harbour open"], items["A wire speaks"]
    assert harbour["copies"] == [copy["id"]]
    assert copy["copies"] == [harbour["id"]]
    assert wired["seen"]["path"] == "content/2024/2024-05-01-the-wire-spoke.md"
    assert wired["seen"]["overlap"] > 90
    assert wired["story"] == "the-wire-spoke"
    assert harbour["topic"] == "sea"
    assert wired["topic"] is None
    assert harbour["story"] == copy["story"] != ""
    assert run(["inbox", *NOW]) == 0
    table = capsys.readouterr().out
    assert f"{harbour['id']}" in table
    assert "3 items in the inbox" in table


def test_an_item_that_is_taken_is_an_article_with_all_that_it_had(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    add(site, *entries_of("courier", 3))
    first, second, third = (item["id"] for item in inbox(capsys))
    texts = {path.name: path.read_bytes() for path in (site.root / "inbox").iterdir()}
    assert run(["take", first, *NOW]) == 0
    (name,) = articles(site)
    assert (site.root / "content/2024" / name).read_bytes() == texts[name]
    assert not (site.root / "inbox" / name).exists()
    assert run(["take", second[:4], third, "--edition", "2024-05-02", "--topic", "land", *NOW]) == 0
    assert inbox(capsys) == []
    site.build(now=NOW[1])
    assert not site.report.failed
    assert site.has("/2024-05-02/land/")
    heads = [path.read_text("utf-8").split("---")[1] for path in (site.root / "content/2024").iterdir()]
    assert sum("\ndate: 2024-05-02\n" in head and "\ntopic: land\n" in head for head in heads) == 2
    assert sum("\nraw: " in head for head in heads) == 3


def test_what_was_taken_or_waits_does_not_come_again(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    add(site, *entries_of("courier", 3))
    assert run(["take", inbox(capsys)[0]["id"], *NOW]) == 0
    for options in ((), ("--inbox",)):
        add(site, *entries_of("courier", 3), options=options)
        assert len(inbox(capsys)) == 2
        assert len(articles(site)) == 1


def test_a_skipped_item_never_returns(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    short = entry("Rain", "", "It will rain tomorrow.")
    again = entry("The harbour again", "https://mirror.example/of/harbour", story("courierharbour"))
    tracked = entry("The mill of courier opens", "https://courier.example/mill?utm_source=x", "Other words.")
    add(site, *entries_of("courier", 2), short)
    assert run(["skip", *[item["id"] for item in inbox(capsys)], *NOW]) == 0
    lines = (site.root / "skipped.txt").read_text("utf-8").splitlines()
    assert len([line for line in lines if not line.startswith("#")]) == 3
    for path in (site.root / "raw").glob("*.json"):  # as in a checkout, where git ignores raw/
        path.unlink()
    for options in ((), ("--inbox",)):
        add(site, *entries_of("courier", 2), short, again, tracked, options=options, title="Another")
        assert inbox(capsys) == []
        assert not (site.root / "content").exists()
    site.write("in/feed.xml", rss(again))
    assert run(["add", "in/feed.xml", "--json", *NOW]) == 0
    (row,) = json.loads(capsys.readouterr().out)["articles"]
    assert (row["outcome"], row["reason"]) == ("skipped", "skipped on 2024-05-02")
    add(site, again, options=("--inbox", "--anyway"))
    assert [item["title"] for item in inbox(capsys)] == ["The harbour again"]


def test_all_that_is_left_can_be_skipped(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    add(site, *entries_of("courier", 4))
    assert run(["skip", *NOW]) == 2
    assert run(["take", inbox(capsys)[0]["id"], *NOW]) == 0
    assert run(["skip", "--all", *NOW]) == 0
    add(site, *entries_of("courier", 4))
    assert inbox(capsys) == []
    assert len(articles(site)) == 1


def test_a_deleted_item_does_not_return_either(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    add(site, *entries_of("courier", 2))
    site.remove(inbox(capsys)[0]["path"])
    add(site, *entries_of("courier", 2))
    assert len(inbox(capsys)) == 1


def test_a_story_that_goes_on_is_not_the_skipped_one(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    add(site, entry("The flood", "https://courier.example/1", story("flood")))
    assert run(["skip", inbox(capsys)[0]["id"], *NOW]) == 0
    more = story("flood") + " " + story("rescue")
    add(site, entry("The flood recedes", "https://courier.example/2", more))
    assert [item["title"] for item in inbox(capsys)] == ["The flood recedes"]


def test_a_series_and_a_copy_without_an_outlet_are_not_already_there(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    weather = story("weather")
    monday = entry("Weather", "https://courier.example/w1", weather + " Wind from the north.")
    tuesday = entry(
        "Weather", "https://courier.example/w2", weather + " Rain by noon.", "Thu, 02 May 2024 08:00:00 GMT"
    )
    add(site, monday, tuesday)
    assert len(inbox(capsys)) == 2
    site.write("in/paste.txt", f"A wire of weather\n\n{weather}\n\nNobody says where it is from.\n")
    assert run(["add", "in/paste.txt", "--inbox", "-q", *NOW]) == 0
    assert len(inbox(capsys)) == 3
    doubled = entry("Weather, again", "https://courier.example/w3", weather + " Wind from the north.")
    site.write("in/feed.xml", rss(doubled))
    capsys.readouterr()
    assert run(["add", "in/feed.xml", "--inbox", *NOW]) == 0
    said = capsys.readouterr().out
    assert "the same text; --anyway adds it" in said
    assert len(inbox(capsys)) == 3


def test_fetching_again_updates_the_inbox_and_leaves_the_site_alone(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    add(site, *entries_of("courier", 2))
    taken, waits = inbox(capsys)
    assert run(["take", taken["id"], *NOW]) == 0
    before = {path.name: path.read_bytes() for path in (site.root / "content/2024").iterdir()}
    longer = [
        one.replace("</description>", " More was said later.</description>")
        for one in entries_of("courier", 2)
    ]
    site.write("in/feed.xml", rss(*longer))
    capsys.readouterr()
    assert run(["add", "in/feed.xml", "--inbox", "--json", *NOW]) == 0
    outcomes = {row["path"]: row["outcome"] for row in json.loads(capsys.readouterr().out)["articles"]}
    assert sorted(outcomes.values()) == ["edited", "updated"]
    assert {path.name: path.read_bytes() for path in (site.root / "content/2024").iterdir()} == before
    assert "More was said later" in (site.root / waits["path"]).read_text("utf-8")


def test_a_name_of_no_item_or_of_several_is_refused(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    add(site, *entries_of("courier", 2))
    first, second = inbox(capsys)
    for verb in ("take", "skip"):
        assert run([verb, first["id"], "nonesuch", *NOW]) == 1
        assert "[inbox-unknown]" in capsys.readouterr().err
    assert len(inbox(capsys)) == 2
    assert run(["take", first["id"], "--edition", "2024-W18", *NOW]) == 2
    assert run(["take", first["path"], Path(second["path"]).name, *NOW]) == 0
    assert inbox(capsys) == []
    assert run(["inbox", *NOW]) == 0
    assert "The inbox is empty" in capsys.readouterr().out


def test_an_interrupted_move_is_ended_by_the_next(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    add(site, *entries_of("courier", 1))
    (item,) = inbox(capsys)
    data = (site.root / item["path"]).read_bytes()
    assert run(["take", item["id"], *NOW]) == 0
    (site.root / item["path"]).write_bytes(data)  # as if killed before the old file was removed
    (item,) = inbox(capsys)
    assert item["seen"]["path"].startswith("content/")
    assert run(["take", item["id"], *NOW]) == 0
    assert len(articles(site)) == 1
    (site.root / item["path"]).write_bytes(data + b"\nAnother end.\n")
    assert run(["take", item["id"], *NOW]) == 1
    assert "[write-refused]" in capsys.readouterr().err
    assert (site.root / item["path"]).exists()


def test_a_week_gets_an_item_of_another_week(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    site.edit("briefgen.yml", "language: en", "language: en\nbriefings: {period: week}")
    add(site, *entries_of("courier", 3))
    first, second, third = (item["id"] for item in inbox(capsys))
    assert run(["take", first, "--edition", "2024-W17", *NOW]) == 0
    assert run(["take", second, "--edition", "2024-W18", *NOW]) == 0
    assert run(["take", third, "--edition", "2024-W18", "--now", "2024-05-03"]) == 0
    dates = [
        path.read_text("utf-8").partition("date: ")[2][:10] for path in (site.root / "content").rglob("*.md")
    ]
    assert sorted(dates) == ["2024-04-28", "2024-05-01", "2024-05-01"]


# --- the list of skipped items --------------------------------------------------------------------------


def test_two_versions_of_the_list_are_merged_by_lines() -> None:
    rows = [SkippedItem(f"a.example/{n}", "", "2024-05-02", f"Title {n}") for n in range(4)]
    one, other = with_items("", rows[:2]), with_items("", rows[2:])
    union = one + other
    conflict = f"<<<<<<< ours\n{one}=======\n{other}>>>>>>> theirs\n"
    for text in (union, conflict):
        assert set(items_of(text)) == set(rows)
        assert set(items_of(with_items(text, rows[:1]))) == set(rows)
    assert with_items(one, rows[:2]) == one
    odd = with_items(one, [SkippedItem("", "", "2024-05-02", "A\ttitle\nof two lines")])
    assert "A title of two lines" in [item.title for item in items_of(odd)]


@pytest.mark.parametrize("line", ["a\tb", "x\t!!\t2024-05-02\tT", "\t\t\t", "x\tAAAA\tday\tT", "\ufffd"])
def test_a_damaged_line_costs_only_itself(line: str) -> None:
    whole = SkippedItem("a.example/1", "", "2024-05-02", "T")
    items = SkippedItems(items_of(f"{line}\n{whole.line}\n"))
    assert items.at("https://a.example/1") == whole
    assert items.find("https://b.example/", signature(story("x")), "") is None


def test_short_texts_are_known_by_their_letters() -> None:
    sketch = sketch_of(b"", "Rain", "It will *rain*.")
    assert sketch == sketch_of(b"", "RAIN", "It will rain")
    assert sketch != sketch_of(b"", "Rain", "It will snow")
    assert sketch != sketch_of(b"", "Weather", "It will rain")
    items = SkippedItems([SkippedItem("a.example/1", sketch, "2024-05-02", "Rain")])
    for url in ("", "https://a.example/2", "https://a.example/1?utm_source=x"):
        assert items.find(url, b"", sketch)
    assert sketch_of(b"", "Links of the week", " ") == ""
    assert items.find("https://a.example/2", b"", "") is None


# --- files ------------------------------------------------------------------------------------------------


def test_a_file_that_was_saved_meanwhile_is_not_removed(site: SiteTest) -> None:
    site.write("inbox/a.md", "new")
    file = ProjectFile(site.root, "inbox/a.md", Kind.INBOX)
    with pytest.raises(BriefgenError) as error:
        remove_file(file, b"old")
    assert error.value.diagnostics[0].code == "file-changed"
    assert (site.root / "inbox/a.md").read_text("utf-8") == "new"
    remove_file(file, b"new")
    assert not (site.root / "inbox/a.md").exists()
    remove_file(ProjectFile(site.root, "inbox/a.md", Kind.INBOX), b"new")


@pytest.mark.parametrize(
    "path", ["content/a.md", "inbox/a.txt", "inbox/deep/a.md", "inbox/.a.md", "skipped.txt", "a.md"]
)
def test_a_decision_writes_items_alone(site: SiteTest, path: str) -> None:
    site.write(path, "x")
    with pytest.raises(BriefgenError):
        remove_file(ProjectFile(site.root, path, Kind.INBOX), b"x")
    assert (site.root / path).exists()


def test_the_functions_need_no_command_line(site: SiteTest) -> None:
    from datetime import UTC, datetime

    from briefgen.curation.inbox_decisions import Placement, skip, take
    from briefgen.curation.inbox_items import read_items

    add(site, *entries_of("courier", 2))
    project = open_project(site.root)
    first, second = read_items(project).items
    now = datetime(2024, 5, 2, tzinfo=UTC)
    assert take(project, first, Placement(), now) == f"content/2024/{first.stem}.md"
    skip(project, [second], now)
    assert read_items(project).items == ()

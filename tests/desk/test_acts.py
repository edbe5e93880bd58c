"""Each act of the desk changes exactly the lines that it should, and can be undone."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from desksite import DATE, EDITION, changes, difference, do, open_on, project_at, tree, undo

from briefgen.cli.main import run
from briefgen.curation.acts import (
    Act,
    Correct,
    Delete,
    Describe,
    Freeze,
    HoldBack,
    Introduce,
    Join,
    Lead,
    Move,
    Order,
    Reject,
    Release,
    SetFields,
    SetTopic,
    Skip,
    Split,
    Take,
)
from briefgen.curation.edition_names import names_of
from briefgen.model.diagnostics import BriefgenError

if TYPE_CHECKING:
    from pathlib import Path

FILE = f"content/editions/{DATE}.md"
FERRY, PILOTS, DREDGER, BUOYS, FAIR, BAKER = (
    f"content/2024/{name}.md" for name in ("ferry", "pilots", "dredger", "buoys", "fair", "baker")
)
TIDE, MAST = "inbox/2024-05-01-tide.md", "inbox/2024-05-02-mast.md"

LINES: list[tuple[str, Act, list[str]]] = [
    ("lead", Lead(FAIR), [FILE, "+lead: fair"]),
    ("move up", Move(DREDGER, "sea", PILOTS), [FILE, "+    - dredger"]),
    ("move last", Move(FERRY, "sea"), [FILE, "-    - ferry   # keep first"]),
    ("move down", Move(FERRY, "sea", BUOYS), [FILE, "+    - pilots", "+    - dredger", "-    - pilots"]),
    ("move back to where it is anyway", Move(PILOTS, "sea", DREDGER), []),
    ("move in an unordered topic", Move(FAIR, "town", BAKER), [FILE, "+  town:", "+    - fair"]),
    (
        "move to another topic",
        Move(FAIR, "sea", PILOTS),
        [FAIR, "-topic: town", "+topic: sea", FILE, "+    - fair"],
    ),
    (
        "order",
        Order(("buoys", "fair")),
        [FILE, "-    - ferry   # keep first", "-    - pilots", "+    - buoys", "+  town:", "+    - fair"],
    ),
    (
        "topic",
        SetTopic((FERRY, BAKER), "town"),
        [FERRY, "-topic: sea", "+topic: town", FILE, "-    - ferry   # keep first"],
    ),
    (
        "tags",
        SetFields((FAIR,), {"tags": ("fair", "music", "May")}),
        [FAIR, "-tags: [fair, music]", "+tags: [fair, music, May]"],
    ),
    ("no tags", SetFields((FAIR, BAKER), {"tags": ()}), [FAIR, "-tags: [fair, music]"]),
    (
        "title",
        SetFields((FERRY,), {"title": "Ferry: two hours late"}),
        [FERRY, "-title: 'Ferry late'", "+title: 'Ferry: two hours late'"],
    ),
    (
        "summary under its own key",
        SetFields((BAKER,), {"summary": "New"}),
        [BAKER, "-description: Old", "+description: New"],
    ),
    ("note", SetFields((FERRY,), {"note": "See the map."}), [FERRY, "+note: See the map."]),
    (
        "source and language",
        SetFields((FERRY, MAST), {"source": "Tern", "lang": "nb"}),
        [FERRY, "-source: Gull", "+source: Tern", "+lang: nb", MAST, "+source: Tern", "+lang: nb"],
    ),
    ("join", Join((FERRY, DREDGER)), [DREDGER, "+story: ferry", FERRY, "+story: ferry"]),
    ("join an item of the inbox", Join((MAST,), "ferry"), [MAST, "+story: ferry"]),
    ("hold back", HoldBack((FERRY,)), [FERRY, "+draft: true", FILE, "-    - ferry   # keep first"]),
    ("delete", Delete((PILOTS,)), [PILOTS + " gone", FILE, "-    - pilots", "inbox/.skipped/pilots.md new"]),
    (
        "introduction",
        Introduce("Three ships.\n\nAnd **more**."),
        [FILE, "-Two ships and a fair.", "+Three ships.", "+And **more**.", "+"],
    ),
    ("no introduction", Introduce(""), [FILE, "-Two ships and a fair.", "-"]),
    (
        "title of the edition",
        Describe("High water"),
        [FILE, '-title: "Low water"   # a working title', '+title: "High water"  # a working title'],
    ),
    ("draft", Describe("Low water", "draft"), [FILE, "+status: draft"]),
    (
        "correction",
        Correct("It was green.", BUOYS),
        [FILE, "+corrections:", "+  - date: 2024-05-01", "+    article: buoys", "+    text: It was green."],
    ),
    (
        "take into the edition",
        Take((TIDE,), "sea", "ferry"),
        ["content/2024/2024-05-01-tide.md new", TIDE + " gone"],
    ),
    ("skip", Skip((TIDE, MAST)), [TIDE + " gone", MAST + " gone", "skipped.txt new"]),
    ("reject", Reject((FERRY, PILOTS)), ["stories.yml new"]),
]


def by_file(lines: list[str]) -> dict[str, list[str]]:
    """The lines by the file that they follow."""
    files: dict[str, list[str]] = {}
    for line in lines:
        if line.startswith(("+", "-")):
            files[[*files][-1]].append(line)
        else:
            files[line] = []
    return {name: sorted(changed) for name, changed in files.items()}


def test_each_act_changes_exactly_these_lines_and_its_undoing_changes_them_back(root: Path) -> None:
    before = tree(root)
    for name, act, lines in LINES:
        made = do(root, act)
        assert by_file(difference(before, tree(root))) == by_file(lines), name
        undo(root, made)
        after = tree(root)
        assert after == before, name


def test_what_follows_an_act_takes_it_back(root: Path) -> None:
    before = tree(root)
    do(root, Lead(FAIR))
    do(root, Lead(FAIR))
    do(root, HoldBack((BAKER, FAIR)))
    assert [one.path for one, _ in open_on(root).left_out] == [BAKER, FAIR]
    do(root, Release((BAKER, FAIR)))
    do(root, Join((BAKER, FAIR), "party"))
    assert open_on(root).story_of(FAIR).articles != ()  # type: ignore[union-attr]
    do(root, Split((BAKER, FAIR)))
    assert tree(root) == before
    (root / FILE).write_text(EDITION.replace("order:", "skip: [fair]  # for now\nlead: baker\norder:"))
    do(root, Release((FAIR,)))
    do(root, Delete((BAKER,)))
    assert (root / FILE).read_text() == EDITION
    assert (root / "inbox/.skipped/baker.md").read_text() == before[BAKER]


def test_a_taken_item_is_of_the_edition_and_a_file_is_made_where_there_is_none(root: Path) -> None:
    do(root, Take((TIDE,), "sea", "ferry"))
    text = (root / "content/2024/2024-05-01-tide.md").read_text("utf-8")
    assert "date: 2024-05-02\n" in text
    assert "topic: sea\n" in text
    assert "story: ferry\n" in text
    do(root, Take((MAST,)), "2024-05-03")
    do(root, Lead("2024-05-02-mast"), "2024-05-03")
    assert (root / "content/editions/2024-05-03.md").read_text() == "---\nlead: mast\n---\n"


def test_the_lead_stands_where_the_order_says_and_any_move_can_be_made(root: Path) -> None:
    edition = EDITION.replace("    - pilots\n", "    - pilots\n    - buoys\n").replace(
        "order:", "lead: ferry\norder:"
    )
    (root / FILE).write_text(edition.replace("- ferry   # keep first", "- dredger\n    - ferry"))
    names = [story.lead.path for story in open_on(root).edition.briefings[0].stories]
    assert names == [DREDGER, FERRY, PILOTS, BUOYS]
    for article, before in ((FERRY, ""), (BUOYS, DREDGER), (FAIR, PILOTS), (FERRY, FAIR)):
        do(root, Move(article, "sea", before))
        paths = [story.lead.path for story in open_on(root).edition.briefings[0].stories]
        assert paths[paths.index(article) + 1 :][:1] == ([before] if before else [])


def test_a_copy_is_split_by_name_and_line_ends_stay(root: Path) -> None:
    text = " ".join(f"word{n} stands by the quay and waits for boat {n}." for n in range(60))
    for name in ("ferry", "dredger"):
        path = root / f"content/2024/{name}.md"
        path.write_text(path.read_text().rpartition("---\n")[0] + "---\n" + text + "\n")
    edition = root / FILE
    edition.write_bytes(EDITION.replace("\n", "\r\n").encode())
    assert len(open_on(root).story_of(FERRY).articles) == 2  # type: ignore[union-attr]
    do(root, Split((DREDGER,)))
    assert b"stories:\r\n  split:\r\n    - dredger\r\n" in edition.read_bytes()
    assert len(open_on(root).story_of(FERRY).articles) == 1  # type: ignore[union-attr]
    do(root, Join((FERRY, DREDGER)))
    assert edition.read_bytes() == EDITION.replace("\n", "\r\n").encode()


def test_a_published_edition_changes_by_corrections_only(root: Path) -> None:
    edition = root / FILE
    edition.write_text(EDITION.replace("order:", "status: draft\norder:"))
    made = do(root, Freeze())
    text = edition.read_text()
    assert "# Written by the night desk.\n" in text
    assert "status: published\n" in text
    assert "- ferry   # keep first" in text
    for act in (Lead(FAIR), Move(BAKER, "town", FAIR), HoldBack((FAIR,)), Take((MAST,)), Join((FAIR, BAKER))):
        with pytest.raises(BriefgenError, match="final"):
            changes(root, act)
    do(root, Correct("The fair was on Monday.", FAIR))
    assert run(["build", str(root), "--now", "2024-05-01", "-W"]) == 0, "its date is ahead"
    assert run(["build", str(root), "--now", "2024-05-02T12:00", "-W"]) == 0
    with pytest.raises(BriefgenError, match="changed meanwhile"):
        undo(root, made)


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (Lead("../../etc/passwd"), "no article"),
        (Lead("content/2024/../2024/ferry.md"), "no article"),
        (Move(FAIR, "sea", BAKER), "not in this topic"),
        (Move(FAIR, "moon"), "no such topic"),
        (SetTopic((FAIR,), " "), "needs a topic"),
        (SetFields((FAIR,), {"title": ""}), "needs a title"),
        (SetFields((FAIR,), {"draft": "true"}), "no field"),
        (Join((FAIR,)), "two articles"),
        (Correct(" "), "needs a text"),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_is_written(root: Path, act: Act, reason: str) -> None:
    before = tree(root)
    with pytest.raises(BriefgenError, match=reason):
        do(root, act)
    assert tree(root) == before


def test_the_command_line_does_the_same(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--lead", "fair", "--order", "baker", "--order", "buoys", "--order", "ferry"]
    assert run(["edition", DATE, "-C", str(root), "--now", DATE, *arguments]) == 0
    text = (root / FILE).read_text()
    assert "lead: fair\n" in text
    assert "  town:\n    - baker\n" in text
    assert "  sea:\n    - buoys\n    - ferry   # keep first\n" in text
    assert run(["edition", DATE, "-C", str(root), "--now", DATE, "--lead", "nobody"]) == 1
    assert 'no article "nobody"' in capsys.readouterr().err


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_moved_article_stands_where_it_was_put(root: Path, seed: int) -> None:
    """Whatever leads the edition, and whichever stories were joined and split before."""
    chance, paths = random.Random(seed), [FERRY, PILOTS, DREDGER, BUOYS, FAIR, BAKER]  # noqa: S311
    for _ in range(25):
        path, before = chance.sample(paths, 2)
        topic = chance.choice(["sea", "town"])
        kinds: list[Act] = [Lead(path), Join((path, before)), Split((path,)), Move(path, topic, before)]
        act = chance.choice([*kinds, Move(path, topic, before), Move(path, topic)])
        try:
            do(root, act)
        except BriefgenError:
            continue
        if isinstance(act, Move):
            of_topic = open_on(root).site.editions.briefing(act.topic, DATE).stories
            stories = [{one.path for one in story.articles} for story in of_topic]
            mine = next(n for n, story in enumerate(stories) if path in story)
            after = next((n for n, story in enumerate(stories) if act.before in story), len(stories))
            # A story of several articles may stand in this topic already.
            assert mine + 1 == after or len(stories[mine]) > 1


def test_an_item_is_taken_into_a_slot_of_the_day(root: Path) -> None:
    config = (root / "briefgen.yml").read_text("utf-8")
    (root / "briefgen.yml").write_text(f"{config}slots: [morning, evening]\n", "utf-8")
    (root / FILE).unlink()
    evening = f"{DATE}-evening"
    before = tree(root)
    do(root, Take((TIDE,)), evening)
    do(root, Lead(taken := "content/2024/2024-05-01-tide.md"), evening)
    lines = difference(before, tree(root))
    assert f"content/editions/{evening}.md new" in lines
    assert "slot: evening" in (root / taken).read_text("utf-8")
    names = names_of(project_at(root))
    assert open_on(root, evening).edition.lead is not None
    assert open_on(root, f"{DATE}-morning").articles.keys() == {FERRY, PILOTS, DREDGER, BUOYS, FAIR, BAKER}
    assert names.after(evening) == "2024-05-03-morning"
    # A file without a slot keeps the day whole.
    (root / FILE).write_text("---\ntitle: All day\n---\n", "utf-8")
    assert taken in open_on(root).articles

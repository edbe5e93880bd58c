"""The curator's desk on a small project: what it shows, and what a decision changes in an article's file."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

import pytest

from briefgen.model.diagnostics import BriefgenError
from briefgen.project.project import open_project
from briefgen.server.internal_pages import InternalPages
from briefgen.server.live_reload import LiveReload
from briefgen.server.preview import Preview, PreviewSite
from briefgen.server.responses import Request
from briefgen.server.workbench import ProjectWorkbench, RefusedError

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = (
    "title: Desk\nurl: https://example.org/repo/\ntopics: [{slug: world, title: "
    "World}]\nclean: {drop: [House style]}\n"
)
NOISY = """\
---
# Kept by the night desk.
title:   "Bridge: closed"   # as printed
date: 2022-03-31

topic: world
---
BRUSSELS - The bridge is closed.

Read also: Another story

<b>House style</b>

House style

The end & more.
"""
PLAIN = (
    "A headline of its own\n\n31 March 2022\n\nRead also: Another story\n\nThe text of it, "
    "which is long enough.\n"
)


@pytest.fixture
def preview(tmp_path: Path) -> Preview:
    (tmp_path / "content/2022").mkdir(parents=True)
    (tmp_path / "briefgen.yml").write_text(CONFIG)
    (tmp_path / "content/2022/bridge.md").write_text(NOISY)
    (tmp_path / "content/plain.txt").write_bytes(PLAIN.replace("\n", "\r\n").encode())

    def clock(home: tzinfo) -> datetime:
        return datetime(2022, 4, 1, tzinfo=home)

    made = Preview(PreviewSite(tmp_path, {}, "http://127.0.0.1:8000", clock), LiveReload())
    made.begin()
    return made


@pytest.fixture
def desk(preview: Preview) -> ProjectWorkbench:
    return ProjectWorkbench(preview)


def row(desk: ProjectWorkbench, text: str, name: str = "2022/bridge") -> Any:
    shown = desk.article(name)
    assert shown is not None
    return next(one for one in shown["rows"] if text in one["text"])


def decide(desk: ProjectWorkbench, wish: str, text: str, name: str = "2022/bridge") -> None:
    line = row(desk, text, name)
    desk.decide(name, {"choice": wish, "line": line["number"], "text": line["text"]})


def test_articles_stand_by_their_number_of_changes(desk: ProjectWorkbench) -> None:
    listed = [(one["name"], one["removed"], one["changed"]) for one in desk.articles()]
    assert listed[0][0] == "2022/bridge"
    assert listed[0][1] >= 2
    assert {name for name, *_ in listed} == {"2022/bridge", "plain"}


def test_two_files_of_one_name_are_told_apart(desk: ProjectWorkbench, preview: Preview) -> None:
    (preview.root / "content/plain.md").write_text(NOISY)
    preview.rebuild(["content/plain.md"])
    assert [one["name"] for one in desk.articles()] == ["2022/bridge", "plain", "plain.txt"]
    assert desk.article("plain.txt")["path"] == "content/plain.txt"  # type: ignore[index]
    assert desk.article("plain")["path"] == "content/plain.md"  # type: ignore[index]


def test_a_line_is_shown_with_what_became_of_it(desk: ProjectWorkbench) -> None:
    gone = row(desk, "Read also")
    assert (gone["number"], gone["after"], gone["offers"]) == (10, None, ["keep"])
    assert [(edit.rule, bool(edit.reason)) for edit in gone["edits"]] == [("read-also", True)]
    assert row(desk, "The end")["offers"] == ["drop", "outlet"]
    assert row(desk, "BRUSSELS")["offers"] == ["keep", "drop"]
    assert row(desk, "House style")["offers"] == ["drop", "outlet"], (
        "only the line without tags is what the site drops"
    )
    assert desk.article("2022/bridge")["page"] == "/repo/articles/bridge/"  # type: ignore[index]


def test_what_the_site_drops_cannot_be_decided_here(desk: ProjectWorkbench) -> None:
    lines = desk.article("2022/bridge")["rows"]  # type: ignore[index]
    dropped = next(one for one in lines if one["text"] == "House style")
    assert (dropped["after"], dropped["offers"], dropped["decided"]) == (None, [], "")


def test_a_decision_changes_one_key_and_nothing_else(desk: ProjectWorkbench, preview: Preview) -> None:
    file = preview.root / "content/2022/bridge.md"
    file.chmod(0o640)
    decide(desk, "keep", "Read also")
    kept = NOISY.replace(
        "topic: world\n", "topic: world\nclean:\n  keep:\n    - 'Read also: Another story'\n"
    )
    assert file.read_text() == kept
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert (row(desk, "Read also: An")["decided"], row(desk, "Read also: An")["offers"]) == ("keep", ["undo"])
    assert row(desk, "Read also: An")["after"]
    decide(desk, "drop", "The end")
    assert file.read_text() == kept.replace("story'\n---", "story'\n  drop:\n    - The end & more.\n---")
    decide(desk, "undo", "Read also: An")
    decide(desk, "undo", "The end")
    assert file.read_text() == NOISY


def test_another_mind_moves_the_line_to_the_other_list(desk: ProjectWorkbench, preview: Preview) -> None:
    file = preview.root / "content/2022/bridge.md"
    decide(desk, "keep", "BRUSSELS")
    decide(desk, "drop", "BRUSSELS")
    assert "  drop:\n    - BRUSSELS - The bridge is closed.\n" in file.read_text()
    assert "keep" not in file.read_text()
    decide(desk, "drop", "BRUSSELS")
    assert file.read_text().count("BRUSSELS") == 2, "said once, and it stands once in the text"


def test_decisions_of_several_pages_do_not_lose_each_other(desk: ProjectWorkbench, preview: Preview) -> None:
    lines = "".join(f"Line number {n}.\n\n" for n in range(20))
    (preview.root / "content/2022/bridge.md").write_text("---\nclean: {skip: [dateline]}\n---\n" + lines)

    def drop(n: int) -> None:
        desk.decide("2022/bridge", {"choice": "drop", "line": now[n], "text": f"Line number {n}."})

    now = {n: 4 + 2 * n for n in range(20)}
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(drop, now))
    text = (preview.root / "content/2022/bridge.md").read_text()
    assert all(text.count(f"Line number {n}.") == 2 for n in range(20))


def test_a_file_without_front_matter_is_given_some(desk: ProjectWorkbench, preview: Preview) -> None:
    decide(desk, "keep", "Read also", "plain")
    after = (preview.root / "content/plain.txt").read_bytes().decode()
    head = "---\nclean:\n  keep:\n    - 'Read also: Another story'\n---\n"
    assert after == (head + PLAIN).replace("\n", "\r\n")
    assert row(desk, "Read also", "plain")["decided"] == "keep"


def test_the_page_follows_a_decision(desk: ProjectWorkbench, preview: Preview) -> None:
    page = preview.folder / "articles/bridge/index.html"
    assert "<p>Read also: Another story</p>" not in page.read_text()
    decide(desk, "keep", "Read also")
    preview.rebuild(["content/2022/bridge.md"])
    assert "<p>Read also: Another story</p>" in page.read_text()


@pytest.mark.parametrize(
    "decision",
    [
        {},
        {"choice": "publish", "line": 10, "text": "Read also: Another story"},
        {"choice": "keep", "line": 10, "text": "Another text"},
        {"choice": "keep", "line": 11, "text": "Read also: Another story"},
        {"choice": "keep", "line": "10", "text": "Read also: Another story"},
        {"choice": "keep", "line": 9, "text": ""},
        {"choice": "keep", "line": 10, "text": ["Read also: Another story"]},
        {"choice": ["keep"], "line": 10, "text": "Read also: Another story"},
    ],
)
def test_a_decision_that_does_not_fit_changes_nothing(
    desk: ProjectWorkbench, preview: Preview, decision: dict[str, Any]
) -> None:
    with pytest.raises(RefusedError):
        desk.decide("2022/bridge", decision)
    assert (preview.root / "content/2022/bridge.md").read_text() == NOISY


@pytest.mark.parametrize(
    "name", ["2022/other", "../briefgen", "/etc/passwd", "2022/../2022/bridge", "briefgen.yml", ""]
)
def test_only_articles_can_be_seen_and_changed(desk: ProjectWorkbench, name: str) -> None:
    assert desk.article(name) is None
    with pytest.raises(RefusedError):
        desk.decide(name, {"choice": "keep", "line": 1, "text": "title: Desk"})


def test_an_article_in_error_says_so_and_is_left_alone(desk: ProjectWorkbench, preview: Preview) -> None:
    file = preview.root / "content/2022/bridge.md"
    file.write_text("---\ntitle: T\n")
    shown = desk.article("2022/bridge")
    assert shown is not None
    assert [problem.code for problem in shown["problems"]] == ["fence-missing"]
    with pytest.raises(BriefgenError):
        desk.decide("2022/bridge", {"choice": "keep", "line": 1, "text": "x"})


def test_every_page_can_be_shown_whatever_the_project_is_like(
    desk: ProjectWorkbench, preview: Preview
) -> None:
    def shown(path: str) -> str:
        answer = InternalPages(desk).answer(Request("GET", f"/_briefgen/{path}", {}, peer="127.0.0.1"))
        assert answer.status == 200
        assert isinstance(answer.body, bytes)
        return answer.body.decode()

    assert "it was new" in shown("")
    assert "content/2022/bridge.md" in shown("clean/")
    assert "&lt;b&gt;House style&lt;/b&gt;" in shown("clean/2022/bridge")
    for text in (
        "---\ntitle: T\n",
        NOISY.replace("topic: world", "clean: false"),
        "",
        "\ufeffA headline\r\n",
    ):
        (preview.root / "content/2022/bridge.md").write_text(text)
        preview.rebuild(["content/2022/bridge.md"])
        assert "content/2022/bridge.md" in shown("") + shown("clean/") + shown("clean/2022/bridge")
    assert "fence-missing" in shown("") or "title-missing" in shown("") or "date-missing" in shown("")


def test_where_cleaning_is_off_there_is_nothing_to_decide(desk: ProjectWorkbench, preview: Preview) -> None:
    file = preview.root / "content/2022/bridge.md"
    file.write_text(NOISY.replace("topic: world", "clean: false"))
    assert desk.article("2022/bridge")["is_off"]  # type: ignore[index]
    with pytest.raises(RefusedError, match="Cleaning is off"):
        decide(desk, "drop", "The end")


def test_the_last_build_says_what_was_rendered_and_why(desk: ProjectWorkbench, preview: Preview) -> None:
    first = desk.build()
    assert first["articles"] == 2
    assert {page["why"] for page in first["rendered"]} == {"it was new"}
    assert {name for name, _ in first["phases"]} >= {"read", "render", "write"}
    preview.catch_up()
    noisy = NOISY.replace("topic: world", "topic: world\nsummary: The bridge")
    (preview.root / "content/2022/bridge.md").write_text(noisy)
    preview.rebuild(["content/2022/bridge.md"])
    (preview.root / "content/2022/bridge.md").write_text(noisy.replace("The end", "The very end"))
    preview.rebuild(["content/2022/bridge.md"])
    last = desk.build()
    assert last["read"] == ("content/2022/bridge.md",)
    assert [(page["href"], page["why"]) for page in last["rendered"]] == [
        ("/repo/articles/bridge/", 'site.body("2022/bridge") changed')
    ]


def test_a_build_that_failed_says_why(desk: ProjectWorkbench, preview: Preview) -> None:
    (preview.root / "content/2022/bridge.md").write_text("---\ntitle: T\n")
    preview.rebuild(["content/2022/bridge.md"])
    last = desk.build()
    assert last["failed"]
    assert [problem.code for problem in last["problems"] if problem.severity == "error"] == ["fence-missing"]


def test_the_desk_is_open_while_settings_are_read_again(
    desk: ProjectWorkbench, preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[object] = []

    def slowly(*given: Any) -> Any:
        shown.append(desk.article("2022/bridge"))
        return open_project(*given)

    monkeypatch.setattr("briefgen.project.project.open_project", slowly)
    preview.catch_up()
    assert shown == [desk.article("2022/bridge")]


def test_settings_that_are_broken_close_the_desk(desk: ProjectWorkbench, preview: Preview) -> None:
    (preview.root / "briefgen.yml").write_text("colour: red\n")
    preview.rebuild(["briefgen.yml"])
    with pytest.raises(RefusedError, match="settings"):
        desk.articles()

"""What ``add`` removes can be seen afterwards, kept or dropped, and no hand edit is lost on the way."""

from __future__ import annotations

import json
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.server.live_reload import LiveReload
from briefgen.server.preview import Preview, PreviewSite
from briefgen.server.workbench import ProjectWorkbench, RefusedError

NOW = ["--now", "2024-05-12T12:00:00+00:00"]
PARAGRAPHS = (
    "The lighthouse of the northern cape was lit again on Monday, eleven years after its keeper left it.",
    "Its lamp turns once in twelve seconds, and by night it can be seen from the farms of the far shore.",
    "The coast guard pays for the oil, and two teachers of the village school climb the stairs at dusk.",
)
JUNK = "Read also: Nine stairs that nobody climbs"
BODY = [PARAGRAPHS[0], JUNK, PARAGRAPHS[1], "loading...", PARAGRAPHS[2]]
HTML = "".join(f"<p>{text}</p>" for text in BODY)
HEAD = '<html lang="en"><head><title>Cape lit</title></head>'
INPUTS = {
    "page.html": f"{HEAD}<body><article><h1>Cape lit</h1>{HTML}</article></body></html>",
    "letter.eml": "From: Ada <ada@cape.example>\nTo: reader@home.example\nSubject: Cape lit\n"
    "Date: Mon, 6 May 2024 08:00:00 +0000\nMIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=utf-8\n\n" + "\n\n".join(BODY) + "\n",
    "feed.xml": "<rss><channel><title>Cape News</title><item><title>Cape lit</title>"
    "<link>https://cape.example/lit</link><pubDate>Mon, 06 May 2024 08:00:00 GMT</pubDate>"
    f"<description><![CDATA[{HTML}]]></description></item></channel></rss>",
    "paste.txt": "Cape lit\n\n" + "\n\n".join(BODY) + "\n",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteTest:
    made = SiteTest.of_files({"briefgen.yml": "title: Cape\nurl: https://example.org/\n"}, tmp_path)
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture(params=INPUTS)
def added(request: pytest.FixtureRequest, site: SiteTest) -> Path:
    return add(site, request.param)


def add(site: SiteTest, name: str) -> Path:
    site.write(name, INPUTS[name])
    assert run(["add", name, "-q", *NOW]) == 0
    return next((site.root / "content").rglob("*.md"))


def desk_of(site: SiteTest) -> ProjectWorkbench:
    def clock(home: tzinfo) -> datetime:
        return datetime(2024, 6, 1, tzinfo=home)

    preview = Preview(PreviewSite(site.root, {}, "http://127.0.0.1:8000", clock), LiveReload())
    preview.begin()
    return ProjectWorkbench(preview)


def decide(desk: ProjectWorkbench, choice: str, text: str) -> None:
    name = desk.articles()[0]["name"]
    shown: Any = desk.article(name)
    row = next(row for row in shown["rows"] if row["text"] == text)
    desk.decide(name, {"choice": choice, "line": row["number"], "text": row["text"]})


def test_every_view_shows_what_was_removed(
    added: Path, site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    assert JUNK not in added.read_text("utf-8")
    shown: dict[str, str] = {}
    for mode in ("--explain", "--diff", "--json", "--stats"):
        assert run(["clean", mode, "content"]) == 0
        shown[mode] = capsys.readouterr().out
    assert f"- {JUNK}" in shown["--explain"]
    assert f"-{JUNK}" in shown["--diff"].splitlines()
    row = json.loads(shown["--json"])
    assert JUNK in [edit["before"] for edit in row["edits"]]
    assert (site.root / row["raw"]).is_file()
    assert "read-also" in shown["--stats"]
    desk = desk_of(site)
    listed = desk.articles()[0]
    assert listed["removed"] >= 2
    article: Any = desk.article(listed["name"])
    row = next(row for row in article["rows"] if row["text"] == JUNK)
    assert row["after"] is None
    assert row["offers"] == ["keep"]


def test_the_page_counts_the_changes_and_shows_no_words_of_a_mail(added: Path, site: SiteTest) -> None:
    site.build()
    page = site.page(f"/articles/{added.stem.partition('-')[2][6:]}/")
    assert "Links to other articles removed" in page
    assert (JUNK in page) != (site.root / "letter.eml").exists()
    assert "reader@home.example" not in "".join(
        data.decode("utf-8", "replace") for data in site.tree().values()
    )
    assert not list(site.output.rglob("raw"))


def test_keep_and_drop_make_the_text_again_and_keep_hand_edits(added: Path, site: SiteTest) -> None:
    desk = desk_of(site)
    added.write_text(added.read_text("utf-8").replace("two teachers", "three teachers"), "utf-8")
    decide(desk, "keep", JUNK)
    text = added.read_text("utf-8")
    assert text.index(PARAGRAPHS[0]) < text.rindex(JUNK) < text.index(PARAGRAPHS[1])
    assert "three teachers" in text
    decide(desk, "drop", PARAGRAPHS[1])
    text = added.read_text("utf-8")
    assert PARAGRAPHS[1] not in text.partition("\n---\n")[2]
    assert "three teachers" in text
    report = site.build().report
    assert not [d for d in report.diagnostics if d.code == "clean-unmatched"]
    decide(desk, "undo", JUNK)
    decide(desk, "undo", PARAGRAPHS[1])
    text = added.read_text("utf-8")
    assert JUNK not in text
    assert PARAGRAPHS[1] in text
    assert "clean:" not in text


def test_a_decision_in_front_matter_works_by_clean_write_and_can_be_undone(
    added: Path, site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    text = added.read_text("utf-8")
    edited = text.replace("\nraw: ", f"\nclean: {{keep: ['{JUNK}']}}\nraw: ").replace(
        "The lighthouse", "A lighthouse"
    )
    added.write_text(edited, "utf-8")
    warning = next(d for d in site.build().report.diagnostics if d.code == "clean-unmatched")
    assert "briefgen clean --write" in warning.hint
    file = added.relative_to(site.root).as_posix()
    assert run(["clean", "--write", file, *NOW]) == 0
    now = added.read_text("utf-8").partition("\n---\n")[2]
    assert JUNK in now
    assert "A lighthouse" in now
    assert f"+ {JUNK}" in capsys.readouterr().err
    assert not [d for d in site.build().report.diagnostics if d.code == "clean-unmatched"]
    assert run(["clean", "--undo", file]) == 0
    assert added.read_text("utf-8") == edited


def test_a_conflict_is_shown_and_nothing_is_lost(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    file = add(site, "paste.txt")
    edited = file.read_text("utf-8").replace("can be seen from the farms", "is seen from the farms")
    file.write_text(edited, "utf-8")
    desk = desk_of(site)
    with pytest.raises(RefusedError, match="is seen from the farms"):
        decide(desk, "drop", PARAGRAPHS[1])
    assert file.read_text("utf-8") == edited
    wish = edited.replace("\nraw: ", f'\nclean: {{drop: ["{PARAGRAPHS[1]}"]}}\nraw: ')
    file.write_text(wish, "utf-8")
    assert run(["clean", "--write", str(file), *NOW]) == 1
    said = capsys.readouterr().err
    assert "[merge-conflict]" in said
    assert "is seen from the farms" in said
    assert file.read_text("utf-8") == wish


def test_add_says_what_it_removed_and_how_to_see_it(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("paste.txt", INPUTS["paste.txt"])
    assert run(["add", "paste.txt", *NOW]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert f"    - {JUNK}" in lines
    command = lines[-1].partition("briefgen ")[2].split()
    assert run(command) == 0
    assert JUNK in capsys.readouterr().out


def test_a_doubt_of_an_import_is_a_note_until_it_is_decided(site: SiteTest) -> None:
    file = add(site, "paste.txt")
    ledger = file.read_text("utf-8").partition("raw: ")[2].partition("\n")[0]
    values = json.loads((site.root / "raw" / ledger).read_text("utf-8"))
    line = values["lines"].index(PARAGRAPHS[2]) + 1
    values["doubts"] = [["stray-line", line, "It reads like the page around the article."]]
    from briefgen.importing.raw_store import RawStore

    name = RawStore(site.root).keep(json.dumps(values).encode(), ".json")
    file.write_text(file.read_text("utf-8").replace(ledger, name), "utf-8")
    note = next(d for d in site.build().report.diagnostics if d.code == "doubtful-line")
    assert file.read_text("utf-8").split("\n")[note.location.line - 1] == PARAGRAPHS[2]
    text = file.read_text("utf-8").replace("raw: ", f'clean: {{keep: ["{PARAGRAPHS[2]}"]}}\nraw: ')
    file.write_text(text, "utf-8")
    assert not [d for d in site.build().report.diagnostics if d.code == "doubtful-line"]


def test_the_article_builds_without_raw_and_is_as_before_with_it(added: Path, site: SiteTest) -> None:
    with_raw = site.build().tree()
    (site.root / "raw").rename(site.root / "elsewhere")
    without = site.build().tree()
    assert site.report.articles == 1
    assert not site.report.failed
    assert without == site.clean_tree()
    assert run(["clean", str(added)]) == 0
    (site.root / "elsewhere").rename(site.root / "raw")
    assert site.build().tree() == with_raw == site.clean_tree()


@pytest.mark.parametrize("name", ["page.html", "letter.eml", "feed.xml"])
def test_an_input_is_shown_as_add_would_clean_it(
    name: str, site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write(name, INPUTS[name])
    assert run(["clean", name]) == 0
    shown = capsys.readouterr().out
    assert f"- {JUNK}" in shown
    assert "<p>" not in shown
    assert run(["clean", "--write", name]) == 1
    assert "this is no article" in capsys.readouterr().err
    assert (site.root / name).read_text("utf-8") == INPUTS[name]


def test_a_row_cannot_name_a_ledger(site: SiteTest) -> None:
    row = {"title": "Cape", "text": PARAGRAPHS[0], "raw": "../../secret.json", "date": "2024-05-01"}
    site.write("rows.json", json.dumps([row]))
    assert run(["add", "rows.json", "-q", *NOW]) == 0
    assert "secret" not in next((site.root / "content").rglob("*.md")).read_text("utf-8")


def test_a_page_is_made_again_in_the_encoding_that_its_server_named(
    site: SiteTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefgen.importing import inputs
    from briefgen.importing.document import Input

    page = INPUTS["page.html"].replace("lighthouse", "маяк").replace("Its lamp", "Лампа")
    payload = Input("https://cape.example/lit", page.encode("cp1251"), "text/html; charset=windows-1251")
    monkeypatch.setattr(inputs, "fetch", lambda name, **options: payload)
    assert run(["add", payload.origin, "-q", *NOW]) == 0
    file = next((site.root / "content").rglob("*.md"))
    assert "маяк" in file.read_text("utf-8")
    decide(desk_of(site), "keep", JUNK)
    text = file.read_text("utf-8")
    assert JUNK in text
    assert "маяк" in text
    assert run(["clean", "--all", "--write", *NOW]) == 0
    assert "маяк" in file.read_text("utf-8")


def test_settings_of_the_article_hold_when_it_is_made_again(site: SiteTest) -> None:
    file = add(site, "paste.txt")
    text = file.read_text("utf-8")
    source = (
        "\nsource: {name: Cape News, url: 'https://cape.example/'}\nclean: {skip: [read-also, placeholder]}"
    )
    file.write_text(text.replace("\nraw: ", f"{source}\nraw: "), "utf-8")
    assert run(["clean", "--write", str(file), *NOW]) == 0
    now = file.read_text("utf-8")
    assert JUNK in now
    assert "loading..." in now
    assert source in now
    file.write_text(text.replace("\nraw: ", "\nclean: false\nraw: "), "utf-8")
    assert run(["clean", "--write", str(file), *NOW]) == 0
    assert JUNK in file.read_text("utf-8")

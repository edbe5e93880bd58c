"""``briefgen clean``: what it shows, writes, counts, and makes anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cleaning.engine import split_lines
from briefgen.cli.main import run

NOW = ["--now", "2024-05-12T12:00:00+00:00"]
FIRST = (
    "The ferry left at noon with nobody on board, and it came back at six in the evening, the master said."
)
SECOND = "It will leave again on Saturday, when the pier has been mended and the storm has passed over."
NOISY = (
    f"---\ntitle: Ferry  # ours\ndate: 2024-05-01\nlang: en\nsource: Post\ntopic: sea\n---\n\nLONDON "
    f"(Reuters) - {FIRST}\n\nloading...\n\nRead also: Something else\n\n{SECOND}\n"
)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteTest:
    made = SiteTest.of_files({"briefgen.yml": "title: Sea\n", "content/ferry.md": NOISY}, tmp_path)
    monkeypatch.chdir(made.root)
    return made


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert run(["clean", *arguments]) == code
    return capsys.readouterr().out


def test_explain_names_rule_reason_and_certainty(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "content/ferry.md").splitlines()
    assert lines[0] == "content/ferry.md: 2 lines removed, 1 changed"
    assert "   11  placeholder (certain): What a page shows while something loads: `loading...`." in lines
    assert "       - loading..." in lines
    assert "    9  place = LONDON" in lines


def test_diff_shows_raw_against_clean(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "--diff", "content/ferry.md").splitlines()
    assert lines[:2] == ["--- content/ferry.md (raw)", "+++ content/ferry.md (clean)"]
    assert [line for line in lines[2:] if line.startswith("-") and line != "-"] == [
        f"-LONDON (Reuters) - {FIRST}",
        "-loading...",
        "-Read also: Something else",
    ]


def test_json_is_a_line_for_each_file_with_the_ledger(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("content/other.txt", f"A quiet day at sea\n{SECOND}\n")
    rows = [
        json.loads(line)
        for line in said(capsys, "--json", "content/ferry.md", "content/other.txt").splitlines()
    ]
    assert [row["file"] for row in rows] == ["content/ferry.md", "content/other.txt"]
    assert (rows[0]["place"], rows[0]["agency"], rows[0]["source"], rows[0]["date"]) == (
        "LONDON",
        "Reuters",
        "Post",
        "2024-05-01",
    )
    assert rows[0]["paragraphs"] == [FIRST, SECOND]
    assert rows[0]["kept_lines"] == [9, 15]
    raw = {line.number: line.text for line in split_lines(NOISY)}
    assert all(raw[edit["line"]] == edit["before"] for edit in rows[0]["edits"])


def test_write_cleans_the_file_and_keeps_what_was_there(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["clean", "--write", "content/ferry.md"]) == 0
    text = (site.root / "content/ferry.md").read_text("utf-8")
    head = (
        "---\ntitle: Ferry  # ours\ndate: 2024-05-01\nlang: en\nsource: Post\ntopic: sea\nagency: "
        "Reuters\nplace: LONDON\n---\n"
    )
    assert text == f"{head}\n{FIRST}\n\n{SECOND}\n"
    kept = list((site.root / "raw").rglob("*.md"))
    assert [path.read_text("utf-8") for path in kept] == [NOISY]
    assert kept[0].relative_to(site.root).as_posix() in capsys.readouterr().err
    assert not site.build().report.failed
    assert run(["clean", "--write", "content/ferry.md"]) == 0
    assert (site.root / "content/ferry.md").read_text("utf-8") == text


def test_write_needs_a_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(f"A quiet day\nloading...\n{SECOND}\n")
    assert run(["clean", "--write", str(tmp_path / "a.txt")]) == 1
    assert "it is not in a project" in capsys.readouterr().err
    assert "loading..." in (tmp_path / "a.txt").read_text()


def test_stats_count_rules_and_find_new_junk_by_source(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    for n, word in enumerate(("Herring", "Mackerel", "Salmon")):
        text = (
            f"---\ntitle: {word} day\ndate: 2024-05-0{n + 1}\nlang: en\nsource: Wire\n---\n\n{word} was "
            f"sold at the quay until noon, and then no more.\n\nloading...\n\nRing the bell for "
            f"{word.lower()} news\n\nRing the bell for more of this\n"
        )
        site.write(f"content/sub/{n}.md", text)
    lines = said(capsys, "--stats", "content").splitlines()
    assert said(capsys, "--stats", ".").splitlines() == lines
    wire = lines.index("Wire: 3 articles")
    assert "      3  placeholder" in lines[wire:]
    assert "      3  Ring the bell for more of this" in lines[wire:]
    assert not [line for line in lines if "herring" in line]
    assert "Post: 1 article" in lines[wire:]


def test_all_makes_articles_anew_with_the_rules_of_today(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    site.remove("content/ferry.md")
    site.write("in/bell.txt", f"The bell of the old pier\n{FIRST}\nRing the bell for more\n{SECOND}\n")
    site.write("in/edited.txt", f"The edited bell\n{SECOND}\nRing the bell for more\n")
    assert run(["add", "in", "--source", "Post", "-q", *NOW]) == 0
    assert capsys.readouterr().err.count("today's was taken, 2024-05-12 [date-today]") == 2
    path = "content/2024/2024-05-12-the-bell-of-the-old-pier.md"
    edited = "content/2024/2024-05-12-the-edited-bell.md"
    site.edit(edited, "It will leave", "They say that it will leave")
    site.edit(path, "title: The bell of the old pier", "title: Our own title")
    site.write("sources/post.yml", "source: Post\nphrases: [Ring the bell for more]\n")
    assert run(["clean", "--all", *NOW]) == 0
    told = capsys.readouterr()
    assert f"would be updated {path}" in told.out
    assert "  - Ring the bell for more" in told.out
    assert f"for you to decide: {edited}" in told.out
    assert told.err == "1 updated, 1 for you to decide; nothing was written.\n"
    assert "Ring the bell" in (site.root / path).read_text("utf-8")
    assert run(["clean", "--all", "--json", *NOW]) == 0
    values = json.loads(capsys.readouterr().out)
    assert {one["path"]: one["outcome"] for one in values["articles"]} == {path: "updated", edited: "edited"}
    assert values["diagnostics"] == []
    assert run(["clean", "--all", "--write", *NOW]) == 0
    now = (site.root / path).read_text("utf-8")
    assert "Ring the bell" not in now
    assert "title: Our own title" in now
    assert FIRST in now
    assert "They say that it will leave" in (site.root / edited).read_text("utf-8")
    capsys.readouterr()
    assert run(["clean", "--all", "--since", "0", *NOW]) == 0
    assert capsys.readouterr().err == "Nothing to do; nothing was written.\n"


def test_a_raw_input_that_was_changed_is_not_believed(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    site.remove("content/ferry.md")
    site.write("in.txt", f"The bell of the old pier\n{FIRST}\n")
    run(["add", "in.txt", "-q", *NOW])
    next((site.root / "raw").glob("*/*.txt")).write_text("Something else\n")
    assert run(["clean", "--all", "--write", *NOW]) == 1
    assert "has changed since it was stored" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["--all", "content/ferry.md"], ["--since", "1", "content/ferry.md"]]
)
def test_wrong_usage(arguments: list[str], site: SiteTest) -> None:
    assert run(["clean", *arguments]) == 2

"""Many problems of one kind: the first are shown, the others are counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.model import Location
from briefgen.model.diagnostics import Diagnostic, diagnostic
from briefgen.reporting import console
from briefgen.reporting.selection import KINDS, select
from briefgen.server.live_reload import SHOWN, problems_of

PICTURES = 40


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    body = "\n\n".join(f"![](https://pictures.example/{n}.png)" for n in range(PICTURES))
    return SiteTest.of_files(
        {
            "briefgen.yml": "title: T\nlanguage: en\n",
            "content/a.md": f"---\ntitle: Boats\ndate: 2024-05-02\nsumary: x\n---\n\nThe yard.\n\n{body}\n",
            "content/b.md": "---\ntitle: Yards\ndate: 2024-05-02\ntopik: x\n---\n\nIt has no pictures.\n",
        },
        tmp_path,
    )


def many(code: str, message: str, number: int, path: str = "content/a.md") -> list[Diagnostic]:
    return [diagnostic(code, Location(path, n + 1, 1), message.format(n), "mend it") for n in range(number)]


def test_the_first_three_are_shown_and_the_others_counted(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(site.root)]) == 0
    err = capsys.readouterr().err
    assert err.count("[image-alt-missing]") == 4
    assert f"{PICTURES - 3} more warnings [image-alt-missing]" in err
    assert "sumary" in err
    assert "topik" in err
    assert f"{2 * PICTURES + 2} warnings" in err


def test_all_are_in_verbose_output_json_and_the_report(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", "-v", str(site.root)]) == 0
    assert capsys.readouterr().err.count("[image-alt-missing]") == PICTURES
    assert run(["check", "--json", str(site.root)]) == 0
    problems = json.loads(capsys.readouterr().out)["diagnostics"]
    assert sum(one["code"] == "image-alt-missing" for one in problems) == PICTURES
    file = site.root / "report.json"
    assert run(["build", "--report", str(file), str(site.root)]) == 0
    report = json.loads(file.read_text("utf-8"))
    assert sum(one["code"] == "image-alt-missing" for one in report["diagnostics"]) == PICTURES
    assert "--report" in capsys.readouterr().err


def test_github_gets_the_same_selection(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--format", "github", str(site.root)]) == 0
    out = capsys.readouterr().out
    assert out.count("title=image-alt-missing") == 3
    assert f"{PICTURES - 3} more warnings [image-alt-missing]" in out


def test_a_warning_that_is_not_shown_fails_a_strict_build(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", "-W", str(site.root)]) == 1
    assert f"{2 * PICTURES + 2} warnings" in capsys.readouterr().err


def test_a_rare_kind_within_a_code_is_shown() -> None:
    items = [*many("unknown-key", "unknown key layout", 50), *many("unknown-key", "unknown key catgory", 1)]
    selection = select(items)
    assert [one.message for one in selection.shown] == ["unknown key layout"] * 3 + ["unknown key catgory"]
    assert selection.hidden == {("warning", "unknown-key"): 47}


def test_messages_that_all_differ_are_one_kind() -> None:
    words = [
        "alder",
        "birch",
        "cedar",
        "elm",
        "fir",
        "hazel",
        "juniper",
        "larch",
        "maple",
        "oak",
        "pine",
        "yew",
    ]
    assert len(words) > KINDS
    items = [diagnostic("link-missing", Location("a.md", n), f"no {w}") for n, w in enumerate(words)]
    assert len(select(items).shown) == 3


def test_a_note_is_not_hidden_by_other_notes(capsys: pytest.CaptureFixture[str]) -> None:
    notes = [
        *many("title-found", 'no title: "{}" was taken', 60),
        *many("date-found", "no date: {} was taken", 1),
    ]
    console.show(notes, Path())
    err = capsys.readouterr().err
    assert "[date-found]" in err
    assert err.count("[title-found]") == 4
    console.show(notes, Path(), console.Display(quiet=True))
    assert capsys.readouterr().err == ""


def test_every_error_has_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    errors = many("date-missing", "no date", 90)
    console.show(errors, Path())
    err = capsys.readouterr().err
    assert err.count("[date-missing]") == 90
    assert err.count("hint:") == console.IN_FULL
    console.show(errors, Path(), console.Display(verbose=True))
    assert capsys.readouterr().err.count("hint:") == 90


def test_an_open_page_shows_each_kind_of_error(tmp_path: Path) -> None:
    errors = [*many("date-missing", "no date", 90), *many("title-missing", "no title", 1, "content/b.md")]
    problems = problems_of(errors, tmp_path)
    assert "title-missing" in [one["code"] for one in problems]
    assert f"{91 - SHOWN} more errors" in problems[-1]["message"]

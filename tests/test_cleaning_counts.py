"""A build says what cleaning takes: all of it, however little was rebuilt; a heavy loss is a warning."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run

NOW = ["--now", "2024-06-01T12:00:00+00:00"]
LONG = (
    "The orchard behind the old station was mown on Friday, and the bees moved into the signal box by noon."
)
OTHER = "Its owner found two hundred jars in the waiting room, every one of them labelled in a careful hand."
NOISY = f"{LONG}\n\nRead also: Ten trees that fell\n\nloading...\n\n{OTHER}\n"


def article(body: str, title: str = "Orchard", more: str = "") -> str:
    return f"---\ntitle: {title}\ndate: 2024-05-01\nlang: en\ntopic: land\n{more}---\n\n{body}"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteTest:
    files = {
        "briefgen.yml": "title: Land\nurl: https://example.org/\ntopics: [{slug: land, title: Land}]\n",
        "content/orchard.md": article(NOISY, more="source: Post\n"),
        "content/quiet.md": article(f"{OTHER}\n\n{LONG}\n", "Quiet"),
    }
    made = SiteTest.of_files(files, tmp_path)
    monkeypatch.chdir(made.root)
    return made


def last_lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert run(["build", *NOW, *arguments]) == 0
    return [line for line in capsys.readouterr().err.splitlines() if "lean" in line]


def test_the_line_counts_the_project_and_not_the_build(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    line = "Cleaning removed 2 lines in 1 article: briefgen clean --stats"
    assert last_lines(capsys) == [line]
    assert last_lines(capsys) == [line]
    site.edit("content/quiet.md", "two hundred", "three hundred")
    assert last_lines(capsys) == [line]
    assert last_lines(capsys, "-E") == [line]
    assert last_lines(capsys, "-v") == ["  cleaned content/orchard.md: 2 lines removed", line]
    assert last_lines(capsys, "-q") == []
    site.edit("content/orchard.md", "loading...\n\n", "")
    assert last_lines(capsys) == [line.replace("2 lines", "1 line")]
    site.remove("content/orchard.md")
    assert last_lines(capsys) == []


def test_the_command_of_the_line_works(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    command = last_lines(capsys)[0].partition("briefgen ")[2].split()
    assert run(command) == 0
    assert "placeholder" in capsys.readouterr().out


def test_the_report_has_the_counts(site: SiteTest, tmp_path: Path) -> None:
    counts = {"articles": 1, "removed": 2, "changed": 0, "doubtful": 0}
    for flags in ([], ["-v"]):
        assert run(["build", *NOW, "-q", "--report", str(tmp_path / "report.json"), *flags]) == 0
        told = json.loads((tmp_path / "report.json").read_text("utf-8"))["cleaning"]
        assert {key: told[key] for key in counts} == counts
        assert ("files" in told) == bool(flags)


def test_an_added_article_counts_with_what_add_removed(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("in.txt", f"A new orchard\n\n{NOISY}").remove("content/orchard.md").remove("content/quiet.md")
    assert run(["add", "in.txt", "-q", *NOW]) == 0
    first, second = last_lines(capsys), last_lines(capsys)
    assert first == second == ["Cleaning removed 3 lines in 1 article: briefgen clean --stats"]


HEAVY = (
    f"{LONG}\n\n"
    + "\n\n".join(f"Read also: Ten old trees that fell near the {n}th mile" for n in range(9))
    + f"\n\n{OTHER}\n"
)


def test_a_file_that_lost_much_is_a_warning_until_somebody_decides(site: SiteTest) -> None:
    site.write("content/heavy.md", article(HEAVY, "Heavy"))
    warning = next(d for d in site.build().report.diagnostics if d.code == "cleaning-heavy")
    assert warning.location.path == "content/heavy.md"
    assert warning.severity == "warning"
    for decision in ("clean: true", "clean: false", "clean: {skip: [read-also]}"):
        site.write("content/heavy.md", article(HEAVY, "Heavy", f"{decision}\n"))
        assert not [d for d in site.build().report.diagnostics if d.code == "cleaning-heavy"]


def test_what_stays_in_the_text_or_in_a_field_is_not_lost(site: SiteTest) -> None:
    twice = f"Heavy\n\n{LONG}\n\n{OTHER}\n\n{LONG}\n\n{OTHER}\n"
    site.write("content/heavy.md", article(twice, "Heavy"))
    assert not [d for d in site.build().report.diagnostics if d.code == "cleaning-heavy"]


def test_clean_write_can_be_undone_byte_for_byte(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    file = site.root / "content/orchard.md"
    before = b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n")
    file.write_bytes(before)
    assert run(["clean", "--write", "content/orchard.md"]) == 0
    cleaned = file.read_bytes()
    assert b"loading" not in cleaned
    ledger = next((site.root / "raw").glob("*/*.ledger.json"))
    assert "loading..." in [edit[2] for edit in json.loads(ledger.read_text("utf-8"))["edits"]]
    file.write_bytes(cleaned + b"By hand.\n")
    assert run(["clean", "--undo", "content/orchard.md"]) == 1
    assert "was changed" in capsys.readouterr().err
    assert file.read_bytes() == cleaned + b"By hand.\n"
    file.write_bytes(cleaned)
    assert run(["clean", "--undo", "content/orchard.md"]) == 0
    assert file.read_bytes() == before
    assert run(["clean", "--undo", "content/quiet.md"]) == 1
    assert run(["clean", "--undo", "--write", "content/quiet.md"]) == 2


def test_write_touches_articles_alone(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("content/editions/2024-05-01.md", f"---\ntitle: May\n---\n\n{NOISY}").write(
        "notes/a.txt", NOISY
    )
    paths = ("briefgen.yml", "content/editions/2024-05-01.md", "notes/a.txt")
    before = {path: (site.root / path).read_bytes() for path in paths}
    assert run(["clean", "--write", *paths, "notes"]) == 1
    assert {path: (site.root / path).read_bytes() for path in paths} == before


def test_an_alias_too_long_for_a_file_is_a_warning_of_its_own(site: SiteTest) -> None:
    site.write("content/long.md", article(f"{LONG}\n", "Long", f"aliases: [/{'x' * 300}/, /old/]\n"))
    warning = next(d for d in site.build().report.diagnostics if d.code == "bad-value")
    assert warning.location.path == "content/long.md"
    assert not site.report.failed
    assert site.has("/old/")


def test_a_drawing_in_shift_jis_is_a_warning_of_its_own(site: SiteTest) -> None:
    drawing = '<?xml version="1.0" encoding="Shift_JIS"?><svg xmlns="http://www.w3.org/2000/svg"/>'
    site.write("content/tree.svg", drawing)
    site.write("content/drawn.md", article(f"{LONG}\n\n![A tree](tree.svg)\n", "Drawn"))
    warning = next(d for d in site.build().report.diagnostics if d.code == "image-unsafe")
    assert warning.location.path == "content/drawn.md"
    assert not site.report.failed

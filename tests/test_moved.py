"""Content folders of other programs build with one line of settings.

A case is a Markdown file of ``tests/moved``: the line of ``briefgen.yml``, the files, and a row for each
file: its day and title, ``draft`` and a text that no output may hold, or ``not read``.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from cases import read_cases
from sitetest import SiteTest

from briefgen.build.read import read_quietly
from briefgen.cli.main import run
from briefgen.model.diagnostics import BriefgenError
from briefgen.project.project import open_project
from briefgen.reading.frontmatter import rewritten

CASES = sorted((Path(__file__).parent / "moved").glob("*.md"))
SETTINGS = "title: Brief\nurl: https://brief.example/\n"
BUILDERS = ["html", "feed", "search", "sitemap", "hosting", "text", "json", "llms", "objects"]


class Moved(NamedTuple):
    site: SiteTest
    rows: list[list[str]]


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def moved(request: pytest.FixtureRequest, tmp_path: Path) -> Moved:
    case = read_cases(request.param)[0]
    files = {
        name.removeprefix("file "): text for name, text in case.blocks.items() if name.startswith("file ")
    }
    site = SiteTest.of_files({"briefgen.yml": SETTINGS + case.blocks["config"], **files}, tmp_path)
    rows = [row.split(" | ") for row in case.blocks["expected"].splitlines()]
    listed = {row[0] for row in rows}
    assert all(
        name in listed for name in files if not name.endswith((".png", ".jpg")) and "/_includes/" not in name
    )
    return Moved(site, rows)


def test_there_are_ten_and_more() -> None:
    assert len(CASES) >= 10


def test_titles_and_dates_are_right_and_no_draft_is_public(moved: Moved) -> None:
    site = moved.site.build(builders=BUILDERS)
    assert not site.report.failed, site.report.diagnostics
    readings = read_quietly(open_project(site.root))
    messages = "\n".join(d.message for d in site.report.diagnostics)
    output = b"\n".join(path.read_bytes() for path in site.output.rglob("*") if path.is_file()).decode(
        "utf-8", "replace"
    )
    for path, what, *rest in moved.rows:
        if what == "not read":
            assert path not in readings
            assert Path(path).name in messages
        elif what == "draft":
            assert rest[0] not in output, path
        else:
            article = readings[path].result.article
            assert article, path
            assert [article.day, article.title] == [what, rest[0]]
            assert "<h1" in output
            assert f">{rest[0]}<" in output.replace("&#34;", '"').replace("&quot;", '"'), path


def test_each_key_is_reported_once(moved: Moved) -> None:
    found = [
        d.message.partition(" (also")[0]
        for d in moved.site.build().report.diagnostics
        if d.code.endswith("-key")
    ]
    assert len(found) == len(set(found))


PELICAN = "Title: Nets\nDate: 2013-06-07\n\n"
NOISE = "Share on Facebook\n\n"
TEXT = "The nets dry on the quay of Runde, where the wind is strongest.\n\nThey are mended there, too.\n"


@pytest.mark.parametrize(
    "head", [PELICAN, "+++\ntitle = 'Nets'\ndate = 2013-06-07\n+++\n", '{"title": "Nets"}\n\n']
)
def test_no_command_changes_a_head_that_is_not_yaml(
    head: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = SiteTest.of_files(
        {"briefgen.yml": SETTINGS, "content/2013-06-07-nets.md": head + NOISE + TEXT}, tmp_path
    )
    file = site.root / "content/2013-06-07-nets.md"
    run(["clean", "--write", str(file)])
    assert file.read_text("utf-8").startswith(head)
    with pytest.raises(BriefgenError) as error:
        rewritten(file.read_text("utf-8"), "content/2013-06-07-nets.md", {"story": "nets"})
    assert "story: nets" in error.value.diagnostics[0].hint

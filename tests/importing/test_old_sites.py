"""Sites of other programs are taken over, and every old address answers.

A case is a Markdown file of ``old_sites``: the files of the old site; each new file with its old address,
``file`` or ``draft``; texts that the new files have; and the problems.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cases import Case, read_cases
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.importing.old_sites.head_keys import with_keys
from briefgen.importing.old_sites.old_site import head_of

CASES = sorted((Path(__file__).parent / "old_sites").glob("*.md"))
SETTINGS = "title: Brief\nurl: https://brief.example/\nlanguages: [{code: id, title: Ringkasan}]\n"


class Old:
    """An old site, and the project that takes it over."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.case, self.form, self.folder = read_cases(path)[0], path.stem, folder / "old"
        for name, text in self.case.blocks.items():
            if name.startswith("file "):
                file = self.folder / name.removeprefix("file ")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, "utf-8")
        self.site = SiteTest.of_files({"briefgen.yml": SETTINGS}, folder)

    def take_over(self, *options: str) -> int:
        return run(["import", self.form, str(self.folder), "-C", str(self.site.root), *options])

    @property
    def files(self) -> set[str]:
        every = {
            path.relative_to(self.site.root).as_posix()
            for path in self.site.root.rglob("*")
            if path.is_file()
        }
        return {path for path in every if not path.startswith((".briefgen", "site", "briefgen.yml"))}


def rows(case: Case, name: str) -> list[list[str]]:
    return [row.split(" | ") for row in case.blocks[name].splitlines()]


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Old:
    return Old(request.param, tmp_path)


def test_every_old_address_answers(old: Old, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in old.folder.rglob("*") if path.is_file()}
    assert old.take_over() == 0
    out = capsys.readouterr().out
    expected = rows(old.case, "expected")
    assert old.files == {path for path, _ in expected}
    site = old.site.build(builders=["html", "hosting", "feed", "search", "text"])
    assert not site.report.failed, site.report.diagnostics
    assert "Nobody may read this" not in "".join(map(str, site.tree().values()))
    for path, what in expected:
        if what.startswith("/"):
            page = site.output / what.lstrip("/")
            page = page / "index.html" if what.endswith("/") else page
            assert page.is_file(), (path, what)
            assert f"added {path}" in out
    for path, text in rows(old.case, "texts"):
        assert text in (site.root / path).read_text("utf-8"), path
    assert {path: path.read_bytes() for path in before} == before, "the old site is as it was"


def test_the_problems_have_places(old: Old, capsys: pytest.CaptureFixture[str]) -> None:
    old.take_over("--json")
    report = json.loads(capsys.readouterr().out)
    found = {f"{one['path']}:{one['line'] or 0} {one['code']}" for one in report["diagnostics"]}
    assert found == set(old.case.blocks["problems"].splitlines())


def test_a_dry_run_writes_nothing_and_a_second_run_adds_nothing(
    old: Old, capsys: pytest.CaptureFixture[str]
) -> None:
    assert old.take_over("--dry-run") == 0
    planned = capsys.readouterr().out
    assert old.files == set()
    assert old.take_over() == 0
    assert capsys.readouterr().out == planned.replace("would add ", "added ")
    old.take_over()
    assert capsys.readouterr().out == ""


def test_files_of_the_project_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = Old(next(path for path in CASES if path.stem == "hugo"), tmp_path)
    old.site.write("content/posts/rope.md", "mine").write("static/img/rope.png", "mine")
    assert old.take_over() == 1
    assert capsys.readouterr().err.count("exists and differs") == 2
    assert (old.site.root / "content/posts/rope.md").read_text() == "mine"
    assert (old.site.root / "static/img/rope.png").read_text() == "mine"
    assert (old.site.root / "content/posts/pilot-boat.md").is_file()


HEADS = {
    "---\ntitle: A\nredirect_from: /one/\n---\nText\n": ["/one/", "/old/"],
    "---\ntitle: A\naliases:\n  - /one/ # the first\n---\nText\n": ["/one/", "/old/"],
    "---\ntitle: A\n---\nText\n": ["/old/"],
    "Text alone\n": ["/old/"],
    '+++\ntitle = "A"\n[menu]\nweight = 3\n+++\nText\n': ["/old/"],
    "+++\ntitle = 'A'\naliases = [\n  '/one/',\n]\n+++\nText\n": ["/old/", "/one/"],
    '{"title": "A", "aliases": ["/one/", "/two/"]}\nText\n': ["/old/", "/one/", "/two/"],
    "Title: A\nDate: 2020-01-01\n\nText\n": ["/old/"],
    "<!--\n.. title: A\n-->\n\nText\n": ["/old/"],
}


@pytest.mark.parametrize("text", HEADS)
def test_an_address_is_added_to_front_matter_of_any_form(text: str) -> None:
    before, new = head_of(text, "a.md"), with_keys(text, "a.md", {"draft": True}, ["/old/"])
    after = head_of(new, "a.md")
    assert before
    assert after
    assert after.declared.values["aliases"] == tuple(HEADS[text])
    assert after.declared.values["draft"] is True
    assert {**after.declared.values, "aliases": (), "draft": False} == {
        **before.declared.values, "aliases": (), "draft": False,
    }  # fmt: skip
    assert after.parts.body.strip() == before.parts.body.strip()
    assert with_keys(new, "a.md", {}, ["/old/"]) == new, "it is added once"

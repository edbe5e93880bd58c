"""``briefgen print``: an edition as a PDF file, by an installed Chromium."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from browser import program
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.util.chromium import VARIABLE, find_browser, print_pdf


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    files = {"briefgen.yml": "title: Ink Post\nurl: https://ink.example/\ntopics: [{slug: a}, {slug: b}]\n"}
    for n in range(36):
        words = " ".join(f"word{n}x{k}" for k in range(20 + 37 * n % 40))
        head = f"title: Item {n} of the day\ndate: 2024-05-03\ntopic: {'ab'[n % 2]}\nsummary: {words}."
        files[f"content/i{n}.md"] = f"---\n{head}\n---\n{words} and more {n}.\n"
    return SiteTest.of_files(files, tmp_path)


def test_an_edition_as_pdf(
    site: SiteTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, program())
    file = tmp_path / "brief.pdf"
    arguments = ["print", "2024-05-03", "-C", str(site.root), "-o", str(file)]
    assert run(arguments) == 1
    assert "run `briefgen build` first" in capsys.readouterr().err
    site.build(builders=["html"])
    assert run(arguments) == 0, capsys.readouterr().err
    data = file.read_bytes()
    assert data.startswith(b"%PDF-")
    assert all(mark in data for mark in (b"/StructTreeRoot", b"/Outlines", b"/Lang"))
    pages = len(re.findall(rb"/Type /Page\b(?!s)", data))
    assert 3 <= pages <= 8, "36 items of 60 words each on paper"
    assert run(["print", "2024-05", "-C", str(site.root), "-o", str(file)]) == 2


def test_a_browser_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "old.pdf"
    old.write_text("old")
    assert print_pdf(sys.executable, tmp_path / "page.html", old)
    assert print_pdf(str(tmp_path / "none"), tmp_path / "page.html", old)
    assert old.read_text() == "old"
    monkeypatch.delenv(VARIABLE, raising=False)
    assert find_browser({"google-chrome": "/opt/chrome"}.get) == "/opt/chrome"
    assert find_browser(lambda name: None) == ""

"""The small sites of ``tests/sites``: their console output and their pages.

``--renew`` writes the golden files again.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sitetest import SITES, SiteTest, same_everywhere

from briefgen.cli.main import run

TRAPS = sorted(folder.name for folder in SITES.glob("trap-*"))
COMMAND = ["build", "--keep-going", "--now", "2024-06-01"]


@pytest.mark.parametrize("name", TRAPS)
def test_front_matter_trap(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    renew: bool,
) -> None:
    site = SiteTest.from_site(name, tmp_path)
    monkeypatch.chdir(site.root)
    code = run(COMMAND)
    said = f"$ briefgen {' '.join(COMMAND)}\n{same_everywhere(capsys.readouterr().err)}exit {code}\n"
    pages = "".join(f"{path}\n" for path in site.tree() if path.startswith("articles/"))
    golden = SITES / name / "expected"
    if renew:
        golden.mkdir(exist_ok=True)
        (golden / "console.txt").write_text(said, "utf-8")
        (golden / "articles.txt").write_text(pages, "utf-8")
    assert said == (golden / "console.txt").read_text("utf-8")
    assert pages == (golden / "articles.txt").read_text("utf-8")


def test_all_traps_in_one_project_are_told_in_one_run(tmp_path: Path) -> None:
    """One bad article never hides the others, and the good ones are all there."""
    site = SiteTest.from_site(TRAPS[0], tmp_path)
    for name in TRAPS[1:]:
        shutil.copytree(
            SITES / name / "content", site.root / "content" / name, ignore=shutil.ignore_patterns("good.md")
        )
    site.build(keep_going=True).fails().codes(
        "slug-collision", "date-invalid", "yaml-duplicate", "yaml-colon", "yaml-comment", "held", "held",
        "unknown-key", "unknown-key", "link-missing", "doubtful-line",
        "title-missing", "date-missing", "topic-fallback",
    )  # fmt: skip
    good = {"good", "tags", "update", "typo", "one", "two", "three", "link"}
    assert {path.split("/")[1] for path in site.tree() if path.startswith("articles/")} == good


def test_words_stay_words(tmp_path: Path) -> None:
    site = SiteTest.from_site("trap-02-words-that-yaml-takes-for-booleans", tmp_path).build()
    assert site.has("/tags/no/")
    assert site.has("/tags/on/")
    assert site.has("/tags/yes/")


def test_a_draft_is_in_no_file(tmp_path: Path) -> None:
    site = SiteTest.from_site("trap-07-draft", tmp_path).build(builders=["html", "feed", "search", "sitemap"])
    for word in (b"Unreleased", b"secret", b"classified", b"Nobody may read"):
        assert [
            path for path, content in site.tree().items() if word in content or word.decode() in path
        ] == []
    assert "Unreleased matter" in site.build(drafts=True).page("/articles/secret/")


def test_titles_are_as_typed(tmp_path: Path) -> None:
    site = SiteTest.from_site("trap-10-titles-that-yaml-takes-for-numbers", tmp_path).build()
    for slug, title in (("one", "1.10"), ("two", "010"), ("three", "12:30")):
        assert f">{title}</h1>" in site.page(f"/articles/{slug}/")

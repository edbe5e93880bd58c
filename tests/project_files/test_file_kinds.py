"""What each kind of command may write, by the place of a file and of what it links to."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.model.diagnostics import BriefgenError
from briefgen.project_files.kinds import Kind, ProjectFile, check_kind

PATHS = {
    "content/a.md": "article",
    "content/a/b.txt": "article",
    "content/A.MD": "article",
    "content/_drafts/b.markdown": "article",
    "content/raw/b.md": "article",
    "content/editions.md": "article",
    "content/editions/2024-05-01.md": "edition",
    "content/editions/2024-05-01.txt": "",
    "content/picture.svg": "",
    "content/.hidden.md": "",
    "content/.git/a.md": "",
    "content": "",
    "contents/a.md": "",
    "content/../raw/00/a.md": "",
    "raw/00/a.md": "",
    "briefgen.yml": "",
    "LICENSE": "",
    "README.md": "",
    "../a.md": "",
}


@pytest.mark.parametrize("path", PATHS)
def test_an_article_and_an_edition_are_known_by_their_place(tmp_path: Path, path: str) -> None:
    for kind, kinds in {
        Kind.ARTICLE: {"article"},
        Kind.EDITION: {"edition"},
        Kind.CONTENT: {"article", "edition"},
    }.items():
        file = ProjectFile(tmp_path, path, kind)
        if PATHS[path] in kinds:
            check_kind(file)
        else:
            with pytest.raises(BriefgenError) as error:
                check_kind(file)
            assert error.value.diagnostics[0].code == "write-refused"


@pytest.mark.parametrize("path", ["raw/00/a.md", "themes/a.md", ".briefgen/a.md", "extensions/a.txt"])
def test_a_project_that_is_its_own_content_folder_keeps_its_other_folders(tmp_path: Path, path: str) -> None:
    check_kind(ProjectFile(tmp_path, "a.md", Kind.ARTICLE, "."))
    with pytest.raises(BriefgenError):
        check_kind(ProjectFile(tmp_path, path, Kind.ARTICLE, "."))


@pytest.mark.parametrize("target", ["raw/a.md", "notes.md", "content/editions/a.md", "content/b.svg"])
def test_a_link_is_judged_by_its_target(tmp_path: Path, target: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").symlink_to(tmp_path / target)
    with pytest.raises(BriefgenError):
        check_kind(ProjectFile(tmp_path, "content/a.md", Kind.ARTICLE))


def test_a_content_folder_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "project").mkdir()
    (tmp_path / "project/content").symlink_to(tmp_path / "elsewhere")
    check_kind(ProjectFile(tmp_path / "project", "content/a.md", Kind.ARTICLE))


NOISY = (
    "---\ntitle: Eel\ndate: 2024-05-01\n---\n\nThe eel swims upstream.\n\nloading...\n\nIt rests at noon.\n"
)


def test_clean_with_every_name_of_the_folder_writes_articles_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "briefgen.yml": "title: Eels\n",
        "LICENSE": NOISY,
        "README.md": NOISY,
        "content/eel.md": NOISY,
        "content/editions/2024-05-01.md": NOISY,
        "themes/own/notes.md": NOISY,
        "sources/eel.txt": NOISY,
        "raw/00/eel.md": NOISY,
    }
    site = SiteTest.of_files(files, tmp_path)
    monkeypatch.chdir(site.root)
    for _ in range(2):  # now there are backups, too
        kept = {path: path.read_bytes() for path in (site.root / "raw").rglob("*.*") if path.is_file()}
        run(["clean", "--write", *(path.name for path in sorted(site.root.iterdir()))])
        assert "loading..." not in (site.root / "content/eel.md").read_text("utf-8")
        assert all(path.read_bytes() == content for path, content in kept.items())
        others = {path: (site.root / path).read_text("utf-8") for path in files if path != "content/eel.md"}
        assert others == {path: text for path, text in files.items() if path != "content/eel.md"}
    assert "[write-refused]" in capsys.readouterr().err

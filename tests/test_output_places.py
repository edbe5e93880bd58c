"""Where a site may be written: no refused place is changed, and in an accepted one nothing of others is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from sitetest import NOW, SiteTest

from briefgen.build import atomic_swap
from briefgen.build.output import Output
from briefgen.cli.main import run

SETTINGS = "title: Weir Notes\nurl: https://weir.example/\nbuilders: [html, hosting]\n"
ARTICLE = "---\ntitle: Weir\ndate: 2024-05-01\nid: weir-7\n---\n\nThe weir is wet.\n"
FOLDERS = (
    ".git", "static", "content", "raw", "sources", "themes", "extensions", ".briefgen", "data", "inbox",
    "locales", "inventories",
)  # fmt: skip
UNIX = pytest.mark.skipif(os.name == "nt", reason="needs owners and links")
ROOT = pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root may change owners")


def project(folder: Path, title: str = "Weir") -> SiteTest:
    files = {"briefgen.yml": SETTINGS.replace("Weir", title), "content/weir.md": ARTICLE}
    site = SiteTest.of_files(files, folder)
    for name in FOLDERS:
        mine = {"sources": "mine.txt", "content": "mine.csv"}.get(name, "mine.txt")
        site.write(f"{name}/{mine}", "mine")
    return site


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    return project(tmp_path)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "homes/ann"
    (folder / "papers").mkdir(parents=True)
    (folder / "papers/will.txt").write_text("mine")
    monkeypatch.setenv("HOME", str(folder))
    return folder


def build(site: SiteTest, *options: str) -> int:
    return run(["build", "-C", str(site.root), "--now", NOW, "-q", *options])


def state_of(folder: Path) -> dict[str, tuple[bytes | str, int]]:
    """Every file and link with its content, and every folder, with its mode; without the cache's own."""
    ours = {"cache.sqlite3", "lock", ".gitignore", "stage", "templates"}
    return {
        path.relative_to(folder).as_posix(): (
            str(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else "folder",
            path.lstat().st_mode,
        )
        for path in folder.rglob("*")
        if ".briefgen" not in path.parts or path.name not in ours
    }


REFUSED = (
    *FOLDERS, *(f"{name}/site" for name in FOLDERS), ".", "..", "../..", "/", "content/../static",
    "./themes/", "way-to-content", "way-to-git/site", "../homes/ann", "../homes", "../other",
    "../other/content", "../other/static/x", "../other/raw",
)  # fmt: skip


@UNIX
@pytest.mark.parametrize("place", REFUSED)
def test_places_that_are_refused_stay_as_they_are(
    place: str, site: SiteTest, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site.root / "way-to-content").symlink_to("content")
    (site.root / "way-to-git").symlink_to(".git")
    shutil.copytree(site.root, tmp_path / "other", symlinks=True)
    before = state_of(tmp_path)
    target = os.path.normpath(site.root / place)
    for option in (["-o", target], ["-o", f"{site.root}/{place}", "--force"], ["-D", f"output={place}"]):
        assert build(site, *option) != 0
        assert "own files" in capsys.readouterr().err
    site.edit("briefgen.yml", "title", f"output: {place}\ntitle")
    assert build(site, "--force") != 0
    site.edit("briefgen.yml", f"output: {place}\n", "")
    assert state_of(tmp_path) == before


ACCEPTED = ("site", "docs", "public/news", "../elsewhere/www", "way-out", "static-site", "content.html")


@UNIX
@pytest.mark.parametrize("place", ACCEPTED)
def test_places_that_are_accepted_keep_what_others_put_there(
    place: str, site: SiteTest, tmp_path: Path
) -> None:
    (site.root / "way-out").symlink_to(tmp_path / "beyond")
    (tmp_path / "beyond").mkdir()
    folder = site.root / place
    for name in ("notes/deep/mine.txt", "mine.html", ".well-known/security.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("mine")
    (folder / "way").symlink_to("../nowhere")
    (folder / "notes").chmod(0o750)
    theirs = state_of(folder)
    own = {name: one for name, one in state_of(site.root).items() if name.startswith(FOLDERS)}
    assert build(site, "-o", str(folder)) == 0
    site.edit("content/weir.md", "wet", "dry")
    assert build(site, "-o", str(folder)) == 0
    now = state_of(folder)
    assert {name: now.get(name) for name in theirs} == theirs
    assert "index.html" in now
    after = state_of(site.root)
    assert {name: after[name] for name in own if name != "content/weir.md"} == {
        name: one for name, one in own.items() if name != "content/weir.md"
    }


def test_a_first_build_lists_the_foreign_files_that_it_would_overwrite(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("index.html", "404.html", "robots.txt", "tags/index.html", "archive/index.html", "search/x.txt")
    for name in names:
        site.write(f"docs/{name}", "mine")
    before = state_of(site.root / "docs")
    assert build(site, "-o", str(site.root / "docs")) == 1
    output = capsys.readouterr().err
    assert "[output-foreign]" in output
    assert state_of(site.root / "docs") == before
    for name in ("index.html", "404.html", "robots.txt"):
        assert name in output
    assert "search/x.txt" not in output
    assert build(site, "-o", str(site.root / "docs"), "--force") == 0
    assert (site.root / "docs/search/x.txt").read_text() == "mine"
    assert "Weir" in (site.root / "docs/index.html").read_text()


def test_two_projects_in_one_output_are_noticed(
    site: SiteTest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other, shared = project(tmp_path / "b", "Lock"), tmp_path / "www"
    assert build(site, "-o", str(shared)) == 0
    before = state_of(shared)
    assert build(other, "-o", str(shared)) == 1
    output = capsys.readouterr().err
    assert "[output-shared]" in output
    assert str(site.root) in output
    assert state_of(shared) == before
    assert build(other, "-o", str(shared), "--force") == 0
    assert "Lock Notes" in (shared / "index.html").read_text()
    assert build(site, "-o", str(shared)) == 1, "the first project is told, too"


def test_the_deployed_site_of_another_project_is_not_overwritten(site: SiteTest, tmp_path: Path) -> None:
    other = project(tmp_path / "b", "Lock")
    assert build(other) == 0
    shutil.copytree(other.output, tmp_path / "www")
    assert build(site, "-o", str(tmp_path / "www")) == 1
    assert "Lock Notes" in (tmp_path / "www/index.html").read_text()


def test_a_project_that_moves_keeps_its_output(site: SiteTest, tmp_path: Path) -> None:
    assert build(site) == 0
    site.root.rename(tmp_path / "moved")
    moved = SiteTest(tmp_path / "moved").edit("content/weir.md", "wet", "dry")
    assert build(moved) == 0
    assert "dry" in moved.page("/articles/weir/")


def test_a_copy_of_a_project_builds_into_its_own_output(site: SiteTest, tmp_path: Path) -> None:
    assert build(site) == 0
    shutil.copytree(site.root, tmp_path / "copy")
    copy = SiteTest(tmp_path / "copy").edit("content/weir.md", "wet", "dry")
    assert build(copy) == 0
    assert "dry" in copy.page("/articles/weir/")
    assert "wet" in site.page("/articles/weir/")


@UNIX
def test_pages_are_not_written_through_a_link(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    site.output.mkdir()
    (site.output / "articles").symlink_to("../content")
    before = state_of(site.root / "content")
    assert build(site, "--force") == 1
    assert "articles" in capsys.readouterr().err
    (site.output / "articles").unlink()
    assert build(site) == 0
    shutil.rmtree(site.output / "articles")
    (site.output / "articles").symlink_to("../content")
    assert build(site) == 1
    assert state_of(site.root / "content") == before


def test_a_foreign_folder_or_file_in_the_place_of_a_page_is_named(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("site/index.html/mine.txt", "mine").write("site/tags", "mine")
    before = state_of(site.output)
    assert build(site, "--force") == 1
    output = capsys.readouterr().err
    assert "index.html" in output
    assert "tags" in output
    assert state_of(site.output) == before


@ROOT
@pytest.mark.parametrize("mode", [0o700, 0o2750, 0o555])
def test_folders_of_another_owner_stay_theirs(site: SiteTest, mode: int) -> None:
    site.build().write("site/theirs/deep/mine.txt", "mine")
    for path in ("theirs/deep/mine.txt", "theirs/deep", "theirs"):
        os.chown(site.output / path, 1234, 4321)
    (site.output / "theirs").chmod(mode)
    theirs = {path: (site.output / path).stat()[:6] for path in ("theirs", "theirs/deep")}
    for word in ("dry", "deep", "cold"):
        site.write("content/weir.md", ARTICLE.replace("wet", word)).build()
        assert word in site.page("/articles/weir/")
        assert {path: (site.output / path).stat()[:6] for path in theirs} == theirs
    assert site.tree()["theirs/deep/mine.txt"] == b"mine"


def test_a_second_tree_that_cannot_be_made_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/a").write_text("old")
    for name in ("a", "b"):
        (tmp_path / f"new-{name}").write_text("new")
    files = {name: str(tmp_path / f"new-{name}") for name in ("a", "b")}

    def refuse(folder: str, spare: str) -> None:
        raise PermissionError(13, "Permission denied", f"{folder}/theirs")

    monkeypatch.setattr(atomic_swap, "mirror", refuse)
    assert "theirs" in Output(tmp_path / "site").change(files, [])
    assert [(tmp_path / f"site/{name}").read_text() for name in ("a", "b")] == ["new", "new"]


def test_in_place_keeps_the_folder_and_shows_each_build(site: SiteTest) -> None:
    site.edit("briefgen.yml", "title", "output_mode: in_place\ntitle")
    site.output.mkdir()
    folder = site.output.stat().st_ino
    for word in ("wet", "dry", "cold"):
        site.write("content/weir.md", ARTICLE.replace("wet", word)).build()
        assert site.output.stat().st_ino == folder
        assert word in site.page("/articles/weir/")
        assert not [d for d in site.report.diagnostics if d.code == "output-in-steps"]
    site.move("content/weir.md", "content/lock.md").build()
    assert not site.has("/articles/weir/")
    assert site.tree() == site.clean_tree()


def test_in_place_puts_what_pages_load_before_them_and_removes_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    for name in ("old.html", "was-folder/index.html", "was-file"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("old")
    names = ("index.html", "style.css", "was-folder", "was-file/index.html")
    for number, name in enumerate(names):
        (tmp_path / str(number)).write_text(name)
    steps: list[str] = []
    place, remove = Output._place, Output._remove
    monkeypatch.setattr(
        Output, "_place", lambda self, file, path: (steps.append(path), place(self, file, path))
    )
    monkeypatch.setattr(Output, "_remove", lambda self, path: (steps.append(f"-{path}"), remove(self, path)))
    files = {name: str(tmp_path / str(number)) for number, name in enumerate(names)}
    Output(folder, keeps_folder=True).change(files, ["old.html", "was-folder/index.html", "was-file"])
    assert steps.index("style.css") < steps.index("index.html")
    assert steps[-1] == "-old.html"
    assert (folder / "was-folder").read_text() == "was-folder"
    assert (folder / "was-file/index.html").is_file()


def test_a_build_in_place_that_was_killed_is_completed_by_the_next(
    site: SiteTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.edit("briefgen.yml", "title", "output_mode: in_place\ntitle").build()
    site.write("content/more.md", ARTICLE.replace("weir-7", "more-8").replace("Weir", "Lock"))
    place, count = Output._place, [0]

    def killed(self: Output, file: str, path: str) -> None:
        count[0] += 1
        if count[0] == 3:
            raise KeyboardInterrupt
        place(self, file, path)

    monkeypatch.setattr(Output, "_place", killed)
    with pytest.raises(KeyboardInterrupt):
        site.build()
    monkeypatch.undo()
    assert site.build().tree() == site.clean_tree()


@pytest.mark.skipif(not Path("/proc/self/mountinfo").exists(), reason="only Linux has a list of mounts")
def test_a_mount_is_known_by_its_place_or_by_what_it_holds(tmp_path: Path) -> None:
    assert atomic_swap.is_mounted("/proc")
    assert atomic_swap.is_mounted("/")
    assert not atomic_swap.is_mounted(str(tmp_path / "site"))

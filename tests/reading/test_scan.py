"""What is in the content folder, and what is passed by."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefgen.reading.discovery import Folders, Scan, rescan, scan

UNIX = pytest.mark.skipif(os.name == "nt", reason="needs links and special files")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "project" / "content").mkdir(parents=True)
    return tmp_path / "project"


def write(root: Path, *names: str) -> None:
    for name in names:
        file = root / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", "utf-8")


def told(found: Scan) -> list[tuple[str, str, str]]:
    return [(d.code, d.location.path, d.message) for d in found.diagnostics]


def test_articles_and_other_files_are_sorted_by_path(root: Path) -> None:
    write(root, "b.md", "a.txt", "c/d.md", "c/p.png", "x.markdown", "y.md~")
    found = scan(root, "content")
    assert list(found.articles) == ["content/a.txt", "content/b.md", "content/c/d.md", "content/x.markdown"]
    assert list(found.files) == ["content/c/p.png", "content/y.md~"]
    assert found.diagnostics == ()


def test_hidden_names_and_editions_are_no_articles(root: Path) -> None:
    write(root, ".a.md", "_b.md", ".git/c.md", "_d/e.md", "editions/f.md", "g/editions/h.md")
    assert list(scan(root, "content").articles) == ["content/g/editions/h.md"]


def test_a_folder_named_as_an_article_is_a_folder(root: Path) -> None:
    write(root, "a.md/b.md")
    assert list(scan(root, "content").articles) == ["content/a.md/b.md"]


def test_no_content_folder_is_an_empty_scan(tmp_path: Path) -> None:
    found = scan(tmp_path, "content")
    assert found == Scan(diagnostics=found.diagnostics)
    assert [code for code, *_ in told(found)] == ["no-articles"]


@UNIX
def test_links_out_of_the_project_are_told_and_not_followed(root: Path) -> None:
    outside = root.parent / "secret.md"
    outside.write_text("secret", "utf-8")
    content = root / "content"
    (content / "out.md").symlink_to(outside)
    (content / "folder").symlink_to(root.parent, target_is_directory=True)
    (content / "gone.md").symlink_to(content / "nothing")
    (content / "round").symlink_to(".")
    os.mkfifo(content / "pipe.md")
    found = scan(root, "content")
    assert (found.articles, found.files) == ({}, {})
    assert sorted(told(found)) == [
        ("file-skipped", "content/folder", "this is a link out of the project, so it is ignored"),
        ("file-skipped", "content/gone.md", "this is a broken link, so it is ignored"),
        ("file-skipped", "content/out.md", "this is a link out of the project, so it is ignored"),
        ("file-skipped", "content/pipe.md", "this is a special file, so it is ignored"),
        ("file-skipped", "content/round", "this is a broken link, so it is ignored"),
    ]


@UNIX
def test_a_sibling_whose_name_begins_like_the_project_is_outside(root: Path) -> None:
    other = root.parent / "project-two"
    other.mkdir()
    (other / "a.md").write_text("x", "utf-8")
    (root / "content" / "a.md").symlink_to(other / "a.md")
    assert scan(root, "content").articles == {}


@UNIX
def test_a_link_within_the_project_is_a_file(root: Path) -> None:
    write(root, "a.md")
    (root / "content" / "b.md").symlink_to(root / "content" / "a.md")
    assert list(scan(root, "content").articles) == ["content/a.md", "content/b.md"]


@UNIX
def test_a_name_that_is_not_utf8_is_told(root: Path) -> None:
    name = os.fsencode(root / "content") + b"/caf\xe9.md"
    try:
        Path(os.fsdecode(name)).write_text("x", "utf-8")
    except OSError:
        pytest.skip("this file system refuses such names")
    found = scan(root, "content")
    assert found.articles == {}
    assert [(code, message) for code, _, message in told(found)] == [
        ("file-skipped", "this is a file whose name is not UTF-8, so it is ignored")
    ]
    found.diagnostics[0].location.path.encode()


@UNIX
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_is_told(root: Path) -> None:
    write(root, "a/b.md")
    (root / "content" / "a").chmod(0)
    try:
        assert [(d.code, d.location.path) for d in scan(root, "content").diagnostics] == [
            ("file-unreadable", "content/a")
        ]
    finally:
        (root / "content" / "a").chmod(0o700)


def test_a_rescan_of_what_changed_is_a_scan(tmp_path: Path) -> None:
    for name in ("a.md", "b.md", "sub/c.txt", "map.png"):
        (tmp_path / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / name).write_text(name, "utf-8")
    before = scan(tmp_path, "content")
    (tmp_path / "content/a.md").write_text("longer than before", "utf-8")
    (tmp_path / "content/b.md").unlink()
    (tmp_path / "content/sub/d.md").write_text("new", "utf-8")
    (tmp_path / "content/plan.pdf").write_text("new", "utf-8")
    paths = {f"content/{name}" for name in ("a.md", "b.md", "sub/d.md", "plan.pdf")}
    now = rescan(Folders(tmp_path), before, paths)
    assert now == scan(tmp_path, "content")
    assert list(now.articles) == sorted(now.articles)
    assert now.articles["content/a.md"] != before.articles["content/a.md"]


def test_a_rescan_looks_at_a_folder_whole(tmp_path: Path) -> None:
    (tmp_path / "content/new").mkdir(parents=True)
    before = scan(tmp_path, "content")
    (tmp_path / "content/new/a.md").write_text("a", "utf-8")
    assert rescan(Folders(tmp_path), before, {"content/new"}) == scan(tmp_path, "content")


def test_files_that_are_not_read_are_reported_once_a_kind(root: Path) -> None:
    write(
        root,
        "a.md",
        *(f"old/{n}.rst" for n in range(31)),
        "b.docx",
        "c.PNG",
        "LICENSE",
        ".d.rst",
        "Thumbs.db",
    )
    found = scan(root, "content")
    assert [message for _, _, message in told(found)] == [
        "1 file without a suffix is not an article: LICENSE",
        "1 .docx file is not an article: b.docx",
        "31 .rst files are not articles: 0.rst, 1.rst, 10.rst …",
    ]
    assert {d.severity for d in found.diagnostics} == {"note"}


def test_folders_whose_names_begin_with_an_underscore_are_read_if_the_settings_say_so(root: Path) -> None:
    write(
        root,
        "a.md",
        "_posts/b.md",
        "_posts/c.markdown",
        "x/_drafts/d.md",
        "_data/e.csv",
        "_index.md",
        "_f.md",
    )
    found = scan(root, "content")
    assert list(found.articles) == ["content/a.md"]
    posts, drafts, sections = sorted(told(found), key=lambda row: ("pages" in row[2], row[1]))
    assert posts[2] == "_posts/ is not read (2 files); include: [_posts] in briefgen.yml reads it"
    assert drafts[2] == "_drafts/ is not read (1 file); include: [_drafts] in briefgen.yml reads it"
    assert "_index.md" in sections[2]
    found = scan(root, "content", ["_posts", "_drafts"])
    names = ["_posts/b.md", "_posts/c.markdown", "a.md", "x/_drafts/d.md"]
    assert list(found.articles) == [f"content/{name}" for name in names]
    write(root, "_posts/new.md")
    assert rescan(Folders(root, include=["_posts", "_drafts"]), found, {"content/_posts/new.md"}) == scan(
        root, "content", ["_posts", "_drafts"]
    )


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (["content/a.rst", "content/b.rst"], "2 .rst files"),
        (["content/_posts/a.md"], "include: [_posts]"),
        (["_posts/a.md"], "content: _posts"),
        (["source/_posts/a.md", "content/.keep"], "content: source/_posts"),
        ([], "briefgen new"),
    ],
)
def test_no_articles_is_a_warning_with_the_likely_reason(root: Path, files: list[str], reason: str) -> None:
    write(root, *(f"../{name}" for name in files))
    found = scan(root, "content").diagnostics[0]
    assert (found.code, found.severity) == ("no-articles", "warning")
    assert reason in found.message + found.hint

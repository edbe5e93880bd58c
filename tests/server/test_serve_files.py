"""URL paths and files: nothing outside of the folder can be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from briefgen.server.url_paths import Target, content_type, etag, find, inside
from briefgen.util.urls import address_of

if TYPE_CHECKING:
    from pathlib import Path


def look(folder: Path, path: str, base: str = "/") -> Target:
    """What the server makes of a path."""
    return find(path, lambda name: inside(folder, name), base)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("secret")
    site = tmp_path / "site"
    for name in (
        "index.html",
        "articles/one/index.html",
        "data/a b.txt",
        ".hidden",
        ".well/known",
        "data/kopi ☕/index.html",
        ".well-known/security.txt",
        "about.html",
        "both.html",
        "both/index.html",
        "plain",
    ):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name)
    return site


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/articles/one/", "articles/one/index.html"),
        ("/data/a b.txt", "data/a b.txt"),
        ("/data/kopi ☕/", "data/kopi ☕/index.html"),
        ("/.well-known/security.txt", ".well-known/security.txt"),
        ("/about", "about.html"),
        ("/both", "both.html"),
        ("/both/", "both/index.html"),
        ("/plain", "plain"),
    ],
)
def test_a_file_is_found(folder: Path, path: str, name: str) -> None:
    assert look(folder, path) == Target(name)


@pytest.mark.parametrize(
    ("path", "moved"), [("/articles/one", "/articles/one/"), ("/data/kopi ☕", "/data/kopi%20%E2%98%95/")]
)
def test_a_folder_with_an_index_has_an_address_with_a_slash(folder: Path, path: str, moved: str) -> None:
    assert look(folder, path) == Target(moved=moved)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/my repo", Target(moved="/my%20repo/")),
        ("/my repo/", Target("index.html")),
        ("/my repo/about", Target("about.html")),
        ("/my repo/articles/one", Target(moved="/my%20repo/articles/one/")),
        ("/my repo/articles/one/", Target("articles/one/index.html")),
        ("/", Target()),
        ("/about", Target()),
        ("/my repository/about", Target()),
        ("/my repo//about", Target()),
        ("/my repo/../secret.txt", Target()),
    ],
)
def test_a_site_under_a_base_path(folder: Path, path: str, found: Target) -> None:
    assert look(folder, path, "/my repo/") == found


def test_a_set_of_paths_is_a_site_too() -> None:
    paths = {"index.html", "a/index.html"}
    assert find("/r/a", paths.__contains__, "/r/") == Target(moved="/r/a/")
    assert find("/r/A/", paths.__contains__, "/r/") == Target()


ATTEMPTS = {
    "step up": "/../secret.txt",
    "step up inside": "/articles/../../secret.txt",
    "step up and back": "/../site/index.html",
    "encoded dots": "/%2e%2e/secret.txt",
    "encoded slash": "/..%2fsecret.txt",
    "doubly encoded": "/%252e%252e/secret.txt",
    "backslash": "/..\\secret.txt",
    "encoded backslash": "/..%5csecret.txt",
    "NUL": "/index.html%00.txt",
    "newline": "/index.html%0a",
    "overlong UTF-8": "/%c0%ae%c0%ae/secret.txt",
    "absolute inside": "//etc/passwd",
    "other host": "//example.org/articles/one",
    "no slash": "index.html",
    "empty name": "/articles//one/",
    "single dot": "/./index.html",
    "dot file": "/.hidden",
    "dot folder": "/.well/known",
    "well-known folder below": "/data/.well-known/security.txt",
    "page with a slash": "/about/",
    "link to a file outside": "/leak.txt",
    "link to a folder outside": "/outside/secret.txt",
    "folder outside with an index": "/elsewhere",
    "folder without an index": "/data/",
    "folder without an index, no slash": "/data",
    "file as a folder": "/index.html/",
    "too long": "/" + "x" * 5000,
}


@pytest.mark.parametrize("path", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_nothing_is_found(folder: Path, path: str) -> None:
    outside = folder.parent / "elsewhere"
    outside.mkdir()
    (outside / "index.html").write_text("secret")
    (folder / "leak.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "outside").symlink_to(folder.parent)
    (folder / "elsewhere").symlink_to(outside)
    assert look(folder, unquote(path)) == Target()


def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    (folder / "again.txt").symlink_to(folder / "data" / "a b.txt")
    assert look(folder, "/again.txt") == Target("again.txt")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("ledger.css", "text/css; charset=utf-8"),
        ("live.js", "text/javascript; charset=utf-8"),
        ("feed.xml", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("search.json", "application/json; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("logo.SVG", "image/svg+xml; charset=utf-8"),
        ("photo.jpeg", "image/jpeg"),
        ("serif.woff2", "font/woff2"),
        ("CNAME", "application/octet-stream"),
    ],
)
def test_content_types(name: str, kind: str) -> None:
    assert content_type(name) == kind


def test_the_validator_changes_with_the_file(folder: Path) -> None:
    file = folder / "index.html"
    before = etag(file.stat())
    file.write_text("longer than it was before")
    assert etag(file.stat()) != before
    assert etag(file.stat(), "x") != etag(file.stat())


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("index.html", "/"),
        ("a/index.html", "/a/"),
        ("404.html", "/404.html"),
        ("myindex.html", "/myindex.html"),
    ],
)
def test_the_address_of_a_file(path: str, address: str) -> None:
    assert address_of(path) == address

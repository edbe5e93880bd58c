"""Schemes, addresses, and how pages point at each other."""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.util import urls
from briefgen.util.urls import absolute, base_path, fill, is_safe, relative, scheme, slots, wrong_with


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x", "https"),
        ("HTTP:x", "http"),
        (" \tjava\nscript:alert(1)", "javascript"),
        ("java\u200bscript:x", "javascript"),
        ("\x01data:x", "data"),
        ("a/b:c", ""),
        ("#a:b", ""),
        ("?a:b", ""),
        ("1:b", ""),
        ("", ""),
        ("//host/x", ""),
    ],
)
def test_scheme(url: str, expected: str) -> None:
    assert scheme(url) == expected


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("a.md", True),
        ("mailto:a@b", True),
        ("tel:1", True),
        ("ftp://x", False),
        ("JAVASCRIPT:x", False),
        ("vbscript:x", False),
    ],
)
def test_is_safe(url: str, safe: bool) -> None:
    assert is_safe(url) is safe


@pytest.mark.parametrize(
    "url", ["https://example.org", "http://localhost:8000/x", "https://[::1]/", "https://müsli.example/ü"]
)
def test_a_whole_address_is_right(url: str) -> None:
    assert wrong_with(url) == ""


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://a b", "spaces"),
        ("https://a\u202eb", "spaces"),
        ("javascript:x", "the scheme javascript: is not allowed"),
        ("mailto:a@b", "the scheme mailto: is not allowed"),
        ("example.org", "no whole"),
        ("//example.org", "no whole"),
        ("https://", "no whole"),
        ("https:///x", "no whole"),
        ("https://[x", "no whole"),
    ],
)
def test_what_is_wrong_with_an_address(url: str, why: str) -> None:
    assert why in wrong_with(url)


def test_a_pattern_is_filled_in() -> None:
    assert slots("/{date}/{topic}/") == {"date", "topic"}
    assert fill("/{date}/{topic}/", {"date": "d", "topic": "{date}"}) == "/d/{date}/"


@pytest.mark.parametrize(
    ("start", "target", "link"),
    [
        ("/", "/", "./"),
        ("/", "/a/", "a/"),
        ("/a/", "/", "../"),
        ("/a/b/", "/a/c/", "../../a/c/"),
        ("/a/b.html", "/a/", "../a/"),
        ("/a/", "/b/#c", "../b/#c"),
        ("/", "/#c", "./#c"),
        ("/", "/ü/a b?c%d/", "%C3%BC/a%20b%3Fc%25d/"),
        ("/", "/a:b/", "a%3Ab/"),
    ],
)
def test_relative(start: str, target: str, link: str) -> None:
    assert relative(start, target) == link


PATHS = st.lists(
    st.text(st.sampled_from("ab1-._~é :?%&"), min_size=1, max_size=4).filter(lambda part: part.strip(".")),
    max_size=3,
).map(lambda parts: "/" + "".join(f"{part}/" for part in parts))


@given(PATHS, PATHS)
def test_a_relative_link_leads_where_it_should(start: str, target: str) -> None:
    page = absolute("https://example.org/base/", start)
    assert unquote(urljoin(page, relative(start, target))) == f"https://example.org/base{target}"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://x", "/"),
        ("https://x/", "/"),
        ("https://x/repo", "/repo/"),
        ("https://x/a/b/", "/a/b/"),
        ("https://x/a%20b/ü", "/a%20b/%C3%BC/"),
    ],
)
def test_base_path(url: str, path: str) -> None:
    assert base_path(url) == path


@given(st.from_regex(urls._PLAINLY_WHOLE, fullmatch=True))
def test_nothing_is_wrong_with_what_is_plainly_whole(url: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "_PLAINLY_WHOLE", re.compile("(?!)"))
        assert wrong_with(url) == ""

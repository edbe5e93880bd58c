"""Two addresses of one article are one; two articles stay two."""

from __future__ import annotations

import pytest

from briefgen.util.url_normalize import canonical, without_tracking

PLAIN = "https://example.org/news/2022/a-story"


@pytest.mark.parametrize(
    "url",
    [
        f"{PLAIN}/",
        f"{PLAIN}?utm_source=x&UTM_medium=y",
        f"{PLAIN}?fbclid=abc#comments",
        f"{PLAIN}?page=all",
        f"{PLAIN}/amp",
        f"{PLAIN}/amp/?output=amp",
        f"{PLAIN}/index.html",
        "http://www.example.org/news/2022/a-story",
        "https://m.example.org:443/news/2022/a-story",
        "HTTPS://EXAMPLE.org/news/2022/a%2Dstory",
        f" {PLAIN} ",
    ],
)
def test_addresses_of_one_article_are_one(url: str) -> None:
    assert canonical(url) == canonical(PLAIN) == "example.org/news/2022/a-story"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/news/2022/A-story",
        "https://example.org/news/2022/a-story-2",
        "https://example.org/news/2022/a-story?page=2",
        "https://example.com/news/2022/a-story",
        "https://news.example.org/news/2022/a-story",
        f"{PLAIN}?id=7",
    ],
)
def test_addresses_of_two_articles_are_two(url: str) -> None:
    assert canonical(url) != canonical(PLAIN)


def test_the_order_of_parameters_does_not_count() -> None:
    assert canonical(f"{PLAIN}?b=2&a=1&utm_id=3") == canonical(f"{PLAIN}?a=1&b=2")


@pytest.mark.parametrize(
    "url", ["", "mailto:a@example.org", "/news", "https://", "https://[::1", "javascript:1"]
)
def test_what_is_no_web_address_has_no_canonical_form(url: str) -> None:
    assert canonical(url) == ""
    assert without_tracking(url) == url


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (f"{PLAIN}?utm_source=x", PLAIN),
        (f"{PLAIN}?a=1&utm_source=x&b=%20+#part", f"{PLAIN}?a=1&b=%20+#part"),
        (f"{PLAIN}?page=all", f"{PLAIN}?page=all"),
        ("https://www.example.org/?q", "https://www.example.org/?q"),
    ],
)
def test_only_tracking_is_taken_from_an_address(url: str, kept: str) -> None:
    assert without_tracking(url) == kept

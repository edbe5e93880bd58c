"""A site in several languages as a browser shows it, in both themes and both directions of writing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser import looks, served, violations
from playwright.sync_api import Browser
from sitetest import SiteTest

PAGES = ("", "id/articles/bridge/", "ar/", "ar/articles/bridge/")


@pytest.fixture(scope="module", params=["ledger", "river"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = SiteTest.from_site("tongues", tmp_path_factory.mktemp(request.param))
    site.build(define={"theme": request.param}, builders=["html", "feed", "search"])
    with served(site.output) as address:
        yield address


def test_axe_finds_nothing_in_any_language(address: str, browser: Browser, axe: str) -> None:
    found = []
    for n, url in enumerate(PAGES):
        page = looks(browser, width=(1280, 390)[n % 2], scheme=("light", "dark")[n // 2], bypass_csp=True)
        page.goto(address + url)
        found += [f"{url}: {wrong}" for wrong in violations(page, axe)]
        page.close()
    assert found == []


def test_the_keyboard_changes_the_language(address: str, browser: Browser) -> None:
    page = looks(browser, width=320)
    page.goto(f"{address}articles/bridge/")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.hreflang") == "ar":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/ar/articles/bridge/")
    assert page.get_attribute("html", "dir") == "rtl"
    assert page.text_content(".languages [aria-current]") == "العربية"
    page.close()


def test_no_page_scrolls_sideways_and_none_prints_the_switch(address: str, browser: Browser) -> None:
    page = looks(browser, width=320)
    for url in PAGES:
        page.goto(address + url)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320, url
    page.emulate_media(media="print")
    assert not page.locator(".languages").is_visible()
    page.close()


def test_right_to_left_mirrors_the_page(address: str, browser: Browser) -> None:
    """The site's name is at the right, the side column at the left, as Arabic reads."""
    page = looks(browser)
    page.goto(f"{address}ar/articles/bridge/")
    places = (
        "(found) => { const r = document.querySelector(found).getBoundingClientRect(); return "
        "[r.left, r.right] }"
    )
    assert page.evaluate(places, ".brand")[0] > 640
    assert page.evaluate(places, ".provenance")[1] < page.evaluate(places, ".art")[0] + 1
    assert page.evaluate("() => getComputedStyle(document.querySelector('h1')).direction") == "rtl"
    page.close()

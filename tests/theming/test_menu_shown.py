"""The site of an institution in a browser: its menu, logo and foot, wide and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser import looks, served, violations
from playwright.sync_api import Browser, expect
from sitetest import SiteTest

PAGES = ("about/", "id/tentang/", "help/contact/", "imprint/", "id/", "")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = SiteTest.from_site("institute", tmp_path_factory.mktemp("institute"))
    site.output = site.root / "served/kabar"
    site.build()
    with served(site.root / "served") as root:
        yield f"{root}kabar/"


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_with_the_menu_open(address: str, browser: Browser, axe: str, width: int) -> None:
    wrong = []
    for n, url in enumerate(PAGES):
        page = looks(browser, width=width, scheme=("light", "dark")[n % 2], bypass_csp=True)
        page.goto(address + url)
        wrong += [f"{url}: {one}" for one in violations(page, axe)]
        if width == 390:
            page.click(".menu-button")
        page.click(".below summary")
        wrong += [f"{url} with its menu: {one}" for one in violations(page, axe)]
        page.close()
    assert wrong == []


def test_the_head_is_one_row_on_a_phone(address: str, browser: Browser) -> None:
    page = looks(browser, width=390)
    page.goto(f"{address}about/")
    head = page.locator(".mast").bounding_box()
    assert head
    assert head["height"] <= 76, head
    expect(page.locator(".nav")).not_to_be_visible()
    page.keyboard.press("Tab")
    while page.evaluate("() => document.activeElement.className") != "menu-button":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".nav")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".nav")).not_to_be_visible()
    page.close()


def test_the_menu_stands_open_on_a_wide_screen(address: str, browser: Browser) -> None:
    page = looks(browser, width=1280)
    page.goto(f"{address}id/tentang/")
    expect(page.locator(".menu-button")).not_to_be_visible()
    expect(page.locator(".nav")).to_be_visible()
    page.click(".below summary")
    expect(page.locator(".below a").first).to_be_visible()
    page.click(".below a >> nth=1")
    expect(page).to_have_url(f"{address}help/contact/")
    page.close()


def test_the_logo_keeps_its_place_while_it_loads(address: str, browser: Browser) -> None:
    page = looks(browser, width=1280)
    page.route("**/logo.svg", lambda route: route.abort())
    page.goto(f"{address}about/")
    box = page.locator(".brand img").bounding_box()
    assert box
    assert round(box["width"] / box["height"]) == 4, box
    page.close()

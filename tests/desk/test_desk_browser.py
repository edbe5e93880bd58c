"""The desk in a real Chromium: a day's edition by keys alone, then with the pointer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from browser import looks, violations
from desksite import write_files
from playwright.sync_api import expect
from served import Served

from briefgen.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

DATE = "2026-11-24"
TOPICS = ("Politics", "Economy", "Sea")
TEXTS = {
    "en": "the council of the harbour votes on a new ferry line after a long debate about fares and noise",
    "id": "dewan kota pelabuhan memutuskan jalur feri baru setelah rapat panjang tentang tarif dan suara",
    "nb": "kommunen vedtok den nye fergelinjen etter en lang debatt om priser og støy i havnen",
}
SOURCES = {"en": "The Java Herald", "id": "Kabar Nusantara", "nb": "Nordavisen"}
HOSTILE = '<img src=x onerror="window.hit=1">{{ 7*7 }}'


def item(number: int) -> str:
    lang = [*TEXTS][number % 3]
    words = TEXTS[lang].split()
    title = f"{' '.join(words[number % 5 : number % 5 + 6]).capitalize()} {number}"
    text = " ".join(words[(number * n) % len(words)] for n in range(1, 60))
    head = f"date: {DATE}T{6 + number % 12:02}:{number:02}\nlang: {lang}\nsource: {SOURCES[lang]}\n"
    shown = json.dumps(HOSTILE if number == 39 else title)
    return f"---\ntitle: {shown}\n{head}topic: {TOPICS[number % 3].lower()}\n---\n{text.capitalize()}.\n"


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The desk of an empty edition, with 40 items in the inbox."""
    topics = ", ".join(f"{{slug: {one.lower()}, title: {one}}}" for one in TOPICS)
    files = {f"inbox/{DATE}-item-{n:02}.md": item(n) for n in range(40)}
    files["briefgen.yml"] = f"title: Harbour\nurl: https://example.org/\nlanguage: en\ntopics: [{topics}]\n"
    files["content/pages/about.md"] = "---\ntitle: About\n---\nAbout it.\n"
    write_files(tmp_path, files)
    served = Served(tmp_path, "--port", "0", "--now", f"{DATE}T20:00")
    shown = looks(browser, bypass_csp=True)
    problems: list[str] = []
    shown.on("pageerror", lambda error: problems.append(str(error)))
    shown.goto(f"{served.url}_briefgen/desk/?date={DATE}")
    yield shown
    assert not problems
    assert not shown.evaluate("window.hit")
    shown.close()
    served.close()


def title_in_focus(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('.card')?.dataset.title ?? ''"))


def done(page: Page, message: str) -> None:
    expect(page.locator("#status")).to_contain_text(message)


def test_an_edition_in_three_languages_by_keys_then_by_pointer(page: Page, tmp_path: Path, axe: str) -> None:
    keys, waiting = page.keyboard, page.locator("#waiting > .card")
    expect(waiting).to_have_count(40)
    keys.press("i")
    keys.press("j")
    for n in range(6):
        before = title_in_focus(page)
        assert before
        keys.press("t")
        expect(waiting).to_have_count(39 - n)
        assert title_in_focus(page) not in ("", before), "the focus is on the next item"
    keys.press("s")
    done(page, "Skipped")
    keys.press("u")
    done(page, "Undone")
    keys.press("Shift+U")
    done(page, "Redone")
    for _ in range(3):
        keys.press("x")
        keys.press("j")
    keys.press("t")
    done(page, "Taken: 3 articles")
    cards = page.locator("#edition .card")
    expect(cards).to_have_count(9)
    # Move, lead, edit and join, by keys.
    keys.press("r")
    first = title_in_focus(page)
    keys.press("Shift+J")
    done(page, "Moved")
    expect(page.locator("#status")).to_contain_text(", 2 of ")
    assert title_in_focus(page) == first, "the focus follows what was moved"
    keys.press("l")
    done(page, "Lead changed")
    expect(page.locator(".card[data-leads]")).to_have_attribute("data-title", first)
    keys.press("n")
    keys.type("Our own words.")
    keys.press("Control+Enter")
    done(page, "Saved")
    expect(page.locator(".card[data-leads] .note")).to_contain_text("Our own words.")
    keys.press("x")
    keys.press("k")
    keys.press("x")
    keys.press("g")
    done(page, "Joined: 2 articles")
    expect(page.locator("#edition .others li")).to_have_count(1)
    page.locator("#introduction").focus()
    keys.type("One *long* day.")
    keys.press("Control+Enter")
    done(page, "Introduction saved")
    # With the pointer: drag the first story of the last topic to the first topic.
    handle = page.locator("#edition [data-topic-list] >> nth=-1").locator(".handle").first
    target = page.locator("#edition [data-topic-list]").first.locator(".card").first
    name = handle.locator("xpath=ancestor::li").get_attribute("data-title")
    page.set_viewport_size({"width": 1280, "height": 3000})  # so that both are in view
    start, end = handle.bounding_box(), target.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, start["y"] - 20, steps=3)
    page.mouse.move(end["x"] + 80, end["y"] + 4, steps=5)
    page.mouse.up()
    done(page, "Moved")
    expect(target).to_have_attribute("data-title", str(name))
    for width, scheme in ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert violations(page, axe) == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1280, "height": 900})
    waiting.first.get_by_role("button", name="Take").click()
    done(page, "Taken")
    page.get_by_role("button", name="Publish the edition …").click()
    page.get_by_role("button", name="Yes").click()
    done(page, "Edition published")
    text = (tmp_path / f"content/editions/{DATE}.md").read_text("utf-8")
    assert "status: published\n" in text
    assert text.endswith("---\n\nOne *long* day.\n")
    assert text.count("story:") == 1
    assert run(["build", str(tmp_path), "--now", f"{DATE}T21:00", "-W"]) == 0

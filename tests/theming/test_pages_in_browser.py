"""The pages in a browser: accessibility (axe-core), keyboard, zoom, print, requests.

CI looks at a few pages; ``make site-check`` (BRIEFGEN_SITE_CHECK) at every kind of page in every language,
and has html-validate, vnu and Lighthouse look at them, too.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import FLAGS, looks, program, served, violations
from playwright.sync_api import Browser, Page, expect
from sitetest import SiteTest

ROOT = Path(__file__).parent.parent.parent
FULL = os.environ.get("BRIEFGEN_SITE_CHECK", "")
THEMES = ("ledger", "base", "river") if FULL else ("ledger",)
LANGUAGES = ("en", "id", "ar")
KINDS = ("home", "article", "search", "archive", "sources")
"""The kinds of page that CI looks at, beside an edition with more coverage of a story."""
OTHER_SITES = ("tongues", "institute") if FULL else ("tongues",)
"""Sites of several languages, of which the second is an institution's."""
TREES = ("id/", "ar/")
"""The folders of their languages; one is at the root."""
OF_TREES = ("home", "article", "feeds", "search", "page", "edition") if FULL else ("article",)
LOOKS = [(width, scheme) for width in (1280, 390) for scheme in ("light", "dark")]
BASE = "briefgen/"
CATEGORIES = ("accessibility", "best-practices", "seo")
"""What Lighthouse must give full marks for; its marks for speed are those of the machine."""


class Shown:
    """The demo in one theme and language, served: an address for each kind of page."""

    def __init__(self, name: str, site: SiteTest, address: str) -> None:
        self.name, self.site, self.address = name, site, address
        self.kinds: dict[str, str] = {}
        for kind, url, text in pages_of(site.output):
            if FULL or kind in KINDS:
                self.kinds[kind] = url
            if kind == "edition" and '<details class="more"' in text:
                self.kinds["coverage"] = url

    def add_trees(self, output: Path) -> None:
        """Some pages of a site in several languages, too, which lies within this one."""
        within = output.relative_to(self.site.output).as_posix()
        for kind, url, text in pages_of(output):
            tree = url[:3] if url.startswith(TREES) else ""
            if kind in OF_TREES and (kind != "article" or 'hreflang="' in text):
                self.kinds[f"{kind} of {within}/{tree}"] = f"{within}/{url}"

    def go(self, page: Page, kind: str) -> None:
        page.goto(self.address + self.kinds[kind])


def pages_of(folder: Path) -> Iterator[tuple[str, str, str]]:
    """(kind, address, text) of each page below a folder, in the same order each time."""
    for path in sorted(folder.rglob("*.html"), reverse=True):
        text = path.read_text("utf-8")
        if kind := re.search(r'<body class="kind-([\w-]+)"', text):
            yield kind[1], path.relative_to(folder).as_posix().removesuffix("index.html"), text


@pytest.fixture(
    scope="module", params=[(theme, language) for theme in THEMES for language in LANGUAGES], ids="-".join
)
def shown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    theme, language = request.param
    folder = tmp_path_factory.mktemp("shown")
    root = folder / "demo"
    shutil.copytree(ROOT / "content", root / "content")
    shutil.copy(ROOT / "briefgen.yml", root)
    site = SiteTest(root)
    site.output = folder / "served" / BASE
    site.build(define={"theme": theme, "language": language})
    with served(folder / "served") as address:
        found = Shown(f"{theme}-{language}", site, address + BASE)
        if language == "en":
            for name in OTHER_SITES:
                other = SiteTest.from_site(name, folder)
                other.output = site.output / name
                other.build(define={"theme.name": theme, "url": f"https://example.org/{BASE}{name}/"})
                found.add_trees(other.output)
        yield found


def test_axe_finds_nothing(shown: Shown, browser: Browser, axe: str) -> None:
    found = []
    for n, kind in enumerate(shown.kinds):
        for width, scheme in LOOKS if FULL else LOOKS[n % 2 :: 3]:
            page = looks(browser, width=width, scheme=scheme, bypass_csp=True)
            shown.go(page, kind)
            found += [f"{kind} {width} {scheme}: {wrong}" for wrong in violations(page, axe)]
            page.close()
    assert found == []


def test_every_request_is_to_the_site_itself_and_the_policy_refuses_nothing(
    shown: Shown, browser: Browser
) -> None:
    for kind in shown.kinds:
        page, asked, said = looks(browser), list[str](), list[str]()
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("console", lambda message, said=said: said.append(message.text))
        shown.go(page, kind)
        assert [url for url in asked if not url.startswith((shown.address, "data:"))] == []
        assert said == [], kind
        if kind == "home":
            assert len([url for url in asked if not url.startswith("data:")]) <= 4, asked
        page.close()


@pytest.mark.parametrize("width", [320, 640])
def test_no_page_scrolls_sideways(shown: Shown, browser: Browser, width: int) -> None:
    """640 px is what a window of 1280 shows at 200 %."""
    page = looks(browser, width=width)
    for kind in shown.kinds:
        shown.go(page, kind)
        wide = page.evaluate(
            "() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > "
            "innerWidth + 1 && e.checkVisibility() && !e.closest('.skip, .vh, .prose table')).map(e => "
            "e.outerHTML.slice(0, 90)).slice(0, 3)"
        )
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, (kind, wide)
    page.close()


def test_the_days_around_an_edition_are_one_row_on_a_phone(shown: Shown, browser: Browser) -> None:
    """And each is named in two lines at most, also where the nearest edition is of another year."""
    page = looks(browser, width=390)
    shown.go(page, "coverage")
    rows = page.eval_on_selector_all(".daynav li", "(found) => found.map(e => e.getBoundingClientRect().top)")
    lines = page.eval_on_selector_all(
        ".daynav time",
        "(found) => found.map(e => e.offsetHeight / parseFloat(getComputedStyle(e).lineHeight))",
    )
    assert len(set(rows)) == 1
    assert lines
    assert max(lines) <= 2.2, lines
    page.close()


def test_the_keyboard_reaches_everything_and_shows_where_it_is(shown: Shown, browser: Browser) -> None:
    page = looks(browser)
    shown.go(page, "coverage")
    reached = []
    for _ in range(200):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "() => { const e = document.activeElement, s = getComputedStyle(e), r = "
            "e.getBoundingClientRect(); return e === document.body ? null : {what: e.className "
            "|| e.tagName, outline: s.outlineStyle, width: parseFloat(s.outlineWidth), seen: "
            "r.width > 0 && r.height > 0} }"
        )
        if at is None or at in reached[:1]:
            break
        reached.append(at)
    assert reached[0]["what"] == "skip"
    names = {one["what"] for one in reached}
    assert {"brand", "switch", "SUMMARY"} <= names
    assert all(one["outline"] != "none" and one["width"] >= 2 and one["seen"] for one in reached)
    page.close()


def test_the_first_screen_of_a_phone_shows_the_lead(shown: Shown, browser: Browser) -> None:
    page = looks(browser, width=390)
    shown.go(page, "home")
    first = ".stretch .item h3 >> nth=0" if shown.name.startswith("river") else ".item.lead h2"
    lead = page.locator(first).bounding_box()
    assert lead
    assert lead["y"] + lead["height"] < 780, lead
    head = page.locator(".mast").bounding_box()
    assert head
    assert head["height"] <= 76, head
    page.close()


def tab_to(page: Page, selector: str) -> None:
    """Go on by Tab until it has the focus, and see that it shows that it has."""
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate("found => document.activeElement.matches(found)", selector):
            page.wait_for_function(SHOWS_FOCUS)  # the page may scroll there gently
            return
    pytest.fail(f"Tab does not reach {selector}")


SHOWS_FOCUS = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
    && box.width > 0 && box.top > -1 && box.bottom < innerHeight + 1;
}"""


def test_more_coverage_opens_by_the_keyboard(shown: Shown, browser: Browser) -> None:
    page = looks(browser)
    shown.go(page, "coverage")
    tab_to(page, ".more:not([open]) summary")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.parentElement.open")
    tab_to(page, ".more[open] li a")
    page.keyboard.press("Enter")
    expect(page.locator("body.kind-article")).to_be_visible()
    page.close()


def test_a_search_by_the_keyboard_alone(shown: Shown, browser: Browser) -> None:
    page = looks(browser)
    shown.go(page, "search")
    tab_to(page, "#q")
    page.keyboard.type("lighthouse")
    results = page.locator("#results a")
    expect(results.nth(1)).to_be_visible()
    for key, focused in (
        ("ArrowDown", results.nth(0)),
        ("ArrowDown", results.nth(1)),
        ("ArrowUp", results.nth(0)),
    ):
        page.keyboard.press(key)
        expect(focused).to_be_focused()
        page.wait_for_function(SHOWS_FOCUS)
    page.keyboard.press("ArrowUp")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    title = results.nth(0).inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("body.kind-article h1")).to_have_text(title)
    page.close()


def test_the_switch_turns_the_page_dark_and_is_remembered(shown: Shown, browser: Browser) -> None:
    page = looks(browser)
    shown.go(page, "home")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    tab_to(page, ".switch")
    page.keyboard.press("Enter")
    assert page.get_attribute(".switch", "aria-pressed") == "true"
    dark = page.evaluate(ground)
    assert dark != light
    shown.go(page, "article")
    assert page.evaluate(ground) == dark
    page.close()


def test_print_has_no_chrome_and_says_where_links_lead(shown: Shown, browser: Browser) -> None:
    page = looks(browser)
    page.emulate_media(media="print")
    chrome = ".skip, .nav, .switch, .daynav, .side:not(.provenance), .foot-links, .cite, .end a"
    visible = (
        "(found) => [...document.querySelectorAll(found)].filter(e => "
        "e.checkVisibility()).map(e => e.className)"
    )
    said = "(found) => [...document.querySelectorAll(found)].map(e => getComputedStyle(e, '::after').content)"
    for kind in ("home", "coverage", "article"):
        shown.go(page, kind)
        assert page.evaluate(visible, chrome) == [], kind
        assert all("http" in address for address in page.evaluate(said, "main a[href^=http]"))
        expect(page.locator(".paper")).to_have_text(f"https://example.org/briefgen/{shown.kinds[kind]}")
    shown.go(page, "home")
    assert page.evaluate(visible, ".glance") == []
    tops = [
        box["y"] for item in page.locator(":is(.topic, .stretch) .item").all() if (box := item.bounding_box())
    ]
    assert len(set(tops)) < len(tops), "short items stand two in a row"
    shown.go(page, "coverage")
    addresses = page.evaluate(said, ".item .p-name a, .more li a")
    assert len(addresses) > 2
    assert all(one.startswith('"https://example.org/briefgen/articles/') for one in addresses)
    expect(page.locator(".more li a").last).to_be_visible()
    page.close()


# --- all of it: make site-check -----------------------------------------------------------------------------


@pytest.mark.skipif(not FULL, reason="asked for by make site-check")
@pytest.mark.parametrize("tool", ["html-validate", "vnu"])
def test_validators_find_nothing(shown: Shown, tool: str) -> None:
    """BRIEFGEN_SITE_CHECK names the folder in which npm installed html-validate and vnu-jar."""
    pages = [
        str(shown.site.output / (url if url.endswith(".html") else f"{url}index.html"))
        for url in shown.kinds.values()
    ]
    installed = Path(FULL) / "node_modules"
    config = Path(__file__).parent / "htmlvalidate.json"
    jar = next(installed.glob("vnu-jar/**/vnu.jar"), None)
    command = {
        "html-validate": [installed / ".bin/html-validate", "--config", config],
        "vnu": ["java", "-jar", jar, "--errors-only"],
    }[tool]
    if not all(command) or not shutil.which(str(command[0])):
        pytest.skip(f"{tool} is not installed in {FULL}")
    done = subprocess.run([*command, *pages], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not FULL, reason="asked for by make site-check")
@pytest.mark.parametrize("kind", ["home", "edition", "article"])
def test_lighthouse_gives_full_marks(shown: Shown, kind: str) -> None:
    """A run takes half a minute, so only English pages are checked; axe checks the others."""
    if not shown.name.endswith("-en"):
        pytest.skip("in English alone")
    lighthouse = Path(FULL) / "node_modules/.bin/lighthouse"
    if not lighthouse.exists():
        pytest.skip(f"lighthouse is not installed in {FULL}")
    command = [
        lighthouse,
        shown.address + shown.kinds[kind],
        "--quiet",
        "--output=json",
        f"--chrome-flags=--headless {' '.join(FLAGS)}",
        f"--only-categories={','.join(CATEGORIES)}",
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "CHROME_PATH": program()}
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    marks = {name: said["categories"][name]["score"] for name in CATEGORIES}
    wanting = [(name, one["title"]) for name, one in said["audits"].items() if one["score"] not in (None, 1)]
    assert marks == dict.fromkeys(CATEGORIES, 1), wanting

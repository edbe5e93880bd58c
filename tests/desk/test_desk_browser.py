"""The desk in a real Chromium: a day's edition by keys alone, then with finger and pointer."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import looks, violations
from desksite import write_files
from playwright.sync_api import expect
from served import Served

from briefgen.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page, Request

DATE = "2026-11-24"
TOPICS = ("Politics", "Economy", "Sea")
TEXTS = {
    "en": "the council of the harbour votes on a new ferry line after a long debate about fares and noise",
    "id": "dewan kota pelabuhan memutuskan jalur feri baru setelah rapat panjang tentang tarif dan suara",
    "nb": "kommunen vedtok den nye fergelinjen etter en lang debatt om priser og støy i havnen",
}
SOURCES = {"en": "The Java Herald", "id": "Kabar Nusantara", "nb": "Nordavisen"}
GUIDE = Path(__file__).parents[2] / "docs/how-to/desk.md"
COMMENT = "# By the night desk."
EDITION = """\
order:
  politics:
    - item-33
    - item-21
lead: item-33
status: published
number: 1
"""
HOSTILE = '<img src=x onerror="window.hit=1">{{ 7*7 }}'


def item(number: int) -> str:
    lang = [*TEXTS][number % 3]
    words = TEXTS[lang].split()
    title = f"{' '.join(words[number % 5 : number % 5 + 6]).capitalize()} {number}"
    text = " ".join(words[(number * n) % len(words)] for n in range(1, 60))
    head = f"date: {DATE}T{6 + number % 12:02}:{number:02}\nlang: {lang}\nsource: {SOURCES[lang]}\n"
    shown = json.dumps(HOSTILE if number == 39 else title)
    head += f"topic: {TOPICS[number % 3].lower()}\n"
    return f"---\ntitle: {shown}\n{COMMENT}\n{head}---\n{text.capitalize()}.\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty edition, with 40 items in the inbox."""
    topics = ", ".join(f"{{slug: {one.lower()}, title: {one}}}" for one in TOPICS)
    files = {f"inbox/{DATE}-item-{n:02}.md": item(n) for n in range(40)}
    files["briefgen.yml"] = f"title: Harbour\nurl: https://example.org/\nlanguage: en\ntopics: [{topics}]\n"
    files[f"content/editions/{DATE}.md"] = f"---\n{COMMENT}\n---\n"
    files["content/pages/about.md"] = "---\ntitle: About\n---\nAbout it.\n"
    return write_files(tmp_path_factory.mktemp("harbour"), files)


@pytest.fixture(scope="module")
def address(root: Path) -> Iterator[str]:
    """The desk's address."""
    served = Served(root, "--port", "0", "--now", f"{DATE}T20:00")
    yield f"{served.url}_briefgen/desk/"
    served.close()


@contextmanager
def shown(browser: Browser, address: str, **more: Any) -> Iterator[Page]:
    """The desk in a new window. No script may fail, and none of a text may run."""
    page = looks(browser, bypass_csp=True, **more)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(address)
    yield page
    assert not problems
    assert not page.evaluate("window.hit")
    page.close()


class Hands:
    """Two hands on a keyboard: presses of keys are counted, and texts; the focus is never lost."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses, self.requests = page, 0, 0
        self.status = page.locator("#status")
        page.on("request", self._count)

    def _count(self, request: Request) -> None:
        self.requests += request.url.endswith("/desk/act")

    def press(self, *keys: str, message: str = "") -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.presses += len(keys)
        if message:
            expect(self.status).to_contain_text(message)
            assert self.page.evaluate("document.activeElement.matches(':focus-visible:not(body)')"), message

    def write(self, text: str, message: str) -> None:
        self.page.keyboard.type(text)
        self.press("Control+Enter", message=message)

    @property
    def title(self) -> str:
        """The article that has the focus."""
        return str(self.page.evaluate("document.activeElement.closest('.card')?.dataset.title ?? ''"))


def test_an_edition_of_ten_in_three_languages_by_keys_alone(
    browser: Browser, address: str, root: Path, axe: str
) -> None:
    with shown(browser, f"{address}?date={DATE}") as page:
        hands, waiting = Hands(page), page.locator("#waiting > .card")
        expect(waiting).to_have_count(40)
        hands.press("i", "j")
        for n in range(4):
            before = hands.title
            hands.press("t", message="Taken")
            expect(waiting).to_have_count(39 - n)
            assert hands.title not in ("", before), "the focus is on the next item"
        hands.press("s", message="Skipped")
        hands.press("u", message="Undone")
        hands.press("U", message="Redone")
        for _ in range(6):
            hands.press("x", "j")
        hands.press("t", message="Taken: 6 articles")
        expect(page.locator("#edition .card")).to_have_count(10)
        hands.press("a", "s", message="Skipped: 29 articles")
        expect(waiting).to_have_count(0)
        order(hands)
        texts(hands)
        hands.press("p", "Enter", message="Edition published")
        hands.press("r", "c")
        hands.write("The *fare* is 3, not 4.", "Correction added")
        for width, scheme in ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert violations(page, axe) == [], (width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    text = (root / f"content/editions/{DATE}.md").read_text("utf-8")
    assert text.startswith(f"---\n{COMMENT}\n{EDITION}")
    assert text.endswith("    text: The *fare* is 3, not 4.\n---\n\nOne *long* day.\n")
    articles = [one.read_text("utf-8") for one in root.glob("content/2026/*.md")]
    assert len([one for one in articles if f"\n{COMMENT}\n" in one]) == 10
    assert [sum(f"\nlang: {lang}\n" in one for one in articles) for lang in TEXTS] == [3, 2, 5]
    counts = f"{hands.presses} key presses, three short texts and {hands.requests} requests"
    assert counts in " ".join(GUIDE.read_text("utf-8").split())
    assert run(["build", str(root), "--now", f"{DATE}T21:00", "-W"]) == 0


def order(hands: Hands) -> None:
    """Move an article by keys and by its handle, let it lead, change a topic, and join two articles."""
    hands.press("r")
    first = hands.title
    hands.press("J", message="Moved")
    expect(hands.status).to_contain_text(", 2 of ")
    assert hands.title == first, "the focus follows what was moved"
    hands.press("Tab", "Tab", "ArrowUp", message=", 1 of ")
    assert hands.title == first
    hands.press("l", message="Lead changed")
    expect(hands.page.locator(".card[data-leads]")).to_have_attribute("data-title", first)
    hands.press("j", "j", "j", "e", "Tab", "S", "Control+Enter", message="Topic changed")
    hands.press("r", "x", "j", "x", "g", message="Joined: 2 articles")
    expect(hands.page.locator("#edition .others li")).to_have_count(1)


def texts(hands: Hands) -> None:
    """Write a note and the introduction."""
    hands.press("r", "n")
    hands.write("Our own words.", "Saved")
    expect(hands.page.locator("#edition .note")).to_contain_text("Our own words.")
    hands.press("w")
    hands.write("One *long* day.", "Introduction saved")
    hands.press("Escape")
    assert hands.title, "the focus is on an article again"


LATE = """() => {
  const real = window.fetch;
  window.pages = 0;
  window.fetch = async (address, ...more) => {
    const answer = await real(address, ...more);
    if (address === location.href && (window.pages += 1) === 1) {
      await new Promise((resolve) => (window.arrive = resolve));
    }
    return answer;
  };
  document.dispatchEvent(new Event("briefgen-changed"));
}"""
"""A build reports itself, and the page as it was then arrives when `arrive` is called."""
TOP = "document.activeElement.getBoundingClientRect().top"


def test_a_page_that_comes_late_changes_neither_order_nor_focus(
    browser: Browser, address: str, root: Path
) -> None:
    day = "2026-11-22"
    plain = {
        f"content/plain/{n}.md": item(50 + 3 * n).replace(DATE, day).replace(COMMENT, "#") for n in range(3)
    }
    write_files(root, {**plain, f"content/editions/{day}.md": "---\n---\n"})
    with shown(browser, f"{address}?date={day}") as page:
        expect(page.locator("#edition .card")).to_have_count(3)
        page.wait_for_load_state("networkidle")
        hands = Hands(page)
        hands.press("r", "Tab")
        name = hands.title
        page.evaluate(LATE)
        page.wait_for_function("Boolean(window.arrive)")
        hands.press("J", message=", 2 of 3")
        page.evaluate("window.arrive()")
        page.wait_for_function("window.pages > 1")  # it was asked for once more
        hands.press("K", message=", 1 of 3")
        assert page.evaluate("document.activeElement.dataset.select"), "the focus is on its check box still"
        hands.press("Tab", "ArrowDown", message=", 2 of 3")
        assert hands.title == name
        # What comes in above leaves it where it is on the screen.
        page.set_viewport_size({"width": 390, "height": 450})
        page.evaluate("document.activeElement.scrollIntoView({ block: 'center' })")
        top = page.evaluate(TOP)
        write_files(root, {"content/plain/above.md": item(48).replace(DATE, day).replace(COMMENT, "#")})
        expect(page.locator("#edition .card")).to_have_count(4)
        page.wait_for_function(f"Math.abs(({TOP}) - {top}) < 2")
        card = page.locator("#edition .card", has_text=name)
        card.get_by_role("button", name="Lead").click()
        expect(hands.status).to_contain_text("Lead changed")
        expect(card.get_by_role("button", name="No lead")).to_be_focused()


class Finger:
    """Real touches, as the browser gets them from a screen."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)

    def touch(self, kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in places]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def middle(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


CUT = """() => [...document.querySelectorAll("body *")].filter((one) => {
  if (!one.checkVisibility() || one.closest(".away, .skip, option, datalist")) return false;
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const isCut = !["visible", "auto"].includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1;
  return box.width && (isCut || box.left < -1 || box.right > innerWidth + 1);
}).map((one) => one.outerHTML.slice(0, 80))"""
"""What is cut off at a side."""
IN_VIEW = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const [top, end] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const over = document.elementFromPoint(box.left + box.width / 2, (top + end) / 2);
  return document.activeElement.contains(over);
}"""
"""Whether what has the focus can be seen."""


def test_finger_pointer_and_zoom(browser: Browser, address: str, root: Path, axe: str) -> None:
    day = "2026-11-23"
    write_files(root, {f"inbox/{day}-more-{n}.md": item(40 + n).replace(DATE, day) for n in range(4)})
    with shown(browser, f"{address}?date={day}", width=390, has_touch=True) as page:
        for n in (1, 2, 3):
            page.locator("#waiting [data-path*=more]").first.get_by_role("button", name="Take").tap()
            expect(page.locator("#edition .card")).to_have_count(n)
        lists = page.locator("#edition [data-topic-list]")
        handle, target = lists.last.locator(".handle").first, lists.first.locator(".card").first
        page.set_viewport_size({"width": 390, "height": 1500})
        lists.first.evaluate("one => one.scrollIntoView()")  # so that both are in view
        name = handle.locator("xpath=ancestor::li").get_attribute("data-title")
        finger = Finger(page)
        for _ in range(20):
            x, y = middle(handle)
            finger.touch("touchStart", (x, y))
            finger.touch("touchMove", (x, y - 20))
            if page.locator("[data-briefgen-busy]").count():
                break
            finger.touch("touchEnd")  # the page was swapped just then, and the handle is elsewhere
        x, y = middle(target)  # nothing else changes the page while something is dragged
        finger.touch("touchMove", (x, y - 30))
        finger.touch("touchEnd")
        expect(page.locator("#status")).to_contain_text("Moved")
        expect(target).to_have_attribute("data-title", str(name))
        page.set_viewport_size({"width": 1280, "height": 1500})
        handle = lists.first.locator(".handle").first
        for _ in range(20):
            handle.hover()
            x, y = middle(handle)
            page.mouse.down()
            page.mouse.move(x, y + 20, steps=3)
            if page.locator("[data-briefgen-busy]").count():
                break
            page.mouse.up()
        x, y = middle(lists.last.locator(".card").last)
        page.mouse.move(x, y + 20, steps=3)
        page.mouse.up()
        expect(lists.last.locator(".card").last).to_have_attribute("data-title", str(name))
        page.get_by_role("button", name="Publish the edition …").click()
        page.get_by_role("button", name="Yes").click()
        expect(page.locator("#status")).to_contain_text("Edition published")
        assert "status: published\n" in (root / f"content/editions/{day}.md").read_text("utf-8")
    # 1280 at 200 %.
    with shown(browser, f"{address}?date={DATE}", width=640, device_scale_factor=2) as page:
        page.set_viewport_size({"width": 640, "height": 450})
        for key in ("i", "x", "r", "e", "Escape", "?"):
            page.keyboard.press(key)
            assert page.evaluate(CUT) == [], key
            assert violations(page, axe) == [], key
            assert page.evaluate("document.documentElement.scrollWidth") <= 640
            page.wait_for_function(IN_VIEW)
        page.goto(address.replace("_briefgen/desk", f"{DATE}-evening"))
        desk = page.locator("#briefgen-bar a").first
        expect(desk).to_have_attribute("href", f"/_briefgen/desk/?date={DATE}-evening")

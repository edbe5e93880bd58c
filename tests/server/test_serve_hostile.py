"""What articles say on the pages of `briefgen serve`, in a Chromium without script policy.

`make harness` tries it with every payload that is known (BRIEFGEN_PAYLOADS names a JSON list of texts).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from briefgen.server.live_reload import SHOWN

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from served import Served

OURS = (
    "<script>hit()</script>",
    "</title></textarea></script><script>hit()</script>",
    '"><img src=x onerror=hit()>',
    "'><svg/onload=hit()>",
    "<details open ontoggle=hit()>x</details>",
    '" autofocus onfocus=hit() x="',
    "' onmouseover='hit()",
    "<iframe srcdoc='<script>parent.hit()</script>'></iframe>",
    "<a href=javascript:hit()>x</a>",
    "[x](javascript:hit())",
    "javascript:hit()",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:hit()'>",
    "<math><mtext></p><style><img src=x onerror=hit()></style></math>",
    "<!--><img src=x onerror=hit()>-->",
    "{{ 7 * 7 }}{% raw %}${hit()}",
    "&lt;img src=x onerror=hit()&gt;",
    "\u202e<b onclick=hit()>\u2028</b>",
)
KNOWN = os.environ.get("BRIEFGEN_PAYLOADS")
PAYLOADS: tuple[str, ...] = tuple(json.loads(Path(KNOWN).read_text("utf-8"))) if KNOWN else OURS

# All that a page could run besides the server's own scripts; then everything that a reader may do to each of
# its elements.
WATCH = (
    "window.hits = 0; window.hit = () => { window.hits += 1; }; for (const name of ['alert', 'confirm', "
    "'prompt']) window[name] = window.hit;"
)
CHECK = r"""() => {
  const found = [];
  const runs = /^(?:javascript|vbscript|data:text)/i;
  const addresses = new Set(
    ["action", "background", "cite", "data", "formaction", "href", "poster", "src", "xlink:href"]);
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      const leads = addresses.has(name) && runs.test(value.replace(/[\u0000-\u0020]/g, ""));
      const active = name.startsWith("on") || name === "srcdoc" || leads;
      if (active) found.push(`${element.tagName} ${name}=${value}`);
    }
  }
  for (const script of document.scripts) {
    const path = new URL(script.src || "about:blank").pathname;
    if (!path.startsWith("/_briefgen/")) found.push(script.outerHTML);
  }
  const risky = "iframe, object, embed, svg, math, base, style, meta[http-equiv=refresh]";
  for (const element of document.querySelectorAll(risky)) {
    found.push(element.outerHTML);
  }
  for (const element of document.querySelectorAll("body *")) {
    for (const kind of ["mouseover", "focus", "toggle", "load", "error", "animationstart"]) {
      element.dispatchEvent(new MouseEvent(kind));
    }
  }
  return found.concat(window.hits ? [`${window.hits} scripts of an article ran`] : []);
}"""


def article(payload: str, number: int, **head: str) -> str:
    said = json.dumps(payload)
    line = payload.replace("\n", " ")
    values = {
        "title": said,
        "date": "2022-03-31",
        "topic": "world",
        "source": said,
        "summary": said,
        "tags": f"[{said}]",
        **head,
    }
    text = (
        f"{line}\n\nRead also: {line}\n\nloading... {line}\n\nParagraph {number} of words "
        f"between these.\n\n{payload}\n"
    )
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in values.items()) + f"---\n{text}"


def write(project: Path, number: int, payload: str, **head: str) -> None:
    (project / f"content/p{number}.md").write_text(article(payload, number, **head), "utf-8", "surrogatepass")


def batches() -> Iterator[dict[int, str]]:
    """As many payloads at a time as are told of on one page, with two errors each."""
    numbered = list(enumerate(PAYLOADS))
    for start in range(0, len(numbered), SHOWN // 2 - 1):
        yield dict(numbered[start : start + SHOWN // 2 - 1])


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[[Served, str], Page]]:
    context = browser.new_context(bypass_csp=True)
    context.add_init_script(WATCH)
    page = context.new_page()

    def open_(served: Served, path: str) -> Page:
        page.goto(served.url.rstrip("/") + path)
        return page

    yield open_
    context.close()


@pytest.fixture
def hostile(project: Path) -> Path:
    """The small project with each payload in all fields, and one in a file's name."""
    for number, payload in enumerate(PAYLOADS):
        write(project, number, payload)
    (project / "content/<img src=x onerror=hit()>.md").write_text(article("x", 0, slug="named"), "utf-8")
    return project


@pytest.mark.parametrize("payload", [payload for payload in OURS if "<" in payload and "&lt;" not in payload])
def test_what_would_run_is_found(browser: Browser, payload: str) -> None:
    page = browser.new_page()
    try:
        page.add_init_script(WATCH)
        page.set_content(f"<body><p>{payload}</p></body>", wait_until="commit")
        assert page.evaluate(CHECK)
    finally:
        page.close()


@pytest.mark.usefixtures("hostile")
def test_nothing_runs_in_the_cleaning_view_and_the_build_page(
    serve: Callable[..., Served], open_page: Callable[[Served, str], Page]
) -> None:
    served = serve()
    for path in ("/_briefgen/", "/_briefgen/clean/"):
        assert open_page(served, path).evaluate(CHECK) == [], path
    assert "onerror=hit()>.md" in open_page(served, "/_briefgen/clean/").inner_text("body")
    for number, payload in enumerate(PAYLOADS):
        page = open_page(served, f"/_briefgen/clean/p{number}")
        assert page.evaluate(CHECK) == [], payload
        assert page.locator(".row").count() > 5, payload
        assert open_page(served, f"/articles/p{number}/").evaluate(CHECK) == [], payload


def test_nothing_runs_in_what_is_told_of_errors(
    serve: Callable[..., Served], hostile: Path, open_page: Callable[[Served, str], Page]
) -> None:
    page = open_page(serve(), "/articles/first/")
    overlay = page.get_by_role("alert")
    for batch in batches():
        for number, payload in batch.items():
            write(hostile, number, payload, date=json.dumps(payload), draft=json.dumps(payload))
        for number in batch:
            expect(overlay).to_contain_text(f"content/p{number}.md:")
        assert page.evaluate(CHECK) == [], batch
        for number, payload in batch.items():
            write(hostile, number, payload)
        expect(overlay).to_have_count(0)


def test_nothing_runs_where_there_is_no_site_yet(
    serve: Callable[..., Served], project: Path, open_page: Callable[[Served, str], Page]
) -> None:
    write(project, len(PAYLOADS), "so that there never is one", date="none")
    page = open_page(serve(), "/")
    told = page.locator("#briefgen-error")
    for batch in batches():
        for number, payload in batch.items():
            write(project, number, payload, date=json.dumps(payload))
        for number in batch:
            expect(told).to_contain_text(f"content/p{number}.md:")
        assert page.evaluate(CHECK) == [], batch
        for number in batch:
            (project / f"content/p{number}.md").unlink()

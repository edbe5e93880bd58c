"""A real Chromium for tests, driven by Playwright.

Without one, tests that need it are skipped and say so.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

PATIENCE = 30_000
"""Milliseconds that a page is given: a machine that does other work, too, must not fail a test."""


def program() -> str:
    """Where Chromium is. BRIEFGEN_CHROMIUM names another than the one that is installed."""
    found = os.environ.get("BRIEFGEN_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("needs Chromium: apt-get install chromium, or name one in BRIEFGEN_CHROMIUM")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running Chromium."""
    found = program()
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=[*FLAGS])
        try:
            yield running
        finally:
            running.close()


class Quiet(SimpleHTTPRequestHandler):
    """A folder, without a line for each request."""

    def log_message(self, *said: object) -> None:  # type: ignore[override]
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address under which a folder is served while this lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def same_document(page: Page) -> bool:
    """Whether the page was not loaded again since this was last asked; the first answer is no."""
    return bool(page.evaluate("() => { const was = window.seen === true; window.seen = true; return was; }"))


def looks(browser: Browser, *, width: int = 1280, scheme: str = "light", **more: object) -> Page:
    """A new page of this width and color scheme."""
    return browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)  # type: ignore[arg-type]


def violations(page: Page, axe: str) -> list[str]:
    """What axe-core finds on a page; ``axe`` is its code."""
    page.evaluate(axe)
    wanted = "{resultTypes: ['violations'], rules: {'label-content-name-mismatch': {enabled: true}}}"
    found = page.evaluate(f"() => axe.run({wanted})")["violations"]
    return [f"{one['id']} {json.dumps([node['target'] for node in one['nodes'][:3]])}" for one in found]

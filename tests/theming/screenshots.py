"""Take a picture of every kind of page of the demo, wide and narrow, light and dark.

Run it as ``python tests/theming/screenshots.py FOLDER``.
"""

from __future__ import annotations

import base64
import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import chromium, served  # noqa: E402 - found by the line above

from briefgen.build.build import build  # noqa: E402
from briefgen.build.options import Options  # noqa: E402
from briefgen.project.project import open_project  # noqa: E402

QUALITY = 22
"""Of WebP: letters stay sharp, and all the pictures together stay below 2 MB."""
PREFERRED = {"article": "articles/nato-regrouping/", "edition": "2024-05-24/"}
"""Pages that show more than the first of their kind."""
EVERYWHERE = "ledger"
"""The theme of which every kind of page is shown; of the others, three kinds are."""


def kinds(site: Path) -> dict[str, str]:
    """An address for each kind of page."""
    found = {}
    for path in sorted(site.rglob("*.html"), reverse=True):
        if kind := re.search(r'<body class="kind-([\w-]+)"', path.read_text("utf-8")):
            found[kind[1]] = path.relative_to(site).as_posix()
    return {kind: f"{PREFERRED[kind]}index.html" if kind in PREFERRED else at for kind, at in found.items()}


def shots(theme: str, found: dict[str, str]) -> Iterator[tuple[str, str, int, str]]:
    """(file name, address, width, scheme) of each picture."""
    for kind, at in sorted(found.items()):
        for width in (1280, 390):
            for scheme in ("light", "dark"):
                if theme == EVERYWHERE or (kind in ("home", "edition", "article") and width == 1280):
                    yield f"{theme}-{kind}-{width}-{scheme}.webp", at, width, scheme


def main(folder: Path) -> None:
    """Write the pictures into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, served(Path(made)) as address, chromium() as browser:
        for theme in ("ledger", "river"):
            site = (
                Path(made) / "briefgen"
            )  # the base path of the demo, which the page for missing addresses needs
            project = open_project(ROOT, {"theme": theme})
            build(
                project,
                Options(site, project.config.builders, datetime.fromisoformat("2024-06-01T12:00:00+00:00")),
            )
            for name, at, width, scheme in shots(theme, kinds(site)):
                page = browser.new_page(
                    viewport={"width": width, "height": 900 if width > 400 else 780}, color_scheme=scheme
                )  # type: ignore[arg-type]
                page.goto(f"{address}briefgen/{at}")
                asked = {"format": "webp", "quality": QUALITY, "optimizeForSpeed": False}
                shot = page.context.new_cdp_session(page).send("Page.captureScreenshot", asked)
                (folder / name).write_bytes(base64.b64decode(shot["data"]))
                page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Find an installed Chromium, and let it print a page to a PDF file."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge", "brave-browser")
VARIABLE = "BRIEFGEN_CHROMIUM"
"""The environment variable that names another program."""
PATIENCE = 120.0
"""Seconds for one file."""
_FLAGS = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-pdf-header-footer", "--export-tagged-pdf",
    "--generate-pdf-document-outline",
)  # fmt: skip


def find_browser(which: Callable[[str], str | None] = shutil.which) -> str:
    """The program of a browser of the Chromium family; empty if there is none."""
    named = os.environ.get(VARIABLE, "")
    return named or next((path for name in BROWSERS if (path := which(name))), "")


def print_pdf(browser: str, page: Path, file: Path) -> str:
    """Write a page to a PDF file with tags and bookmarks; return what went wrong, or an empty text.

    The file is written beside its place first, so that a failure leaves an older one as it is.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made = Path(folder) / "page.pdf"
        own = [f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}"]
        # Chromium has no sandbox for root, as in containers.
        own += ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        try:
            result = subprocess.run(  # noqa: S603 - the browser that the user has
                [browser, *_FLAGS, *own, page.absolute().as_uri()],
                capture_output=True, text=True, errors="replace", timeout=PATIENCE, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return f"it took more than {PATIENCE:.0f} seconds"
        except OSError as error:
            return str(error)
        if not made.is_file():
            lines = result.stderr.strip().splitlines()
            return lines[-1][:200] if lines else f"it ended with code {result.returncode}"
        shutil.move(made, file)
    return ""

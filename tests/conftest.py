"""Fixtures and switches of all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commonground import SHARED
from compiled_once import CompiledOnce
from hypothesis import settings

from briefgen.theming import templates

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The same examples in every run, and no clock: what CI finds is found again. `--hypothesis-profile explore`
# looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew", action="store_true", help="write the golden files anew; read the difference in review"
    )
    parser.addoption(
        "--lower-floors",
        action="store_true",
        help="let the floors of the measured standard fall to what is measured now; say why in the changelog",
    )


@pytest.fixture
def renew(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--renew"))


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on who runs it and where."""
    for name in ("SOURCE_DATE_EPOCH", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture(autouse=True, scope="session")
def _compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(templates, "Compiled", CompiledOnce)
        yield


@pytest.fixture
def shared() -> Path:
    """The shared data beside a checkout; without it, tests are skipped and say so."""
    folder = Path(os.environ.get("BRIEFGEN_SHARED", SHARED))
    if not folder.is_dir():
        pytest.skip(f"needs the shared data in {folder}")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module: while it runs, its thread has an event loop."""
    from browser import chromium

    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def axe() -> str:
    """The code of axe-core: of the newest, where ``make site-check`` installed it."""
    newest = Path(os.environ.get("BRIEFGEN_SITE_CHECK", "")) / "node_modules/axe-core/axe.min.js"
    if newest.exists():
        return newest.read_text("utf-8")
    found = find_spec("axe_playwright_python")
    if found is None or not found.origin:
        pytest.skip("needs axe-core: pip install axe-playwright-python")
    return (Path(found.origin).parent / "axe.min.js").read_text("utf-8")

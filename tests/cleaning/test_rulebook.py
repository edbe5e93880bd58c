"""docs/cleaning.md tells the rules as they are."""

from __future__ import annotations

import pytest

from tests.cleaning.rulebook import PAGE, page_with, rulebook


def test_the_page_tells_every_rule(request: pytest.FixtureRequest) -> None:
    page = page_with(rulebook())
    if request.config.getoption("--renew"):
        PAGE.write_text(page, "utf-8")
    assert PAGE.read_text("utf-8") == page, "make renew writes it anew"

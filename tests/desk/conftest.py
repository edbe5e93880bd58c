"""A project with an open edition in three languages and items in its inbox."""

from __future__ import annotations

from pathlib import Path

import pytest
from desksite import write_site


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The project's folder."""
    return write_site(tmp_path / "harbour")

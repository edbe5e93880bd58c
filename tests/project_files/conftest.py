"""A project that the commands write to."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from writingverbs import make_project


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hill") / "project"
    make_project(root)
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "project")
    return tmp_path / "project"

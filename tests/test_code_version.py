"""A change in any folder of the package makes the cache of another version stale."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import briefgen
from briefgen.cache.code_version import code_digest

PACKAGE = Path(briefgen.__file__).parent
FOLDERS = sorted({path.parent.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py")})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.as_posix())
def test_a_change_in_any_folder_changes_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "briefgen"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(briefgen, "__file__", str(copy / "__init__.py"))
    before = code_digest.__wrapped__()
    assert before == code_digest()
    file = next((copy / folder).glob("*.py"))
    file.write_text(file.read_text("utf-8") + "# changed\n", "utf-8")
    assert code_digest.__wrapped__() != before

"""Check the cache of the last build."""

from __future__ import annotations

import os
from pathlib import Path

from briefgen.cache.database import CacheFile, DamagedError
from briefgen.cache.store import FOLDER
from briefgen.project.health.checks import BROKEN, OK, Check

_TABLES = ("sources", "images")


def check_cache(root: Path) -> Check:
    """Whether the next build can use the cache."""
    file = CacheFile(root)
    if not file.path.exists():
        return Check("cache", OK, "there is none yet; the first build makes it")
    if not os.access(file.path, os.R_OK | os.W_OK) or not os.access(file.path.parent, os.W_OK):
        detail = f"{FOLDER}/ cannot be written"
        return Check("cache", BROKEN, detail, f"change the owner or the permissions of {FOLDER}/")
    try:
        count = sum(len(file.read(table).values) for table in _TABLES)
    except DamagedError as error:
        detail = error.diagnostics[0].message
        return Check("cache", OK, f"{detail}; the next build reads everything again")
    size = file.path.stat().st_size / 1_000_000
    return Check("cache", OK, f"{count:,} files, {size:,.1f} MB")

"""A digest of briefgen's own code: another version's cache is not used."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import briefgen
from briefgen import __version__
from briefgen.util.hashing import digest, digest_bytes


@cache
def code_digest() -> str:
    """The digest of briefgen's own code, lexicons and weights."""
    package = Path(briefgen.__file__).parent
    files = sorted(path for suffix in ("*.py", "*.yaml", "*.txt") for path in package.rglob(suffix))
    return digest(__version__, [digest_bytes(path.read_bytes()) for path in files])

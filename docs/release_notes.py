"""Print what the changelog says of a release: ``python -m docs.release_notes 1.2.0``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

CHANGELOG = Path(__file__).parent.parent / "CHANGELOG.md"


def main(version: str) -> int:
    """Print the section of a version; return an exit code."""
    notes = release_notes(CHANGELOG.read_text("utf-8"), version)
    if not notes:
        print(f'CHANGELOG.md has no section "## {version}": rename "## Unreleased"', file=sys.stderr)
        return 1
    print(notes)
    return 0


def release_notes(changelog: str, version: str) -> str:
    """Return the text below a heading such as ``## 1.2.0 - 2030-01-31``; empty without one."""
    heading = rf"^## \[?{re.escape(version)}\]?(?:\s[^\n]*)?$"
    section = re.search(rf"{heading}(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    return section[1].strip() if section else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""Where a link of a page stands in the file that its author wrote."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from briefgen.model import Location


def place_of(path: str, link: str, root: Path) -> Location | None:
    """The first place in a source file with ``link``, or None."""
    try:
        lines = (root / path).read_bytes().decode("utf-8", "replace").split("\n")
    except OSError:
        return None
    anchor = link.partition("#")[2]
    for wanted in dict.fromkeys([link, unquote(link), f"#{unquote(anchor)}" if anchor else link]):
        for number, line in enumerate(lines, 1):
            if (column := line.find(wanted)) >= 0:
                return Location(path, number, column + 1)
    return None

"""OPML as a list of saved files: each outline names one beside the list. Nothing is fetched, and no list leads to another."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from briefgen.importing.document import refused
from briefgen.importing.feeds import parsed

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.importing.document import Input

MOST = 5_000
"""Outlines of a list at most."""


def files_of(given: Input, folder: Path) -> list[Path]:
    """The files that the outlines of a list in ``folder`` name, each once; they lie in that folder.

    Raises:
        BriefgenError: for XML that is broken or built to do harm, and for an outline that names something else.
    """
    named = [
        outline.get("xmlUrl") or outline.get("url") or ""
        for outline in parsed(given).iter("outline")
        if outline.get("xmlUrl") or outline.get("url")
    ]
    if len(named) > MOST:
        raise refused(given.origin, f"this list has more than {MOST:,} entries", "cut it into several files")
    return list(dict.fromkeys(_file(name, given.origin, folder) for name in named))


def _file(name: str, origin: str, folder: Path) -> Path:
    shown = name[:80]
    if "://" in name:
        hint = f"save it beside the list and name that file, or fetch it alone: briefgen add {shown}"
        raise refused(origin, f'"{shown}" is an address, and a list fetches nothing', hint)
    path = folder / unquote(name)
    if not path.resolve().is_relative_to(folder.resolve()):
        raise refused(origin, f'"{shown}" lies outside of the list\'s folder', "put the file beside the list")
    if path.suffix.lower() == ".opml":
        raise refused(origin, f'"{shown}" is a list again', "add that list by itself")
    if not path.is_file():
        raise refused(
            origin, f'there is no file "{shown}" beside this list', "save it there, or take the entry out"
        )
    return path

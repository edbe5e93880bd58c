"""Read OPML as a list of saved files in the same folder.

Nothing is fetched, and no list leads to another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from briefgen.importing.document import refusal
from briefgen.importing.feeds import parse
from briefgen.util.text import cut, shell_word

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.importing.document import Input

MOST = 5_000
"""Outlines of a list at most."""


def files_of(payload: Input, folder: Path) -> list[Path]:
    """The files that a list's outlines name, each once, all in ``folder``.

    Raises:
        BriefgenError: for XML that is broken or malicious, and for an outline that names something else.
    """
    names = [
        outline.get("xmlUrl") or outline.get("url") or ""
        for outline in parse(payload).iter("outline")
        if outline.get("xmlUrl") or outline.get("url")
    ]
    if len(names) > MOST:
        raise refusal(
            payload.origin, f"this list has more than {MOST:,} entries", "cut it into several files"
        )
    return list(dict.fromkeys(_file(name, payload.origin, folder) for name in names))


def _file(name: str, origin: str, folder: Path) -> Path:
    shown = cut(name, 80)
    if "://" in name:
        hint = (
            f"save it beside the list and name that file, or fetch it alone: briefgen add {shell_word(name)}"
        )
        raise refusal(origin, f'"{shown}" is an address, and a list fetches nothing', hint)
    path = folder / unquote(name)
    if not path.resolve().is_relative_to(folder.resolve()):
        raise refusal(origin, f'"{shown}" lies outside of the list\'s folder', "put the file beside the list")
    if path.suffix.lower() == ".opml":
        raise refusal(origin, f'"{shown}" is a list again', "add that list by itself")
    if not path.is_file():
        raise refusal(
            origin, f'there is no file "{shown}" beside this list', "save it there, or take the entry out"
        )
    return path

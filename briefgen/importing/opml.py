"""Lists in OPML: saved files to add, or feeds to follow.

Nothing is fetched, and no list leads to another.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from briefgen.importing.document import Input, refusal
from briefgen.importing.feeds import parse
from briefgen.model.subscription import Subscription
from briefgen.util.text import shell_word, shorten, without_controls
from briefgen.util.urls import wrong_with

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
            payload.origin, f"this list has more than {MOST:,} entries", "split it into several files"
        )
    return list(dict.fromkeys(_file(name, payload.origin, folder) for name in names))


def subscriptions_in(payload: Input) -> list[Subscription]:
    """The feeds that a list's outlines name by their web address, each once.

    Others are left out.

    Raises:
        BriefgenError: for XML that is broken or malicious.
    """
    feeds: dict[str, Subscription] = {}
    for outline in parse(payload).iter("outline"):
        url, title = outline.get("xmlUrl") or "", outline.get("title") or outline.get("text") or ""
        if url and not wrong_with(url):
            feeds.setdefault(url, Subscription(url, " ".join(without_controls(title).split())))
    return list(feeds.values())


def opml_of(feeds: Iterable[Subscription], title: str) -> str:
    """The text of a list of feeds, as feed readers take it."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{quoteattr(title)[1:-1]}</title></head>",
        "  <body>",
        *(
            f'    <outline type="rss" text={quoteattr(one.name)} xmlUrl={quoteattr(one.url)}/>'
            for one in feeds
        ),
        "  </body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def _file(name: str, origin: str, folder: Path) -> Path:
    shown = shorten(name, 80)
    if "://" in name:
        hint = f"save it in the list's folder and list that file, or run: briefgen add {shell_word(name)}"
        raise refusal(origin, f'"{shown}" is a web address; a list may only name files', hint)
    path = folder / unquote(name)
    if not path.resolve().is_relative_to(folder.resolve()):
        raise refusal(origin, f'"{shown}" is outside the list\'s folder', "move the file into that folder")
    if path.suffix.lower() == ".opml":
        raise refusal(origin, f'"{shown}" is another list', "add that list separately")
    if not path.is_file():
        raise refusal(
            origin, f'there is no file "{shown}" in the list\'s folder', "save it there, or delete the entry"
        )
    return path

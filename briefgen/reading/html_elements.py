"""HTML in an article that a page cannot show: elements that are left out, and tags that are no HTML."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

_ELEMENT = re.compile(r"</?(?P<name>[A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?/?>")
_REMOVED = """
    applet audio base button canvas embed form frame frameset iframe input link map math meta noscript object
    script select style svg template textarea video
"""
_OTHERS = """
    a abbr acronym address area article aside b basefont bdi bdo bgsound big blink blockquote body br caption
    center cite code col colgroup command content data datalist dd del details dfn dialog dir div dl dt em
    fieldset figcaption figure font footer g h1 h2 h3 h4 h5 h6 head header hgroup hr html i image img ins
    isindex kbd keygen label legend li listing main mark marquee menu menuitem meter multicol nav nextid nobr
    noembed noframes ol optgroup option output p param picture plaintext portal pre progress q rb rp rt rtc
    ruby s samp search section shadow slot small source spacer span strike strong sub summary sup table tbody
    td tfoot th thead time title tr track tt u ul var wbr xmp
"""
REMOVED = frozenset(_REMOVED.split())
"""Elements that pages leave out with what they show or do."""
KNOWN = REMOVED | frozenset(_OTHERS.split())
"""The elements of HTML, those of old versions among them."""
_OWN_NAMES = ("svg", "math")


def find_removed(token: Token) -> Iterator[str]:
    """The start of each element in a block that pages leave out, such as ``<iframe``."""
    for one in _html_in(token):
        for match in _ELEMENT.finditer(one.content):
            name = match["name"].lower()
            if (name in REMOVED or "-" in name) and match[0][1] != "/":
                yield match[0][: 1 + len(name)]


def show_unknown(token: Token) -> Iterator[str]:
    """Make text of each tag in a block whose element does not exist, and return it.

    ``<file>`` is a place-holder that somebody wrote; a browser would not show it.
    """
    unknown: list[str] = []
    depth = 0
    for one in _html_in(token):
        one.content, depth = _escaped(one.content, depth, unknown)
    yield from unknown


def escape_unknown(html: str) -> str:
    """HTML with the tags of elements that do not exist as text."""
    return _escaped(html, 0, [])[0]


def _escaped(html: str, depth: int, unknown: list[str]) -> tuple[str, int]:
    """HTML with unknown tags as text, and within how many drawings or formulas it ends.

    The elements of those have names of their own. Unknown tags are appended to ``unknown``.
    """
    parts, end = [], 0
    for match in _ELEMENT.finditer(html):
        name = match["name"].lower()
        if name in _OWN_NAMES and not match[0].endswith("/>"):
            depth += -1 if match[0].startswith("</") else 1
        elif depth <= 0 and name not in KNOWN and "-" not in name:
            unknown.append(match[0])
            parts += [html[end : match.start()], escape(match[0], quote=False)]
            end = match.end()
    return "".join([*parts, html[end:]]), depth


def _html_in(token: Token) -> list[Token]:
    kinds = ("html_block", "html_inline")
    return [one for one in (token, *(token.children or ())) if one.type in kinds and "<" in one.content]

"""Turn bare web addresses into links."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from briefgen.util.urls import is_safe

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

# An address ends at a script without spaces between words: browsers encode such letters when one copies.
_URL = re.compile(
    r"(?<![A-Za-z0-9])https?://(?=\w)[^\s<>\"'`\[\]{}|\\^“”„‘’«»‹›…"
    r"\u0e00-\u0e7f\u1100-\u11ff\u3000-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]{1,2000}"
)
_SCHEME = re.compile(r"(?<![A-Za-z0-9])https?$")
_AFTER = ".,:;!?*_~"


def find_url(text: str, start: int) -> str:
    """The web address at a place, without the punctuation after it.

    Empty if there is none.
    """
    match = _URL.match(text, start)
    return _trimmed(match[0]) if match else ""


def _trimmed(url: str) -> str:
    """A web address without the punctuation of the sentence around it."""
    end, open_ = len(url), url.count("(") - url.count(")")
    while url[end - 1] in _AFTER or (url[end - 1] == ")" and open_ < 0):
        end, open_ = end - 1, open_ + (url[end - 1] == ")")
    url = url[:end]
    return url if is_safe(url) and url.partition("://")[2] else ""


def linked_html(line: str) -> str:
    """A line of plain text as HTML, its web addresses as links."""
    if "://" not in line:
        return escape(line, quote=False)
    out, done = [], 0
    for match in _URL.finditer(line):
        if url := _trimmed(match[0]):
            shown = escape(url)
            out += [escape(line[done : match.start()], quote=False), f'<a href="{shown}">{shown}</a>']
            done = match.start() + len(url)
    return "".join([*out, escape(line[done:], quote=False)])


def bare_link(state: StateInline, silent: bool) -> bool:
    """Inline rule: a bare web address becomes a link. markdown-it stops at its colon."""
    if silent or state.linkLevel or state.src[state.pos : state.pos + 3] != "://":
        return False
    scheme = _SCHEME.search(state.src, max(0, state.pos - 6), state.pos)
    url = find_url(state.src, scheme.start()) if scheme else ""
    if not url or not scheme or not state.pending.endswith(scheme[0]):
        return False
    state.pending = state.pending[: -len(scheme[0])]
    opened = state.push("link_open", "a", 1)
    opened.attrs = {"href": state.md.normalizeLink(url)}
    opened.markup, opened.info = "linkify", "auto"
    state.push("text", "", 0).content = url
    closed = state.push("link_close", "a", -1)
    closed.markup, closed.info = "linkify", "auto"
    state.pos = scheme.start() + len(url)
    return True

"""Turn widgets of blog programs into plain HTML, and name those without text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from briefgen.importing.html_players import player_address, player_title

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_EMBEDS = "iframe, embed, object, audio, video"
_WIDGETS = (
    "kg-signup-card", "kg-paywall", "gh-post-upgrade-cta", "subscription-widget-wrap",
    "subscription-widget-wrap-editor", "subscribe-widget", "install-substack-app-embed", "poll-embed",
)  # fmt: skip
_LOST = re.compile(
    rf"<(?P<tag>script|form|math|canvas|applet)\b|class=[\"'](?:[^\"']*\s)?(?P<widget>{'|'.join(_WIDGETS)})"
    r"(?=[\s\"'])",
    re.IGNORECASE,
)
_OF_EMBEDS = re.compile(
    r"<script\b[^>]*\bsrc=[\"'](?:https?:)?//(?:platform\.(?:twitter|x|instagram)\.com|www\.instagram\.com"
    r"|embed\.bsky\.app|www\.tiktok\.com|embedr\.flickr\.com)/",
    re.IGNORECASE,
)
"""Scripts beside an embedded post, whose text is there without them."""
_LINK = re.compile(r"^\s*(?:https?:)?//\S+$")


class Loss(NamedTuple):
    """A part of a text that cannot be shown, after so many lines."""

    what: str
    line: int
    hint: str = "write what it says by hand, if readers need it"


def losses(html: str) -> Iterator[Loss]:
    """What of a text is left out: scripts, forms, and widgets without text."""
    for match in _LOST.finditer(html):
        if _OF_EMBEDS.match(html, match.start()):
            continue
        what = f"a <{match['tag'].lower()}>" if match["tag"] else f'the widget "{match["widget"]}"'
        yield Loss(what, html.count("\n", 0, match.start()))


def plain_html(html: str) -> str:
    """HTML in which players are links, and cards are paragraphs and quotations."""
    from selectolax.lexbor import LexborHTMLParser

    if "<" not in html:
        return html
    tree = LexborHTMLParser(html)
    for node in tree.css(", ".join(f".{name}" for name in _WIDGETS)):
        node.decompose()
    for selector, write in _CARDS:
        for node in tree.css(selector):
            if inner := write(node):
                fragment = LexborHTMLParser(f"<div>{inner}</div>").body
                if fragment and fragment.first_child:
                    node.replace_with(fragment.first_child)
    return (tree.body.html if tree.body else "") or ""


def _player(node: LexborNode) -> str:
    """A link to what a player plays."""
    url = player_address(node)
    name = player_title(node) or url
    return f'<p><a href="{escape(url)}">{escape(name)}</a></p>' if url else ""


def _bookmark(node: LexborNode) -> str:
    """A paragraph with the title, as a link, and the description of a linked page."""
    link, title = node.css_first("a[href]"), node.css_first(".kg-bookmark-title")
    if link is None:
        return ""
    url, text = link.attributes.get("href") or "", node.css_first(".kg-bookmark-description")
    name = (title.text().strip() if title else "") or url
    more = f": {escape(text.text().strip())}" if text and text.text().strip() else ""
    return f'<p><a href="{escape(url)}">{escape(name)}</a>{more}</p>'


def _quoted(node: LexborNode) -> str:
    return f"<blockquote>{node.inner_html}</blockquote>"


def _bare_link(node: LexborNode) -> str:
    """A link for an address that stands alone; the old program made it a player."""
    url = node.text().strip()
    is_link = bool(_LINK.match(url)) and bool(urlsplit(url).netloc)
    return f'<p><a href="{escape(url)}">{escape(url)}</a></p>' if is_link else ""


_CARDS: tuple[tuple[str, Callable[[LexborNode], str]], ...] = (
    (_EMBEDS, _player),
    (".kg-bookmark-card", _bookmark),
    (".kg-callout-card", _quoted),
    (".wp-block-embed__wrapper", _bare_link),
    ("p", lambda node: "" if node.css_first("a, img") else _bare_link(node)),
)
"""The elements of cards and players, and what each becomes."""

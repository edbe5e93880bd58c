"""Article HTML through nh3's allow-list: what is not named here does not reach a reader."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from briefgen.util.text import without_controls
from briefgen.util.urls import LINK_SCHEMES, is_safe

if TYPE_CHECKING:
    import nh3

_TAGS = (
    "a abbr b blockquote br cite code dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i "
    "img ins kbd li mark ol p pre q s samp section small span strong sub summary sup table tbody td tfoot th "
    "thead time tr u ul var"
)
ROUNDS = 10
_FOOTNOTE_ID = re.compile(r"fn(?:ref)?[0-9]+(?:[:-][0-9]+)?")
_CLASSES = frozenset(
    {"footnotes", "footnote-item", "footnote-ref", "footnote-backref", "footnotes-list", "unresolved"}
    | {"align-left", "align-center", "align-right"}
)


def sanitize(html: str) -> str:
    """Keep allowed elements, attributes and schemes only, and close every element.

    The result reads the same in a browser. Removing an element can leave its neighbours where a parser would
    move them (``<p>`` in ``<p>``), so cleaning repeats until nothing changes. HTML that always changes is
    shown as text.
    """
    for _ in range(ROUNDS):
        again = without_controls(_cleaner().clean(html))
        if again == html:
            return html
        html = again
    return f"<pre>{escape(html, quote=False)}</pre>"


@cache
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(_TAGS.split()),
        clean_content_tags={
            "script",
            "style",
            "template",
            "noscript",
            "iframe",
            "object",
            "embed",
            "svg",
            "math",
            "title",
        },
        attributes={
            "*": {"lang", "dir", "title"},
            "a": {"href", "id", "class"},
            "img": {"src", "alt", "width", "height"},
            "li": {"id", "class"},
            "ol": {"start", "class", "type"},
            "section": {"class"},
            "sup": {"class", "id"},
            "td": {"colspan", "rowspan", "class"},
            "th": {"colspan", "rowspan", "class", "scope"},
            "time": {"datetime"},
            "blockquote": {"cite"},
            "span": {"class"},
        },
        attribute_filter=_attribute,
        url_schemes=set(LINK_SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Allow ids for footnotes only, so that no article takes an anchor of the page."""
    if name == "id":
        return value if _FOOTNOTE_ID.fullmatch(value) else None
    if name == "class":
        return " ".join(c for c in value.split() if c in _CLASSES) or None
    if name in ("href", "src", "cite"):
        return value if is_safe(value) else None
    return value

"""Convert the safe HTML of a body to XHTML that every e-book reader accepts."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from typing import NamedTuple

from briefgen.builders.html_to_text import ATTRIBUTE, TAG, to_text
from briefgen.util.text import without_controls
from briefgen.util.urls import WEB_SCHEMES, scheme, web_address

_VOID = frozenset({"br", "hr", "img"})
_OTHER_NAME = {
    "dd": "div", "details": "div", "dl": "div", "dt": "div", "figcaption": "div", "figure": "div",
    "summary": "div", "time": "span",
}  # fmt: skip
"""Elements whose rules for their content scraped text seldom keeps."""
_PHRASES = frozenset(
    ("a", "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q", "s",
     "samp", "small", "span", "strong", "sub", "sup", "u", "var")
)  # fmt: skip
_HOLDS_PHRASES = (_PHRASES - {"a"}) | {"p", "pre", "h2", "h3", "h4", "h5", "h6"}
_PARENTS = {
    "li": {"ol", "ul"}, "tr": {"table", "thead", "tbody", "tfoot"}, "td": {"tr"}, "th": {"tr"},
    "thead": {"table"}, "tbody": {"table"}, "tfoot": {"table"},
}  # fmt: skip
_CHILDREN = {
    "ol": {"li"}, "ul": {"li"}, "tr": {"td", "th"}, "thead": {"tr"}, "tbody": {"tr"}, "tfoot": {"tr"},
    "table": {"thead", "tbody", "tfoot", "tr"},
}  # fmt: skip
_VALUES = {
    "class": r".*", "title": r".*", "lang": r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", "dir": r"ltr|rtl|auto",
    "colspan": r"[1-9]\d{0,2}", "rowspan": r"[1-9]\d{0,2}", "start": r"-?\d{1,6}", "type": r"[1aAiI]",
    "scope": r"row|col|rowgroup|colgroup",
}  # fmt: skip
"""The attributes that stay, and what their values must be."""


class Converter(NamedTuple):
    """What a body's links and pictures become.

    ``absolute`` makes a whole address of one of the site, ``picture`` gives the file of a picture in the
    book, or an empty text. ``prefix`` begins every id, as several bodies share a file.
    """

    absolute: Callable[[str], str]
    picture: Callable[[str], str]
    prefix: str

    def convert(self, html: str) -> str:
        """The XHTML of a body; plain paragraphs where its elements are wrongly nested."""
        html = html if is_well_nested(html) else _paragraphs(html)
        ids = {
            unescape(value) for tag in TAG.finditer(html) for name, value in _attributes(tag) if name == "id"
        }
        first, *rest = TAG.split(html)
        parts = [_text(first)]
        for closing, tag, attributes, text in zip(*[iter(rest)] * 4, strict=True):
            name = _OTHER_NAME.get(tag, tag)
            if closing:
                parts.append(f"</{name}>")
            elif tag == "img":
                parts.append(self._image(dict(ATTRIBUTE.findall(attributes))))
            else:
                own = self._kept(dict(ATTRIBUTE.findall(attributes)), ids)
                parts.append(f"<{name}{own}{'/' if tag in _VOID else ''}>")
            parts.append(_text(text))
        return "".join(parts)

    def _image(self, attributes: dict[str, str]) -> str:
        """A picture, or its alternative text where the book has no such picture."""
        alt = unescape(attributes.get("alt", ""))
        file = self.picture(unescape(attributes.get("src", "")))
        return f'<img src="{_value(file)}" alt="{_value(alt)}"/>' if file else _text(escape(alt))

    def _kept(self, attributes: dict[str, str], ids: set[str]) -> str:
        values = {
            name: unescape(value)
            for name, value in attributes.items()
            if name in _VALUES and re.fullmatch(_VALUES[name], unescape(value), re.DOTALL)
        }
        if "id" in attributes:
            values["id"] = f"{self.prefix}-{unescape(attributes['id'])}".replace(":", "-")
        if href := self._link(unescape(attributes.get("href", "")), ids):
            values["href"] = href
        if "lang" in values:
            values["xml:lang"] = values["lang"]
        return "".join([f' {name}="{_value(value)}"' for name, value in values.items()])

    def _link(self, href: str, ids: set[str]) -> str:
        if href.startswith("#"):
            return f"#{self.prefix}-{href[1:]}".replace(":", "-") if href[1:] in ids else ""
        return outside(self.absolute(href) if href.startswith("/") else href)


def outside(address: str) -> str:
    """An address as XML and strict readers take it; empty for one that they refuse."""
    if scheme(address) in WEB_SCHEMES:
        return web_address(address)
    return address if re.fullmatch(r"(?:mailto|tel):[!#-;=?-Z_a-z~]+", address) else ""


def is_well_nested(html: str) -> bool:
    """Whether elements and words stand only where XHTML lets them."""
    first, *rest = TAG.split(html)
    stack: list[str] = []
    for closing, tag, _, text in zip(*[iter(rest)] * 4, strict=True):
        name = _OTHER_NAME.get(tag, tag)
        if closing:
            if not stack or stack.pop() != name:
                return False
        elif not _may_stand(name, stack):
            return False
        elif tag not in _VOID:
            stack.append(name)
        if text.strip() and stack and stack[-1] in _CHILDREN:
            return False
    return not stack and "<" not in first


def _may_stand(name: str, stack: list[str]) -> bool:
    parent = stack[-1] if stack else ""
    around = next((one for one in reversed(stack) if one not in ("a", "del", "ins")), "")
    is_phrase_needed = around in _HOLDS_PHRASES or parent in ("del", "ins")
    return (
        (name in _PHRASES or not is_phrase_needed)
        and (name not in _PARENTS or parent in _PARENTS[name])
        and (parent not in _CHILDREN or name in _CHILDREN[parent])
        and not (name == "a" and "a" in stack)
    )


def _attributes(tag: re.Match[str]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = ATTRIBUTE.findall(tag[3])
    return pairs


def _paragraphs(html: str) -> str:
    parts = to_text(html).split("\n\n")
    return "".join([f"<p>{escape(part.strip(), quote=False)}</p>\n" for part in parts if part.strip()])


def _text(html: str) -> str:
    """Text between tags: XML knows no entity such as ``&nbsp;``."""
    return escape(without_controls(unescape(html)), quote=False)


def _value(text: str) -> str:
    return escape(" ".join(without_controls(text).split()))

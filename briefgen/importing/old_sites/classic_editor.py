"""Make HTML of WordPress's older texts, in which a blank line parts paragraphs."""

from __future__ import annotations

import re

_AROUND = "blockquote|div|section|article|aside|figure|header|footer|main|details|center"
_BLOCK = (
    "p|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|caption|tr|td|th|pre|hr|figcaption|form|address|"
    "fieldset|summary|iframe|script|style|noscript|video|audio"
)
_KEPT = re.compile(r"<(pre|script|style|textarea)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_CONTAINER = re.compile(rf"(</?(?:{_AROUND})\b[^>]*>)", re.IGNORECASE)
_OPENING = re.compile(rf"(<(?:{_BLOCK})\b[^>]*>)", re.IGNORECASE)
_CLOSING = re.compile(rf"(</(?:{_BLOCK})\s*>|<hr\b[^>]*>)", re.IGNORECASE)
_IS_BLOCK = re.compile(rf"</?(?:{_AROUND}|{_BLOCK})\b|\x00", re.IGNORECASE)
_BLANK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


def paragraphs(text: str) -> str:
    """The HTML of a text: blank lines make paragraphs, line ends make breaks."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\n\n\x00{len(kept) - 1}\x00\n\n"

    text = _KEPT.sub(keep, text.replace("\x00", "").replace("\r\n", "\n"))
    text = _CONTAINER.sub("\n\n\\1\n\n", text)
    text = _CLOSING.sub("\\1\n\n", _OPENING.sub("\n\n\\1", text))
    parts = (part.strip() for part in _BLANK.split(text))
    html = "\n".join(map(_paragraph, filter(None, parts)))
    return re.sub("\x00(\\d+)\x00", lambda match: kept[int(match[1])], html)


def _paragraph(part: str) -> str:
    if _IS_BLOCK.match(part):
        return part
    return "<p>{}</p>".format(re.sub(r"(?<!<br>)(?<!/>)\n", "<br>\n", part))

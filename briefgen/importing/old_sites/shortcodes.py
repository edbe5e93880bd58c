"""Read WordPress's shortcodes, such as ``[caption]``; those that are unknown stay as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape

_CODE = re.compile(
    r"\[(?P<name>[a-zA-Z][\w-]*)(?P<values>(?:\s[^\]\n]*?)?)\s*/?\](?:(?P<inner>[^\[]*?)\[/(?P=name)\])?"
)
_LISTING = re.compile(
    r"\[(?P<name>code|sourcecode|source|cc|php|python|js|css|html|sql|bash)(?P<values>\s[^\]\n]*)?\]"
    r"(?P<inner>.*?)\[/(?P=name)\]",
    re.DOTALL,
)
_CAPTION = re.compile(
    r"\[(?P<name>caption|wp_caption)\b(?P<values>[^\]]*)\](?P<inner>.*?)\[/(?P=name)\]", re.DOTALL
)
_PICTURE = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)", re.IGNORECASE)
_VALUE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")
_PLAYED = ("src", "mp3", "mp4", "m4a", "m4v", "ogg", "wav", "webm", "url", "href")
_SHOWN = re.compile(r"\\\[(/?)([a-zA-Z][\w-]*)((?:\s[^\]\n]*?)?)\s*/?\\\]")
_KNOWN = frozenset({
    "gallery", "playlist", "audio", "video", "embed", "caption", "contact-form", "contact-form-7", "products",
    "product_page", "recent_posts", "archives", "polldaddy", "poll", "subscribe_form", "display-posts",
    "mc4wp_form", "gravityform", "ninja_form", "wpforms", "rev_slider", "toc", "tweet", "instagram",
    "googlemaps",
})  # fmt: skip
"""Names that no writer puts in brackets."""


def convert(text: str, pictures: Mapping[str, str]) -> str:
    """A text whose captions, listings, players and galleries are HTML.

    ``pictures`` has the ``<img>`` of each attachment by its number.
    """
    text = _LISTING.sub(lambda match: f"\n<pre>{escape(unescape(match['inner']).strip())}</pre>\n", text)
    text = _CAPTION.sub(_figure, text)
    return _CODE.sub(lambda match: _html(match, pictures), text)


def find_shown(line: str) -> Iterator[tuple[int, str]]:
    """The shortcodes in a line of Markdown: where each begins, and its text.

    A word in brackets is one if it has values or an end, or a name that no writer would use.
    """
    closed = set(re.findall(r"\\\[/([a-zA-Z][\w-]*)\\\]", line))
    for match in _SHOWN.finditer(line):
        if match[1] or match[2].lower() in _KNOWN or match[2] in closed or _VALUE.search(match[3]):
            yield match.start(), match[0].replace("\\", "")


def _figure(match: re.Match[str]) -> str:
    picture = _PICTURE.match(match["inner"])
    if not picture:
        return match[0]
    text = match["inner"][picture.end() :].strip() or _values(match["values"]).get("caption", "")
    below = f"<figcaption>{text}</figcaption>" if text else ""
    return f"\n\n<figure>{picture[1]}{below}</figure>\n\n"


def _html(match: re.Match[str], pictures: Mapping[str, str]) -> str:
    name, values = match["name"].lower(), _values(match["values"])
    inner = (match["inner"] or "").strip()
    if name == "gallery":
        chosen = re.findall(r"\d+", values.get("ids") or values.get("include", ""))
        found = [pictures[number] for number in chosen if number in pictures]
        whole = bool(chosen) and len(found) == len(chosen)
        return "\n\n".join(("", *(f"<p>{one}</p>" for one in found), "")) if whole else match[0]
    url = ""
    if name in ("audio", "video"):
        url = next((values[one] for one in _PLAYED if values.get(one)), inner)
    elif name == "embed":
        url = inner or values.get("src", "")
    elif name == "youtube":
        url = _of_youtube(match["values"].strip(" ="), inner)
    return f'\n\n<p><a href="{escape(url)}">{escape(url)}</a></p>\n\n' if "://" in url else match[0]


def _of_youtube(value: str, inner: str) -> str:
    named = inner or value.strip("\"'")
    return named if "://" in named else f"https://www.youtube.com/watch?v={named}" if named else ""


def _values(text: str | None) -> dict[str, str]:
    return {match[1].lower(): match[2] or match[3] or match[4] or "" for match in _VALUE.finditer(text or "")}

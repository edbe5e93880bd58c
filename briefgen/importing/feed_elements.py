"""Read the elements of a feed's entry, whatever dialect it is written in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any, NamedTuple

from briefgen.importing.document import Span, TextLine
from briefgen.importing.html_blocks import blocks, first_picture
from briefgen.importing.html_pictures import Picture
from briefgen.importing.line_builder import address, joined
from briefgen.importing.picture_words import words_of
from briefgen.importing.plain_text import paragraphs_of
from briefgen.util.text import fold

MEDIA = "{http://search.yahoo.com/mrss/"
XML = "{http://www.w3.org/XML/1998/namespace}"
_ABOUT = ("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about", "{urn:undeclared:rdf}about", "about")
_KEPT_ATTRIBUTES = (
    "href", "src", "alt", "title", "class", "id", "style", "start", "align", "colspan", "rowspan", "role",
    "hidden", "width", "height", "srcset", "data-src", "data-lazy-src", "data-original", "data-srcset",
)  # fmt: skip
_BODIES = ("encoded", "content", "body", "description", "abstract", "summary", "tagline")
"""Elements that hold an entry's text, the fullest first."""
_TEASERS = ("description", "summary", "abstract", "subtitle")
ENTRIES = frozenset({"item", "entry"})
_MARKUP = frozenset(
    ("div", "p", "ul", "ol", "span", "b", "i", "em", "strong", "a", "br", "img", "table", "h2")
)
LONGEST_TEASER = 600
"""Characters of a summary at most."""
_HTML = re.compile(r"<[a-zA-Z/!]|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_ADDRESS = re.compile(r"\s*\S+@\S+\s*\(([^()]+)\)\s*")
"""An author as RSS has it: an address with a name behind it."""
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|\?)", re.IGNORECASE)


class EntryText(NamedTuple):
    """The text of an entry, as HTML or as plain text."""

    text: str
    is_plain: bool


def is_entry(node: Any) -> bool:
    """Whether an element is an entry that says something."""
    return name_of(node) in (*ENTRIES, "outline") and bool(len(node) or node.attrib)


def name_of(node: Any) -> str:
    """An element's name without its namespace; all dialects share the names."""
    return node.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(node.tag, str) else ""


def child_texts(entry: Any) -> dict[str, str]:
    """The text of each child, by name: the first that says something."""
    texts: dict[str, str] = {}
    for child in entry:
        name, text = name_of(child), " ".join(_content(child).split())
        if text and not texts.get(name):
            texts[name] = text
    return texts


def body_of(entry: Any) -> EntryText:
    """The fullest text of an entry; of a video what stands beside it."""
    by_name = {
        name_of(node): _text_of(node) for node in reversed([*_inside(entry)]) if _content(node).strip()
    }
    return next((by_name[name] for name in _BODIES if name in by_name), EntryText("", is_plain=False))


def _inside(entry: Any) -> Iterator[Any]:
    """The children of an entry, and those of a group of media."""
    yield from entry
    for node in entry:
        if name_of(node) in ("group", "content"):
            yield from node


def _text_of(node: Any) -> EntryText:
    text = _content(node)
    kind = (node.get("type") or "").lower()
    is_plain = kind in ("text", "text/plain") or not _HTML.search(text)
    return EntryText(text, is_plain and kind != "xhtml")


def lines_of_text(body: EntryText, base: str) -> tuple[TextLine, ...]:
    """The lines of an entry's text."""
    return tuple(paragraphs_of(body.text)) if body.is_plain else tuple(blocks(body.text, base))


def picture_in(body: EntryText, base: str) -> Picture | None:
    """The first picture in an entry's text."""
    return None if body.is_plain else first_picture(body.text, base)


def teaser_of(entry: Any, body: EntryText) -> tuple[TextLine, ...]:
    """What an entry says in short, unless that is the beginning of its text."""
    whole = fold(" ".join(line.text for line in lines_of_text(body, "")))
    for node in entry:
        if name_of(node) in _TEASERS and (text := _text_of(node)).text.strip() and text != body:
            lines = lines_of_text(text, "")
            words = " ".join(line.text for line in lines)
            if words and len(words) <= LONGEST_TEASER and fold(words[:40]) not in whole:
                return lines
    return ()


def _content(node: Any) -> str:
    """The text of an element; markup in it that is not escaped comes with it."""
    is_markup = any(name_of(child) in _MARKUP for child in node) and name_of(node) in (*_BODIES, "title")
    if is_markup or node.get("type") in ("xhtml", "application/xhtml+xml"):
        return escape(node.text or "", quote=False) + "".join(map(_markup, node))
    return str(node.text or "")


def _markup(node: Any) -> str:
    """An element as HTML, without the prefixes of its names."""
    if not isinstance(node.tag, str):
        return escape(node.tail or "", quote=False)
    name = name_of(node)
    named = ((key, node.get(key)) for key in _KEPT_ATTRIBUTES)
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in named if value is not None)
    inside = escape(node.text or "", quote=False) + "".join(map(_markup, node))
    closing = "" if name in ("br", "img", "hr") else f"</{name}>"
    return f"<{name}{attributes}>{inside}{closing}{escape(node.tail or '', quote=False)}"


def link_of(entry: Any) -> str:
    """The address of an Atom entry."""
    links = [node for node in entry if name_of(node) == "link" and node.get("href")]
    usual = [node for node in links if node.get("rel", "alternate") == "alternate"]
    best = sorted(usual, key=lambda node: "html" not in (node.get("type") or "html"))
    others = [
        node for node in links if node.get("rel") not in ("self", "enclosure", "edit", "replies", "hub")
    ]
    chosen = (best or others)[:1]
    if chosen:
        return str(chosen[0].get("href", ""))
    return str(entry.get("href", "")) if name_of(entry) == "item" else ""


def permalink_of(entry: Any) -> str:
    """The id of an entry that is its address."""
    for node in entry:
        text = (node.text or "").strip()
        if name_of(node) in ("guid", "id") and (node.get("isPermaLink") or "true").lower() == "true":
            return str(text) if text.startswith(("http://", "https://")) else ""
    return next((about for name in _ABOUT if (about := entry.get(name))), "")


def base_of(entry: Any, url: str) -> str:
    """The address at which the links of an entry begin."""
    bases = [node.get(f"{XML}base", "") for node in (entry, *entry) if name_of(node) in ("entry", *_BODIES)]
    return joined(url, next(filter(None, reversed(bases)), ""))


def outlet_of(entry: Any) -> str:
    """The outlet of an entry in a feed of several feeds."""
    sources = [node for node in entry if name_of(node) == "source"]
    return child_texts(sources[0]).get("title", "") if sources else ""


def author_of(entry: Any) -> str:
    """The names of the authors, without their addresses where there is a name."""
    nodes = [node for node in entry if name_of(node) in ("creator", "author")]
    names = [child_texts(node).get("name") or " ".join((node.text or "").split()) for node in nodes]
    names = [match[1] if (match := _ADDRESS.fullmatch(name)) else name for name in names]
    return ", ".join(dict.fromkeys(filter(None, names)))


def categories_of(entry: Any) -> list[str]:
    """The names of an entry's categories, each once."""
    nodes = [node for node in entry if name_of(node) in ("category", "subject")]
    names = [" ".join((node.get("label") or node.text or node.get("term") or "").split()) for node in nodes]
    own = [name for name in names if name and "://" not in name and name.lower() != "uncategorized"]
    return list({name.casefold(): name.replace(",", " ") for name in own}.values())


def picture_of(entry: Any) -> str:
    """The address of the picture that an entry declares: an enclosure, or Media RSS."""
    for node in entry.iter():
        name, url = name_of(node), node.get("url") or node.get("href") or ""
        kind = node.get("type") or node.get("medium") or ""
        is_link = name == "link" and node.get("rel") == "enclosure"
        if url and (
            name == "thumbnail"
            or (
                (name in ("enclosure", "content") or is_link)
                and (kind.startswith("image") or (not kind and _IMAGE.search(url)))
            )
        ):
            return url
    return ""


def attachments_of(entry: Any) -> Iterator[tuple[str, str]]:
    """The addresses and titles of recordings and documents that an entry encloses."""
    for node in entry.iter():
        name, kind = name_of(node), node.get("type") or node.get("medium") or ""
        is_link = name == "link" and node.get("rel") == "enclosure"
        is_media = name == "content" and kind.startswith(("audio", "video"))
        url = (node.get("url") or node.get("href") or "").strip()
        is_picture = kind.startswith("image") or (not kind and _IMAGE.search(url))
        if url and (name == "enclosure" or is_link or is_media) and not is_picture:
            yield url, node.get("title") or ""


def attachment_lines(
    attachments: Iterable[tuple[str, str]], lines: Sequence[TextLine], base: str
) -> Iterator[TextLine]:
    """A line with a link for each attachment that the text does not link."""
    known = {link.url for line in lines for link in line.links}
    for href, title in attachments:
        url = address(href, base)
        if url and url not in known:
            words = " ".join(title.split()) or url.partition("?")[0].rstrip("/").rsplit("/", 1)[-1]
            known.add(url)
            yield TextLine(words, spans=(Span(words, url),))


def picture_words_of(entry: Any) -> dict[str, str]:
    """The caption and the credit of the picture that an entry declares with Media RSS."""
    texts: dict[str, str] = {}
    for node in entry.iter():
        if str(node.tag).startswith(MEDIA) and name_of(node) in (
            "credit",
            "description",
            "text",
            "copyright",
        ):
            texts.setdefault(name_of(node), " ".join(line.text for line in blocks(node.text or "")))
    caption = texts.get("description") or texts.get("text", "")
    return words_of(caption, texts.get("credit") or texts.get("copyright", "")) if texts else {}

"""Import the entries of RSS 0.9 to 2.0, Atom and JSON feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple
from urllib.parse import urljoin

from briefgen.cleaning.dates import order_of
from briefgen.importing import exports
from briefgen.importing.decoding import decode_xml
from briefgen.importing.document import DateClue, ImportedDocument, Input, TextLine, missing, refusal
from briefgen.importing.html_blocks import blocks, first_picture
from briefgen.importing.html_pictures import Picture
from briefgen.importing.plain_text import lines_of, paragraphs_of
from briefgen.importing.publication import EMPTY, LeftOut, of_row
from briefgen.importing.syndication import without_syndication
from briefgen.importing.xml_repair import recovered, repair
from briefgen.model.diagnostics import BriefgenError
from briefgen.util.text import fold

_XML = "{http://www.w3.org/XML/1998/namespace}"
MOST_ENTRIES = 10_000
"""A feed with more entries is no feed."""
_BODIES = ("encoded", "content", "body", "description", "abstract", "summary", "tagline")
"""Elements that hold an entry's text, the fullest first."""
_TEASERS = ("description", "summary", "abstract", "subtitle")
_DATES = ("published", "pubdate", "date", "issued", "created", "updated", "modified", "lastmod")
_JSON_DATES = ("date_published", "date_modified")
"""Where an entry's date stands, the best first."""

LONGEST_TEASER = 600
"""Characters of a summary at most."""
_HTML = re.compile(r"<[a-zA-Z/!]|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_ADDRESS = re.compile(r"\s*\S+@\S+\s*\(([^()]+)\)\s*")
"""An author as RSS has it: an address with a name behind it."""
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|\?)", re.IGNORECASE)


class _Text(NamedTuple):
    """The text of an entry, as HTML or as plain text."""

    text: str
    is_plain: bool


def read(payload: Input) -> Iterator[ImportedDocument | LeftOut]:
    """The entries of an XML feed, and what else a blog's export holds.

    Raises:
        BriefgenError: for XML that is broken or built to do harm, and for what is no feed.
    """
    root = parse(payload)
    entries = [node for node in root.iter() if _name(node) in ("item", "entry")]
    if _name(root) not in ("rss", "rdf", "feed", "channel") and not entries:
        raise refusal(
            payload.origin, f"this XML is not a feed: it begins with <{_name(root)}>", "add RSS, Atom or OPML"
        )
    channel = root if _name(root) == "feed" else next((n for n in root if _name(n) == "channel"), root)
    feed = _child_texts(channel)
    home = urljoin(payload.url, _link(channel) or feed.get("link", ""))
    if len(entries) > MOST_ENTRIES:
        raise refusal(
            payload.origin, f"this feed has more than {MOST_ENTRIES:,} entries", "split it into several files"
        )
    order = order_of(node.text or "" for entry in entries for node in entry if _name(node) in _DATES)
    for n, entry in enumerate(entries, 1):
        texts = _child_texts(entry)
        publication = exports.of_entry(entry)
        if publication.left_out:
            yield publication.left_out
            continue
        if date := exports.date_of(entry):
            texts.setdefault("published", date)
        body = _body(entry)
        url = urljoin(home, _link(entry) or texts.get("link", "") or _permalink(entry))
        fields = {
            "title": " ".join(line.text for line in blocks(texts.get("title", ""))),
            "updated": texts.get("updated") or texts.get("modified", ""),
            "url": url,
            "summary": _teaser(entry, body),
            "source": _outlet(entry) or texts.get("source") or feed.get("title", ""),
            "author": _author(entry),
            "tags": ", ".join(_categories(entry)),
            "image": _picture(entry),
            "lang": texts.get("language")
            or entry.get(f"{_XML}lang")
            or feed.get("language", "")
            or root.get(f"{_XML}lang", ""),
        }
        lines = without_syndication(_lines(body, _base(entry, url)), fields["title"], fields["source"])
        if not fields["image"] and (picture := _first_picture(body, url)):
            fields |= {"image": picture.url, "image_alt": picture.alt}
        if publication.reason and not lines:
            yield EMPTY
            continue
        yield ImportedDocument(
            f"{payload.origin}#{n}",
            payload.data,
            ".xml",
            lines,
            _without_empty(fields),
            texts.get("guid") or texts.get("id") or str(n),
            dates=_dates(texts, _DATES),
            date_order=order,
            unpublished=publication.reason,
        )


def read_json(
    payload: Input, data: Mapping[str, Any]
) -> Iterator[ImportedDocument | LeftOut | BriefgenError]:
    """The items of a JSON Feed (1.0 and 1.1), which is loaded already.

    For an item that is none, why.
    """
    for n, item in enumerate(data["items"], 1):
        if not isinstance(item, dict):
            yield refusal(payload.origin, f"item {n} of this feed is not an object", "correct or delete it")
            continue
        publication = of_row(item)
        if publication.left_out:
            yield publication.left_out
            continue
        authors = item.get("authors") or [item.get("author")]
        fields = {
            "title": _text(item.get("title")),
            "updated": _number_or_text(item.get("date_modified")),
            "url": _text(item.get("url") or item.get("external_url")),
            "summary": _text(item.get("summary")),
            "source": _text(data.get("title")),
            "author": ", ".join(_text(one.get("name")) for one in authors if isinstance(one, dict)),
            "tags": ", ".join(filter(None, map(_text, _list(item.get("tags"))))),
            "image": _text(item.get("image") or item.get("banner_image")),
            "lang": _text(item.get("language") or data.get("language")),
        }
        html = _text(item.get("content_html"))
        lines = tuple(blocks(html, fields["url"])) if html else lines_of(_text(item.get("content_text")))
        lines = without_syndication(lines, fields["title"], fields["source"])
        expand = _text(item.get("id")) or str(n)
        dates = _dates({name: _number_or_text(item.get(name)) for name in _JSON_DATES}, _JSON_DATES)
        yield ImportedDocument(
            f"{payload.origin}#{n}",
            payload.data,
            ".json",
            lines,
            _without_empty(fields),
            expand,
            dates,
            unpublished=publication.reason,
        )


def parse(payload: Input) -> Any:
    """The root element of an XML input; of a broken one what a forgiving parser makes of it.

    Raises:
        BriefgenError: when the library is not there, and for XML that is broken or declares entities.
    """
    try:
        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import ParseError, fromstring
    except Exception as error:  # a broken library fails in its own way
        raise missing(payload.origin, "XML", error) from None
    try:
        text = decode_xml(payload)
    except (LookupError, ValueError) as error:
        raise refusal(payload.origin, f"this XML cannot be decoded: {error}", "save it as UTF-8") from None
    start = len(text) - len(text.lstrip())
    try:
        try:
            return fromstring(text[start:])
        except ParseError:
            return fromstring(repair(text[start:]))
    except DefusedXmlException:
        message = "this XML declares entities, which can expand without end or read other files"
        raise refusal(payload.origin, message, "if you trust the file, delete its <!ENTITY> lines") from None
    except (ParseError, ValueError, LookupError) as error:
        if (root := recovered(repair(text[start:]))) is not None:
            return root
        line = error.position[0] + text.count("\n", 0, start) if isinstance(error, ParseError) else 0
        raise refusal(
            payload.origin, f"this XML is broken: {error}", "save the whole file again", line
        ) from None


def _name(node: Any) -> str:
    """An element's name without its namespace; all dialects share the names."""
    return node.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(node.tag, str) else ""


def _child_texts(entry: Any) -> dict[str, str]:
    """The text of each child, by name: the first that says something."""
    texts: dict[str, str] = {}
    for child in entry:
        name, text = _name(child), " ".join(_content(child).split())
        if text and not texts.get(name):
            texts[name] = text
    return texts


def _body(entry: Any) -> _Text:
    """The fullest text of an entry; of a video what stands beside it."""
    by_name = {_name(node): _text_of(node) for node in reversed([*_inside(entry)]) if _content(node).strip()}
    return next((by_name[name] for name in _BODIES if name in by_name), _Text("", is_plain=False))


def _inside(entry: Any) -> Iterator[Any]:
    """The children of an entry, and those of a group of media."""
    yield from entry
    for node in entry:
        if _name(node) in ("group", "content"):
            yield from node


def _text_of(node: Any) -> _Text:
    text = _content(node)
    kind = (node.get("type") or "").lower()
    is_plain = kind in ("text", "text/plain") or not _HTML.search(text)
    return _Text(text, is_plain and kind != "xhtml")


def _lines(body: _Text, base: str) -> tuple[TextLine, ...]:
    return tuple(paragraphs_of(body.text)) if body.is_plain else tuple(blocks(body.text, base))


def _first_picture(body: _Text, base: str) -> Picture | None:
    return None if body.is_plain else first_picture(body.text, base)


def _teaser(entry: Any, body: _Text) -> str:
    """What an entry says in short, unless that is the beginning of its text."""
    for node in entry:
        if _name(node) in _TEASERS and (text := _text_of(node)).text.strip() and text != body:
            words = " ".join(line.text for line in _lines(text, ""))
            whole = " ".join(line.text for line in _lines(body, ""))
            if words and len(words) <= LONGEST_TEASER and fold(words[:40]) not in fold(whole):
                return words
    return ""


def _content(node: Any) -> str:
    """The text of an element; of Atom's XHTML its markup."""
    if node.get("type") in ("xhtml", "application/xhtml+xml") or (not (node.text or "").strip() and _is_div(node)):
        return "".join(map(_markup, node))
    return node.text or ""


def _is_div(node: Any) -> bool:
    """Whether markup stands in an element without any escapes."""
    return len(node) > 0 and _name(node) in (*_BODIES, "title") and _name(node[0]) in ("div", "p", "ul", "span")


def _markup(node: Any) -> str:
    """An element as HTML, without the prefixes of its names."""
    if not isinstance(node.tag, str):
        return escape(node.tail or "", quote=False)
    name = _name(node)
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in node.attrib.items() if "}" not in key)
    inside = escape(node.text or "", quote=False) + "".join(map(_markup, node))
    closing = "" if name in ("br", "img", "hr") else f"</{name}>"
    return f"<{name}{attributes}>{inside}{closing}{escape(node.tail or '', quote=False)}"


def _link(entry: Any) -> str:
    """The address of an Atom entry."""
    links = [node for node in entry if _name(node) == "link" and node.get("href")]
    usual = [node for node in links if node.get("rel", "alternate") == "alternate"]
    best = sorted(usual, key=lambda node: "html" not in (node.get("type") or "html"))
    others = [node for node in links if node.get("rel") not in ("self", "enclosure", "edit", "replies", "hub")]
    chosen = (best or others)[:1]
    return chosen[0].get("href", "") if chosen else entry.get("href", "") if _name(entry) == "item" else ""


def _permalink(entry: Any) -> str:
    """The id of an entry that is its address."""
    for node in entry:
        text = (node.text or "").strip()
        if _name(node) in ("guid", "id") and (node.get("isPermaLink") or "true").lower() == "true":
            return str(text) if text.startswith(("http://", "https://")) else ""
    return next((str(value) for key, value in entry.attrib.items() if key.endswith("}about")), "")


def _base(entry: Any, url: str) -> str:
    """The address at which the links of an entry begin."""
    bases = [node.get(f"{_XML}base", "") for node in (entry, *entry) if _name(node) in ("entry", *_BODIES)]
    return urljoin(url, next(filter(None, reversed(bases)), ""))


def _outlet(entry: Any) -> str:
    """The outlet of an entry in a feed of several feeds."""
    sources = [node for node in entry if _name(node) == "source"]
    return _child_texts(sources[0]).get("title", "") if sources else ""


def _author(entry: Any) -> str:
    """The names of the authors, without their addresses where there is a name."""
    nodes = [node for node in entry if _name(node) in ("creator", "author")]
    names = [_child_texts(node).get("name") or " ".join((node.text or "").split()) for node in nodes]
    names = [match[1] if (match := _ADDRESS.fullmatch(name)) else name for name in names]
    return ", ".join(dict.fromkeys(filter(None, names)))


def _categories(entry: Any) -> list[str]:
    """The names of an entry's categories, each once."""
    nodes = [node for node in entry if _name(node) in ("category", "subject")]
    names = [" ".join((node.get("label") or node.text or node.get("term") or "").split()) for node in nodes]
    own = [name for name in names if name and "://" not in name and name.lower() != "uncategorized"]
    return list({name.casefold(): name.replace(",", " ") for name in own}.values())


def _picture(entry: Any) -> str:
    """The address of the picture that an entry declares: an enclosure, or Media RSS."""
    for node in entry.iter():
        name, url = _name(node), node.get("url") or node.get("href") or ""
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


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dates(texts: Mapping[str, str], names: Sequence[str]) -> tuple[DateClue, ...]:
    """The dates of an entry. All but the first are named when they are taken."""
    dates = [(name, texts[name]) for name in names if texts.get(name)]
    return tuple([DateClue(text, f"<{name}>" if n else "") for n, (name, text) in enumerate(dates)])


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number_or_text(value: Any) -> str:
    return str(value) if isinstance(value, int | float | str) else ""


def _without_empty(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}

"""Import the entries of RSS 0.9 to 2.0, Atom and JSON feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from briefgen.cleaning.dates import order_of
from briefgen.importing import exports
from briefgen.importing.decoding import decode_xml
from briefgen.importing.document import DateClue, ImportedDocument, Input, missing, refusal
from briefgen.importing.feed_elements import (
    ENTRIES,
    XML,
    attachment_lines,
    attachments_of,
    author_of,
    base_of,
    body_of,
    categories_of,
    child_texts,
    is_entry,
    lines_of_text,
    link_of,
    name_of,
    outlet_of,
    permalink_of,
    picture_in,
    picture_of,
    picture_words_of,
    teaser_of,
)
from briefgen.importing.feed_entry_copy import ITEM, FeedHead, entry_copy, head_of, item_copy
from briefgen.importing.html_blocks import blocks
from briefgen.importing.line_builder import joined
from briefgen.importing.picture_words import of_figure
from briefgen.importing.plain_text import lines_of
from briefgen.importing.syndication import without_syndication
from briefgen.importing.xml_repair import recovered, repair
from briefgen.model.diagnostics import BriefgenError
from briefgen.reading.publication import EMPTY, LeftOut, of_row

MOST_ENTRIES = 10_000
"""A feed with more entries is no feed."""
DEEPEST = 200
"""How deep elements of XML may be nested."""
_DATES = ("published", "pubdate", "date", "issued", "created", "updated", "modified", "lastmod")
_JSON_DATES = ("date_published", "date_modified")
"""Where an entry's date stands, the best first."""


def read(payload: Input) -> Iterator[ImportedDocument | LeftOut]:
    """The entries of an XML feed, and what else a blog's export holds.

    Raises:
        BriefgenError: for XML that is broken or built to do harm, and for what is no feed.
    """
    root = _flat(parse(payload), payload)
    entries = [node for node in root.iter() if name_of(node) in ENTRIES]
    _check(payload, root, entries)
    channel = root if name_of(root) == "feed" else next((n for n in root if name_of(n) == "channel"), root)
    texts = child_texts(channel)
    home = joined(payload.url, link_of(channel) or texts.get("link", ""))
    lang = texts.get("language", "") or root.get(f"{XML}lang", "")
    order = order_of(node.text or "" for entry in entries for node in entry if name_of(node) in _DATES)
    feed = _Feed(payload, home, texts.get("title", ""), lang, order, head_of(root, channel))
    for n, entry in enumerate(entries, 1):
        yield _document(entry, n, feed)


class _Feed(NamedTuple):
    """What a feed says of all its entries."""

    payload: Input
    home: str
    outlet: str
    lang: str
    order: str
    head: FeedHead


def _check(payload: Input, root: Any, entries: Sequence[Any]) -> None:
    if name_of(root) not in ("rss", "rdf", "feed", "channel") and not entries:
        message = f"this XML is not a feed: it begins with <{name_of(root)}>"
        raise refusal(payload.origin, message, "add RSS, Atom or OPML")
    if len(entries) > MOST_ENTRIES:
        message = f"this feed has more than {MOST_ENTRIES:,} entries"
        raise refusal(payload.origin, message, "split it into several files")


def _document(entry: Any, number: int, feed: _Feed) -> ImportedDocument | LeftOut:
    """The article of an entry, or what it is instead."""
    publication = exports.of_entry(entry)
    if publication.left_out:
        return publication.left_out
    texts, body = child_texts(entry), body_of(entry)
    if date := exports.date_of(entry):
        texts.setdefault("published", date)
    link = link_of(entry) or texts.get("link", "") or permalink_of(entry)
    url = joined(feed.home, link) if link else ""  # a feed's own address is not an entry's
    base = base_of(entry, url or feed.home)
    fields = {
        "title": " ".join(line.text for line in blocks(texts.get("title", ""))),
        "updated": texts.get("updated") or texts.get("modified", ""),
        "url": url,
        "source": outlet_of(entry) or texts.get("source") or feed.outlet,
        "author": author_of(entry),
        "tags": ", ".join(categories_of(entry)),
        "image": picture_of(entry),
        "lang": texts.get("language") or entry.get(f"{XML}lang") or feed.lang,
    }
    name, outlet = fields["title"], fields["source"]
    lines = without_syndication(lines_of_text(body, base), name, outlet)
    lines += tuple(attachment_lines(attachments_of(entry), lines, base))
    if publication.reason and not lines:
        return EMPTY
    teaser = without_syndication(teaser_of(entry, body), name, outlet)
    fields["summary"] = " ".join(line.text for line in teaser)
    if not fields["image"] and (picture := picture_in(body, url)):
        fields |= {"image": picture.url, "image_alt": picture.alt}
    fields = of_figure(body.text, fields["image"]) | fields | picture_words_of(entry)
    own_id = texts.get("guid") or texts.get("id", "")
    item = own_id or entry.get(ITEM) or str(number)
    return ImportedDocument(
        f"{feed.payload.origin}#{number}",
        entry_copy(feed.head, entry, "" if own_id else item),
        ".xml",
        lines,
        _without_empty(fields),
        item,
        dates=_dates(texts, _DATES),
        date_order=feed.order,
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
        enclosed = [one for one in _list(item.get("attachments")) if isinstance(one, dict)]
        attachments = [(_text(one.get("url")), _text(one.get("title"))) for one in enclosed]
        lines += tuple(attachment_lines(attachments, lines, fields["url"]))
        key = _text(item.get("id")) or str(n)
        dates = _dates({name: _number_or_text(item.get(name)) for name in _JSON_DATES}, _JSON_DATES)
        yield ImportedDocument(
            f"{payload.origin}#{n}",
            item_copy(data, item, key),
            ".json",
            lines,
            _without_empty(fields),
            key,
            dates,
            unpublished=publication.reason,
        )


def parse(payload: Input) -> Any:
    """The root element of an XML input.

    Of a broken one, what a forgiving parser makes of it.

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
        root = recovered(repair(text[start:]))
        if root is not None and any(map(is_entry, root.iter())):
            return root
        line = error.position[0] + text.count("\n", 0, start) if isinstance(error, ParseError) else 0
        raise refusal(
            payload.origin, f"this XML is broken: {error}", "save the whole file again", line
        ) from None


def _flat(root: Any, payload: Input) -> Any:
    """The root of a tree that can be walked recursively.

    Raises:
        BriefgenError: when its elements are nested too deep.
    """
    level, depth = [root], 0
    while level := [child for node in level for child in node]:
        depth += 1
        if depth > DEEPEST:
            message = f"its elements are nested more than {DEEPEST} deep"
            raise refusal(payload.origin, message, "delete the entry with this text")
    return root


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

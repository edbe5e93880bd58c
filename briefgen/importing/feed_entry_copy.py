"""Copy one entry of a feed, with the feed's own fields, for ``raw/``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import islice
from typing import Any, NamedTuple
from xml.etree import ElementTree  # it writes only; what others wrote is parsed by defusedxml

from briefgen.importing.feed_elements import ENTRIES, name_of

ITEM = "{urn:briefgen:raw}item"
"""The attribute of a copy with the number that its entry had."""
MOST_ATTRIBUTES = 100
"""Attributes of an element that are kept."""
MOST_FIELDS = 20
"""Titles, links and languages of a feed that are kept: a lost end tag makes thousands."""
_OF_FEED = frozenset({"title", "link", "language"})
_OF_JSON = ("version", "title", "language", "home_page_url")


class FeedHead(NamedTuple):
    """What a feed says of itself, looked for once: ``fields`` are copies of elements.

    ``own_entries`` are the entries of the channel, not of the feed around it, by what ``id()`` says.
    """

    root: Any
    channel: Any
    fields: tuple[ElementTree.Element, ...]
    own_entries: Mapping[int, Any]


def head_of(root: Any, channel: Any) -> FeedHead:
    """The head of a feed."""
    by_name = [(name_of(child), child) for child in channel]
    fields = [child for name, child in by_name if name in _OF_FEED][:MOST_FIELDS]
    entries = {id(child): child for name, child in by_name if name in ENTRIES}
    return FeedHead(root, channel, tuple(map(_copy, fields)), entries)


def entry_copy(head: FeedHead, entry: Any, number: str) -> bytes:
    """A feed with one entry only; ``number`` is that of an entry without an id."""
    root, channel = head.root, head.channel
    feed = ElementTree.Element(_tag(root), _attributes(root))
    inside = feed if channel is root else ElementTree.SubElement(feed, _tag(channel), _attributes(channel))
    inside.extend(head.fields)
    own = _copy(entry)
    if number:
        own.set(ITEM, number)
    (inside if id(entry) in head.own_entries else feed).append(own)
    return ElementTree.tostring(feed, encoding="unicode").encode("utf-8", "replace")


def item_copy(data: Mapping[str, Any], item: Mapping[str, Any], key: str) -> bytes:
    """A JSON feed with one item only."""
    feed = {name: data[name] for name in _OF_JSON if name in data}
    return json.dumps({**feed, "items": [{**item, "id": key}]}, ensure_ascii=False).encode("utf-8", "replace")


def _copy(node: Any) -> ElementTree.Element:
    """A copy of an element of any parser, without comments.

    Entries inside are left out: where an end tag is missing they are entries of their own.
    """
    made = ElementTree.Element(_tag(node), _attributes(node))
    made.text, made.tail = node.text, node.tail
    for child in node:
        if isinstance(child.tag, str):
            if name_of(child) not in ENTRIES:
                made.append(_copy(child))
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + (child.tail or "")
        else:
            made.text = (made.text or "") + (child.tail or "")
    return made


def _tag(node: Any) -> str:
    return str(node.tag)


def _attributes(node: Any) -> dict[str, str]:
    return {str(name): str(node.get(name)) for name in islice(node.attrib, MOST_ATTRIBUTES)}

"""Copy one entry of a feed with what the feed says of it: all that ``raw/`` needs to keep."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import islice
from typing import Any
from xml.etree import ElementTree  # it writes only; what others wrote is parsed by defusedxml

from briefgen.importing.feed_elements import ENTRIES, name_of

ITEM = "{urn:briefgen:raw}item"
"""The attribute of a copy with the number that its entry had."""
MOST_ATTRIBUTES = 100
"""Attributes of an element that are kept."""
_OF_FEED = frozenset({"title", "link", "language"})
_OF_JSON = ("version", "title", "language", "home_page_url")


def entry_copy(root: Any, channel: Any, entry: Any, number: str) -> bytes:
    """A feed with one entry only; ``number`` is that of an entry without an id."""
    feed = ElementTree.Element(_tag(root), _attributes(root))
    inside = feed if channel is root else ElementTree.SubElement(feed, _tag(channel), _attributes(channel))
    for child in channel:
        if name_of(child) in _OF_FEED:
            inside.append(_copy(child))
    own = _copy(entry)
    if number:
        own.set(ITEM, number)
    (inside if _is_in(channel, entry) else feed).append(own)
    return ElementTree.tostring(feed, encoding="unicode").encode("utf-8", "replace")


def item_copy(data: Mapping[str, Any], item: Mapping[str, Any], key: str) -> bytes:
    """A JSON feed with one item only."""
    feed = {name: data[name] for name in _OF_JSON if name in data}
    return json.dumps({**feed, "items": [{**item, "id": key}]}, ensure_ascii=False).encode("utf-8", "replace")


def _is_in(channel: Any, entry: Any) -> bool:
    return any(child is entry for child in channel if name_of(child) in ENTRIES)


def _copy(node: Any) -> ElementTree.Element:
    """A copy of an element of any parser, without comments.

    Entries inside are left out: where an end tag is missing they are entries of their own.
    """
    made = ElementTree.Element(_tag(node), _attributes(node))
    made.text, made.tail = node.text, node.tail
    for child in node:
        if isinstance(child.tag, str) and name_of(child) in ENTRIES:
            continue
        if isinstance(child.tag, str):
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

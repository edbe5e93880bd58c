"""Mend what most feed readers forgive in XML."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any

_OUTSIDE_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))", re.DOTALL)
_AMPERSAND = re.compile(r"&(?!#\d+;|#x[0-9a-fA-F]+;|(?:amp|lt|gt|quot|apos);)(\w+;)?")
_CONTROLS = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ROOT = re.compile(r"<[A-Za-z][\w:.-]*")
_PREFIX = re.compile(r"(?<=[\s</])([A-Za-z_][\w.-]*):(?=[A-Za-z_])", re.ASCII)


def repair(text: str) -> str:
    """Escape bare ampersands, resolve HTML's entities, and declare missing prefixes."""
    parts = _OUTSIDE_CDATA.split(_CONTROLS.sub("", text))
    parts[::2] = [_AMPERSAND.sub(_character, part) for part in parts[::2]]
    return _declare_prefixes("".join(parts), "".join(parts[::2]))


def _character(match: re.Match[str]) -> str:
    """The reference of an entity of HTML, by number; of anything else its text."""
    characters = html5.get(match[1] or "", "")
    return "".join(f"&#{ord(one)};" for one in characters) or f"&amp;{match[1] or ''}"


def _declare_prefixes(text: str, markup: str) -> str:
    prefixes = set(_PREFIX.findall(markup)) - {"xml", "xmlns"}
    missing = sorted(name for name in prefixes if f"xmlns:{name}" not in markup)
    root = _ROOT.search(text)
    if not root or not missing:
        return text
    declared = "".join(f' xmlns:{name}="urn:undeclared:{name}"' for name in missing)
    return text[: root.end()] + declared + text[root.end() :]


def recovered(text: str) -> Any:
    """What a forgiving parser makes of broken XML.

    None if that has no element or it cannot be loaded.
    It expands no entities and reads no other file.
    """
    try:
        from lxml.etree import LxmlError, XMLParser, fromstring
    except ImportError:
        return None
    parser = XMLParser(recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        return fromstring(_DECLARATION.sub("", text, count=1).encode(), parser)
    except (LxmlError, ValueError):
        return None

"""Decode XML as it declares, and mend what most feed readers forgive."""

from __future__ import annotations

import codecs
import re
from html.entities import html5

from briefgen.importing.document import Input

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]+)", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
}
"""Encodings whose names are used for text of a larger one."""
_OUTSIDE_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))", re.DOTALL)
_AMPERSAND = re.compile(r"&(?!#\d+;|#x[0-9a-fA-F]+;|(?:amp|lt|gt|quot|apos);)(\w+;)?")
_CONTROLS = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ROOT = re.compile(r"<[A-Za-z][\w:.-]*")
_PREFIX = re.compile(r"(?<=[\s</])([A-Za-z_][\w.-]*):(?=[A-Za-z_])", re.ASCII)


def decode_xml(payload: Input) -> str:
    """Decode by byte order mark, declaration or content type, else as UTF-8 or Windows-1252."""
    data = payload.data
    names = [name for bom, name in _BOMS if data.lstrip().startswith(bom)][:1]
    declared = [name.decode() for name in _DECLARED.findall(data[:2000])] if not names else []
    names += [name for name in (*declared, *_CHARSET.findall(payload.kind)) if not _is_wide(name)]
    for name in [*names, "utf-8"]:
        try:
            return data.decode(_codec(name)).lstrip("\ufeff")
        except (LookupError, ValueError):
            continue
    is_utf8 = not names or _codec(names[0]) == "utf-8"
    return data.decode("cp1252" if is_utf8 else _codec(names[0]), "replace")


def repair(text: str) -> str:
    """Escape bare ampersands, resolve HTML's entities, and declare missing prefixes."""
    parts = _OUTSIDE_CDATA.split(_CONTROLS.sub("", text))
    parts[::2] = [_AMPERSAND.sub(_character, part) for part in parts[::2]]
    return _declare_prefixes("".join(parts), "".join(parts[::2]))


def _is_wide(name: str) -> bool:
    """Whether it is UTF-16 or UTF-32, which the first bytes show."""
    return _codec(name).startswith(("utf-16", "utf-32"))


def _codec(name: str) -> str:
    try:
        known = codecs.lookup(name).name
    except LookupError:
        known = name.lower()
    return _SUPERSETS.get(known, _SUPERSETS.get(name.lower(), known))


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

"""Decode bytes, and never fail.

A byte order mark, a server or the text itself says how.
"""

from __future__ import annotations

import codecs
import re

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
_DECLARED_IN_PAGE = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
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


def decode_xml(payload: Input) -> str:
    """Decode by byte order mark, declaration or content type, else as UTF-8 or Windows-1252."""
    names = _names(payload, _DECLARED)
    return _decoded(payload.data, names) or _replaced(payload.data, names)


def decode_page(payload: Input) -> str:
    """Decode a web page.

    As the server says, as UTF-8, as the page says, or as its bytes look.
    """
    data = payload.data
    names = [*_CHARSET.findall(payload.kind), "utf-8"]
    names += _names(payload, _DECLARED_IN_PAGE)
    if names[0] == "utf-8" and (wide := [name for name in names if name.lower().startswith("iso-2022")]):
        names = wide  # every byte of it is one of ASCII
    text = _decoded(data, names)
    if not text:
        from charset_normalizer import from_bytes

        best = from_bytes(data[:50_000]).best()
        text = _replaced(data, [best.encoding] if best else [])
    return text


def _names(payload: Input, declared: re.Pattern[bytes]) -> list[str]:
    """The encodings that an input names, the most reliable first."""
    data = payload.data
    names = [name for bom, name in _BOMS if data.lstrip().startswith(bom)][:1]
    found = [name.decode() for name in declared.findall(data[:4000])] if not names else []
    return names + [name for name in (*found, *_CHARSET.findall(payload.kind)) if not _is_wide(name)]


def _decoded(data: bytes, names: list[str]) -> str:
    """The text in the first encoding that fits, or an empty text."""
    for name in [*names, "utf-8"]:
        try:
            return data.decode(_codec(name)).lstrip("\ufeff")
        except (LookupError, ValueError):
            continue
    return ""


def _replaced(data: bytes, names: list[str]) -> str:
    is_utf8 = not names or _codec(names[0]) == "utf-8"
    return data.decode("cp1252" if is_utf8 else _codec(names[0]), "replace")


def decode_as(data: bytes, name: str) -> tuple[str, bool]:
    """The text of bytes in a named encoding, and whether that fits."""
    for tried in [name] if name else ["utf-8"]:
        try:
            return data.decode(_codec(tried)), True
        except (LookupError, ValueError):
            continue
    text = _decoded(data, [])
    try:
        known = [codecs.lookup(_codec(name)).name]
    except LookupError:
        known = []
    return text or _replaced(data, known), False


def _is_wide(name: str) -> bool:
    """Whether it is UTF-16 or UTF-32, which the first bytes show."""
    return _codec(name).startswith(("utf-16", "utf-32"))


def _codec(name: str) -> str:
    try:
        known = codecs.lookup(name).name
    except LookupError:
        known = name.lower()
    return _SUPERSETS.get(known, _SUPERSETS.get(name.lower(), known))

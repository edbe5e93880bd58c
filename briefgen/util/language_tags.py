"""Language codes: one spelling for each (BCP 47), with or without region."""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 35
"""Characters of the longest code that RFC 5646 asks every program to take."""
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<extended>[a-z]{3}))?(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
)
_OLD = {
    "bh": "bho", "in": "id", "iw": "he", "ji": "yi", "jw": "jv", "mo": "ro", "tl": "fil",
}  # fmt: skip
"""Two-letter codes that have been replaced. Babel knows the three-letter ones."""
_NO_LANGUAGE = frozenset({"mis", "mul", "und", "zxx"})
_TRADITIONAL = frozenset({"HK", "MO", "TW"})
"""Regions that write Chinese in traditional characters."""


@lru_cache(maxsize=4096)
def canonical_tag(text: str) -> str:
    """The one spelling of a language code, such as ``pt-BR`` for ``pt_br``.

    Empty if it is none.

    Extensions and private parts are left out, as is the encoding in ``en_GB.UTF-8``.
    """
    plain = re.split("[.@]", text.strip(), maxsplit=1)[0].replace("_", "-").lower()
    match = _TAG.fullmatch(plain) if len(plain) <= LONGEST else None
    if not match or match["language"] in _NO_LANGUAGE:
        return ""
    parts = [
        _current(match["extended"] or match["language"]),
        (match["script"] or "").title(),
        {"uk": "GB"}.get(match["region"] or "", (match["region"] or "").upper()),
        match["variants"].strip("-"),
    ]
    return "-".join(filter(None, parts))


def _current(language: str) -> str:
    """The code that has replaced this one, if any: ``id`` for ``in`` and ``ind``."""
    if len(language) == 2:
        return _OLD.get(language, language)
    from babel.core import get_global

    return str(get_global("language_aliases").get(language, language)).partition("_")[0]


@lru_cache(maxsize=4096)
def language_of_tag(tag: str) -> str:
    """The language of a canonical code without its region: ``en`` of ``en-SG``, ``zh-Hant`` of ``zh-TW``.

    A script stays unless it is the language's usual one.
    """
    language, *rest = tag.split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    if language == "zh" and not script and _TRADITIONAL & set(rest):
        script = "Hant"
    return f"{language}-{script}" if script and script != _usual_script(language) else language


def _usual_script(language: str) -> str:
    from babel.core import get_global

    return "".join(str(get_global("likely_subtags").get(language, "")).split("_")[1:2])

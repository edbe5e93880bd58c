"""Phrases by language out of ``lexicons/<lang>.yaml`` and ``languages.yaml``: data, not code.

``any.yaml`` applies to all languages; each language's own phrases are added to it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from briefgen.util.text import fold

FOLDER = Path(__file__).parent / "lexicons"
LANGUAGES = Path(__file__).parent / "languages.yaml"
_LOADER: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Every value is a text: to a loader that guesses types, the Portuguese word `no` is a false."""

Lists = dict[str, tuple[str, ...]]
"""The phrases of each list, by its name."""


def languages() -> tuple[str, ...]:
    """The languages that are recognised."""
    return tuple(_everywhere())


def spoken(lang: str) -> Lists:
    """The lists needed for every language; one small file, so that lexicons load late."""
    return _everywhere().get(lang.partition("-")[0].lower(), {})


@cache
def lexicon(lang: str) -> Lists:
    """All lists of one language (``pt-BR`` reads ``pt``); empty for an unknown language."""
    path = FOLDER / f"{lang.partition('-')[0].lower()}.yaml"
    if not re.fullmatch(r"[a-z]{2,3}", path.stem) or not path.is_file():
        return spoken(lang)
    return spoken(lang) | _lists(_loaded(path))


@cache
def small_words() -> frozenset[str]:
    """The small words of all languages."""
    return frozenset(word for lang in languages() for word in spoken(lang)["common"])


@cache
def _everywhere() -> dict[str, Lists]:
    return {lang: _lists(lists) for lang, lists in sorted(_loaded(LANGUAGES).items())}


def _loaded(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), _LOADER)  # noqa: S506 - it makes texts and nothing else


def _lists(loaded: dict[str, list[str]]) -> Lists:
    return {name: tuple(phrases) for name, phrases in loaded.items()}


@cache
def phrases(name: str, lang: str) -> frozenset[str]:
    """The folded phrases of a list for ``lang``, with English and the shared ones.

    Pages mix languages: an Indonesian article may contain an English ``Read also``. In a text of no known
    language an English word may mean anything.
    """
    lists = [lexicon(key).get(name, ()) for key in (("any", "en", lang) if lang else ("any",))]
    return frozenset(fold(phrase) for phrases in lists for phrase in phrases)


@cache
def alternatives(name: str, lang: str) -> str:
    """The phrases of a list as one pattern, longest first; matches nothing when empty."""
    result = sorted(phrases(name, lang), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s{1,3}") for phrase in result) or r"(?!)"


@cache
def months(lang: str) -> dict[str, int]:
    """The number of each folded month name in every language; ``lang`` takes precedence.

    A page's date may be in another language than its article, and no name is another month elsewhere.
    """
    lists = [spoken(key).get("months", ()) for key in (*languages(), lang)]
    return {
        fold(name): n + 1 for entries in lists for n, entry in enumerate(entries) for name in entry.split("|")
    }


_OTHER_MONTHS = {"hr": {"lip": 6, "srp": 7, "listopada": 10, "listopad": 10, "lis": 10}}
"""Names that are another month in other languages."""


def month_number(name: str, lang: str) -> int:
    """The number of a month by its name, with or without its accents.

    0 for another word.
    """
    language, word = lang.partition("-")[0], fold(name)
    names = months(language)
    return (
        _OTHER_MONTHS.get(language, {}).get(word)
        or names.get(word)
        or _plain_months(language).get(_plain(word))
        or next((names[part] for part in re.split("[ /]", word) if part in names and "/" in word), 0)
    )


@cache
def _plain_months(lang: str) -> dict[str, int]:
    """Month names without accents."""
    return {_plain(name): number for name, number in months(lang).items()}


def _plain(word: str) -> str:
    bare = unicodedata.normalize("NFD", word.replace("ı", "i"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


@cache
def weekdays(lang: str) -> frozenset[str]:
    """The names of the days of the week, folded; English ones are understood everywhere."""
    entries = (entry for key in ("en", lang) for entry in spoken(key).get("weekdays", ()))
    return frozenset(fold(name) for entry in entries for name in entry.split("|"))


def is_weekday(word: str) -> bool:
    """Whether a folded word is a weekday, short or long, in any language."""
    return _plain(word) in _every_weekday()


@cache
def _every_weekday() -> frozenset[str]:
    lists = (spoken(lang) for lang in languages())
    entries = (
        entry for each in lists for entry in (*each.get("weekdays", ()), *each.get("weekdays_short", ()))
    )
    return frozenset(_plain(fold(name)) for entry in entries for name in entry.split("|"))

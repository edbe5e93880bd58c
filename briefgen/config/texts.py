"""Texts that the settings give once, or once for each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def text_in(texts: str | Mapping[str, str], language: str) -> str:
    """The text for a language, its base language, or the first one."""
    if isinstance(texts, str):
        return texts
    forms = (language, language.partition("-")[0])
    return next((texts[one] for one in forms if one in texts), next(iter(texts.values()), ""))


def translations(texts: Iterable[Mapping[str, str]], main: str, language: str) -> dict[str, str]:
    """What a language has for texts of the main one, where they differ."""
    pairs = ((text_in(one, main), text_in(one, language)) for one in texts)
    return {text: other for text, other in pairs if text != other}

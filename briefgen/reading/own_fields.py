"""Front-matter keys that a project declares with ``fields:``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from briefgen.config import OwnField
from briefgen.schema import Address, Choice, Field, Flag, Kind, LanguageCode, Text, Texts, Whole, Written
from briefgen.util.urls import wrong_with

_KINDS: Mapping[str, tuple[Kind, Any]] = {
    "text": (Text(), ""),
    "list": (Texts(), ()),
    "flag": (Flag(), False),
    "number": (Whole(), None),
    "date": (Written(), ""),
    "url": (Address(wrong_with), ""),
    "language": (LanguageCode(), ""),
}
"""The kinds of value by name, each with the value of a key that is not there."""


@lru_cache(maxsize=16)
def fields_of(own: tuple[OwnField, ...]) -> tuple[Field, ...]:
    """The declarations of these keys."""
    return tuple([Field(one.name, *_kind(one), one.help or "A key of this project.") for one in own])


def _kind(own: OwnField) -> tuple[Kind, Any]:
    return (Choice(own.values), "") if own.type == "choice" else _KINDS[own.type]

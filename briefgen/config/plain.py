"""A config as plain values, which can be kept between builds, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from briefgen.config import config as _config
from briefgen.config.config import Config
from briefgen.model import Location, Topic

_KIND = "kind of value"
_KINDS: dict[str, Any] = {
    kind.__name__: kind for kind in (*vars(_config).values(), Location, Topic) if isinstance(kind, type)
}
"""The classes of values that a config holds."""


def to_plain(value: Any) -> Any:
    """Convert to mappings, tuples, texts and numbers; other values become texts."""
    if names := _names(value):
        return {_KIND: type(value).__name__} | {name: to_plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): to_plain(one) for key, one in value.items()}
    if isinstance(value, (tuple, list)):
        return tuple([to_plain(one) for one in value])
    return value if value is None or isinstance(value, (bool, int, float, str)) else repr(value)


def from_plain(value: Any) -> Any:
    """The value that ``to_plain`` was given."""
    if isinstance(value, tuple):
        return tuple([from_plain(one) for one in value])
    if not isinstance(value, Mapping):
        return value
    values = {key: from_plain(one) for key, one in value.items()}
    return _KINDS[values.pop(_KIND)](**values) if _KIND in values else values


def differing(config: Config, other: Config) -> dict[str, Any]:
    """The fields of a config that another has not so, as plain values."""
    names = [one.name for one in fields(config) if getattr(config, one.name) != getattr(other, one.name)]
    return {name: to_plain(getattr(config, name)) for name in names}


def with_plain(config: Config, values: Mapping[str, Any]) -> Config:
    """Change a config's values from their plain form; unknown fields are left out."""
    known = {one.name for one in fields(config)}
    return replace(config, **{name: from_plain(value) for name, value in values.items() if name in known})


def _names(value: Any) -> tuple[str, ...]:
    """The fields of a value that has some."""
    if type(value).__name__ not in _KINDS:
        return ()
    return tuple(one.name for one in fields(value)) if is_dataclass(value) else getattr(value, "_fields", ())

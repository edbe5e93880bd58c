"""One digest for values, the same in every process."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import blake2b
from typing import Any

SIZE = 16
"""Bytes of a digest; it is written as twice as many hexadecimal digits."""


def digest_bytes(data: bytes) -> str:
    """The digest of bytes."""
    return blake2b(data, digest_size=SIZE).hexdigest()


def digest(*values: Any) -> str:
    """The digest of plain values, tuples, mappings and frozen dataclasses.

    A value that carries a ``digest`` of its own (an article, a body) counts by that.

    Raises:
        TypeError: for a value that has no fixed form.
    """
    return digest_bytes("\x1f".join(map(_form, values)).encode("utf-8", "surrogatepass"))


def _form(value: Any) -> str:
    """A text with the value, its type and its length, so that it is unique."""
    if isinstance(value, str):
        return f"s{len(value)}:{value}"
    if value is None or isinstance(value, (bool, int, float)):
        return f"{type(value).__name__}:{value!r}"
    if own := getattr(value, "digest", ""):
        return f"d:{own}"
    if isinstance(value, (tuple, list)):
        return f"({'|'.join(map(_form, value))})"
    if isinstance(value, dict):
        return f"{{{'|'.join(f'{_form(k)}={_form(value[k])}' for k in sorted(value))}}}"
    if isinstance(value, (set, frozenset)):
        return f"<{'|'.join(sorted(map(_form, value)))}>"
    if is_dataclass(value) and not isinstance(value, type):
        values = [_form(getattr(value, name)) for name in _names(type(value))]
        return f"{type(value).__name__}({'|'.join(values)})"
    raise TypeError(f"{type(value).__name__} has no fixed form to digest")


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))

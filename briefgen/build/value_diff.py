"""From what to what: two frozen values walked in parallel, and the places where they differ named as a template names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from briefgen.util.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDTH = 64
"""Characters of a value that are shown, around the place where it differs."""

_UNSHOWN = frozenset(
    {"digest", "body_digest", "text_digest", "signature", "places", "references", "path", "check", "offset"}
)
"""Fields that no page shows, or that only say in short what other fields say in full."""

_NAMES = ("slug", "id", "url")
"""Fields that tell one item of a list from another."""


class Difference(NamedTuple):
    """A place in a value, what stood there and what stands there. Where an item came or went, the other side is empty."""

    place: str
    before: str
    after: str

    def __str__(self) -> str:
        if not self.before:
            change = f"+ {self.after}"
        elif not self.after:
            change = f"- {self.before}"
        else:
            change = f"{self.before} -> {self.after}"
        return f"{self.place}: {change}" if self.place else change


def differences(before: Any, after: Any) -> tuple[Difference, ...]:
    """Where two values of one kind differ; a change that several places of a value repeat is named once."""
    found: dict[tuple[str, str, str], Difference] = {}
    for one in _walk(before, after, ""):
        found.setdefault((one.place.rpartition(".")[2], one.before, one.after), one)
    return tuple(found.values())


def _walk(before: Any, after: Any, place: str) -> Iterator[Difference]:
    if before == after:
        return
    names = _fields(before) if type(before) is type(after) else ()
    if names:
        for name in names:
            yield from _walk(getattr(before, name), getattr(after, name), f"{place}.{name}".lstrip("."))
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _keyed(dict(before), dict(after), place)
    elif isinstance(before, (tuple, list)) and isinstance(after, (tuple, list)):
        yield from _lists(before, after, place)
    elif isinstance(before, str) and isinstance(after, str):
        yield Difference(place, *_excerpts(before, after))
    else:
        yield Difference(place, said(before), said(after))


def _fields(value: Any) -> tuple[str, ...]:
    """The fields of a value that has some, without those that no page shows."""
    names: Sequence[str] = getattr(value, "_fields", ())
    if is_dataclass(value) and not isinstance(value, type):
        names = [f.name for f in fields(value)]
    return tuple(name for name in names if name not in _UNSHOWN)


def _lists(before: Sequence[Any], after: Sequence[Any], place: str) -> Iterator[Difference]:
    """Items by what names them, so that one that came in front does not change all that follow; else by their places."""
    old, new = [_name(item) for item in before], [_name(item) for item in after]
    if None in old + new or len(set(old)) < len(old) or len(set(new)) < len(new):
        yield from _by_place(before, after, place)
        return
    yield from (
        Difference(place, titled(item), "") for item, name in zip(before, old, strict=True) if name not in new
    )
    yield from (
        Difference(place, "", titled(item)) for item, name in zip(after, new, strict=True) if name not in old
    )
    stood = dict(zip(old, before, strict=True))
    for n, name in enumerate(new):
        if name in stood:
            yield from _items(stood[name], after[n], place, n)
    kept = [name for name in old if name in new]
    if (others := [name for name in new if name in stood]) != kept:
        first = next(n for n, (a, b) in enumerate(zip(kept, others, strict=True)) if a != b)
        was, now = stood[kept[first]], after[new.index(others[first])]
        yield Difference(f"{place}, in order", titled(was), titled(now))


def _items(before: Any, after: Any, place: str, n: int) -> Iterator[Difference]:
    """One item of a list on both sides; the second half of a (day, count) pair is named by its day."""
    if isinstance(before, tuple) and isinstance(before[0], str) and not hasattr(before, "_fields"):
        yield from _walk(before[1], after[1], f"{place}[{said(before[0])}]")
    else:
        yield from _walk(before, after, f"{place}[{n}]")


def _by_place(before: Sequence[Any], after: Sequence[Any], place: str) -> Iterator[Difference]:
    for n, (old, new) in enumerate(zip(before, after, strict=False)):
        yield from _walk(old, new, f"{place}[{n}]")
    yield from (Difference(place, titled(item), "") for item in before[len(after) :])
    yield from (Difference(place, "", titled(item)) for item in after[len(before) :])


def _keyed(before: dict[Any, Any], after: dict[Any, Any], place: str) -> Iterator[Difference]:
    for key in sorted(before.keys() | after.keys(), key=str):
        inner = f"{place}.{key}".lstrip(".")
        if key not in after:
            yield Difference(inner, said(before[key]), "")
        elif key not in before:
            yield Difference(inner, "", said(after[key]))
        else:
            yield from _walk(before[key], after[key], inner)


def _name(item: Any) -> Any:
    """What tells an item from its neighbours, or None: a briefing is named by its topic, a (day, count) pair by its day."""
    if hasattr(item, "topic"):
        return _name(item.topic)
    for name in _NAMES:
        if named := getattr(item, name, None):
            return named
    if isinstance(item, tuple) and len(item) == 2 and not hasattr(item, "_fields"):
        return _name(item[0]) if not isinstance(item[0], str) else item[0]
    return None


def titled(item: Any) -> str:
    """An item by the title that a reader sees."""
    if isinstance(item, str):
        return said(item)
    for name in ("lead", "topic"):
        if hasattr(item, name):
            return titled(getattr(item, name))
    if title := getattr(item, "title", ""):
        return said(title)
    if isinstance(item, tuple) and len(item) == 2 and isinstance(item[1], int):
        return f"{titled(item[0])} {said(item[1])}"
    return said(item)


def said(value: Any) -> str:
    """A value as one reads it, cut where it is long."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return _quoted(value[:WIDTH], "", "…" if len(value) > WIDTH else "")
    if isinstance(value, (bool, int, float)):
        return str(value)
    if isinstance(value, (tuple, list)) and not hasattr(value, "_fields"):
        shown = ", ".join(titled(item) for item in value[:5])
        return f"({shown}{', …' if len(value) > 5 else ''})"
    if isinstance(value, Mapping):
        return f"{len(value)} values" if value else "nothing"
    return (
        titled(value) if hasattr(value, "title") or hasattr(value, "lead") else type(value).__name__.lower()
    )


def _excerpts(before: str, after: str) -> tuple[str, str]:
    """Both texts around the first place where they differ."""
    same = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    start = 0 if max(len(before), len(after)) <= WIDTH else max(0, same - WIDTH // 3)

    def cut(text: str) -> str:
        return _quoted(
            text[start : start + WIDTH], "…" if start else "", "…" if len(text) > start + WIDTH else ""
        )

    return cut(before), cut(after)


def _quoted(text: str, head: str, tail: str) -> str:
    flat = printable(text.replace("\n", "\\n"))
    return f'"{head}{flat}{tail}"'

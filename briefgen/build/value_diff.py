"""Compare two frozen values, and name the places where they differ as a template does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

from briefgen.util.collections import common_length
from briefgen.util.text import printable

WIDTH = 64
"""Characters of a value that are shown, around the place where it differs."""

_UNSHOWN = frozenset(
    {"digest", "body_digest", "text_digest", "signature", "places", "references", "path", "check", "offset"}
)
"""Fields that no page shows, or that only say in short what other fields say in full."""

_NAMES = ("slug", "id", "url")
"""Fields that tell one item of a list from another."""


class Difference(NamedTuple):
    """A place in a value, with the texts before and after."""

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
    """Return where two values of one kind differ; a repeated change is named once."""
    by_change: dict[tuple[str, str, str], Difference] = {}
    for one in _walk(before, after, ""):
        by_change.setdefault((one.place.rpartition(".")[2], one.before, one.after), one)
    return tuple(by_change.values())


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
        yield Difference(place, shown(before), shown(after))


def _fields(value: Any) -> tuple[str, ...]:
    """The fields of a value that has some, without those that no page shows."""
    names: Sequence[str] = getattr(value, "_fields", ())
    if is_dataclass(value) and not isinstance(value, type):
        names = [f.name for f in fields(value)]
    return tuple(name for name in names if name not in _UNSHOWN)


def _lists(before: Sequence[Any], after: Sequence[Any], place: str) -> Iterator[Difference]:
    """Compare items by name, or by place if they have none."""
    old, new = [_name(item) for item in before], [_name(item) for item in after]
    if None in old + new or len(set(old)) < len(old) or len(set(new)) < len(new):
        yield from _by_place(before, after, place)
        return
    earlier, later = dict(zip(old, before, strict=True)), dict(zip(new, after, strict=True))
    yield from (Difference(place, titled(earlier[name]), "") for name in old if name not in later)
    yield from (Difference(place, "", titled(later[name])) for name in new if name not in earlier)
    for n, name in enumerate(new):
        if name in earlier:
            yield from _items(earlier[name], after[n], place, n)
    common = [name for name in old if name in new]
    if (others := [name for name in new if name in earlier]) != common:
        first = next(n for n, (a, b) in enumerate(zip(common, others, strict=True)) if a != b)
        was, now = earlier[common[first]], later[others[first]]
        yield Difference(f"{place}, in order", titled(was), titled(now))


def _items(before: Any, after: Any, place: str, n: int) -> Iterator[Difference]:
    """Compare one item of a list; a (day, count) pair is named by its day."""
    if isinstance(before, tuple) and isinstance(before[0], str) and not hasattr(before, "_fields"):
        yield from _walk(before[1], after[1], f"{place}[{shown(before[0])}]")
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
            yield Difference(inner, shown(before[key]), "")
        elif key not in before:
            yield Difference(inner, "", shown(after[key]))
        else:
            yield from _walk(before[key], after[key], inner)


def _name(item: Any) -> Any:
    """Return the name of an item, if it has one."""
    if hasattr(item, "topic"):
        return _name(item.topic)
    for name in _NAMES:
        if value := getattr(item, name, None):
            return value
    if isinstance(item, tuple) and len(item) == 2 and not hasattr(item, "_fields"):
        return _name(item[0]) if not isinstance(item[0], str) else item[0]
    return None


def titled(item: Any) -> str:
    """An item by the title that a reader sees."""
    if isinstance(item, str):
        return shown(item)
    for name in ("lead", "topic"):
        if hasattr(item, name):
            return titled(getattr(item, name))
    if title := getattr(item, "title", ""):
        return shown(title)
    if isinstance(item, tuple) and len(item) == 2 and isinstance(item[1], int):
        return f"{titled(item[0])} {shown(item[1])}"
    return shown(item)


def shown(value: Any) -> str:
    """A value as one reads it, cut where it is long."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, (bool, int, float)):
        return str(value)
    if isinstance(value, (tuple, list)) and not hasattr(value, "_fields"):
        items = ", ".join(titled(item) for item in value[:5])
        return f"({items}{', …' if len(value) > 5 else ''})"
    if isinstance(value, Mapping):
        return f"{len(value)} values" if value else "nothing"
    has_title = hasattr(value, "title") or hasattr(value, "lead")
    return titled(value) if has_title else type(value).__name__.lower()


def _excerpts(before: str, after: str) -> tuple[str, str]:
    """Both texts around the first place where they differ."""
    same = common_length(before, after)
    start = 0 if max(len(before), len(after)) <= WIDTH else max(0, same - WIDTH // 3)

    return _quoted(before, start), _quoted(after, start)


def _quoted(text: str, start: int = 0) -> str:
    """A text in quotes, cut to ``WIDTH`` characters."""
    flat = printable(text[start : start + WIDTH].replace("\n", "\\n"))
    return f'"{"…" if start else ""}{flat}{"…" if len(text) > start + WIDTH else ""}"'

"""Keys of front matter that are unknown or unused, reported once for all files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefgen.model import Diagnostic
from briefgen.util.text import plural

_CODES = ("unknown-key", "unused-key")


def fold_keys(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Report a key of several files once, with their number."""
    groups: dict[tuple[str, str], list[Diagnostic]] = {}
    for item in diagnostics:
        if item.code in _CODES:
            groups.setdefault((item.code, item.message), []).append(item)
        else:
            yield item
    for group in groups.values():
        first, others = min(group), len({item.location.path for item in group}) - 1
        message = f"{first.message} (also in {plural(others, 'other file')})" if others else first.message
        yield first._replace(message=message)

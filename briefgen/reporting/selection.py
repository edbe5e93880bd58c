"""Choose which of many diagnostics to show: the first of each kind.

The others are counted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from briefgen.model import Diagnostic
from briefgen.util.text import plural

SHOWN = 3
"""Diagnostics shown of each kind."""
EACH = frozenset({"file-private", "file-skipped"})
"""Codes of which every diagnostic is shown: each file may be a secret that somebody put there."""
KINDS = 10
"""Kinds told apart within a code. A code with more differs in each message, so it is one kind."""

# What a message quotes, and its numbers, differ between problems of one kind.
_DETAILS = re.compile(r'"[^"]*"|[0-9]+')


class Selection(NamedTuple):
    """The diagnostics to show, and the number of the others by severity and code."""

    shown: tuple[Diagnostic, ...]
    hidden: Counter[tuple[str, str]]

    def counts(self, *severities: str) -> Iterator[str]:
        """A line for each code of these severities that has hidden diagnostics."""
        for (severity, code), number in self.hidden.items():
            if severity in severities:
                yield f"… and {plural(number, f'more {severity}')} [{code}]"


def select(diagnostics: Iterable[Diagnostic], most: int = SHOWN) -> Selection:
    """Split diagnostics into the first ``most`` of each kind and a count of the others.

    The order stays.
    """
    items = [(item, _DETAILS.sub('""', item.message)) for item in diagnostics]
    shapes: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for item, shape in items:
        shapes[item.severity, item.code].add(shape)
    seen, hidden, shown = Counter[tuple[str, str, str]](), Counter[tuple[str, str]](), []
    for item, shape in items:
        code = item.severity, item.code
        kind = (*code, shape if len(shapes[code]) <= KINDS else "")
        seen[kind] += 1
        if seen[kind] <= most or item.code in EACH:
            shown.append(item)
        else:
            hidden[code] += 1
    return Selection(tuple(shown), hidden)

"""The contract of a cleaning rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from briefgen.model import Doubt, Draft, Edit, Finding

Mark: TypeAlias = Edit | Doubt | Finding
"""What a rule can say of a line: it goes or changes, it is doubtful, it holds a field's value."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A cleaning rule: it finds marks and applies none; empty ``langs`` means every language.

    ``authored`` rules also run on Markdown that a person wrote; the others run on scraped text alone.
    """

    name: str
    find: Callable[[Draft], Iterable[Mark]]
    langs: tuple[str, ...] = ()
    reason: str = ""
    authored: bool = False

    def applies_to(self, draft: Draft) -> bool:
        """Whether the rule runs on the draft; a rule for ``pt`` covers ``pt-BR``."""
        known = not self.langs or draft.lang.partition("-")[0] in self.langs
        return known and (self.authored or not draft.authored)


def rule(
    langs: tuple[str, ...] = (), *, authored: bool = False
) -> Callable[[Callable[[Draft], Iterator[Mark]]], Rule]:
    """Turn a generator function into a rule.

    The function's name, hyphenated, is the rule's name; its docstring is the reason that curators read.
    """

    def make(find: Callable[[Draft], Iterator[Mark]]) -> Rule:
        reason = " ".join((find.__doc__ or "").split())
        return Rule(find.__name__.replace("_", "-"), find, langs, reason, authored)

    return make

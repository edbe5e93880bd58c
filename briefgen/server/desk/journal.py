"""The acts of this run of the server, to undo and to redo them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from briefgen.curation.file_changes import FileChange, undoing

MOST = 1000
"""Acts that are kept."""


@dataclass(slots=True)
class Journal:
    """The changes of each act by its number; ``_undone`` has those that are undone now."""

    _acts: dict[int, tuple[FileChange, ...]] = field(default_factory=dict)
    _undone: set[int] = field(default_factory=set)
    _last: int = 0

    def add(self, changes: Sequence[FileChange]) -> int:
        """Keep the changes of an act, and return its number."""
        self._last += 1
        self._acts[self._last] = tuple(changes)
        if len(self._acts) > MOST:
            self._undone.discard(oldest := next(iter(self._acts)))
            del self._acts[oldest]
        return self._last

    def changes(self, number: int, *, redo: bool) -> tuple[FileChange, ...]:
        """The changes that undo or redo an act; none where that cannot be."""
        known = self._acts.get(number, ())
        if (number in self._undone) != redo:
            return ()
        return known if redo else undoing(known)

    def note(self, number: int, *, redo: bool) -> None:
        """Note that an act was undone or redone."""
        if redo:
            self._undone.discard(number)
        else:
            self._undone.add(number)

"""Drop a line for a whole outlet in the cleaning view: show what changes, write the rule, undo that."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from briefgen.cache import lock
from briefgen.curation.file_changes import FileChange, write_changes
from briefgen.curation.outlet_phrases import OutletPhrase, changed_articles, drop_phrase, head_of
from briefgen.project.project import Project
from briefgen.reading.prepare import Prepared
from briefgen.server.desk.journal import Journal
from briefgen.util.hashing import digest_bytes
from briefgen.util.text import fold, plural

SHOWN = 50
"""Articles that are listed."""


@dataclass(frozen=True, slots=True)
class OutletActs:
    """What this run of the server wrote into outlets' rule files."""

    journal: Journal = field(default_factory=Journal)
    _one_at_a_time: Lock = field(default_factory=Lock, repr=False)

    def show(self, project: Project, prepared: Prepared, line: str) -> Mapping[str, Any]:
        """What dropping a line for the outlet would write, and which articles it changes."""
        change = drop_phrase(project, _phrase(prepared, line))
        if change.before == change.after:
            return {"path": change.path, "diff": "", "articles": [], "count": _already(change)}
        found = changed_articles(project, change, line)
        shown = [f"{one.title} ({one.path})" for one in found.articles[:SHOWN]]
        more = found.more + len(found.articles) - len(shown)
        count = f"{plural(len(found.articles), 'article changes', 'articles change')}."
        if found.more:
            count = f"{count} {plural(found.more, 'more article has', 'more articles have')} this line."
        return {
            "path": change.path,
            "version": _version(change),
            "diff": _diff(change),
            "articles": [*shown, *([f"… and {more} more"] if more else [])],
            "count": count,
        }

    def write(self, project: Project, prepared: Prepared, line: str, version: str) -> Mapping[str, Any]:
        """Write the rule, unless its file is not as it was shown."""
        with self._one_at_a_time, lock.held(project.root, lambda: None, lock.ADDING):
            change = drop_phrase(project, _phrase(prepared, line))
            if _version(change) != version:
                message = f"{change.path} has changed meanwhile. Nothing was written. Look again."
                return {"act": 0, "message": message}
            if change.before == change.after:
                return {"act": 0, "message": _already(change)}
            write_changes(project, [change])
            return {"act": self.journal.add([change]), "message": f"Saved in {change.path}."}

    def undo(self, project: Project, number: int) -> Mapping[str, Any]:
        """Undo what ``write`` did, unless the file was changed since."""
        with self._one_at_a_time, lock.held(project.root, lambda: None, lock.ADDING):
            changes = self.journal.changes(number, redo=False)
            if not changes:
                return {"act": 0, "message": "This cannot be undone: it is undone, or of an earlier run."}
            write_changes(project, changes, lambda change: False)
            self.journal.note(number, redo=False)
            return {"act": 0, "message": f"Undone in {changes[0].path}."}


def _phrase(prepared: Prepared, line: str) -> OutletPhrase:
    """The line to drop, with the one before it that stays."""
    lines = [one.text for one in prepared.cleaned.draft.lines if one.text.strip()]
    folded = fold(line)
    at = next((n for n, text in enumerate(lines) if fold(text) == folded), len(lines))
    others = [text for text in [*lines[:at][::-1], *lines[at:]] if fold(text) != folded]
    return OutletPhrase(line.strip(), next(iter(others), ""), head_of(prepared))


def _already(change: FileChange) -> str:
    return f"{change.path} has this line already."


def _version(change: FileChange) -> str:
    return digest_bytes(change.before) if change.before is not None else ""


def _diff(change: FileChange) -> str:
    """The lines that come and go, with those around them."""
    old, new = ((data or b"").decode("utf-8", "replace").splitlines() for data in change[1:])
    return "\n".join([*difflib.unified_diff(old, new, lineterm="", n=2)][2:])

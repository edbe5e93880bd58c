"""The desk of a project: acts change files, and the page shows the files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from briefgen.build.group import bodies_of
from briefgen.builders.html_body import plain_text
from briefgen.cache import lock
from briefgen.config.folders import DELETED, SKIPPED
from briefgen.curation.acts import Introduce, Skip, Take
from briefgen.curation.edition_names import names_of
from briefgen.curation.file_changes import FileChange, write_changes
from briefgen.curation.inbox_items import InboxItem
from briefgen.curation.open_edition import OpenEdition, open_edition
from briefgen.curation.perform import changes_of
from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import BriefgenError, failure
from briefgen.project.project import Project
from briefgen.server.desk import desk_values
from briefgen.server.desk.act_requests import ActRequest
from briefgen.server.desk.heads import Heads
from briefgen.server.desk.journal import Journal
from briefgen.server.desk.suggestions import Suggestions
from briefgen.server.preview import Preview
from briefgen.util.hashing import digest_bytes
from briefgen.util.periods import is_edition_name


class Conflict(NamedTuple):
    """A file that changed since the page was loaded, in both versions."""

    path: str
    now: str
    wanted: str


class ConflictError(Exception):
    """An act on a file that has changed; nothing was written."""

    def __init__(self, conflict: Conflict) -> None:
        super().__init__(conflict.path)
        self.conflict = conflict


class Outcome(NamedTuple):
    """What an act did: its number in the journal (0 for none), and a sentence."""

    act: int
    message: str


@dataclass(frozen=True, slots=True)
class ProjectDesk:
    """The desk; requests come from several threads."""

    preview: Preview
    heads: Heads = field(default_factory=Heads)
    journal: Journal = field(default_factory=Journal)
    suggestions: Suggestions = field(init=False)
    _one_at_a_time: Lock = field(default_factory=Lock, repr=False)
    _written: dict[str, bytes | None] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "suggestions", Suggestions(self.preview.live.desk_changed))

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self.preview.root

    # --- what the page shows

    def page(self, date: str = "", *, looks: bool = True) -> Mapping[str, Any]:
        """The values of the page for an edition; by default the next one.

        Right after an act, it need not look at all files again (``looks``).

        Where a day has no such slot, it is that of the day: the bar takes ``date`` from an address.

        Raises:
            BriefgenError: when there is no project, or no such date.
        """
        with self._one_at_a_time:
            config = self._project().config
            is_name = is_edition_name(date, config.period, config.slot_names)
            draft = self._open(date if is_name else date[:10], looks=looks)
            of_date = [*draft.articles.values(), *draft.waiting.values()]
            self.suggestions.renew(draft.project, draft.date, of_date, self._text)
            return desk_values.page(draft, self.heads, self.suggestions, self.now(draft.project))

    def text(self, path: str, date: str) -> Mapping[str, Any]:
        """The title and the paragraphs of an article or item.

        Raises:
            BriefgenError: when there is none.
        """
        with self._one_at_a_time:
            article = self._open(date).anything(path)
            return {"title": article.title, "lang": article.lang, "text": self._text(path).split("\n")}

    def now(self, project: Project) -> datetime:
        """The time of the preview."""
        return self.preview.now(project)

    # --- acts

    def perform(self, request: ActRequest, tab: str = "") -> Outcome:
        """Do an act; ``tab`` is the page that shows the answer, and need not load it again.

        Raises:
            ConflictError: when a file is not as the page showed it.
            BriefgenError: when it cannot be done.
        """
        with self._one_at_a_time:
            draft = self._open(request.date)
            with lock.held(draft.project.root, lambda: None, lock.ADDING):
                items = self._items(draft, request)
                changes = changes_of(draft, request.act, self.now(draft.project), items)
                self._check(draft, request, changes)
                self._write(draft.project, changes)
            act = self.journal.add(changes) if changes else 0
        self.preview.live.desk_changed(tab)
        return Outcome(act, desk_values.message(draft, request.act, changes))

    def undo(self, number: int, *, redo: bool, tab: str = "") -> Outcome:
        """Undo or redo an act; ``tab`` is as for ``perform``.

        Raises:
            BriefgenError: when a file has changed since, or the act is not known.
        """
        with self._one_at_a_time:
            project, changes = self._project(), self.journal.changes(number, redo=redo)
            if not changes:
                message = (
                    "this act cannot be undone: it was done in an earlier run of the server, or is undone"
                )
                raise failure("edition-act", Location(""), message)
            try:
                with lock.held(project.root, lambda: None, lock.ADDING):
                    self._write(project, changes)
            except BriefgenError as error:
                raise _not_undone(error, redo=redo) from error
            self.journal.note(number, redo=redo)
        self.preview.live.desk_changed(tab)
        return Outcome(number, desk_values.undone(changes, redo=redo))

    def _check(self, draft: OpenEdition, request: ActRequest, changes: Sequence[FileChange]) -> None:
        """Refuse an act on a file that is not as the page showed it."""
        if isinstance(request.act, Introduce) and request.was:
            is_known = request.was == desk_values.digest_of_introduction(draft)
            for change in changes:
                if not is_known:
                    raise ConflictError(_conflict(change))
            return
        for change in changes:
            version = request.versions.get(change.path)
            if version is not None and version != digest_bytes(change.before or b""):
                raise ConflictError(_conflict(change))

    def _write(self, project: Project, changes: Sequence[FileChange]) -> None:
        write_changes(project, changes, self._needs_backup(changes))
        self.heads.note(change.path for change in changes)
        self._written.update({change.path: change.after for change in changes})

    def _needs_backup(self, changes: Sequence[FileChange]) -> Callable[[FileChange], bool]:
        """What this process wrote needs none, nor what moves, nor the list of skipped items."""
        moved = {change.after for change in changes if change.before is None}

        def needs(change: FileChange) -> bool:
            is_ours = self._written.get(change.path) == change.before
            return not is_ours and change.path != SKIPPED and not self._is_kept(change, moved)

        return needs

    def _is_kept(self, change: FileChange, moved: set[bytes | None]) -> bool:
        is_taken = change.path.startswith("inbox/") and not change.path.startswith(DELETED) and bool(moved)
        return change.after is None and (change.before in moved or is_taken)

    # --- the project

    def _open(self, date: str, *, looks: bool = True) -> OpenEdition:
        project = self._project()
        now = self.now(project)
        date = date or self._next(project, now)
        return open_edition(project, self.heads.of_project(project, date, looks=looks), date, now)

    def _next(self, project: Project, now: datetime) -> str:
        """The newest edition that has articles and is not over, else that of today."""
        names = names_of(project)
        dates = self.heads.of_project(project, names.at(now)).dates
        return max([names.at(now), *dates], key=names.order)

    def _items(self, draft: OpenEdition, request: ActRequest) -> list[InboxItem]:
        """The items of the inbox that a request takes or skips."""
        if not isinstance(request.act, Take | Skip):
            return []
        gone = next((path for path in request.act.articles if path not in draft.waiting), None)
        if gone is not None:
            raise failure("inbox-unknown", Location(gone), "it is no longer in the inbox", "reload the page")
        return [InboxItem(path, draft.waiting[path], text=self._text(path)) for path in request.act.articles]

    def _text(self, path: str) -> str:
        project = self._project()
        reading = self.heads.readings.get(path) or (project.memory.reads or {})[path]
        return plain_text(bodies_of(project, {path: reading})(path))

    def _project(self) -> Project:
        project = self.preview.project
        if project is None:
            at, hint = Location("briefgen.yml"), "correct them first"
            raise failure("edition-act", at, "the project's settings have errors", hint)
        return project


def _conflict(change: FileChange) -> Conflict:
    return Conflict(change.path, _shown(change.before), _shown(change.after))


def _shown(data: bytes | None) -> str:
    return (data or b"").decode("utf-8", "replace")


def _not_undone(error: BriefgenError, *, redo: bool) -> BriefgenError:
    """Why an act was not undone or redone."""
    first: Diagnostic = error.diagnostics[0]
    what = "redone" if redo else "undone"
    if first.code != "file-changed":
        return error
    message = f"it was changed after this act, so the act was not {what}; nothing was written"
    return failure("file-changed", first.location, message, "change it by another act, or by hand")

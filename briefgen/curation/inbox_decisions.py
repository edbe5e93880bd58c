"""Take an item of the inbox into the content folder, or skip it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from briefgen.config.folders import SKIPPED
from briefgen.curation.article_acts import topic_values
from briefgen.curation.file_changes import FileChange, bytes_at, write_changes
from briefgen.curation.file_edits import text_of
from briefgen.curation.inbox_items import InboxItem
from briefgen.curation.inbox_pictures import copies_of_pictures, removals_of_pictures
from briefgen.importing.importer import path_in_content
from briefgen.importing.skipped_items import SkippedItem, sketch_of, with_items
from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, failure
from briefgen.nlp.minhash import signature
from briefgen.project.project import Project
from briefgen.reading import frontmatter
from briefgen.schema.yaml_edit import Value
from briefgen.util.media import is_picture
from briefgen.util.periods import edition_of, last_day, slot_of
from briefgen.util.url_normalize import canonical


class Placement(NamedTuple):
    """Where an item goes: an edition's name, a topic, a story's slug.

    Empty ones change nothing.
    """

    edition: str = ""
    topic: str = ""
    story: str = ""


def take(project: Project, item: InboxItem, placement: Placement, now: datetime) -> str:
    """Move an item into the content folder, and return its new path.

    Raises:
        BriefgenError: when a file cannot be written, or was changed meanwhile.
        OSError: when a file cannot be read.
    """
    path, changes = take_changes(project, item, placement, now)
    write_changes(project, changes, lambda change: False)  # the text is there, under another name
    return path


def take_changes(
    project: Project, item: InboxItem, placement: Placement, now: datetime
) -> tuple[str, tuple[FileChange, ...]]:
    """The new path of an item, and the changes that move it there.

    The new file is whole before the old one goes, so an interrupted move can be repeated.

    Raises:
        BriefgenError: when another file has the path, or the item cannot be changed.
        OSError: when a file cannot be read.
    """
    before = _bytes_of(project, item)
    changes = _changes(project, item, placement, now)
    after = frontmatter.rewritten(text_of(before, item.path), item.path, changes) if changes else ""
    data = after.encode("utf-8") if changes else before
    day = str(changes.get("date", item.article.day))
    path = path_in_content(project.config.content, day, item.stem)
    known = bytes_at(project.root, path)
    if known not in (None, data):
        raise _in_the_way(item, path)
    new = [FileChange(path, None, data)] if known is None else []
    copies = copies_of_pictures(project.root, before, posixpath.dirname(path))
    leaving = removals_of_pictures(project.root, {item.path: before})
    return path, (*copies, *new, FileChange(item.path, before, None), *leaving)


def skip(project: Project, items: Iterable[InboxItem], now: datetime) -> None:
    """Note items in ``skipped.txt``, so that they never return, and remove them from the inbox.

    ``raw/`` keeps their text.

    Raises:
        BriefgenError: when a file cannot be written, or was changed meanwhile.
        OSError: when a file cannot be read.
    """
    write_changes(project, skip_changes(project, items, now), keeps_text)


def skip_changes(project: Project, items: Iterable[InboxItem], now: datetime) -> tuple[FileChange, ...]:
    """The changes that note items in ``skipped.txt`` and remove them.

    Raises:
        OSError: when a file cannot be read.
    """
    contents = [(item, _bytes_of(project, item)) for item in items]
    before = bytes_at(project.root, SKIPPED)
    text = with_items(
        (before or b"").decode("utf-8-sig", "replace"), [_row(item, now) for item, _ in contents]
    )
    note = FileChange(SKIPPED, before, text.encode("utf-8"))
    removals = [FileChange(item.path, data, None) for item, data in contents]
    pictures = removals_of_pictures(project.root, {item.path: data for item, data in contents})
    return (*([note] if note.after != before else []), *removals, *pictures)


def keeps_text(change: FileChange) -> bool:
    """Whether a change needs a backup: not of ``skipped.txt`` or a picture."""
    return change.path != SKIPPED and not is_picture(change.path)


def _bytes_of(project: Project, item: InboxItem) -> bytes:
    data = bytes_at(project.root, item.path)
    if data is None:
        raise failure("file-changed", Location(item.path), "it has been removed meanwhile", "look again")
    return data


def _changes(
    project: Project, item: InboxItem, placement: Placement, now: datetime
) -> dict[str, Value | None]:
    """What a placement changes in the front matter."""
    changes: dict[str, Value | None] = {}
    if placement.topic:
        changes |= topic_values(item.article, placement.topic)
    if placement.story and item.article.story != placement.story:
        changes["story"] = placement.story
    period, slot = project.config.period, slot_of(placement.edition)
    if placement.edition and edition_of(item.article.day, period) != placement.edition[:10]:
        changes["date"] = _day_in(placement.edition[:10], period, now)
    if slot and (item.article.slot != slot or "date" in changes):
        changes["slot"] = slot
    return changes


def _day_in(edition: str, period: str, now: datetime) -> str:
    """A day of an edition.

    Today if it belongs to it, else the last one that is not in the future.
    """
    today = f"{now:%Y-%m-%d}"
    if edition_of(today, period) == edition:
        return today
    return last_day(edition)


def _in_the_way(item: InboxItem, path: str) -> BriefgenError:
    message = f"{path} is there already and reads otherwise, so {item.path} stays in the inbox"
    return failure("write-refused", Location(path), message, "rename one of the two files")


def _row(item: InboxItem, now: datetime) -> SkippedItem:
    article = item.article
    sketch = sketch_of(signature(item.text), article.title, item.text)
    return SkippedItem(canonical(article.url), sketch, f"{now:%Y-%m-%d}", article.title)

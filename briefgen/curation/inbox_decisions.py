"""Take an item of the inbox into the content folder, or skip it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from briefgen.config.folders import SKIPPED
from briefgen.curation.inbox_items import InboxItem
from briefgen.curation.inbox_pictures import copy_pictures, remove_pictures
from briefgen.importing.importer import path_in_content
from briefgen.importing.skipped_items import SkippedItem, sketch_of, with_items
from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, failure
from briefgen.nlp.minhash import signature
from briefgen.project.project import Project
from briefgen.project_files.backups import Change
from briefgen.project_files.kinds import Kind, ProjectFile
from briefgen.project_files.removal import remove_file
from briefgen.project_files.writer import write_file
from briefgen.reading import frontmatter
from briefgen.schema.yaml_edit import Value
from briefgen.util.periods import edition_of, last_day
from briefgen.util.url_normalize import canonical


class Placement(NamedTuple):
    """Where an item goes: the name of an edition, and a topic.

    Empty ones change nothing.
    """

    edition: str = ""
    topic: str = ""


def take(project: Project, item: InboxItem, placement: Placement, now: datetime) -> str:
    """Move an item into the content folder, and return its new path.

    The new file is whole before the old one goes, so an interrupted move can be repeated.

    Raises:
        BriefgenError: when a file cannot be written, or was changed meanwhile.
        OSError: when a file cannot be read.
    """
    before = (project.root / item.path).read_bytes()
    changes = _changes(project, item, placement, now)
    after = frontmatter.rewritten(before.decode("utf-8"), item.path, changes) if changes else ""
    data = after.encode("utf-8") if changes else before
    day = str(changes.get("date", item.article.day))
    path = path_in_content(project.config.content, day, item.stem)
    text = before.decode("utf-8", "replace")
    copy_pictures(project, text, posixpath.dirname(path))
    try:
        write_file(ProjectFile(project.root, path, Kind.ARTICLE, project.config.content), data)
    except FileExistsError:
        if (project.root / path).read_bytes() != data:
            raise _in_the_way(item, path) from None
    remove_file(_file(project, item), before, backup=False)
    remove_pictures(project, text)
    return path


def skip(project: Project, items: Iterable[InboxItem], now: datetime) -> None:
    """Note items in ``skipped.txt``, so that they never return, and remove them from the inbox.

    ``raw/`` keeps their text.

    Raises:
        BriefgenError: when a file cannot be written, or was changed meanwhile.
        OSError: when a file cannot be read.
    """
    contents = [(item, (project.root / item.path).read_bytes()) for item in items]
    _note(project, [_row(item, now) for item, _ in contents])
    for item, data in contents:
        remove_file(_file(project, item), data)
        remove_pictures(project, data.decode("utf-8", "replace"))


def _changes(
    project: Project, item: InboxItem, placement: Placement, now: datetime
) -> dict[str, Value | None]:
    """What a placement changes in the front matter."""
    changes: dict[str, Value | None] = {"topic": placement.topic} if placement.topic else {}
    if placement.topic and "topics" in item.article.places:
        changes["topics"] = None
    period = project.config.period
    if placement.edition and edition_of(item.article.day, period) != placement.edition:
        changes["date"] = _day_in(placement.edition, period, now)
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


def _note(project: Project, rows: Iterable[SkippedItem]) -> None:
    file, path = ProjectFile(project.root, SKIPPED, Kind.SKIPPED), project.root / SKIPPED
    try:
        before = path.read_bytes()
    except FileNotFoundError:
        try:
            write_file(file, with_items("", rows).encode("utf-8"))
        except FileExistsError:
            message = "it has been made meanwhile, so it is left as it is"
            raise failure("file-changed", Location(SKIPPED), message, "run the command again") from None
        return
    after = with_items(before.decode("utf-8-sig", "replace"), rows).encode("utf-8")
    if after != before:
        write_file(file, Change(before, after), backup=False)


def _file(project: Project, item: InboxItem) -> ProjectFile:
    return ProjectFile(project.root, item.path, Kind.INBOX, project.config.content)

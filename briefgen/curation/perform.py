"""Turn an act into changes of files, for the desk and the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from briefgen.build.options import Options
from briefgen.curation import article_acts, edition_acts, edition_draft
from briefgen.curation.acts import (
    Act,
    Correct,
    Delete,
    Describe,
    Freeze,
    HoldBack,
    Introduce,
    Join,
    Lead,
    Move,
    Order,
    Reject,
    Release,
    SetFields,
    SetTopic,
    Skip,
    Split,
    Take,
)
from briefgen.curation.file_changes import FileChange
from briefgen.curation.file_edits import FileEdits, changes_by
from briefgen.curation.inbox_decisions import Placement, skip_changes, take_changes
from briefgen.curation.inbox_items import InboxItem
from briefgen.curation.open_edition import OpenEdition, refusal
from briefgen.curation.rejections import reject_changes
from briefgen.model import Location
from briefgen.model.diagnostics import failure

_EDITS: dict[type, Callable[[OpenEdition, Any], FileEdits]] = {
    Lead: edition_acts.lead,
    Order: edition_acts.order,
    Introduce: edition_acts.introduce,
    Describe: edition_acts.describe,
    SetTopic: article_acts.set_topic,
    SetFields: article_acts.set_fields,
    HoldBack: article_acts.hold_back,
    Release: article_acts.release,
    Delete: article_acts.delete,
    Join: article_acts.join,
    Split: article_acts.split,
}
_NOT_ON_FINAL = (Lead, Move, Order, SetTopic, HoldBack, Release, Delete, Join, Split, Take)
"""Acts that a published edition does not allow."""


def changes_of(
    draft: OpenEdition, act: Act, now: datetime, items: Sequence[InboxItem] = ()
) -> tuple[FileChange, ...]:
    """The changes of files that an act makes; none if they say it already.

    ``items`` are those of the inbox that a Take or Skip names.

    Raises:
        BriefgenError: when it cannot be done, with the reason.
        OSError: when a file cannot be read.
    """
    if draft.is_final and isinstance(act, _NOT_ON_FINAL):
        message = f"the edition {draft.date} is published, so its list is final"
        hint = "add a correction, or take `status: published` out of its file"
        raise failure("edition-final", Location(draft.path), message, hint)
    match act:
        case Take():
            return tuple(dict.fromkeys(_taken(draft, act, now, items)))  # two may share a picture
        case Skip():
            return skip_changes(draft.project, items, now)
        case Reject():
            groups = [sorted(draft.anything(path).id for path in act.articles)]
            return reject_changes(draft.project.root, groups)
        case Freeze():
            return _frozen(draft, now)
        case Move():
            return changes_by(draft.project, _moved(draft, act))
        case Correct():
            return changes_by(draft.project, edition_acts.correct(draft, act, now))
    return changes_by(draft.project, _EDITS[type(act)](draft, act))


def _moved(draft: OpenEdition, act: Move) -> FileEdits:
    """Order a topic; an article of another one gets this topic."""
    order = edition_acts.move(draft, act)
    article = draft.article(act.article)
    if act.topic in draft.site.taxonomies.by_topic.of.get(article.id, ()):
        return order
    story = draft.story_of(article.path)
    paths = tuple(one.path for one in story.articles) if story else (article.path,)
    topic = article_acts.set_topic(draft, SetTopic(paths, act.topic))
    edition = {**topic.values.get(draft.path, {}), **order.values.get(draft.path, {})}
    return FileEdits({**topic.values, draft.path: edition})


def _taken(draft: OpenEdition, act: Take, now: datetime, items: Sequence[InboxItem]) -> Iterator[FileChange]:
    for item in items:
        placement = Placement(draft.date, act.topic, act.story)
        yield from take_changes(draft.project, item, placement, now)[1]


def _frozen(draft: OpenEdition, now: datetime) -> tuple[FileChange, ...]:
    """What publishes an edition, if it has no errors; its date may be ahead."""
    project = draft.project
    if not draft.edition.briefings:
        raise refusal(draft, "the edition has no articles", "take some first")
    options = Options(
        project.root / project.config.output,
        project.config.builders,
        draft.moment(now),
        jobs=1,
        open_edition=draft.date,
    )
    layout = edition_draft.lay_out(project, options, draft.date)
    if layout.errors:
        error = layout.errors[0]
        raise failure(error.code, error.location, f"the edition was not frozen: {error.message}", error.hint)
    change = edition_draft.frozen_change(layout, project)
    return (change,) if change else ()

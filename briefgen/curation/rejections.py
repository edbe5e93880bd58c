"""Suggestions of stories that a curator has rejected: ``stories.yml`` remembers them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefgen.curation.file_changes import FileChange, bytes_at
from briefgen.curation.story_suggestions import Suggestion
from briefgen.model.diagnostics import BriefgenError
from briefgen.project_files.kinds import DECISIONS
from briefgen.schema import SETTINGS, Field, ListOf, Texts, read_fields

FIELDS: tuple[Field, ...] = (
    Field("rejected", ListOf(Texts()), (), "Groups of articles, by id, that are no story."),
)


def rejected_groups(root: Path) -> list[frozenset[str]]:
    """Return the groups of articles (by id) that are no story.

    Raises:
        BriefgenError: when ``stories.yml`` has errors.
    """
    text = _text(root)
    declared = read_fields(FIELDS, text, DECISIONS, SETTINGS)
    if declared.diagnostics:
        raise BriefgenError(*declared.diagnostics)
    return [frozenset(group) for group in declared.values["rejected"]]


def is_rejected(suggestion: Suggestion, groups: list[frozenset[str]]) -> bool:
    """Return whether all articles of a suggestion are in one group.

    With a new article, it is shown again.
    """
    ids = {article.id for article in suggestion.articles}
    return any(ids <= group for group in groups)


def reject_changes(root: Path, groups: Sequence[Sequence[str]]) -> tuple[FileChange, ...]:
    """The change that remembers that these groups of articles (by id) are no stories.

    Raises:
        BriefgenError: when ``stories.yml`` cannot be changed.
    """
    from briefgen.schema.yaml_edit import rewrite

    known = [sorted(group) for group in rejected_groups(root)]
    new = [sorted(group) for group in groups if sorted(group) not in known]
    before = bytes_at(root, DECISIONS)
    if not new:
        return ()
    after = rewrite((before or b"").decode("utf-8"), DECISIONS, {"rejected": [*known, *new]})
    return (FileChange(DECISIONS, before, after.encode("utf-8")),)


def _text(root: Path) -> str:
    path = root / DECISIONS
    return path.read_bytes().decode("utf-8") if path.exists() else ""

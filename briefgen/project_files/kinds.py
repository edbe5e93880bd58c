"""Which files of a project a command may write."""

from __future__ import annotations

import os
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from briefgen.cleaning.outlet_file import FOLDER as OUTLETS
from briefgen.config.folders import ADDRESS_RECORD, DELETED, EDITIONS, INBOX, PAGES, SKIPPED, is_article
from briefgen.config.validation import OWN_FOLDERS
from briefgen.model import Location
from briefgen.model.diagnostics import failure

DECISIONS = "stories.yml"
"""The file of a project that remembers which suggested stories were rejected."""


class Kind(Enum):
    """What a command writes."""

    ARTICLE = "article"
    EDITION = "edition file"
    CONTENT = "article or edition file"
    DECISIONS = "file of rejected stories"
    FILE = "picture or download"
    STARTER = "file of a new project"
    INBOX = "item of the inbox"
    DELETED = "deleted article"
    SKIPPED = "list of skipped items"
    ADDRESSES = "record of addresses"
    OUTLET = "file of an outlet's rules"


class ProjectFile(NamedTuple):
    """A file to write: its project, its path there and its kind.

    ``content`` is the project's content folder.
    """

    root: Path
    path: str
    kind: Kind
    content: str = "content"


def check_kind(file: ProjectFile) -> None:
    """Refuse a file that is of another kind, or a link to one.

    Raises:
        BriefgenError: such as for a file outside of the content folder.
    """
    if file.kind is Kind.STARTER or (file.kind is Kind.FILE and _is_visible(file)):
        return
    if file.kind is Kind.DECISIONS:
        _check_decisions(file)
        return
    target, name = file.root / file.path, _folder_of(file)
    folder = file.root / name
    # A link's target is written, so it must be of the kind too.
    real = Path(os.path.realpath(folder)), Path(os.path.realpath(target))
    root = Path(os.path.realpath(file.root))
    if not all(_is_of_kind(file.kind, path, base, root) for base, path in ((folder, target), real)):
        message = f"this is no {file.kind.value}, so it is not written"
        raise failure("write-refused", Location(file.path), message, f"name files in {name or '.'}/")


def _folder_of(file: ProjectFile) -> str:
    """The folder of the project in which a file of its kind lies."""
    folders = {
        Kind.INBOX: INBOX,
        Kind.DELETED: DELETED,
        Kind.OUTLET: OUTLETS,
        Kind.SKIPPED: "",
        Kind.ADDRESSES: "",
    }
    return folders.get(file.kind, file.content)


def _check_decisions(file: ProjectFile) -> None:
    if file.path != DECISIONS or (file.root / file.path).is_symlink():
        message = f"this is no {file.kind.value}, so it is not written"
        raise failure("write-refused", Location(file.path), message, f"make {DECISIONS} a file of its own")


def _is_visible(file: ProjectFile) -> bool:
    """Whether a file lies in the project, outside of hidden folders, and is no text."""
    parts = Path(file.path).parts
    inside = Path(os.path.realpath(file.root / file.path)).is_relative_to(os.path.realpath(file.root))
    return inside and not is_article(file.path) and not any(part.startswith(".") for part in parts)


def _is_of_kind(kind: Kind, path: Path, folder: Path, root: Path) -> bool:
    try:
        parts = path.relative_to(folder).parts
    except ValueError:
        return False
    if not parts or any(part.startswith(".") for part in parts):
        return False
    if kind is Kind.SKIPPED:
        return parts == (SKIPPED,)
    if kind is Kind.ADDRESSES:
        return parts == (ADDRESS_RECORD,)
    if kind is Kind.OUTLET:
        return len(parts) == 1 and path.suffix == ".yml"
    if kind is Kind.INBOX:
        return len(parts) == 1 and path.suffix == ".md"
    if kind is Kind.DELETED:
        return len(parts) == 1 and is_article(path.name)
    if parts[0] == EDITIONS and len(parts) > 1:
        return kind is not Kind.ARTICLE and path.suffix == ".md"
    if parts[0] == PAGES and len(parts) > 1:  # a person wrote it
        return kind is Kind.CONTENT and is_article(path.name)
    is_own = folder.resolve() == root and parts[0] in OWN_FOLDERS  # where the content folder is the project
    return kind is not Kind.EDITION and is_article(path.name) and not is_own

"""Values and texts to write into files -> the changes of their bytes."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

import yaml

from briefgen.config.folders import DELETED
from briefgen.curation.file_changes import FileChange, bytes_at
from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import BriefgenError, failure
from briefgen.project.project import Project
from briefgen.project_files.text_file import TextFile
from briefgen.reading import frontmatter
from briefgen.schema.yaml_edit import Value
from briefgen.schema.yaml_tree import compose

Values: TypeAlias = Mapping[str, Value | None]
"""What to write by (dotted) key; None deletes a key."""

_ALIASES = {field.name: field.aka for field in frontmatter.FIELDS}


class FileEdits(NamedTuple):
    """What to write: ``values`` by path and key, ``bodies`` by path.

    ``deleted`` are the paths of articles that move to the folder of deleted ones.
    """

    values: Mapping[str, Values] = {}
    bodies: Mapping[str, str] = {}
    deleted: tuple[str, ...] = ()


def changes_by(project: Project, edits: FileEdits) -> tuple[FileChange, ...]:
    """The changes of files that write these values and texts, where they differ.

    Raises:
        BriefgenError: when a file cannot be changed without changing what else it says.
    """
    changes = [_edited(project, path, edits) for path in dict.fromkeys((*edits.values, *edits.bodies))]
    moves = [change for path in edits.deleted for change in _deleted(project, path)]
    return (*(one for one in changes if one.before != one.after), *moves)


def text_of(data: bytes, path: str) -> str:
    """The text of a file.

    Raises:
        BriefgenError: when it is not UTF-8.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise failure("encoding", Location(path), "it is not UTF-8", "save it as UTF-8") from None


def head_values(text: str, path: str) -> dict[str, Any]:
    """What front matter says: texts, lists and mappings; nothing if it has an error."""
    parts = frontmatter.split(text, path)
    return {} if isinstance(parts, Diagnostic) else yaml_values(parts.head or "", path)


def yaml_values(text: str, path: str) -> dict[str, Any]:
    """The values of a YAML mapping as written; none of a document with an error."""
    tree = compose(text, path) if text else None
    plain = _plain(tree) if isinstance(tree, yaml.Node) else {}
    return plain if isinstance(plain, dict) else {}


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {str(_plain(key)): _plain(value) for key, value in node.value}
    return [_plain(one) for one in node.value] if isinstance(node, yaml.SequenceNode) else node.value


def _edited(project: Project, path: str, edits: FileEdits) -> FileChange:
    before = bytes_at(project.root, path)
    text = text_of(before or b"", path)
    if path in edits.values:
        text = frontmatter.rewritten(text, path, _by_own_keys(text, path, edits.values[path]))
    if path in edits.bodies:
        text = _with_body(text, path, edits.bodies[path])
    after = TextFile(before).with_text(text) if before else text.encode("utf-8")
    return FileChange(path, before, after if after or before is not None else None)


def _by_own_keys(text: str, path: str, values: Values) -> Values:
    """The values by the keys that the file uses, such as ``description`` for ``summary``."""
    present = head_values(text, path)

    def own(name: str) -> str:
        names = (name, *_ALIASES.get(name, ()))
        return next((one for one in names if one in present), name)

    return {own(name): value for name, value in values.items()}


def _with_body(text: str, path: str, body: str) -> str:
    parts = frontmatter.split(text, path)
    if isinstance(parts, Diagnostic):
        raise BriefgenError(parts)
    head = text[: len(text) - len(parts.body)]
    body = body.replace("\r\n", "\n").strip("\n")
    return f"{head}\n{body}\n" if body and head else f"{head}{body}\n" if body else head


def _deleted(project: Project, path: str) -> tuple[FileChange, ...]:
    """Move a file; its name gets a number if another one has it there.

    An interrupted move can be repeated.
    """
    data = bytes_at(project.root, path)
    if data is None:
        raise failure("file-changed", Location(path), "it has been removed meanwhile", "reload the page")
    stem, suffix = posixpath.splitext(posixpath.basename(path))
    names = (f"{DELETED}/{stem}{f'-{n}' if n > 1 else ''}{suffix}" for n in range(1, 1 << 20))
    target, there = next(
        (name, there) for name in names if (there := bytes_at(project.root, name)) in (None, data)
    )
    new = [FileChange(target, None, data)] if there is None else []
    return *new, FileChange(path, data, None)

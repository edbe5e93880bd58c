"""The pictures of inbox items: they lie beside the items, and go where these go."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from briefgen.config.folders import INBOX
from briefgen.curation.file_changes import FileChange, bytes_at
from briefgen.importing.picture_saver import PictureSaver
from briefgen.model import Diagnostic
from briefgen.project.project import Project
from briefgen.project_files.backups import Change
from briefgen.project_files.kinds import Kind, ProjectFile
from briefgen.project_files.writer import write_file
from briefgen.util.media import KINDS

_NAMES = re.compile(rf"[\w-]+-[0-9a-f]{{10}}(?:{'|'.join(map(re.escape, KINDS))})\b")
"""The names that saved pictures have."""


def save_pictures(project: Project, path: str) -> tuple[Diagnostic, ...]:
    """Save an article's pictures beside it, and return what is wrong with the others.

    Raises:
        BriefgenError: when the article cannot be changed, or was changed meanwhile.
    """
    before = (project.root / path).read_bytes()
    new = PictureSaver(project.root).save(before.decode("utf-8"), path)
    after = new.text.encode("utf-8")
    if after != before:
        file = ProjectFile(project.root, path, Kind.ARTICLE, project.config.content)
        write_file(file, Change(before, after), backup=False)
    return new.problems


def copies_of_pictures(root: Path, text: bytes, folder: str) -> Iterator[FileChange]:
    """The changes that copy the pictures of an item of the inbox into a folder."""
    for name in _pictures_in(root, text):
        path = f"{folder}/{name}"
        if bytes_at(root, path) is None:  # else it is the same picture, by its name
            yield FileChange(path, None, (root / INBOX / name).read_bytes())


def removals_of_pictures(root: Path, leaving: Mapping[str, bytes]) -> Iterator[FileChange]:
    """The changes that remove the pictures of items that leave the inbox (texts by path).

    Those that another item shows stay.
    """
    files = [file for file in (root / INBOX).glob("*.md") if f"{INBOX}/{file.name}" not in leaving]
    others = [file.read_bytes() for file in files]
    for name in dict.fromkeys(name for text in leaving.values() for name in _pictures_in(root, text)):
        if not any(name.encode() in other for other in others):
            yield FileChange(f"{INBOX}/{name}", (root / INBOX / name).read_bytes(), None)


def _pictures_in(root: Path, text: bytes) -> Iterator[str]:
    for name in sorted(set(_NAMES.findall(text.decode("utf-8", "replace")))):
        if posixpath.basename(name) == name and (root / INBOX / name).is_file():
            yield name

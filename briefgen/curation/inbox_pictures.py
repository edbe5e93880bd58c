"""The pictures of inbox items: they lie beside the items, and go where these go."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from briefgen.config.folders import INBOX
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
    """Save the pictures of an article of the project beside it; returns what is wrong with others.

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


def copy_pictures(project: Project, text: str, folder: str) -> None:
    """Copy the pictures of an item of the inbox into the folder of its article."""
    for name in _pictures_in(project.root, text):
        data = (project.root / INBOX / name).read_bytes()
        try:
            write_file(ProjectFile(project.root, f"{folder}/{name}", Kind.FILE), data)
        except FileExistsError:
            continue  # the same picture, by its name


def remove_pictures(project: Project, text: str) -> None:
    """Remove the pictures of an item that has left the inbox, unless another item shows them."""
    others = [file.read_text("utf-8", "replace") for file in (project.root / INBOX).glob("*.md")]
    for name in _pictures_in(project.root, text):
        if not any(name in other for other in others):
            (project.root / INBOX / name).unlink(missing_ok=True)


def _pictures_in(root: Path, text: str) -> Iterator[str]:
    for name in sorted(set(_NAMES.findall(text))):
        if posixpath.basename(name) == name and (root / INBOX / name).is_file():
            yield name

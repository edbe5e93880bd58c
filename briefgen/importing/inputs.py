"""Expand what users name to inputs: files, folders, lists, addresses, and ``-``."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from briefgen.importing import opml
from briefgen.importing.document import MOST_BYTES, Input, refusal
from briefgen.importing.fetch import fetch, is_url
from briefgen.importing.formats import DUMPS, MOST_DUMP_BYTES, SUFFIXES, format_of
from briefgen.util.public_files import is_private

PASTE = "-"
_DOCUMENTS = (".pdf", ".doc", ".odt", ".rtf", ".epub", ".pages")
"""Files in a folder that may be articles and cannot be read; each is refused by name."""
_SAVED_BESIDE = re.compile(
    r" ?[_.-](?:files?|dateien|archivos|fichiers|arquivos|ficheiros|bestanden|pliki|soubory|filer|tiedostot)",
    re.IGNORECASE,
)
"""What browsers add to the name of a page for the folder of its pictures and frames."""


def expand(names: Iterable[str], content: Path) -> list[str]:
    """Expand folders and lists of files, each name once, in order.

    Raises:
        BriefgenError: for an empty folder or list, and for files in the ``content`` folder.
    """
    paths: list[str] = []
    for name in names:
        path = Path(name)
        if name == PASTE or is_url(name):
            paths.append(name)
        elif path.resolve().is_relative_to(content.resolve()):
            raise refusal(
                name,
                "this file is in the content folder, so it is already an article",
                "run `briefgen clean` to clean it",
            )
        elif path.is_dir():
            paths += _in_folder(path)
        elif path.suffix.lower() == ".opml" and path.is_file():
            payload = Input(name, _bytes(path, name))
            paths += [file.as_posix() for file in opml.files_of(payload, path.parent)]
        else:
            paths.append(name)
    return list(dict.fromkeys(paths))


def load(name: str, private: Collection[str] = ()) -> Input:
    """The bytes of one name; ``private`` are the hosts that may have a private address.

    Raises:
        BriefgenError: for a file that is not there or is no input, and for an address that is not taken.
    """
    if name == PASTE:
        return Input(PASTE, sys.stdin.buffer.read(MOST_BYTES + 1))
    if is_url(name):
        return fetch(name, private=private)
    path = Path(name)
    if is_private(path.name) or is_private(path.resolve().name):
        raise refusal(name, "a file with the name of a secret is not read", "rename it if it is an article")
    if path.suffix.lower() in (".md", ".markdown"):
        raise refusal(name, "a Markdown file is already an article", "copy it into the content folder")
    return Input(name, _bytes(path, name))


def _in_folder(folder: Path) -> Iterator[str]:
    files = [
        path.as_posix()
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in (*SUFFIXES, *_DOCUMENTS)
        and path.is_file()
        and path.resolve().is_relative_to(folder.resolve())
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and not any(_is_beside_a_page(parent) for parent in _between(path, folder))
    ]
    if not files:
        known = ", ".join(sorted(SUFFIXES))
        raise refusal(folder.as_posix(), "no file in this folder can be added", f"possible are: {known}")
    yield from files


def _between(path: Path, folder: Path) -> Iterator[Path]:
    """The folders in ``folder`` that ``path`` lies in."""
    return (parent for parent in path.parents if folder in parent.parents)


def _is_beside_a_page(folder: Path) -> bool:
    """Whether a browser saved this folder with the page beside it."""
    pages = (page for page in folder.parent.glob("*.*htm*") if folder.name.startswith(page.stem))
    return any(_SAVED_BESIDE.fullmatch(folder.name[len(page.stem) :]) for page in pages)


def _bytes(path: Path, name: str) -> bytes:
    try:
        most = MOST_DUMP_BYTES if format_of(Input(name, b"")) in DUMPS else MOST_BYTES
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise refusal(
            name, f"this file cannot be read: {error.strerror}", "name a file, a folder, an address or -"
        ) from None
    return data

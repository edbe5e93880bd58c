"""Open an export: a file, a folder or a ZIP archive."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from briefgen.importing.document import refusal
from briefgen.importing.old_sites.site_files import MEDIA
from briefgen.util.public_files import is_private

MOST_FILES = 100_000
MOST_BYTES = 4_000_000_000
"""An archive with more is no export, or an attack."""
_TEXTS = frozenset({"xml", "json", "csv", "html", "htm", "md", "markdown", "yaml", "yml", "toml", "txt"})


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """The folder of an export.

    That of a ZIP archive is a temporary copy of its texts, pictures and downloads.

    Raises:
        BriefgenError: for an archive that is broken or too large.
    """
    if path.is_dir() or not zipfile.is_zipfile(path):
        yield path
        return
    with TemporaryDirectory(prefix="briefgen-") as folder:
        try:
            _unpack(path, Path(folder))
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError) as error:
            message = f"this archive cannot be read: {error}"
            raise refusal(path.name, message, "unpack it and name the folder") from None
        yield Path(folder)


def _unpack(path: Path, folder: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        entries = [one for one in archive.infolist() if not one.is_dir() and _is_wanted(one.filename)]
        if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > MOST_BYTES:
            raise ValueError("it is too large")
        for entry in entries:
            target = folder / entry.filename
            target.parent.mkdir(parents=True, exist_ok=True)
            # The library ends a file at the size that the archive declares, so no file grows beyond it.
            with archive.open(entry) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)


def _is_wanted(name: str) -> bool:
    """Whether an entry is a text, picture or download that lies within the archive."""
    path = PurePosixPath(name)
    is_inside = not path.is_absolute() and "\\" not in name and ":" not in name
    is_plain = not any(part.startswith((".", "__MACOSX")) for part in path.parts)
    suffix = path.suffix.lower().lstrip(".")
    return is_inside and is_plain and suffix in MEDIA | _TEXTS and not is_private(path.name)

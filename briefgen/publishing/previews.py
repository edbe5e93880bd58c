"""Unlisted previews beside the published site: ``preview/<token>/`` on its branch."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefgen.publishing.git import Repository

FOLDER = "preview"
EDITION_FILE = "edition.txt"
"""The file of a preview that names its edition."""

_PREVIEW = re.compile(rf"{FOLDER}/[0-9a-f]{{32}}/")
_HEAD = re.compile(rb"<head(?:\s[^>]*)?>|<html(?:\s[^>]*)?>|<!doctype[^>]*>", re.IGNORECASE)
_UNLISTED = (
    b'<meta name="robots" content="noindex, nofollow, noarchive"><meta name="referrer" content="no-referrer">'
)


def new_folder() -> str:
    """A folder whose name nobody can guess."""
    return f"{FOLDER}/{secrets.token_hex(16)}/"


def is_in_preview(path: str) -> bool:
    """Whether a file of the branch belongs to a preview."""
    return _PREVIEW.match(path) is not None


def previews_on(repository: Repository, tip: str) -> Mapping[str, str]:
    """The editions that have a preview by their folders; ``tip`` is the branch's commit, if any."""
    if not tip:
        return {}
    names = repository.ask("ls-tree", "-d", "-z", "--full-tree", "--name-only", tip, f"{FOLDER}/").split("\0")
    folders = [f"{name}/" for name in names if is_in_preview(f"{name}/")]
    return {folder: _edition_of(repository, f"{tip}:{folder}{EDITION_FILE}") for folder in folders}


def _edition_of(repository: Repository, file: str) -> str:
    return repository.ask("show", file).strip() if repository.holds("cat-file", "-e", file) else ""


def as_unlisted(page: bytes) -> bytes:
    """A page that search engines leave out, and that names its address to no other site."""
    head = max(_HEAD.finditer(page[:10_000]), key=lambda one: one[0][:5].lower() == b"<head", default=None)
    at = head.end() if head else 0
    return page[:at] + _UNLISTED + page[at:]

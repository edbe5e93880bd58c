"""What the path of an article's file says of it."""

from __future__ import annotations

import posixpath
import re

DRAFTS = "_drafts"
"""The folder of drafts, as Jekyll and Hexo have it: no article in it is public."""
_INDEX = re.compile(r"index(?:\.[a-z]{2,3}(?:[-_][A-Za-z]+)?)?", re.IGNORECASE)


def name_of(path: str) -> str:
    """The name of an article: its file's without the suffix, of ``talks/index.md`` its folder's."""
    parent, _, file = path.rpartition("/")
    name = file.rpartition(".")[0]
    if _INDEX.fullmatch(name) and "/" in parent:  # the content folder itself names nothing
        return posixpath.basename(parent)
    return name


def is_in_drafts(path: str) -> bool:
    """Whether an article lies in a folder of drafts."""
    return DRAFTS in path.split("/")[:-1]

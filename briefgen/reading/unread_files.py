"""Report files in the content folder that are not articles: one note for each kind."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import diagnostic
from briefgen.util.text import plural

SHOWN = 3
"""Names in a note."""
_BESIDE = re.compile(
    r"\.(?:png|jpe?g|gif|webp|avif|svg|ico|bmp|tiff?|heic|mp[34]|m4[av]|og[ag]|opus|wav|flac|mov|webm|mkv|avi"
    r"|vtt|srt|css|m?js|map|woff2?|[to]tf|eot|bak|orig|swp|tmp)"
)
"""Suffixes of files that belong to articles, or that nobody wrote."""
_SYSTEM = ("thumbs.db", "desktop.ini")
SECTION = "_index"
"""The name of Hugo's and Zola's section pages, without the suffix."""
_ELSEWHERE = ("_posts", "posts", "source/_posts", "src/posts", "src/content", "src/pages", "blog", "content")
"""Where other programs keep articles."""


def report_unread(files: Iterable[str], skipped: Mapping[str, int], content: str) -> Iterator[Diagnostic]:
    """Report files of other kinds, skipped folders and section pages.

    ``skipped`` has the folders with their number of articles, and the pages with 0.
    """
    for path, count in skipped.items():
        name = posixpath.basename(path)
        if count:
            message = (
                f"{name}/ is not read ({plural(count, 'file')}); include: [{name}] in briefgen.yml reads it"
            )
            yield diagnostic("file-unread", Location(path), message)
    sections = [path for path, count in skipped.items() if not count]
    if sections:
        message = f"{_counted(sections, '_index')} are pages of sections, not articles: {_names(sections)}"
        yield diagnostic("file-unread", Location(content), message)
    for suffix, paths in sorted(_by_suffix(files).items()):
        are = "is not an article" if len(paths) == 1 else "are not articles"
        yield diagnostic(
            "file-unread", Location(content), f"{_counted(paths, suffix)} {are}: {_names(paths)}"
        )


def report_nothing(notes: Sequence[Diagnostic], root: Path, content: str) -> Diagnostic:
    """Report that there is no article, with the likely reason."""
    elsewhere = next((name for name in _ELSEWHERE if name != content and _has_articles(root / name)), "")
    if notes:
        message = f"there are no articles: {notes[0].message}"
        hint = "articles are .md, .markdown and .txt files"
    elif elsewhere:
        message, hint = (
            f"there are no articles in {content}/",
            f"write content: {elsewhere} into briefgen.yml",
        )
    else:
        message, hint = f"there are no articles in {content}/", '`briefgen new "Title"` makes one'
    return diagnostic("no-articles", Location(content), message, hint)


def _has_articles(folder: Path) -> bool:
    return any(folder.glob("**/*.md")) if folder.is_dir() else False


def _by_suffix(files: Iterable[str]) -> dict[str, list[str]]:
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for path in files:
        name = posixpath.basename(path).lower()
        suffix = posixpath.splitext(name)[1]
        if not _BESIDE.fullmatch(suffix) and name not in _SYSTEM and not name.endswith("~"):
            kinds[suffix].append(path)
    return kinds


def _counted(paths: Sequence[str], kind: str) -> str:
    what = f"{kind} file" if kind else "file without a suffix"
    many = f"{kind} files" if kind else "files without a suffix"
    return plural(len(paths), what, many)


def _names(paths: Sequence[str]) -> str:
    names = [posixpath.basename(path) for path in paths[:SHOWN]]
    return ", ".join(names) + (" …" if len(paths) > SHOWN else "")

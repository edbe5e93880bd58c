"""Point the pictures of a text to local files, and back to web addresses.

The name of such a file ends with a digest of the picture's address, so it is known again.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from briefgen.importing.old_sites.links import pieces
from briefgen.model import Diagnostic
from briefgen.reading import frontmatter
from briefgen.reading.head_reader import read_article_head
from briefgen.util.hashing import digest
from briefgen.util.text import slugify
from briefgen.util.urls import WEB_SCHEMES, scheme

_PICTURE = re.compile(r"(?P<before>!\[(?:\\.|[^\]\\])*\]\([ \t]*<?)(?P<to>[^\s<>)]+)")
_DIGITS = 10
_LONGEST = 40
_END = r"(?=[\"'\s,\]}]|$)"


class LocalPictures(NamedTuple):
    """The files beside an article by the web addresses of its pictures."""

    names: Mapping[str, str] = {}

    @classmethod
    def beside(cls, folder: Path, text: str) -> LocalPictures:
        """The files in a folder that are pictures of a text with web addresses."""
        known = {url: find_file(folder, url) for url in body_urls(text)}
        return cls({url: name for url, name in known.items() if name})

    def local(self, body: str) -> str:
        """A text whose pictures are the files."""
        return _with_targets(body, self.names) if self.names else body

    def web(self, body: str) -> str:
        """A text whose pictures have their web addresses again."""
        return _with_targets(body, {name: url for url, name in self.names.items()}) if self.names else body


def picture_urls(text: str, path: str) -> list[str]:
    """The web addresses of an article's pictures, each once: that of its front matter first."""
    parts = frontmatter.split(text, path)
    if isinstance(parts, Diagnostic):
        return []
    image = read_article_head(parts, path, {}).values["image"]
    own = [image] if isinstance(image, str) and scheme(image) in WEB_SCHEMES else []
    return list(dict.fromkeys([*own, *body_urls(parts.body)]))


def body_urls(body: str) -> Iterator[str]:
    """The web addresses of the pictures in a Markdown text, outside of code."""
    for _, _, piece, is_code in pieces(body) if "](" in body else ():
        for match in () if is_code else _PICTURE.finditer(piece):
            if scheme(match["to"]) in WEB_SCHEMES:
                yield match["to"]


def with_files(text: str, path: str, names: Mapping[str, str]) -> str:
    """An article's text with local files for its pictures."""
    parts = frontmatter.split(text, path)
    if isinstance(parts, Diagnostic) or not names:
        return text
    before = text[: len(text) - len(parts.body)]
    image = read_article_head(parts, path, {}).values["image"]
    if image in names:
        before = re.sub(re.escape(image) + _END, names[image], before, flags=re.MULTILINE)
    return before + _with_targets(parts.body, names)


def stem_of(url: str) -> str:
    """The name of a picture's file without its suffix."""
    name = posixpath.basename(unquote(urlsplit(url).path)).partition(".")[0]
    return f"{slugify(name)[:_LONGEST].strip('-') or 'picture'}-{_mark(url)}"


def find_file(folder: Path, url: str) -> str:
    """The file name of a picture in a folder; empty if it is missing."""
    return next((file.name for file in sorted(folder.glob(f"*-{_mark(url)}.*"))), "")


def _mark(url: str) -> str:
    return digest(url)[:_DIGITS]


def _with_targets(body: str, targets: Mapping[str, str]) -> str:
    def moved(match: re.Match[str]) -> str:
        return f"{match['before']}{targets.get(match['to'], match['to'])}"

    return "".join(piece if is_code else _PICTURE.sub(moved, piece) for _, _, piece, is_code in pieces(body))

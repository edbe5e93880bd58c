"""Lead the links of a text to the new places of what they name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from briefgen.importing.old_sites.old_site import CONTENT, OldSite

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_TARGET = re.compile(
    r"""(?P<before>\]\([ \t]*<?|^[ ]{0,3}\[[^\]\n]+\]:[ \t]*<?|\b(?:src|href)=["'])"""
    r"""(?P<to>(?:\{(?:static|filename|attach|tag|category)\}|[^\s<>)"'#?]))(?P<rest>[^\s<>)"'#?]*)"""
)
_PLACEHOLDER = re.compile(r"^(?:\{(?:static|filename|attach)\}|\|filename\|)")
_BASE = re.compile(r"\{\{-?\s*site\.(?:baseurl|url)\s*-?\}\}")
_FILTERED = re.compile(r"""\{\{-?\s*["']([^"'{}]+)["']\s*\|\s*(?:relative_url|absolute_url)\s*-?\}\}""")
_POST_URL = re.compile(r"\{%-?\s*(?:post_url|link)\s+([^\s%]+)\s*-?%\}")
_REF = re.compile(r"""\{\{[<%]\s*(?:rel)?ref\s+["']?([^"'\s>%]+)["']?\s*[>%]\}\}""")


class NewPlaces(NamedTuple):
    """Where texts and files of an old site go, by path and name."""

    texts: Mapping[str, str]
    files: Mapping[str, str]
    by_name: Mapping[str, str]
    base: str

    @classmethod
    def of(cls, site: OldSite) -> NewPlaces:
        """The new places of all that a site has."""
        texts = {one.path: one.target for one in site.texts}
        files = {
            old: f"/{new.path}" if new.folder != CONTENT else new.path for old, new in site.files.items()
        }
        names: dict[str, str] = {}
        for path in texts:
            parts = path.rpartition(".")[0].removesuffix("/index").split("/")
            for n in range(len(parts)):
                names.setdefault("/".join(parts[n:]), path)
        base = posixpath.commonpath([posixpath.dirname(path) or "." for path in texts]) if texts else ""
        return cls(texts, files, names, base)


def relink(text: str, path: str, places: NewPlaces) -> str:
    """A text whose links lead to the new places; code stays as it is."""
    return "".join(
        piece if is_code else _relinked(piece, path, places) for _, _, piece, is_code in pieces(text)
    )


def pieces(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """The pieces of a Markdown text, in code and outside.

    Line and column (from 0), the piece, and whether it is code.
    """
    fence = ""
    for number, line in enumerate(text.splitlines(keepends=True)):
        if match := _FENCE.match(line):
            fence = "" if fence and match[1].startswith(fence) else fence or match[1]
        if fence or match:
            yield number, 0, line, True
            continue
        at = 0
        for code in _CODE.finditer(line):
            yield number, at, line[at : code.start()], False
            yield number, code.start(), code[0], True
            at = code.end()
        yield number, at, line[at:], False


def _relinked(line: str, path: str, places: NewPlaces) -> str:
    if "{" in line:
        line = _BASE.sub("", _FILTERED.sub(lambda match: match[1], line))
        for tag in (_POST_URL, _REF):
            line = tag.sub(lambda match: _named(match[1], path, places) or match[0], line)

    def moved(match: re.Match[str]) -> str:
        target = _found(match["to"] + match["rest"], path, places)
        return f"{match['before']}{target}" if target else match[0]

    return _TARGET.sub(moved, line)


def _named(name: str, path: str, places: NewPlaces) -> str:
    """The link to a text that a tag names; empty if there is none."""
    name, mark, anchor = name.partition("#")
    plain = re.sub(r"\.(?:md|markdown)$", "", name.strip("/"))
    old = places.by_name.get(plain) or places.by_name.get(f"_posts/{plain}")
    return f"{_to_text(old, path, places)}{mark}{anchor}" if old else ""


def _found(target: str, path: str, places: NewPlaces) -> str:
    """The new form of a link's target; empty if it stays as it is."""
    if "://" in target or target.startswith("//"):
        return ""
    plain = unquote(_PLACEHOLDER.sub("", target))
    is_marked = plain != unquote(target)
    if plain.startswith("/") and not is_marked:
        return ""
    folder = places.base if plain.startswith("/") else posixpath.dirname(path)
    candidates = [posixpath.normpath(posixpath.join(folder, plain.lstrip("/")))]
    if is_marked:
        candidates.append(posixpath.normpath(posixpath.join(places.base, plain.lstrip("/"))))
    for old in candidates:
        if old in places.texts:
            return _to_text(old, path, places)
        if old in places.files:
            return _to_file(places.files[old], path, places)
    return ""


def _to_text(old: str, path: str, places: NewPlaces) -> str:
    return posixpath.relpath(places.texts[old], posixpath.dirname(places.texts[path]) or ".")


def _to_file(new: str, path: str, places: NewPlaces) -> str:
    return (
        new if new.startswith("/") else posixpath.relpath(new, posixpath.dirname(places.texts[path]) or ".")
    )

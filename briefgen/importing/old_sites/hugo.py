"""Read the content of a Hugo site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from briefgen.config.folders import is_article
from briefgen.importing.old_sites.address_patterns import date_values, fill, slashed
from briefgen.importing.old_sites.old_site import (
    CONTENT,
    STATIC,
    Head,
    NewPlace,
    OldSite,
    OldText,
    head_of,
    read_text,
)
from briefgen.importing.old_sites.site_files import is_media, list_files
from briefgen.importing.old_sites.site_settings import read_settings, text_of
from briefgen.schema.yaml_edit import Value

_FILES = tuple(
    f"{folder}{name}.{suffix}"
    for folder in ("", "config/_default/")
    for name in ("hugo", "config")
    for suffix in ("toml", "yaml", "yml", "json")
)
_OF_POSTS = frozenset({"post", "posts", "blog", "blogs", "article", "articles", "news", "weekly", "issues"})
_NOT_IN_PATHS = re.compile(r"[^\w\s./+~#-]")


def read(root: Path) -> OldSite:
    """The articles, pages and files of a Hugo site."""
    settings = {name.lower(): value for name, value in read_settings(root, *_FILES).items()}
    content, static = text_of(settings, "contentdir", "content"), text_of(settings, "staticdir", "static")
    texts, files, left_out = [], {}, {}
    for path in list_files(root, content):
        within = path.removeprefix(f"{content}/")
        if posixpath.basename(path).startswith("_index"):
            left_out[path] = "the text of a list page"
        elif is_article(path):
            texts.append(_text(root, path, within, settings))
        elif is_media(path):
            files[path] = NewPlace(CONTENT, within)
        else:
            left_out[path] = "no Markdown"
    for path in list_files(root, static):
        files[path] = NewPlace(STATIC, path.removeprefix(f"{static}/"))
    return OldSite(tuple(texts), files, left_out)


def _text(root: Path, path: str, within: str, settings: Mapping[str, Any]) -> OldText:
    text = read_text(root, path)
    head = head_of(text, path)
    name, lang = _name_of(within, settings)
    keys: dict[str, Value] = {"lang": lang} if lang and not (head and head.text_of("lang")) else {}
    if head is None:
        return OldText(path, within, (), text, keys)
    address = head.own_address or _address(head, name, settings)
    if lang and lang != settings.get("defaultcontentlanguage", "en"):
        address = slashed(f"{lang}/{address}")
    is_post = bool(head.text_of("date")) or within.partition("/")[0] in _OF_POSTS
    return OldText(path, within if is_post else f"pages/{within}", (address,) if address else (), text, keys)


def _name_of(within: str, settings: Mapping[str, Any]) -> tuple[str, str]:
    """The path of a text without suffix and ``index``, and its language."""
    name = within.rpartition(".")[0]
    languages = settings.get("languages")
    stem, _, code = name.rpartition(".")
    lang = code if stem and isinstance(languages, Mapping) and code in languages else ""
    name = stem if lang else name
    return (posixpath.dirname(name) if posixpath.basename(name) == "index" else name), lang


def _address(head: Head, name: str, settings: Mapping[str, Any]) -> str:
    section, base = name.partition("/")[0] if "/" in name else "", posixpath.basename(name)
    slug = _segment(head.text_of("slug") or base)
    pattern = _pattern(settings, section)
    values = {
        **date_values(head.day),
        "section": section, "sections": _segment(posixpath.dirname(name)), "slug": slug,
        "title": _segment(head.text_of("title")), "filename": _segment(base),
        "contentbasename": _segment(base), "slugorfilename": slug, "slugorcontentbasename": slug,
    }  # fmt: skip
    address = fill(pattern, values) if pattern else slashed(f"{_segment(posixpath.dirname(name))}/{slug}")
    if not address or address == "/":
        return ""
    return f"{address.rstrip('/')}.html" if settings.get("uglyurls") is True else f"{address.rstrip('/')}/"


def _pattern(settings: Mapping[str, Any], section: str) -> str:
    """The pattern of a section's addresses, if it has one."""
    patterns = settings.get("permalinks")
    patterns = patterns if isinstance(patterns, Mapping) else {}
    of_pages = patterns.get("page")
    return text_of(of_pages if isinstance(of_pages, Mapping) else patterns, section)


def _segment(text: str) -> str:
    """A part of an address as Hugo writes it."""
    return re.sub(r"[\s-]+", "-", _NOT_IN_PATHS.sub("", text.strip())).strip("-").lower()

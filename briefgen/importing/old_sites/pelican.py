"""Read the content of a Pelican site."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from briefgen.config.folders import is_article
from briefgen.importing.old_sites.address_patterns import hyphenated, slashed
from briefgen.importing.old_sites.old_site import (
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

_TOKEN = re.compile(r"\{(\w+)(?::([^{}]+))?\}")


def read(root: Path) -> OldSite:
    """The articles, pages and files of a Pelican site."""
    settings = {**read_settings(root, "pelicanconf.py"), **read_settings(root, "publishconf.py")}
    content = text_of(settings, "PATH", "content").strip("./")
    texts, files, left_out = [], {}, {}
    for path in list_files(root, content):
        within = path.removeprefix(f"{content}/")
        if is_article(path):
            texts.append(_text(root, path, within, settings))
        elif is_media(path):
            files[path] = NewPlace(STATIC, within.removeprefix("extra/"))
        else:
            left_out[path] = "no Markdown"
    return OldSite(tuple(texts), files, left_out)


def _text(root: Path, path: str, within: str, settings: Mapping[str, Any]) -> OldText:
    text = read_text(root, path)
    head = head_of(text, path)
    folder = within.partition("/")[0] if "/" in within else ""
    is_page = folder in _paths(settings, "PAGE_PATHS", ["pages"])
    target = f"pages/{within.partition('/')[2]}" if is_page else within
    if head is None:
        return OldText(path, target, (), text)
    values = head.declared.values
    category = next(iter((*values["topic"], *values["topics"])), "")
    keys: dict[str, Value] = {}
    if folder and not category and not is_page and settings.get("USE_FOLDER_AS_CATEGORY", True):
        category = posixpath.basename(posixpath.dirname(within))
        keys = {"category": category}
    address = head.own_address or _address(head, within, category, settings, is_page)
    return OldText(path, target, (address,) if address else (), text, keys)


def _address(head: Head, within: str, category: str, settings: Mapping[str, Any], is_page: bool) -> str:
    kind, default = ("PAGE", "pages/{slug}.html") if is_page else ("ARTICLE", "{slug}.html")
    pattern = text_of(settings, f"{kind}_URL", text_of(settings, f"{kind}_SAVE_AS", default))
    name = posixpath.basename(within).rpartition(".")[0]
    by_name = settings.get("SLUGIFY_SOURCE") == "basename"
    slug = head.text_of("slug") or _slug(name if by_name else head.text_of("title") or name)
    values = {
        "slug": slug, "lang": head.text_of("lang") or text_of(settings, "DEFAULT_LANG", "en"),
        "category": _slug(category or text_of(settings, "DEFAULT_CATEGORY", "misc")),
        "author": _slug(head.text_of("author") or text_of(settings, "AUTHOR")), "base_name": name,
    }  # fmt: skip
    day = head.day
    address = pattern
    for token in _TOKEN.finditer(pattern):
        known = day.strftime(token[2] or "%Y-%m-%d") if day and token[1] == "date" else values.get(token[1])
        if not known:
            return ""
        address = address.replace(token[0], known)
    return slashed(address.removesuffix("index.html"))


def _paths(settings: Mapping[str, Any], name: str, default: Sequence[str]) -> Sequence[str]:
    value = settings.get(name, default)
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _slug(text: str) -> str:
    """A slug as Pelican makes it: ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return hyphenated(plain).strip("-_").lower()

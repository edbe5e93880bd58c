"""Read the content of a Jekyll site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from briefgen.config.folders import is_article
from briefgen.importing.old_sites.address_patterns import date_values, fill, slashed
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
from briefgen.reading.prepare import day_of_name
from briefgen.util.text import slugify

_STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "weekdate": "/:categories/:year/W:week/:short_day/:title.html",
    "none": "/:categories/:title.html",
}
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")
_META = frozenset({"readme", "license", "changelog", "contributing", "404", "code_of_conduct"})
_OUTPUT_EXT = ":output_ext"


def read(root: Path) -> OldSite:
    """The posts, drafts, pages and files of a Jekyll site."""
    settings = read_settings(root, "_config.yml", "_config.yaml", "_config.toml")
    source = text_of(settings, "source", ".").strip("./")
    texts, files, left_out = [], {}, {}
    for path in list_files(root, source):
        within = path.removeprefix(f"{source}/") if source else path
        folders, name = within.split("/")[:-1], posixpath.basename(within)
        of_posts = "_posts" in folders or "_drafts" in folders
        if of_posts and is_article(path):
            texts.append(_post(root, path, within, settings))
        elif any(one.startswith("_") for one in folders):
            if is_article(path):
                left_out[path] = f"it belongs to the collection {folders[0]}"
        elif is_media(path):
            files[path] = NewPlace(STATIC, within)
        elif is_article(path) and name.partition(".")[0].lower() not in _META:
            if page := _page(root, path, within, settings):
                texts.append(page)
        elif of_posts or name.endswith(".html"):
            left_out[path] = "no Markdown"
    return OldSite(tuple(texts), files, left_out)


def _post(root: Path, path: str, within: str, settings: Mapping[str, Any]) -> OldText:
    text = read_text(root, path)
    head = head_of(text, path)
    parts = within.split("/")
    kept = [part for part in parts if part not in ("_posts", "_drafts")]
    keys = {"draft": True} if "_drafts" in parts else {}
    if head is None or keys:
        return OldText(path, "/".join(kept), (), text, keys)
    address = head.own_address or _address(head, path, kept[:-1], settings)
    return OldText(path, "/".join(kept), (address,) if address else (), text)


def _address(head: Head, path: str, folders: list[str], settings: Mapping[str, Any]) -> str:
    name = _DATE.sub("", posixpath.basename(path).rpartition(".")[0])
    day = head.day or (date.fromisoformat(iso) if (iso := day_of_name(path)) else None)
    style = text_of(settings, "permalink", "date")
    values = head.declared.values
    categories = [*folders, *map(slugify, values["topic"] or values["topics"])]
    tokens = {
        **date_values(day),
        "title": head.text_of("slug") or name, "slug": slugify(head.text_of("slug") or name),
        "categories": "/".join(dict.fromkeys(categories)), "name": name,
        "short_day": f"{day:%a}" if day else "",
    }  # fmt: skip
    pattern = _STYLES.get(style, style).replace(_OUTPUT_EXT, ".html")
    address = fill(pattern, tokens)
    return address if not address or address.endswith(("/", ".html")) else f"{address}.html"


def _page(root: Path, path: str, within: str, settings: Mapping[str, Any]) -> OldText | None:
    """A page, or None for the home page and files without front matter.

    Jekyll leaves those alone.
    """
    text = read_text(root, path)
    head = head_of(text, path)
    name = within.rpartition(".")[0]
    if head is None or head.parts.head is None or name == "index":
        return None
    pretty = text_of(settings, "permalink") == "pretty" or text_of(settings, "permalink").endswith("/")
    plain = slashed(f"{name.removesuffix('index')}" if name.endswith("/index") else name)
    address = head.own_address or (
        plain if plain.endswith("/") else f"{plain}/" if pretty else f"{plain}.html"
    )
    return OldText(path, f"pages/{within}", (address,), text)

"""Read the content of a site made by MkDocs with Material's blog."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
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
    day_of,
    head_of,
    read_text,
)
from briefgen.importing.old_sites.site_files import is_media, list_files
from briefgen.importing.old_sites.site_settings import read_settings, text_of
from briefgen.schema.yaml_edit import Value

_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
_DATE_PARTS = (("yyyy", "%Y"), ("MM", "%m"), ("dd", "%d"))
_TOKEN = re.compile(r"\{(\w+)\}")


def read(root: Path) -> OldSite:
    """The posts, pages and files of a MkDocs site."""
    settings = read_settings(root, "mkdocs.yml", "mkdocs.yaml")
    docs, blog = text_of(settings, "docs_dir", "docs").strip("./"), _blog(settings)
    folder = text_of(blog, "blog_dir", "blog").strip("/.")
    of_posts = text_of(blog, "post_dir", "{blog}/posts").replace("{blog}", folder).strip("/")
    texts, files, left_out = [], {}, {}
    for path in list_files(root, docs):
        within = path.removeprefix(f"{docs}/")
        if is_media(path):
            files[path] = NewPlace(STATIC, within)
        elif within in ("index.md", f"{folder}/index.md".lstrip("/")):
            left_out[path] = "the text of the home page"
        elif is_article(path):
            text = OldText(path, f"pages/{within}", (_page_address(within, settings),), read_text(root, path))
            in_blog = within.startswith(f"{of_posts}/")
            own = within.removeprefix(f"{of_posts}/")
            texts.append(_post(text._replace(target=own), folder, settings) if in_blog else text)
    return OldSite(tuple(texts), files, left_out)


def _page_address(within: str, settings: Mapping[str, Any]) -> str:
    name = within.rpartition(".")[0]
    folder = posixpath.dirname(name) if posixpath.basename(name) in ("index", "README") else name
    return slashed(f"{folder}/" if _has_folders(settings) else f"{name}.html")


def _post(text: OldText, folder: str, settings: Mapping[str, Any]) -> OldText:
    head = head_of(text.text, text.path)
    address = _post_address(head, text.path, folder, settings) if head else ""
    return text._replace(addresses=(address,) if address else (), keys=_dates(head) if head else {})


def _blog(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """The options of the blog plugin."""
    plugins = settings.get("plugins")
    entries = plugins.items() if isinstance(plugins, Mapping) else _pairs(plugins)
    for name, options in entries:
        if str(name).rpartition("/")[2] == "blog" and isinstance(options, Mapping):
            return options
    return {}


def _pairs(plugins: Any) -> list[tuple[Any, Any]]:
    rows = plugins if isinstance(plugins, list) else []
    return [pair for row in rows if isinstance(row, Mapping) for pair in row.items()]


def _has_folders(settings: Mapping[str, Any]) -> bool:
    return settings.get("use_directory_urls", True) is not False


def _dates(head: Head) -> dict[str, Value]:
    """The dates of a post that has them in a mapping."""
    dates = head.written.get("date")
    if not isinstance(dates, Mapping):
        return {}
    named = {"date": dates.get("created"), "updated": dates.get("updated")}
    return {name: str(value) for name, value in named.items() if value}


def _post_address(head: Head, path: str, folder: str, settings: Mapping[str, Any]) -> str:
    blog, day = _blog(settings), head.day or day_of(str(_dates(head).get("date", "")))
    if day is None:
        return ""
    form = text_of(blog, "post_url_date_format", "yyyy/MM/dd")
    for part, own in _DATE_PARTS:
        form = form.replace(part, own)
    categories = head.declared.values["topic"] or head.declared.values["topics"]
    values = {
        "date": day.strftime(form), "slug": head.text_of("slug") or _slug(_title(head, path)),
        "file": posixpath.basename(path).rpartition(".")[0],
        "categories": "/".join(map(_slug, categories[:1])),
    }  # fmt: skip
    pattern = text_of(blog, "post_url_format", "{date}/{slug}")
    if any(token[1] not in values for token in _TOKEN.finditer(pattern)):
        return ""
    address = _TOKEN.sub(lambda token: values[token[1]], pattern)
    return slashed(f"{folder}/{address}{'/' if _has_folders(settings) else '.html'}")


def _title(head: Head, path: str) -> str:
    heading = _HEADING.search(head.parts.body)
    return head.text_of("title") or (heading[1] if heading else posixpath.basename(path).rpartition(".")[0])


def _slug(text: str) -> str:
    """A slug as Material makes it: words in lower case joined by hyphens."""
    return hyphenated(text).lower()

"""Read the export of a Ghost site, with the pictures of its content folder."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from briefgen.importing.document import refusal
from briefgen.importing.ghost import data_of, names_of, publication_of, rows_of
from briefgen.importing.old_sites.address_patterns import date_values, fill
from briefgen.importing.old_sites.export_html import Loss
from briefgen.importing.old_sites.exported_text import (
    NOWHERE,
    ExportedFiles,
    ExportedText,
    counted,
    lost,
    old_site,
)
from briefgen.importing.old_sites.old_site import ExportOptions, OldSite, day_of
from briefgen.importing.old_sites.site_files import is_media, list_files
from briefgen.importing.old_sites.site_settings import read_settings
from briefgen.model import Diagnostic
from briefgen.reading.publication import why_draft
from briefgen.util.text import slugify

_SITE = "__GHOST_URL__"
_PATTERN = re.compile(r"\{([a-z_]+)\}")
_STORES = ("images", "media", "files")


def read(path: Path, options: ExportOptions) -> OldSite:
    """The posts and pages of an export.

    Raises:
        BriefgenError: when there is no export, or it is broken.
    """
    folder = path if path.is_dir() else path.parent
    file, data = _export(path, folder)
    home = options.home or NOWHERE
    authors = names_of(data, "users", "posts_authors", "author_id")
    tags = names_of(data, "tags", "posts_tags", "tag_id")
    more = {str(row.get("post_id")): row for row in rows_of(data, "posts_meta")}
    form = _address_form(data, folder)
    texts: list[ExportedText] = []
    problems: list[Diagnostic] = []
    left_out: Counter[str] = Counter()
    for row in rows_of(data, "posts"):
        key = str(row.get("id") or row.get("slug"))
        publication = publication_of(row)
        if publication.left_out and not _is_page(row):
            left_out[publication.left_out.many] += 1
            continue
        whole = {**more.get(key, {}), **{name: value for name, value in row.items() if value is not None}}
        fields = _fields(whole, authors[key], [tag for tag in tags[key] if not tag.startswith("#")])
        if why_draft(publication.reason, str(fields["date"]) or "0", options.now):
            fields["draft"] = True
        text = _text(file, whole, fields, form, home)
        texts.append(text)
        problems += _code_of(whole, text)
    problems += counted(file, left_out)
    return old_site(texts, options.home, _content(folder), problems=problems)


def _export(path: Path, folder: Path) -> tuple[str, Mapping[str, Any]]:
    """The name of the export's file, and its tables."""
    names = [path.name] if path.is_file() else [one for one in list_files(folder) if one.endswith(".json")]
    for name in names:
        try:
            data = data_of(json.loads((folder / name).read_text("utf-8-sig")))
        except (ValueError, RecursionError) as error:
            if path.is_file():
                raise refusal(name, f"this is not JSON: {error}", "export the site again") from None
            continue
        if data:
            return name, data
    raise refusal(path.as_posix(), "there is no Ghost export in it", "export the site as JSON")


def _is_page(row: Mapping[str, Any]) -> bool:
    return row.get("type") == "page" or row.get("page") in (1, True, "1")


def _text(file: str, row: Mapping[str, Any], fields: dict[str, Any], form: str, home: str) -> ExportedText:
    slug = str(row.get("slug") or slugify(str(row.get("title") or "")) or row.get("id"))
    html = str(row.get("html") or "")
    if not html:
        html = "".join(f"<p>{escape(part)}</p>" for part in str(row.get("plaintext") or "").split("\n\n"))
    html = html.replace(_SITE, home.rstrip("/"))
    day = str(fields["date"])[:10]
    name = slugify(slug) or str(row.get("id"))
    target = f"pages/{name}.md" if _is_page(row) else f"{day[:4]}/{day}-{name}.md" if day else f"{name}.md"
    if fields.get("image"):
        fields["image"] = str(fields["image"]).replace(_SITE, home.rstrip("/"))
    is_public = not fields.get("draft")
    address = f"/{slug}/" if _is_page(row) else fill(form, _values(slug, row, day))
    return ExportedText(
        f"{file}#{slug}", target, html, fields, (address,) if is_public and address else (), file
    )


def _fields(row: Mapping[str, Any], authors: list[str], tags: list[str]) -> dict[str, Any]:
    updated, date = _moment(row.get("updated_at")), _moment(row.get("published_at") or row.get("created_at"))
    return {
        "title": str(row.get("title") or row.get("slug") or ""),
        "date": date,
        "updated": updated if updated > date else "",
        "author": ", ".join(authors),
        "tags": tags,
        "lang": row.get("locale") or "",
        "url": row.get("canonical_url") or "",
        "summary": " ".join(str(row.get("custom_excerpt") or row.get("meta_description") or "").split()),
        "image": row.get("feature_image") or "",
        "image_alt": row.get("feature_image_alt") or "",
        "image_caption": re.sub(r"<[^>]*>", "", str(row.get("feature_image_caption") or "")),
    }


def _moment(value: Any) -> str:
    """A date of the export; older ones count milliseconds."""
    if isinstance(value, int):
        from datetime import UTC, datetime

        return datetime.fromtimestamp(value / 1000, UTC).isoformat(" ", "seconds")
    return str(value or "")


def _values(slug: str, row: Mapping[str, Any], day: str) -> Mapping[str, str]:
    return {**date_values(day_of(day) if day else None), "slug": slug, "id": str(row.get("id") or "")}


def _address_form(data: Mapping[str, Any], folder: Path) -> str:
    """The pattern of the posts' addresses, from ``routes.yaml`` or the settings of older versions."""
    names = ("routes.yaml", "settings/routes.yaml", "content/settings/routes.yaml")
    collections = read_settings(folder, *names).get("collections")
    for collection in collections.values() if isinstance(collections, Mapping) else ():
        if isinstance(collection, Mapping) and isinstance(collection.get("permalink"), str):
            return _PATTERN.sub(r":\1", collection["permalink"])
    rows = {str(row.get("key")): str(row.get("value") or "") for row in rows_of(data, "settings")}
    return rows.get("permalinks") or "/:slug/"


def _code_of(row: Mapping[str, Any], text: ExportedText) -> Iterator[Diagnostic]:
    """Code that the theme of the old site put around a post."""
    for name in ("codeinjection_head", "codeinjection_foot"):
        if row.get(name):
            yield lost(text, Loss("injected code", 0))


def _content(folder: Path) -> ExportedFiles:
    """The pictures and downloads of the content folder beside an export."""
    paths: dict[str, str] = {}
    for above in ("content", ""):
        for store in _STORES:
            base = f"{above}/{store}".lstrip("/")
            for path in list_files(folder, base):
                if is_media(path):
                    paths.setdefault(f"{store}/{path.removeprefix(f'{base}/')}", path)
    return ExportedFiles("content", paths)

"""Read the export of a Substack publication: ``posts.csv`` and a folder of posts."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from briefgen.importing.document import refusal
from briefgen.importing.old_sites.exported_text import ExportedFiles, ExportedText, counted, old_site
from briefgen.importing.old_sites.old_site import ExportOptions, OldSite, read_text
from briefgen.importing.old_sites.site_files import list_files
from briefgen.util.text import slugify

_NUMBER = re.compile(r"^\d+\.")
_SIZED = re.compile(
    r"https://(?:cdn\.)?substackcdn?\.com/image/fetch/[^\"'\s<>]*?(https%3A%2F%2F[^\"'\s<>,]+)"
)
"""A picture in another size; the address of the whole one stands at its end."""


def read(path: Path, options: ExportOptions) -> OldSite:
    """The posts and pages of an export; lists of readers are not read.

    Raises:
        BriefgenError: when there is no ``posts.csv``.
    """
    name = next((one for one in list_files(path) if one.rpartition("/")[2] == "posts.csv"), "")
    if not name:
        raise refusal(
            path.as_posix(), "there is no posts.csv in it", "name the folder or archive of the export"
        )
    folder = name.removesuffix("posts.csv")
    files = {one.rpartition("/")[2].removesuffix(".html"): one for one in list_files(path, f"{folder}posts")}
    left_out: Counter[str] = Counter()
    texts = []
    for row in csv.DictReader(StringIO(read_text(path, name))):
        key = (row.get("post_id") or "").strip()
        html = read_text(path, files[key]) if key in files else ""
        if html.strip() or row.get("podcast_url"):
            texts.append(_text(row, key, files.get(key, name), html))
        else:
            left_out["posts without text"] += 1
    return old_site(texts, options.home, ExportedFiles(), problems=[*counted(name, left_out)])


def _text(row: Mapping[str, Any], key: str, origin: str, html: str) -> ExportedText:
    slug = _NUMBER.sub("", key) or key
    date = str(row.get("post_date") or row.get("email_sent_at") or "").strip()
    is_page, day = row.get("type") == "page", date[:10]
    is_public = (
        str(row.get("is_published")).strip().lower() == "true"
        and str(row.get("audience") or "everyone").strip() == "everyone"
    )
    fields: dict[str, Any] = {
        "title": (row.get("title") or "").strip() or slug,
        "date": date,
        "summary": " ".join((row.get("subtitle") or "").split()),
    }
    if not is_public:
        fields["draft"] = True
    name = slugify(slug) or key
    target = f"pages/{name}.md" if is_page else f"{day[:4]}/{day}-{name}.md" if day else f"{name}.md"
    addresses = (f"/p/{slug}", *([f"/{slug}"] if is_page else [])) if is_public else ()
    html = "".join([*_player(row), _SIZED.sub(lambda match: unquote(match[1]), html)])
    return ExportedText(
        origin if origin.endswith(".html") else f"{origin}#{key}", target, html, fields, addresses, origin, 1
    )


def _player(row: Mapping[str, Any]) -> Iterator[str]:
    if url := (row.get("podcast_url") or "").strip():
        yield f'<audio src="{url}"></audio>'

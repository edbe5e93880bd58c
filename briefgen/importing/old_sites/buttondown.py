"""Read the export of a Buttondown newsletter: a table, and a file for each email."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from briefgen.importing.document import refusal
from briefgen.importing.old_sites.exported_text import ExportedFiles, ExportedText, counted, old_site
from briefgen.importing.old_sites.old_site import ExportOptions, OldSite, head_of, read_text
from briefgen.importing.old_sites.site_files import is_media, list_files
from briefgen.reading.publication import of_status, why_draft
from briefgen.util.text import slugify

_MODE = re.compile(r"\s*<!--\s*buttondown-editor-mode:\s*(\w+)\s*-->\s*")
_ADDRESS = re.compile(r"https?://[^/]+(?:/[^/]+)?(?=/archive/)")
"""The part of an email's address before its place in the archive."""
_TABLES = ("emails.json", "emails.csv")
_PUBLIC = frozenset({"", "public", "archival"})
_SENT = frozenset({"", "sent", "imported", "published", "in_flight", "about_to_send", "resending"})
_BODY = "body"


class _Email(NamedTuple):
    """An email of the newsletter: its file, and its values by column."""

    path: str
    values: Mapping[str, Any]

    def text(self, name: str) -> str:
        """The value of a column that is a text."""
        value = self.values.get(name)
        return value.strip() if isinstance(value, str) else ""

    @property
    def slug(self) -> str:
        return self.text("slug") or slugify(self.text("subject")) or self.text("id")

    @property
    def target(self) -> str:
        day, name = self.text("publish_date")[:10], slugify(self.slug) or self.text("id")
        return f"{day[:4]}/{day}-{name}.md" if day else f"{name}.md"

    @property
    def address(self) -> str:
        """Its place in the archive of the newsletter's own host."""
        return f"/archive/{self.slug}/"


def read(path: Path, options: ExportOptions) -> OldSite:
    """The emails of an export: those that its archive shows are public.

    Raises:
        BriefgenError: when there are no emails.
    """
    folder = path if path.is_dir() else path.parent
    names = [path.name] if path.is_file() else [*list_files(folder)]
    emails = _emails(folder, names)
    if not emails:
        raise refusal(path.as_posix(), "there is no email in it", "name the folder or file of the export")
    reader = next(filter(None, (_ADDRESS.match(email.text("absolute_url")) for email in emails)), None)
    texts: list[ExportedText] = []
    left_out: Counter[str] = Counter()
    for email in emails:
        if of_status(email.text("status") or "sent").left_out:
            left_out["deleted emails"] += 1
        elif not email.text(_BODY):
            left_out["emails without text"] += 1
        else:
            texts.append(_text(email, reader[0] if reader else "", options))
    media = {
        name.partition("media/")[2]: name
        for name in (names if path.is_dir() else ())
        if is_media(name) and name.startswith("media/")
    }
    return old_site(
        texts, options.home, ExportedFiles("media", media), problems=[*counted(_table(names), left_out)]
    )


def _text(email: _Email, home: str, options: ExportOptions) -> ExportedText:
    reason = _unpublished(email, options)
    mode = _MODE.match(email.text(_BODY))
    body = email.text(_BODY)[mode.end() :] if mode else email.text(_BODY)
    is_html = bool(mode) and body.lstrip().startswith("<")
    return ExportedText(
        email.path,
        email.target,
        body if is_html else f"{body}\n",
        {**_fields(email), **({"draft": True} if reason else {})},
        () if reason else (email.address,),
        email.path,
        links=() if reason or not home else (f"{home}{email.address}",),
        is_markdown=not is_html,
    )


def _table(names: list[str]) -> str:
    """The name of the file that lists the emails."""
    return next((name for name in names if _is_table(name, names)), names[0])


def _emails(folder: Path, names: list[str]) -> list[_Email]:
    """Each email once, by the table of the export or its own front matter."""
    bodies = {
        Path(name).stem: name
        for name in names
        if name.endswith((".md", ".markdown")) and "snippets/" not in name
    }
    rows = [row for name in names if _is_table(name, names) for row in _rows(folder, name)]
    emails, seen = [], set()
    for row in rows:
        key = str(row.get("slug") or row.get("id") or "")
        file = bodies.get(key) or bodies.get(str(row.get("id") or ""))
        own = _of_file(folder, file) if file and not row.get(_BODY) else {}
        emails.append(_Email(file or f"emails#{key}", {**own, **row} if own else row))
        seen.add(file)
    return emails + [_Email(file, _of_file(folder, file)) for file in bodies.values() if file not in seen]


def _is_table(name: str, names: list[str]) -> bool:
    base = name.rpartition("/")[2]
    return base in _TABLES or (len(names) == 1 and base.endswith((".csv", ".json")))


def _rows(folder: Path, name: str) -> list[Mapping[str, Any]]:
    text = read_text(folder, name)
    if name.endswith(".csv"):
        csv.field_size_limit(50_000_000)
        return [*csv.DictReader(StringIO(text))]
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refusal(name, f"this is not JSON: {error}", "export the emails again") from None
    rows = data.get("results") if isinstance(data, Mapping) else data
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _of_file(folder: Path, name: str) -> Mapping[str, Any]:
    """The values in the front matter of an email's file, and its text."""
    text = read_text(folder, name)
    head = head_of(text, name)
    if head is None or head.parts.head is None:
        return {_BODY: text, "slug": Path(name).stem}
    return {"slug": Path(name).stem, **head.written, _BODY: head.parts.body}


def _unpublished(email: _Email, options: ExportOptions) -> str:
    """Why an email is not public: it was not sent, or not to everybody."""
    status, kind = email.text("status").lower(), email.text("email_type").lower()
    if kind not in _PUBLIC or email.text("archival_mode") == "disabled":
        return f"it is {kind or 'not archived'}"
    reason = "" if status in _SENT else of_status(status).reason
    if not reason and not email.text("publish_date"):
        return "it was not sent"
    return why_draft(reason, email.text("publish_date") or "0", options.now)


def _fields(email: _Email) -> dict[str, Any]:
    tags = email.values.get("tags")
    return {
        "title": email.text("subject") or email.slug,
        "date": email.text("publish_date"),
        "tags": [one for one in tags if isinstance(one, str)] if isinstance(tags, list) else [],
        "summary": " ".join(email.text("description").split()),
        "url": email.text("canonical_url"),
        "image": email.text("image"),
    }

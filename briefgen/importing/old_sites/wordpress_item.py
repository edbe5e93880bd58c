"""One item of a WordPress export: a post, a page, an attachment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from briefgen.importing.feed_elements import name_of
from briefgen.importing.html_blocks import blocks
from briefgen.importing.old_sites.members_only import is_for_subscribers
from briefgen.reading.publication import of_status, why_draft
from briefgen.util.text import slugify

_SUMMARIES = ("_yoast_wpseo_metadesc", "rank_math_description", "_aioseop_description")
_ELEMENTS = {"encoded": "content"}
_EXCERPT = "/excerpt/}"


def texts_of(node: Any) -> dict[str, str]:
    """The text of each child by its local name; the first of a name counts."""
    texts: dict[str, str] = {}
    for child in node:
        name = "excerpt" if _EXCERPT in str(child.tag) else _ELEMENTS.get(name_of(child), name_of(child))
        texts.setdefault(name, child.text or "")
    return texts


class WordPressItem(NamedTuple):
    """An item as the export has it.

    ``texts`` are its elements by name, ``meta`` its custom fields, ``terms`` its categories and tags by kind.
    """

    texts: Mapping[str, str]
    meta: Mapping[str, str]
    terms: Mapping[str, tuple[str, ...]]
    old_slugs: tuple[str, ...] = ()
    comments: int = 0

    @classmethod
    def of(cls, node: Any) -> WordPressItem:
        """Read an ``<item>``."""
        meta: dict[str, str] = {}
        terms: dict[str, tuple[str, ...]] = {}
        old, comments = [], 0
        for child in node:
            if name_of(child) == "postmeta":
                pair = texts_of(child)
                meta.setdefault(pair.get("meta_key", ""), pair.get("meta_value", ""))
                old += [pair.get("meta_value", "")] if pair.get("meta_key") == "_wp_old_slug" else []
            elif name_of(child) == "category" and child.get("domain"):
                kind, name = child.get("domain"), _plain(child.text or child.get("nicename", ""))
                is_default = kind == "category" and child.get("nicename") == "uncategorized"
                terms[kind] = (*terms.get(kind, ()), *([] if is_default or not name else [name]))
            comments += name_of(child) == "comment"
        return cls(texts_of(node), meta, terms, tuple(filter(None, old)), comments)

    @property
    def number(self) -> str:
        """Its id."""
        return self.texts.get("post_id", "").strip()

    @property
    def kind(self) -> str:
        """Its type, such as ``post``."""
        return self.texts.get("post_type", "post").strip()

    @property
    def status(self) -> str:
        """Its status, such as ``publish``."""
        return self.texts.get("status", "").strip()

    @property
    def title(self) -> str:
        """Its title without markup."""
        return _plain(self.texts.get("title", ""))

    @property
    def content(self) -> str:
        """Its text as WordPress stores it."""
        return self.texts.get("content", "")

    @property
    def excerpt(self) -> str:
        """What it says in short; of a picture, its caption."""
        return _plain(self.texts.get("excerpt", ""))

    @property
    def attachment(self) -> str:
        """The address of the file that it is."""
        return self.texts.get("attachment_url", "").strip()

    @property
    def picture_tag(self) -> str:
        """The picture that it is, with its caption."""
        alt = self.meta.get("_wp_attachment_image_alt", "")
        picture = f'<img src="{escape(self.attachment)}" alt="{escape(alt)}">'
        below = f"<figcaption>{escape(self.excerpt)}</figcaption>" if self.excerpt else ""
        return f"<figure>{picture}{below}</figure>"

    @property
    def slug(self) -> str:
        """Its part of its address."""
        return unquote(self.texts.get("post_name", "")).strip() or slugify(self.title) or self.number

    @property
    def date(self) -> str:
        """When it was or will be published, else when it was changed."""
        for name in ("post_date", "post_modified"):
            world, own = self._moment(f"{name}_gmt"), self._moment(name)
            if world or own:
                return f"{world}+00:00" if world else own
        return ""

    @property
    def authors(self) -> tuple[str, ...]:
        """The logins of its authors, or their names."""
        return self.terms.get("author") or tuple(filter(None, [self.texts.get("creator", "").strip()]))

    @property
    def fields(self) -> dict[str, Any]:
        """Its front matter, as far as it stands in itself."""
        changed, date = self._moment("post_modified_gmt"), self.date
        summary = self.excerpt or next((_plain(self.meta[one]) for one in _SUMMARIES if one in self.meta), "")
        is_changed = bool(changed) and f"{changed}+00:00" > date
        return {
            "title": self.title or self.slug,
            "date": date,
            "updated": f"{changed}+00:00" if is_changed else "",
            "topics": list(self.terms.get("category", ())),
            "tags": list(self.terms.get("post_tag", ())),
            "summary": "" if "%%" in summary else summary,
        }

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where readers found it: the present address, then those with earlier names."""
        link = self.texts.get("link", "").strip()
        path = unquote(urlsplit(link).path)
        own = unquote(self.texts.get("post_name", ""))
        if "?" in link and self.status != "publish":
            return ()  # nobody has read it yet
        if "?" in link or not own or not path.rstrip("/").endswith(own):
            return (link,) if link else ()
        start, end = path.rstrip("/")[: -len(own)], path[len(path.rstrip("/")) :]
        return (link, *(f"{start}{unquote(old)}{end}" for old in self.old_slugs))

    def unpublished(self, now: datetime) -> str:
        """Why it is not public; empty if it is, or will be on its date."""
        if self.texts.get("post_password", "").strip():
            return "it has a password"
        if is_for_subscribers(self.meta):
            return "it is for subscribers"
        return why_draft(of_status(self.status or "draft").reason, self.date, now)

    def target(self, items: Mapping[str, WordPressItem]) -> str:
        """Its file in the content folder; pages lie below the page above them."""
        name = slugify(self.slug) or self.number
        if self.kind == "page":
            return f"pages/{'/'.join([*self._above(items), name])}.md"
        day = (self._moment("post_date") or self.date)[:10]
        return f"{day[:4]}/{day}-{name}.md" if day else f"{name}.md"

    def _above(self, items: Mapping[str, WordPressItem]) -> list[str]:
        names: list[str] = []
        item = items.get(self.texts.get("post_parent", ""))
        while item and item.kind == "page" and len(names) < 10:
            names.insert(0, slugify(item.slug) or item.number)
            item = items.get(item.texts.get("post_parent", ""))
        return names

    def _moment(self, name: str) -> str:
        text = self.texts.get(name, "").strip()
        return "" if text.startswith("0000") or not re.match(r"\d{4}-\d\d-\d\d", text) else text


def _plain(html: str) -> str:
    return " ".join(line.text for line in blocks(html))

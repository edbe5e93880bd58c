"""Read what WordPress, Blogger and Atom say of an entry's status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefgen.reading.publication import PUBLIC, LeftOut, Publication, of_status

_WORDPRESS = "{http://wordpress.org/export/"
_BLOGGER = "{http://schemas.google.com/blogger/"
_KIND = "http://schemas.google.com/blogger/2008/kind#"
_YES = ("yes", "true", "1")


def of_entry(entry: Any) -> Publication:
    """Whether an entry is a public article, one that is kept back, or none."""
    own = {
        node.tag.rpartition("}")[2]: (node.text or "").strip()
        for node in entry
        if isinstance(node.tag, str) and node.tag.startswith((_WORDPRESS, _BLOGGER))
    }
    kind = own.get("post_type") or own.get("type", "").lower() or _blogger_kind(entry)
    if kind and kind != "post":
        return Publication(left_out=_left_out(kind))
    if any(_is_draft(node) for node in entry.iter()):
        return Publication("it is marked as a draft")
    return _by_status(own)


def _by_status(own: Mapping[str, str]) -> Publication:
    if own.get("post_password"):
        return Publication("it has a password")
    if own.get("trashed"):
        return of_status("trash")
    return of_status(own["status"]) if own.get("status") else PUBLIC


def date_of(entry: Any) -> str:
    """The date of a post of WordPress, whose drafts have none in ``pubDate``.

    That of its last change.
    """
    texts = {node.tag.rpartition("}")[2]: (node.text or "") for node in entry if isinstance(node.tag, str)}
    names = ("post_date_gmt", "post_modified_gmt")
    dates = [texts.get(name, "").strip() for name in names]
    return next((f"{date}+00:00" for date in dates if date and not date.startswith("0000")), "")


def _blogger_kind(entry: Any) -> str:
    terms = [node.get("term", "") for node in entry if str(node.tag).endswith("}category")]
    return next((term.removeprefix(_KIND) for term in terms if term.startswith(_KIND)), "")


def _is_draft(node: Any) -> bool:
    """Whether an element is ``app:draft`` (RFC 5023), in its present or older namespace."""
    if not isinstance(node.tag, str) or node.tag.rpartition("}")[2] != "draft":
        return False
    is_control = "/app" in node.tag or "blogger" in node.tag
    return is_control and (node.text or "").strip().lower() in _YES


def _left_out(kind: str) -> LeftOut:
    """What an entry of another type is called, such as a page."""
    if kind in ("page", "attachment", "comment"):
        return LeftOut(kind, f"{kind}s")
    return LeftOut(f'item of type "{kind}"', f'items of type "{kind}"')

"""Read the export of a Ghost site: its posts, and whether each is public."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from briefgen.importing.document import DateClue, ImportedDocument, Input, refusal
from briefgen.importing.html_blocks import blocks
from briefgen.importing.plain_text import lines_of
from briefgen.model.diagnostics import BriefgenError
from briefgen.reading.publication import LeftOut, Publication, first, of_row, of_status

_DATES = ("published_at", "created_at")


def data_of(export: Any) -> Mapping[str, Any] | None:
    """The tables of an export, ``{"db": [{"data": …}]}`` or ``{"data": …}``; None for other JSON."""
    databases = export.get("db") if isinstance(export, dict) else None
    first_one = databases[0] if isinstance(databases, list) and databases else export
    data = first_one.get("data") if isinstance(first_one, dict) else None
    return data if isinstance(data, dict) and isinstance(data.get("posts"), list) else None


def read(payload: Input, data: Mapping[str, Any]) -> Iterator[ImportedDocument | BriefgenError | LeftOut]:
    """The posts of an export, which is loaded already."""
    authors = names_of(data, "users", "posts_authors", "author_id")
    tags = names_of(data, "tags", "posts_tags", "tag_id")
    for n, post in enumerate(data["posts"], 1):
        if not isinstance(post, dict):
            yield refusal(payload.origin, f"post {n} of this export is no object")
            continue
        publication = publication_of(post)
        if publication.left_out:
            yield publication.left_out
            continue
        html = str(post.get("html") or "")
        lines = tuple(blocks(html)) if html else lines_of(str(post.get("plaintext") or ""))
        key = str(post.get("id") or n)
        fields = {
            "title": post.get("title"),
            "updated": post.get("updated_at"),
            "url": post.get("canonical_url"),
            "summary": post.get("custom_excerpt"),
            "lang": post.get("locale"),
            "author": ", ".join(authors[key]) or post.get("author"),
            "tags": ", ".join(tags[key]) or post.get("tags"),
        }
        yield ImportedDocument(
            f"{payload.origin}#{n}",
            _alone(post, fields),
            ".json",
            lines,
            {name: str(value) for name, value in fields.items() if value},
            key,
            dates=tuple(DateClue(str(post[name])) for name in _DATES if post.get(name)),
            unpublished=publication.reason,
        )


def _alone(post: Mapping[str, Any], fields: Mapping[str, Any]) -> bytes:
    """The export of one post by itself, which can be read again."""
    own = {**post, "author": fields["author"], "tags": fields["tags"]}
    return json.dumps({"data": {"posts": [own]}}, ensure_ascii=False).encode()


def publication_of(post: Mapping[str, Any]) -> Publication:
    """Whether a post is public. A post that was only sent by mail is not."""
    if post.get("type") == "page" or post.get("page") in (1, True, "1"):
        return Publication(left_out=LeftOut("page", "pages"))
    status, visibility = str(post.get("status") or "draft"), str(post.get("visibility") or "public")
    if status == "sent":
        return Publication("it was sent by mail only")
    for_all = visibility == "public"
    limits = Publication() if for_all else Publication(f"its visibility is {visibility[:30]}")
    return first((of_status(status), limits, of_row(post)))


def names_of(data: Mapping[str, Any], table: str, joins: str, column: str) -> defaultdict[str, list[str]]:
    """The names in a table by the id of the post."""
    names = {str(row.get("id")): str(row.get("name") or "") for row in rows_of(data, table)}
    by_post: defaultdict[str, list[str]] = defaultdict(list)
    for row in sorted(rows_of(data, joins), key=lambda one: int(one.get("sort_order") or 0)):
        if name := names.get(str(row.get(column))):
            by_post[str(row.get("post_id"))].append(name)
    return by_post


def rows_of(data: Mapping[str, Any], table: str) -> list[Mapping[str, Any]]:
    """The rows of a table of an export."""
    rows = data.get(table)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []

"""Read the export of a WordPress site (WXR)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from briefgen.importing.document import Input, refusal
from briefgen.importing.feeds import parse
from briefgen.importing.formats import MOST_DUMP_BYTES
from briefgen.importing.old_sites.classic_editor import paragraphs
from briefgen.importing.old_sites.export_html import Loss
from briefgen.importing.old_sites.exported_text import (
    ExportedFiles,
    ExportedText,
    counted,
    lost,
    old_site,
    without_answer,
)
from briefgen.importing.old_sites.old_site import ExportOptions, OldSite
from briefgen.importing.old_sites.shortcodes import convert
from briefgen.importing.old_sites.site_files import is_media, list_files
from briefgen.importing.old_sites.wordpress_item import WordPressItem, texts_of
from briefgen.model import Diagnostic
from briefgen.reading.publication import EMPTY, TRASHED, of_status

UPLOADS = "wp-content/uploads"
_BLOCK = re.compile(r"<!--\s+wp:([a-z][\w/-]*)\s*(\{(?:(?!-->).)*\})?\s*/-->", re.DOTALL)
"""A block of the editor that a program fills in."""
_CONTENT_OR_NUMBER = re.compile(r"<content:encoded>|<wp:post_id>\s*(?:<!\[CDATA\[)?(\d+)")
_REF = re.compile(r'"ref"\s*:\s*(\d+)')
_IDLE = frozenset({"more", "nextpage", "spacer", "separator", "post-title", "post-date", "post-author"})
"""Blocks whose text the article has elsewhere, or that have none."""
_IN_SILENCE = frozenset({
    "attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache",
    "wp_block",
    "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation", "wp_font_family", "wp_font_face",
    "user_request", "acf-field", "acf-field-group",
})  # fmt: skip
"""Types of items that belong to the program and its theme."""


class _Export(NamedTuple):
    """One XML file of an export: its items, and the display names by login."""

    origin: str
    lines: Mapping[str, int]
    home: str
    items: tuple[WordPressItem, ...]
    authors: Mapping[str, str]


def read(path: Path, options: ExportOptions) -> OldSite:
    """The posts and pages of an export, with the uploads that lie beside it.

    Raises:
        BriefgenError: when there is no export, or it is broken.
    """
    folder = path if path.is_dir() else path.parent
    files = [path] if path.is_file() else [folder / name for name in list_files(folder) if _is_xml(name)]
    exports = [export for file in files if (export := _read_file(file, alone=path.is_file()))]
    if not exports:
        raise refusal(path.as_posix(), "there is no WordPress export in it", "export all content as XML")
    home = options.home or next((one.home for one in exports if one.home), "")
    items = [item for export in exports for item in export.items]
    shared = _Shared(
        {item.number: item for item in items},
        {login: name for one in exports for login, name in one.authors.items()},
        {item.number: item.picture_tag for item in items if item.attachment},
    )
    texts: list[ExportedText] = []
    problems: list[Diagnostic] = []
    for export in exports:
        counts: Counter[str] = Counter()
        for item in export.items:
            made = _text(export, item, shared, options)
            if isinstance(made, str):
                counts[made] += bool(made)
                continue
            texts.append(made)
            problems += _unfilled(made, shared.items)
        counts["comments"] += sum(item.comments for item in export.items)
        problems += counted(export.origin, +counts)
    queries = [one for text in texts for one in text.addresses[:1] if "?" in one]
    problems += without_answer(exports[0].origin, queries)
    return old_site(texts, home, _uploads(folder), problems=problems)


class _Shared(NamedTuple):
    """What the items of an export refer to; ``pictures`` are attachments by number."""

    items: Mapping[str, WordPressItem]
    authors: Mapping[str, str]
    pictures: Mapping[str, str]


def _is_xml(name: str) -> bool:
    return name.lower().endswith(".xml")


def _read_file(file: Path, *, alone: bool) -> _Export | None:
    """One XML file; None for one of a folder that is no export."""
    data = file.read_bytes()
    if b"wordpress.org/export/" not in data[:20_000] or len(data) > MOST_DUMP_BYTES:
        if not alone:
            return None
        raise refusal(file.name, "this is no WordPress export", "export all content as XML")
    root = parse(Input(file.name, data))
    channel = next((node for node in root if str(node.tag) == "channel"), root)
    own = texts_of(channel)
    text = data.decode("utf-8-sig", "replace")
    items = tuple(WordPressItem.of(node) for node in channel if str(node.tag) == "item")
    people = (texts_of(node) for node in channel if str(node.tag).endswith("}author"))
    authors = {one.get("author_login", ""): one.get("author_display_name", "") for one in people}
    return _Export(
        file.name, _content_lines(text), own.get("base_blog_url") or own.get("link", ""), items, authors
    )


def _text(
    export: _Export, item: WordPressItem, shared: _Shared, options: ExportOptions
) -> ExportedText | str:
    """The post or page of an item, else its kind; empty if ignored."""
    if item.kind not in ("post", "page"):
        return "" if item.kind in _IN_SILENCE else f'type "{item.kind}"'
    if item.status == "auto-draft" or not (item.title or item.content.strip()):
        return EMPTY.many
    if of_status(item.status).left_out:
        return TRASHED.many
    reason = item.unpublished(options.now)
    fields = {
        **item.fields,
        "author": ", ".join(shared.authors.get(name) or name for name in item.authors),
        **_picture(item, shared.items),
        **({"draft": True} if reason else {}),
    }
    is_old = "<!-- wp:" not in item.content
    html = _filled(convert(item.content, shared.pictures), shared.items)
    return ExportedText(
        f"{export.origin}#{item.number}",
        item.target(shared.items),
        paragraphs(html) if is_old else html,
        fields,
        () if reason else item.addresses,
        export.origin,
        export.lines.get(item.number, 0),
        original=item.content,
    )


def _picture(item: WordPressItem, items: Mapping[str, WordPressItem]) -> dict[str, str]:
    """The fields of an item's main picture."""
    picture = items.get(item.meta.get("_thumbnail_id", ""))
    if picture is None or not picture.attachment:
        return {}
    alt, caption = picture.meta.get("_wp_attachment_image_alt", ""), picture.excerpt
    return {"image": picture.attachment, "image_alt": alt, "image_caption": caption}


def _filled(html: str, items: Mapping[str, WordPressItem]) -> str:
    """The text with its reusable blocks filled in."""

    def fill(match: re.Match[str]) -> str:
        block = _block_of(match, items)
        return block.content if block else match[0]

    return _BLOCK.sub(fill, html)


def _block_of(match: re.Match[str], items: Mapping[str, WordPressItem]) -> WordPressItem | None:
    """The reusable block that a text names."""
    ref = _REF.search(match[2] or "")
    block = items.get(ref[1]) if match[1] == "block" and ref else None
    return block if block and block.kind == "wp_block" else None


def _unfilled(text: ExportedText, items: Mapping[str, WordPressItem]) -> Iterator[Diagnostic]:
    """The blocks that WordPress fills in when it shows a page."""
    for match in _BLOCK.finditer(text.original):
        if match[1] not in _IDLE and not _block_of(match, items):
            what = f'the block "{match[1]}", which WordPress fills in,'
            yield lost(text, Loss(what, text.original.count("\n", 0, match.start())))


def _content_lines(text: str) -> Mapping[str, int]:
    """The line at which the content of each item begins, by the item's number."""
    lines: dict[str, int] = {}
    line, begins, at = 1, 0, 0
    for match in _CONTENT_OR_NUMBER.finditer(text):
        line, at = line + text.count("\n", at, match.start()), match.start()
        if match[1]:
            lines.setdefault(match[1], begins)
        else:
            begins = line
    return lines


def _uploads(folder: Path) -> ExportedFiles:
    """The uploads beside an export, in the folders that WordPress and its hosts give them."""
    paths: dict[str, str] = {}
    for below in (UPLOADS, "uploads"):
        for path in list_files(folder, below):
            if is_media(path):
                paths.setdefault(path.removeprefix(f"{below}/"), path)
    for year in sorted(one.name for one in folder.iterdir() if re.fullmatch(r"(?:19|20)\d\d", one.name)):
        for path in list_files(folder, year):
            if is_media(path):
                paths.setdefault(path, path)
    return ExportedFiles(UPLOADS, paths)

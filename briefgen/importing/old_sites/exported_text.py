"""Make Markdown files of the posts and pages of an export."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from briefgen.importing.document import Inline, TextLine
from briefgen.importing.html_blocks import blocks
from briefgen.importing.markdown_writer import markdown
from briefgen.importing.old_sites.export_html import Loss, losses, plain_html
from briefgen.importing.old_sites.links import pieces
from briefgen.importing.old_sites.members_only import has_parts_for_members
from briefgen.importing.old_sites.old_site import CONTENT, STATIC, NewPlace, OldSite, OldText
from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import diagnostic
from briefgen.reading import frontmatter, page
from briefgen.schema.yaml_edit import Value, rewrite
from briefgen.util.text import plural
from briefgen.util.urls import host_of

NOWHERE = "https://old-site.invalid/"
"""The address of an old site that nobody named."""
_OF_PAGES = frozenset(one.name for one in page.FIELDS) - {"date"}
_OF_ARTICLES = tuple(one.name for one in frontmatter.FIELDS)
_TARGET = re.compile(r"(?P<before>\]\([ \t]*<?|^ {0,3}\[[^\]\n]+\]:[ \t]*<?)(?P<url>[^\s<>)]+)")
_IN_HTML = re.compile(r"""(?:src|href|data-src)\s*=\s*["'](?P<url>[^"']+)["']""")
_SIZE = re.compile(r"(?:-\d+x\d+|-scaled|-rotated|-e\d{10,})(?=\.\w+$)")
"""What WordPress adds to the name of a picture for a copy of another size."""


class ExportedText(NamedTuple):
    """A post or page of an export.

    ``path`` names it in messages, ``line`` is where its HTML begins in the file ``origin``. ``target`` is its
    place in the content folder. ``addresses`` is where readers found it, the present one first; ``links`` are
    other addresses that lead to it. With ``is_markdown``, ``html`` is Markdown, which stays as it is.
    ``original`` is the HTML as it stands in the export, if that is another one.
    """

    path: str
    target: str
    html: str
    fields: Mapping[str, Value]
    addresses: tuple[str, ...] = ()
    origin: str = ""
    line: int = 0
    links: tuple[str, ...] = ()
    is_markdown: bool = False
    original: str = ""

    @property
    def is_public(self) -> bool:
        """Whether it is no draft."""
        return not self.fields.get("draft")

    @property
    def urls(self) -> set[str]:
        """Whatever in it may be the address of a picture or download."""
        found = _TARGET.finditer(self.html) if self.is_markdown else _IN_HTML.finditer(self.html)
        return {match["url"] for match in found} | {str(self.fields.get("image", ""))}


@dataclass(frozen=True)
class ExportedFiles:
    """The pictures and downloads that lie beside an export.

    ``paths`` are by the part of their address below ``below``, such as ``wp-content/uploads``.
    """

    below: str = ""
    paths: Mapping[str, str] = field(default_factory=dict)

    def find(self, url: str) -> str:
        """The part of an address that names its file; empty if none does."""
        path = unquote(urlsplit(url).path).lstrip("/")
        _, mark, tail = path.partition(f"{self.below}/")
        names = (tail,) if mark else (path, path.removeprefix("content/"))
        return next((one for name in names for one in (name, _SIZE.sub("", name)) if one in self.paths), "")


@dataclass(frozen=True)
class NewLinks:
    """Where the links of an old site lead now. ``hosts`` are those that it had."""

    home: str
    hosts: frozenset[str]
    targets: Mapping[str, str]
    files: ExportedFiles
    public: frozenset[str]

    def file_place(self, tail: str, target: str) -> NewPlace:
        """Where a file goes: to its old address, or beside drafts that alone show it."""
        if tail in self.public:
            return NewPlace(STATIC, f"{self.files.below}/{tail}".lstrip("/"))
        return NewPlace(CONTENT, posixpath.join(posixpath.dirname(target), posixpath.basename(tail)))

    def moved(self, url: str, target: str) -> str:
        """The link from the text at ``target`` to an address of the old site."""
        if tail := self.files.find(url):
            place = self.file_place(tail, target)
            return f"/{place.path}" if place.folder == STATIC else posixpath.basename(place.path)
        to = self.targets.get(link_key(url, self.home)) if self._is_own(url) else None
        if to:
            mark = urlsplit(url).fragment
            return posixpath.relpath(to, posixpath.dirname(target) or ".") + (f"#{mark}" if mark else "")
        return "/" + url.removeprefix(NOWHERE) if url.startswith(NOWHERE) else url

    def _is_own(self, url: str) -> bool:
        return host_of(url).removeprefix("www.") in self.hosts


def link_key(url: str, home: str) -> str:
    """An address of the old site in one spelling."""
    parts = urlsplit(url if "://" in url else home.rstrip("/") + "/" + url.lstrip("/"))
    number = re.fullmatch(r"(?:p|page_id)=\d+", parts.query)
    return f"{unquote(parts.path).rstrip('/')}{f'?{parts.query}' if number else ''}"


def old_site(
    texts: Sequence[ExportedText], home: str, files: ExportedFiles, problems: Sequence[Diagnostic] = ()
) -> OldSite:
    """The texts of an export as Markdown, with the files that they show.

    A text with parts for members only becomes a draft.
    """
    partly = [one for one in texts if one.is_public and has_parts_for_members(one.original or one.html)]
    paths = {one.path for one in partly}
    texts = [_as_draft(one) if one.path in paths else one for one in texts]
    links = _links(texts, home or NOWHERE, files)
    places: dict[str, NewPlace] = {}
    for text in texts:
        for tail in sorted({files.find(url) for url in text.urls} - {""}):
            places[files.paths[tail]] = links.file_place(tail, text.target)
    made = tuple(_old_text(text, links) for text in texts)
    losses_of_texts = [one for text in texts for one in _left_out(text)]
    return OldSite(
        made, places, problems=(*problems, *map(_for_members, partly), *losses_of_texts), is_linked=True
    )


def _as_draft(text: ExportedText) -> ExportedText:
    return text._replace(fields={**text.fields, "draft": True}, addresses=(), links=())


def _for_members(text: ExportedText) -> Diagnostic:
    message = f'"{text.fields.get("title", text.path)}" becomes a draft: parts of it are for members only'
    hint = "take these parts out of the new file, and then draft: true"
    return diagnostic("import-left-out", Location(text.origin or text.path, text.line), message, hint)


def _links(texts: Iterable[ExportedText], home: str, files: ExportedFiles) -> NewLinks:
    targets: dict[str, str] = {}
    hosts, public = {host_of(home)}, set()
    for text in texts:
        for address in (*text.addresses, *text.links):
            targets.setdefault(link_key(address, home), text.target)
        hosts |= set(map(host_of, text.links))
        public |= {files.find(url) for url in text.urls} if text.is_public else set()
    own = frozenset(host.removeprefix("www.") for host in hosts - {""})
    return NewLinks(home, own, targets, files, frozenset(public - {""}))


def _old_text(text: ExportedText, links: NewLinks) -> OldText:
    image = str(text.fields.get("image", ""))
    fields = {**text.fields, "image": links.moved(image, text.target)} if image else text.fields
    if text.is_markdown:
        body = _relinked(text.html, text.target, links)
    else:
        body = markdown(
            _moved(line, text.target, links) for line in blocks(plain_html(text.html), links.home)
        )
    own = tuple(address for address in map(_path_of, text.addresses) if address)
    return OldText(text.path, text.target, own, composed(text.target, fields, body))


def _relinked(body: str, target: str, links: NewLinks) -> str:
    """A Markdown text whose links lead to the new places; code stays."""

    def moved(match: re.Match[str]) -> str:
        return f"{match['before']}{links.moved(match['url'], target)}"

    return "".join(piece if is_code else _TARGET.sub(moved, piece) for _, _, piece, is_code in pieces(body))


def _moved(line: TextLine, target: str, links: NewLinks) -> TextLine:
    kinds = (Inline.LINK, Inline.PICTURE)
    spans = [
        span._replace(url=links.moved(span.url, target)) if span.kind in kinds else span
        for span in line.spans
    ]
    return line._replace(spans=tuple(spans))


def composed(target: str, fields: Mapping[str, Value], body: str) -> str:
    """The text of a new file: its front matter and its body."""
    is_page = target.startswith("pages/")
    names = [name for name in _OF_ARTICLES if not is_page or name in _OF_PAGES]
    head = rewrite("", target, {name: fields[name] for name in names if fields.get(name)})
    return f"---\n{head}---\n\n{body}"


def _path_of(address: str) -> str:
    """The address as an alias.

    Empty for the home page, and for one that names a page by its query.
    """
    parts = urlsplit(address)
    path = unquote(parts.path)
    return "" if parts.query or not path.strip("/") else f"/{path.lstrip('/')}"


def _left_out(text: ExportedText) -> Iterator[Diagnostic]:
    for loss in () if text.is_markdown else losses(text.original or text.html):
        yield lost(text, loss)


def lost(text: ExportedText, loss: Loss) -> Diagnostic:
    """What to say of a part of a text that is not taken over."""
    message = f'{loss.what} in "{text.fields.get("title", text.path)}" is left out'
    line = text.line + loss.line if text.line else 0
    return diagnostic("import-left-out", Location(text.origin or text.path, line), message, loss.hint)


def counted(origin: str, kinds: Mapping[str, int]) -> Iterator[Diagnostic]:
    """One message for each kind of items that are left out."""
    for kind, count in sorted(kinds.items()):
        message = f"left out: {kind} ({count:,})"
        yield diagnostic("import-left-out", Location(origin), message)


def without_answer(origin: str, addresses: Sequence[str]) -> Iterator[Diagnostic]:
    """Report addresses with a query, which a static site cannot tell apart."""
    if addresses:
        message = (
            f"a static site cannot answer {plural(len(addresses), 'old address', 'old addresses')} "
            f"such as {addresses[0]}"
        )
        hint = "redirect them where the old site was, such as with the rules of its web server"
        yield diagnostic("import-address", Location(origin), message, hint)

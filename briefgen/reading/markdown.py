"""Convert cleaned lines to HTML, split where references stand.

markdown-it-py parses Markdown. In plain text, each line becomes one ``<p>``.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from functools import cache, cached_property
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from briefgen.config.folders import is_article
from briefgen.model import Location, Reference
from briefgen.model.reference import NAMED_PAGE
from briefgen.reading.bare_links import bare_link, linked_html
from briefgen.reading.foreign_markup import ForeignMarkup, mark_tasks
from briefgen.reading.plain_paragraphs import PieceKind, cut, plain_html
from briefgen.reading.sanitize import sanitize
from briefgen.util.text import without_controls
from briefgen.util.urls import WEB_SCHEMES, is_remote, is_safe, scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from briefgen.model import Diagnostic, Line
    from briefgen.reading.plain_paragraphs import Piece

ROLES = ("article", "briefing", "topic", "page")
"""Roles that refer to something on this site, such as {article}`slug` or {briefing}`topic/2022-03-31`."""

_ROLE = re.compile(rf"\{{({'|'.join(ROLES)})\}}`([^`\n]+)`")
_TITLED = re.compile(r"(.*\S)\s*<([^<>]+)>")
_BLOCK = re.compile(r"\s{0,3}(?:#{1,6}\s|>|```|~~~|\||[-*+]\s|\d{1,3}[.)]\s|\[\^?[^\]]+\]:|<)|\t|\s{4}")
_INLINE = re.compile(rf"\]\(\S|\[\^|\*\*\S[^*]*\*\*|\{{(?:{'|'.join(ROLES)})\}}`")
_SENTENCE_END = tuple('.!?…:;"”’»)]。！？')
# A link or picture of sanitised HTML, in which every tag has one form and no text holds a bare "<".
_RAW_LINK = re.compile(r'(?P<before><(?P<tag>a|img)(?: [a-z]+="[^"]*")*? (?:href|src)=")(?P<url>[^"]*)"')
_RAW_PICTURE = re.compile(r'<img(?: [a-z]+="[^"]*")*? src="([^"]*)"')
_SIMPLE_LINK = re.compile(r"https?://[a-z0-9]+(?:\.[a-z0-9]+)*(?:/[A-Za-z0-9./_-]*)?")
_RAW_UNWORDED = re.compile(r'<img(?: (?!alt=)[a-z]+="[^"]*")*>')
LONG = 80
"""Characters of a line that can only be a paragraph."""
MOST_TAGS = 20_000
"""With more ``<`` than this, HTML is shown as text: the sanitiser takes minutes over very deep nesting."""
MOST_MARKS = 50_000
"""With more ``MARKS`` than this, a body is shown as plain text: parsing may take minutes."""
MARKS = "[]*_`<>&|~^!{#=+-"


class Html(NamedTuple):
    """Safe HTML, split where references stand: ``parts[0] + references[0] + parts[1] ...``.

    ``unworded`` has the places of pictures without a description, ``images`` those of pictures of other
    sites. ``marks`` is not 0 when Markdown's marks
    are too many to parse, so that they are shown as text. ``foreign`` reports markup of other programs.
    """

    parts: tuple[str, ...]
    references: tuple[Reference, ...]
    refused: tuple[tuple[str, Location], ...]
    words: int
    marks: int = 0
    unworded: tuple[Location, ...] = ()
    images: tuple[Reference, ...] = ()
    foreign: tuple[Diagnostic, ...] = ()


def is_plain(lines: Sequence[Line], path: str) -> bool:
    """Whether each line is a paragraph and Markdown's characters are literal.

    This is so in a ``.txt`` file, and in a body as a scraper leaves it: several lines, none of them blank, a
    Markdown block or with a Markdown link or strong words, most of the text in long lines that end as
    sentences do. (Lines wrapped by an editor end in the middle of a sentence.)
    """
    if path.lower().endswith(".txt"):
        return True
    nonempty = [n for n, line in enumerate(lines) if line.text.strip()]
    texts = [line.text for line in lines[nonempty[0] : nonempty[-1] + 1]] if nonempty else []
    if not 2 <= len(texts) == len(nonempty) or any(_BLOCK.match(t) or _INLINE.search(t) for t in texts):
        return False
    long = [t for t in texts if len(t) >= LONG]
    ended = sum(t.rstrip().endswith(_SENTENCE_END) for t in long)
    return len(long) >= 2 and 2 * sum(map(len, long)) > sum(map(len, texts)) and 10 * ended >= 7 * len(long)


def to_html(lines: Sequence[Line], plain: bool, path: str, digest: str) -> Html:
    """Convert the lines of one article to safe HTML.

    ``digest``, of the article's source, makes the placeholders of references unguessable.
    """
    text = "\n".join([*(line.text for line in lines), ""])
    words, marks = len(text.split()), 0 if plain else _marks(text)
    if plain or marks:
        nonempty = filter(None, map(str.strip, without_controls(text).split("\n")))
        html = "".join([f"<p>{linked_html(line)}</p>\n" for line in nonempty])
        return Html((html,), (), (), words, marks)
    rendering = _Rendering(lines, text, path, digest)
    return rendering.result(words)


def _marks(text: str) -> int:
    """Count Markdown's marks, and lines, if they are too many to parse; else 0."""
    if len(text) <= MOST_MARKS:
        return 0
    count = sum(map(text.count, MARKS)) + len(list(filter(None, text.split("\n"))))
    return count if count > MOST_MARKS else 0


class _Rendering:
    """One body on its way through markdown-it-py: what its links refer to, and where."""

    def __init__(self, lines: Sequence[Line], text: str, path: str, digest: str) -> None:
        self.lines, self.text, self.path, self.mark = lines, text, path, f"ref-{digest}-"
        self.references: list[Reference] = []
        self.refused: list[tuple[str, Location]] = []
        self.unworded: list[Location] = []
        self.foreign = ForeignMarkup(ROLES)
        self.reached: dict[int, int] = {}

    @cached_property
    def starts(self) -> list[int]:
        """Where the lines of the text begin; only a body with links or roles asks."""
        return [0, *(at.end() for at in re.finditer("\n", self.text))]

    def result(self, words: int) -> Html:
        # A return within a line would be a line's end to the parser, and all later places wrong.
        text = without_controls(self.text.replace("\r", " "))
        markdown = _markdown(html=text.count("<") <= MOST_TAGS)
        pieces = [(piece, _tokens(piece, markdown)) for piece in cut(text)]
        if any(t.type == "heading_open" and t.tag == "h1" for _, tokens in pieces for t in tokens):
            _shift_headings(tokens for _, tokens in pieces)
        html = "".join(self._html(pieces, text, markdown))
        if "<" in text:  # else every tag is of a token
            html = _RAW_LINK.sub(self._raw_link, html)
            for _ in _RAW_UNWORDED.finditer(html):
                self.unworded.append(self._location(self._find((0, len(self.lines)), "<img", "<IMG") or 0))
        parts, numbers = _cut_at(self.mark, html)
        return Html(
            parts,
            tuple(self.references[n] for n in numbers),
            tuple(self.refused),
            words,
            0,
            tuple(self.unworded),
            tuple(self._images(html)),
            tuple(self.foreign.diagnostics()),
        )

    def _html(
        self, pieces: Iterable[tuple[Piece, list[Token]]], text: str, markdown: MarkdownIt
    ) -> Iterator[str]:
        """The HTML of each piece."""
        before, counted = 0, 0
        for piece, tokens in pieces:
            if piece.kind is PieceKind.PLAIN:
                yield plain_html(piece.text)
            else:
                before, counted = before + text.count("\n", counted, piece.start), piece.start
                yield self._marked_html(piece, tokens, before, markdown)

    def _marked_html(self, piece: Piece, tokens: list[Token], before: int, markdown: MarkdownIt) -> str:
        """The HTML of a piece with marks; ``before`` counts the lines above it."""
        mark_tasks(tokens)
        for token in tokens:
            if "style" in token.attrs:  # of a table's cell; pages forbid styles of an article's own
                token.attrs["class"] = str(token.attrs.pop("style")).replace("text-align:", "align-")
            if token.children or token.type == "html_block":
                first, last = token.map or (-before, len(self.lines) - before)
                if piece.kind is PieceKind.MARKED:
                    last = 1 + piece.text.rstrip("\n").count("\n")
                self._block(token, (before + first, before + last))
        html = str(markdown.renderer.render(tokens, markdown.options, {}))
        return sanitize(f"<p>{html}</p>\n" if piece.kind is PieceKind.MARKED else html)

    def _block(self, token: Token, block: Sequence[int]) -> None:
        """Note the links of a block, and other programs' markup in it."""
        self._links(token.children or [], block)
        self.foreign.note(token, lambda *needles: self._found(block, *needles))

    def _images(self, html: str) -> Iterator[Reference]:
        """The pictures of other sites."""
        for address in _RAW_PICTURE.findall(html) if "<img" in html else ():
            if is_remote(url := unescape(address)):
                yield Reference("image", url, self._place((0, len(self.lines)), url))

    def _found(self, block: Sequence[int], *needles: str) -> Location:
        match = self._find(block, *needles)
        return self._location(self._start(block[0]) if match is None else match)

    def _links(self, children: list[Token], block: Sequence[int]) -> None:
        for child in children:
            attribute = {"link_open": "href", "image": "src"}.get(child.type)
            if "role" in child.meta:
                self._role(child, block)
            elif attribute:
                self._link(child, attribute, block)

    def _role(self, child: Token, block: Sequence[int]) -> None:
        meta = child.meta
        if child.type == "text":
            child.content = self._refer(meta["role"], meta["target"], meta["at"], show="title")
        else:
            meta["at"] = self._location(self._find(block, meta["raw"]) or self._start(block[0]))
            child.attrs["href"] = self._refer(meta["role"], meta["target"], meta["at"])

    def _link(self, child: Token, attribute: str, block: Sequence[int]) -> None:
        url = str(child.attrs.get(attribute, ""))
        if attribute == "src" and not child.content.strip():
            self.unworded.append(self._place(block, url))
        if not is_safe(url) or (attribute == "src" and scheme(url) not in WEB_SCHEMES | {""}):
            self.refused.append((url, self._place(block, url)))
            child.attrs.pop(attribute)
            if attribute == "src":  # an img must have a source, so its words stand alone
                child.type, child.tag, child.children = "text", "", None
        elif target := self._relative(url, attribute):
            child.attrs[attribute] = self._refer(*target, self._place(block, url))

    def _raw_link(self, match: re.Match[str]) -> str:
        """Turn a relative link in raw HTML into a reference.

        This runs after sanitising, when HTML has one form.
        """
        url = unescape(match["url"])
        attribute = "src" if match["tag"] == "img" else "href"
        target = None if url.startswith(self.mark) else self._relative(url, attribute)
        if not target:
            return match[0]
        return f'{match["before"]}{self._refer(*target, self._place((0, len(self.lines)), url))}"'

    def _relative(self, url: str, attribute: str) -> tuple[str, str] | None:
        """(kind, target) of a link that stays within the site, or None."""
        target, _, anchor = url.partition("#")
        if scheme(url) or not target or url.startswith(("//", "?")):
            return None
        if url.startswith("/"):
            return "page", unquote(url)
        kind = "path" if attribute == "href" and is_article(target) else "file"
        file = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), unquote(target)))
        return kind, file + (f"#{anchor}" if anchor else "")

    def _refer(self, kind: str, target: str, at: Location, show: str = "address") -> str:
        """Record a reference and return its placeholder."""
        self.references.append(Reference(kind, target, at, show))
        return f"{self.mark}{len(self.references) - 1};"

    def _place(self, block: Sequence[int], url: str) -> Location:
        """Find a link's address: in the link itself, else in its definition."""
        match = self._find(block, f"]({url}", url, unquote(url))
        if match is None and (defined := self.text.find(f"]: {url}")) >= 0:
            match = defined + len("]: ")
        return self._location(self._start(block[0]) if match is None else match)

    def _find(self, block: Sequence[int], *needles: str) -> int | None:
        """Find the first needle after the last match in the block, else anywhere in it."""
        start, end = self._start(block[0]), self._start(block[1])
        reached = self.reached.get(block[0], start)
        for needle in dict.fromkeys(needles):
            for first, last in ((reached, end), (start, reached)):
                at = self.text.find(needle, first, last)
                if at >= 0:
                    self.reached[block[0]] = at + len(needle)
                    return at + 2 * needle.startswith("](")
        return None

    def _start(self, number: int) -> int:
        """Where a line of the text begins."""
        return self.starts[number] if number < len(self.starts) else len(self.text)

    def _location(self, at: int) -> Location:
        """The place in the file of a place in the text."""
        number = bisect_right(self.starts, at) - 1
        return Location(self.path, self.lines[number].number, at - self.starts[number] + 1)


def _tokens(piece: Piece, markdown: MarkdownIt) -> list[Token]:
    if piece.kind is PieceKind.PLAIN:
        return []
    if piece.kind is PieceKind.MARKED:
        return markdown.parseInline(piece.text.rstrip("\n"))
    return markdown.parse(piece.text)


def _shift_headings(pieces: Iterable[list[Token]]) -> None:
    """Every heading a level down, since the page's first is its title."""
    for tokens in pieces:
        for token in tokens:
            if token.type in ("heading_open", "heading_close"):
                token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"


def _cut_at(mark: str, html: str) -> tuple[tuple[str, ...], list[int]]:
    """``html`` cut at the place-holders ``<mark><number>;``, and their numbers.

    By hand, since the mark is another in each article, and a pattern would be compiled as often.
    """
    first, *rest = html.split(mark)
    parts, numbers = [first], []
    for part in rest:
        number, semicolon, after = part.partition(";")
        if semicolon and number.isdecimal():
            numbers.append(int(number))
            parts.append(after)
        else:
            parts[-1] += mark + part
    return tuple(parts), numbers


@cache
def _markdown(*, html: bool) -> MarkdownIt:
    """CommonMark with tables, strikethrough, footnotes and our roles.

    Raw HTML passes: it is sanitised later.
    """
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    markdown = (
        MarkdownIt("commonmark", {"html": html}).enable(["table", "strikethrough"]).use(footnote_plugin)
    )
    # A link with a refused scheme is parsed as a link, so that it can be reported with its place.
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    normalized = markdown.normalizeLink

    def normalize_link(url: str) -> str:
        # Most addresses are normal already, and normalizing takes a third of the time of a link.
        return url if _SIMPLE_LINK.fullmatch(url) else normalized(url)

    markdown.normalizeLink = normalize_link  # type: ignore[method-assign]
    markdown.inline.ruler.before("backticks", "reference", _role)
    markdown.inline.ruler.before("backticks", "bare-link", bare_link)
    return markdown


def _role(state: StateInline, silent: bool) -> bool:
    """Inline rule: {article}`slug` and {article}`shown text <slug>` become links that know their role."""
    if state.src[state.pos] != "{":
        return False
    match = _ROLE.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        titled = _TITLED.fullmatch(match[2])
        meta: dict[str, Any] = {
            "role": NAMED_PAGE if match[1] == "page" else match[1],
            "target": titled[2] if titled else match[2].strip(),
            "raw": match[0],
        }
        opened = state.push("link_open", "a", 1)
        opened.attrs, opened.meta = {"href": ""}, meta
        words = state.push("text", "", 0)
        words.content = titled[1] if titled else meta["target"]
        if not titled:
            words.meta = meta
        state.push("link_close", "a", -1)
    state.pos = match.end()
    return True

"""Titles of unpublished articles and editions in the files of a site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from briefgen.model import Diagnostic
from briefgen.model.diagnostics import diagnostic
from briefgen.publishing.searchable import TAGS, decode, forms_of, unescape, values_of, words_of
from briefgen.util.text import shorten
from briefgen.util.urls import address_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from briefgen.publishing.artifact import Artifact, Withheld

DISTINCT = 12
"""The shortest title that is searched for within texts, in letters; Chinese characters count twice."""
SHORTEST = 6
"""The shortest title that is searched for at all, as a value of its own; it has two words or more."""

_MEDIA = (
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".woff", ".woff2", ".ttf", ".otf", ".mp4",
)  # fmt: skip
# ASCII letters as escapes, which nobody needs to write.
_ODD = re.compile(rb"&#(?!3[489];|6[02];|x2[267];)|\\u00[4-7]|\\x[4-7]|%[4-7][0-9a-fA-F]")
_FOREIGN = re.compile(rb"\\[ux]|&[#a-zA-Z]|%[0-9a-fA-F]{2}")
_ESCAPE = re.compile(rb"%[0-9a-fA-F]{2}|\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[a-z])")
_WORDS_ONLY = bytes(code if code < 128 and chr(code).isalnum() else 32 for code in range(256))
_BESIDE = re.compile(r"[-–—|:·•»›/\n]+")
SIGNS = 8
"""Signs in a label at which it is cut in parts."""
_ASIDE = "script, style, template, noscript"


class _Title(NamedTuple):
    """An unpublished title: its words, and those of them that a search of bytes finds."""

    words: str
    needed: frozenset[bytes]
    is_long: bool


def check(artifact: Artifact) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each file with the title of something unpublished.

    A page may have the same words within a sentence, so there only a whole heading, link, item or attribute
    counts. In a feed, an index or another text, a long title counts anywhere. What public articles say
    themselves does not count.
    """
    public = _public_names(artifact)
    withheld = {
        words_of(one.title): one
        for one in reversed(artifact.unpublished)
        if words_of(one.title) not in public and _weight(words_of(one.title))
    }
    titles = [_title(words) for words in withheld]
    if not titles:
        return
    longer = {t.words: [name for name in public if t.words in name] for t in titles}
    mentions: dict[str, list[str]] = {}
    for path in sorted(artifact.files):
        for title in _candidates(artifact, path, titles):
            if title.words not in mentions:
                mentions[title.words] = [*longer[title.words], *_mentions(artifact, title.words)]
            if _holds(artifact, path, title, mentions[title.words]):
                yield _leak(path, withheld[title.words])


def _leak(path: str, one: Withheld) -> Diagnostic:
    message = f'{address_of(path)} gives "{shorten(one.title, 200)}", which is held back: {one.reason}'
    hint = "find the template, extension or file that put it there, and take it out"
    return diagnostic("publish-draft", one.place, message, hint)


def _public_names(artifact: Artifact) -> set[str]:
    """The words of public names, which may equal a withheld title.

    Titles, slugs, tags, sources, topics.
    """
    articles = artifact.articles.values()
    names = [name for a in articles for name in (a.title, a.slug, a.source, *a.tags, *a.topics, *a.aliases)]
    return {words_of(name) for name in (*names, *artifact.names) if name}


def _weight(words: str) -> int:
    """How much a title counts: 2 if long, 1 if short, 0 if ignored."""
    length = sum(2 if char > "\u2e80" else 1 for char in words.strip())
    if length >= DISTINCT:
        return 2
    return 1 if length >= SHORTEST and (" " in words.strip() or words.strip() > "\u2e80") else 0


def _title(words: str) -> _Title:
    needed = frozenset(word.encode() for word in words.split() if word.isascii() and len(word) > 2)
    return _Title(words, needed, _weight(words) == 2)


def _candidates(artifact: Artifact, path: str, titles: Iterable[_Title]) -> Iterator[_Title]:
    """The titles whose words are in a file, or in its name, in whatever form."""
    content, name = artifact.read(path), words_of(path)
    if path.lower().endswith(_MEDIA):
        small = content.lower()
        yield from (t for t in titles if t.words in name or t.words.strip().encode() in small)
        return
    text, is_odd = decode(content), _ODD.search(content) is not None
    data = text.lower().encode("utf-8", "replace")
    parts = frozenset(_ESCAPE.sub(b" ", data).translate(_WORDS_ONLY).split())
    is_foreign = not data.isascii() or _FOREIGN.search(data) is not None
    likely = [
        title
        for title in titles
        if is_odd or title.words in name or (title.needed <= parts if title.needed else is_foreign)
    ]
    if likely:
        forms = (name, *forms_of(unescape(text)))
        yield from (title for title in likely if any(title.words in form for form in forms))


def _mentions(artifact: Artifact, words: str) -> Iterator[str]:
    """Where public articles themselves say these words: with the word before and after them."""
    from selectolax.lexbor import LexborHTMLParser

    around = re.compile(rf"(?:(?<= )\S+)?{re.escape(words)}(?:\S+)?")
    for path, article in artifact.articles.items():
        content = artifact.read(path)
        texts = [article.description, article.url]
        texts += [node.text(separator=" ") for node in LexborHTMLParser(content).css(".e-content")]
        for text in texts:
            yield from (f" {match[0].strip()} " for match in around.finditer(words_of(text)))


def _holds(artifact: Artifact, path: str, title: _Title, mentions: Sequence[str]) -> bool:
    """Whether a file shows these words as a title."""
    if title.words in _without(words_of(path), mentions):
        return True
    text = decode(artifact.read(path))
    if path.endswith((".html", ".htm")):
        return _page_holds(text, title, mentions)
    plain = unescape(text)
    if not title.is_long:
        return title.words in values_of(plain) and not mentions
    if any(title.words in _without(words_of(tag), mentions) for tag in TAGS.findall(plain)):
        return True
    # Neighbours differ by how tags are removed; where articles say the same words, all ways must agree.
    found = [title.words in _without(form, mentions) for form in forms_of(plain) if title.words in form]
    return all(found) if mentions else any(found)


def _page_holds(text: str, title: _Title, mentions: Sequence[str]) -> bool:
    """Whether a page has a title as text, in an attribute, script or comment."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(text)
    most = len(title.words) * 3 + 80
    labels = (node.text().strip() for node in tree.css("body *, title"))
    if any(_is_label(unescape(label), title, mentions) for label in labels if len(label) < most):
        return True
    asides = [node.html or "" for node in tree.css(_ASIDE)] + re.findall(r"<!--(.*?)-->", text, re.DOTALL)
    values = [*_attributes(tree.css("*")), *asides]
    plain = [unescape(value) for value in values]
    if title.is_long:
        return any(title.words in _without(form, mentions) for value in plain for form in forms_of(value))
    return any(title.words in values_of(value) for value in plain)


def _is_label(text: str, title: _Title, mentions: Sequence[str]) -> bool:
    """Whether a text is a title, or has one beside a date or another name."""
    words = words_of(text)
    if title.words == words or title.words not in _without(words, mentions):
        return title.words == words
    signs = list(_BESIDE.finditer(text))[:SIGNS]
    starts, ends = [0, *(sign.end() for sign in signs)], [len(text), *(sign.start() for sign in signs)]
    return any(words_of(text[start:end]) == title.words for start in starts for end in ends if start < end)


def _attributes(nodes: Iterable[LexborNode]) -> Iterator[str]:
    for node in nodes:
        yield from (value for value in node.attributes.values() if value)


def _without(words: str, mentions: Sequence[str]) -> str:
    """The words of a file without these parts."""
    for mention in mentions:
        words = words.replace(mention, " ")
    return words

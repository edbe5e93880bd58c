"""Words that stand too close: a blank is missing between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefgen.cleaning.findings import changed, doubtful
from briefgen.cleaning.rule import rule
from briefgen.model import Doubt, Draft, Edit, Line

_STOP = re.compile(
    r"(?<=[^\W\d_A-Z][^\W\d_A-Z])(?P<stop>[.!?][\"”’»]?)(?P<next>[A-ZÀ-Þ][^\W\d_A-Z]+)(?![\w.@/])"
)
_GLUED = re.compile(
    r"(?<![\w@/.#])(?P<one>[^\W\d_]{2,30}?)(?<=[^\W\d_A-Z])(?P<other>[A-ZÀ-Þ][^\W\d_A-Z]{2,30})(?![\w@/.])"
)
_WORD = re.compile(r"[^\W\d_]+")
_DOMAINS = frozenset(
    ("com", "net", "org", "info", "co", "id", "de", "fr", "es",
     "uk", "eu", "io", "tv", "my", "vn", "br", "pt", "js")
)  # fmt: skip
_CODE = ("`", "](", "://", "www.", "@")
"""What a line holds in which a full stop may be no full stop."""


def _outline_of_bytes() -> bytes:
    """One letter for each byte of Latin-1.

    `a` is a small letter, `A` a capital, `.` the end of a sentence or quotation, or no Latin-1.
    """
    kinds = (
        "a" if char.islower() else "A" if char.isupper() else "." if char in '?.!"' else " "
        for char in map(chr, range(256))
    )
    return "".join(kinds).encode("ascii")


_OUTLINE = _outline_of_bytes()


def _outline(text: str) -> bytes:
    """The text's letters by kind: searching `aA` is a hundred times faster than a pattern."""
    return text.encode("latin-1", "replace").translate(_OUTLINE)


def _with(draft: Draft, *kinds: bytes) -> Iterator[Line]:
    """The lines in whose outline one of ``kinds`` stands."""
    whole = _outline(draft.text)
    if any(kind in whole for kind in kinds):
        for line in draft.nonblank:
            outline = _outline(line.text)
            if any(kind in outline for kind in kinds):
                yield line


@rule()
def missing_space(draft: Draft) -> Iterator[Edit]:
    """A full stop with no space before the next sentence: `pulang.Dia` was two lines."""
    for line in _with(draft, b"a.A", b"a..A"):
        if not any(sign in line.text for sign in _CODE):
            after = _STOP.sub(_with_space, line.text)
            if after != line.text:
                yield changed(line, after)


def _with_space(match: re.Match[str]) -> str:
    return match[0] if match["next"].casefold() in _DOMAINS else f"{match['stop']} {match['next']}"


@rule()
def glued_words(draft: Draft) -> Iterator[Doubt]:
    """Two words of the article without a space, `theHarbour`, as a removed link leaves them.

    Where they part would be a guess, so the line is only marked.
    """
    hits = [(line, hit) for line in _with(draft, b"aA") for hit in _GLUED.finditer(line.text)]
    if not hits:
        return
    whole = draft.text.casefold()
    words: set[str] = set()
    for line, hit in hits:
        parts = {hit["one"].casefold(), hit["other"].casefold()}
        # Most parts stand only in the glued word, and counting is faster than splitting the text into words.
        if all(whole.count(part) > 1 for part in parts) and parts <= (words := words or _words(whole)):
            yield doubtful(line, f'"{hit[0]}" may be two words.')


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text))

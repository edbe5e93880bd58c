"""Words that stand too close: a blank is missing between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefgen.cleaning.marks import changed, doubtful
from briefgen.extension import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model import Doubt, Draft, Edit, Line

_STOP = re.compile(
    r"(?<=[^\W\d_A-Z][^\W\d_A-Z])(?P<stop>[.!?][\"”’»]?)(?P<next>[A-ZÀ-Þ][^\W\d_A-Z]+)(?![\w.@/])"
)
_GLUED = re.compile(
    r"(?<![\w@/.#])(?P<one>[^\W\d_]{2,30}?)(?<=[^\W\d_A-Z])(?P<other>[A-ZÀ-Þ][^\W\d_A-Z]{2,30})(?![\w@/.])"
)
_WORD = re.compile(r"[^\W\d_]+")
_DOMAINS = frozenset(
    ("com", "net", "org", "info", "co", "id", "de", "fr", "es", "uk", "eu", "io", "tv", "my", "vn", "br", "pt", "js")
)  # fmt: skip
_CODE = ("`", "](", "://", "www.", "@")
"""What a line holds in which a full stop may be no full stop."""


def _outline_of_bytes() -> bytes:
    """A letter for each byte of Latin-1: `a` for a small letter, `A` for a capital, `.` for what ends a sentence or a quotation, or is no Latin-1."""
    kinds = (
        "a" if char.islower() else "A" if char.isupper() else "." if char in '?.!"' else " "
        for char in map(chr, range(256))
    )
    return "".join(kinds).encode("ascii")


_OUTLINE = _outline_of_bytes()


def _outline(line: Line) -> bytes:
    """The line's letters by kind: to look for `aA` or `a.A` in it is a hundred times quicker than to try a pattern."""
    return line.text.encode("latin-1", "replace").translate(_OUTLINE)


@rule()
def missing_space(draft: Draft) -> Iterator[Edit]:
    """A full stop with the next sentence close behind it: `pulang.Dia` was two lines, or had a link between."""
    for line in draft.said:
        outline = _outline(line)
        if (b"a.A" in outline or b"a..A" in outline) and not any(sign in line.text for sign in _CODE):
            after = _STOP.sub(_with_space, line.text)
            if after != line.text:
                yield changed(line, after)


def _with_space(found: re.Match[str]) -> str:
    return found[0] if found["next"].casefold() in _DOMAINS else f"{found['stop']} {found['next']}"


@rule()
def glued_words(draft: Draft) -> Iterator[Doubt]:
    """Two words of the article in one, `theHarbour`, as a link leaves them that was taken out. Where they part would be a guess, so it is marked."""
    glued = [line for line in draft.said if b"aA" in _outline(line)]
    hits = [(line, hit) for line in glued for hit in _GLUED.finditer(line.text)]
    if not hits:
        return
    words = _words(draft.said)
    for line, hit in hits:
        if {hit["one"].casefold(), hit["other"].casefold()} <= words:
            yield doubtful(line, f'"{hit[0]}" may be two words.')


def _words(lines: tuple[Line, ...]) -> set[str]:
    return {word.casefold() for line in lines for word in _WORD.findall(line.text)}

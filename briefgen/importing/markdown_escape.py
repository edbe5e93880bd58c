"""Write a line as Markdown; characters that look like markup are escaped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote

from briefgen.importing.document import Inline, Span, TextLine

_INLINE = re.compile(r"[\\`*\[\]<~]|&(?=#?\w+;)|(?<!\w)_|_(?!\w)")
_AT_START = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=|:]+(?=[-=|:\s]*$))")
_NUMBER = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")
_HASHES = re.compile(r"(?:(?<=\s)|^)#+$")
"""Hashes at the end of a heading, which Markdown leaves out."""
_ROLE = re.compile(r"\{(?=[\w-]+\}`)")
"""What would be a role of ours: a name in braces before code."""
_SIGN = "\x02"
"""Stands for a piece of markup until the text is escaped. No imported text has control characters."""
_UNSAFE = re.compile(r"[\s\x00-\x20\x7f()<>\[\]\\\"`^{|}]")
"""What an address in Markdown is written without."""
_NOT_IN_TITLE = re.compile(r"[\\\"&`<>|\[\]]")
_TICKS = re.compile(r"`+")
_FLANKED = (Inline.EMPHASIS, Inline.STRONG, Inline.STRUCK)
"""Signs that Markdown reads only beside words."""


class _Placed(NamedTuple):
    """A span and where its words stand in the line."""

    start: int
    end: int
    order: int
    span: Span


class _Sign(NamedTuple):
    """A piece of markup at a place of the text, in place of ``length`` characters."""

    at: int
    length: int
    markup: str


def literal(text: str) -> str:
    """A line of text as Markdown that renders as this text."""
    return _at_start(_INLINE.sub(r"\\\g<0>", text))


def _at_start(text: str) -> str:
    if number := _NUMBER.match(text):
        return f"{number[1]}\\{text[number.end(1) :]}"
    return f"\\{text}" if _AT_START.match(text) else text


def inline_markdown(line: TextLine) -> str:
    """The line as Markdown with those of its spans whose words it still has."""
    text = line.text.strip().replace(_SIGN, "")
    is_heading = line.mark.startswith("#")
    signs = list(_signs(text, _nested(_placed(text, line.spans, is_heading=is_heading))))
    parts: list[str] = []
    end = 0
    for sign in signs:
        parts += [text[end : sign.at], _SIGN]
        end = sign.at + sign.length
    whole = literal("".join([*parts, text[end:]])).replace(f"!{_SIGN}", f"\\!{_SIGN}")
    if is_heading:
        whole = _HASHES.sub(lambda hashes: f"\\{hashes[0]}", whole)
    rest = iter(signs)
    return _ROLE.sub(r"\\{", re.sub(_SIGN, lambda _: next(rest).markup, whole))


def _placed(text: str, spans: Iterable[Span], *, is_heading: bool) -> Iterator[_Placed]:
    """Where the words of each span stand: the nearest to its place."""
    end = 0
    for order, span in enumerate(spans):
        at = _place(text, span, end if span.kind is Inline.LINK else 0)
        if at < 0 or (is_heading and span.kind is Inline.STRONG and span.text == text):
            continue  # a heading is strong by itself
        placed = _Placed(at, at + len(span.text), order, span)
        if span.kind is Inline.LINK:
            end = placed.end
        yield placed


def _place(text: str, span: Span, start: int) -> int:
    """Where the words of a span stand at or after ``start``; -1 if nowhere."""
    if span.at >= start and text.startswith(span.text, span.at):
        return span.at
    if not span.text:
        return len(text)
    after = text.find(span.text, max(start, span.at))
    before = text.rfind(span.text, start, span.at + len(span.text))
    return min((at for at in (before, after) if at >= 0), key=lambda at: abs(at - span.at), default=-1)


def _nested(spans: Iterable[_Placed]) -> list[_Placed]:
    """The spans in order, without those that cross others or may not stand in them."""
    kept: list[_Placed] = []
    around: list[_Placed] = []
    for placed in sorted(spans, key=lambda one: (one.start, -one.end, one.order)):
        while around and around[-1].end <= placed.start and around[-1].start < placed.start:
            around.pop()
        kinds = {one.span.kind for one in around}
        is_whole = not around or placed.end <= around[-1].end
        if is_whole and placed.span.kind not in kinds and not kinds & {Inline.CODE, Inline.PICTURE}:
            before = kept[-1] if kept else None
            if before and _is_one(before, placed):
                kept[-1] = before._replace(end=placed.end)
                around = [*[one for one in around if one is not before], kept[-1]]
                continue
            kept.append(placed)
            around.append(placed)
    return kept


def _is_one(before: _Placed, after: _Placed) -> bool:
    """Whether two spans of one kind follow each other without anything between."""
    kind = after.span.kind
    return before.span.kind is kind and kind in _FLANKED and before.end == after.start


def _signs(text: str, spans: list[_Placed]) -> Iterator[_Sign]:
    """The markup of the spans, in the order in which it is written."""
    signs: list[tuple[tuple[int, int, int], _Sign]] = []
    for order, placed in enumerate(spans):
        if placed.span.kind in (Inline.CODE, Inline.PICTURE) or _is_bare(placed.span):
            length = placed.end - placed.start
            signs.append(((placed.start, 2, order), _Sign(placed.start, length, _whole(text, placed))))
        elif inside := _flanked(text, placed, spans):
            opening, closing = _pair(text, inside)
            signs.append(((inside.start, 1, order), _Sign(inside.start, 0, opening)))
            is_empty = inside.start == inside.end
            signs.append(((inside.end, 3 if is_empty else 0, -order), _Sign(inside.end, 0, closing)))
    yield from (sign for _, sign in sorted(signs, key=lambda one: one[0]))


def _is_bare(span: Span) -> bool:
    """Whether the words of a link are its address."""
    is_same = span.kind is Inline.LINK and span.url in (span.text, f"mailto:{span.text}")
    return is_same and not span.title and not _UNSAFE.search(span.text)


def _whole(text: str, placed: _Placed) -> str:
    """Code, a picture or a bare address, whose words are no Markdown."""
    words, span = text[placed.start : placed.end], placed.span
    if span.kind is Inline.LINK:
        return f"<{words}>"
    if span.kind is Inline.PICTURE:
        shown = _INLINE.sub(r"\\\g<0>", words)
        return f"![{shown}]({_target(span)})"
    ticks = "`" * (1 + max(map(len, _TICKS.findall(words)), default=0))
    while ticks in _TICKS.findall(words):
        ticks += "`"
    room = " " if words[:1] == "`" or words[-1:] == "`" else ""
    return f"{ticks}{room}{words}{room}{ticks}"


def _pair(text: str, placed: _Placed) -> tuple[str, str]:
    """The signs before and behind the words of a span."""
    span = placed.span
    if span.kind is not Inline.LINK:
        return span.kind.value, span.kind.value
    return "[", f"]({_target(span)})"


def _target(span: Span) -> str:
    """The address of a link or picture, with its title if of use."""
    url = _UNSAFE.sub(lambda sign: quote(sign[0]), span.url).replace("&", "\\&")
    title = " ".join(span.title.split())
    escaped = _NOT_IN_TITLE.sub(r"\\\g<0>", title)
    return f'{url} "{escaped}"' if title and title != span.text else url


def _flanked(text: str, placed: _Placed, spans: list[_Placed]) -> _Placed | None:
    """The span without the marks at its ends beside which Markdown reads no emphasis."""
    if placed.span.kind not in _FLANKED:
        return placed
    start, end = placed.start, placed.end
    before = {one.end for one in spans} | {one.start for one in spans if _is_around(one, placed)}
    first = {one.start for one in spans if _is_around(placed, one)}
    while start < end and not _may_stand(
        text[start - 1 : start], start in before, text[start], start in first
    ):
        if start in first:
            return None
        start += 1
    after = {one.start for one in spans} | {one.end for one in spans if _is_around(one, placed)}
    last = {one.end for one in spans if _is_around(placed, one)}
    while start < end and not _may_stand(text[end : end + 1], end in after, text[end - 1], end in last):
        if end in last:
            return None
        end -= 1
    return placed._replace(start=start, end=end) if start < end else None


def _is_around(outer: _Placed, inner: _Placed) -> bool:
    """Whether a span stands in another one."""
    whole = outer.start <= inner.start and inner.end <= outer.end
    return whole and (outer.start, -outer.end, outer.order) < (inner.start, -inner.end, inner.order)


def _may_stand(outside: str, beside_markup: bool, inside: str, before_markup: bool) -> bool:
    """Whether Markdown reads a sign between these characters as the end of emphasis."""
    if inside.isspace():
        return False
    is_apart = beside_markup or not outside or outside.isspace() or _is_punctuation(outside)
    return is_apart or not (before_markup or _is_punctuation(inside))


def _is_punctuation(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "PS"

"""Quotation marks of two kinds in one article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial

from briefgen.cleaning.findings import changed
from briefgen.cleaning.hidden_spans import map_visible, visible_text
from briefgen.cleaning.rule import rule
from briefgen.model import Draft, Edit

_CURLY = "“”„‟"
_OPENS = re.compile(r"[“”„‟](?<![^\s(\[{/–—-].)(?=\w)")
_CLOSES = re.compile(r"[“”](?<=[\w.,!?…].)(?!\w)")
_OPENING = re.compile(r"\"(?<![^\s(\[{/–—-].)(?=\w|[‘'¿¡(\[…])")
_CLOSING = re.compile(r"\"(?<=[^\s(\[{–—-].)(?=[\s.,;:!?…)\]}/–—-]|$)")


@rule()
def mixed_quotes(draft: Draft) -> Iterator[Edit]:
    """Curly and straight double quotes in one article: the rarer kind is changed.

    A straight one takes the article's own curly mark if the characters beside it show its direction.
    """
    if '"' not in draft.text:
        return
    text = visible_text(draft.text)
    straight, curly = text.count('"'), sum(map(text.count, _CURLY))
    if not (straight and curly):
        return
    opening, closing = _commonest(_OPENS, text), _commonest(_CLOSES, text)
    curls = curly > straight and opening and closing
    change = partial(_curled, opening=opening, closing=closing) if curls else _straight
    for line in draft.visible:
        after = map_visible(change, line.text)
        if after != line.text:
            yield changed(line, after)


def _commonest(pattern: re.Pattern[str], text: str) -> str:
    """The mark that the article uses most; “ opens in English, „ in German."""
    result: Counter[str] = Counter(pattern.findall(text))
    return max(result, key=result.__getitem__, default="")


def _curled(text: str, opening: str, closing: str) -> str:
    """Curl straight quotes one by one: a quotation may go on in the next paragraph."""
    return _CLOSING.sub(closing, _OPENING.sub(opening, text)) if '"' in text else text


def _straight(text: str) -> str:
    for mark in _CURLY:
        text = text.replace(mark, '"')
    return text

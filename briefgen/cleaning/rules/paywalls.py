"""What stands before a text that one must pay for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from briefgen.cleaning.findings import removed
from briefgen.cleaning.line_shape import width
from briefgen.cleaning.phrases import listed
from briefgen.cleaning.rule import Rule
from briefgen.cleaning.rules.phrase_lists import phrase_list_rule
from briefgen.model import Draft, Edit, Line

MOST = 6
"""Lines between two prompts that are taken for what the subscription offers."""
WIDEST = 200
"""Columns of such a line; what is wider may be the beginning of the text."""
_PROMPTS = phrase_list_rule("paywall-prompt")


def _remove(draft: Draft) -> Iterator[Edit]:
    prompts = list(listed(draft, "paywall"))
    yield from map(removed, prompts)
    for line in _offers(draft, {line.number for line in prompts}):
        yield removed(line, "It stands between two prompts to subscribe.")


def _offers(draft: Draft, prompts: set[int]) -> Iterator[Line]:
    lines = draft.nonblank if len(prompts) > 1 else ()
    at = [n for n, line in enumerate(lines) if line.number in prompts]
    for first, last in pairwise(at):
        between = lines[first + 1 : last]
        if len(between) <= MOST and all(width(line.text) <= WIDEST for line in between):
            yield from between


paywall_prompt = Rule(_PROMPTS.name, _remove, reason=_PROMPTS.reason)
"""The prompts, and what a subscription offers, on the lines between two of them."""

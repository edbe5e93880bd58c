"""Markup that Markdown does not have.

Task lists are shown. Tags and roles of other programs are reported and never run.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_TASK = re.compile(r"\[([ xX])\](?=\s)")
TAG = re.compile(r"\{%.{0,300}?%\}|\{\{.{0,300}?\}\}|\{:[^{}]{1,100}\}", re.DOTALL)
"""A template tag of Jinja, Liquid, Hugo or kramdown."""
_TAG_NAME = re.compile(r"\{[{%:]?[<%-]?\s*/?\s*[\w.#-]*")
_ROLE = re.compile(r"\{([A-Za-z][\w:.+-]*)\}$")


def mark_tasks(tokens: Sequence[Token]) -> None:
    """Write ``[x]`` and ``[ ]`` at the start of list items as signs."""
    for item, _, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if item.type == "list_item_open" and inline.type == "inline" and inline.children:
            first = inline.children[0]
            if first.type == "text" and (match := _TASK.match(first.content)):
                first.content = ("☐" if match[1] == " " else "☑") + first.content[match.end() :]


def find_tags(token: Token) -> Iterator[tuple[str, str]]:
    """Each template tag in a block outside of code: its opening, and the whole."""
    parts = ("\0" if child.type == "code_inline" else child.content or " " for child in token.children or ())
    text = "".join(parts) if token.children else token.content
    for match in TAG.finditer(text) if "{" in text else ():
        name = _TAG_NAME.match(match[0])
        yield name[0] if name else match[0], match[0]


def find_roles(children: Sequence[Token]) -> Iterator[str]:
    """The name of each role that is none of ours.

    What stands in braces right before code.
    """
    for before, code in pairwise(children):
        if code.type == "code_inline" and before.type == "text" and (match := _ROLE.search(before.content)):
            yield match[1]

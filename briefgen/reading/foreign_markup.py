"""Markup that Markdown does not have.

Task lists are shown. Markup of other programs is reported and never run.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_TASK = re.compile(r"\[([ xX])\](?=\s)")
TAG = re.compile(
    r"\{%.{0,300}?%\}|\{\{.{0,300}?\}\}|\{:[^{}]{1,100}\}"
    r"|(?:(?<=\S)|(?<=\S ))\{(?:[.#][\w-][^{}]{0,100}|[\w-]+=[^{}]{1,100})\}",
    re.DOTALL,
)
"""A template tag of Jinja, Liquid, Hugo or kramdown, or a list of attributes."""
_VALUE = r"""(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'|[^\s"'\]]{1,300})"""
_MARKUP: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("{", TAG),
    ("[[", re.compile(r"!?\[\[[^\[\]\n]{1,200}\]\]")),  # a wiki link
    ("[", re.compile(rf"\[(?:/[a-z][\w-]+|[a-z][\w-]+(?: [\w-]+={_VALUE})+ ?/?)\]")),  # a shortcode
    ("[!", re.compile(r"^\[![A-Za-z]+\]", re.MULTILINE)),  # a callout
    ("[TOC]", re.compile(r"^\[TOC\]$", re.MULTILINE)),
    (":::", re.compile(r"^:{3,} ?[{\w].*", re.MULTILINE)),  # a directive of MyST, Docusaurus or Pandoc
    ("!!!", re.compile(r"^!!!\+? \w.*", re.MULTILINE)),  # an admonition of Python-Markdown
    ("???", re.compile(r"^\?\?\?\+? \w.*", re.MULTILINE)),
    ("::", re.compile(r"^\.\. [\w-]+::.*", re.MULTILINE)),  # a directive of reStructuredText
    ("%%", re.compile(r"%%.{1,300}?%%", re.DOTALL)),  # a comment of Obsidian
)
"""Markup of other programs: what it cannot be without, and its pattern."""
_OPENING = re.compile(r"\{[{%:]?[<%-]?\s*/?\s*[\w.#-]*|!?\[\[|\[!|\W*[\w-]*")
_ROLE = re.compile(r"\{([A-Za-z][\w:.+-]*)\}$")


def mark_tasks(tokens: Sequence[Token]) -> None:
    """Write ``[x]`` and ``[ ]`` at the start of list items as signs."""
    for item, _, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if item.type == "list_item_open" and inline.type == "inline" and inline.children:
            first = inline.children[0]
            if first.type == "text" and (match := _TASK.match(first.content)):
                first.content = ("☐" if match[1] == " " else "☑") + first.content[match.end() :]


def find_tags(token: Token) -> Iterator[tuple[str, str]]:
    """Other programs' markup in a block outside of code: its opening, and the whole."""
    parts = (_text_of(child) for child in token.children or ())
    text = "".join(parts) if token.children else token.content
    for sign, pattern in _MARKUP:
        for match in pattern.finditer(text) if sign in text else ():
            opening = _OPENING.match(match[0])
            yield opening[0] if opening else match[0], match[0]


def _text_of(child: Token) -> str:
    if child.type == "code_inline":
        return "\0"
    return "\n" if child.type in ("softbreak", "hardbreak") else child.content or " "


def find_roles(children: Sequence[Token]) -> Iterator[str]:
    """The name of each role that is none of ours.

    What stands in braces right before code.
    """
    for before, code in pairwise(children):
        if code.type == "code_inline" and before.type == "text" and (match := _ROLE.search(before.content)):
            yield match[1]

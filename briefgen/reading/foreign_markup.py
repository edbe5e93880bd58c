"""Markup that Markdown does not have.

Task lists are shown. Markup of other programs, and HTML that pages cannot show, is reported and never run.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from briefgen.model.diagnostics import diagnostic
from briefgen.reading.html_elements import find_removed, show_unknown
from briefgen.util.text import did_you_mean, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it.token import Token

    from briefgen.model import Diagnostic, Location

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


class ForeignMarkup:
    """What a body has of other programs' markup, and of HTML that pages cannot show.

    Each kind is noted once, at its first place. ``roles`` are the roles that exist.
    """

    def __init__(self, roles: Sequence[str]) -> None:
        self._known_roles = roles
        self._tags: dict[str, tuple[str, Location]] = {}
        self._roles: dict[str, Location] = {}
        self._removed: dict[str, Location] = {}
        self._unknown: dict[str, Location] = {}

    def note(self, token: Token, find: Callable[..., Location]) -> None:
        """Note what is in a block; make text of its tags that are no HTML.

        ``find`` returns the place of the first of some texts that stands in the block.
        """
        for opening, whole in find_tags(token):
            if opening not in self._tags:
                self._tags[opening] = whole, find(whole, opening)
        for name in find_roles(token.children or []):
            if name not in self._roles:
                self._roles[name] = find(f"{{{name}}}`")
        for start in find_removed(token):
            if start.lower() not in self._removed:
                self._removed[start.lower()] = find(start)
        for tag in show_unknown(token):
            if tag not in self._unknown and not any(tag in whole for whole, _ in self._tags.values()):
                self._unknown[tag] = find(tag)

    def diagnostics(self) -> Iterator[Diagnostic]:
        """The diagnostics for what was noted."""
        for whole, at in self._tags.values():
            name = shorten(" ".join(whole.split()))
            hint = "delete it, or write what it stands for; code in backticks is left alone"
            message = f"{name} is markup of another program; it is shown as it stands"
            yield diagnostic("template-tag", at, message, hint)
        for name, at in self._roles.items():
            hint = did_you_mean(name, self._known_roles, f"there are: {', '.join(self._known_roles)}")
            yield diagnostic("role-unknown", at, f"there is no role {{{name}}}", hint)
        for start, at in self._removed.items():
            message = f"pages do not show the HTML element {start}>, so it is left out"
            yield diagnostic("html-removed", at, message, "write a link to what it shows, or delete it")
        for tag, at in self._unknown.items():
            message = f"{shorten(tag)} is no HTML element; it is shown as it stands"
            yield diagnostic("html-unknown", at, message, "put it in backticks, or delete it")

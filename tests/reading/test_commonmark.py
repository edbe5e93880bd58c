"""The examples of CommonMark 0.31.2 and GFM, from a file's bytes to its page's HTML.

What differs is listed in commonmark.md with its reason, example for example: one that is not listed fails,
and so does one that is listed and differs no more.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import html5lib
import pytest
from cases import read_cases, replace_block

from briefgen.builders.html_body import assemble
from briefgen.model import Source
from briefgen.project.pipeline import default_pipeline
from briefgen.reading.article import load, read
from briefgen.reading.html_elements import escape_unknown
from briefgen.reading.pipeline import Pipeline
from briefgen.reading.sanitize import sanitize

HERE = Path(__file__).parent
LISTED = HERE / "commonmark.md"
HEAD = "---\ntitle: T\ndate: 2024-05-01\nclean: false\n---\n"
SUITES = {"CommonMark": ("commonmark.json", 652), "GFM": ("gfm.json", 10)}


class Element(NamedTuple):
    """An element as a browser sees it, without white space between blocks."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    inside: tuple[Element | str, ...]

    def each(self) -> Iterator[str]:
        """The names of all elements in it, and of their attributes as ``tag[name]``."""
        yield self.tag
        yield from (f"{self.tag}[{name}]" for name, _ in self.attributes)
        for part in self.inside:
            if isinstance(part, Element):
                yield from part.each()


def parsed(html: str) -> Element:
    return _element(html5lib.parseFragment(html, namespaceHTMLElements=False))


def _element(found: Any) -> Element:
    inside: list[Element | str] = []
    text = found.text or ""
    for child in found:
        if isinstance(child.tag, str):  # a comment's is a function
            inside += [text, _element(child)]
            text = ""
        text += child.tail or ""
    kept = tuple(part for part in [*inside, text] if not isinstance(part, str) or part.strip("\n"))
    attributes = sorted(
        (name, unquote(value) if name in ("href", "src") else value) for name, value in found.items()
    )
    return Element(found.tag, tuple(attributes), kept)


@cache
def _pipeline() -> Pipeline:
    return default_pipeline()


def page_html(markdown: str) -> str:
    """The HTML of an article with this text, as if all its link targets existed."""
    source = load((HEAD + markdown).encode(), "a.md")
    assert isinstance(source, Source)
    body = read(source, _pipeline()).body
    assert body
    return assemble(body.parts, [reference.target for reference in body.references])


def lowered(html: str) -> str:
    """Every heading a level down, where one is of the first."""
    if "<h1" not in html:
        return html
    return re.sub("<(/?)h([1-6])", lambda found: f"<{found[1]}h{min(int(found[2]) + 1, 6)}", html)


def difference(expected: str, found: str) -> tuple[str, str] | None:
    """Why the page differs from what the example says, and what is not there; None where it does not."""
    wanted, got = parsed(expected), parsed(found)
    if wanted == got:
        return None
    if parsed(lowered(expected)) == got:
        return "headings are a level down", ""
    gone = ", ".join(sorted(Counter(wanted.each()) - Counter(got.each())))
    if parsed(sanitize(lowered(expected))) == got:
        return "the sanitiser", f" without {gone}" if gone else ""
    if parsed(sanitize(escape_unknown(lowered(expected)))) == got:
        return "tags that are no HTML", ""
    return "other", ""


@cache
def examples(suite: str) -> list[dict[str, Any]]:
    name, count = SUITES[suite]
    found: list[dict[str, Any]] = json.loads((HERE / "suites" / name).read_text("utf-8"))
    assert len(found) == count
    return found


@pytest.mark.parametrize("suite", SUITES)
def test_what_differs_is_listed_with_its_reason(suite: str, renew: bool) -> None:
    differing: dict[str, list[str]] = {}
    for example in examples(suite):
        if why := difference(example["html"], page_html(example["markdown"])):
            differing.setdefault(f"{suite}: {why[0]}", []).append(f"{example['example']}{why[1]}")
    listed = {
        case.title: case.blocks["examples"] for case in read_cases(LISTED) if case.title.startswith(suite)
    }
    found = {title: "".join(f"{line}\n" for line in lines) for title, lines in differing.items()}
    if renew:
        for title in listed.keys() & found.keys():
            replace_block(LISTED, title, "examples", found[title])
    else:
        assert found == listed

"""Text as Markdown that says just that, and HTML that is all article as lines."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.cleaning.engine import split_lines
from briefgen.importing.document import TextLine
from briefgen.importing.html_blocks import blocks
from briefgen.importing.markdown_escape import markdown
from briefgen.reading.markdown import to_html

MARKUP = st.text(st.sampled_from("#>-+*_`~=|:[]()<>!&;{}\\\"'.0123456789 ax/@^$%"), min_size=1, max_size=40)


def rendered(text: str) -> str:
    return "".join(to_html(split_lines(text), False, "x.md", "").parts).strip()


@given(
    st.lists(
        MARKUP | st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30),
        min_size=1,
        max_size=3,
    )
)
def test_text_stays_text(paragraphs: list[str]) -> None:
    said = [" ".join(text.split()) for text in paragraphs]
    expected = "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in said if text)
    assert rendered(markdown([TextLine(text) for text in said])) == expected


def test_marks_make_blocks() -> None:
    lines = [
        TextLine("A # heading", "## "),
        TextLine("one", "- "),
        TextLine("* two", "- "),
        TextLine("three"),
        TextLine("said", "> "),
    ]
    assert markdown(lines) == "## A # heading\n\n- one\n- \\* two\n\nthree\n\n> said\n"
    assert rendered(markdown(lines)) == (
        "<h2>A # heading</h2>\n<ul>\n<li>one</li>\n<li>* "
        "two</li>\n</ul>\n<p>three</p>\n<blockquote>\n<p>said</p>\n</blockquote>"
    )


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>a <b>b</b> c<p>d", ["a b c", "d"]),
        ("a<br>b", ["a", "b"]),
        ("<ul><li>a<li>b</ul><p>c", ["- a", "- b", "c"]),
        ("<blockquote><p>a</blockquote>b", ["> a", "b"]),
        ("<h2>a</h2>b &amp; c &lt;d&gt;", ["## a", "b & c <d>"]),
        ("<p>a<script>x</script>b<style>y</style>", ["ab"]),
        ("<script>if (a < b) '</p>'</script>c", ["c"]),
        ("<!-- a --><p>b\n  c</p>", ["b c"]),
        ("<p>a<svg><text>b</text></svg>c", ["ac"]),
        ("", []),
    ],
)  # fmt: skip
def test_html_that_is_all_article(html: str, lines: list[str]) -> None:
    assert [f"{line.mark}{line.text}" for line in blocks(html)] == lines

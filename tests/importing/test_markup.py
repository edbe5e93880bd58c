"""Text as Markdown that says just that, and HTML that is all article as lines."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.cleaning.engine import split_lines
from briefgen.importing.document import Span, TextLine
from briefgen.importing.html_blocks import blocks
from briefgen.importing.markdown_writer import markdown
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


@given(MARKUP, MARKUP, MARKUP)
def test_a_link_says_its_words_and_leads_to_its_address(before: str, words: str, after: str) -> None:
    before, words, after = (" ".join(f"q{text}q".split()) for text in (before, words, after))
    url = "https://kiln.example/a?b=(1)&copy;=*_[x]"
    line = TextLine(before + words + after, spans=(Span(words, url, len(before)),))
    href = "https://kiln.example/a?b=%281%29&amp;copy;=*_%5Bx%5D"
    html = rendered(markdown([line]))
    assert html.startswith(f'<p>{escape(before, quote=False)}<a href="{href}"')
    assert html.endswith(f">{escape(words, quote=False)}</a>{escape(after, quote=False)}</p>")


def test_a_link_is_at_its_own_words_after_cleaning() -> None:
    links = (Span("kiln", "https://a.example/", 30), Span("gone", "https://b.example/", 40))
    assert markdown([TextLine("The kiln is a kiln.", "- ", links)]) == (
        "- The kiln is a [kiln](https://a.example/).\n"
    )
    bang = TextLine("Fire!kiln", spans=(Span("kiln", "https://a.example/", 5),))
    assert markdown([bang]) == "Fire\\![kiln](https://a.example/)\n"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/jugs?utm_source=x&id=1", "https://brask.example/jugs?id=1"),
        ("b c", "https://brask.example/kilns/b%20c"),
        ("mailto:a@brask.example", "mailto:a@brask.example"),
        ("javascript:alert(1)", ""),
        (" java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("mailto:x", ""),
        ("http://[", ""),
        ("#top", ""),
        ("", ""),
    ],
)
def test_only_links_to_follow_are_kept(href: str, url: str) -> None:
    (line,) = blocks(f'<p>one <a href="{escape(href)}">two\n three</a> four', "https://brask.example/kilns/")
    assert line.text == "one two three four"
    assert [link[:2] for link in line.links] == ([("two three", url)] if url else [])


def test_a_link_over_two_lines_is_two_links() -> None:
    first, second = blocks('<a href="https://a.example/"><h2>one</h2>two</a> three')
    assert first[:3] == ("one", "## ", (Span("one", "https://a.example/", 0),))
    assert second[:3] == ("two three", "", (Span("two", "https://a.example/", 0),))

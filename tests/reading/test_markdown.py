"""Lines -> HTML cut at its references: what they refer to, where they stand, and which texts are plain."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from briefgen.builders.html_body import assemble
from briefgen.cleaning.engine import split_lines
from briefgen.model import Line, Source
from briefgen.reading import markdown
from briefgen.reading.article import read
from briefgen.reading.markdown import MOST_TAGS, Html, is_plain, to_html
from briefgen.reading.pipeline import Pipeline

PATH = "content/d/a.md"


def html_of(text: str, first: int = 1) -> Html:
    return to_html(split_lines(text, first), False, PATH, "digest")


def joined(text: str) -> str:
    html = html_of(text)
    return assemble(html.parts, [f"[{r.kind}:{r.target}]" for r in html.references])


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[a](b.md)", '<p><a href="[path:content/d/b.md]">a</a></p>\n'),
        ("[a](../b.txt#x)", '<p><a href="[path:content/b.txt#x]">a</a></p>\n'),
        ("[a](b%20c.MD)", '<p><a href="[path:content/d/b c.MD]">a</a></p>\n'),
        ("[a](b.pdf)", '<p><a href="[file:content/d/b.pdf]">a</a></p>\n'),
        ("[a](/x/)", '<p><a href="[page:/x/]">a</a></p>\n'),
        ("[a](#x) [b](?y)", '<p><a href="#x">a</a> <a href="?y">b</a></p>\n'),
        (
            "[a](https://x/) <https://y/>",
            '<p><a href="https://x/">a</a> <a href="https://y/">https://y/</a></p>\n',
        ),
        ("![a](b.png)", '<p><img src="[file:content/d/b.png]" alt="a"></p>\n'),
        ("![a](b.md)", '<p><img src="[file:content/d/b.md]" alt="a"></p>\n'),
        ("{article}`s`", '<p><a href="[article:s]">[article:s]</a></p>\n'),
        ("{topic}`War <w>`", '<p><a href="[topic:w]">War</a></p>\n'),
        (
            "{briefing}` w/2022-03-31 `",
            '<p><a href="[briefing:w/2022-03-31]">[briefing:w/2022-03-31]</a></p>\n',
        ),
        ("{other}`s` `{article}`", "<p>{other}<code>s</code> <code>{article}</code></p>\n"),
        ("![a {article}`s`](b.png)", '<p><img src="[file:content/d/b.png]" alt="a s"></p>\n'),
        ('<a href="b.md">a</a>', '<p><a href="[path:content/d/b.md]">a</a></p>\n'),
        ('<img alt="x" src="b.png">', '<img alt="x" src="[file:content/d/b.png]">\n'),
        ("[a](javascript:x)", "<p><a>a</a></p>\n"),
        ("![a](data:x)", "<p>a</p>\n"),
        ("![a](mailto:x)", "<p>a</p>\n"),
        ("# a\n\n## b\n\n###### c", "<h2>a</h2>\n<h3>b</h3>\n<h6>c</h6>\n"),
        ("## a\n\n### b", "<h2>a</h2>\n<h3>b</h3>\n"),
        ("~~a~~", "<p><s>a</s></p>\n"),
        ("|a|\n|-:|", '<table>\n<thead>\n<tr>\n<th class="align-right">a</th>\n</tr>\n</thead>\n</table>\n'),
        ("a\0b\x07c", "<p>abc</p>\n"),
        ('href="b.md"', '<p>href="b.md"</p>\n'),
    ],
)
def test_to_html(text: str, html: str) -> None:
    assert joined(text) == html


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("é😀 [a](b.md)", [(1, 8)]),
        ("see b.md in [a](b.md)", [(1, 17)]),
        ("[a](b.md) [a](b.md)\n[a](b.md)", [(1, 5), (1, 15), (2, 5)]),
        ("x\n\n- y\n- z ![a](b.png)", [(4, 10)]),
        ("|a|\n|-|\n|[a](b.md)|", [(3, 6)]),
        ("[![a](b.png)](c.md)", [(1, 15), (1, 7)]),
        ("[a][r]\n\n[r]: b.md", [(3, 6)]),
        ("[a](<b c.md>)", [(1, 6)]),
        ("{article}`x` {topic}`T <t>`", [(1, 1), (1, 1), (1, 14)]),
        ("a[^1]\n\n[^1]: {article}`x`", [(3, 7), (3, 7)]),
        ('<p>\n<a href="b.md">a</a>', [(2, 10)]),
        ("a\rb [a](b.md)", [(1, 9)]),
        ("a\n\nb\rc\n\n[a](b.md)", [(5, 5)]),
    ],
)
def test_every_reference_knows_its_place(text: str, places: list[tuple[int, int]]) -> None:
    assert [(r.location.line, r.location.column) for r in html_of(text).references] == places


def test_places_are_the_files_below_front_matter_and_removed_lines() -> None:
    text = "---\ntitle: T\ndate: 2022-03-31\nclean: {drop: [gone]}\n---\ngone\n\ngone\n\nSee [a](b.md).\n"
    found = read(Source(PATH, text, "d"), Pipeline()).body
    assert found
    assert [edit.line for edit in found.edits] == [6, 8]
    assert [(r.location.line, r.location.column) for r in found.references] == [(10, 9)]


def test_refused_addresses_are_told_with_their_places() -> None:
    found = html_of("a\n\n[b](javascript:x) ![c](data:y)", first=5).refused
    assert [(url, at.line, at.column) for url, at in found] == [("javascript:x", 7, 5), ("data:y", 7, 24)]


@pytest.mark.parametrize("forged", ["ref-digest", "ref--0;", "ref-0-0;", "ref-digest-;"])
def test_nobody_can_forge_a_reference(forged: str) -> None:
    assert joined(f"{forged} [a](b.md)") == f'<p>{forged} <a href="[path:content/d/b.md]">a</a></p>\n'


def test_too_many_tags_are_shown_as_text() -> None:
    assert "&lt;i&gt;" in joined("<i>" * (MOST_TAGS + 1))
    assert "&lt;i&gt;" not in joined("<i>x</i>" * 10)


def test_words_are_counted() -> None:
    assert html_of("one *two*\n\nthree").words == 3


ONE = (
    "The ministry said on Thursday that prices had risen again in March, after two months of "
    "calm. It gave no reason. Traders in the capital expect a further rise before the "
    "holidays, when demand is high and roads are bad."
)
TWO = (
    'Farmers in the north said that they could not sell below cost. "We have waited for rain since '
    'January," one of them said. '
    "The harvest begins in May and will be smaller than last year's by a tenth, according to "
    "the bureau of statistics."
)
POEM = "Roses are red,\nViolets are blue,\nSugar is sweet,\nAnd so are you.\n"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (f"{ONE}\n{TWO}\n", True),
        (f"\n\n{ONE}\nA short heading\n{TWO}\n\n", True),
        (f"{ONE}\r\n{TWO}\r\n", True),
        ("", False),
        ("\n\n", False),
        (ONE, False),
        (f"{ONE}\n\n{TWO}\n", False),
        (fill(f"{ONE} {TWO}", 72), False),
        (fill(f"{ONE} {TWO} " * 3, 100), False),
        (POEM, False),
        (f"- {ONE}\n- {TWO}\n", False),
        (f"1. {ONE}\n2. {TWO}\n", False),
        (f"# Title\n{ONE}\n{TWO}\n", False),
        (f"{ONE}\n{TWO} See [more](b.md).\n", False),
        (f"{ONE} **Strong words.**\n{TWO}\n", False),
        (f"{ONE}\n{TWO} {{article}}`x`.\n", False),
        (f"{ONE}\n{TWO}[^1]\n", False),
    ],
)
def test_is_plain(text: str, plain: bool) -> None:
    assert is_plain(split_lines(text), "a.md") is plain


def test_a_txt_file_is_always_plain() -> None:
    assert is_plain((Line(1, "# a"),), "a.txt")


def test_the_first_article_is_plain(shared: Path) -> None:
    assert is_plain(split_lines((shared / "data" / "seed.txt").read_text("utf-8")), "seed.md")


def test_each_line_of_a_plain_text_is_a_paragraph() -> None:
    html = to_html(split_lines("# a <b>\n\n *c* {article}`d` \r\n"), True, PATH, "digest")
    assert html.parts == ("<p># a &lt;b&gt;</p>\n<p>*c* {article}`d`</p>\n",)


@given(st.from_regex(markdown._SIMPLE_LINK, fullmatch=True))
def test_simple_links_are_as_markdown_it_would_write_them(url: str) -> None:
    assert MarkdownIt().normalizeLink(url) == url

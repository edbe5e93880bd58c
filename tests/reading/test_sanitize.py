"""What reaches a reader, by a browser's parser: no script, handler or foreign address."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.builders.html_body import assemble
from briefgen.cleaning.engine import split_lines
from briefgen.reading.markdown import Html, to_html
from briefgen.reading.sanitize import sanitize

ADDRESSES = {"href", "src", "cite", "action", "formaction", "poster", "background", "xlink:href"}
REFUSED = re.compile(r"(?:javascript|data|vbscript|file|blob):", re.IGNORECASE)
FOOTNOTE = re.compile(r"fn(?:ref)?[0-9]+(?:[:-][0-9]+)?")
PAGE = "<!DOCTYPE html><html lang=en><head><title>t</title></head><body><article>{}</article></body></html>"


def elements(html: str) -> list[Element]:
    return [
        item
        for item in html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False).iter()
        if isinstance(item.tag, str)
    ]


def harm(html: str) -> list[str]:
    """What in ``html`` could do a reader harm."""
    found = []
    for item in elements(html):
        if item.tag in (
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "svg",
            "math",
            "form",
            "base",
            "meta",
            "link",
        ):
            found.append(item.tag)
        for name, value in item.attrib.items():
            seen = re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f]", "", value)
            if name.startswith("on") or name in ("style", "srcset", "srcdoc", "name"):
                found.append(f"{item.tag} {name}")
            if name in ADDRESSES and REFUSED.match(seen):
                found.append(f"{name}={value}")
            if name == "id" and not FOOTNOTE.fullmatch(value):
                found.append(f"id={value}")
    return found


def html_of(text: str, plain: bool = False) -> Html:
    return to_html(split_lines(text), plain, "content/d/a.md", "0123456789abcdef")


def both_fillings(html: Html) -> list[str]:
    return [assemble(html.parts, [value] * len(html.references)) for value in ("../x/?a=1&b=\"<'>", "")]


def check(text: str) -> None:
    for plain in (False, True):
        for html in both_fillings(html_of(text, plain)):
            assert harm(html) == [], html
            html5lib.HTMLParser(strict=True).parse(PAGE.format(html))


TAGS = [
    "a",
    "p",
    "b",
    "i",
    "em",
    "div",
    "span",
    "table",
    "tr",
    "td",
    "th",
    "ul",
    "li",
    "ol",
    "pre",
    "code",
    "h1",
    "h2",
    "section",
    "form",
    "button",
    "select",
    "option",
    "caption",
    "script",
    "style",
    "svg",
    "math",
    "iframe",
    "template",
    "details",
    "noscript",
    "title",
    "textarea",
    "x-y",
]
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS]),
    st.sampled_from([f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        [
            "<a href='javascript:alert(1)'>", "<a href=' java\tscript:x' id=x>",
            "<img src=x onerror=alert(1)>", "<img src=data:x>",
            "<a href=b.md onclick=x>", "<img src='p.png' alt='<\">'>", "<p style=x>", "<li id=fn1>",
            "<a id=main>", "<b title='a>b'>",
            "<!--", "-->", "<![CDATA[", "]]>", "<?", "<!x", "\n", "\n\n", " ", "x", "é", "&lt;", "&#7;",
            "&#x80;", "&#xfdd0;", "\x07", "\r",
            "[a](b.md)", "![a](b.png)", "[a](javascript:x)", "![a", "](b.md \"t\")", "{article}`x`",
            "{topic}`a <b>`", "{article}`<b>`",
            "[^1]", "[^1]: ", "^[", "]", "*", "**", "_", "`", "```\n", "|a|b|\n|-|-|\n|", "> ", "- ", "# ",
            "    ", "<https://e.x>", "\\",
            "ref-0123456789abcde-0;", "ref--0;",
        ]
    ),
)  # fmt: skip
SOUP = st.lists(PIECES, max_size=14).map("".join)


@given(SOUP)
def test_no_soup_of_tags_does_harm(text: str) -> None:
    check(text)


@given(st.text(max_size=80))
def test_no_text_does_harm(text: str) -> None:
    check(text)


@given(SOUP)
def test_sanitising_twice_changes_nothing(text: str) -> None:
    once = sanitize(text)
    assert sanitize(once) == once
    assert harm(once) == []


@given(SOUP)
def test_a_plain_text_is_escaped(text: str) -> None:
    html = html_of(text, plain=True)
    assert html.references == ()
    found = list(elements(html.parts[0]))
    assert {item.tag for item in found} <= {"DOCUMENT_FRAGMENT", "p", "a"}
    links = [item for item in found if item.tag == "a"]
    assert all(
        list(item.attrib) == ["href"] and item.attrib["href"].startswith(("http://", "https://"))
        for item in links
    )


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ('<p onclick="x" style="y" title="t" id="main" class="hero">a</p>', '<p title="t">a</p>'),
        ("<script>alert(1)</script>a", "a"),
        ("<svg><g>x</svg><math>y</math>a", "a"),
        ("<form><button>a</button></form>", "a"),
        ('<a href="JaVa\tScRiPt:x">a</a>', "<a>a</a>"),
        ('<a href="&#1;javascript:x">a</a>', "<a>a</a>"),
        ('<a href="mailto:a@b">a</a><a href="//x/">b</a>', '<a href="mailto:a@b">a</a><a href="//x/">b</a>'),
        ('<li id="fn1"></li><li id="fnref2:1"></li>', '<li id="fn1"></li><li id="fnref2:1"></li>'),
        ('<span class="unresolved nav">a</span>', '<span class="unresolved">a</span>'),
        ("a<!-- b -->c", "ac"),
        ("<p><button><p>x", "<p></p><p>x</p><p></p>"),
        (
            "<table><caption>x</caption><tr><td>y</table>",
            "x<table><tbody><tr><td>y</td></tr></tbody></table>",
        ),
        ("&#7;&#xfdd0;a", "a"),
        ("a < b & c", "a &lt; b &amp; c"),
    ],
)
def test_what_stays_and_what_goes(html: str, clean: str) -> None:
    assert sanitize(html) == clean


@pytest.mark.parametrize(
    "text",
    [
        "[a](b.md) ![c](d.png) {article}`e` {topic}`f <g>`\n",
        "# [a](b.md) {article}`e`\n\n> - [a](b.md)\n",
        "| [a](b.md) | ![c](d.png) |\n|---|---|\n| {article}`e` | x |\n",
        "x[^1] ^[{article}`e`]\n\n[^1]: [a](b.md) ![c](d.png)\n",
        "[![c](d.png)](b.md) [![{article}`e`](d.png) {article}`e`](b.md)\n",
        "![a [b](c.md) {article}`e`](d.png)\n",
        '<a href="b.md">a <img src="d.png" alt="<&quot;"></a> <img src=d.png> {article}`e`\n',
        "<div>\n{article}`e` [a](b.md)\n\n[a](b.md)</div>\n",
        "![a < b > \"c\" & 'd'](d.png)\n",
    ],
)
def test_references_in_odd_places_are_filled_or_harmless(text: str) -> None:
    check(text)
    resolved, unresolved = both_fillings(html_of(text))
    assert "0123456789abcdef" not in resolved + unresolved
    assert not [item for item in elements(unresolved) if item.get("href", "#")[0] != "#" or item.tag == "img"]


def payloads(shared: Path) -> list[str]:
    suites = shared / "data" / "suites"
    if not suites.is_dir():
        pytest.skip(f"needs the payload lists in {suites}")
    lines = [
        line
        for file in sorted((suites / "patt-xss").glob("*.txt"))
        for line in file.read_text("utf-8", "replace").splitlines()
    ]
    lines += json.loads((suites / "blns" / "blns.json").read_text("utf-8"))
    lines += [
        case["payload"] for case in json.loads((suites / "dompurify" / "expect.json").read_text("utf-8"))
    ]
    lines += [
        case["input"]
        for case in json.loads((suites / "html5lib-sanitizer" / "tests1.json").read_text("utf-8"))
    ]
    return list(dict.fromkeys(lines))


def test_no_known_payload_does_harm(shared: Path) -> None:
    known = payloads(shared)
    assert len(known) > 1000
    for payload in known:
        for text in (
            payload,
            f"a {payload} b",
            f"[a]({payload})",
            f"![{payload}](x.png)",
            f"{{article}}`{payload}`",
        ):
            for html in both_fillings(html_of(text)):
                assert harm(html) == [], text

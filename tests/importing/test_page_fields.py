"""Keywords, picture and description of a web page."""

from __future__ import annotations

import pytest

from briefgen.importing import web_page
from briefgen.importing.document import ImportedDocument, Input

TEXT = (
    "The reed beds of Lake Ammer are cut in March, and the boats that carry the bundles are flat and tarred."
)


def page(head: str) -> ImportedDocument:
    link = '<link rel="canonical" href="https://reed.example/cut">'
    html = f"<html lang=en><head><title>Reed cut</title>{link}{head}</head><body><article><h1>Reed cut</h1>"
    (document,) = web_page.read(
        Input("a.html", f"{html}<p>{TEXT}</p><p>{TEXT} Again.</p></article>".encode())
    )
    return document


@pytest.mark.parametrize(
    ("head", "tags"),
    [
        (
            '<meta property="article:tag" content="Reed"><meta property="article:tag" content="Lakes">',
            "Reed, Lakes",
        ),
        ('<meta name="keywords" content="reed, Reed, lake">', "Reed, lake"),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "keywords": ["a", "b"]}</script>',
            "a, b",
        ),
        (f'<meta name="keywords" content="{", ".join(map(str, range(40)))}">', ""),
    ],
)
def test_keywords_become_tags(head: str, tags: str) -> None:
    assert page(head).fields.get("tags", "") == tags


@pytest.mark.parametrize(
    ("head", "image"),
    [
        ('<meta property="og:image" content="/a.jpg?utm_source=x">', "https://reed.example/a.jpg"),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "image": [{"url": "https://b.example/c.png"}]}'
            "</script>",
            "https://b.example/c.png",
        ),
        ('<meta property="og:image" content="https://reed.example/img/site-logo.png">', ""),
        ('<meta property="og:image" content="javascript:alert(1)">', ""),
    ],
)
def test_the_picture_of_a_page(head: str, image: str) -> None:
    assert page(head).fields.get("image", "") == image


def test_what_a_picture_shows_and_the_description() -> None:
    head = (
        '<meta property="og:image" content="a.jpg"><meta property="og:image:alt" content="A boat">'
        '<meta name="description" content="Reed is cut.">'
    )
    fields = page(head).fields
    assert (fields["image_alt"], fields["summary"]) == ("A boat", "Reed is cut.")


def test_a_page_that_shows_its_text_by_a_script_is_read_as_it_declares() -> None:
    data = '{"@type": "NewsArticle", "headline": "Reed", "articleBody": "Reed is cut.\\nIt is tied."}'
    script = f'<script type="application/ld+json">{data}</script>'
    html = f"<html><head><title>Reed</title>{script}</head><body></body>"
    (document,) = web_page.read(Input("a.html", html.encode()))
    assert [line.text for line in document.lines] == ["Reed is cut.", "It is tied."]


@pytest.mark.parametrize(
    "charset", ["gb2312", "shift_jis", "euc-kr", "windows-1251", "iso-8859-2", "iso-2022-jp"]
)
def test_a_page_in_its_own_encoding(charset: str) -> None:
    word = {
        "gb2312": "湖边的芦苇在三月收割",
        "shift_jis": "葦",
        "euc-kr": "갈대",
        "windows-1251": "тростник",
        "iso-2022-jp": "葦",
    }
    text = f"{TEXT} {word.get(charset, 'trzcina żółta')}"
    html = (
        f'<html><head><meta charset="{charset}"><title>Reed</title></head><body><p>{text}</p><p>{text} 2</p>'
    )
    (document,) = web_page.read(Input("a.html", html.encode(charset)))
    assert document.lines[0].text == text

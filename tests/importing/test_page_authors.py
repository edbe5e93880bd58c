"""Who wrote a web page that declares no author in its head."""

from __future__ import annotations

import pytest

from briefgen.importing import web_page
from briefgen.importing.document import Input

TEXT = "The reed beds of Lake Ammer are cut in March, and the boats that carry the bundles are flat and wide."
OTHER = (
    '<aside><p class="byline">By Zed Other</p></aside>'
    '<div class="related"><a rel="author">Zoe Other</a></div>'
)


def author(lang: str, byline: str, head: str = "") -> str:
    article = f"<article><h1>Reed cut</h1>{byline}<p>{TEXT}</p><p>{TEXT} Again.</p></article>"
    html = f"<html lang={lang}><head><title>Reed cut</title>{head}</head><body>{OTHER}{article}</body></html>"
    (document,) = web_page.read(Input("a.html", html.encode()))
    return document.fields.get("author", "")


@pytest.mark.parametrize(
    ("lang", "byline", "name"),
    [
        ("en", '<p class="byline">By Jo Smart</p>', "Jo Smart"),
        ("en-GB", '<div class="article-byline"><span>By</span> <a href="/jo">Jo Smart</a></div>', "Jo Smart"),
        ("en", '<a rel="author" href="/jo">Jo Smart</a>', "Jo Smart"),
        ("en", '<p>By <a rel="author">Jo Smart</a> and <a rel="author">Al Reed</a></p>', "Jo Smart, Al Reed"),
        ("en", '<span itemprop="author"><span itemprop="name">Jo Smart</span></span>', "Jo Smart"),
        ("en", '<p class="post__author-name">Jo Smart</p>', "Jo Smart"),
        ("en", '<p class="c-byline">By Jo Smart | The Reed Courier</p>', "Jo Smart"),
        ("de", '<p class="autor">Von Käthe Groß und Uli Rohr</p>', "Käthe Groß, Uli Rohr"),
        ("fr", '<p class="auteur">Par Zoé Marais</p>', "Zoé Marais"),
        ("id", '<div class="penulis">Penulis: Dina Kusuma</div>', "Dina Kusuma"),
        ("es", '<p class="autor">Por Inés Junco</p>', "Inés Junco"),
        ("ja", '<p class="author">山田葦子</p>', "山田葦子"),
        # What is marked as an author and names none, or describes one.
        ("en", '<p class="author">Sports</p>', ""),
        ("en", f'<p class="author">{TEXT}</p>', ""),
        ("en", '<div class="author-bio">Jo Smart</div>', ""),
        ("en", '<p class="authority">Reed Board</p>', ""),
        ("en", "", ""),
    ],
)
def test_a_byline_names_the_author(lang: str, byline: str, name: str) -> None:
    assert author(lang, byline) == name


def test_what_the_page_declares_comes_first() -> None:
    declared = '<meta name="author" content="Ann Lee">'
    assert author("en", '<p class="byline">By Jo Smart</p>', declared) == "Ann Lee"

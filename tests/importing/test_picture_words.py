"""The caption and the credit of an article's main picture."""

from __future__ import annotations

import json

import pytest

from briefgen.importing.document import ImportedDocument, Input
from briefgen.importing.formats import read_documents
from briefgen.importing.picture_words import words_of

CAPTIONS = {
    "Boats at dawn. (Photo: Ada Reed/Harbour Press)": ("Boats at dawn.", "Ada Reed/Harbour Press"),
    "Boats at dawn © Ada Reed": ("Boats at dawn", "Ada Reed"),
    "Boote am Morgen. Foto: Ada Reed": ("Boote am Morgen.", "Ada Reed"),
    "Bateaux à l’aube. Crédit photo : Ada Reed": ("Bateaux à l’aube.", "Ada Reed"),
    "Kapal di pagi hari. Foto: Ada Reed/Harbour": ("Kapal di pagi hari.", "Ada Reed/Harbour"),
    "Boats at dawn. Photograph by Ada Reed": ("Boats at dawn.", "Ada Reed"),
    "Лодки на рассвете. Фото: Ада Рид": ("Лодки на рассвете.", "Ада Рид"),
    "夜明けの船 写真：阿田": ("夜明けの船", "阿田"),
    "Boats at dawn, seen from a photo club": ("Boats at dawn, seen from a photo club", ""),
    "The photo shows Ada Reed: she rows": ("The photo shows Ada Reed: she rows", ""),
    "Photo: Ada Reed": ("", "Ada Reed"),
}


@pytest.mark.parametrize("caption", CAPTIONS)
def test_a_credit_stands_at_the_end_of_a_caption(caption: str) -> None:
    words = words_of(caption)
    assert (words.get("image_caption", ""), words.get("image_credit", "")) == CAPTIONS[caption]


def test_a_credit_of_its_own_wins() -> None:
    assert words_of("Boats. (Photo: Ada)", "Photo: Ada Reed")["image_credit"] == "Ada Reed"
    assert words_of("Boats", "© Harbour Press") == {"image_caption": "Boats", "image_credit": "Harbour Press"}
    assert words_of("x" * 700, "y" * 200) == {}


IMAGE = "https://img.example/2024/boats-1024x683.jpg?x=1"
TEXT = "<p>Nine boats came into the harbour at dawn, and the pilot counted them all.</p>" * 3


def page(head: str, body: str = "") -> dict[str, str]:
    html = f'<html lang="en"><head><title>Boats</title>{head}</head><body><article><h1>Boats</h1>{body}{TEXT}'
    return fields(Input("a.html", f"{html}</article></body></html>".encode()))


def fields(payload: Input) -> dict[str, str]:
    document = next(one for one in read_documents(payload) if isinstance(one, ImportedDocument))
    return {name: value for name, value in document.fields.items() if name.startswith("image")}


def test_a_page_says_it_in_its_data_or_its_figure() -> None:
    picture = {"@type": "ImageObject", "url": IMAGE, "caption": "At dawn", "creator": {"name": "Ada Reed"}}
    data = json.dumps({"@type": "NewsArticle", "headline": "Boats", "image": [picture]})
    script = f'<script type="application/ld+json">{data}</script>'
    assert page(script) == {"image": IMAGE, "image_caption": "At dawn", "image_credit": "Ada Reed"}
    meta = f'<meta property="og:image" content="{IMAGE}">'
    figure = (
        '<figure><picture><source srcset="/w/boats-300x200.webp 1x"><img src="/w/boats-300x200.jpg" '
        'alt="Nine boats"></picture><figcaption>At noon <span class="photo-credit">Photo: Ada Reed</span>'
        "</figcaption></figure>"
    )
    assert page(meta, figure) == {
        "image": IMAGE, "image_alt": "Nine boats", "image_caption": "At noon", "image_credit": "Ada Reed",
    }  # fmt: skip
    assert page(meta + '<meta property="og:image:alt" content="Boats">', figure)["image_alt"] == "Boats"
    assert page(meta, figure.replace("boats", "others")) == {"image": IMAGE}


def test_a_feed_says_it_with_media_rss() -> None:
    media = (
        f'<media:content url="{IMAGE}" medium="image"><media:description>At &lt;b&gt;dawn&lt;/b&gt;'
        '</media:description><media:credit role="photographer">Ada Reed</media:credit></media:content>'
    )
    feed = (
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>C</title><item>'
        f"<title>Boats</title><link>https://c.example/1</link>{media}"
        "<description>Nine boats came.</description></item></channel></rss>"
    )
    assert fields(Input("a.xml", feed.encode())) == {
        "image": IMAGE, "image_caption": "At dawn", "image_credit": "Ada Reed",
    }  # fmt: skip

"""Read the caption of a page's main picture and who made it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_CREDIT_ELEMENTS = (
    "[class*='credit' i], [class*='copyright' i], [class*='photographer' i], [class*='attribution' i], "
    "[itemprop='copyrightHolder'], [itemprop='creator'], [itemprop='author'], cite"
)
_WORDS = (
    "Photographs?|Photos?|Pictures?|Images?|Illustrations?|Crédits? photo|Crédits?|Photographie|Fotos?|"
    "Fotografi[ae]?|Bild(?:er)?|Grafik|Imagen|Imagem|Immagine|Crédito|Beeld|Kuva|Zdjęcie|Fot|Фото|Gambar|Ảnh|"
    "Fotoğraf|写真|撮影|图片|圖片|图源|사진"
)
_NAMED = re.compile(
    rf"\s*[(\[|–—-]?\s*(?:(?:{_WORDS})(?:\s+(?:by|von|de|di|par|credit|oleh|courtesy))?\s*[.:：/]\s*"
    rf"|(?:{_WORDS})\s+(?:by|courtesy of)\s+|(?:©|\(c\)|&copy;)\s*)"
    r"(?P<name>[^()\[\]]{2,100}?)[)\]]?\s*\.?$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf"^\s*(?:(?:{_WORDS}|credit|source)\s*(?:by|credit)?\s*[.:：/]|©|\(c\))\s*", re.IGNORECASE
)
_SIZE = re.compile(r"(?:[-_@]\d+x\d*|-scaled|@\dx|[-_](?:large|medium|small|thumb|original))$", re.IGNORECASE)
LONGEST_CREDIT, LONGEST_CAPTION = 150, 600
"""Characters of a credit and of a caption; longer ones are text."""


def of_figure(html: str, image: str) -> dict[str, str]:
    """What the figure with a picture says: ``image_alt``, ``image_caption``, ``image_credit``."""
    name = _name(image)
    if len(name) < 3 or "<figure" not in html or name.casefold() not in html.casefold():
        return {}
    from selectolax.lexbor import LexborHTMLParser

    for figure in LexborHTMLParser(html).css("figure"):
        picture = figure.css_first("img")
        if picture is not None and name in set(_names_of(figure)):
            words = _caption(figure)
            return {"image_alt": _line(picture.attributes.get("alt") or ""), **words}
    return {}


def of_object(value: Any) -> dict[str, str]:
    """What an ``ImageObject`` of schema.org says."""
    if isinstance(value, list):
        return next((words for one in value if (words := of_object(one))), {})
    if not isinstance(value, Mapping):
        return {}
    names = (
        value.get(key) for key in ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice")
    )
    caption = next((one for key in ("caption", "description") if isinstance(one := value.get(key), str)), "")
    return words_of(caption, next(filter(None, map(_person, names)), ""))


def words_of(caption: str, credit: str = "") -> dict[str, str]:
    """A caption and a credit; without one, that at the end of the caption."""
    text, name = _line(caption), _LABEL.sub("", _line(credit)).strip(" ()[]")
    if match := _NAMED.search(text):
        found = match["name"].strip(" .")
        if not name or name.casefold() in match[0].casefold():
            text, name = text[: match.start()].rstrip(" -–—|"), name or found
    text = text if len(text) <= LONGEST_CAPTION else ""
    name = name if len(name) <= LONGEST_CREDIT else ""
    return {key: value for key, value in (("image_caption", text), ("image_credit", name)) if value}


def _caption(figure: LexborNode) -> dict[str, str]:
    """The caption below a picture, with the credit that has an element of its own."""
    caption = figure.css_first("figcaption")
    makers = [node for node in figure.css(_CREDIT_ELEMENTS) if node.tag not in ("figcaption", "figure")]
    credit = next((text for node in makers if (text := _line(node.text(separator=" ")))), "")
    whole = _line(caption.text(separator=" ")) if caption is not None else ""
    if credit and credit in whole:
        whole = _line(whole.replace(credit, " ", 1)).strip(" -–—|()")
    return words_of(whole, credit)


def _names_of(figure: LexborNode) -> Iterator[str]:
    """The names of the files that a figure may show."""
    for node in figure.css("img, source"):
        for key, value in node.attributes.items():
            if value and key in (
                "src",
                "srcset",
                "data-src",
                "data-srcset",
                "data-original",
                "data-lazy-src",
            ):
                yield from (_name(one.split()[0]) for one in value.split(",") if one.strip())


def _name(url: str) -> str:
    """The name of a picture's file, without what says its size."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return ""
    return _SIZE.sub("", posixpath.basename(path).partition(".")[0])


def _person(value: Any) -> str:
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, list):
        return ", ".join(filter(None, map(_person, value)))
    return _line(value) if isinstance(value, str) and "://" not in value else ""


def _line(text: str) -> str:
    return " ".join(text.split())

"""Read what a web page declares: JSON-LD first, then meta elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from briefgen.importing.line_builder import address, joined
from briefgen.importing.page_parts import heading_of, text_of
from briefgen.importing.picture_words import of_object
from briefgen.util.text import fold
from briefgen.util.urls import host_of, wrong_with

_ARTICLES = frozenset(
    {"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
     "BackgroundNewsArticle", "BlogPosting", "LiveBlogPosting", "Report"}
)  # fmt: skip
"""Types of schema.org that are an article."""
_META = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "updated": ("article:modified_time", "og:updated_time", "datemodified"),
    "source": ("og:site_name", "application-name"),
    "author": ("author", "article:author", "parsely-author", "dc.creator"),
    "summary": ("og:description", "description", "dc.description"),
    "url": ("og:url",),
    "image": ("og:image:secure_url", "og:image", "twitter:image", "twitter:image:src"),
    "image_alt": ("og:image:alt", "twitter:image:alt"),
}
"""Names of meta elements by field, the best first."""
_BETWEEN = re.compile(r"\s+(?:--|[-–—―|·•»«›‹:/~⋆★]|::|//)\s+|\s*[|｜]\s*|\s*[—–]\s*|:\s+|\s*[：_＿]\s*")
"""What stands between a headline and the outlet's name in a title."""
_ACCOUNTS = ("twitter:site",)
LONGEST_SUFFIX = 3
"""Letters of `com`, `co` and `www`; a longer part of a domain may be a name."""
FEWEST_INITIALS = 3
"""Words of a name whose initials are a domain: `Farm Bureau Financial Services`."""
ALIKE, FEWEST_WORDS = 0.34, 3
"""The part of a heading's words that the declared title has, and the words of such a heading."""
LONGEST_HEADING = 250
_WORD = re.compile(r"\w+")
_GENERIC = re.compile(
    r"/(?:[\w-]*(?:logo|favicon|placeholder|default|share-image|og-image)[\w-]*)\.\w+$", re.IGNORECASE
)
"""Pictures that a site shows where an article has none."""
MOST_TAGS, LONGEST_TAG = 15, 40
"""Keywords of a page; with more, or longer ones, they are written for search engines."""
DEEPEST = 40
"""How deep JSON-LD is looked through."""


def read_metadata(tree: Any, url: str) -> dict[str, str]:
    """The front-matter fields that a page declares; ``url`` is empty if it was not fetched."""
    fields: dict[str, str] = {}
    for values in (_of_json(tree), _of_meta(tree), _of_page(tree, url)):
        for name, value in values.items():
            text = " ".join(unescape(value).split())
            if text and name not in fields and not (name == "author" and "://" in text):
                fields[name] = text
    whole = joined(url, fields.get("url", "")) if fields.get("url") else url
    fields["url"] = whole if not wrong_with(whole) else url
    if "source" not in fields and fields["url"]:
        fields["source"] = host_of(fields["url"]).removeprefix("www.")
    fields |= _picture(fields, url) | {"tags": _tags(tree)}
    if "title" in fields:
        names = _outlet_names(tree, fields)
        declared = _headline(fields["title"], names, _headings(tree))
        fields["title"] = _visible_title(declared, tree, names)
    return {name: value for name, value in fields.items() if value}


def _picture(fields: Mapping[str, str], url: str) -> dict[str, str]:
    """The whole address of a page's picture, with its alternative text.

    Empty for a picture of the whole site.
    """
    image = address(fields.get("image", ""), fields.get("url") or url)
    if not image or image.startswith("mailto:") or _GENERIC.search(image.partition("?")[0]):
        return dict.fromkeys(("image", "image_alt", "image_caption", "image_credit"), "")
    return {"image": image}


def _tags(tree: Any) -> str:
    """The keywords of a page, each once."""
    own = [meta.get("content") or "" for meta in tree.iter("meta") if meta.get("property") == "article:tag"]
    contents = meta_contents(tree)
    listed = [_names(node.get("keywords")) for node in json_ld_articles(tree)][:1]
    texts = [", ".join(own), *listed, contents.get("news_keywords", ""), contents.get("keywords", "")]
    words = [" ".join(unescape(one).split()) for one in re.split("[,;、，]", next(filter(None, texts), ""))]
    tags = list({word.casefold(): word for word in words if word}.values())
    return ", ".join(tags) if len(tags) <= MOST_TAGS and max(map(len, tags), default=0) <= LONGEST_TAG else ""


def _outlet_names(tree: Any, fields: Mapping[str, str]) -> tuple[str, ...]:
    """What the outlet may be called in a title: its names, and the words of its domain."""
    contents = meta_contents(tree)
    hosts = [host_of(fields.get("url", "")), *(contents.get(key, "").lstrip("@") for key in _ACCOUNTS)]
    labels = [label for host in hosts for label in host.split(".") if len(label) > LONGEST_SUFFIX]
    names = (fields.get("source", ""), *(contents.get(key, "") for key in _META["source"]), *labels)
    return tuple(dict.fromkeys(name for name in names if name and name != "www"))


def _headline(title: str, names: Sequence[str], headings: Sequence[str]) -> str:
    """The title without the outlet's name before or behind it."""
    for cut in reversed([*_BETWEEN.finditer(title)]):
        left, right = title[: cut.start()], title[cut.end() :]
        for part, rest in ((left, right), (right, left)):
            is_named = any(_names_outlet(rest, name) for name in names)
            if part.strip() and (fold(part) in map(fold, headings) or is_named):
                return _headline(part, names, headings)
    return title


def _names_outlet(text: str, source: str) -> bool:
    """Whether ``text`` is the outlet's name, its initials, or has few words beside the name."""
    mine, name = _WORD.findall(fold(text)), _WORD.findall(fold(source))
    joined, address = "".join(mine), "".join(name)
    same = set(name) <= set(mine) or joined == address or (len(joined) > 3 and address.startswith(joined))
    initials = "".join(word[0] for word in mine)
    same = same or (len(name) == 1 and len(mine) >= FEWEST_INITIALS and initials == address)
    is_short = len(mine) <= max(len(name) + 2, len(address) if initials == address else 0)
    return bool(name) and bool(mine) and is_short and same


def _visible_title(declared: str, tree: Any, names: Sequence[str]) -> str:
    """The headline that readers see, where it says the same as the declared title in other words.

    Declared titles are written for search engines. A heading that holds all of one has a kicker before it.
    """
    heading = heading_of(tree)
    visible = _headline(text_of(heading, LONGEST_HEADING), names, ()) if heading is not None else ""
    mine, other = (set(_WORD.findall(fold(text))) for text in (declared, visible))
    if not mine or not other or len(visible) > LONGEST_HEADING or fold(declared) in fold(visible):
        return declared
    is_same = len(mine & other) >= ALIKE * min(len(mine), len(other)) and len(other) >= FEWEST_WORDS
    return visible if is_same else declared


def _headings(tree: Any) -> list[str]:
    """What the page's first headings say."""
    return [" ".join("".join(h.itertext()).split()) for h in tree.iter("h1")]


def _of_json(tree: Any) -> Mapping[str, str]:
    for node in json_ld_articles(tree):
        return {
            "title": _text(node.get("headline")),
            "updated": _text(node.get("dateModified")),
            "author": _names(node.get("author")),
            "source": _names(node.get("publisher")),
            "summary": _text(node.get("description")),
            "lang": _text(node.get("inLanguage")),
            "image": _image(node.get("image")),
            **of_object(node.get("image")),
        }
    return {}


def json_ld_articles(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The articles that the JSON-LD of a page describes."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                data = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            yield from _articles(data)


def _articles(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _articles(one, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if _ARTICLES & set(kinds if isinstance(kinds, list) else [kinds] if isinstance(kinds, str) else []):
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _articles(value.get(key), depth + 1)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _image(value: Any) -> str:
    if isinstance(value, list):
        return next(filter(None, map(_image, value)), "")
    return _text(value.get("url") or value.get("contentUrl")) if isinstance(value, dict) else _text(value)


def _names(value: Any) -> str:
    if isinstance(value, dict):
        return _text(value.get("name"))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_names, value)))
    return _text(value)


def _of_meta(tree: Any) -> Mapping[str, str]:
    contents = meta_contents(tree)
    return {
        field: next(filter(None, (contents.get(n, "") for n in names)), "") for field, names in _META.items()
    }


def meta_contents(tree: Any) -> dict[str, str]:
    """What the meta elements of a page say, by their names."""
    contents: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        contents.setdefault(name, meta.get("content") or "")
    return contents


def _of_page(tree: Any, url: str) -> Mapping[str, str]:
    canonical = next(
        (
            link.get("href") or ""
            for link in tree.iter("link")
            if (link.get("rel") or "").lower() == "canonical"
        ),
        "",
    )
    heads = _headings(tree)
    title = next((" ".join((t.text or "").split()) for t in tree.iter("title")), "")
    html = tree if tree.tag == "html" else next(tree.iter("html"), None)
    return {
        "title": heads[0] if len(heads) == 1 else title,
        "url": canonical,
        "lang": (html.get("lang") or "") if html is not None else "",
    }

"""A body's HTML with its references filled in."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from markupsafe import Markup

from briefgen.i18n import direction
from briefgen.urls import scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefgen.environment.tracing import Tracer
    from briefgen.model import Article, Body

_BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|blockquote|td|th|pre|figcaption|dd|dt)>|<br ?/?>")
_TAG = re.compile(r"<[^<>]*>")
_OPEN_LINK = re.compile(r' href="$')
_OPEN_PICTURE = re.compile(r"<img[^<>]*$")
_REST_OF_PICTURE = re.compile(r'"(?:[^<>]*? alt="(?P<alt>[^"]*)")?[^<>]*>')


def filled(body: Body, site: Tracer, href: Callable[[str], str], lang: str = "") -> str:
    """The HTML of a body with its references resolved, their addresses through ``href``.

    ``lang`` is the body's language: a title in another one is marked as that.
    """
    values = []
    for reference in body.references:
        answer = site.resolve(reference.kind, reference.target)
        if reference.show == "title":
            values.append(_title(answer[1], answer[2], lang) if answer else reference.target)
        else:
            values.append(href(answer[0]) if answer else "")
    return assemble(body.parts, values)


def _title(title: str, lang: str, around: str) -> str:
    if not (lang and around) or lang == around:
        return title
    mark = f'<span lang="{escape(lang)}" dir="{direction(lang)}">{escape(title)}</span>'
    return Markup(mark)  # noqa: S704 - all that is not ours in it is escaped


def picture(article: Article, site: Tracer, href: Callable[[str], str]) -> str:
    """The address of an article's picture: its own where it lies elsewhere, else the site's through ``href``; empty where there is none."""
    if not article.image or scheme(article.image):
        return article.image
    at = site.resolve("file", article.image)
    return href(at[0]) if at else ""


def plain_text(body: Body) -> str:
    """What a body says without its markup and its references, a paragraph a line."""
    blocks = _BLOCK_END.sub("\n", "".join(body.parts))
    lines = (" ".join(line.split()) for line in unescape(_TAG.sub("", blocks)).split("\n"))
    return "\n".join(line for line in lines if line)


def assemble(parts: Sequence[str], filled: Sequence[str]) -> str:
    """The HTML of a body with its references filled in. A link without an address loses it, a picture gives way to its words."""
    out = [parts[0]]
    for value, part in zip(filled, parts[1:], strict=True):
        if value:
            out += [value if isinstance(value, Markup) else escape(value), part]
        elif link := _OPEN_LINK.search(out[-1]):
            out[-1] = out[-1][: link.start()]
            out.append(part.removeprefix('"'))
        elif picture := _OPEN_PICTURE.search(out[-1]):
            out[-1] = out[-1][: picture.start()]
            rest = _REST_OF_PICTURE.match(part)
            out += [rest["alt"] or "", part[rest.end() :]] if rest else [part]
        else:
            out.append(part)
    return "".join(out)

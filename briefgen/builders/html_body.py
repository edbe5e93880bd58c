"""A body's HTML with its references filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape, unescape
from typing import TYPE_CHECKING

from markupsafe import Markup

from briefgen.model import Article, Body, Reference
from briefgen.util.i18n import direction, format_day
from briefgen.util.media import is_picture
from briefgen.util.urls import scheme

if TYPE_CHECKING:
    from briefgen.builders.responsive_images import Showing
    from briefgen.site.queries import QueryRecorder

_BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|blockquote|td|th|pre|figcaption|dd|dt)>|<br ?/?>")
_TAG = re.compile(r"<[^<>]*>")
_OPEN_LINK = re.compile(r' href="$')
_OPEN_SOURCE = re.compile(r' src="$')
"""Only a picture has a source."""
_ATTRIBUTES = re.compile(r'"(?: [a-z]+="[^"]*")*')
_OPEN_PICTURE = re.compile(r"<img[^<>]*$")
_REST_OF_PICTURE = re.compile(r'"(?:[^<>]*? alt="(?P<alt>[^"]*)")?[^<>]*>')


def filled(
    body: Body, site: QueryRecorder, href: Callable[[str], str], lang: str, showing: Showing | None = None
) -> str:
    """The HTML of a body with its references resolved through ``href``.

    ``lang`` is the body's language: dates are written in it, and titles in another language are marked.
    ``showing`` adds the attributes of pictures.
    """
    values, attributes = [], {}
    for n, reference in enumerate(body.references):
        answer = site.resolve(reference.kind, reference.target)
        if reference.show == "title":
            values.append(_named(reference, answer[1], answer[2], lang) if answer else reference.target)
            continue
        values.append(_within(answer[0], href) if answer else "")
        if showing and answer and _OPEN_SOURCE.search(body.parts[n]):
            path = reference.target if is_picture(reference.target) else ""
            attributes[n] = showing.attributes(path, _tag(body.parts[n], body.parts[n + 1]))
    return assemble(body.parts, values, attributes)


def _within(address: str, href: Callable[[str], str]) -> str:
    """An address of this site through ``href``; one of another site as it is."""
    return href(address) if address.startswith("/") else address


def _tag(before: str, after: str) -> str:
    """The attributes of the picture that a reference is the source of, without that."""
    rest = _ATTRIBUTES.match(after)
    return before[before.rfind("<img") :] + (rest[0] if rest else "")


def _named(reference: Reference, title: str, lang: str, around: str) -> str:
    """What a reference is called in a text that is in the language ``around``."""
    if reference.kind == "briefing" and ":" not in reference.target:
        return f"{title}, {format_day(reference.target.rpartition('/')[2].partition('#')[0], 'full', around)}"
    if not lang or lang == around:
        return title
    mark = f'<span lang="{escape(lang)}" dir="{direction(lang)}">{escape(title)}</span>'
    return Markup(mark)  # noqa: S704 - all that is not ours in it is escaped


def picture(article: Article, site: QueryRecorder, href: Callable[[str], str]) -> str:
    """The address of an article's picture through ``href``, or an empty text."""
    if not article.image or scheme(article.image):
        return article.image
    at = site.resolve("file", article.image)
    return href(at[0]) if at else ""


def plain_text(body: Body) -> str:
    """What a body says without its markup and its references, a paragraph a line."""
    blocks = _BLOCK_END.sub("\n", "".join(body.parts))
    lines = (" ".join(line.split()) for line in unescape(_TAG.sub("", blocks)).split("\n"))
    return "\n".join(line for line in lines if line)


def assemble(parts: Sequence[str], filled: Sequence[str], attributes: Mapping[int, str] = {}) -> str:
    """The HTML of a body with its references filled in.

    A link without an address is removed, and a picture without one is replaced by its alternative text.
    ``attributes`` are HTML for pictures, by the number of the reference that is their source.
    """
    out = [parts[0]]
    for n, (value, part) in enumerate(zip(filled, parts[1:], strict=True)):
        if value and n in attributes:
            out += [escape(value), '" ', attributes[n], part.removeprefix('"')]
        elif value:
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

"""Menus of a site, and what the frame of its pages shows, out of ``briefgen.yml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from briefgen.config.texts import text_in
from briefgen.schema import Address, Either, Field, ListOf, MapOf, Record, Text
from briefgen.util.urls import wrong_with

KINDS = ("home", "topics", "archive", "sources", "tags", "search", "feeds")
"""The kinds of page that an entry may lead to; the theme has a name for each."""

_TITLE = Either(Text(), MapOf(Text()))
_ENTRY = (
    Field("page", Text("imprint"), "", "A page, by its address: imprint."),
    Field("kind", Text("archive"), "", f"A kind of page: {', '.join(KINDS)}."),
    Field("topic", Text("world"), "", "A topic, by its slug."),
    Field("url", Text(), "", "An address of this site (/api/) or another one, with a title."),
    Field("title", _TITLE, "", "The text of the link; {en: About, id: Tentang} is one for each language."),
)
MENU = ListOf(
    Record(*_ENTRY, Field("children", ListOf(Record(*_ENTRY)), (), "Entries that open below this one."))
)
"""What ``menu:`` and ``footer:`` hold."""
SOCIAL = ListOf(
    Record(
        Field("title", Text("Mastodon"), "", "The name of the link."),
        Field("url", Address(wrong_with), "", "The address of your account."),
    )
)
"""What ``social:`` holds."""


class SocialLink(NamedTuple):
    """A link to an account of the site elsewhere."""

    title: str
    url: str


class MenuEntry(NamedTuple):
    """An entry of a menu as it is written. ``place`` names it in ``Config.places``.

    ``titles`` are by language; one for all languages stands under an empty name.
    """

    place: str
    page: str = ""
    kind: str = ""
    topic: str = ""
    url: str = ""
    titles: tuple[tuple[str, str], ...] = ()
    children: tuple[MenuEntry, ...] = ()

    def title(self, language: str, strings: Mapping[str, str] = {}) -> str:
        """The title in a language, or the nearest one there is.

        That is its base language, else the first title; it may be empty.
        """
        texts = dict(self.titles)
        if "" in texts:
            return strings.get(texts[""], texts[""])
        return text_in(texts, language)


def menu_of(name: str, values: tuple[Mapping[str, Any], ...]) -> tuple[MenuEntry, ...]:
    """Parse a menu that stands under this name."""
    return tuple([_entry(f"{name}.{n}", value) for n, value in enumerate(values)])


def _entry(place: str, value: Mapping[str, Any]) -> MenuEntry:
    title = value["title"]
    titles = tuple(title.items()) if isinstance(title, Mapping) else (("", title),) if title else ()
    return MenuEntry(
        place,
        value["page"].strip("/"),
        value["kind"],
        value["topic"],
        value["url"],
        titles,
        menu_of(f"{place}.children", value.get("children", ())),
    )


def with_children(entries: tuple[MenuEntry, ...]) -> Iterator[MenuEntry]:
    """All entries of a menu, those below others too."""
    for entry in entries:
        yield entry
        yield from entry.children


def static_name(name: str, static: str) -> str:
    """A file of the static folder by its name there: ``/static/logo.svg`` is ``logo.svg``."""
    return name.strip().lstrip("/").removeprefix(f"{static}/")


def former_address(text: str) -> str:
    """An address for a redirect: a folder, or a file of HTML."""
    return text if text.endswith(("/", ".html")) else f"{text}/"

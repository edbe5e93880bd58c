"""OPDS 1.2: the list of e-books for reader apps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefgen.builders.xml import attribute, escaped, head

TYPE = "application/atom+xml;profile=opds-catalog;kind=acquisition"


class CatalogueEntry(NamedTuple):
    """A book of the catalogue. ``cover`` is the address of a PNG, or empty."""

    id: str
    title: str
    language: str
    updated: str
    day: str
    summary: str
    url: str
    cover: str


class Catalogue(NamedTuple):
    """The list of a site's books, newest first.

    ``home`` is the address of the front page.
    """

    id: str
    title: str
    url: str
    home: str
    entries: Sequence[CatalogueEntry]


def write(catalogue: Catalogue) -> str:
    """The catalogue as Atom."""
    return "".join(_lines(catalogue))


def _lines(catalogue: Catalogue) -> Iterator[str]:
    id_, title, url, home, entries = catalogue
    yield f'{head()}<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/terms/">\n'
    yield f"<id>{escaped(id_)}</id>\n<title>{escaped(title)}</title>\n"
    yield f"<author><name>{escaped(title)}</name></author>\n"
    # A catalogue of nothing is as old as catalogues can be: the clock is no input of a page.
    yield f"<updated>{max((one.updated for one in entries), default='1970-01-01T00:00:00Z')}</updated>\n"
    for relation in ("self", "start"):
        yield f'<link rel="{relation}" type="{TYPE}" href={attribute(url)}/>\n'
    yield f'<link rel="alternate" type="text/html" href={attribute(home)}/>\n'
    for one in entries:
        yield f"<entry>\n<title>{escaped(one.title)}</title>\n<id>{escaped(one.id)}</id>\n"
        yield f"<updated>{one.updated}</updated>\n<dc:issued>{one.day}</dc:issued>\n"
        yield f"<dc:language>{escaped(one.language)}</dc:language>\n"
        yield f"<summary>{escaped(one.summary)}</summary>\n" if one.summary else ""
        if one.cover:
            yield f'<link rel="http://opds-spec.org/image" type="image/png" href={attribute(one.cover)}/>\n'
        yield '<link rel="http://opds-spec.org/acquisition/open-access" type="application/epub+zip"'
        yield f" href={attribute(one.url)}/>\n</entry>\n"
    yield "</feed>\n"

"""Write an EPUB 3: its package file, its table of contents, and the archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from briefgen.builders.xml import attribute, escaped, head
from briefgen.util.i18n import direction
from briefgen.util.media import KINDS

_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
TYPES = {suffix: _TYPES[kind] for suffix, kind in KINDS.items() if kind in _TYPES}
"""The media types of pictures that a book may hold, by suffix; the format knows no AVIF."""
COVER, NAVIGATION = "cover.png", "nav.xhtml"
_CONTAINER = (
    f'{head()}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">\n<rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>\n'
    "</container>\n"
)
_FEATURES = ("tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability")


class NavEntry(NamedTuple):
    """A line of the table of contents with the lines below it."""

    href: str
    title: str
    lang: str
    children: tuple[NavEntry, ...] = ()


class Chapter(NamedTuple):
    """A file of text of a book, and its line in the table of contents."""

    file: str
    text: str


class Book(NamedTuple):
    """A whole book.

    ``modified`` is an instant in UTC. ``pictures`` are bytes by file, ``cover`` may be empty, and
    ``is_described`` says whether each picture has an alternative text. ``number`` is that of the edition.
    ``rights`` say who may read it.
    """

    id: str
    title: str
    language: str
    publisher: str
    modified: str
    day: str
    number: int
    summary: str
    chapters: Sequence[Chapter]
    pictures: Sequence[tuple[str, bytes]] = ()
    cover: bytes = b""
    is_described: bool = True
    rights: str = ""


def write(book: Book) -> bytes:
    """The bytes of a book; the same book gives the same bytes everywhere.

    Nothing is compressed, because each version of zlib gives other bytes. The file ``mimetype`` comes first.
    """
    files = [("mimetype", b"application/epub+zip"), ("META-INF/container.xml", _CONTAINER.encode())]
    files.append(("EPUB/package.opf", "".join(_package(book)).encode()))
    files += [(f"EPUB/{one.file}", one.text.encode()) for one in book.chapters]
    files += [(f"EPUB/{COVER}", book.cover)] if book.cover else []
    files += [(f"EPUB/{file}", data) for file, data in book.pictures]
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_STORED) as file:
        for name, data in files:
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16  # else it depends on the machine
            file.writestr(info, data)
    return archive.getvalue()


def _package(book: Book) -> Iterator[str]:
    language = attribute(book.language)
    yield f'{head()}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
    yield f" xml:lang={language} dir={attribute(direction(book.language))}>\n"
    yield '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
    yield f'<dc:identifier id="id">{escaped(book.id)}</dc:identifier>\n'
    yield f"<dc:title>{escaped(book.title)}</dc:title>\n<dc:language>{escaped(book.language)}</dc:language>\n"
    yield f"<dc:publisher>{escaped(book.publisher)}</dc:publisher>\n<dc:date>{book.day}</dc:date>\n"
    if book.rights:
        yield f"<dc:rights>{escaped(book.rights)}</dc:rights>\n"
    if book.summary:
        yield f"<dc:description>{escaped(book.summary)}</dc:description>\n"
    yield f'<meta property="dcterms:modified">{book.modified}</meta>\n'
    yield f'<meta property="belongs-to-collection" id="series">{escaped(book.publisher)}</meta>\n'
    yield '<meta refines="#series" property="collection-type">series</meta>\n'
    if book.number:
        yield f'<meta refines="#series" property="group-position">{book.number}</meta>\n'
    yield from (f'<meta property="schema:{name}">{value}</meta>\n' for name, value in _accessibility(book))
    yield '<meta name="cover" content="cover"/>\n' if book.cover else ""
    yield f"</metadata>\n<manifest>\n{''.join(_manifest(book))}</manifest>\n"
    yield f'<spine page-progression-direction="{direction(book.language)}">\n'
    yield from (f'<itemref idref="c{n}"/>\n' for n, one in enumerate(book.chapters) if one.file != NAVIGATION)
    yield "</spine>\n</package>\n"


def _manifest(book: Book) -> Iterator[str]:
    for n, one in enumerate(book.chapters):
        mark = ' properties="nav"' if one.file == NAVIGATION else ""
        yield f'<item id="c{n}" href="{one.file}" media-type="application/xhtml+xml"{mark}/>\n'
    if book.cover:
        yield f'<item id="cover" href="{COVER}" media-type="image/png" properties="cover-image"/>\n'
    for n, (file, _) in enumerate(book.pictures):
        kind = TYPES[file[file.rindex(".") :]]
        yield f'<item id="p{n}" href="{file}" media-type="{kind}"/>\n'


def _accessibility(book: Book) -> Iterator[tuple[str, str]]:
    """What helps readers choose: https://www.w3.org/TR/epub-a11y-11/."""
    yield "accessMode", "textual"
    if book.pictures:
        yield "accessMode", "visual"
    if book.is_described:
        yield "accessModeSufficient", "textual"
    else:
        yield "accessModeSufficient", "textual,visual"
    features = (*_FEATURES, "alternativeText") if book.is_described else _FEATURES
    yield from (("accessibilityFeature", one) for one in features)
    yield "accessibilityHazard", "none"

"""Malformed feeds, made from whole ones by a seed and read as ``add`` does.

``python -m fuzz.malformed_feeds 3000`` reads so many and prints how long the slowest took.
"""

from __future__ import annotations

import random
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from briefgen.importing.document import ImportedDocument, Input
from briefgen.importing.formats import KINDS, read_documents
from briefgen.importing.importer import article_text
from briefgen.importing.normalize import normalize
from briefgen.model.diagnostics import BriefgenError
from fuzz.targets import NOW, pipeline

MOST_SECONDS = 10.0
"""CPU time that one input may take."""
ENTRIES = 3
"""Articles of an input that are cleaned; the others are like these."""
EXPANDED, SECRET = "EXPANDED-ENTITY", "WORDS-OF-ANOTHER-FILE"

_FOLDER = Path(__file__).parent / "whole_feeds"
WHOLE = tuple(file.read_bytes() for file in sorted(_FOLDER.glob("*.*")))
_CODECS = (
    "utf-16", "utf-16-le", "utf-32", "cp1251", "shift_jis", "gb18030", "latin-1", "koi8-r", "cp037", "utf-7",
)  # fmt: skip
_NAMES = (*_CODECS, "x-unknown", "utf-8", "idna", "base64", "hex", "rot13", "unicode_escape", "", "%n%s")

Mutation = Callable[[bytes, random.Random], bytes]


class MalformedFeed(NamedTuple):
    """A feed, its content type, and the mutations that made it."""

    data: bytes
    kind: str
    mutations: tuple[str, ...]


def malformed(number: int) -> MalformedFeed:
    """The feed of a number: the same on every machine."""
    chance = random.Random(number)  # noqa: S311 - to be repeated, not to be secret
    data, names = chance.choice(WHOLE), []
    for mutate in chance.choices(MUTATIONS, k=chance.choice((1, 1, 2, 3))):
        data = mutate(data, chance)
        names.append(mutate.__name__.strip("_"))
    charset = f"text/xml; charset={chance.choice(_NAMES)}"
    kind = chance.choice(("", "application/rss+xml", charset, chance.choice([*KINDS])))
    return MalformedFeed(data, kind, tuple(names))


def _truncation(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flips(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 5, 50, 500)) if out else 0):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def _moved_piece(data: bytes, chance: random.Random) -> bytes:
    a, b, c = sorted(chance.randrange(len(data) + 1) for _ in range(3))
    swapped = data[:a] + data[b:c] + data[a:b] + data[c:]
    return chance.choice((data[:a] + data[b:], data[:b] + data[a:], swapped))


def _other_encoding(data: bytes, chance: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(_CODECS), "replace")


def _other_declaration(data: bytes, chance: random.Random) -> bytes:
    name = chance.choice(_NAMES).encode()
    return b'<?xml version="1.0" encoding="' + name + b'"?>' + data.partition(b"?>")[2]


def _nesting(data: bytes, chance: random.Random) -> bytes:
    depth = chance.choice((50, 1_000, 20_000, 100_000))
    name = chance.choice(
        (b"item", b"div", b"a:b", b"entry", b"content", b"blockquote", b"ul><li", b"table><tr><td")
    )
    last = name.rpartition(b"<")[2]
    closing = (b"</" + last + b">") * depth if chance.random() < 0.5 else b""
    if data.lstrip().startswith(b"{"):
        return data.replace(b'"Apples"', b"[" * depth + b"]" * depth)
    return _inserted(data, (b"<" + name + b">") * depth + b"deep" + closing, chance)


def _escaped_nesting(data: bytes, chance: random.Random) -> bytes:
    name = chance.choice((b"div", b"b", b"blockquote", b"ul&gt;&lt;li", b"a href='x'", b"font"))
    return _inserted(data, (b"&lt;" + name + b"&gt;") * chance.choice((100, 5_000, 30_000)) + b"deep", chance)


def _entities(data: bytes, chance: random.Random) -> bytes:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    subsets = (
        f'<!ENTITY e0 "{EXPANDED}">{bomb}',
        f'<!ENTITY e9 "{EXPANDED * 5_000}">',
        f'<!ENTITY e9 SYSTEM "file://{_secret_path()}">',
        '<!ENTITY e9 SYSTEM "http://127.0.0.1:9/entity">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1:9/dtd">%p;',
        f"<!ENTITY % p \"<!ENTITY e9 '{EXPANDED}'>\">%p;",
        '<!ENTITY e9 "&e9;">',
        "<!ENTITY e9",
    )
    head = f"<!DOCTYPE rss [{chance.choice(subsets)}]>".encode()
    return _after_declaration(_inserted(data, b"&e9;" * chance.choice((1, 2_000)), chance), head)


def _doctype(data: bytes, chance: random.Random) -> bytes:
    heads = (
        b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd">',
        b'<!DOCTYPE rss SYSTEM "file:///etc/hostname">', b"<!DOCTYPE html>",
        b"<!DOCTYPE rss [<!ELEMENT a ANY>]>",
        b"<!DOCTYPE " + b"[" * 1_000, b'<?xml-stylesheet href="http://127.0.0.1:9/a.xsl"?>',
    )  # fmt: skip
    return _after_declaration(data, chance.choice(heads))


def _attributes(data: bytes, chance: random.Random) -> bytes:
    wide = b"".join(b' a%d="%d"' % (n, n) for n in range(20_000))
    tags = (
        b'<item x="' + b"y" * 2_000_000 + b'">', b"<entry" + wide + b"/>",
        b'<link href="' + b"&amp;" * 200_000 + b'"/>', b'<item xmlns:a="b" a:c="d" xmlns:a="e"/>',
        b"<item a a a=b='c'>",
    )  # fmt: skip
    return _inserted(data, chance.choice(tags), chance)


def _dialects(data: bytes, chance: random.Random) -> bytes:
    other = chance.choice(WHOLE)
    return chance.choice(
        (data + other, _inserted(data, other, chance), other[: len(other) // 2] + data[len(data) // 2 :])
    )


def _signs(data: bytes, chance: random.Random) -> bytes:
    signs = (
        b"\x00", b"\x0b", b"\xff\xfe", b"\xef\xbb\xbf", b"&", b"&nbsp;&bogus;", b"&#0;", b"&#x110000;",
        b"&#99999999999;",
        b"<![CDATA[", b"]]>", b"<!--", b"--", b"<", b">", b"<?php ?>", b"\xed\xa0\x80", b"\r",
        b"<x:y/>", b"\x1b$B",
        b"&lt;" * 50_000, b"<br>" * 20_000, b"<!--" * 20_000, b"&" * 100_000, b"<a " * 20_000,
    )  # fmt: skip
    for _ in range(chance.choice((1, 3, 20))):
        data = _inserted(data, chance.choice(signs[:-5] if len(data) > 500_000 else signs), chance)
    return data


def _many(data: bytes, chance: random.Random) -> bytes:
    entry = b"<item><title>T</title><link>https://a.example/%d</link></item>"
    return _inserted(data, b"".join(entry % n for n in range(chance.choice((500, 12_000)))), chance)


def _values(data: bytes, chance: random.Random) -> bytes:
    """Other values in the places of those of JSON; of XML, odd dates and addresses."""
    if data.lstrip().startswith(b"{"):
        odd = (b"null", b"[]", b"{}", b"1e999", b"NaN", b"-1", b"true", b"9" * 5_000, b'[{"a":[1]}]')
        parts = data.split(b'"')
        parts[chance.randrange(len(parts))] = chance.choice((*odd, b'"\\ud800"'))
        return b'"'.join(parts)
    values = (
        b"Wed, 99 Foo 20244 99:99:99 XYZ", b"javascript:alert(1)", b"http://[::1", b"file:///etc/passwd",
        b"//" * 900,
    )  # fmt: skip
    olds = (b"https://ferry.example/1", b"Wed, 01 May 2024 08:00:00 GMT", b"2024-05-01T08:00:00Z", b"urn:1")
    return data.replace(chance.choice(olds), chance.choice(values))


MUTATIONS: tuple[Mutation, ...] = (
    _truncation, _flips, _moved_piece, _other_encoding, _other_declaration, _nesting, _escaped_nesting,
    _entities, _doctype, _attributes, _dialects, _signs, _many, _values,
)  # fmt: skip


def _inserted(data: bytes, piece: bytes, chance: random.Random) -> bytes:
    """The data with a piece at the end of a tag, or anywhere."""
    places = [n + 1 for n, sign in enumerate(data[:100_000]) if sign == 62]
    at = chance.choice(places) if places and chance.random() < 0.8 else chance.randrange(len(data) + 1)
    return data[:at] + piece + data[at:]


def _after_declaration(data: bytes, piece: bytes) -> bytes:
    head, mark, rest = data.partition(b"?>")
    return head + mark + piece + rest if mark else piece + data


def _secret_path() -> str:
    return (Path(__file__).parent / "secret.txt").as_posix()


# --- reading ----------------------------------------------------------------------------------------------


def check(feed: MalformedFeed) -> str:
    """Read a feed, assert that nothing foreign is in it, and return the outcome."""
    try:
        documents: list[ImportedDocument] = []
        for document in read_documents(Input("feed.xml", feed.data, feed.kind)):
            if isinstance(document, ImportedDocument) and len(documents) < ENTRIES:
                documents.append(document)
        texts = [_text(document) for document in documents]
    except BriefgenError as error:
        texts = [error.diagnostics[0].message]
        documents = []
    written = max(1, feed.data.replace(b"\0", b"").count(EXPANDED.encode()))
    for text in texts:  # words of a text are its title and summary, too
        assert text.count(EXPANDED) <= 4 * written, "an entity was expanded"
        assert SECRET not in text, "another file was read"
    return "read" if documents else "refused"


def _text(document: ImportedDocument) -> str:
    try:
        new = normalize(document, {}, pipeline(), NOW, even_empty=True)
        return article_text(new, new.stem, "content/a.md", {})
    except BriefgenError as error:
        return error.diagnostics[0].message


@contextmanager
def without_network() -> Iterator[mock.Mock]:
    """Fail on each connection and each look-up of a name."""
    refused = mock.Mock(side_effect=AssertionError("the network was asked"))
    with (
        mock.patch.object(socket.socket, "connect", refused),
        mock.patch.object(socket, "getaddrinfo", refused),
    ):
        yield refused


def main(count: int) -> None:
    """Read feeds by number, and print what became of them and the slowest."""
    outcomes: Counter[str] = Counter()
    slowest: list[tuple[float, int, Any]] = []
    with without_network() as asked:
        for number in range(count):
            feed = malformed(number)
            begin = time.process_time()
            try:
                outcomes[check(feed)] += 1
            except BaseException:
                print(
                    f"feed {number}: {feed.mutations}, {feed.kind!r}, {len(feed.data):,} bytes",
                    file=sys.stderr,
                )
                raise
            slowest = sorted([*slowest, (time.process_time() - begin, number, feed.mutations)], reverse=True)[
                :5
            ]
        assert not asked.called
    print(f"{count:,} feeds: {dict(outcomes)}")
    for seconds, number, mutations in slowest:
        print(f"{seconds:.2f} s: feed {number}: {', '.join(mutations)}")
    assert slowest[0][0] < MOST_SECONDS


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000)

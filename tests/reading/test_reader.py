"""Bytes in, one ReadResult out: encodings, hostile files, and that nothing escapes."""

from __future__ import annotations

import time
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.model import Diagnostic, ReadResult, Source
from briefgen.project.pipeline import default_pipeline
from briefgen.reading.article import load, read
from briefgen.reading.prepare import MOST_LINES

HEAD = b"---\ntitle: T\ndate: 2024-05-01\n---\n"


def result(data: bytes) -> ReadResult:
    loaded = load(data, "content/a.md")
    return (
        ReadResult(None, None, (loaded,))
        if isinstance(loaded, Diagnostic)
        else read(loaded, default_pipeline())
    )


@pytest.mark.parametrize(
    ("data", "place", "guess"),
    [
        (HEAD + "köln".encode("latin-1"), (5, 2), "WINDOWS-1252"),
        (HEAD + b"\x93quoted\x94", (5, 1), "WINDOWS-1252"),
        (HEAD + b"ab\x81", (5, 3), "ISO-8859-1"),
        (HEAD + "é".encode()[:1], (5, 1), "WINDOWS-1252"),
        (HEAD + b"\xed\xa0\x80", (5, 1), "WINDOWS-1252"),
        (HEAD.decode().encode("utf-16"), (1, 1), "UTF-16"),
        (HEAD.decode().encode("utf-32"), (1, 1), "UTF-32"),
        (HEAD.decode().encode("utf-16-be"), (1, 1), "UTF-16BE"),
        (HEAD.decode().encode("utf-16-le"), (1, 1), "UTF-16LE"),
        (HEAD.decode().encode("utf-32-be"), (1, 1), "UTF-32BE"),
        (HEAD.decode().encode("utf-32-le"), (1, 1), "UTF-32LE"),
    ],
)
def test_what_is_no_utf8_is_told_with_its_place_and_a_guess(
    data: bytes, place: tuple[int, int], guess: str
) -> None:
    found = load(data, "content/it.md")
    assert isinstance(found, Diagnostic)
    assert (found.code, found.location.line, found.location.column) == ("encoding", *place)
    assert f"iconv -f {guess} -t UTF-8 'it.md'" in found.hint


def test_a_picture_is_told_to_be_no_text() -> None:
    found = load(b"\x89PNG\r\n\x1a\n" + bytes(20), "content/a.md")
    assert isinstance(found, Diagnostic)
    assert "not a text file" in found.hint


def test_a_good_file_is_a_source_with_its_digest() -> None:
    one, two = load(HEAD, "a.md"), load(HEAD + b" ", "a.md")
    assert isinstance(one, Source)
    assert isinstance(two, Source)
    assert one.text == HEAD.decode()
    assert one.digest != two.digest


@pytest.mark.parametrize(
    "tail", [b"", b"Text.", b"a\0b", b"\x01\x07\x7f\xc2\x85", "\ufdd0\uffff\U0010ffff".encode()]
)
def test_odd_bytes_in_a_body_do_not_reach_the_page(tail: bytes) -> None:
    found = result(HEAD + tail)
    assert found.body
    html = "".join(found.body.parts)
    assert all(char.isprintable() or char == "\n" for char in html)


def test_an_article_in_error_has_neither_head_nor_body() -> None:
    found = result(b"---\ntitle: [\n---\nText.\n")
    assert (found.article, found.body) == (None, None)
    assert [d.severity for d in found.diagnostics] == ["error"]


def test_an_empty_text_is_told() -> None:
    assert [(d.code, d.severity) for d in result(HEAD).diagnostics] == [("body-empty", "note")]
    link = HEAD.replace(b"---\n", b"---\nurl: https://shed.example/x\nnote: Read it.\n", 1)
    assert result(link).diagnostics == ()


HOSTILE = {
    "quote": "> " * 5_000 + "x",
    "items": "- " * 5_000 + "x",
    "nested items": "".join("  " * n + "- a\n" for n in range(300)),
    "brackets": "[" * 5_000 + "a" + "]" * 5_000,
    "emphasis": "*a **a " * 3_000,
    "pictures": "![[]()" * 10_000,
    "roles": "{article}`x` " * 5_000,
    "open roles": "{article}`a <" * 10_000,
    "one link often": "[x](a.md)\n" * 5_000,
    "many links": "".join(f"[x](a{n}.md)\n" for n in range(5_000)),
    "links not to be found": "".join(f"[x](a&amp;{n}.md)\n" for n in range(3_000)),
    "elements": "<div>" * 100_000,
    "raw links": '<a href="x.md">' * 3_000,
    "footnotes": "".join(f"x[^{n}]\n\n[^{n}]: n\n\n" for n in range(1_000)),
    "entities": "&#x" * 20_000,
    "quotes": '"' * 20_000,
    "blank lines": "\n" * 200_000 + "end",
    "a long line": "x" * 1_000_000,
    "table": "|" + "a|" * 2_000 + "\n|" + "-|" * 2_000 + "\n" + "|x\n" * 200,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_read_in_seconds(name: str) -> None:
    start = time.process_time()
    assert result(HEAD + HOSTILE[name].encode() + b"\n").article
    assert time.process_time() - start < 30  # a measuring tool may watch each line


@given(st.binary(max_size=200))
def test_any_bytes_give_an_article_or_an_error(data: bytes) -> None:
    found = result(data)
    assert bool(found.article) == bool(found.body)
    assert found.article or any(d.severity == "error" and d.location.line for d in found.diagnostics)


@given(st.text(st.sampled_from(" \n\t:-#[]{}()'\"&*!|>%@`<=ab1é\\~^.\r\ufeff"), max_size=120), st.booleans())
def test_any_text_gives_an_article_or_an_error(text: str, with_head: bool) -> None:
    found = result((HEAD if with_head else b"---\n") + text.encode())
    assert found.article or any(d.severity == "error" and d.location.line for d in found.diagnostics)


def test_reading_is_pure() -> None:
    data = HEAD + b"See [a](b.md) and {article}`x`.[^1]\n\n[^1]: note\n"
    assert result(data) == result(data)


@pytest.mark.parametrize("mark", ["![[]()", "- a\n", "[0] ", "^[a", "> b\n"])
def test_a_body_of_nothing_but_marks_is_shown_as_text(mark: str) -> None:
    uncleaned = HEAD.replace(b"---\n", b"---\nclean: false\n", 1)
    found = result(uncleaned + (mark * 60_000).encode())
    assert [d.code for d in found.diagnostics] == ["body-overmarked"]
    assert found.body
    assert "".join(found.body.parts).startswith(f"<p>{escape(mark.strip(), quote=False)}")


def test_a_long_text_with_few_marks_is_markdown() -> None:
    found = result(HEAD + b"One *word* in it.\n\n" * 4_000)
    assert not found.diagnostics
    assert found.body
    assert "<em>word</em>" in found.body.parts[0]


def test_a_body_of_too_many_lines_is_left_as_it_is() -> None:
    lines = "".join(f"{n}\n\n" for n in range(MOST_LINES // 2 + 1)).encode()
    found = result(HEAD.replace(b"title: T\n", b"") + b"# The title\n\nloading...\n\n" + lines)
    assert found.article
    assert found.article.title == "The title"
    assert found.body
    assert not found.body.edits
    assert [(d.code, d.location.line) for d in found.diagnostics] == [
        ("title-found", 4),
        ("body-overlong", 4),
    ][::-1]
    assert not result(HEAD.replace(b"title", b"clean: false\ntitle") + lines).diagnostics

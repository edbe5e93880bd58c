"""Slugs, folding, suggestions, and what may be shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.util.text import (
    SLUG_LENGTH,
    did_you_mean,
    fold,
    is_visible,
    plural,
    printable,
    settled,
    slugify,
    suggest,
    without_controls,
)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Hello, World!", "hello-world"),
        ("  a_b--c  ", "a_b-c"),
        ("_a_", "a"),
        ("Café Zürich", "cafe-zurich"),
        ("Straße", "strasse"),
        ("日本語 ニュース", "日本語-ニュース"),
        ("Новости дня", "новости-дня"),
        ("١٢٣", "١٢٣"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\u0000b", "a-b"),
        ("CON", "con"),
        ("ﬁne", "fine"),
    ],
)
def test_slugify(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text(max_size=300))
def test_a_slug_is_never_empty_and_safe_in_an_address_and_a_file_name(text: str) -> None:
    slug = slugify(text)
    assert slug
    assert slug == slug.casefold()
    assert not slug.startswith("-")
    assert not slug.endswith(("-", "_"))
    assert all(char.isalnum() or char in "-_" or unicodedata.category(char)[0] == "M" for char in slug)
    assert len(slug.encode()) <= 2 * SLUG_LENGTH


@given(st.text(max_size=300))
def test_a_slug_is_its_own_slug(text: str) -> None:
    assert slugify(slugify(text)) == slugify(text)


def test_long_and_wordless_texts_do_not_share_a_slug() -> None:
    assert slugify("!!!") != slugify("???")
    assert slugify("word " * 50 + "a") != slugify("word " * 50 + "b")
    assert slugify("w" * 400) != slugify("w" * 401)
    assert slugify("word " * 50).startswith("word-word-")


def test_two_forms_of_a_letter_share_a_slug() -> None:
    assert slugify("caf\u00e9") == slugify("cafe\u0301")


def test_fold() -> None:
    assert fold("  Cafe\u0301 \n STRASSE ") == fold("caf\u00e9 Straße")


@pytest.mark.parametrize(
    ("word", "near"),
    [("titel", "title"), ("Title", "title"), ("publish-form", "publish_from"), ("xyz", ""), ("", "")],
)
def test_suggest(word: str, near: str) -> None:
    assert suggest(word, ["title", "publish_from", "tags"]) == near


def test_did_you_mean() -> None:
    assert did_you_mean("tilte", ["title"]) == 'did you mean "title"?'
    assert did_you_mean("x", ["title"], "one of: title") == "one of: title"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\n", "a\tb\n"),
        ("\x1b[31mred", "<U+001B>[31mred"),
        ("a\u202eb\ufeff", "a<U+202E>b<U+FEFF>"),
        ("\x9b0m\r", "<U+009B>0m<U+000D>"),
        ("é😀", "é😀"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    "char",
    ["\0", "\x07", "\x0b", "\x0c", "\x7f", "\x85", "\ud800", "\ufdd0", "\ufffe", "\U0001ffff", "\U0010ffff"],
)
def test_what_no_page_may_hold_is_taken_out(char: str) -> None:
    assert without_controls(f"a{char}b") == "ab"


def test_what_a_page_may_hold_stays() -> None:
    assert (
        without_controls("a\t\r\n\u00a0é\u200b😀\ufffd\U0010fffd") == "a\t\r\n\u00a0é\u200b😀\ufffd\U0010fffd"
    )


def test_plural() -> None:
    assert [plural(n, "page") for n in (0, 1, 1200)] == ["0 pages", "1 page", "1,200 pages"]
    assert plural(2, "story", "stories") == "2 stories"


@given(st.text(st.sampled_from(" \t\n\u00a0\u2028\x1caAß\u0301é"), max_size=30))
def test_fold_joins_every_kind_of_white_space(text: str) -> None:
    assert fold(text) == " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def test_nothing_printable_is_taken_out() -> None:
    every = "".join(map(chr, range(0x110000)))
    assert without_controls("".join(filter(str.isprintable, every))) == "".join(
        filter(str.isprintable, every)
    )
    assert without_controls("a\nb\x07c\n\ud800\ufffe") == "a\nbc\n"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\u202eb\u202c", "ab"),
        ("\u202dab", "ab"),
        ("a \u202bשלום\u202c b", "a \u202bשלום\u202c b"),
        ("\u2067שלום\u2069", "\u2067שלום\u2069"),
        ("a\u202b b", "a b"),
        ("\u202ca\u202b", "a"),
        ("\u2069a\u2066b\u2069", "ab"),
        ("\u202a\u2067a\u202c", "\u202aa\u202c"),
        ("\u200eשלום\u200f", "\u200eשלום\u200f"),
    ],
)
def test_nothing_turns_what_is_written_after_it(text: str, left: str) -> None:
    assert settled(without_controls(text)) == left


@pytest.mark.parametrize(
    ("text", "seen"),
    [("a", True), ("\u200b\u202e \n", False), ("", False), ("\ue000", True), ("☃\ufe0f", True)],
)
def test_is_visible(text: str, seen: bool) -> None:
    assert is_visible(text) is seen

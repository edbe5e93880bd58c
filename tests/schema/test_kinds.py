"""Kinds: what each one takes, refuses and tells."""

from __future__ import annotations

from typing import Any

import pytest

from briefgen.model import Location
from briefgen.schema import (
    SETTINGS,
    Address,
    Choice,
    Either,
    Field,
    Flag,
    Kind,
    LanguageCode,
    ListOf,
    MapOf,
    Record,
    Text,
    Texts,
    Whole,
    Written,
    read_fields,
)


def read(kind: Kind, text: str) -> Any:
    return read_fields([Field("x", kind)], f"x: {text}\n", "f").values["x"]


def told(kind: Kind, text: str) -> list[tuple[str, int, int]]:
    found = read_fields([Field("x", kind)], f"x: {text}\n", "f").diagnostics
    return [(d.code, d.location.line, d.location.column) for d in found]


def only_https(url: str) -> str:
    return "" if url.startswith("https://") else "not https"


PAIR = Record(Field("a", Text(), "-"), Field("b", Whole(1), 7))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Text(), "1.10", "1.10"),
        (Text(), "'  a  '", "a"),
        (Text(), "no", "no"),
        (Text(), "'~'", "~"),
        (Text(), '"a\\x07b\\0"', "ab"),
        (Written(), "2022-03-31", "2022-03-31"),
        (LanguageCode(), "en_us", "en-US"),
        (LanguageCode(), "NO", "no"),
        (Flag(), "Yes", True),
        (Flag(), "off", False),
        (Flag(), '"true"', True),
        (Whole(), "012", 12),
        (Whole(-3), "-3", -3),
        (Choice(("a", "b")), "b", "b"),
        (Address(only_https), "' https://x/ '", "https://x/"),
        (Texts(), "a, b,, c ", ("a", "b", "c")),
        (Texts(), "[a, 'b, c']", ("a", "b, c")),
        (ListOf(Whole()), "[1, 2]", (1, 2)),
        (MapOf(Text()), "{no: on}", {"no": "on"}),
        (PAIR, "{b: 2}", {"a": "-", "b": 2}),
        (Either(Text(), PAIR), "t", "t"),
        (Either(Text(), PAIR), "{a: t}", {"a": "t", "b": 7}),
    ],
)
def test_good_values(kind: Kind, text: str, value: Any) -> None:
    assert read(kind, text) == value
    assert told(kind, text) == []


@pytest.mark.parametrize(
    "kind", [Text(), Written(), LanguageCode(), Flag(), Whole(), Choice(("a",)), Texts(), ListOf(Text())]
)
@pytest.mark.parametrize("text", ["", "~", "null", "# only a comment"])
def test_an_empty_value_is_the_default(kind: Kind, text: str) -> None:
    assert read(kind, text) is None
    assert told(kind, text) == []


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (Text(), "[a]", "bad-value"),
        (Text(), "{a: b}", "bad-value"),
        (Written(), "[2022-01-01]", "bad-value"),
        (LanguageCode(), "English", "bad-value"),
        (LanguageCode(), "[en, id]", "bad-value"),
        (LanguageCode(), f"en{'-aaaaaaaa' * 30}", "bad-value"),
        (Flag(), "maybe", "bad-value"),
        (Flag(), "1", "bad-value"),
        (Flag(), "''", "bad-value"),
        (Whole(), "1.5", "bad-value"),
        (Whole(), "0x1F", "bad-value"),
        (Whole(), "9999999999", "bad-value"),
        (Whole(1), "0", "bad-value"),
        (Whole(), "１", "bad-value"),
        (Choice(("a", "b")), "c", "bad-value"),
        (Address(only_https), "http://x", "url-refused"),
        (Texts(), "{a: b}", "bad-value"),
        (ListOf(Text()), "a", "bad-value"),
        (MapOf(Text()), "[a]", "bad-value"),
        (PAIR, "a", "bad-value"),
    ],
)
def test_bad_values_are_left_out_and_told_at_the_value(kind: Kind, text: str, code: str) -> None:
    assert not read(kind, text) or read(kind, text) == {"a": "-", "b": 7}
    assert told(kind, text) == [(code, 1, 4)]


def test_a_list_leaves_out_its_bad_items_only() -> None:
    assert read(ListOf(Whole()), "[1, x, 3]") == (1, 3)
    assert told(ListOf(Whole()), "[1, x, 3]") == [("bad-value", 1, 8)]


def test_a_map_with_given_keys_suggests_the_nearest() -> None:
    found = read_fields([Field("x", MapOf(Flag(), ("home", "archive")))], "x: {hone: no}\n", "f").diagnostics
    assert [(d.code, d.location.column, d.hint) for d in found] == [
        ("unknown-key", 5, 'did you mean "home"?')
    ]


def test_a_bad_value_of_a_vital_field_is_an_error() -> None:
    fields = [Field("draft", Flag(), False, vital=True), Field("other", Flag())]
    found = read_fields(fields, "draft: maybe\nother: maybe\n", "f").diagnostics
    assert [d.severity for d in found] == ["error", "warning"]


@pytest.mark.parametrize(
    ("key", "severity"),
    [("Publish-From", "error"), ("publishFrom", "error"), ("embargo", "error"), ("publish", "warning")],
)
def test_a_key_that_was_meant_as_a_vital_one_is_an_error(key: str, severity: str) -> None:
    fields = [Field("publish_from", Written(), vital=True, aka=("embargo",))]
    assert [d.severity for d in read_fields(fields, f"{key}: 2030-01-01\n", "f").diagnostics] == [severity]


def test_a_key_of_another_tool_leads_to_ours() -> None:
    found = read_fields([Field("tags", Texts(), aka=("keywords",))], "keywords: a\n", "f").diagnostics
    assert [d.hint for d in found] == ['did you mean "tags"?']


def test_the_first_of_two_equal_keys_stays() -> None:
    declared = read_fields([Field("x", Text())], "x: a\nx: b\n", "f")
    assert declared.values["x"] == "a"
    assert [(d.code, d.location) for d in declared.diagnostics] == [("yaml-duplicate", Location("f", 2, 1))]
    assert "line 1" in declared.diagnostics[0].message


def test_places_are_dotted_and_numbered() -> None:
    text = "x:\n  a: 1\n  b: [p, q]\n"
    record = Record(Field("a", Text()), Field("b", ListOf(Text())))
    places = read_fields([Field("x", record)], text, "f", offset=3).places
    assert places["x.a"] == Location("f", 5, 6)
    assert places["x.b.1"] == Location("f", 6, 10)


def test_codes_can_be_those_of_the_config() -> None:
    found = read_fields([Field("x", Flag())], "x: 7\ny: 8\n", "f", SETTINGS).diagnostics
    assert [(d.code, d.severity) for d in found] == [("config-value", "error"), ("config-key", "error")]


def test_what_is_broken_keeps_every_default() -> None:
    declared = read_fields([Field("x", Text(), "d")], "x: [\n", "f")
    assert declared.broken
    assert declared.values == {"x": "d"}

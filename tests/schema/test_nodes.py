"""YAML text -> nodes: every case of yaml.md with both parsers, and what a Markdown file cannot show."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from cases import Case, read_cases
from hypothesis import given
from hypothesis import strategies as st

from briefgen.model import Diagnostic
from briefgen.reading.frontmatter import FIELDS
from briefgen.schema import read_fields, yaml_tree
from briefgen.schema.yaml_tree import DEPTH, compose

CASES = read_cases(Path(__file__).parent / "yaml.md")
PARSERS = [yaml.SafeLoader] + ([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])


@pytest.fixture(params=PARSERS, ids=lambda parser: parser.__name__)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_tree, "_Loader", request.param)


def told(text: str, offset: int = 0) -> list[str]:
    declared = read_fields(FIELDS, text, "a.md", offset=offset)
    return [
        f"{d.location.line}:{d.location.column} {d.severity} {d.code} {d.hint}".strip()
        for d in declared.diagnostics
    ]


def refusal(text: str) -> tuple[int, int, str]:
    found = compose(text, "a.md")
    assert isinstance(found, Diagnostic)
    return found.location.line, found.location.column, found.code


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_case(case: Case) -> None:
    assert told(case.blocks["yaml"]) == case.blocks["told"].splitlines()


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_places_are_the_same_with_windows_line_ends(case: Case) -> None:
    assert told(case.blocks["yaml"].replace("\n", "\r\n")) == case.blocks["told"].splitlines()


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_lines_count_from_the_file_start(case: Case) -> None:
    assert [line.split(":")[0] for line in told(case.blocks["yaml"], offset=7)] == [
        str(int(line.split(":")[0]) + 7) for line in case.blocks["told"].splitlines()
    ]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("title: a\x07b\n", (1, 9)),
        ("title: é\n\nx: 😀\x00\n", (3, 5)),
        ("title: \ud800\n", (1, 8)),
    ],
)
def test_a_character_that_yaml_refuses_is_told_where_it_stands(text: str, place: tuple[int, int]) -> None:
    assert refusal(text) == (*place, "yaml-syntax")


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("odd", ["\x85", "\u2028", "\u2029", "\r"])
def test_only_a_newline_ends_a_line(odd: str) -> None:
    assert refusal(f"title: a{odd}b: c\n") == (1, 11, "yaml-colon")
    assert read_fields(FIELDS, f"title: a{odd}b\n", "a.md").values["title"] == "a b"


@pytest.mark.usefixtures("parser")
def test_a_byte_order_mark_within_the_text_counts_as_a_character() -> None:
    assert refusal("title: a\ufeffb: c\n") == (1, 11, "yaml-colon")


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", ["---", "---\n", "\n\n", "# a\n---\n"])
def test_a_document_that_holds_nothing_is_no_error(text: str) -> None:
    assert told(text) == []


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    "text",
    [
        "title: 1.10\ntags: [no, on, yes, 012, 1e3, 2022-01-01]\n",
        "tags:\n  - a\n  - 'b'\n  - \"c\\té\"\nsource: {name: 😀, url: https://example.org/}\n",
        "title: >\n  folded\n  text\nsummary: |\n  as\n  is\n",
        "title: ~\nsummary: null\nauthor: 'null'\ndraft: on\n",
        "a: &x [1]\ntags: *x\nclean: {keep: *x}\n",
        "? title\n: T\n",
        "",
        "# nothing\n",
    ],
)
def test_values_are_the_same_with_every_parser(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(yaml_tree, "_Loader", yaml.SafeLoader)
        plain = read_fields(FIELDS, text, "a.md")
    assert read_fields(FIELDS, text, "a.md") == plain


@pytest.mark.usefixtures("parser")
def test_a_character_written_as_two_escapes_is_one() -> None:
    text = 'title: "a \\uD83D\\ude00b"\ntags: ["\\\\ud83d", "\\ud83d\\udc7e"] # \\ud83d\nsummary: 1 \\ud83d\n'
    values = read_fields(FIELDS, text, "a.md").values
    assert (values["title"], values["tags"], values["summary"]) == ("a 😀b", ("\\ud83d", "👾"), "1 \\ud83d")


def test_values_are_texts_as_typed() -> None:
    values = read_fields(FIELDS, "title: 1.10\ntags: [no, on, yes, ~, 'null']\nlang: NO\n", "a.md").values
    assert (values["title"], values["tags"], values["lang"]) == ("1.10", ("no", "on", "yes", "null"), "no")


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", ""), ("[a, [", "]]")]
)
def test_deep_nesting_is_refused(opening: str, closing: str) -> None:
    line, column, code = refusal(opening * 1000 + "x" + closing * 1000)
    assert (line, code) == (1, "yaml-syntax")
    assert column > DEPTH


@pytest.mark.usefixtures("parser")
def test_wide_is_not_deep() -> None:
    assert not isinstance(compose("tags: [" + "[a], " * 1000 + "[b]]\n", "a.md"), Diagnostic)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_no_depth_ends_the_process(opening: str) -> None:
    code = (
        f"from briefgen.schema.yaml_tree import compose; print(compose({opening!r} * 100_000, 'a.md').code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "yaml-syntax")


def test_aliases_of_aliases_cost_nothing() -> None:
    names = "abcdefghi"
    bomb = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in pairwise(names)
    )
    assert set(read_fields(FIELDS, bomb + "tags: *i\nclean: {keep: *i}\n", "a.md").values["tags"]) == set()


def test_an_alias_of_itself_is_told() -> None:
    assert told("tags: &a [*a, b]\n") == ["1:7 warning bad-value put it in quotes if it is meant as text"]


YAMLISH = st.text(st.sampled_from(" \n\t:-#[]{},'\"&*!|>%@`?ab1é😀\\\r.~<=\ufeff\x85"), max_size=60)


@pytest.mark.parametrize("loader", PARSERS, ids=lambda loader: loader.__name__)
@given(text=YAMLISH)
def test_any_text_gives_values_or_a_place_in_it(loader: type[yaml.SafeLoader], text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_tree, "_Loader", loader)
        for item in read_fields(FIELDS, text, "a.md").diagnostics:
            lines = text.split("\n")
            assert 1 <= item.location.line <= len(lines) + 1
            assert 1 <= item.location.column <= max(map(len, lines)) + 1

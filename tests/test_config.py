"""briefgen.yml: every case of config.md, overrides, and what ends the work at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import Case, read_cases

from briefgen.config import CleanSettings, find_project, read_config, with_values
from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError
from briefgen.schema import Field, Flag

CASES = read_cases(Path(__file__).parent / "config.md")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path


def write(root: Path, text: str) -> Path:
    (root / "briefgen.yml").write_bytes(text.encode())
    return root


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_case(case: Case, ends: str, root: Path) -> None:
    _, problems = read_config(write(root, case.blocks["config"].replace("\n", ends)))
    told = [
        f"{d.location.line}:{d.location.column} {d.code} {d.hint}".strip()
        for d in sorted(problems, key=lambda d: d.location)
    ]
    assert told == case.blocks["told"].splitlines()


def test_a_byte_order_mark_is_left_out(root: Path) -> None:
    assert read_config(write(root, "\ufefftitle: T\n"))[0].title == "T"


def test_values_and_their_places(root: Path) -> None:
    config, problems = read_config(
        write(root, "topics:\n  - {title: Middle East, keywords: 'a, b'}\nclean: false\n")
    )
    assert problems == []
    assert [(t.slug, t.title, t.keywords) for t in config.topics] == [
        ("middle-east", "Middle East", ("a", "b"))
    ]
    assert config.clean == CleanSettings(enabled=False)
    assert config.place("topics.0.title") == Location("briefgen.yml", 2, 13)
    assert config.place("url") == Location("briefgen.yml")


def test_cleaning_has_levels(root: Path) -> None:
    config, _ = read_config(write(root, "clean: {skip: dateline, sources: {Post: {drop: [x]}}}\n"))
    assert config.clean == CleanSettings(skip=("dateline",))
    assert config.clean_sources == {"Post": CleanSettings(drop=("x",))}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("title", "New: one", "New: one"),
        ("title", "a, b", "a, b"),
        ("title", "[x] y", "[x] y"),
        ("title", "'quoted'", "quoted"),
        ("title", "", "Briefing"),
        ("paginate", "7", 7),
        ("builders", "html", ("html",)),
        ("builders", "[html, feed]", ("html", "feed")),
        ("pages.archive", "false", {"tags": False, "archive": False}),
        ("permalinks.tag", "/t/{tag}/", {"tag": "/t/{tag}/"}),
    ],
)
def test_an_override_wins_and_leaves_its_neighbours(
    root: Path, name: str, value: str, expected: object
) -> None:
    config, problems = read_config(write(root, "pages: {tags: no}\npaginate: 9\n"), {name: value})
    assert problems == []
    assert getattr(config, name.partition(".")[0]) == expected


def test_overrides_of_a_theme_leave_its_other_options_and_its_name(root: Path) -> None:
    given = {"theme.options.glance": "no", "theme.options.measure": "40em"}
    config, _ = read_config(write(root, "theme: {name: base, options: {footer: Hello}}\n"), given)
    assert (config.theme, config.theme_options) == (
        "base",
        {"footer": "Hello", "glance": "no", "measure": "40em"},
    )
    config, _ = read_config(write(root, "theme: base\n"), {"theme.options.glance": "no"})
    assert (config.theme, config.theme_options) == ("base", {"glance": "no"})
    config, _ = read_config(write(root, "theme: base\n"), {"theme": "ledger"})
    assert (config.theme, config.theme_options) == ("ledger", {})


@pytest.mark.parametrize(
    ("name", "value"),
    [("titel", "x"), ("paginate", "x"), ("pages.hom", "no"), ("url", "x"), ("title", "[x]")],
)
def test_a_bad_override_is_told_by_its_name(root: Path, name: str, value: str) -> None:
    _, problems = read_config(write(root, ""), {name: value})
    assert [d.location for d in problems] == [Location(f"-D {name}")]
    assert problems[0].severity == "error"


def test_extensions_add_fields(root: Path) -> None:
    config, problems = read_config(write(root, "shout: yes\n"), extra=[Field("shout", Flag(), False)])
    assert (config.values, problems) == ({"shout": True}, [])


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"title: [\n", "yaml-syntax", 1),
        (b"title: a\nurl: b: c\n", "yaml-colon", 2),
        (b"a: b\n\xff", "encoding", 2),
        (b"- a\n", "yaml-syntax", 1),
    ],
)
def test_what_cannot_be_read_ends_the_work(root: Path, data: bytes, code: str, line: int) -> None:
    (root / "briefgen.yml").write_bytes(data)
    with pytest.raises(BriefgenError) as caught:
        read_config(root)
    assert [(d.code, d.location.line) for d in caught.value.diagnostics] == [(code, line)]


def test_no_file_is_told_with_the_next_step(root: Path) -> None:
    with pytest.raises(BriefgenError) as caught:
        read_config(root)
    assert [d.code for d in caught.value.diagnostics] == ["config-missing"]
    assert "briefgen init" in caught.value.diagnostics[0].hint


def test_a_project_is_found_from_below(root: Path) -> None:
    inner = write(root, "") / "a" / "b"
    inner.mkdir(parents=True)
    assert find_project(inner) == root
    assert find_project(root.parent) is None


def test_addresses(root: Path) -> None:
    config, _ = read_config(write(root, "pages: {archive: no}\npermalinks: {tag: '/t/{tag}/'}\n"))
    assert [config.address(kind) for kind in ("archive", "tag", "home")] == ["", "/t/{tag}/", "/"]


def test_a_changed_copy_leaves_the_first_alone(root: Path) -> None:
    config, _ = read_config(write(root, ""))
    assert with_values(config, title="x").title == "x"
    assert config.title == "Briefing"

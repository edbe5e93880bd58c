"""Options mean the same on every verb, and every verb finds its project."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from sitetest import SiteTest

from briefgen.cli.main import VERBS, cli, run

NOW = ["--now", "2024-06-01"]
FOR_PROGRAMS = {
    "add", "build", "check", "clean", "doctor", "edition", "fetch", "import", "inbox", "inventory list",
    "publish", "send", "skip", "stories", "take", "theme list", "theme options", "why",
}  # fmt: skip
"""Verbs whose output programs read. What ``schema`` prints is JSON in any case."""
HAS_TIME = {
    "add", "build", "check", "clean", "edition", "fetch", "import", "inbox", "new", "send", "serve", "skip",
    "stories", "take", "theme which", "why",
}  # fmt: skip
RUNS: dict[str, list[str]] = {
    "add": ["add", "../note.txt", *NOW],
    "build": ["build", *NOW],
    "check": ["check", *NOW],
    "clean": ["clean", "alpha.md"],
    "clean --all": ["clean", "--all", *NOW],
    "doctor": ["doctor"],
    "edition": ["edition", "2024-05-01", *NOW],
    "inbox": ["inbox", *NOW],
    "inventory list": ["inventory", "list"],
    "new": ["new", "A new one", *NOW],
    "publish": ["publish", "--workflow"],
    "schema": ["schema"],
    "skip": ["skip", "heron.md", *NOW],
    "stories": ["stories", *NOW],
    "take": ["take", "heron.md", *NOW],
    "theme list": ["theme", "list"],
    "theme options": ["theme", "options", "plain"],
    "theme which": ["theme", "which", "alpha.md", *NOW],
    "why": ["why", "alpha.md", *NOW],
}
"""What a person types in ``content/``."""


def commands(group: click.Group = cli, prefix: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with its name, such as ``theme list``."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


COMMANDS = dict(commands())


def options(command: click.Command) -> list[click.Option]:
    return [one for one in command.params if isinstance(one, click.Option)]


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    site = SiteTest.from_site("small", tmp_path)
    site.edit("briefgen.yml", "title:", "inventories: {desk: {url: https://desk.example/}}\ntitle:")
    site.write("inbox/heron.md", "---\ntitle: Heron\ndate: 2024-05-02\n---\n\nThe heron waits by the weir.\n")
    return site.write("note.txt", "A note\n\nA text that is long enough to be an article of its own.\n")


@pytest.fixture
def in_parent(site: SiteTest, monkeypatch: pytest.MonkeyPatch) -> SiteTest:
    monkeypatch.chdir(site.root.parent)
    return site


@pytest.mark.parametrize("name", COMMANDS)
def test_every_verb_takes_the_project_by_one_option(name: str) -> None:
    named = [one for one in options(COMMANDS[name]) if "-C" in one.opts or "--project" in one.opts]
    assert [set(one.opts) for one in named] == [{"-C", "--project"}]


def test_json_is_asked_for_by_one_option() -> None:
    for name, command in COMMANDS.items():
        by_name = {text: one for one in options(command) for text in one.opts}
        assert ("--json" in by_name) == (name in FOR_PROGRAMS), name
        for one in options(command):
            assert not (isinstance(one.type, click.Choice) and "json" in one.type.choices), (name, one.opts)


def test_an_option_has_one_name_and_one_meaning() -> None:
    names: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    kinds: defaultdict[str, set[object]] = defaultdict(set)
    for command in COMMANDS.values():
        for one in options(command):
            for text in one.opts:
                names[text].add(tuple(sorted(one.opts)))
                kinds[text].add((one.is_flag, one.metavar))
    shared = [text for text in names if text != "--title"]
    assert {text: names[text] for text in shared if len(names[text]) > 1} == {}
    assert {text: kinds[text] for text in shared if len(kinds[text]) > 1} == {}
    assert names["-a"] == {("--write-all", "-a")}


def test_an_option_has_one_help_text() -> None:
    texts: defaultdict[str, set[str]] = defaultdict(set)
    own = {"-C", "--project", "--json", "--all", "-o", "--output"}  # a site is a folder, a print one file
    for command in COMMANDS.values():
        for one in options(command):
            for text in {*one.opts} - own:
                texts[text].add(one.help or "")
    assert {text: found for text, found in texts.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_short_sentences(name: str) -> None:
    command = COMMANDS[name]
    assert len((command.help or "").split("\n\n")[0].split()) <= 15
    for one in options(command):
        assert one.help, one.opts
        assert one.help[0].isupper(), one.help
        assert one.help.endswith("."), one.help


def test_the_time_can_be_set_where_it_matters() -> None:
    assert {
        name for name, one in COMMANDS.items() if any("--now" in o.opts for o in options(one))
    } == HAS_TIME


def test_the_list_of_runs_has_every_verb() -> None:
    missing = {name for name in COMMANDS if name not in RUNS}
    # They begin, stay, go to the web, or need another site or a browser.
    assert missing == {"init", "serve", "inventory fetch", "fetch", "import", "print", "send"}
    assert {name.partition(" ")[0] for name in COMMANDS} == set(VERBS)


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("folder", ["content", "content/deep/er"])
def test_a_verb_works_in_a_subfolder(
    name: str,
    folder: str,
    site: SiteTest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    site.build()
    (site.root / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(site.root / folder)
    up = "../" * folder.count("/")
    arguments = [up + text if text.endswith((".md", ".txt")) else text for text in RUNS[name]]
    before = {path for path in site.root.rglob("*") if path.is_file()}
    code = run(arguments)
    output = capsys.readouterr()
    assert "briefgen init" not in output.err
    assert code == (1 if name == "inventory list" else 0), output.err  # its inventory was never fetched
    made = {path for path in site.root.rglob("*") if path.is_file()} - before
    assert {path.relative_to(site.root).parts[0] for path in made} <= {
        "content",
        "raw",
        ".github",
        ".briefgen",
        "site",
        "skipped.txt",
    }
    assert not [path for path in made if (site.root / folder / "site") in path.parents]


@pytest.mark.parametrize("verb", ["build", "check", "stories", "theme list"])
def test_the_argument_and_the_option_name_the_same_project(
    verb: str, in_parent: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    words = verb.split()
    more = [] if verb == "theme list" else NOW
    assert run([*words, "-C", "small", *more]) == 0
    assert run([*words, "small", "--project", "./small", *more]) == 0
    capsys.readouterr()
    assert run([*words, "small", "-C", "other", *more]) == 2
    error = capsys.readouterr().err
    assert "small" in error
    assert "other" in error


def test_a_project_is_understood_where_a_date_or_a_theme_is_expected(
    in_parent: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["edition", "small", *NOW, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["date"].startswith("2024-05-")
    assert run(["theme", "options", "small"]) == 0
    assert run(["inventory", "list", "small"]) == 1
    assert "desk" in capsys.readouterr().err
    assert run(["edition", "small", "-C", "other"]) == 2


@pytest.mark.parametrize(
    ("arguments", "to_type"),
    [
        (["new", "small"], 'briefgen new "TITLE" -C small'),
        (["why", "small"], "briefgen why PAGE -C small"),
        (["theme", "which", "small"], "briefgen theme which PAGE -C small"),
        (["add", "small"], "briefgen add INPUT -C small"),
        (["edition", "2024-05-01", "small"], "-C DIR"),
    ],
)
def test_a_project_elsewhere_is_refused_with_what_to_type(
    arguments: list[str], to_type: str, in_parent: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(in_parent.root.rglob("*"))
    assert run(arguments) == 2
    assert to_type in capsys.readouterr().err
    assert sorted(in_parent.root.rglob("*")) == before


def test_init_takes_its_folder_by_the_option_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "-C", str(tmp_path / "made")]) == 0
    assert (tmp_path / "made/briefgen.yml").is_file()
    assert run(["init", str(tmp_path / "one"), "-C", str(tmp_path / "two")]) == 2
    assert not (tmp_path / "one").exists()


def test_the_schema_has_the_keys_of_the_extensions_of_a_project(
    site: SiteTest, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write(
        "extensions/house.py",
        "from briefgen.schema import Field, Text\n\n\ndef setup(registry):\n"
        '    registry.add_config_value(Field("motto", Text(), "", "A motto."))\n',
    )
    site.edit("briefgen.yml", "title:", "extensions: [house]\ntitle:")
    assert run(["schema", "-C", str(site.root)]) == 0
    assert "motto" in json.loads(capsys.readouterr().out)["properties"]
    monkeypatch.chdir(site.root.parent)
    assert run(["schema"]) == 0
    assert "motto" not in json.loads(capsys.readouterr().out)["properties"]

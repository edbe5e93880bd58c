"""The documentation is true: links lead somewhere, generated pages are fresh, commands and snippets run."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from sitetest import SiteTest

from briefgen.builders.context import BuilderContext
from briefgen.util.i18n import filters
from docs.generate_reference import FOLDER, pages
from docs.template_names import FILTERS, GLOBALS, ON_SOME_PAGES, VALUES

ROOT = Path(__file__).parent.parent
PAGES = [
    *sorted(path for path in ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *(ROOT / name / "README.md" for name in ("bench",)),
]
FENCE = re.compile(r"^(```|~~~) ?([^\n]*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\[\]]*\]\(([^()\s]+)\)")
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
PATH = re.compile(r"`((?:briefgen|docs|tests|themes|fuzz|training|bench)/[\w./-]+)`")
ROOM_PATH = re.compile(r"`((?:[a-z_]+/)+(?:[a-z_]+\.py)?)`")


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("", page.read_text("utf-8"))


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ +(.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-") for heading in headings}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- links


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    text = CODE.sub("", prose(page))
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{name_of(page)} links to {target}"
        assert not anchor or anchor in anchors(there), f"{name_of(page)} links to {target}: no such heading"


def test_every_page_of_the_docs_is_in_a_list() -> None:
    lists = [ROOT / "docs" / "README.md", ROOT / "docs" / "decisions" / "README.md", ROOT / "README.md"]
    named = {
        (one.parent / link.partition("#")[0]).resolve() for one in lists for link in LINK.findall(prose(one))
    }
    assert set((ROOT / "docs").rglob("*.md")) <= named


@pytest.mark.parametrize(
    "page", [ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", ROOT / "docs" / "architecture.md"], ids=name_of
)
def test_every_file_that_contributors_are_sent_to_exists(page: Path) -> None:
    text = prose(page)
    for path in PATH.findall(text):
        assert (ROOT / path).exists(), f"{page.name} names {path}"
    if page.name == "architecture.md":
        for path in ROOM_PATH.findall(text):
            assert (ROOT / "briefgen" / path).exists() or (ROOT / path).exists(), f"{page.name} names {path}"


def test_hints_and_comments_name_pages_that_exist() -> None:
    for path in [*(ROOT / "briefgen").rglob("*.py"), *(ROOT / "briefgen").rglob("*.yaml"), ROOT / "Makefile"]:
        for named in re.findall(r"\bdocs/[\w/-]+\.md", path.read_text("utf-8")):
            assert (ROOT / named).exists(), f"{name_of(path)} names {named}"


# --- generated pages


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_generated_page_is_fresh(name: str, renew: bool) -> None:
    text = pages()[name]
    if renew:
        (FOLDER / name).write_text(text, "utf-8")
    assert (FOLDER / name).read_text("utf-8") == text, "run `make reference`"


def test_the_reference_has_no_other_page() -> None:
    of_the_installation = {"licences.md"}
    assert {path.name for path in FOLDER.iterdir()} - of_the_installation == set(pages())


def test_the_template_api_names_what_templates_get(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contexts: list[dict[str, Any]] = []
    environments: list[dict[str, Any]] = []
    fill = BuilderContext.fill

    def watched(context: BuilderContext, page: Any, values: Any) -> str:
        contexts.append(dict(values))
        environments.append(dict(context.templates.environment.globals))
        return fill(context, page, values)

    monkeypatch.setattr(BuilderContext, "fill", watched)
    SiteTest.from_site("law", tmp_path).build()
    html = [names for names in contexts if "href" in names]
    assert set.intersection(*map(set, html)) == set(VALUES)
    some = {name for name in ON_SOME_PAGES if name != "card"}  # the template of cards alone
    assert {name for names in html for name in names} - set(VALUES) == some
    assert set(GLOBALS) <= set(environments[0])
    assert set(FILTERS) == set(filters("en"))


# --- snippets


def snippets() -> Iterator[Any]:
    """The extensions that the guide shows, by the heading above each."""
    text = (ROOT / "docs/how-to/extend.md").read_text("utf-8")
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        for _, info, code in FENCE.findall(section):
            if info == "python":
                yield pytest.param(code, id=section.partition("\n")[0])


SITE = {
    "briefgen.yml": "title: Brief\nlanguage: en\nextensions: [desk]\ntheme: desk\nbuilders: [html]\n",
    "content/2024-05-01-alpha.md": (
        "---\ntitle: Alpha\ndate: 2024-05-01\ntopic: world\n---\n\nThe ferry left at noon on Monday, and "
        "came back late.\n\n*** desk copy ***\n\nNobody was on board but the captain and a cat.\n"
    ),
    "themes/desk/theme.yml": "name: desk\ninherit: ledger\n",
}
WANTED = {
    "Add a cleaning rule": ("", "articles/alpha/index.html", "The ferry left at noon"),
    "Add a builder": ("", "count.txt", "1 articles"),
    "Add a template filter": ("{{ 'alpha'|shout }}", "articles/alpha/index.html", "ALPHA"),
    "Add a setting": ("{{ config.desk_motto }}", "articles/alpha/index.html", "No motto"),
    "React to an event": (
        "{{ desk }} {{ config.description }}",
        "articles/alpha/index.html",
        "set by the desk The desk",
    ),
}
"""By section: a line of a template, the file to look into, and what must be in it."""


SNIPPETS = list(snippets())


@pytest.mark.parametrize("code", SNIPPETS)
def test_a_snippet_is_a_working_extension(code: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    assert not re.findall(r"^(?:from|import) briefgen(?!\.api\b)", code, re.MULTILINE)
    title = request.node.callspec.id
    line, file, wanted = WANTED[title]
    template = f'{{% extends "ledger/article.html" %}}{{% block footer %}}{line}{{% endblock %}}\n'
    site = SiteTest.of_files(
        {**SITE, "extensions/desk.py": code, "themes/desk/templates/article.html": template}, tmp_path
    )
    builders = ["html", "count"] if title == "Add a builder" else ["html"]
    site.build(builders=builders)
    assert not site.report.diagnostics
    assert wanted in (site.output / file).read_text("utf-8")
    site.build(builders=builders)
    assert not site.report.rendered


def test_the_rule_of_the_guide_removes_its_line(tmp_path: Path) -> None:
    code = next(one.values[0] for one in SNIPPETS if one.id == "Add a cleaning rule")
    site = SiteTest.of_files(
        {**SITE, "extensions/desk.py": code, "briefgen.yml": "extensions: [desk]\n"}, tmp_path
    )
    site.build(builders=["text"])
    text = (site.output / "articles/alpha/index.txt").read_text("utf-8")
    assert "The ferry left at noon" in text
    assert "desk copy" not in text


def test_every_section_of_the_guide_with_code_is_tested() -> None:
    assert {one.id for one in SNIPPETS} == set(WANTED)


# --- the tutorial

TUTORIAL = ROOT / "docs" / "tutorial.md"
COMMAND = re.compile(r"^\$ (.+)$", re.MULTILINE)
WIDTH = 118


def environment(home: Path, remote: Path) -> dict[str, str]:
    """A shell in which git@github.com means a repository of our own."""
    settings = {
        "user.name": "You",
        "user.email": "you@desk.example",
        f"url.{remote}.insteadOf": "git@github.com:YOU/my-briefing.git",
    }
    variables = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_COUNT": str(len(settings)),
    }
    for n, (key, value) in enumerate(settings.items()):
        variables |= {f"GIT_CONFIG_KEY_{n}": key, f"GIT_CONFIG_VALUE_{n}": value}
    return variables


def serve(command: str, folder: Path, variables: dict[str, str]) -> str:
    """Start the dev server, wait until it says where it is, and stop it as Ctrl+C does."""
    server = subprocess.Popen(
        [*command.split(), "--port", "0"], cwd=folder, env=variables, stderr=subprocess.PIPE, text=True
    )
    assert server.stderr
    try:
        line = next(line for line in server.stderr if "Serving" in line)
        return re.sub(r":\d+/", ":8000/", line)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)
        server.stderr.close()


def shortened(output: str) -> str:
    """Output as the tutorial shows it: long lines are cut, and the middle of a long output is left out."""
    lines = [line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…" for line in output.splitlines()]
    return "\n".join(lines if len(lines) <= 13 else [*lines[:6], "…", *lines[-6:]])


def with_outputs(page: str, outputs: dict[str, str]) -> str:
    """The tutorial with what its commands print today."""

    def block(found: re.Match[str]) -> str:
        if found[2] != "console":
            return found[0]
        parts = [
            part
            for one in COMMAND.findall(found[3])
            for part in (f"$ {one}", shortened(outputs.get(one, "")))
        ]
        return "\n".join([f"{found[1]}console", *(part for part in parts if part), found[1]])

    return FENCE.sub(block, page)


def test_the_tutorial_works(tmp_path: Path, renew: bool) -> None:
    remote, folder = tmp_path / "remote.git", tmp_path
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    variables = environment(tmp_path, remote)
    outputs: dict[str, str] = {}
    for _, info, text in FENCE.findall(TUTORIAL.read_text("utf-8")):
        language, _, file = info.partition(" ")
        if file:
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_text(text, "utf-8")
        for command in COMMAND.findall(text) if language == "console" else ():
            if command.startswith("cd "):
                folder /= command[3:]
            elif command.startswith("briefgen serve"):
                outputs[command] = serve(command, folder, variables)
            else:
                done = subprocess.run(
                    ["bash", "-c", command], cwd=folder, env=variables, capture_output=True, text=True
                )
                outputs[command] = done.stdout + done.stderr
                assert done.returncode == 0, (command, outputs[command])
    if renew:
        TUTORIAL.write_text(with_outputs(TUTORIAL.read_text("utf-8"), outputs), "utf-8")
    published = subprocess.run(
        ["git", "show", "gh-pages:2024-05-03/index.html"],
        cwd=remote,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "A ferry, a market and a vaccine boat" in published
    assert "Three stories from the water." in published
    assert "Ferry adrift for nine hours" in published

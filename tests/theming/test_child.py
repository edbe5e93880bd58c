"""A child theme overrides by file name and by block; ``briefgen theme`` reports it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run

CHILD = {
    "themes/desk/theme.yml": """name: desk
inherit: ledger
options:
  - {name: motto, default: All of it, help: Stands under every article.}
""",
    "themes/desk/templates/article.html": """{% extends "ledger/article.html" %}
{% block footer %}
<p>{{ theme.motto }}</p>
{{ super() }}
{% endblock %}
""",
    "themes/desk/static/ledger.css": "body { color: navy }\n",
}
PROJECT = {
    "briefgen.yml": "theme: desk\n",
    "content/a.md": "---\ntitle: A\ndate: 2024-05-01\ntopics: world\n---\nText.\n",
    **CHILD,
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteTest:
    site = SiteTest.of_files(PROJECT, tmp_path)
    monkeypatch.chdir(site.root)
    return site


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert run(["theme", *arguments]) == code
    captured = capsys.readouterr()
    return captured.err if code else captured.out


def test_ten_lines_make_a_theme(site: SiteTest) -> None:
    assert sum(text.count("\n") for text in CHILD.values()) == 10
    site.build()
    assert '<p>All of it</p>\n<p class="foot-text">' in site.page("/articles/a/")
    assert "All of it" not in site.page("/")
    assert site.page("/static/ledger.css") == CHILD["themes/desk/static/ledger.css"]
    assert site.build().idle().tree() == site.clean_tree()


def test_a_stylesheet_takes_in_those_that_it_imports(site: SiteTest) -> None:
    site.write(
        "themes/desk/static/desk.css",
        '@import "ledger.css";\n@import "desk.css";\n@import "far.css";\n.a { color: red }\n',
    )
    site.build()
    whole = site.page("/static/desk.css")
    assert whole == 'body { color: navy }\n\n@import "desk.css";\n@import "far.css";\n.a { color: red }\n'
    site.edit("themes/desk/static/ledger.css", "navy", "teal").build()
    assert sorted(site.report.written) == ["static/desk.css", "static/ledger.css"]
    assert site.tree() == site.clean_tree()


def test_list_names_the_themes_and_marks_the_one_in_use(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = told(capsys, "list").splitlines()
    assert lines[0] == "* desk"
    assert lines[1].split() == [
        "inherits",
        "ledger,",
        "in",
        "the",
        "project,",
        "1",
        "option",
        "of",
        "its",
        "own",
    ]
    assert any(line.startswith("  ledger ") for line in lines)


def test_options_have_type_value_and_help(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "options", "-D", "theme.options.motto=Enough", "-D", "theme.options.glance=no")
    lines = [line.split() for line in text.splitlines()]
    at = lines.index(["*", "motto", "text", "Enough"])
    assert lines[at + 1] == ["default:", "All", "of", "it"]
    assert lines[at + 2] == ["Stands", "under", "every", "article.", "(desk)"]
    assert ["*", "glance", "flag", "no"] in lines
    assert "motto" not in told(capsys, "options", "ledger")


def test_which_says_the_file_the_chain_and_what_is_hidden(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [line.strip() for line in told(capsys, "which", "/articles/a/").splitlines()]
    assert lines[:3] == [
        "/articles/a/ is made from the template article.html",
        "themes/desk/templates/article.html (overrides themes/base/templates/article.html); blocks: footer",
        "extends themes/base/templates/article.html; blocks: title, description, links, head, main, aside",
    ]
    assert any(
        line.startswith("includes themes/ledger/templates/parts/look.html (overrides themes/base/")
        for line in lines
    )
    assert told(capsys, "which", "content/a.md").startswith("/articles/a/ is made from")
    css = "/static/ledger.css is themes/desk/static/ledger.css (overrides themes/ledger/static/ledger.css)\n"
    assert told(capsys, "which", "static/ledger.css") == css
    assert told(capsys, "which", "feed.xml") == "/feed.xml is made by the builder feed, without a template\n"


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (["lst"], 'did you mean "list"?'),
        (["which", "artcle.html"], 'did you mean "article.html"?'),
        (["which", "/articles/b/"], 'did you mean "/articles/a/"?'),
    ],
)
def test_a_slip_is_told_with_what_was_meant(
    site: SiteTest, capsys: pytest.CaptureFixture[str], arguments: list[str], near: str
) -> None:
    assert near in told(capsys, *arguments, code=2)


def test_a_theme_that_is_not_there(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["theme", "options", "leger"]) == 1
    assert 'did you mean "ledger"?' in capsys.readouterr().err


def test_without_a_project_the_shipped_themes_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert all(not line.startswith("*") for line in told(capsys, "list").splitlines())

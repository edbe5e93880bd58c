"""`briefgen why` before and after a build, for people and programs; it writes nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sitetest import NOW, SiteTest

from briefgen.build.value_diff import differences
from briefgen.cli.main import run

ZETA = "---\ntitle: Zeta\ndate: 2024-05-01\ntopic: world\n---\n\nA body.\n"


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    return SiteTest.from_site("small", tmp_path).build()


class Why:
    """Asks, and keeps what was answered."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, site: SiteTest, page: str, *more: str) -> str:
        code = run(["why", page, "-C", str(site.root), "--now", NOW, *more])
        said = self._capsys.readouterr()
        assert code == (2 if said.err else 0), said
        return said.out or said.err


@pytest.fixture
def why(capsys: pytest.CaptureFixture[str]) -> Why:
    return Why(capsys)


def test_a_page_that_stands(site: SiteTest, why: Why) -> None:
    lines = why(site, "/articles/alpha/").splitlines()
    assert lines[:2] == [
        "/articles/alpha/ is up to date",
        (
            "  it depends on the settings and on themes/plain/templates/article.html, "
            "themes/plain/templates/base.html"
        ),
    ]
    queries = {line.strip() for line in lines if re.match(r"    (site|config|theme)\.", line)}
    assert queries >= {
        'site.article("alpha")',
        'site.body("alpha")',
        'site.resolve("path", "content/beta.md")',
        'site.tags_of("alpha")',
        "config.title",
        "config.language",
        "theme.motto",
    }
    assert 'site.article("beta")' not in queries
    assert "config.description" not in queries
    assert lines[-1] == "  last rendered because it was new"


def test_from_what_to_what(site: SiteTest, why: Why) -> None:
    site.edit("content/alpha.md", "title: Alpha", "title: Alef").edit("content/alpha.md", "something", "much")
    site.write("content/zeta.md", ZETA).remove("content/gamma.md")
    assert why(site, "/2024-05-01/") == (
        "/2024-05-01/ would be rendered\n"
        '  site.edition("2024-05-01") changed:\n'
        '    briefings[0].stories: + "Zeta"\n'
        '    briefings[0].stories[0].lead.title: "Alpha" -> "Alef"\n'
        "  last rendered because it was new\n"
    )
    assert '  site.resolve("article", "alpha") changed:\n    [1]: "Alpha" -> "Alef"\n' in why(
        site, "/articles/epsilon/"
    )
    assert 'parts[0]: "…alpha paragraph says something, and' in why(site, "/articles/alpha/")
    assert '    ["2024-05-02"]: 2 -> 1\n' in why(site, "/archive/")
    assert why(site, "/articles/zeta/") == "/articles/zeta/ would be rendered: it is new\n"
    assert "would be removed\n  content/gamma.md is not there any more\n" in why(site, "/articles/gamma/")
    site.build()
    assert 'last rendered because site.edition("2024-05-01") changed\n' in why(site, "/2024-05-01/")


def test_templates_settings_and_options(site: SiteTest, why: Why) -> None:
    site.edit("themes/plain/templates/base.html", "<main>", "<main id=m>").edit(
        "briefgen.yml", "title: Small", "title: Smaller"
    )
    site.edit("briefgen.yml", "theme: plain", "theme: {name: plain, options: {motto: Hello}}")
    assert why(site, "/404.html").startswith(
        "/404.html would be rendered\n"
        "  the template themes/plain/templates/base.html changed\n"
        '  the setting title changed\n    title: "Small" -> "Smaller"\n'
        '  the theme option motto changed\n    motto: "" -> "Hello"\n'
    )
    assert "base.html" not in why(site, "/feed.xml")
    site.build()
    last = (
        "last rendered because the template themes/plain/templates/base.html changed, the "
        "setting title changed, "
    )
    assert last in why(site, "/404.html")


def test_a_subject_and_a_damaged_file(site: SiteTest, why: Why) -> None:
    (site.output / "archive/index.html").write_text("damaged", "utf-8")
    assert "its file in the output was changed\n" in why(site, "/archive/")
    (site.output / "archive/index.html").unlink()
    assert "its file in the output is missing\n" in why(site, "/archive/")
    site.remove("content/epsilon.md")
    assert "  it is about something else\n    2024-05-03 -> 2024-05-02\n" in why(site, "/")
    site.build()
    assert "last rendered because it is about something else\n" in why(site, "/")


@pytest.mark.parametrize("option", ["-a", "-E"])
def test_what_was_asked_for(site: SiteTest, why: Why, option: str) -> None:
    assert run(["build", str(site.root), "--now", NOW, "-q", option]) == 0
    assert f"last rendered because all pages were asked for with {option}\n" in why(site, "/")


def test_every_name_of_a_page(site: SiteTest, why: Why, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [
        "/articles/alpha/",
        "articles/alpha",
        "articles/alpha/index.html",
        "site/articles/alpha/index.html",
        "content/alpha.md",
    ]
    names += [
        "https://small.example/articles/alpha/",
        str(site.root / "content/alpha.md"),
        str(site.output / "articles/alpha/index.html"),
    ]
    for name in names:
        assert why(site, name).startswith("/articles/alpha/ is up to date\n")
    monkeypatch.chdir(site.root / "content")
    assert why(site, "alpha.md").startswith("/articles/alpha/ is up to date\n")


def test_unknown_and_held(site: SiteTest, why: Why) -> None:
    assert 'there is no page "/articles/alfa/"; did you mean "/articles/alpha/"?' in why(
        site, "/articles/alfa/"
    )
    site.edit("content/epsilon.md", "lang: en", "lang: en\ndraft: true")
    assert "  content/epsilon.md is held back: it is a draft\n" in why(site, "content/epsilon.md")
    assert "is up to date" in why(site, "/articles/epsilon/", "--drafts") or "would be rendered" in why(
        site, "/", "--drafts"
    )
    site.build()
    assert "content/epsilon.md has no page: it is a draft" in why(site, "content/epsilon.md")


def test_for_programs(site: SiteTest, why: Why) -> None:
    site.edit("content/alpha.md", "title: Alpha", "title: Alef")
    told = json.loads(why(site, "/articles/epsilon/", "--json"))
    assert (told["state"], told["last"]) == ("changed", "it was new")
    assert told["reasons"] == [
        {
            "kind": "query",
            "what": 'site.resolve("article", "alpha")',
            "changes": [{"place": "[1]", "before": '"Alpha"', "after": '"Alef"'}],
        }
    ]
    other = [q["query"] for q in told["queries"] if q["then"] != q["now"]]
    assert other == ['site.resolve("article", "alpha")']
    assert len(told["queries"]) > len(other)


def test_what_was_shown_is_shown_only_where_it_is_certain(site: SiteTest, why: Why, tmp_path: Path) -> None:
    site.edit("content/alpha.md", "title: Alpha", "title: Alef").build(output=tmp_path / "elsewhere")
    assert 'what it was is not known any more -> "Alef"\n' in why(site, "/articles/alpha/")


def test_it_writes_nothing(site: SiteTest, why: Why) -> None:
    site.edit("content/alpha.md", "title: Alpha", "title: Alef").write("content/zeta.md", ZETA)
    before = {path: path.stat().st_mtime_ns for path in site.root.rglob("*")}
    why(site, "/articles/alpha/")
    why(site, "/articles/zeta/", "-v")
    assert {path: path.stat().st_mtime_ns for path in site.root.rglob("*")} == before
    site.build().read(2)


def test_a_project_that_was_never_built(tmp_path: Path, why: Why) -> None:
    site = SiteTest.from_site("small", tmp_path)
    assert why(site, "/") == "/ would be rendered: it is new\n"
    assert not (site.root / ".briefgen").exists()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("a", "a", []),
        ("a", "b", ['"a" -> "b"']),
        (None, ("x", "y"), ['nothing -> ("x", "y")']),
        ((("d1", 1), ("d2", 2)), (("d0", 1), ("d1", 1), ("d2", 3)), ['+ "d0" 1', '["d2"]: 2 -> 3']),
        ({"a": 1, "b": {"c": 2}}, {"b": {"c": 3}, "d": 4}, ["a: - 1", "b.c: 2 -> 3", "d: + 4"]),
        ("x" * 100 + "a", "x" * 100 + "b", ['"…' + "x" * 21 + 'a" -> "…' + "x" * 21 + 'b"']),
        ("a\x1b[31m", "b", ['"a<U+001B>[31m" -> "b"']),
    ],
)
def test_differences(before: object, after: object, told: list[str]) -> None:
    assert [str(one) for one in differences(before, after)] == told

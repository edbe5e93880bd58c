"""How large pages and the second theme may be; no interface text lacks a translation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract
from sitetest import SiteTest

from briefgen.theming.discovery import shipped_themes

THEMES = sorted(folder.name for folder in shipped_themes().iterdir())
COMPLETE = ("id", "de", "fr", "es", "ar")
KB = 1024


@pytest.mark.parametrize("tokens", ["", ", options: {bg: '#ffffff #000000'}"], ids=["", "tokens"])
@pytest.mark.parametrize("name", THEMES)
def test_a_home_of_twenty_items_and_the_stylesheets_are_light(name: str, tokens: str, tmp_path: Path) -> None:
    files = {
        f"content/{n}.md": f"---\ntitle: The {n}th of the day's twenty titles, as long as titles are\n"
        f"date: 2024-05-01 1{n % 10}:00\ntopics: topic {n % 5}\nsource: Outlet {n % 7}\nurl: "
        f"https://example.org/news/{n}\nsummary: {'A summary of two lines. ' * 8}\n---\nText.\n"
        for n in range(20)
    }
    site = SiteTest.of_files(
        {"briefgen.yml": f"theme: {{name: {name}{tokens}}}\n", **files}, tmp_path
    ).build()
    home = site.page("/")
    assert home.count('class="p-name"') == 20
    assert len(home.encode()) <= 40 * KB
    sheets = [path for path in (site.output / "static").glob("*.css") if f"static/{path.name}" in home]
    assert len(sheets) == (2 if tokens else 1)
    assert sum(path.stat().st_size for path in sheets) <= 30 * KB
    assert home.count("static/") <= 3, "with the page itself four requests"
    policy = home.partition('http-equiv="Content-Security-Policy" content="')[2].partition('"')[0]
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_second_theme_overrides_little() -> None:
    river = shipped_themes() / "river"
    files = [path for part in ("templates", "static") for path in (river / part).rglob("*.*")]
    assert sum(path.read_text("utf-8").count("\n") for path in files) <= 150
    assert (river / "theme.yml").read_text("utf-8").count("inherit: base\n") == 1


def texts(folder: Path) -> Iterator[str]:
    """Every text of the interface that a theme's templates have, once; of plural forms the singular."""
    for path in sorted(folder.glob("*/templates/**/*.html")):
        with path.open("rb") as file:
            for _, _, message, _ in babel_extract(file, ("_", "gettext", "ngettext"), [], {}):
                yield message if isinstance(message, str) else message[0]


@pytest.mark.parametrize("language", COMPLETE)
def test_no_text_of_the_interface_is_missing(language: str) -> None:
    wanted = set(texts(shipped_themes()))
    with (shipped_themes() / f"base/locale/{language}.po").open("rb") as file:
        catalogue = read_po(file)
    said = {m.id if isinstance(m.id, str) else m.id[0]: m for m in catalogue if m.id}
    assert sorted(wanted - set(said)) == []
    for one, message in said.items():
        forms = message.string if isinstance(message.string, tuple | list) else [message.string]
        assert all(forms), one
        if isinstance(message.id, tuple | list):
            assert len(forms) == catalogue.num_plurals, one
        else:
            names = {part.partition(")")[0] for part in one.split("%(")[1:]}
            assert names == {part.partition(")")[0] for part in forms[0].split("%(")[1:]}, one

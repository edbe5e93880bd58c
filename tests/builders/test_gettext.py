"""Catalogues for translators: every text, where it stands, and the same bytes for the same texts."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from sitetest import SiteTest

from briefgen.project.project import open_project

CONFIG = """title: The "Daily"
description: What was said.
theme: own
builders: [gettext]
topics:
  - slug: world
    title: World & more
  - slug: quiet
"""
FILES = {
    "briefgen.yml": CONFIG,
    "content/a.md": "---\ntitle: One\ndate: 2024-05-01\ntopic: found by itself\n---\n\nText.\n",
    "themes/own/theme.yml": "name: own\ninherit: base\n",
    "themes/own/templates/parts/extra.html": (
        "{{ _('Off %(name)s', name=x) }}\n{{ ngettext('One boat', '%(num)s boats', n) }}\n{{ _(x) }}"
    ),
}


def of(site: SiteTest, name: str) -> Catalog:
    with (site.output / f"locale/{name}.pot").open("rb") as file:
        return read_po(file, abort_invalid=True)


def ids(catalogue: Catalog) -> set[str]:
    return {one.id if isinstance(one.id, str) else one.id[0] for one in catalogue if one.id}


def test_the_themes_texts_are_those_of_every_template_of_its_chain(tmp_path: Path) -> None:
    site = SiteTest.of_files(FILES, tmp_path).build().codes()
    found = of(site, "theme")
    assert found["Off %(name)s"].locations == [("own/parts/extra.html", 1)]
    assert found["One boat"].id == ("One boat", "%(num)s boats")
    base = dict(open_project(site.root).studio.theme.chain)["base"]
    with (base / "locale/id.po").open("rb") as file:
        translated = ids(read_po(file))
    assert ids(found) == translated | {"Off %(name)s", "One boat"}
    assert str(tmp_path) not in site.page("/locale/theme.pot")
    assert str(base.parent) not in site.page("/locale/theme.pot")


def test_the_sites_own_strings_have_their_places(tmp_path: Path) -> None:
    found = of(SiteTest.of_files(FILES, tmp_path).build(), "site")
    assert {one.id: one.locations for one in found if one.id} == {
        'The "Daily"': [("briefgen.yml", 1)],
        "What was said.": [("briefgen.yml", 2)],
        "World & more": [("briefgen.yml", 7)],
        "Quiet": [("briefgen.yml", 8)],
        "found by itself": [],
    }


def test_a_second_build_writes_nothing_and_an_edit_its_own_catalogue(tmp_path: Path) -> None:
    site = SiteTest.of_files(FILES, tmp_path).build().wrote(2).build().idle()
    site.edit("themes/own/templates/parts/extra.html", "boat", "ship").build()
    assert site.report.written == ("locale/theme.pot",)
    site.edit("briefgen.yml", "title: World & more", "title: The world").build()
    assert site.report.written == ("locale/site.pot",)
    site.edit("content/a.md", "found by itself", "another one").build()
    assert site.report.written == ("locale/site.pot",)
    assert "another one" in site.page("/locale/site.pot")
    assert site.tree() == site.clean_tree()

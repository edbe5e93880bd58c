"""A curator's note, the project's own front-matter keys, and its data files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.site.site import Site

CONFIG = """\
title: Ferry Desk
url: https://ferry.example/
language: en
builders: [html, feed, search, text, json, llms]
feeds: {formats: [atom], content: full}
topics: [{slug: sea}]
fields:
  region: {type: choice, values: [north, south], help: Where it happened., search: true, json: true}
  weight: number
  checked: {type: flag, json: true}
  people: {type: list, search: true}
  heard: date
"""
ARTICLE = """\
---
title: A ferry stops
date: 2024-05-01
topic: sea
lang: en
summary: The outlet's summary.
note: |
  We saw it ourselves.

  So did zqnobody.
region: north
weight: 3
checked: yes
people: [Ada Zqada, Bo]
heard: 1 May 2024
---

The whole text.
"""
TEMPLATE = """\
{% extends "ledger/article.html" %}
{% block main %}{{ super() }}
<p id="own">{{ article.own.region }}|{{ article.own.weight }}|{{ article.own.checked }}|
{{- article.own.people|join("+") }}|{{ article.own.heard }}</p>
{% endblock %}
"""
THEME = "name: mine\ninherit: ledger\n"


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    files = {
        "briefgen.yml": CONFIG + "theme: mine\n",
        "themes/mine/theme.yml": THEME,
        "themes/mine/templates/article.html": TEMPLATE,
        "content/ferry.md": ARTICLE,
        "content/plain.md": "---\ntitle: Plain\ndate: 2024-05-01\ntopic: sea\nlang: en\n---\n\nText.\n",
    }
    return SiteTest.of_files(files, tmp_path)


def test_a_note_stands_apart_in_every_output(site: SiteTest) -> None:
    site.build()
    for page in ("/articles/ferry/", "/2024-05-01/", "/articles/ferry/index.txt", "/articles/ferry/index.md"):
        assert "We saw it ourselves." in site.page(page), page
    page = site.page("/articles/ferry/")
    assert '<div class="editors-note" role="note">' in page
    assert "<p>So did zqnobody.</p>" in page
    assert page.index("The outlet&#39;s summary.") < page.index("We saw it") < page.index("The whole text.")
    assert (
        json.loads(site.page("/api/v1/articles/ferry.json"))["note"]
        == "We saw it ourselves.\nSo did zqnobody."
    )
    assert "<summary>Editor’s note: We saw it ourselves." in site.page("/feed.xml")
    assert "&lt;aside&gt;&lt;p&gt;Editor’s note: We saw it" in site.page("/feed.xml")
    assert "zqnobody" in "".join(
        t.decode() for p, t in site.tree().items() if p.startswith("search/index/shard")
    )
    assert "editors-note" not in site.page("/articles/plain/")


def test_own_keys_are_typed_in_templates_json_and_search(site: SiteTest) -> None:
    site.build().codes()
    assert '<p id="own">north|3|True|Ada Zqada+Bo|2024-05-01</p>' in site.page("/articles/ferry/")
    assert '<p id="own">|None|False||</p>' in site.page("/articles/plain/")
    data = json.loads(site.page("/api/v1/articles/ferry.json"))
    assert data["own"] == {"region": "north", "checked": True}
    shards = "".join(t.decode() for p, t in site.tree().items() if p.startswith("search/index/shard"))
    assert "zqada" in shards
    assert '"north"' in shards
    site.edit("content/ferry.md", "weight: 3", "weight: 4").build()
    assert "north|4|" in site.page("/articles/ferry/")
    assert site.tree() == site.clean_tree()


def test_a_value_of_another_kind_is_reported(site: SiteTest) -> None:
    site.edit("content/ferry.md", "region: north", "region: nort").edit(
        "content/ferry.md", "weight: 3", "weight: x"
    )
    site.edit("content/ferry.md", "1 May 2024", "soon").build(keep_going=True)
    found = {str(d.location): (d.code, d.hint) for d in site.report.diagnostics}
    assert found["content/ferry.md:11:9"] == ("bad-value", 'did you mean "north"?')
    assert found["content/ferry.md:12:9"][0] == "bad-value"
    assert found["content/ferry.md:15:8"][0] == "date-invalid"


@pytest.mark.parametrize(
    "declared",
    ["title: text", "Labels: text", "items: text", "two words: text", "region: choice", "region: words",
     "region: {type: text, values: [a]}"],
)  # fmt: skip
def test_a_declaration_that_cannot_be_is_an_error(declared: str, tmp_path: Path) -> None:
    site = SiteTest.of_files({"briefgen.yml": f"title: T\nfields: {{{declared}}}\n"}, tmp_path)
    assert run(["check", str(site.root)]) == 1


def test_the_schema_of_an_article_has_them(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "article", "-C", str(site.root)]) == 0
    properties = json.loads(capsys.readouterr().out)["properties"]
    assert properties["region"]["enum"] == ["north", "south"]
    assert properties["region"]["description"] == "Where it happened."
    assert properties["weight"]["type"] == "integer"


def test_a_key_of_another_program_can_lead_to_ones_own(site: SiteTest) -> None:
    site.edit("briefgen.yml", "fields:", "front_matter: {area: region}\nfields:")
    site.edit("content/ferry.md", "region:", "area:").build().codes()
    assert '<p id="own">north|3' in site.page("/articles/ferry/")


# --- data files


def with_data(site: SiteTest) -> SiteTest:
    site.edit(
        "themes/mine/templates/article.html",
        '<p id="own">',
        '<p id="data">{{ data.team.lead.name }} {{ data["tide-table"][1].high + 1 }} {{ data.ports[0].name }}'
        '{{ data.team.since }}</p><p id="own">',
    )
    site.write("data/team.yml", "lead: {name: Ada}\nsince: 2020-01-02\n")
    site.write("data/tide-table.json", '[{"high": 1}, {"high": 2}]')
    return site.write("data/ports.csv", "\ufeffname;berths\nNorth;4\n")


def test_templates_read_data_files(site: SiteTest) -> None:
    with_data(site).build()
    assert '<p id="data">Ada 3 North2020-01-02</p>' in site.page("/articles/ferry/")
    site.build().idle()
    site.edit("data/ports.csv", "North", "South").build()
    assert "Ada 3 South" in site.page("/articles/ferry/")
    assert {"/articles/ferry/", "/articles/plain/"} == set(site.report.rendered)
    site.write("data/other.yml", "a: 1\n").build().rendered([])
    assert site.tree() == site.clean_tree()


def test_a_data_file_that_is_gone_is_an_error_where_it_is_read(site: SiteTest) -> None:
    with_data(site).build().remove("data/ports.csv").build().fails()
    assert "ports" in " ".join(d.message for d in site.report.diagnostics)


@pytest.mark.parametrize(
    ("path", "text", "at"),
    [
        ("data/team.json", '{"a": 1,}', "data/team.json:1:9"),
        ("data/team.yml", "a: b: c\n", "data/team.yml:1:5"),
        ("data/team.yml", "a: !python/object:os.system {}\n", "data/team.yml"),
        ("data/team.csv", 'a,b\n"1\n', "data/team.csv"),
    ],
)
def test_a_broken_data_file_is_an_error_with_its_place(path: str, text: str, at: str, site: SiteTest) -> None:
    site.write(path, text).build().fails()
    assert [str(d.location) for d in site.report.diagnostics if d.severity == "error"] == [at]


def test_two_data_files_of_one_name(site: SiteTest) -> None:
    site.write("data/team.yml", "a: 1\n").write("data/team.json", "{}").build().fails()


def test_a_site_without_data_knows_no_name() -> None:
    assert Site().data_names() == ()

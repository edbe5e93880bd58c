"""References to other sites by their inventories."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sitetest import SiteTest
from test_long_process import Staying

from briefgen.cli.main import run
from briefgen.util.objects_inv import InventoryEntry, read, write

CONFIG = """\
title: Here
url: https://here.example/base/
topics: [{slug: world}]
builders: [html, feed, text, json]
feeds: {content: full}
inventories:
  desk: https://desk.example/news
  docs: {url: "https://docs.example/", file: kept/docs.inv}
private_hosts: [127.0.0.1]
"""
ARTICLE = "---\ntitle: {title}\ndate: 2024-05-01\ntopic: world\nlang: en\n---\n\n{text}\n"
BASE = "https://desk.example/news/"
ASKS = (
    "It was {article}`desk:the-river`, as {article}`they wrote <desk:the-river#what>` and "
    "{topic}`desk:world` say.\n"
)
ENTRIES = [
    InventoryEntry("article", "the-river", "articles/the-river/", "The <i>river</i> rises"),
    InventoryEntry("article", "the-bridge", "articles/the-bridge/", "The bridge"),
    InventoryEntry("topic", "world", "topics/world/", "World"),
]
STYLE = InventoryEntry("page", "house/style", "house/style/", "House style")


def put(site: SiteTest, entries: list[InventoryEntry], path: str = "inventories/desk.inv") -> SiteTest:
    target = site.root / path
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(write("Desk", entries))
    return site


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    files = {
        "briefgen.yml": CONFIG,
        "content/asks.md": ARTICLE.format(title="Asks", text=ASKS),
        "content/other.md": ARTICLE.format(title="Other", text="See {article}`desk:the-bridge`."),
        "content/quiet.md": ARTICLE.format(title="Quiet", text="A text with {article}`asks`."),
    }
    return put(SiteTest.of_files(files, tmp_path), ENTRIES)


def test_a_reference_leads_to_the_other_site(site: SiteTest) -> None:
    site.build().codes()
    there = "https://desk.example/news/articles/the-river/"
    said = (
        f'It was <a href="{there}">The &lt;i&gt;river&lt;/i&gt; rises</a>, as <a '
        f'href="{there}#what">they wrote</a> and '
        '<a href="https://desk.example/news/topics/world/">World</a> say.'
    )
    assert said in site.page("/articles/asks/")
    for other in ("/feed.xml", "/articles/asks/index.txt", "/api/v1/articles/asks.json"):
        assert there in site.page(other), other


def test_a_page_of_another_site_has_a_role(site: SiteTest) -> None:
    text = (
        "As {page}`desk:house/style` and {page}`they say <desk:house/style/#names>`, not {page}`desk:hose`."
    )
    put(site, [*ENTRIES, STYLE]).write("content/asks.md", ARTICLE.format(title="Asks", text=text)).build()
    there = "https://desk.example/news/house/style/"
    assert f'<a href="{there}">House style</a>' in site.page("/articles/asks/")
    assert f'<a href="{there}#names">they say</a>' in site.page("/articles/asks/")
    (one,) = [d for d in site.report.diagnostics if d.code == "reference-missing"]
    assert "the inventory desk has no page hose" in one.message


def test_a_site_names_its_pages_for_others(tmp_path: Path) -> None:
    files = {
        "briefgen.yml": f"url: {BASE}\nbuilders: [html, objects]\nlanguages: [{{code: id}}]\n",
        "content/pages/about.md": "---\ntitle: About us\n---\n\nWe write.\n",
        "content/pages/secret.md": "---\ntitle: Not yet\ndraft: true\n---\n\nNo.\n",
        "content/pages/tentang.md": "---\ntitle: Tentang\nlang: id\n---\n\nKami.\n",
        "content/quay.md": ARTICLE.format(title="The quay", text="Boats."),
    }
    desk = SiteTest.of_files(files, tmp_path).build()
    pages = {
        tree: [
            (one.name, one.address)
            for one in read((desk.output / tree / "objects.inv").read_bytes(), BASE)
            if one.role == "page"
        ]
        for tree in ("", "id")
    }
    assert pages == {"": [("about", f"{BASE}about/")], "id": [("tentang", f"{BASE}id/tentang/")]}


def test_a_changed_inventory_renders_the_pages_that_asked(site: SiteTest) -> None:
    site.build().build().idle()
    put(site, [ENTRIES[0]._replace(title="The river falls"), *ENTRIES[1:]]).build().rendered(
        ["/articles/asks/"]
    )
    assert site.tree() == site.clean_tree(jobs=2)
    put(site, [*ENTRIES, InventoryEntry("article", "new", "articles/new/", "New")][::-1]).build()
    site.rendered(["/articles/asks/"]).build().idle()
    assert site.tree() == site.clean_tree()
    site.edit("briefgen.yml", "desk.example", "news.example").build()
    site.rendered(["/articles/asks/", "/articles/other/"])
    assert site.tree() == site.clean_tree()


def test_a_process_that_stays_sees_a_changed_inventory(site: SiteTest) -> None:
    staying = Staying(site)
    put(site, [])
    assert "/articles/asks/" in staying.build(None).rendered


def test_what_leads_nowhere_is_told_with_what_was_meant(site: SiteTest) -> None:
    text = (
        "A {article}`desk:the-rivr`, {topic}`desk:the-river`, {article}`dask:the-river` and "
        "{article}`docs:intro`."
    )
    site.write("content/asks.md", ARTICLE.format(title="Asks", text=text)).build()
    told = [f"{d.severity} {d.code} {d.location}: {d.message}; {d.hint}" for d in site.report.diagnostics]
    assert told == [
        "warning inventory-missing briefgen.yml:8:9: the inventory kept/docs.inv cannot be used: it is not "
        "there; run `briefgen inventory fetch docs`, and keep the file with the project",
        (
            "warning reference-missing content/asks.md:8:3: the inventory desk has no article the-rivr; did "
            'you mean "desk:the-river"?'
        ),
        (
            "warning reference-missing content/asks.md:8:29: the inventory desk has no topic "
            "the-river; fix the link, or remove it"
        ),
        'warning reference-missing content/asks.md:8:54: there is no inventory dask; did you mean "desk"?',
        (
            "warning reference-missing content/asks.md:8:84: the inventory docs has no article "
            "intro; fix the link, or remove it"
        ),
    ]
    assert "A <a>desk:the-rivr</a>" in site.page("/articles/asks/")
    site.build().idle()
    assert len(site.report.diagnostics) == 5


def test_an_inventory_that_nobody_asks_for_is_not_missed(site: SiteTest) -> None:
    site.build().codes()
    (site.root / "inventories/desk.inv").write_bytes(b"<html>")
    site.build()
    assert [d.code for d in site.report.diagnostics].count("inventory-missing") == 1


def test_an_inventory_is_not_believed_about_other_sites() -> None:
    elsewhere = [
        "javascript:alert(1)",
        "//evil.example/",
        "https://evil.example/",
        "../../outside/",
        "data:text/html,x",
    ]
    data = write(
        "A",
        [InventoryEntry("article", f"n{n}", at, "T") for n, at in enumerate([*elsewhere, "in/", "#here"])],
    )
    assert [e.address for e in read(data, "https://a.example/base/")] == [
        "https://a.example/base/in/",
        "https://a.example/base/#here",
    ]


def test_lines_made_to_be_slow_are_read_at_once() -> None:
    """A pattern that tries every way to split such a line takes hours."""
    text = f"{' a' * 200_000}\n{':' * 200_000} 1\nname std:doc 1 at/ Title\x07\n"
    import zlib

    head = write("A", []).split(b"\n")[:4]
    data = b"\n".join([*head, zlib.compress(text.encode())])
    assert list(read(data, "https://a.example/")) == [
        InventoryEntry("article", "name", "https://a.example/at/", "Title")
    ]


@pytest.mark.parametrize("name", ["bad name", "a.b"])
def test_a_name_that_cannot_be_written_is_told(
    name: str, site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    site.edit("briefgen.yml", "  desk:", f'  "{name}":')
    assert run(["check", str(site.root)]) == 1
    assert "cannot name an inventory" in capsys.readouterr().err


# --- the verb ---------------------------------------------------------------------------------------------


class Neighbour:
    """A site on this machine that gives an inventory, and counts who asks."""

    def __init__(self) -> None:
        self.data, self.asked = write("Desk", ENTRIES), list[str]()
        outer = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "application/octet-stream")
                self.end_headers()
                self.wfile.write(outer.data)

            def log_message(self, *said: Any) -> None:
                """Tests read what briefgen says."""

        self.server = HTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server.server_port}/news/"


@pytest.fixture
def neighbour() -> Iterator[Neighbour]:
    there = Neighbour()
    thread = Thread(target=there.server.serve_forever)
    thread.start()
    yield there
    there.server.shutdown()
    thread.join()
    there.server.server_close()


def test_fetching_is_asked_for_and_keeps_a_file(
    site: SiteTest, neighbour: Neighbour, capsys: pytest.CaptureFixture[str]
) -> None:
    site.edit("briefgen.yml", "https://desk.example/news", neighbour.url).remove("inventories/desk.inv")
    site.build()
    assert neighbour.asked == []
    verb = ["inventory", "fetch", "-C", str(site.root), "desk"]
    assert run(verb) == 0
    assert capsys.readouterr().out == "desk: 3 names, written to inventories/desk.inv\n"
    assert neighbour.asked == ["/news/objects.inv"]
    site.build().codes()
    assert f'<a href="{neighbour.url}articles/the-bridge/">The bridge</a>' in site.page("/articles/other/")
    assert run(verb) == 0
    assert capsys.readouterr().out == "desk: 3 names, unchanged\n"
    neighbour.data = b"<html>A page</html>"
    assert run(verb) == 1
    assert "it is no Sphinx inventory of version 2" in capsys.readouterr().err
    assert (site.root / "inventories/desk.inv").read_bytes() == write("Desk", ENTRIES)


def test_listing_says_what_to_write(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inventory", "list", "-C", str(site.root), "desk"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "{article}`desk:the-river`  The <i>river</i> rises",
        "{article}`desk:the-bridge`  The bridge",
        "{topic}`desk:world`  World",
    ]
    assert run(["inventory", "list", "-C", str(site.root), "dask"]) == 1
    assert 'did you mean "desk"?' in capsys.readouterr().err


def test_the_schema_knows_both_forms(capsys: pytest.CaptureFixture[str]) -> None:
    run(["schema", "config"])
    said = json.loads(capsys.readouterr().out)["properties"]["inventories"]["additionalProperties"]
    assert [form["type"] for form in said["anyOf"]] == ["string", "object"]

"""Hostile text in every field of an article, and each context that it reaches."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest
from sitetest import NOW, SiteTest

from briefgen.cli.main import run

PAYLOADS = (
    "</script><script>hit()</script>",
    '"><img src=x onerror=hit()>',
    "' onmouseover='hit()",
    "]]></title><svg onload=hit()>",
    "{{ 7 * 7 }}{% for x in y %}",
    "javascript:hit()",
    "\x1b[31m\x1b]0;hit\x07\x9b2J",
    "abc \u202egnp.exe\u2066 x \u202b",
    "../../etc/passwd",
    "--exec=hit",
    "&#x202e;&lt;b&gt; \U0001f47e\u2028\ufeff\ufffe",
)
FIELDS = (
    "title",
    "author",
    "byline",
    "agency",
    "place",
    "via",
    "licence",
    "summary",
    "slug",
    "image",
    "story",
    "url",
    "id",
    "lang",
    "updated",
    "fetched",
)
CONFIG = """\
title: T
url: https://example.org/
topics: [{slug: world, title: World}]
builders: [html, feed, search, sitemap, hosting, text, json, llms, objects]
feeds: {formats: [atom, rss, json], content: full}
"""
STEERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e]")
DATA = ("application/ld+json", "application/json")


def hostile(payload: str, number: int) -> str:
    """An article with a payload in every field and in its text; YAML takes all of JSON's escapes."""
    said = json.dumps(payload)
    head = dict.fromkeys(FIELDS, said) | {
        "tags": f"[{said}, a]",
        "topics": f"[{said}]",
        "aliases": f"[{said}]",
        "source": f"{{name: {said}, url: {said}}}",
        "date": f"2024-05-{number + 1:02}",
        "clean": str(number % 2 == 0).lower(),
    }
    if number % 3 == 0:
        head["title"] = f"Headline {number}"
    yaml = "".join(f"{name}: {value}\n" for name, value in head.items())
    return f"---\n{yaml}---\n{payload}\n\nWords, {payload} and [more]({payload}).\n\n# {payload}\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    files = {f"content/a{number}.md": hostile(payload, number) for number, payload in enumerate(PAYLOADS)}
    site = SiteTest.of_files({"briefgen.yml": CONFIG, **files}, tmp_path_factory.mktemp("hostile"))
    return site.build()


def outputs(site: SiteTest, *suffixes: str) -> list[Path]:
    found = [path for path in site.output.rglob("*") if path.is_file() and path.suffix in suffixes]
    assert found
    return found


def test_every_article_stays(built: SiteTest) -> None:
    assert [d for d in built.report.diagnostics if d.severity == "error"] == []
    assert built.report.articles == len(PAYLOADS)


def test_no_file_has_what_controls_or_turns(built: SiteTest) -> None:
    for path in outputs(built, ".html", ".xml", ".json", ".txt", ".md", ".opml"):
        assert not STEERS.search(path.read_text("utf-8")), path


def test_file_names_are_letters(built: SiteTest) -> None:
    for path in built.tree():
        assert re.fullmatch(r"(?!.*\.\.)[\w./-]+", path), path


def test_pages_run_nothing_of_an_article(built: SiteTest) -> None:
    for path in outputs(built, ".html"):
        tree = html5lib.parse(path.read_bytes(), namespaceHTMLElements=False)
        for element in tree.iter():
            assert not any(str(name).lower().startswith("on") for name in element.attrib), path
            for name in ("href", "src", "action"):
                assert not re.match(r"\s*(?:javascript|data:text)", element.get(name, ""), re.IGNORECASE), (
                    path
                )
            assert element.tag not in ("iframe", "object", "embed", "base"), path
            if element.tag == "script" and not element.get("src"):
                assert element.get("type") in DATA, path
                json.loads(element.text or "")


def test_feeds_are_well_formed_and_their_html_runs_nothing(built: SiteTest) -> None:
    for path in outputs(built, ".xml", ".opml"):
        text = path.read_text("utf-8")
        assert "<!ENTITY" not in text
        for element in ElementTree.fromstring(text).iter():
            said = html5lib.parseFragment(element.text or "", namespaceHTMLElements=False)
            for part in (
                said.iter() if element.get("type") == "html" or element.tag.endswith("encoded") else ()
            ):
                assert part.tag != "script", path
                assert not any(str(name).startswith("on") for name in part.attrib), path


def test_json_is_json(built: SiteTest) -> None:
    for path in outputs(built, ".json"):
        json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "command",
    [
        ["build", "-E", "-v", "--now", NOW],
        ["check", "--now", NOW],
        ["check", "--format", "github", "--now", NOW],
        ["clean", "content/a6.md"],
        ["clean", "--diff", "content"],
        ["clean", "--stats", "content"],
        ["stories", "--now", NOW],
        ["why", "/articles/headline-6/", "--now", NOW],
        ["why", "\x1b[31m", "--now", NOW],
        ["edition", "show", "2024-05-07", "--now", NOW],
    ],
    ids=lambda command: " ".join(command[:3]).replace("\x1b", "ESC"),
)
def test_no_terminal_is_steered(
    built: SiteTest, command: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(built.root)
    run(command)
    told = capfd.readouterr()
    assert told.out + told.err
    assert not STEERS.search((told.out + told.err).replace("\r", ""))

"""Characters that hide, reverse or break text, from every field, in no output of any format."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from sitetest import SiteTest

BAD = [
    *map(chr, range(32)), *map(chr, range(0x7F, 0xA0)),
    "\u202d", "\u202e", "\ufffe", "\uffff", "\ufdd0", "\U0001fffe", "\U0010ffff",
]  # fmt: skip
BUILDERS = "html feed search sitemap hosting text json llms objects gettext"
ENDINGS = ".html .xml .rss .json .txt .md .opml"
ALLOWED = "\t\n\r"
HIDDEN = "".join(char for char in BAD if char not in ALLOWED)
FOUND = re.compile(f"[{re.escape(HIDDEN)}\ud800-\udfff]")
ESCAPES = "".join(f"&#{ord(char)};&#x{ord(char):x};" for char in HIDDEN)


def said(name: str) -> str:
    """A value of this name with every such character in it."""
    return f"{name} {''.join(f'a{char}' for char in HIDDEN)} end"


def config() -> dict[str, Any]:
    return {
        "title": said("Site"),
        "description": said("About"),
        "url": "https://example.org/",
        "languages": [{"code": "en"}, {"code": "id", "title": said("Situs"), "description": said("Tentang")}],
        "topics": [
            {"slug": said("world"), "title": said("World"), "keywords": [said("word")]},
            {"slug": "sea", "title": said("Sea")},
        ],
        "aliases": {"sources": {said("Wire"): ["The Wire"]}, "tags": {said("Tag"): ["tug"]}},
        "theme": {"name": "ledger", "options": {"footer": said("Footer")}},
        "inventories": {"desk": {"url": "https://desk.example/", "file": "desk.inv"}},
        "builders": BUILDERS.split(),
        "feeds": {"formats": ["atom", "rss", "json"], "content": "full"},
    }  # fmt: skip


def head(n: int) -> dict[str, Any]:
    texts = [
        "title",
        "author",
        "byline",
        "agency",
        "place",
        "via",
        "licence",
        "summary",
        "image_alt",
        "story",
        "series",
    ]
    return {name: said(name) for name in texts} | {
        "date": f"2024-05-0{n + 1}",
        "topics": [said("World"), said("Else")],
        "tags": [said("tag"), "tug"],
        "source": {"name": said("Wire"), "url": "https://wire.example/"} if n else "The Wire",
        "image": "boat\u202eats.png",
        "url": f"https://wire.example/{n}",
        "lang": "id" if n == 2 else "en",
        "slug": f"a{n}{HIDDEN}",
        "aliases": [said(f"old{n}")],
    }


def document(values: dict[str, Any], body: str) -> str:
    return f"---\n{yaml.safe_dump(values, allow_unicode=False)}---\n\n{body}\n"


def body() -> str:
    raw = said("Raw").replace("\x1e", "").replace("\x1c", "").replace("\x1d", "").replace("\x85", "")
    return "\n\n".join(
        [
            f"Escaped {ESCAPES} and raw {raw} end.",
            f"# Head {ESCAPES}\n",
            f"[link {ESCAPES}](https://far.example/a '{ESCAPES}') ![alt {ESCAPES}](https://far.example/{ESCAPES})",
            f'<span title="t {ESCAPES} {raw}" lang="en">x {ESCAPES}</span> `code {raw}`',
            f"```\nblock {raw}\n```",
            f"| a {ESCAPES} | b |\n| --- | --- |\n| c {raw} | d |",
        ]
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    edition = {
        "title": said("Edition"),
        "corrections": [{"date": "2024-05-02", "text": said("Mistake"), "article": "a0"}],
    }
    files = {"briefgen.yml": yaml.safe_dump(config())}
    files |= {f"content/a{n}.md": document(head(n), body()) for n in range(3)}
    files["content/plain.txt"] = document({"title": "Plain", "date": "2024-05-01"}, said("Plain text"))
    files["content/untitled.md"] = document({"date": "2024-05-03"}, "# Found \x07a\x9bb\u202ec\n\nWords.")
    files["content/editions/2024-05-01.md"] = document(edition, body())
    files["locales/id/LC_MESSAGES/site.po"] = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        f'msgid "{said("Sea")}"\nmsgstr "{said("Laut")}"\n\nmsgid "Sea"\nmsgstr "{said("Laut")}"\n'
    )
    site = SiteTest.of_files(files, tmp_path_factory.mktemp("characters"))
    return site.build()


def texts(path: Path) -> Iterator[str]:
    """What a file says: as it stands, and as its readers decode it."""
    text = path.read_bytes().decode("utf-8")
    yield text
    if path.suffix == ".json":
        yield from strings(json.loads(text))
    elif path.suffix in (".html", ".md"):
        yield html.unescape(text)
    elif path.suffix in (".xml", ".rss", ".opml"):
        for element in ElementTree.fromstring(text).iter():
            values = [element.text or "", element.tail or "", *element.attrib.values()]
            yield from (html.unescape(value) for value in values)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from (value, html.unescape(value))
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for one in pair for text in strings(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in strings(one))


def test_the_site_is_built(built: SiteTest) -> None:
    assert not [d for d in built.report.diagnostics if d.severity == "error"]
    assert built.report.articles == 5


@pytest.mark.parametrize("ending", ENDINGS.split())
def test_no_output_has_such_a_character(built: SiteTest, ending: str) -> None:
    files = [path for path in built.output.rglob("*") if path.is_file() and path.suffix == ending]
    assert files
    for path in files:
        for text in texts(path):
            match = FOUND.search(text)
            around = text[max(0, match.start() - 60) : match.end() + 20] if match else ""
            assert not match, (path, around)

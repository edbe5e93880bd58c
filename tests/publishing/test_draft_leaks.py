"""The title of what is not public is found in any file, in any form, and nothing else is."""

from __future__ import annotations

import gzip
import json
from html import escape
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.model import Article, Location
from briefgen.publishing.artifact import Artifact, Withheld
from briefgen.publishing.draft_leaks import check
from briefgen.publishing.searchable import unescape, words_of

TITLE = "“Lost” & found: the café's 3 boats <at last>"
AT = Location("content/boats.md", 2, 1)


def article(title: str, **more: object) -> Article:
    day = "2024-05-02"
    values = {
        "id": "a",
        "path": "content/a.md",
        "slug": "a",
        "day": day,
        "time": "",
        "moment": day,
        "lang": "en",
    }
    return Article(title=title, **{**values, **more})  # type: ignore[arg-type]


def leaks(
    folder: Path,
    files: dict[str, str | bytes],
    title: str = TITLE,
    *,
    public: Article | None = None,
    names: tuple[str, ...] = (),
) -> list[str]:
    """The files that give ``title`` away; ``public`` is the article of ``a/index.html``."""
    for path, content in files.items():
        (file := folder / path).parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    articles = {"a/index.html": public} if public else {}
    withheld = (Withheld(title, AT, "it is a draft"),)
    artifact = Artifact(folder, dict.fromkeys(files, ""), "https://x.example/", articles, withheld, names)
    return [problem.message.partition(" gives ")[0] for problem in check(artifact)]


def entities(text: str) -> str:
    return "".join(f"&#{ord(char)};" if not char.isspace() else char for char in text)


MARKED = escape(TITLE.replace("<", "").replace(">", "")).replace("boats", "<em>boats</em>")
PAGE = "<!doctype html><title>x</title><body>{}"
FORMS: dict[str, tuple[str, str | bytes]] = {
    "heading": ("x.html", PAGE.format(f"<h2>{escape(TITLE)}</h2>")),
    "heading-numeric": ("x.html", PAGE.format(f"<h2>{entities(TITLE)}</h2>")),
    "heading-with-markup": ("x.html", PAGE.format(f"<h2>{MARKED}</h2>")),
    "span": ("x.html", PAGE.format(f"<div><span>{escape(TITLE)}</span> and more</div>")),
    "beside-a-date": ("x.html", PAGE.format(f"<li>2 May – {escape(TITLE)}</li>")),
    "capitals": ("x.html", PAGE.format(f"<b>{escape(TITLE.upper())}</b>")),
    "attribute": ("x.html", PAGE.format(f'<a href="#" aria-label="Read {escape(TITLE)}">more</a>')),
    "share-link": ("x.html", PAGE.format(f'<a href="https://share.example/?t={quote(TITLE)}">share</a>')),
    "share-link-plus": ("x.html", PAGE.format(f'<a href="https://share.example/?t={quote_plus(TITLE)}">share</a>')),
    "json-ld": ("x.html", PAGE.format(f"<script type='application/ld+json'>{json.dumps([TITLE])}</script>")),
    "comment": ("x.html", PAGE.format(f"<!-- next: {TITLE.replace('<at last>', 'at last')} -->")),
    "template": ("x.html", PAGE.format(f"<template><p>{escape(TITLE)}</p></template>")),
    "json": ("x.json", json.dumps([TITLE])),
    "json-plain": ("x.json", json.dumps([TITLE], ensure_ascii=False)),
    "json-for-scripts": ("x.json", json.dumps([TITLE]).replace("<", "\\u003c").replace("&", "\\u0026")),
    "json-numeric": ("x.json", '["' + "".join(f"\\u{ord(char):04x}" for char in TITLE) + '"]'),
    "html-in-json": ("x.json", json.dumps({"html": f"<p>{escape(TITLE)}</p>"})),
    "json-in-json": ("x.json", json.dumps({"data": json.dumps({"t": TITLE})})),
    "xml": ("x.xml", f"<a><b>{escape(TITLE)}</b></a>"),
    "xml-attribute": ("x.opml", f'<outline text="{escape(TITLE)}"/>'),
    "html-in-xml": ("x.xml", f"<a>{escape(f'<h2>{escape(TITLE)}</h2>')}</a>"),
    "cdata": ("feed", f"<a><![CDATA[{TITLE}]]></a>"),
    "script": ("x.mjs", "index = ['" + TITLE.replace("'", "\\'") + "']"),
    "text": ("notes.txt", f"Coming up:\n  {TITLE}\n"),
    "wrapped": ("notes.txt", f"Coming up: {TITLE.replace(' ', chr(10) + '   ', 3)}\n"),
    "markdown": ("x.md", "## " + TITLE.replace("&", "\\&").replace("<", "\\<").replace("'", "\\'")),
    "table": ("x.csv", f'1;"{TITLE}";3\r\n'),
    "svg": ("x.svg", f"<svg><text>{escape(TITLE)}</text></svg>"),
    "utf-16": ("x.txt", TITLE.encode("utf-16")),
    "search-fragment": ("en_1.pf_fragment", gzip.compress(b"pagefind_dcd" + json.dumps([TITLE]).encode())),
    "redirects": ("_redirects", f"/{quote(TITLE)} /x 301"),
    "picture": ("x.png", b"\x89PNG" + b"lost and found" + b"\0" + words_of(TITLE).encode()),
    "name": (f"{TITLE.replace('<', '').replace('>', '')}.pdf", b"%PDF"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_it_is_found(form: str, tmp_path: Path) -> None:
    path, content = FORMS[form]
    assert len(leaks(tmp_path, {"index.html": PAGE.format("Home"), path: content})) == 1


@pytest.mark.parametrize(
    "title",
    [
        "渡船卖给了邻村的人",
        "渡船卖掉",
        "Паром продан соседям",
        "Kapal dijual",
        "เรือข้ามฟากถูกขาย",
        "The sale",
    ],
)
@pytest.mark.parametrize("form", ["x.json", "x.html", "x.txt"])
def test_titles_of_all_scripts(title: str, form: str, tmp_path: Path) -> None:
    text = {
        "x.json": json.dumps({"t": title}),
        "x.html": PAGE.format(f"<h2>{title}</h2>"),
        "x.txt": f"{title}\n",
    }
    assert leaks(tmp_path, {form: text[form]}, title) == [f"/{form}"]


BODY = '<article><h1>Public</h1><div class="e-content"><p>{}</p></div></article>'
SAID = "Readers ask what came after The ferry is sold to nobody, which we heard in town."


@pytest.mark.parametrize(
    ("files", "title"),
    [
        ({"x.html": PAGE.format("<p>The ferry is sold to nobody, they say.</p>")}, "The ferry is sold"),
        ({"x.json": json.dumps({"t": "The ferry is soldered"})}, "The ferry is sold"),
        ({"x.html": PAGE.format("<nav><a>News</a><b>Obituary</b></nav>")}, "Obituary"),
        ({"x.txt": "News\nObituary\n"}, "Obituary"),
        ({"x.json": json.dumps(["the", "ferry", "is", "sold"])}, "The ferry was sold"),
        ({"x.html": PAGE.format('<p style="width:50%">A sale of boats</p>')}, "The sale"),
    ],
)
def test_other_words_are_not_taken_for_it(files: dict[str, str | bytes], title: str, tmp_path: Path) -> None:
    assert leaks(tmp_path, files, title) == []


@pytest.mark.parametrize(
    ("public", "names"),
    [
        (article("The Ferry is sold!"), ()),
        (article("x", tags=("the ferry is sold",)), ()),
        (article("x", slug="the-ferry-is-sold"), ()),
        (article("x", source="The ferry is sold"), ()),
        (article("x"), ("The ferry is sold",)),
        (article("Why the ferry is sold again"), ()),
    ],
)
def test_a_public_name_is_no_leak(public: Article, names: tuple[str, ...], tmp_path: Path) -> None:
    shown = public.title if public.title != "x" else "The ferry is sold"
    files: dict[str, str | bytes] = {
        "a/index.html": PAGE.format(BODY.format("Words.")),
        "x.html": PAGE.format(f"<h2>{shown}</h2><a title='{shown}'>x</a>"),
        "x.json": json.dumps([shown]),
        "x.xml": f"<a><b>{shown}</b></a>",
        "x.txt": shown,
    }
    assert leaks(tmp_path, files, "The ferry is sold", public=public, names=names) == []


def test_what_a_public_article_says_is_no_leak_but_a_title_beside_it_is(tmp_path: Path) -> None:
    linked = SAID.replace("The ferry is sold", '<a href="x">The ferry</a> <em>is</em> sold')
    files: dict[str, str | bytes] = {
        "a/index.html": PAGE.format(BODY.format(linked)),
        "feed.xml": f"<feed><content>{escape(f'<p>{linked}</p>')}</content></feed>",
        "a.json": json.dumps({"html": f"<p>{linked}</p>", "text": SAID}),
        "a.txt": SAID.replace(" ", "\n", 9),
        "a.md": SAID.replace("The ferry is sold", "[The ferry](x) *is* sold"),
        "index.html": PAGE.format(f'<meta name="description" content="{SAID}">'),
    }
    public = article("Public")
    # The text of a link in Markdown has its address in the middle, so only the page's own words are compared.
    del files["a.md"]
    assert leaks(tmp_path, files, "The ferry is sold", public=public) == []
    files["b.json"] = json.dumps({"text": SAID, "next": "The ferry is sold"})
    files["b.html"] = PAGE.format("<h3>The ferry is sold</h3>")
    assert leaks(tmp_path, files, "The ferry is sold", public=public) == ["/b.html", "/b.json"]


HELD = {
    "draft": ("draft: true\n", {}),
    "embargo": ("publish_from: 2090-01-01\n", {}),
    "expired": ("expires: 2024-05-03\n", {}),
    "ahead": ("", {}),
    "skipped": ("", {"content/editions/2024-05-02.md": "---\nskip: [boats]\n---\n"}),
    "draft edition": ("", {"content/editions/2024-05-02.md": "---\nstatus: draft\n---\n"}),
}


@pytest.mark.parametrize("reason", HELD)
def test_every_reason_counts(reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more, files = HELD[reason]
    day = "2090-05-02" if reason == "ahead" else "2024-05-02"
    text = f"---\ntitle: {json.dumps(TITLE)}\ndate: {day}\n{more}---\n\nThe boats lie in the harbour now.\n"
    lamp = "---\ntitle: The lamp\ndate: 2024-05-01\n---\n\nThe lamp is lit each evening by the keeper.\n"
    config = {"briefgen.yml": "title: T\nlanguage: en\nurl: https://x.example/\n"}
    notes = {"static/notes.txt": TITLE}
    site = SiteTest.of_files(
        {**config, **files, **notes, "content/boats.md": text, "content/lamp.md": lamp}, tmp_path
    )
    assert run(["publish", "--check", str(site.root)]) == 1
    assert "/notes.txt gives" in capsys.readouterr().err
    (site.root / "static/notes.txt").write_text("Nothing to see.")
    assert run(["publish", "--check", str(site.root)]) == 0


def test_the_title_of_a_draft_edition_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "briefgen.yml": "title: T\nlanguage: en\nurl: https://x.example/\n",
        "content/lamp.md": "---\ntitle: The lamp\ndate: 2024-05-01\n---\n\nThe lamp is lit each evening.\n",
        "content/boats.md": "---\ntitle: The boats\ndate: 2024-05-02\n---\n\nThe boats lie there.\n",
        "content/editions/2024-05-02.md": "---\nstatus: draft\ntitle: A Thursday of many boats\n---\n",
        "static/notes.txt": "A Thursday of many boats",
    }
    site = SiteTest.of_files(files, tmp_path)
    assert run(["publish", "--check", str(site.root)]) == 1
    assert "content/editions/2024-05-02.md:3" in capsys.readouterr().err


def test_escapes_within_escapes() -> None:
    assert unescape("a &amp;amp; b") == "a & b"
    assert unescape(r"\ud83d\ude00") == "\U0001f600"
    assert unescape(r"\u{1f600}\x41\n") == "\U0001f600A "
    assert unescape("100% sure") == "100% sure"
    assert words_of("Ma\u00adyor’s\u200b *day*") == " mayor s day "

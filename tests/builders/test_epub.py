"""Editions as e-books: what they hold, and that every reader takes them."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

import pytest
from PIL import Image
from sitetest import SiteTest

from briefgen.builders.epub.xhtml import Converter, is_well_nested, outside

TITLES = {"en": 'Tram <7> & "late"', "id": "Trem datang terlambat", "ar": "تأخر الترام عن موعده في المدينة"}
SETTINGS = """\
title: Tram & Track
url: https://tram.example/news/
language: {lang}
topics: [{{slug: rails, title: Rails & roads}}, {{slug: town, title: Town}}]
builders: [html, epub]
epub: {{periods: [week, month]}}
"""
ARTICLE = """\
---
title: '{title}'
date: 2024-05-03T1{hour}:00Z
topic: {topic}
lang: {lang}
source: Rail Post
image: tram.png
image_alt: A tram
note: We were & are there.
---
Whole text of {lang} with [a link](https://far.example/a?x=1&y=2|3#fräg), ![a tram](tram.png) and
![far](https://far.example/x.png)&nbsp;end.[^1]

<ul><p>Words where none may be</p></ul>

| a | b |
|---|:-:|
| 1 | 2 |

{words}

[^1]: A note of `{lang}`.
"""
EDITION = """\
---
title: Trams & tides
lead: tram-id
corrections:
  - {date: 2024-05-09, text: "Two < three trams."}
---
What *they* said of {article}`tram-en`.
"""
XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def drawn(color: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), color).save(file, "PNG")
    return file.getvalue()


def make(folder: Path, lang: str) -> SiteTest:
    files = {"briefgen.yml": SETTINGS.format(lang=lang), "content/editions/2024-05-03.md": EDITION}
    for n, (code, title) in enumerate(TITLES.items()):
        topic = "town" if n else "rails"
        own = " ".join(f"{code}{k}" for k in range(80))  # so that it is like no other text
        files[f"content/tram-{code}.md"] = ARTICLE.format(
            title=title, hour=n, topic=topic, lang=code, words=own
        )
    text = "---\ntitle: Nobody may read it\ndate: 2024-05-03\ndraft: true\n---\nHidden words.\n"
    files["content/hidden.md"] = text
    files["content/next.md"] = text.replace("draft: true\n", "").replace("05-03", "05-04").replace(
        "Nobody may read it", "Next day"
    )  # fmt: skip
    site = SiteTest.of_files(files, folder / lang)
    (site.root / "content/tram.png").write_bytes(drawn("red"))
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    return make(tmp_path_factory.mktemp("epub"), "en").build()


def book(site: SiteTest, name: str = "2024-05-03") -> ZipFile:
    return ZipFile(site.output / f"epub/{name}.epub")


def chapter(file: ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(file.read(f"EPUB/{name}.xhtml"))


def words(node: ElementTree.Element) -> str:
    return " ".join("".join(node.itertext()).split())


def test_the_archive_is_whole_and_names_what_it_holds(site: SiteTest) -> None:
    for name in ("2024-05-03", "2024-05-04", "2024-W18", "2024-05"):
        with book(site, name) as file:
            names = file.namelist()
            assert names[0] == "mimetype"
            assert all(
                one.compress_type == ZIP_STORED and one.date_time[0] == 1980 for one in file.infolist()
            )
            package = ElementTree.fromstring(file.read("EPUB/package.opf"))
            items = {one.get("href"): one for one in package.iter(f"{OPF}item")}
            assert sorted(names[3:]) == sorted(f"EPUB/{href}" for href in items)
            texts = [one for one in names if one.endswith(".xhtml")]
            ids = {one: set() for one in texts}
            for one in texts:
                for node in ElementTree.fromstring(file.read(one)).iter():
                    assert node.get("lang") == node.get(XML_LANG)
                    assert node.get("id", "") not in ids[one] or not node.get("id")
                    ids[one].add(node.get("id", ""))
                    assert "://" not in node.get("src", ""), "no remote resource"
            for node in chapter(file, "nav").iter(f"{XHTML}a"):
                target, _, anchor = node.get("href", "").partition("#")
                assert anchor in ids[f"EPUB/{target}"] or not anchor
            properties = {one.get("property") for one in package.iter(f"{OPF}meta")}
            assert {"dcterms:modified", "schema:accessMode", "schema:accessibilityHazard"} <= properties


def test_contents_by_topic_items_in_their_language_and_pictures(site: SiteTest) -> None:
    with book(site) as file:
        contents = [words(node) for node in chapter(file, "nav").iter(f"{XHTML}a")]
        assert contents == [
            TITLES["id"], "Rails & roads", TITLES["en"], "Town", TITLES["ar"], "Corrections",
        ]  # fmt: skip
        town = chapter(file, "e1-s2")
        arabic = [node.get("dir") for node in town.iter() if node.get("lang") == "ar"]
        assert arabic
        assert set(arabic) == {"rtl"}
        assert "Whole text of ar" in words(town)
        assert "We were & are there." in words(town)
        assert "Words where none may be" in words(town)
        pictures = {node.get("src") for node in town.iter(f"{XHTML}img")}
        assert {f"EPUB/{one}" for one in pictures} < set(file.namelist())
        assert "farend" in words(town).replace(" ", "").replace("\xa0", ""), "the words of a remote picture"
        assert "What they said" in words(chapter(file, "e1-front"))
        assert "Two < three trams." in words(chapter(file, "e1-corrections"))
        assert b"2024-05-08T" not in file.read("EPUB/package.opf")
        assert b'dcterms:modified">2024-05-09T00:00:00Z' in file.read("EPUB/package.opf")
        assert not [one for one in file.namelist() if b"Nobody may read" in file.read(one)]
    with book(site, "2024-05") as file:
        contents = [words(node) for node in chapter(file, "nav").iter(f"{XHTML}a")]
        assert [contents[0], *contents[-2:]] == ["Trams & tides", "Saturday, May 4, 2024", "Next day"]
    assert 'href="../epub/2024-05-03.epub" type="application/epub+zip"' in site.page("/2024-05-03/")


def test_the_catalogue_lists_every_book(site: SiteTest) -> None:
    catalogue = ElementTree.fromstring(site.page("/opds.xml"))
    links = [one.get("href", "") for one in catalogue.iter("{http://www.w3.org/2005/Atom}link")
             if one.get("type") == "application/epub+zip"]  # fmt: skip
    assert [one.removeprefix("https://tram.example/news/epub/") for one in links] == [
        "2024-05-04.epub", "2024-05-03.epub", "2024-05.epub", "2024-W18.epub",
    ]  # fmt: skip


def test_another_picture_makes_another_book_and_no_other_page(tmp_path: Path) -> None:
    site = make(tmp_path, "ar").build()
    site.build().idle()
    (site.root / "content/tram.png").write_bytes(drawn("blue"))
    site.build()
    books = {"epub/2024-05-03.epub", "epub/2024-W18.epub", "epub/2024-05.epub"}
    assert set(site.report.written) == {*books, "content/tram.png"}
    assert site.tree() == site.clean_tree()
    assert b'page-progression-direction="rtl"' in book(site).read("EPUB/package.opf")


@pytest.mark.skipif(not shutil.which("epubcheck"), reason="needs Debian's epubcheck")
@pytest.mark.parametrize("lang", TITLES)
def test_epubcheck_has_nothing_to_say(tmp_path: Path, lang: str) -> None:
    site = make(tmp_path, lang).build()
    for path in sorted((site.output / "epub").iterdir()):
        result = subprocess.run(["epubcheck", str(path)], capture_output=True, text=True, check=False)
        said = result.stdout + result.stderr
        assert "0 fatals / 0 errors / 0 warnings" in said, said


CONVERTER = Converter(
    lambda at: f"https://tram.example{at}", lambda at: "p.png" if at == "/a.png" else "", "b1"
)


@pytest.mark.parametrize(
    ("html", "xhtml"),
    [
        ("<p>a<br>b&nbsp;&lt;</p>", "<p>a<br/>b\xa0&lt;</p>"),
        ('<img src="/a.png" alt="x &quot;y&quot;">', '<img src="p.png" alt="x &quot;y&quot;"/>'),
        ('<p><img src="https://far.example/x.png" alt="far &amp; off"></p>', "<p>far &amp; off</p>"),
        ('<a href="/x/">a</a>', '<a href="https://tram.example/x/">a</a>'),
        ('<a href="#fn1">1</a><p id="fn1">n</p>', '<a href="#b1-fn1">1</a><p id="b1-fn1">n</p>'),
        ('<a href="#fn9">1</a>', "<a>1</a>"),
        ('<a href="http://[bad/">a</a>', "<a>a</a>"),
        (
            '<table><tbody><tr><td colspan="0">a</td></tr></tbody></table>',
            "<table><tbody><tr><td>a</td></tr></tbody></table>",
        ),
        ("<ul><p>a</p></ul>", "<p>a</p>\n"),
        ("<p><em><div>a &amp; b</div></em></p>", "<p>a &amp; b</p>\n"),
        ('<time datetime="soon">now</time>', "<span>now</span>"),
        ('<p lang="zz zz" dir="up" title="a&#10;b">a</p>', '<p title="a b">a</p>'),
    ],
)
def test_html_as_xhtml(html: str, xhtml: str) -> None:
    assert CONVERTER.convert(html) == xhtml


def test_only_whole_addresses_lead_out_of_a_book() -> None:
    assert (
        outside("https://pörtal.example/ü?q=a b|c#d e") == "https://xn--prtal-jua.example/%C3%BC?q=ab%7Cc#de"
    )
    assert outside("mailto:a@b.example") == "mailto:a@b.example"
    assert not any(map(outside, ("x.html", "https://", "ftp://a.example/", "tel:1 2", "//a.example/")))


@pytest.mark.parametrize(
    ("html", "is_right"),
    [
        ("<ul><li><p>a</p></li></ul>", True),
        ("<ul>a</ul>", False),
        ("<p>a</div>", False),
        ("<a><p>a</p></a>", True),
        ("<p><a><p>a</p></a></p>", False),
        ("<a><b><a>a</a></b></a>", False),
        ("<table><tbody><tr><td>1</td></tr></tbody></table>", True),
        ("<table><p>1</p></table>", False),
    ],
)
def test_which_elements_are_well_nested(html: str, is_right: bool) -> None:
    assert is_well_nested(html) is is_right

"""Sites in several languages: trees of pages, translated pairs, translated texts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sitetest import SiteTest

from briefgen.cache.database import CacheFile
from briefgen.model.diagnostics import BriefgenError
from briefgen.project.project import open_project

BASE = "https://tongues.example/base"
HREFLANG = re.compile(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">')


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    """For tests that look and change nothing."""
    return SiteTest.from_site("tongues", tmp_path_factory.mktemp("built")).build()


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    return SiteTest.from_site("tongues", tmp_path)


def pages(site: SiteTest) -> Iterator[tuple[str, str]]:
    """(address, text) of each HTML page."""
    for path, content in site.tree().items():
        if path.endswith(".html"):
            yield f"/{path.removesuffix('index.html')}", content.decode()


def versions(site: SiteTest, url: str) -> dict[str, str]:
    """What a page says of the same in other languages."""
    return {lang: at.removeprefix(BASE) for lang, at in HREFLANG.findall(site.page(url))}


# --- trees ------------------------------------------------------------------------------------------------


def test_each_language_has_its_own_tree_and_what_is_mixed_stands_in_the_main_one(built: SiteTest) -> None:
    assert built.has("/articles/bridge/")
    assert built.has("/id/articles/bridge/")
    assert built.has("/ar/articles/bridge/")
    assert built.has("/articles/pasar/"), "Javanese is mixed in"
    assert "Pasar iwak rame" in built.page("/2024-05-03/")
    assert "Pasar ikan ramai" not in built.page("/2024-05-03/")
    assert "Pasar ikan ramai" in built.page("/id/2024-05-03/")
    assert not built.has("/ar/2024-05-03/"), "there is no edition without articles"


def test_a_tree_speaks_its_language(built: SiteTest) -> None:
    for url, text in pages(built):
        lang = {"id": "id", "ar": "ar"}.get(url.split("/")[1], "en")
        assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}" data-head=' in text, url
    indonesian, arabic = built.page("/id/2024-05-02/"), built.page("/ar/2024-05-02/")
    assert "Kabar Pelabuhan" in indonesian
    assert "Kamis, 02 Mei 2024" in indonesian
    assert ">Dunia<" in indonesian
    assert "الخميس، 2 مايو 2024" in arabic
    assert "موجز الميناء" in arabic
    assert "مقال واحد" in arabic, "plurals are CLDR's"
    assert "The Harbour Brief" in built.page("/")


def test_the_host_has_one_of_each_of_its_files(built: SiteTest) -> None:
    for url in ("/404.html", "/robots.txt", "/static/ledger.css", "/sitemap.xml"):
        assert built.has(url)
        assert not built.has(f"/id{url}")


def test_an_item_in_another_language_than_its_page_is_marked(built: SiteTest) -> None:
    page = built.page("/2024-05-03/")
    assert re.search(r'<h\d class="p-name" lang="jv" dir="ltr"><a [^>]*>Pasar iwak rame</a>', page)
    assert (
        ' lang="id"'
        not in re.sub(r"<nav.*?</nav>", "", built.page("/id/"), flags=re.DOTALL).split("<body")[1]
    )


def test_an_editions_own_words_stand_in_the_main_tree_alone(built: SiteTest) -> None:
    assert "The desk writes its introductions in English." in built.page("/2024-05-02/")
    assert "Bridge day" in built.page("/2024-05-02/")
    assert "Bridge day" not in built.page("/id/2024-05-02/")
    assert "introductions" not in built.page("/id/2024-05-02/")


# --- translated pairs -------------------------------------------------------------------------------------


def test_every_page_names_its_other_languages_and_they_name_it(built: SiteTest) -> None:
    seen = 0
    for url, _ in pages(built):
        found = versions(built, url)
        for lang, other in found.items():
            assert built.has(other), (url, other)
            assert versions(built, other) == found, (url, lang)
        if found:
            assert url in found.values(), "a page names itself, too"
            assert found["x-default"] == found.get("en", found["x-default"])
            seen += 1
    assert seen > 20
    assert versions(built, "/articles/bridge/") == {
        "en": "/articles/bridge/",
        "x-default": "/articles/bridge/",
        "ar": "/ar/articles/bridge/",
        "id": "/id/articles/bridge/",
    }
    assert set(versions(built, "/id/articles/market/")) == {"id", "jv", "x-default"}, (
        "one of the two is mixed in"
    )
    assert versions(built, "/2024-05-01/") == {}


def test_the_switch_leads_to_the_same_page_or_to_the_other_home(built: SiteTest) -> None:
    def switch(url: str) -> str:
        return built.page(url).partition('<nav class="languages"')[2].partition("</nav>")[0]

    assert 'href="../../../articles/bridge/" hreflang="en"' in switch("/id/articles/bridge/")
    assert '<span aria-current="true">Bahasa Indonesia</span>' in switch("/id/articles/bridge/")
    assert 'href="../../ar/" hreflang="ar"' in switch("/articles/rates/")
    assert 'href="../id/archive/" hreflang="id"' in switch("/archive/")


def test_feeds_sitemaps_and_the_search_index_are_by_language(built: SiteTest) -> None:
    atom = ElementTree.fromstring(built.page("/id/feed.xml"))
    name = "{http://www.w3.org/2005/Atom}"
    assert atom.get("{http://www.w3.org/XML/1998/namespace}lang") == "id"
    assert [one.findtext(f"{name}title") for one in atom.findall(f"{name}entry")] == [
        "Pasar ikan ramai",
        "Jembatan baru dibuka",
    ]
    ids = {
        url: ElementTree.fromstring(built.page(url)).findtext(f"{name}id")
        for url in ("/feed.xml", "/id/feed.xml", "/ar/feed.xml")
    }
    assert len(set(ids.values())) == 3
    index = ElementTree.fromstring(built.page("/sitemap.xml"))
    places = [at.text or "" for at in index.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert f"{BASE}/ar/sitemap-1.xml" in places
    assert all(built.has(at.removeprefix(BASE)) for at in places)
    articles = ElementTree.fromstring(built.page("/ar/sitemap-1.xml"))
    links = {
        one.get("hreflang"): one.get("href") for one in articles.iter("{http://www.w3.org/1999/xhtml}link")
    }
    assert links == {
        lang: f"{BASE}{at}"
        for lang, at in versions(built, "/ar/articles/bridge/").items()
        if lang != "x-default"
    }
    assert json.loads(built.page("/id/search/index/manifest.json"))["articles"] == 2
    told = json.loads(built.page("/id/api/v1/articles/bridge.json"))["translations"]
    assert told == [
        {"language": lang, "url": f"{BASE}{at}articles/bridge/"} for lang, at in (("en", "/"), ("ar", "/ar/"))
    ]
    assert 'data-index="../../id/search/index/"' in built.page("/id/search/")


def test_pagefind_keeps_an_index_for_each_language(site: SiteTest) -> None:
    pytest.importorskip("pagefind_bin")
    site.edit(
        "briefgen.yml",
        "[html, feed, search, sitemap, hosting, text, json, llms, objects]",
        "[html, search, pagefind]",
    )
    site.build()
    for folder in ("", "id/", "ar/"):
        assert site.has(f"/{folder}search/pagefind/pagefind.js")
        name = f"pagefind{folder and '-' + folder.strip('/')}"
        saved = CacheFile(site.root).read("search_indexes", name).values
        assert list(saved), "an edit in one language makes no other's index anew"
    site.build().idle()
    site.edit("content/id/market.md", "Pedagang datang", "Semua pedagang datang").build()
    written = [path for path in site.report.written if "pagefind" in path]
    assert written
    assert all(path.startswith("id/") for path in written)
    assert site.tree() == site.clean_tree()


def test_a_reference_leads_into_another_tree(built: SiteTest) -> None:
    assert 'href="../../../articles/bridge/"' in built.page("/id/articles/bridge/")
    assert '<span lang="en" dir="ltr">The new bridge opens</span>' in built.page("/id/articles/bridge/")
    assert 'href="../../../id/2024-05-02/world/">Dunia, Kamis, 02 Mei 2024</a>' in built.page(
        "/id/articles/bridge/"
    )
    assert "Dunia, Kamis, 02 Mei 2024" in built.page("/id/articles/bridge/index.txt")
    assert 'href="../../articles/rates/"' in built.page("/articles/bridge/"), (
        "of two with one slug, the one of its tree"
    )


def test_a_translation_that_is_published_renders_the_pages_that_ask_for_it(site: SiteTest) -> None:
    site.build()
    site.edit("content/id/rates.md", "draft: true\n", "summary: Ringkas\n").build()
    mine = {url for url in site.report.rendered if not url.startswith("/id/")}
    # The edition, its briefing and the topic are in Indonesian on this day now, too; no other page of the
    # other trees changes.
    assert mine == {"/articles/rates/", "/2024-05-01/", "/2024-05-01/trade/"}
    assert versions(site, "/articles/rates/")["id"] == "/id/articles/rates/"
    assert site.tree() == site.clean_tree()
    site.edit("content/id/rates.md", "Tarif turun sepersepuluh.", "Tarif turun.").build()
    site.rendered(["/id/articles/rates/"])
    site.edit("content/id/rates.md", "translation_of: en/rates\n", "").build()
    assert "/articles/rates/" in site.report.rendered
    assert versions(site, "/articles/rates/") == {}
    assert site.tree() == site.clean_tree()


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_law_holds_for_several_languages(site: SiteTest, jobs: int) -> None:
    assert site.build().tree() == site.clean_tree(jobs=jobs)
    site.build().idle()
    site.edit("briefgen.yml", "  - {code: ar}\n", "  - {code: ar, path: /arabic/}\n").build(jobs=jobs)
    assert site.has("/arabic/articles/bridge/")
    assert not site.has("/ar/articles/bridge/")
    assert site.tree() == site.clean_tree()
    site.edit("content/id/bridge.md", "lang: id", "lang: id\nslug: jembatan")
    site.edit("briefgen.yml", "  - {code: id, title: Kabar Pelabuhan}\n", "").build(jobs=jobs)
    assert site.has("/articles/market/")
    assert "Jembatan baru dibuka" in site.page("/2024-05-02/")
    assert site.tree() == site.clean_tree()


# --- what is wrong ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "old", "new", "code", "said"),
    [
        ("id/bridge", "en/bridge", "en/brigde", "translation-missing", 'did you mean "en/bridge"?'),
        (
            "en/bridge",
            "lang: en",
            "lang: en\ntranslation_of: ar/bridge",
            "translation-circle",
            "a translation of itself",
        ),
        ("ar/bridge", "lang: ar", "lang: id\nslug: jisr", "translation-twice", 'two translations into "id"'),
        (
            "en/rates",
            "lang: en",
            "lang: en\ntranslation_of: en/bridge",
            "translation-twice",
            'is in "en", as is "en/bridge"',
        ),
        ("jv/pasar", "id/market", "id/rates", "translation-held", "it is a draft"),
    ],
)
def test_what_cannot_be_is_told_at_its_place(
    site: SiteTest, path: str, old: str, new: str, code: str, said: str
) -> None:
    site.edit(f"content/{path}.md", old, new).build(builders=["html"])
    found = [d for d in site.report.diagnostics if d.code == code]
    assert found
    assert any(said in f"{d.message} {d.hint}" for d in found), found
    for d in found:
        line = (site.root / d.location.path).read_text("utf-8").split("\n")[d.location.line - 1]
        assert line.startswith("translation_of:")
        assert d.location.column > 1


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        ("[{code: '12'}]", "is not a language code"),
        ("[{code: id}, {code: id}]", "is declared twice"),
        ("[{code: en, path: /en/}]", "take path: out"),
        ("[{code: id, path: /x/, mixed: true}]", "take path: out"),
        ("[{code: id, path: id}]", "such as /id/"),
        ("[{code: id, path: /}]", "such as /id/"),
        ("[{code: id, path: /x/}, {code: ar, path: /x/}]", "no other language has"),
        ("[{cod: id}]", 'did you mean "code"?'),
    ],
)
def test_languages_that_cannot_be(tmp_path: Path, languages: str, said: str) -> None:
    site = SiteTest.of_files({"briefgen.yml": f"language: en\nlanguages: {languages}\n"}, tmp_path)
    with pytest.raises(BriefgenError) as error:
        open_project(site.root)
    told = error.value.diagnostics
    assert any(said in f"{d.message} {d.hint}" and d.location.line == 2 for d in told), told


# --- the site's own texts ---------------------------------------------------------------------------------

PO = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Brief"\nmsgstr '
    '"Kabar"\n\nmsgid "World"\nmsgstr "Dunia"\n\nmsgid "sport"\nmsgstr "Olahraga"\n'
)
"""The title, a topic of the settings, and one that only an article names."""


@pytest.fixture
def own(tmp_path: Path) -> SiteTest:
    files = {
        "briefgen.yml": (
            "title: Brief\nlanguage: id\ntopics: [{slug: world, title: World}]\nbuilders: "
            "[html, feed, json, gettext]\n"
        ),
        "locales/id/LC_MESSAGES/site.po": PO,
        "content/a.md": "---\ntitle: A\ndate: 2024-05-01\nlang: id\ntopics: [world, sport]\n---\n\nTeks.\n",
    }
    return SiteTest.of_files(files, tmp_path).build()


def test_pages_use_the_catalogue_of_their_language(own: SiteTest) -> None:
    for url in ("/", "/topics/world/", "/feed.xml", "/api/v1/index.json"):
        assert "Kabar" in own.page(url)
        assert "Brief<" not in own.page(url)
    assert ">Dunia</a>" in own.page("/articles/a/")
    assert ">Olahraga</a>" in own.page("/articles/a/")
    assert own.has("/topics/world/"), "an address stays"


def test_the_catalogue_for_translators_keeps_the_texts_as_people_wrote_them(own: SiteTest) -> None:
    pot = own.page("/locale/site.pot")
    assert [text for text in ("Brief", "World", "sport") if f'msgid "{text}"' not in pot] == []
    assert "Dunia" not in pot


def test_a_changed_translation_makes_its_pages_anew(own: SiteTest) -> None:
    own.edit("locales/id/LC_MESSAGES/site.po", "Dunia", "Internasional").build()
    assert "/articles/a/" in own.report.rendered
    assert ">Internasional</a>" in own.page("/articles/a/")
    assert own.tree() == own.clean_tree()
    own.build().idle()
    own.remove("locales/id/LC_MESSAGES/site.po").build()
    assert ">World</a>" in own.page("/articles/a/")
    assert own.tree() == own.clean_tree()


def test_a_catalogue_that_is_none_is_told(own: SiteTest) -> None:
    (own.root / "locales/id/LC_MESSAGES/site.po").write_bytes(b'msgid "World"\nmsgstr "\xff"\n')
    with pytest.raises(BriefgenError) as error:
        own.build()
    assert error.value.diagnostics[0].location.path == "locales/id/LC_MESSAGES/site.po"

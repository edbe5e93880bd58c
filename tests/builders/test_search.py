"""The search index and its page, in a real browser."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from gzip import compress
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from pages import served
from sitetest import SiteTest

from briefgen.builders.search.builder import title_row, written
from briefgen.builders.search.index import (
    CHUNK,
    COMMON,
    EVERYWHERE,
    PART,
    indexed,
    numbered,
    place_of,
    shards_of,
    weighed,
)
from briefgen.model import Article, Body

CONFIG = (
    "title: Search\nurl: https://search.example/repo/\nlanguage: en\nbuilders: [html, search]\ntopics: "
    "[{slug: world}, {slug: economy}]\n"
)
ARTICLES = {
    "kharkiv": (
        "id",
        "2024-05-01",
        "world",
        "Kantor Contoh",
        "Kabar dari timur",
        "Serangan itu terjadi pada pagi hari di kota.",
    ),
    "harbour": (
        "en",
        "2024-05-02",
        "economy",
        "Example Post",
        "The harbour opens",
        "Ships came in all morning.",
    ),
    "river": (
        "en",
        "2024-05-03",
        "world",
        "Example Post",
        "The river rises",
        "A ship was seen at the harbour, and the <b>river</b> rose.",
    ),
    "market": (
        "id",
        "2024-05-03",
        "economy",
        "Kantor Contoh",
        "Pasar dibuka",
        "Para pedagang datang dari pelabuhan.",
    ),
}


def article(lang: str, day: str, topic: str, source: str, title: str, text: str) -> str:
    head = (
        f"title: {title}\ndate: {day}\nlang: {lang}\ntopic: {topic}\nsource: "
        f"{source}\nsummary: About {title.lower()}."
    )
    return f"---\n{head}\n---\n\n{text}\n"


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    files = {"briefgen.yml": CONFIG} | {f"content/{slug}.md": article(*one) for slug, one in ARTICLES.items()}
    return SiteTest.of_files(files, tmp_path).build()


def index_files(site: SiteTest) -> dict[str, Any]:
    folder = site.output / "search/index"
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))}


def found(site: SiteTest, word: str) -> str:
    """The postings of a stem."""
    files = index_files(site)
    postings: str = files[f"shard-1-{place_of(word) % files['manifest']['shards'][0]}"].get(word, "")
    return postings


# --- the index --------------------------------------------------------------------------------------------


def test_what_is_said_is_found_by_its_stem_and_weighed(site: SiteTest) -> None:
    assert found(site, "serang") == "A00"  # article 0, the oldest, once in its text
    assert found(site, "harbour") == "A02F01"  # in the title and the summary; in the text
    assert found(site, "ship") == "A0102"
    assert found(site, "post") == "B0102"  # the source's name
    assert found(site, "b") == "", "tags are no words"


def test_the_files_say_what_there_is_to_filter_by(site: SiteTest) -> None:
    facets = index_files(site)["facets-1"]
    assert facets["days"] == [["2024-05-01", 1], ["2024-05-02", 1], ["2024-05-03", 2]]
    assert facets["topic"] == {"economy": "0103", "world": "0002"}


def test_an_edit_of_a_body_writes_the_shards_of_its_words_alone(site: SiteTest) -> None:
    site.edit("content/harbour.md", "Ships came", "Ships and zeppelins came").build()
    shard = f"search/index/shard-1-{place_of('zeppelin') % shards_of(4)}.json"
    assert sorted(site.report.written) == ["articles/harbour/index.html", shard]
    assert site.tree() == site.clean_tree()


def test_drafts_are_in_no_file(site: SiteTest) -> None:
    site.write(
        "content/secret.md",
        article("en", "2024-05-03", "world", "S", "Classified", "Unspeakable.").replace(
            "lang:", "draft: true\nlang:", 1
        ),
    )
    site.build()
    assert not [
        path for path, content in site.tree().items() if b"lassified" in content or b"nspeak" in content
    ]


def test_what_more_than_half_of_a_part_says_is_everywhere() -> None:
    body = Body(("<p>commonplace and {}</p>",), (), 3, (), (), "")
    articles = [Article(str(n), "", "", "", "2024-05-01", "", "", "en") for n in range(COMMON)]
    bodies = [body if n else Body(("<p>rare commonplace</p>",), (), 2, (), (), "") for n in range(COMMON)]
    shards = indexed([weighed(*one) for one in zip(articles, bodies, strict=True)])
    assert [shard["commonplace"] for shard in shards if "commonplace" in shard] == [EVERYWHERE]
    assert [shard["rare"] for shard in shards if "rare" in shard] == ["A00"]


def test_a_part_has_as_many_shards_as_it_needs() -> None:
    assert [shards_of(n) for n in (0, 1, 4, 5, 30, PART)] == [1, 1, 1, 2, 8, 128]
    assert numbered([0, 31, 32, 511]) == "000v10fv"


def test_a_query_at_ten_thousand_articles_loads_at_most_300_kb() -> None:
    """Two usual words uncompressed, and the two largest as GitHub Pages compresses them.

    Each part costs the same, so two that are made stand for the twenty that there are.

    The words follow Zipf's law over sixty thousand, which is more than a newsroom uses.
    """
    rng = random.Random(10_000)  # noqa: S311 - made articles, no secret
    vocabulary = ["".join(rng.choices("bdgklmnprst", k=3)) + str(n) for n in range(60_000)]
    rank = list(accumulate([1 / (n + 2) for n in range(len(vocabulary))]))

    def said(count: int) -> str:
        return " ".join(rng.choices(vocabulary, cum_weights=rank, k=count))

    made, parts = 2, -(-10_000 // PART)
    sizes: list[list[tuple[int, int]]] = []
    titles: list[tuple[int, int]] = []
    for _ in range(made):
        articles = [
            Article(str(n), "", "", said(8), "2024-05-01", "", "", "en", summary=said(25))
            for n in range(PART)
        ]
        bodies = [Body((f"<p>{said(300)}</p>",), (), 300, (), (), "") for _ in range(PART)]
        files = [
            written(dict(shard))
            for shard in indexed([weighed(*one) for one in zip(articles, bodies, strict=True)])
        ]
        sizes.append([(len(file), len(compress(file))) for file in files])
        rows = [title_row("/articles/a-slug-of-some-length/", one) for one in articles]
        listed = [written(rows[n : n + CHUNK]) for n in range(0, PART, CHUNK)]
        titles += [(len(file), len(compress(file))) for file in listed]
    of_word = [
        tuple(sum(size[way] for size in shard) * parts // made for way in (0, 1))
        for shard in zip(*sizes, strict=True)
    ]
    # Each result in a file of its own, at worst.
    shown, sent = (10 * max(size[way] for size in titles) for way in (0, 1))
    assert len(of_word) == shards_of(PART)
    dearest = sorted(compressed for _, compressed in of_word)[-2:]
    assert sum(dearest) + sent <= 200_000, "two words, the two whose shards are the largest"
    assert 2 * sum(plain for plain, _ in of_word) / len(of_word) + shown <= 300_000, "two words, uncompressed"


def test_the_languages_of_pages_are_searched_too(tmp_path: Path) -> None:
    files = {"briefgen.yml": CONFIG, "content/pages/help.md": "# Help\n\nWhich settings there are.\n"}
    site = SiteTest.of_files(files, tmp_path).build()
    assert index_files(site)["manifest"]["languages"] == ["en"]
    site.write("content/pages/tolong.md", "---\ntitle: Tolong\nlang: id\n---\n\nSemua setelan.\n").build()
    assert index_files(site)["manifest"]["languages"] == ["en", "id"]
    assert site.tree() == site.clean_tree()


def test_a_theme_without_a_search_page_has_no_index(tmp_path: Path) -> None:
    site = SiteTest.from_site("small", tmp_path)
    assert not site.build(builders=["html", "search"]).has("/search/index/manifest.json")


# --- in a browser -----------------------------------------------------------------------------------------


class Reader:
    """Somebody at the search page of a site that lives under ``/repo/``."""

    def __init__(self, browser: Any, address: str) -> None:
        self.page = browser.new_page()
        self.said: list[str] = []
        self.asked: list[tuple[str, int]] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on(
            "response", lambda answer: self.asked.append((answer.url, len(answer.body()) if answer.ok else 0))
        )
        self.page.goto(address)

    def finds(self, words: str, **filters: str) -> list[str]:
        for name in ("topic", "source"):
            self.page.select_option(f"[name={name}]", filters.get(name, ""))
        for name in ("from", "to"):
            self.page.fill(f"[name={name}]", filters.get(name, ""))
        self.page.fill("#q", words)
        self.page.press("#q", "Enter")
        self.page.wait_for_function(
            "() => !document.getElementById('search-status').textContent.includes('…')"
        )
        titles: list[str] = self.page.locator("#results a").all_text_contents()
        return titles


@pytest.fixture
def reader(site: SiteTest, browser: Any, tmp_path: Path) -> Iterator[Reader]:
    (tmp_path / "host").mkdir()
    (tmp_path / "host/repo").symlink_to(site.output)
    with served(tmp_path / "host") as address:
        made = Reader(browser, f"{address}/repo/search/")
        yield made
        made.page.close()


def test_forms_of_a_word_are_found_under_a_base_path_and_the_csp(reader: Reader) -> None:
    policy = reader.page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert reader.finds("menyerang") == ["Kabar dari timur"]
    assert reader.finds("DISERANG!") == ["Kabar dari timur"]
    assert reader.finds("ships harbours") == ["The harbour opens", "The river rises"]
    assert reader.said == []
    assert {url.split("/")[3] for url, _ in reader.asked} == {"repo"}
    reader.page.locator("#results a").first.click()
    reader.page.wait_for_url("**/repo/articles/harbour/")


def test_the_order_is_by_words_then_weight_then_day(reader: Reader) -> None:
    assert reader.finds("harbour") == ["The harbour opens", "The river rises"]
    assert reader.finds("example") == ["The river rises", "The harbour opens"]
    assert reader.finds("harbour unheard-of") == ["The harbour opens", "The river rises"]
    assert "These contain some of them" in reader.page.text_content("#search-status")
    assert reader.finds("constructor") == []


def test_a_word_is_found_while_it_is_typed(reader: Reader) -> None:
    page = reader.page
    for start in ("harb", "harbo", "harbour"):
        page.fill("#q", start)
        page.wait_for_function(
            "start => location.search === `?q=${start}` && document.querySelectorAll('#results a')[1]",
            arg=start,
        )
    assert reader.finds("morn") == ["The harbour opens"]
    assert len(reader.finds("har")) == 3, "in Indonesian, too"
    assert reader.finds("ha") == [], "two letters begin nothing"
    for start in ("menyer", "menyerang", "seranga", "serangan", "pedag", "pedagan"):
        assert reader.finds(start) in (["Kabar dari timur"], ["Pasar dibuka"]), start
    assert reader.finds("ship ris") == ["The river rises"]
    assert reader.finds("har ") == [], "a space ends the word"
    assert reader.finds("har morning") == ["The harbour opens"]


def test_words_in_quotes_stand_together(reader: Reader) -> None:
    assert reader.finds('"ships came in"') == ["The harbour opens"]
    assert reader.finds('"came ships"') == []
    assert reader.finds("“the river rose”") == ["The river rises"], "markup between the words"
    assert reader.finds('"river rises"') == ["The river rises"], "in the title"
    assert reader.finds('"rises about"') == [], "title and summary are apart"
    assert reader.finds('"at the harb') == ["The river rises"], "the quote is still open"
    assert reader.finds('"serangan itu" kota') == ["Kabar dari timur"]
    assert reader.finds('harbour "ships came"') == ["The harbour opens"]
    assert reader.page.text_content("#search-status") == "Articles found: 1"
    assert reader.said == []


def test_a_minus_leaves_words_out(reader: Reader) -> None:
    assert reader.finds("harbour -ship") == []
    assert reader.finds("harbour -rivers") == ["The harbour opens"]
    assert reader.finds("example -rose") == ["The harbour opens"]
    assert reader.finds("-harbour") == ["Pasar dibuka", "Kabar dari timur"]
    assert reader.finds("-harbour", topic="world") == ["Kabar dari timur"]
    assert reader.finds('harbour -"ships came"') == ["The river rises"]
    assert reader.finds("harbour -came-ships") == ["The harbour opens", "The river rises"]
    assert reader.finds("harbour - ") == ["The harbour opens", "The river rises"]


def test_filters(reader: Reader) -> None:
    assert reader.finds("harbour", topic="world") == ["The river rises"]
    assert reader.page.locator("#results .note").all_text_contents() == ["Example Post · May 3, 2024"]
    assert reader.finds("harbour", source="kantor-contoh") == []
    assert reader.finds("", topic="economy", to="2024-05-02") == ["The harbour opens"]
    assert reader.finds("", **{"from": "2024-05-02", "to": "2024-05-02"}) == ["The harbour opens"]


def test_the_keyboard_alone_and_an_address_that_keeps_the_search(reader: Reader) -> None:
    page = reader.page
    page.keyboard.press("/")
    page.keyboard.type("harbour")
    page.wait_for_selector("#results a")
    assert "?q=harbour" in page.url
    page.reload()
    page.wait_for_selector("#results a")
    assert page.input_value("#q") == "harbour"
    assert page.locator("#everything").is_hidden()


def test_without_a_script_every_article_is_listed(site: SiteTest, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    with served(site.output) as address:
        page = context.new_page()
        page.goto(f"{address}/search/")
        assert page.locator("#everything a").count() == len(ARTICLES)
        assert page.locator("form").is_hidden()
    context.close()


def test_the_browser_makes_the_same_stems(reader: Reader) -> None:
    vectors = json.loads((Path(__file__).parent.parent / "stemming.json").read_text("utf-8"))
    program = """async (vectors) => {
      const { stem, words } = await import(new URL("../static/stemming.js", location.href).href);
      const of = (lang) =>
        Object.fromEntries(Object.keys(vectors[lang]).map((word) => [word, stem(word, lang)]));
      const said = Object.fromEntries(Object.keys(vectors.words).map((text) => [text, words(text)]));
      return { words: said, id: of("id"), en: of("en"), de: of("de") };
    }"""
    assert reader.page.evaluate(program, vectors) == vectors

"""One edition in every format: the same items and links, and the format's own rules."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from htmlcheck import parse
from markdown_it import MarkdownIt
from sitetest import SiteTest

from briefgen.builders.html_to_text import to_markdown, to_text
from briefgen.project.project import open_project
from briefgen.util.urls import beside

BASE = "https://formats.example/base"
CONFIG = """title: Formats
url: https://formats.example/base/
theme: ledger
builders: [html, feed, search, sitemap, text, json, llms]
feeds: {formats: [atom, rss, json], entries: article}
topics: [{slug: world}, {slug: economy}]
"""
ARTICLES = {
    "one": (
        "title: One\ndate: 2024-05-01 09:00\ntopic: world\nstory: flood\nsource: {name: Post, url: "
        "'https://post.example/'}\nurl: https://post.example/1\nauthor: A. Writer"
    ),
    "two": (
        "title: Two <b>& more\ndate: 2024-05-01 08:00\ntopic: world\nstory: flood\nsource: "
        "Courier\ntags: [river]"
    ),
    "three": (
        "title: Three\ndate: 2024-05-01\ntopic: economy\nlang: id\nsummary: Ringkasan.\nupdated: 2024-05-02"
    ),
    "older": "title: Older\ndate: 2024-04-28\ntopic: economy",
    "secret": "title: Classified\ndate: 2024-05-01\ntopic: world\ndraft: true",
}
TEXT = (
    "A paragraph of {name}, with [a link](https://elsewhere.example/) and one to "
    "{{article}}`older`.\n\n- first\n- second\n"
)
DAY = "2024-05-01"


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    files = {
        f"content/{name}.md": f"---\n{head}\n---\n\n{TEXT.format(name=name)}"
        for name, head in ARTICLES.items()
    }
    return SiteTest.of_files({"briefgen.yml": CONFIG, **files}, tmp_path).build()


def api(site: SiteTest, name: str) -> Any:
    return json.loads(site.page(f"/api/v1/{name}.json"))


# --- the same items and links -----------------------------------------------------------------------------


def of_html(site: SiteTest) -> list[str]:
    """The addresses of an edition's items, in the order of its page."""
    main = next(e for e in parse(site.output / DAY / "index.html").iter() if e.tag == "main")
    links = [e.get("href") or "" for e in main.iter("a")]
    return list(dict.fromkeys(BASE + link.removeprefix("..") for link in links if "/articles/" in link))


def of_text(site: SiteTest) -> list[str]:
    return re.findall(r"^ +(https://\S+)$", site.page(f"/{DAY}/index.txt"), re.MULTILINE)


def of_json(site: SiteTest) -> list[str]:
    stories = [story for briefing in api(site, DAY)["briefings"] for story in briefing["stories"]]
    return [one["url"] for story in stories for one in (story["lead"], *story["others"])]


def of_feeds(site: SiteTest) -> list[set[str]]:
    atom = "{http://www.w3.org/2005/Atom}"
    entries = ElementTree.fromstring(site.page("/feed.xml")).findall(f"{atom}entry")
    those = [e for e in entries if (e.findtext(f"{atom}published") or "").startswith(DAY)]
    items = [i for i in json.loads(site.page("/feed.json"))["items"] if i["date_published"].startswith(DAY)]
    rss = [
        i
        for i in ElementTree.fromstring(site.page("/feed.rss")).iter("item")
        if "01 May 2024" in (i.findtext("pubDate") or "")
    ]
    return [
        {
            link.get("href") or ""
            for e in those
            for link in e.findall(f"{atom}link")
            if link.get("rel") == "alternate"
        },
        {item["url"] for item in items},
        {item.findtext("link") or "" for item in rss},
    ]


def test_html_feeds_text_and_json_of_an_edition_have_the_same_items_and_links(site: SiteTest) -> None:
    items = of_json(site)
    assert sorted(items) == [f"{BASE}/articles/{name}/" for name in ("one", "three", "two")]
    assert of_text(site) == items
    assert sorted(of_html(site)) == sorted(items)
    assert of_feeds(site) == [set(items)] * 3
    for item in items:
        assert site.has(item.removeprefix(BASE))


# --- the law and the gate ---------------------------------------------------------------------------------


def test_a_draft_is_in_no_format_and_every_builder_is_asked(site: SiteTest) -> None:
    builders = list(open_project(site.root).extensions.builders)
    site.build(builders=builders)
    assert not [path for path, text in site.tree().items() if b"lassified" in text or "secret" in path]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_edit_is_in_every_format_and_the_next_build_has_nothing_to_do(site: SiteTest, jobs: int) -> None:
    site.edit("content/two.md", "title: Two", "title: Zwei").build(jobs=jobs)
    for url in (
        f"/{DAY}/",
        f"/{DAY}/index.txt",
        f"/api/v1/{DAY}.json",
        "/feed.xml",
        "/llms.txt",
        "/articles/two/index.md",
    ):
        assert "Zwei" in site.page(url), url
    assert site.tree() == site.clean_tree(jobs=3 - jobs)
    site.build().idle()


def test_an_edit_of_a_body_renders_what_shows_it(site: SiteTest) -> None:
    site.edit("content/one.md", "paragraph", "zeppelin").build()
    written = [path for path in site.report.written if not path.startswith("search/")]
    assert sorted(written) == [
        "api/v1/articles/one.json",
        *(f"articles/one/index.{end}" for end in ("html", "md", "txt")),
        "stories/flood/index.html",  # says what each telling adds
    ]


# --- each format's own rules ------------------------------------------------------------------------------


def test_every_file_of_the_api_is_as_its_schema_says(site: SiteTest) -> None:
    schema = api(site, "schema")
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    files = [path for path in site.tree() if path.startswith("api/v1/") and path != "api/v1/schema.json"]
    assert len(files) == 11, (
        files
    )  # an index, two editions, three briefings, a story, four articles and no draft
    for path in files:
        validator.validate(json.loads(site.page(f"/{path}")))
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({**api(site, "articles/one"), "html": 1})


def test_an_article_in_json_has_its_text_and_whole_links(site: SiteTest) -> None:
    one = api(site, "articles/one")
    assert one["source"] == {"title": "Post", "url": "https://post.example/"}
    assert f'<a href="{BASE}/articles/older/">Older</a>' in one["html"]
    assert one["text"].startswith("A paragraph of one, with a link <https://elsewhere.example/>")
    assert api(site, "index")["editions"][0]["api"] == f"{BASE}/api/v1/{DAY}.json"


def test_llms_names_the_markdown_of_every_article(site: SiteTest) -> None:
    listed = re.findall(r"\]\((https://\S+\.md)\)", site.page("/llms.txt"))
    assert len(listed) == 4
    for url in listed:
        assert site.page(url.removeprefix(BASE)).startswith("# ")
    assert site.page("/articles/two/index.md").startswith("# Two \\<b\\>& more\n")


def test_sitemaps_name_every_page_once_and_the_news_of_two_days(site: SiteTest) -> None:
    def places(url: str) -> list[str]:
        return [e.text or "" for e in ElementTree.fromstring(site.page(url)).iter() if e.tag.endswith("}loc")]

    parts = [url.removeprefix(BASE) for url in places("/sitemap.xml")]
    assert parts == ["/sitemap-0.xml", "/sitemap-1.xml", "/sitemap-news.xml"]
    pages = [url for part in parts[:-1] for url in places(part)]
    assert len(pages) == len(set(pages)) == 9
    for url in pages:
        assert site.has(url.removeprefix(BASE)), url
    assert sorted(places("/sitemap-news.xml")) == sorted(of_json(site))


def test_an_article_says_to_programs_what_it_is_based_on(site: SiteTest) -> None:
    page = site.page("/articles/one/")
    things = {
        thing["@type"]: thing
        for thing in map(json.loads, re.findall(r'<script type="application/ld\+json">(.*?)</script>', page))
    }
    news = things["NewsArticle"]
    assert news["isBasedOn"]["url"] == "https://post.example/1"
    assert news["isBasedOn"]["publisher"]["name"] == "Post"
    assert news["publisher"]["name"] == "Formats"
    assert news["author"] == {"@type": "Person", "name": "A. Writer"}
    assert [step["name"] for step in things["BreadcrumbList"]["itemListElement"]] == [
        "Formats",
        "World",
        "One",
    ]
    assert f'<link rel="canonical" href="{BASE}/articles/one/">' in page
    listed = json.loads(re.findall(r"ld\+json\">(.*?)</script>", site.page(f"/{DAY}/"))[0])
    assert [one["url"] for one in listed["mainEntity"]["itemListElement"]] == of_json(site)


def test_no_text_of_an_article_ends_its_data_block(site: SiteTest) -> None:
    site.edit("content/two.md", "title: Two <b>& more", "title: '</script><script>alert(1)</script>'").build()
    assert "<script>alert" not in site.page("/articles/two/") + site.page(f"/{DAY}/")


def test_the_canonical_address_can_be_the_sources(site: SiteTest) -> None:
    site.edit("briefgen.yml", "title:", "canonical: source\ntitle:").build()
    assert '<link rel="canonical" href="https://post.example/1">' in site.page("/articles/one/")
    assert f'<link rel="canonical" href="{BASE}/articles/two/">' in site.page("/articles/two/")


# --- HTML as text and as Markdown -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "text", "markdown"),
    [
        ("<p>One</p>\n<p>two &amp; three</p>\n", "One\n\ntwo & three\n", "One\n\ntwo & three\n"),
        (
            "<p><strong>Bold</strong> and <em>slanted</em></p>",
            "Bold and slanted\n",
            "**Bold** and *slanted*\n",
        ),
        ('<p>See <a href="/a">this</a>.</p>', "See this </a>.\n", "See [this](</a>).\n"),
        ("<h2>Head</h2><p>Text</p>", "Head\n\nText\n", "## Head\n\nText\n"),
        (
            "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>",
            "- a\n\n- b\n\n  - c\n",
            "- a\n\n- b\n\n  - c\n",
        ),
        ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n\n4. b\n", "3. a\n\n4. b\n"),
        ('<ol start="many"><li>a</li></ol>', "1. a\n", "1. a\n"),
        ("<blockquote><p>Said</p></blockquote>", "> Said\n", "> Said\n"),
        ("<p>2 * 3 [x] _y_</p>", "2 * 3 [x] _y_\n", "2 \\* 3 \\[x\\] \\_y\\_\n"),
        ("<p># no head</p><p>1. no list</p>", "# no head\n\n1. no list\n", "\\# no head\n\n1\\. no list\n"),
        ("<pre><code>a  *b*\n</code></pre>", "a  *b*\n", "```\na  *b*\n```\n"),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "a | b\n1 | 2\n",
            "| a | b |\n| --- | --- |\n| 1 | 2 |\n",
        ),
        ('<p><img src="/x.png" alt="A map"></p>', "A map\n", "![A map](</x.png>)\n"),
        ('<p><img src="/x?a&amp;b" title="c>d" alt="e &gt; f"></p>', "e > f\n", "![e > f](</x?a&b>)\n"),
        ("<p>one<br>two</p>", "one\ntwo\n", "one\\\ntwo\n"),
        ("", "", ""),
    ],
)
def test_html_as_text_and_as_markdown(html: str, text: str, markdown: str) -> None:
    assert to_text(html) == text
    assert to_markdown(html) == markdown
    again = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    assert to_text(again) == text, "Markdown says what the HTML says"


@pytest.mark.parametrize(
    ("page", "at"), [("/", "/index.txt"), ("/a/b/", "/a/b/index.txt"), ("/a/b.html", "/a/b.txt")]
)
def test_beside_a_page(page: str, at: str) -> None:
    assert beside(page, "index.txt") == at


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<img src="/x" alt="](https://far.example) [a](b)">', r"![\](https://far.example) \[a\](b)](</x>)"),
        ('<img src="/x" alt="&lt;img src=x onerror=y&gt;">', r"![\<img src=x onerror=y>](</x>)"),
        ('<img src="/x" alt="one&#10;&#10;# two *three* `four`">', r"![one # two \*three\* \`four\`](</x>)"),
        ('<img src="/x" alt="&amp;lt;b&amp;gt; R&amp;D">', r"![\&lt;b\&gt; R&D](</x>)"),
        ('<img src="/a>b&lt;c d\\" alt="a">', "![a](</a%3Eb%3Cc%20d%5C>)"),
        ('<a href="https://far.example/&amp;#41;&gt;">a</a>', "[a](<https://far.example/&amp;#41;%3E>)"),
        ("<p>&amp;lt;script&amp;gt; &amp; R&amp;D</p>", r"\&lt;script\&gt; & R&D"),
        ("<pre><code>a\n```\n&lt;b&gt;\n</code></pre>", "````\na\n```\n<b>\n````"),
        ("<table><tr><td>a | b</td></tr></table>", "| a \\| b |\n| --- |"),
    ],
)
def test_nothing_in_a_text_becomes_markup_of_markdown(html: str, markdown: str) -> None:
    assert to_markdown(html).strip() == markdown


def test_an_alt_text_is_one_line_of_plain_text() -> None:
    assert to_text('<p>a <img src="/x" alt="one&#10;&#10;two">.</p>') == "a one two.\n"

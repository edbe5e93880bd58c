"""Feeds: every format parses, and ids, dates, links and order are as a reader needs them."""

from __future__ import annotations

import json
import re
import warnings
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from sitetest import SiteTest

ATOM = "{http://www.w3.org/2005/Atom}"
ALL = "\nfeeds: {formats: [atom, rss, json], content: full}\n"


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    site = SiteTest.from_site("law", tmp_path)
    return site.build()


def atom(site: SiteTest, url: str = "/feed.xml") -> ElementTree.Element:
    return ElementTree.fromstring(site.page(url))


def texts(entries: list[ElementTree.Element], name: str) -> list[str]:
    return [entry.findtext(f"{ATOM}{name}") or "" for entry in entries]


def parsed(site: SiteTest, url: str) -> Any:
    feedparser = pytest.importorskip("feedparser")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return feedparser.parse(site.page(url))


def urls(site: SiteTest) -> list[str]:
    return ["/" + path for path in site.tree() if path.endswith((".xml", ".rss"))]


@pytest.mark.parametrize("ending", ["xml", "rss"])
def test_feedparser_has_nothing_to_say(site: SiteTest, ending: str) -> None:
    feeds = [url for url in urls(site) if url.endswith(f"feed.{ending}")]
    assert len(feeds) > 5
    for url in feeds:
        found = parsed(site, url)
        assert not found.bozo, (url, found.get("bozo_exception"))
        assert found.feed.title.startswith("Law")
        assert found.feed.link.startswith("https://law.example/base/")
        for entry in found.entries:
            assert entry.id
            assert entry.title
            assert entry.link.startswith("https://law.example/base/articles/")
            assert entry.published_parsed


def test_every_feed_is_of_one_form(site: SiteTest) -> None:
    for url in urls(site):
        if not url.endswith("feed.xml"):
            continue
        feed = atom(site, url)
        entries = feed.findall(f"{ATOM}entry")
        ids, moments = (
            texts(entries, "id"),
            [datetime.fromisoformat(text) for text in texts(entries, "published")],
        )
        assert len(set(ids)) == len(ids)
        assert all(one.startswith("tag:") for one in ids)
        assert all(moment.tzinfo for moment in moments)
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == f"https://law.example/base{url}"
        newest = max(map(datetime.fromisoformat, texts(entries, "updated")))
        assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated") or "") == newest


def test_the_newest_come_first_and_no_more_than_asked_for(site: SiteTest) -> None:
    days = [moment[:10] for moment in texts(atom(site).findall(f"{ATOM}entry"), "published")]
    assert days == sorted(days, reverse=True)
    assert len(days) == 4
    assert len(json.loads(site.page("/feed.json"))["items"]) == 4


def test_an_entry_keeps_its_id_when_title_and_slug_change(site: SiteTest) -> None:
    def ids() -> set[str]:
        return {
            i
            for url in urls(site)
            if url.endswith("feed.xml")
            for i in texts(atom(site, url).findall(f"{ATOM}entry"), "id")
        }

    before = ids()
    site.edit("content/2024/alpha.md", "title: Alpha", "title: Alef\nslug: another").build()
    assert "Alef" in site.page("/topics/world/feed.xml")
    assert ids() == before


def test_every_id_stays_when_the_site_moves_to_another_domain(site: SiteTest) -> None:
    """The ids of feeds and entries in each format: a reader must take the moved site for the old one."""

    def ids() -> dict[str, list[str]]:
        found = {url: texts([atom(site, url)], "id") for url in urls(site) if url.endswith("feed.xml")}
        for url in found:
            found[url] += texts(atom(site, url).findall(f"{ATOM}entry"), "id")
        for url in urls(site):
            if url.endswith(".rss"):
                found[url] = [one.text or "" for one in ElementTree.fromstring(site.page(url)).iter("guid")]
        for path in site.tree():
            if path.endswith("feed.json"):
                found[path] = [one["id"] for one in json.loads(site.page(f"/{path}"))["items"]]
        return found

    site.edit("briefgen.yml", "paginate:", "feed_authority: 'desk.example,2022'\npaginate:").build()
    before = ids()
    assert {path.rpartition(".")[2] for path in before} == {"xml", "rss", "json"}
    assert {
        one.partition(":feed/")[0].partition(":article/")[0].partition(":edition/")[0].partition(":story/")[0]
        for those in before.values()
        for one in those
    } == {"tag:desk.example,2022"}
    site.edit("briefgen.yml", "https://law.example/base/", "https://moved.example/").build()
    assert "https://moved.example/articles/" in site.page("/feed.xml")
    assert "law.example/" not in site.page("/feed.xml")
    assert ids() == before


def test_a_build_with_nothing_new_keeps_every_byte(site: SiteTest) -> None:
    before = site.tree()
    site.touch("content/2024/alpha.md").build().wrote(0)
    assert site.tree() == before
    assert site.clean_tree() == before


def test_all_that_can_be_followed_has_a_feed_in_every_format(site: SiteTest) -> None:
    for folder in (
        "",
        "/topics/world",
        "/sources/the-example-courier",
        "/languages/id",
        "/stories/the-river",
    ):
        for name in ("feed.xml", "feed.rss", "feed.json"):
            assert site.has(f"{folder}/{name}"), f"{folder}/{name}"
    page, opml = site.page("/feeds/"), ElementTree.fromstring(site.page("/feeds.opml"))
    listed = [one.get("xmlUrl") or "" for one in opml.iter("outline") if one.get("type") == "rss"]
    assert "https://law.example/base/topics/world/feed.xml" in listed
    for url in listed:
        assert site.has(url.removeprefix("https://law.example/base"))
        assert f'href="../{url.removeprefix("https://law.example/base/")}"' in page


def test_a_kind_of_feed_can_be_switched_off(site: SiteTest) -> None:
    site.edit("briefgen.yml", "paginate:", "pages: {source_feed: false, opml: false}\npaginate:").build()
    assert not [url for url in site.tree() if url.startswith("sources/") and "feed" in url]
    assert not site.has("/feeds.opml")
    assert not re.search(r"sources/[^\"]+/feed", site.page("/feeds/"))


def test_full_texts_have_whole_links_and_summaries_no_text(site: SiteTest) -> None:
    assert '&lt;a href="https://law.example/base/' in "".join(map(site.page, urls(site)))
    assert "content_html" in site.page("/feed.json")
    site.edit("briefgen.yml", "content: full", "content: summary").build()
    assert "<content" not in site.page("/feed.xml")
    assert "content:encoded>" not in site.page("/feed.rss")
    assert "content_html" not in site.page("/feed.json")


def test_a_feed_of_the_base_theme_is_dressed_by_css_and_not_by_xsl(tmp_path: Path) -> None:
    files = {
        "briefgen.yml": "theme: base\nbuilders: [html, feed]\n",
        "content/a.md": "---\ntitle: A\ndate: 2024-05-01\n---\n\nText.\n",
    }
    site = SiteTest.of_files(files, tmp_path).build()
    assert '<?xml-stylesheet type="text/css" href="static/feed.css"?>' in site.page("/feed.xml")
    assert site.has("/static/feed.css")


def test_the_description_of_a_channel_is_escaped_as_those_of_its_items_are(tmp_path: Path) -> None:
    hostile = "<script>x</script> Q&amp;A"
    config = {"title": hostile, "description": hostile, "feeds": {"formats": ["rss", "atom"]}}
    article = f"---\ntitle: {hostile!r}\ndate: 2024-05-01\nsummary: {hostile!r}\n---\nWords.\n"
    site = SiteTest.of_files({"briefgen.yml": yaml.safe_dump(config), "content/a.md": article}, tmp_path)
    channel = ElementTree.fromstring(site.build().page("/feed.rss").encode())[0]
    item = channel.find("item")
    assert item is not None
    assert channel.findtext("description") == item.findtext("description")
    assert channel.findtext("description") == "&lt;script&gt;x&lt;/script&gt; Q&amp;amp;A"
    assert channel.findtext("title") == item.findtext("title") == hostile
    atom = ElementTree.fromstring(site.page("/feed.xml").encode())
    assert [node.text for node in atom if node.tag.endswith("title")] == [hostile, hostile]

"""The weighed stems of articles, which the cache file keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitetest import SiteTest
from test_search import ARTICLES, CONFIG, article

from briefgen.builders.search import kept_weights
from briefgen.cache.database import CacheFile
from briefgen.model import Article, Body


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    files = {"briefgen.yml": CONFIG} | {f"content/{slug}.md": article(*one) for slug, one in ARTICLES.items()}
    return SiteTest.of_files(files, tmp_path).build()


@pytest.fixture
def weighed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of the articles that were weighed."""
    titles: list[str] = []
    weigh = kept_weights.weighed

    def counted(article: Article, body: Body, *own: tuple[str, ...]) -> dict[str, int]:
        titles.append(article.title)
        return weigh(article, body, *own)

    monkeypatch.setattr(kept_weights, "weighed", counted)
    return titles


def test_after_an_edit_one_article_is_weighed(site: SiteTest, weighed: list[str]) -> None:
    site.edit("content/harbour.md", "Ships came", "Zeppelins came").build()
    assert len(weighed) == 1
    assert site.clean_tree() == site.tree()


@pytest.mark.parametrize("line", ["title: Zeppelins", "tags: [zeppelins]", "author: A Zeppelin", "lang: de"])
def test_after_an_edit_of_the_head_one_article_is_weighed(
    site: SiteTest, weighed: list[str], line: str
) -> None:
    name = line.partition(":")[0]
    text = (site.root / "content/harbour.md").read_text("utf-8")
    head = [one for one in text.split("\n")[1:] if not one.startswith(f"{name}:")]
    site.write("content/harbour.md", "\n".join(["---", line, *head])).build()
    assert len(weighed) == 1
    assert site.clean_tree() == site.tree()


def test_what_another_version_kept_is_not_used(
    site: SiteTest, weighed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_weights, "code_digest", lambda: "another")
    site.edit("content/harbour.md", "Ships came", "Zeppelins came").build()
    assert len(weighed) == len(ARTICLES)


def test_damaged_weights_are_not_used(site: SiteTest, weighed: list[str]) -> None:
    assert CacheFile(site.root).read("search_indexes", "search-1").values
    with CacheFile(site.root).write() as writer:
        writer._connection.execute("UPDATE search_indexes SET value = x'00' WHERE output = 'search-1'")
    site.edit("content/harbour.md", "Ships came", "Zeppelins came").build()
    assert len(weighed) == len(ARTICLES)
    assert site.clean_tree() == site.tree()

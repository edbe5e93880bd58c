"""Which articles are related: by what their heads share, whatever their bodies say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sitetest import SiteTest

from briefgen.grouping.related import RELATED, with_related
from briefgen.model import Article
from briefgen.site.index import TermIndex
from briefgen.site.site import Site


class Related:
    """The related articles of articles given as (id, title, tag, story), newest first."""

    def __init__(self, heads: Mapping[str, Article]) -> None:
        topics = TermIndex(of=dict.fromkeys(heads, ("world",)))
        tags = TermIndex(of={one: head.tags for one, head in heads.items()})
        self.site = with_related(Site.of(heads=heads, order=tuple(heads), by_topic=topics, by_tag=tags))

    def of(self, one: str) -> tuple[str, ...]:
        return tuple([article.id for article in self.site.relations.related(one)])


def relations(*articles: tuple[str, str, str, str]) -> Related:
    heads = {
        one: Article(one, "", one, title, "2024-05-01", "", "", "en", story=story, tags=(tag,) if tag else ())
        for one, title, tag, story in articles
    }
    return Related(heads)


def test_two_rare_words_or_a_tag_and_the_topic_relate() -> None:
    found = relations(
        ("a", "Ferry stops in harbour", "", ""),
        ("b", "Harbour waits for the ferry", "", ""),
        ("c", "Bread prices", "", ""),
        ("d", "Bees", "nature", ""),
        ("e", "Trees", "nature", ""),
    )
    assert found.of("a") == ("b",)
    assert found.of("d") == ("e",)
    assert found.of("c") == ()


def test_a_story_comes_first_and_the_nearest_of_equals() -> None:
    filler = [(f"x{n}", f"Number {n}", "", "") for n in range(80)]
    same = [(f"s{n}", "Ferry stops in harbour", "", "the-ferry" if n == 5 else "") for n in range(7)]
    found = relations(("a", "Harbour ferry", "", "the-ferry"), *filler[:20], *same, *filler[20:])
    assert found.of("a")[0] == "s5"
    assert len(found.of("a")) == RELATED
    assert found.of("a")[1:] == ("s0", "s1", "s2", "s3")


def test_what_many_share_says_nothing() -> None:
    found = relations(*[(f"a{n}", "Daily market report", "market", "") for n in range(64)])
    assert found.of("a0") == ()


def test_a_bodys_edit_stays_one_page(tmp_path: Path) -> None:
    site = SiteTest.from_site("curated", tmp_path).build()
    assert "ferry-stops" in site.page("/articles/ferry-tug/")
    path = "content/2024-05-03-border-bridge-closes-for-repairs.md"
    site.edit(path, "Carts may use", "Carts can use").build().rendered(
        ["/articles/border-bridge-closes-for-repairs/"]
    )

"""Slugs that nobody typed are made distinct, and those of older articles stay."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sitetest import SiteTest

from briefgen.config import Config
from briefgen.grouping.distinct_slugs import with_distinct_slugs
from briefgen.model import Article
from briefgen.model.diagnostics import Diagnostic
from briefgen.reading.file_name import name_of
from briefgen.reading.metadata import slug_of_path

CONFIG = Config(Path())


def article(path: str, day: str = "2024-05-01", typed: str = "", **more: object) -> Article:
    places = {"slug": (4, 7)} if typed else {}
    path = f"content/{path}"
    return Article(path, path, typed or slug_of_path(path), "T", day, "", day, "en", places=places)._replace(
        **more
    )


def slugs(*articles: Article, config: Config = CONFIG) -> dict[str, str]:
    return {a.path.removeprefix("content/"): a.slug for a in with_distinct_slugs(articles, config)}


def test_the_same_headline_on_two_days_is_told_apart_by_the_date() -> None:
    found = slugs(
        article("2024-05-08-market.md", "2024-05-08"), article("2024-05-01-market.md", "2024-05-01")
    )
    assert found == {"2024-05-01-market.md": "market", "2024-05-08-market.md": "2024-05-08-market"}


def test_on_one_day_it_is_told_apart_by_the_folder() -> None:
    assert slugs(article("a/2024-05-01-market.md"), article("b/c/2024-05-01-market.md")) == {
        "a/2024-05-01-market.md": "market",
        "b/c/2024-05-01-market.md": "b-c-market",
    }
    assert slugs(article("a/mill/index.md"), article("b/mill/index.md")) == {
        "a/mill/index.md": "mill",
        "b/mill/index.md": "b-mill",
    }


def test_numbers_before_a_name_tell_apart_what_nothing_else_does() -> None:
    assert slugs(article("1-letter.md"), article("2-letter.md")) == {
        "1-letter.md": "letter",
        "2-letter.md": "2-letter",
    }


def test_a_file_called_as_another_of_its_day_is_a_mistake() -> None:
    assert slugs(article("a/lamp.md"), article("b/lamp.md")) == {"a/lamp.md": "lamp", "b/lamp.md": "lamp"}
    assert slugs(article("a/lamp.md"), article("b/lamp.md", "2024-05-02"))["b/lamp.md"] == "2024-05-02-lamp"


def test_typed_slugs_stay_as_they_are() -> None:
    found = slugs(
        article("a.md", typed="lamp"),
        article("b.md", "2024-05-09", typed="lamp"),
        article("2024-05-05-lamp.md", "2024-05-05"),
    )
    assert found == {"a.md": "lamp", "b.md": "lamp", "2024-05-05-lamp.md": "2024-05-05-lamp"}


def test_languages_and_permalinks_with_dates_need_no_other_slugs() -> None:
    dated = Config(Path(), permalinks={"article": "/{date}/{slug}/"})
    pair = (article("2024-05-08-market.md", "2024-05-08"), article("2024-05-01-market.md", "2024-05-01"))
    assert set(slugs(*pair, config=dated).values()) == {"market"}


NAMES = st.sampled_from(
    [
        "market",
        "lamp",
        "Market",
        "2024-05-01-market",
        "2024-05-08-market",
        "3-market",
        "mill/index",
        "market-2",
    ]
)
ARTICLES = st.lists(
    st.builds(
        lambda folder, name, day, typed: article(f"{folder}/{name}.md", f"2024-05-{day:02}", typed),
        st.sampled_from(["a", "b", "a/b", "a-b"]), NAMES, st.integers(1, 9),
        st.sampled_from(["", "", "", "market"]),
    ),
    max_size=12, unique_by=lambda a: a.path.casefold(),
)  # fmt: skip


def is_by_hand(one: Article) -> bool:
    """Whether somebody typed the slug, or called the file so."""
    return (
        "slug" in one.places
        or slug_of_path(f"x/{name_of(one.path)}.md") != one.slug
        or not (one.path.endswith("index.md") or name_of(one.path)[:1].isdigit())
    )


@given(ARTICLES, st.randoms(use_true_random=False))
def test_only_what_somebody_typed_shares_an_address(articles: list[Article], pick: random.Random) -> None:
    found = with_distinct_slugs(articles, CONFIG)
    assert [a.path for a in found] == [a.path for a in articles]
    by_slug: dict[str, list[Article]] = {}
    for old, new in zip(articles, found, strict=True):
        assert old.slug == new.slug or not old.places.get("slug")
        by_slug.setdefault(new.slug, []).append(old)
    for group in by_slug.values():
        free = [a for a in group if not is_by_hand(a)]
        assert len(free) <= 1, group
    mixed = articles.copy()
    pick.shuffle(mixed)
    assert {a.path: a.slug for a in with_distinct_slugs(mixed, CONFIG)} == {a.path: a.slug for a in found}


@given(ARTICLES, NAMES)
def test_a_newer_article_changes_no_address(articles: list[Article], name: str) -> None:
    before = {a.path: a.slug for a in with_distinct_slugs(articles, CONFIG)}
    newer = article(f"new/{name}.md", "2024-06-01")
    after = {a.path: a.slug for a in with_distinct_slugs([newer, *articles], CONFIG)}
    assert after.items() >= before.items()


HEAD = "---\ntitle: Market report\ndate: {day}\n---\nCod rose by a tenth on day {day}.\n"
FILES = {
    "briefgen.yml": "title: Brief\nurl: https://brief.example/\n",
    "content/2024-05-01-market.md": HEAD.format(day="2024-05-01"),
    "content/2024-05-08-market.md": HEAD.format(day="2024-05-08"),
}


def test_an_incremental_build_is_a_clean_one(tmp_path: Path) -> None:
    site = SiteTest.of_files(FILES, tmp_path).build(builders=["html", "feed", "json"])
    assert site.has("/articles/market/")
    assert site.has("/articles/2024-05-08-market/")
    steps = [
        lambda: site.write("content/2024-05-15-market.md", HEAD.format(day="2024-05-15")),
        lambda: site.edit("content/2024-05-08-market.md", "Cod", "Herring"),
        lambda: site.write("content/2024-04-24-market.md", HEAD.format(day="2024-04-24")),
        lambda: site.edit("content/2024-05-01-market.md", "date:", "draft: true\ndate:"),
        lambda: site.edit(
            "content/2024-04-24-market.md", "title: Market report\n", "title: Market report\nslug: week-17\n"
        ),
        lambda: site.remove("content/2024-05-01-market.md"),
    ]
    for step in steps:
        step()
        assert not site.build(builders=["html", "feed", "json"], jobs=2).report.failed
        now = site.tree()
        other = site.root.parent / "clean"
        site.build(builders=["html", "feed", "json"], fresh=True, output=other)
        assert now == {
            p.relative_to(other).as_posix(): p.read_bytes() for p in other.rglob("*") if p.is_file()
        }


def test_a_draft_keeps_its_place_so_that_publishing_it_moves_nothing(tmp_path: Path) -> None:
    site = (
        SiteTest.of_files(FILES, tmp_path)
        .edit("content/2024-05-01-market.md", "date:", "draft: true\ndate:")
        .build()
    )
    assert not site.has("/articles/market/")
    site.edit("content/2024-05-01-market.md", "draft: true\n", "").build()
    assert site.has("/articles/market/")


def test_many_collisions_in_one_folder_are_one_message_that_names_permalinks(tmp_path: Path) -> None:
    many = {
        f"content/letters/{n}.md": HEAD.format(day=f"2024-05-{n:02}").replace("date:", "slug: letter\ndate:")
        for n in range(1, 10)
    }
    site = SiteTest.of_files({"briefgen.yml": FILES["briefgen.yml"], **many}, tmp_path).build()
    found: list[Diagnostic] = [d for d in site.report.diagnostics if d.code == "slug-collision"]
    assert len(found) == 1
    assert "permalinks" in found[0].hint
    assert "content/letters/1.md" in found[0].message
    site.write("briefgen.yml", FILES["briefgen.yml"] + "permalinks: {article: '/{date}/{slug}/'}\n").build()
    assert not site.report.failed


@pytest.mark.parametrize("day", ["2024-05-01", "2024-04-02"])
def test_names_in_edition_files_find_an_article_as_before(tmp_path: Path, day: str) -> None:
    site = SiteTest.of_files(
        {**FILES, "content/editions/2024-05-08.md": "---\nlead: market\n---\n"}, tmp_path
    )
    site.edit("content/2024-05-01-market.md", "2024-05-01", day).build()
    assert [d.code for d in site.report.diagnostics if d.code.startswith("edition")] == []

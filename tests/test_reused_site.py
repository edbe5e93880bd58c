"""Builds reuse the grouped site while only bodies change."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cachetest import cache_of, change, restore
from sitetest import SiteTest

from briefgen.build import group, reuse
from briefgen.cache.pages import Traces
from briefgen.cache.sources import Packed

NOTED = "---\ntitle: Held\ndate: 2024-05-01\ndraft: true\n---\n\nIt tells a note in every build.\n"


def words(seed: int) -> str:
    """A text long enough for a signature, with nothing in common with others."""
    pick = random.Random(seed)  # noqa: S311 - a text, no secret
    return " ".join("".join(pick.choices(("ka", "ri", "so", "tu", "me", "na"), k=4)) for _ in range(80))


def article(seed: int, day: str = "2024-05-02") -> str:
    return f"---\ntitle: Paper {seed}\ndate: {day}\ntopic: world\n---\n\n{words(seed)}.\n"


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    site = SiteTest.from_site("small", tmp_path).write("content/held.md", NOTED)
    for seed in range(30):
        site.write(f"content/papers/{seed}.md", article(seed))
    return site.build()


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """How often what costs was done."""
    counts: Counter[str] = Counter()

    def counted(holder: Any, name: str) -> None:
        done = getattr(holder, name)

        def work(*arguments: Any, **more: Any) -> Any:
            counts[name] += 1
            return done(*arguments, **more)

        monkeypatch.setattr(holder, name, work)

    counted(group, "group")
    counted(Packed, "unpack")
    counted(Traces, "__getitem__")
    return counts


def test_a_bodys_edit_groups_nothing_and_looks_at_little(site: SiteTest, count: Counter[str]) -> None:
    for seed in (3, 4, 3):
        site.write(f"content/papers/{seed}.md", article(seed) + f"\n{words(100 + seed)[:40]} again {seed}.\n")
        site.edit(f"content/papers/{seed}.md", "again", f"and again {sum(count.values())}")
        count.clear()
        site.build().read(1).rendered([f"/articles/{seed}/"]).codes("held")
        assert count["group"] == 0
        assert count["unpack"] < 12, "of 36 heads"
        assert count["__getitem__"] < 6, "of some 90 traces"
    assert site.tree() == site.clean_tree()
    site.build().idle()


def test_a_build_with_nothing_to_do_looks_at_no_head_and_no_trace(
    site: SiteTest, count: Counter[str]
) -> None:
    site.build().idle()
    assert not count


def test_a_template_groups_nothing(site: SiteTest, count: Counter[str]) -> None:
    site.edit("themes/plain/templates/base.html", "<main>", "<main id=m>").build()
    assert count["group"] == 0
    assert site.tree() == site.clean_tree()


@pytest.mark.parametrize(
    ("old", "new"),
    [("Paper 3", "Paper three"), ("topic: world", "topic: economy"), (words(3), words(9))],
    ids=["title", "topic", "a copy of another"],
)
def test_more_than_a_body_is_grouped(site: SiteTest, count: Counter[str], old: str, new: str) -> None:
    site.edit("content/papers/3.md", old, new).build()
    assert count["group"] == 1
    assert site.tree() == site.clean_tree()
    site.build().idle()


def test_a_copy_that_is_none_any_more_is_grouped(site: SiteTest, count: Counter[str]) -> None:
    site.edit("content/papers/3.md", words(3), words(9)).build()
    site.edit("content/papers/3.md", words(9), words(40)).build()
    assert count["group"] == 2
    assert site.tree() == site.clean_tree()


def test_two_edits_that_make_a_copy_together_are_grouped(site: SiteTest, count: Counter[str]) -> None:
    for seed in (3, 9):
        site.edit(f"content/papers/{seed}.md", words(seed), words(50))
    site.build()
    assert count["group"] == 1
    assert site.tree() == site.clean_tree()


def test_many_edits_are_grouped(site: SiteTest, count: Counter[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reuse, "FEW", 1)
    for seed in (3, 9):
        site.edit(f"content/papers/{seed}.md", words(seed), f"{words(seed)} more")
    site.build().rendered(["/articles/3/", "/articles/9/"])
    assert count["group"] == 1
    assert site.tree() == site.clean_tree()


def test_the_season_ends(site: SiteTest, count: Counter[str]) -> None:
    hold = "topic: world\npublish_from: 2024-06-02"
    site.edit("content/papers/3.md", "topic: world", hold).build().build().idle()
    assert count["group"] == 1
    later = "2024-06-02T00:00:01+00:00"
    assert site.build(now=later).has("/articles/3/")
    assert count["group"] == 2
    assert site.tree() == site.clean_tree(now=later)
    site.build()
    assert not site.has("/articles/3/"), "the time went back"


def test_a_site_that_is_newer_than_the_pages_does_not_vouch_for_them(site: SiteTest) -> None:
    output = {path: path.read_bytes() for path in site.output.rglob("*") if path.is_file()}
    shutil.copy(cache_of(site), site.root / "before.sqlite3")
    site.edit("content/papers/3.md", words(3), words(9)).build()
    # as a build leaves it that is killed between the two
    restore(site, site.root / "before.sqlite3", ("pages", "records", "traces"))
    for path, content in output.items():
        path.write_bytes(content)
    site.build()
    assert site.tree() == site.clean_tree()


def test_a_setting_that_moves_is_seen_with_no_head_changed(site: SiteTest) -> None:
    site.build(builders=["html", "feed", "gettext"])
    site.edit("briefgen.yml", "title: Small", "# A line more.\ntitle: Small").build(
        builders=["html", "feed", "gettext"]
    )
    assert "briefgen.yml:2" in site.page("/locale/site.pot")


def test_a_damaged_site_is_grouped_anew(site: SiteTest, count: Counter[str]) -> None:
    change(site, "UPDATE snapshots SET value = substr(value, 1, length(value) - 5)")
    site.edit("content/papers/3.md", words(3), f"{words(3)} more").build().rendered(["/articles/3/"])
    site.codes("held", "environment-unreadable")
    assert count["group"] == 1
    assert site.tree() == site.clean_tree()


def test_what_an_extension_made_of_a_site_is_not_kept(tmp_path: Path, count: Counter[str]) -> None:
    site = SiteTest.from_site("small", tmp_path)
    site.write(
        "extensions/mine.py",
        'def setup(registry):\n    registry.connect("site-grouped", lambda site: site)\n',
    )
    site.edit("briefgen.yml", "theme: plain", "theme: plain\nextensions: [mine]").build()
    count.clear()
    site.edit("content/gamma.md", "The bank", "The old bank").build().rendered(["/articles/gamma/"])
    assert count["group"] == 1

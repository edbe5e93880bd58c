"""``feeds:`` in its two forms, in the files of outlets, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.config import read_config
from briefgen.importing.subscriptions import subscriptions
from briefgen.model.diagnostics import BriefgenError
from briefgen.model.subscription import DEFAULT_LIMIT, Subscription

HEAD = "title: T\nurl: https://t.example/\n"
WHOLE = (
    "{url: https://a.example/f, source: A, topic: sea, tags: [x, y], lang: en, limit: 3, whole: true, "
    "allow_private: yes}"
)


def config_of(folder: Path, text: str, **overrides: str) -> tuple[list[Subscription], list[str], object]:
    site = SiteTest.of_files({"briefgen.yml": HEAD + text}, folder)
    config, problems = read_config(site.root, overrides)
    plain = [
        one._replace(place=one.place._replace(path="", line=0, column=0)) for one in config.subscriptions
    ]
    return plain, [f"{d.location.line} {d.message}" for d in problems], config.feeds


@pytest.mark.parametrize(
    "text", [f"feeds: [{WHOLE}]", f"feeds:\n  - {WHOLE}", f"feeds: {{follow: [{WHOLE}], items: 7}}"]
)
def test_both_forms_are_read(text: str, tmp_path: Path) -> None:
    feeds, problems, own = config_of(tmp_path, text)
    where = feeds[0].place
    assert problems == []
    assert feeds == [Subscription("https://a.example/f", "A", "sea", ("x", "y"), "en", 3, True, True, where)]
    assert f"items={7 if 'items' in text else 50}" in repr(own)


def test_what_the_sites_own_feeds_are_like_stays_apart(tmp_path: Path) -> None:
    feeds, problems, own = config_of(tmp_path, "feeds: [{url: https://a.example/f}]", **{"feeds.items": "9"})
    assert problems == []
    assert [(one.url, one.limit) for one in feeds] == [("https://a.example/f", DEFAULT_LIMIT)]
    assert "items=9" in repr(own)
    feeds, problems, _ = config_of(tmp_path, "feeds: {formats: [json]}", feeds="[{url: https://b.example/f}]")
    assert ([one.url for one in feeds], problems) == (["https://b.example/f"], [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("feeds:\n- {source: A}", "4 a feed has no url"),
        ("feeds:\n- {url: https://a.example/f}\n- {url: https://a.example/f}", "5 this feed is named twice"),
        ("feeds:\n- {url: feed.xml}", "4 feeds.0.url: this is no whole web address"),
        ("feeds:\n- {url: 'file:///etc/passwd'}", "4 feeds.0.url: the scheme file: is not allowed"),
        ("feeds:\n- {url: https://a.example/f, limit: 0}", "4 feeds.0.limit"),
        ("feeds:\n- {url: https://a.example/f, wohle: true}", "4 unknown key feeds.0.wohle"),
        ("feeds: https://a.example/f", "3 feeds must be a list"),
    ],
)
def test_what_is_wrong_is_reported_with_its_line(text: str, problem: str, tmp_path: Path) -> None:
    problems = config_of(tmp_path, text)[1]
    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_the_feeds_of_an_outlets_file_have_its_name(tmp_path: Path) -> None:
    site = SiteTest.of_files(
        {
            "briefgen.yml": HEAD + "feeds: [{url: https://a.example/f, topic: sea}]",
            "sources/a.yml": "source: The A\nfeeds:\n- {url: https://a.example/f}\n- {url: https://a.example/g}\n",
            "sources/b.yml": "feeds: [{url: https://b.example/f, source: Another}]\n",
        },
        tmp_path,
    )
    feeds = subscriptions(read_config(site.root)[0])
    assert [(one.url, one.source, one.topic, str(one.place)) for one in feeds] == [
        ("https://a.example/f", "", "sea", "briefgen.yml:3:15"),
        ("https://a.example/g", "The A", "", "sources/a.yml:4:9"),
        ("https://b.example/f", "Another", "", "sources/b.yml:1:15"),
    ]


def test_a_wrong_feed_of_an_outlet_is_an_error_of_its_file(tmp_path: Path) -> None:
    from briefgen.project.project import open_project

    site = SiteTest.of_files(
        {"briefgen.yml": HEAD, "sources/a.yml": "feeds: [{url: ftp://a.example/}]\n"}, tmp_path
    )
    with pytest.raises(BriefgenError) as error:
        open_project(site.root)
    assert str(error.value.diagnostics[0].location) == "sources/a.yml:1:15"

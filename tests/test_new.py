"""``briefgen new``: what stands in the file that it makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run

FILES = {
    "briefgen.yml": "title: T\nlanguage: en\n",
    "content/en/bridge.md": (
        "---\nid: old-bridge\ntitle: Bridge\ndate: 2024-05-02\nlang: en\ntopics: [world, trade]\nsource: "
        "Post\n---\n\nIt opened.\n"
    ),
}


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    return SiteTest.of_files(FILES, tmp_path)


def new(site: SiteTest, *arguments: str) -> int:
    return run(["new", *arguments, "-C", str(site.root), "--now", "2024-05-09"])


def head(site: SiteTest, name: str) -> list[str]:
    return (site.root / f"content/2024/2024-05-09-{name}.md").read_text("utf-8").splitlines()


def test_an_article_of_today(site: SiteTest) -> None:
    assert new(site, 'A "new" thing', "--topic", "world") == 0
    assert head(site, "a-new-thing") == [
        "---",
        "id: 2024-05-09-a-new-thing",
        r'title: "A \"new\" thing"',
        "date: 2024-05-09",
        'topic: "world"',
        'summary: ""',
        "draft: true",
        "---",
        "",
    ]
    site.build()


@pytest.mark.parametrize("name", ["old-bridge", "bridge"])
def test_a_translation_takes_from_its_original_what_both_have(site: SiteTest, name: str) -> None:
    assert new(site, "Jembatan", "--lang", "id", "--translation-of", name) == 0
    assert head(site, "jembatan")[4:9] == [
        'lang: "id"',
        'translation_of: "old-bridge"',
        'topics: ["world", "trade"]',
        'source: "Post"',
        'summary: ""',
    ]
    site.build()
    assert 'hreflang="id"' not in site.page("/articles/bridge/")
    site.edit("content/2024/2024-05-09-jembatan.md", "draft: true\n", "").build()
    assert 'hreflang="id"' in site.page("/articles/bridge/")


def test_its_own_topic_goes_before_the_originals(site: SiteTest) -> None:
    new(site, "Jembatan", "--lang", "id", "--translation-of", "bridge", "--topic", "trade")
    assert [line for line in head(site, "jembatan") if line.startswith("topic")] == ['topic: "trade"']


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lang", "id", "--translation-of", "brige"], 'did you mean "bridge"?'),
        (["--lang", "en", "--translation-of", "bridge"], '"old-bridge" is already in "en"'),
        (["--translation-of", "bridge"], "a translation needs its language"),
        (["--lang", "Indonesian!"], "is not a language code"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    site: SiteTest, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(site, "Jembatan", *arguments) == 2
    assert said in capsys.readouterr().err
    assert not (site.root / "content/2024").exists()


def test_it_is_a_draft_until_somebody_publishes_it(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(site, "The third boat") == 0
    out, err = capsys.readouterr()
    assert out.strip().endswith("2024-05-09-the-third-boat.md")
    assert "draft" in err
    site.build()
    assert not list(site.output.rglob("*third-boat*"))
    file = site.root / "content/2024/2024-05-09-the-third-boat.md"
    file.write_text(file.read_text("utf-8").replace("draft: true\n", "") + "It floats.\n", "utf-8")
    site.build()
    assert list(site.output.rglob("*third-boat*"))


@pytest.mark.parametrize(
    "title",
    ["a\x7fb", "a\x9db", "\uffffa", "two\nlines", "x: # y", "[a] - b", "~", "\u202eback", "a\ud800", "'\"\\"],
)
def test_whatever_the_title_and_the_language_the_file_is_read(site: SiteTest, title: str) -> None:
    assert new(site, title, "--lang", "PT_br", "--topic", "world\x7f") == 0
    site.build()
    assert [one for one in site.report.diagnostics if one.severity != "note"] == []
    (file,) = (site.root / "content/2024").glob("*.md")
    assert 'lang: "pt-BR"' in file.read_text("utf-8")


@pytest.mark.parametrize("title", ["", " ", "\u200b", "\x7f", "\ufeff \u200f"])
def test_a_title_that_cannot_be_seen_is_none(site: SiteTest, title: str) -> None:
    assert new(site, title) == 2
    assert not (site.root / "content/2024").exists()

"""The demo briefing builds without a warning; its links resolve, its pages parse."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from htmlcheck import broken_links, parse
from sitetest import SiteTest

ROOT = Path(__file__).parent.parent
ALL = ["html", "feed", "search", "sitemap", "hosting", "text", "json", "llms"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    root = tmp_path_factory.mktemp("demo") / "demo"
    for name in ("content", "themes"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "briefgen.yml", root)
    return SiteTest(root).build(nitpick=True, builders=ALL)


def test_it_is_large_enough_and_has_no_warning(demo: SiteTest) -> None:
    assert demo.report.articles >= 30
    assert {d.severity for d in demo.report.diagnostics} <= {"note"}, demo.report.diagnostics
    pages = [path.split("/") for path in demo.tree() if path.endswith("index.html")]
    assert len([p for p in pages if len(p) == 2 and re.fullmatch(r"\d{4}-\d\d-\d\d", p[0])]) >= 5
    assert len([p for p in pages if len(p) == 3 and p[0] == "topics"]) >= 3


def test_every_page_parses_and_every_internal_link_resolves(demo: SiteTest) -> None:
    assert broken_links(demo.output, "/briefgen/") == []


def test_the_second_build_has_nothing_to_do(demo: SiteTest) -> None:
    demo.build(builders=ALL).idle()


def test_the_seeds_page_has_ten_paragraphs(demo: SiteTest) -> None:
    raw = (ROOT / "content/2022/nato-regrouping.txt").read_text("utf-8").split("\n")
    tree = parse(demo.output / "articles/nato-regrouping/index.html")
    prose = next(e for e in tree.iter() if "prose" in (e.get("class") or "").split())
    paragraphs = ["".join(e.itertext()) for e in prose.iter("p")]
    wanted = [line.replace("\u201d", '"') for line in raw[5:15]]
    wanted[0] = wanted[0].removeprefix("BRUSSELS - ")
    assert paragraphs == wanted


def test_no_noise_is_left_on_any_article_page(demo: SiteTest) -> None:
    noise = re.compile(
        r"(?:loading|memuat)(?:\.\.\.|…)|(?:A[+-]? ?){3}|(?:baca juga|read also|lesen sie "
        r"auch):?.*|advertisement|anzeige|scroll to continue with content|share|bagikan|copy link|salin "
        r"tautan|\([a-z]{3}(?:/[a-z]{3})?\)",
        re.IGNORECASE,
    )
    for path in sorted((demo.output / "articles").rglob("index.html")):
        prose = next(e for e in parse(path).iter() if "prose" in (e.get("class") or "").split())
        texts = ["".join(e.itertext()).strip() for e in prose.iter("p")]
        assert [text for text in texts if noise.fullmatch(text)] == [], path
        long = [text for text in texts if len(text) > 60]
        assert len(long) == len(set(long)), path


def test_scripts_are_files_of_the_site_and_no_page_asks_another_host(demo: SiteTest) -> None:
    for path in sorted(demo.output.rglob("*.html")):
        for element in parse(path).iter():
            if element.tag == "script" and element.get("type") != "application/ld+json":
                assert re.fullmatch(r"(\.\./|/briefgen/)*static/\w+\.js", element.get("src") or "")
                assert not element.text
            assert not [name for name in element.keys() if name.startswith("on") or name == "style"]  # noqa: SIM118
            if element.tag in ("link", "img") and element.get("rel") != "canonical":
                assert not (element.get("src") or element.get("href") or "").startswith(("http", "//"))


def test_feeds_are_whole(demo: SiteTest) -> None:
    import xml.etree.ElementTree as ElementTree

    for path in [demo.output / "feed.xml", *sorted(demo.output.glob("topics/*/feed.xml"))]:
        feed = ElementTree.parse(path).getroot()
        atom = "{http://www.w3.org/2005/Atom}"
        ids = [entry.findtext(f"{atom}id") for entry in feed.iter(f"{atom}entry")]
        assert ids
        assert len(ids) == len(set(ids))
        assert all(str(id_).startswith("tag:example.org,") for id_ in ids)
        updated = [entry.findtext(f"{atom}updated") or "" for entry in feed.iter(f"{atom}entry")]
        assert all(
            re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)", stamp) for stamp in updated
        )


def test_the_seed_by_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    from briefgen.cli.main import run

    assert run(["clean", "--json", str(ROOT / "content/2022/nato-regrouping.txt")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["title"] == "NATO: Pasukan Rusia Tidak Mundur, Tetapi Berkumpul Kembali di Ukraina"
    assert [told[name] for name in ("title_line", "date", "lang", "place", "signoff", "via")] == [
        1, "2022-03-31", "id", "BRUSSELS", "esn", "Russia Today",
    ]  # fmt: skip
    assert told["kept_lines"] == list(range(6, 16))
    assert len(told["paragraphs"]) == len(set(told["paragraphs"])) == 10
    assert all(edit["rule"] and edit["line"] and edit["reason"] for edit in told["edits"])

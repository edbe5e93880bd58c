"""Markings: the label of the site and of editions in their outputs, and what they keep out of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from zipfile import ZipFile

import pytest
from sitetest import SiteTest

from briefgen.model.diagnostics import BriefgenError
from briefgen.project.project import open_project

CONFIG = """\
title: Harbour Watch
url: https://harbour.example/
timezone: UTC
languages: [{code: en}, {code: id}]
topics: [{slug: port, title: Port}]
markings: ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER"]
marking: tlp:green
"""
ABOVE = {
    "amber": ("2024-05-01", "tlp:amber"),
    "misspelt": ("2024-05-01", "TLP:GREN"),
    "green": ("2024-05-02", "TLP:GREEN"),
    "clear": ("2024-05-03", "TLP:CLEAR"),
    "plain": ("2024-05-04", ""),
}
"""Articles that nobody may see: for themselves, or for the marking of their edition."""

WITHHELD = (
    *[f"zq{one}" for one in ABOVE],
    "zqhigher",
    "zqedition",
    "zqterjemah",
    "zqpage",
    "zqstory",
    "zqcerita",
)


def article(name: str, day: str, marking: str, more: str = "") -> str:
    label = f"marking: {marking}\n" if marking else ""
    return (
        f"---\ntitle: Title {name}\ndate: {day}\ntopic: port\n{label}{more}tags: [tag-{name}]\n"
        f"source: Source {name}\nurl: https://{name}.example/a\nsummary: Summary {name}\nnote: Note {name}\n"
        f"lang: en\n---\n\nText of {name}.\n"
    )


def files() -> Iterator[tuple[str, str]]:
    yield "briefgen.yml", CONFIG
    for name, (day, marking) in ABOVE.items():
        yield f"content/zq{name}.md", article(f"zq{name}", day, marking, f"story: zq{name}\n")
    for n, (day, marking) in enumerate([("2024-05-01", "TLP:Green"), ("2024-05-02", "TLP:CLEAR")]):
        yield f"content/open-{n}.md", article(f"open{n}", day, marking, "story: quay\n")
    words = "stories: {join: {quay: {title: Words zqhigher, note: Words zqhigher}}}\n"
    yield "content/editions/2024-05-01.md", f"---\ntitle: First\nmarking: TLP:GREEN\n{words}---\n\nHello.\n"
    words = "stories: {join: {quay: {note: Words zqwords}}}\n"
    yield (
        "content/editions/2024-05-02.md",
        f"---\ntitle: Second\nmarking: tlp:clear\n{words}---\n\nWelcome.\n",
    )
    for day, label in (("2024-05-03", "TLP:AMBER"), ("2024-05-04", "Secret")):
        yield (
            f"content/editions/{day}.md",
            f"---\ntitle: Title zqedition\nmarking: {label}\n---\n\nOn zqedition.\n",
        )
    yield (
        "content/editions/2024-05-02.id.md",
        "---\ntitle: Judul zqterjemah\nmarking: TLP:GREEN\n---\n\nzqterjemah.\n",
    )
    yield "content/pages/secret.md", "---\ntitle: Page zqpage\nmarking: TLP:AMBER\n---\n\nText zqpage.\n"
    yield "content/stories/quay.md", "---\ntitle: Title zqstory\nmarking: TLP:GREEN\n---\n\nText zqstory.\n"
    yield (
        "content/stories/quay.id.md",
        "---\ntitle: Judul zqcerita\nmarking: TLP:GREEN\n---\n\nKata zqcerita.\n",
    )
    indonesian = article("dua", "2024-05-02", "TLP:CLEAR", "story: quay\n").replace("lang: en", "lang: id")
    yield "content/dua.md", indonesian


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    """Every builder's output."""
    one = SiteTest.of_files(dict(files()), tmp_path_factory.mktemp("marking"))
    one.build(builders=sorted(open_project(one.root).extensions.builders))
    assert not one.report.failed, one.report.diagnostics
    return one


def traces(site: SiteTest) -> set[str]:
    """What stands in an output although it is above a marking."""
    found = set[str]()
    for path, content in site.tree().items():
        text = f"{path} {content.decode('utf-8', 'replace')}".casefold()
        found |= {f"{path}: {word}" for word in WITHHELD if word in text}
    return found


def test_nothing_above_a_marking_is_in_any_output(site: SiteTest) -> None:
    assert traces(site) == set()
    assert "Words zqwords" in site.page("/2024-05-02/"), "the words of the edition with the lowest marking"
    assert site.has("/articles/open-0/")
    assert site.has("/2024-05-02/mail.eml")


def test_each_reason_is_reported_where_it_is(site: SiteTest) -> None:
    reasons = {d.location.path: d for d in site.report.diagnostics if d.code in ("held", "marking-unknown")}
    texts = {path.rpartition("/")[2]: one.message for path, one in reasons.items()}
    assert texts["zqamber.md"] == "held back: it is marked TLP:AMBER, and the site TLP:GREEN"
    assert texts["zqmisspelt.md"] == 'held back: the marking "TLP:GREN" is unknown'
    assert texts["zqgreen.md"] == "held back: it is marked TLP:GREEN, and its edition 2024-05-02 TLP:CLEAR"
    assert (
        texts["zqclear.md"] == "held back: its edition 2024-05-03 is marked TLP:AMBER, and the site TLP:GREEN"
    )
    assert texts["quay.md"].endswith("TLP:GREEN, and the edition 2024-05-02 with this story TLP:CLEAR")
    assert texts["2024-05-04.md"] == 'the marking "Secret" is unknown, so nothing of this edition is public'
    misspelt = reasons["content/zqmisspelt.md"]
    assert (misspelt.code, misspelt.location.line) == ("marking-unknown", 5)
    assert misspelt.hint == 'did you mean "TLP:GREEN"?'


def book(site: SiteTest, day: str) -> dict[str, str]:
    with ZipFile(site.output / f"epub/{day}.epub") as file:
        return {name: file.read(name).decode() for name in file.namelist() if name.endswith(("opf", "xhtml"))}


@pytest.mark.parametrize(("day", "label"), [("2024-05-01", "TLP:GREEN"), ("2024-05-02", "TLP:CLEAR")])
def test_an_edition_shows_its_label(site: SiteTest, day: str, label: str) -> None:
    page = site.page(f"/{day}/")
    assert f'<p class="marking">{label}</p>' in page
    assert re.search(f'data-head="Harbour Watch · [^"]*2024" data-marking="{label}"', page)
    assert (
        f'<p class="marking">{label}</p>' in site.page(f"/{day}/port/") if site.has(f"/{day}/port/") else page
    )
    assert re.search(rf">{label}</p>.*Read on the web", site.page(f"/{day}/mail.html"), re.DOTALL)
    assert site.page(f"/{day}/mail.txt").startswith(f"{label}\n\n")
    message = message_from_bytes((site.output / day / "mail.eml").read_bytes(), policy=default)
    assert message["Subject"].startswith(f"[{label}] Harbour Watch: ")
    texts = book(site, day)
    assert f"<dc:rights>{label}</dc:rights>" in texts["EPUB/package.opf"]
    assert f'<p class="marking">{label}</p>' in texts["EPUB/e1-front.xhtml"]


def test_every_page_and_feed_shows_the_label_of_the_site(site: SiteTest) -> None:
    for path, content in site.tree().items():
        text = content.decode("utf-8", "replace")
        if path.endswith(".html") and "<main" in text:
            assert re.search('<p class="marking">TLP:[A-Z]+</p>', text), path
    assert "<title>[TLP:GREEN] Harbour Watch</title>" in site.page("/feed.xml")
    assert "[TLP:CLEAR] Second" in site.page("/editions.xml")


def test_labels_stand_only_where_on_says(tmp_path: Path) -> None:
    one = SiteTest.of_files(dict(files()), tmp_path)
    one.edit("briefgen.yml", "marking: tlp:green", 'marking: {label: "TLP:GREEN", on: [print]}')
    one.build(builders=["html", "feed", "mail", "epub"])
    assert '<p class="marking paper">TLP:GREEN</p>' in one.page("/")
    outputs = [one.page("/feed.xml"), one.page("/2024-05-01/mail.html"), *book(one, "2024-05-01").values()]
    assert not [text for text in outputs if "TLP" in text]
    one.edit("briefgen.yml", 'marking: {label: "TLP:GREEN", on: [print]}\n', "").build(builders=["html"])
    assert not one.has("/articles/open-0/"), "a site without a marking shows what has the lowest"
    assert one.has("/articles/open-1/")
    one.edit("briefgen.yml", "markings:", 'marking: "TLP:GRE"\nmarkings:')
    with pytest.raises(BriefgenError, match='there is no marking "TLP:GRE"'):
        open_project(one.root)

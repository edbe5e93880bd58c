"""Rights: of other people's texts, no output shows more than it may."""

from __future__ import annotations

import json
import zlib
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.grouping.rights import decide, is_free
from briefgen.model import Article
from briefgen.project.project import open_project
from briefgen.publishing.searchable import decode

CONFIG = """\
title: Tide Tables
url: https://tides.example/
language: en
rights: excerpt
feeds: {formats: [atom, rss, json], content: full, entries: article}
mail: {content: full}
topics: [{slug: sea, title: Sea}]
"""
OUTLETS = {
    "sources/wire.yml": "source: Coast Wire\naka: [CW]\nhosts: [wire.example]\nrights: link\n",
    "sources/post.yml": "source: Harbour Post\nrights: full\n",
}


def article(name: str, head: str = "", body: str = "") -> str:
    """An article whose text goes on in words that stand nowhere else."""
    front = f"title: Title of {name}\ndate: 2024-05-01\ntopic: sea\nlang: en\nstory: tides\n{head}"
    text = body or (
        f"The first sentence of {name} is short. The second one of {name} is a little longer than the "
        f"first.\n\nThen the third sentence goes on about the harbour and its ferries for so long that "
        f"nobody who counts the characters would let it pass, which is why zqlate-{name} may not be read.\n\n"
        f"## Heading zqhead-{name}\n\n- item zqitem-{name}\n\n"
        f"![zqalt-{name}](zqfile-{name}.svg) and [zqlink-{name}](https://zqhost-{name}.example/).\n\n"
        "Read also: zqcleaned-" + name + "\n"
    )
    return f"---\n{front}---\n\n{text}"


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    files = {"briefgen.yml": CONFIG, **OUTLETS}
    files["content/bay.md"] = article("bay", "url: https://bay.example/a\n")
    files["content/cape.md"] = article(
        "cape", "source: CW\nurl: https://wire.example/cape\nsummary: Zqdeck.\n"
    )
    files["content/dune.md"] = article("dune", "url: https://www.wire.example/dune\n")
    files["content/east.md"] = article("east", "source: Harbour Post\n")
    files["content/fjord.md"] = article("fjord", "source: Coast Wire\nlicence: CC BY-SA 4.0\n")
    files["content/gulf.md"] = article("gulf", "source: Harbour Post\nrights: link\n")
    for name in ("bay", "cape", "dune", "east", "fjord", "gulf"):
        files[f"content/zqfile-{name}.svg"] = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    return SiteTest.of_files(files, tmp_path)


def everything(site: SiteTest) -> dict[str, str]:
    """The text of every output file, unpacked, and its name."""
    texts = {}
    for path, content in site.tree().items():
        text = decode(content)
        if path.endswith("objects.inv"):
            text += zlib.decompress(content.split(b"\n", 4)[4]).decode()
        if path.endswith(".eml"):
            parts = message_from_bytes(content, policy=SMTP).walk()
            text += "".join([part.get_content() for part in parts if not part.is_multipart()])
        texts[path] = f"{path}\n{text}".casefold()
    return texts


def holding(site: SiteTest, *words: str) -> set[str]:
    return {path for path, text in everything(site).items() for word in words if word in text}


def test_no_output_has_words_beyond_the_rights(site: SiteTest) -> None:
    """Every builder that there is takes part by being registered."""
    builders = sorted(open_project(site.root).extensions.builders)
    site.build(builders=builders)
    assert not site.report.failed, site.report.diagnostics
    texts = everything(site)
    for name in ("bay", "cape", "dune", "gulf"):
        leaks = [p for p, t in texts.items() if any(f"zq{n}-{name}" in t for n in
                 ("late", "head", "item", "alt", "file", "link", "host", "cleaned"))]  # fmt: skip
        assert leaks == [], name
    assert not holding(site, "zqdeck")
    for path in ("editions.xml", "2024-05-01/mail.html", "2024-05-01/mail.txt", "2024-05-01/mail.eml"):
        assert "the first sentence of" in texts[path], path
    # The search index has stems by word, so look for the parts of the words too.
    search = "".join(text for path, text in texts.items() if path.startswith("search/"))
    assert "zqlate" in search, "that of the articles that are shown in full"
    for name in ("east", "fjord"):
        shown = {path.rpartition(".")[2] for path in holding(site, f"zqlate-{name}")}
        assert shown >= {"html", "xml", "rss", "json", "txt", "md"}


def test_an_excerpt_has_whole_sentences_and_a_link(site: SiteTest) -> None:
    site.edit("briefgen.yml", "topics:", "builders: [html, text, json, llms, search]\ntopics:").build()
    page = site.page("/articles/bay/")
    assert "<p>The first sentence of bay is short. The second one of bay is a little longer" in page
    assert '<a rel="external" href="https://bay.example/a" hreflang="en">Read the whole article at' in page
    assert "minute read" not in page
    data = json.loads(site.page("/api/v1/articles/bay.json"))
    text = "The first sentence of bay is short. The second one of bay is a little longer than the first."
    assert (data["rights"], data["text"].strip(), data["summary"]) == ("excerpt", text, text)
    assert data["original"] == "https://bay.example/a"
    for path in ("/articles/bay/index.txt", "/articles/bay/index.md"):
        assert text in " ".join(site.page(path).split())
        assert "https://bay.example/a" in site.page(path)


def test_a_limit_of_ones_own_and_a_summary(site: SiteTest) -> None:
    site.edit("briefgen.yml", "rights: excerpt", "rights: excerpt\nexcerpt_length: 60")
    site.edit(
        "content/bay.md", "lang: en", "lang: en\nsummary: A deck of words. " + "More of it, and more. " * 9
    )
    page = site.build().page("/articles/bay/")
    assert "The first sentence of bay is short.</p>" in page
    assert "The second one of bay" not in page
    assert "A deck of words. More of it, and more. More of it, and more.</p>" in page


def test_a_link_has_no_page_and_its_title_leads_to_the_original(site: SiteTest) -> None:
    site.edit(
        "briefgen.yml", "topics:", "builders: [html, feed, text, json, search, sitemap]\ntopics:"
    ).build()
    site.codes("rights-unlinked")
    assert not [path for path in site.tree() if "articles/cape" in path or "articles/dune" in path]
    assert site.has("/articles/bay/")
    for page in ("/2024-05-01/", "/topics/sea/", "/stories/tides/", "/2024-05-01/sea/"):
        assert 'href="https://wire.example/cape"' in site.page(page), page
    assert "https://wire.example/cape" in site.page("/2024-05-01/index.txt")
    edition = json.loads(site.page("/api/v1/2024-05-01.json"))
    items = {
        i["id"]: i for b in edition["briefings"] for s in b["stories"] for i in (s["lead"], *s["others"])
    }
    assert items["cape"]["url"] == "https://wire.example/cape"
    assert "api" not in items["cape"]
    feed = json.loads(site.page("/feed.json"))
    entries = {one["title"]: one for one in feed["items"]}
    assert entries["Title of cape"]["url"] == "https://wire.example/cape"
    assert entries["Title of cape"]["content_text"] == "Title of cape"
    assert entries["Title of gulf"]["url"] == "https://tides.example/2024-05-01/"
    assert "wire.example" not in site.page("/sitemap-1.xml")
    titles = "".join(
        text for path, text in everything(site).items() if path.startswith("search/index/titles")
    )
    assert '"https://wire.example/cape","title of cape"' in titles


def test_the_files_of_a_text_that_is_not_shown_are_not_copied(site: SiteTest) -> None:
    site.build()
    copied = {path for path in site.tree() if "zqfile" in path}
    assert copied == {"content/zqfile-east.svg", "content/zqfile-fjord.svg"}


def test_an_edit_beyond_the_excerpt_renders_nothing(site: SiteTest) -> None:
    site.build()
    site.edit("content/bay.md", "zqlate-bay", "zqother-bay").build().rendered([])
    site.edit("content/cape.md", "first sentence", "very first sentence").build().rendered([])
    site.edit("content/bay.md", "sentence of bay is short", "sentence of bay is brief").build()
    assert "/articles/bay/" in site.report.rendered
    assert site.tree() == site.clean_tree()
    site.edit("sources/post.yml", "full", "link").build()
    assert not site.has("/articles/east/")
    assert site.tree() == site.clean_tree()
    site.build().idle()


@pytest.mark.parametrize(
    ("licence", "free"),
    [
        ("CC BY 4.0", True),
        ("cc-by-sa", True),
        ("CC0", True),
        ("https://creativecommons.org/licenses/by-nd/4.0/", True),
        ("Creative Commons Attribution 4.0", True),
        ("© Tide House, CC BY-NC 3.0", True),
        ("", False),
        ("All rights reserved", False),
        ("No Creative Commons licence", False),
        ("not CC BY", False),
        ("Ccby Press", False),
        ("Accord 0", False),
    ],
)
def test_creative_commons_is_free(licence: str, free: bool) -> None:
    assert is_free(licence) == free


def test_the_nearest_word_decides(site: SiteTest) -> None:
    settings = open_project(site.root).config.rights
    plain = Article("a", "content/a.md", "a", "A", "2024-05-01", "", "2024-05-01", "en")
    wire = plain._replace(source="coast wire")
    assert decide(plain, settings) == ("excerpt", "site")
    assert decide(wire, settings) == ("link", "source")
    assert decide(wire._replace(licence="CC BY"), settings) == ("full", "licence")
    assert decide(wire._replace(licence="CC BY", rights="excerpt"), settings) == ("excerpt", "article")
    assert decide(plain._replace(day="", url="https://wire.example/"), settings).rights == "full", "a page"


def test_a_slip_in_rights_is_an_error_and_a_licence_is_none(site: SiteTest) -> None:
    site.edit("content/bay.md", "lang: en", "lang: en\nrights: exerpt").build().fails()
    site.edit("content/bay.md", "rights: exerpt", 'rights: "© 2024 Bay House"').build()
    assert not site.report.failed
    assert "© 2024 Bay House" in site.page("/articles/bay/")
    site.edit("sources/wire.yml", "rights: link", "rights: links")
    assert run(["check", str(site.root)]) == 1


def test_check_lists_how_much_of_whom_is_shown(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(site.root), "--now", "2024-06-01", "--rights"]) == 0
    lines = {line.split("  ")[0]: line.split() for line in capsys.readouterr().out.splitlines()}
    assert lines["Coast Wire"][2:6] == ["1", "1", "0", "0"]
    assert lines["Harbour Post"][2:6] == ["2", "1", "0", "1"]
    assert lines["(no source)"][2:6] == ["2", "0", "1", "1"]
    assert lines["(no source)"][-2:] == ["site,", "source"] or lines["(no source)"][-2:] == [
        "source,",
        "site",
    ]
    assert run(["check", str(site.root), "--now", "2024-06-01", "--rights", "--json"]) == 0
    shares = {one["source"]: one for one in json.loads(capsys.readouterr().out)["rights"]}
    assert 0 < shares[""]["words_shown"] < shares[""]["words"]
    assert shares["CW"]["decided_by"] == ["source"]


def test_a_story_is_suggested_by_whole_texts(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    text = "On 3 May the Velmora ferry struck the Ostrava pier, and 417 passengers waited for Captain Brandt."
    filler = "Nobody had expected anything of the kind on such a calm and sunny morning at all. " * 4
    for name in ("one", "two"):
        body = f"{filler if name == 'one' else filler[::-1]}\n\n{text}\n"
        site.write(f"content/{name}.md", article(name, "rights: link\n", body).replace("story: tides\n", ""))
    whole = site.root / "content"
    assert run(["stories", str(site.root), "--now", "2024-06-01", "--json"]) == 0
    suggested = json.loads(capsys.readouterr().out)
    for path in whole.glob("*.md"):
        path.write_text(path.read_text("utf-8").replace("rights: link\n", "rights: full\n"), "utf-8")
    assert run(["stories", str(site.root), "--now", "2024-06-01", "--json"]) == 0
    assert suggested == json.loads(capsys.readouterr().out)

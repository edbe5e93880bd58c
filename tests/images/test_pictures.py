"""A site's pictures: copied with their size and copies, with warnings where needed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from images.photos import photo
from sitetest import SiteTest

from briefgen.images import resize

CONFIG = (
    "title: Pictures\nurl: https://pictures.example/\nimages: {widths: [32, 64]}\nbuilders: [html, feed, "
    "text, json, llms]\nfeeds: {content: full}\ntopics: [{slug: world}]\n"
)
HEAD = "---\ntitle: {title}\ndate: 2024-05-01\nlang: en\ntopic: world\n{more}---\n\n"
PLAIN = HEAD.format(title="Plain", more="") + "A text ![a harbour](harbour.jpg) and ![a hill](hill.png).\n"
LED = HEAD.format(title="Led", more="image: d/hill.png\nimage_alt: The hill\n") + "![a hill](d/hill.png)\n"


def put(site: SiteTest, path: str, data: bytes) -> SiteTest:
    target = site.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return site


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    files = {"briefgen.yml": CONFIG, "content/d/plain.md": PLAIN, "content/led.md": LED}
    site = SiteTest.of_files(files, tmp_path)
    put(site, "content/d/harbour.jpg", photo(100, 40, "JPEG"))
    return put(site, "content/d/hill.png", photo(50, 70))


def images(site: SiteTest, url: str) -> list[str]:
    return re.findall(r"<img [^>]*>", site.page(url))


def test_a_page_says_the_size_and_the_copies_of_its_pictures(site: SiteTest) -> None:
    site.build().codes()
    at, sizes = "../../content/d", 'sizes="(min-width: 46rem) 44rem, 100vw"'
    assert images(site, "/articles/plain/") == [
        f'<img src="{at}/harbour.jpg" decoding="async" width="100" height="40" '
        f'srcset="{at}/harbour.32w.jpg 32w, {at}/harbour.64w.jpg 64w, {at}/harbour.jpg 100w" '
        f'{sizes} alt="a harbour">',
        f'<img src="{at}/hill.png" loading="lazy" decoding="async" width="50" height="70" '
        f'srcset="{at}/hill.32w.png 32w, {at}/hill.png 50w" {sizes} alt="a hill">',
    ]
    lead, inner = images(site, "/articles/led/")
    assert 'loading="lazy"' not in lead
    assert lead.endswith('alt="The hill">')
    assert 'loading="lazy"' in inner
    pictures = [path for path in site.tree() if path.startswith("content/")]
    assert pictures == [
        "content/d/harbour.32w.jpg",
        "content/d/harbour.64w.jpg",
        "content/d/harbour.jpg",
        "content/d/hill.32w.png",
        "content/d/hill.png",
    ]
    # What is read elsewhere has the picture alone.
    assert 'src="https://pictures.example/content/d/hill.png" alt="a hill"' in site.page("/feed.xml").replace(
        "&quot;", '"'
    )


def test_a_picture_of_the_static_folder_says_its_size(site: SiteTest) -> None:
    put(site, "static/maps/coast.jpg", photo(100, 40, "JPEG"))
    site.build()
    site.edit("content/d/plain.md", "harbour.jpg", "/maps/coast.jpg").build().codes()
    assert images(site, "/articles/plain/")[0] == (
        '<img src="../../maps/coast.jpg" decoding="async" width="100" height="40" alt="a harbour">'
    )
    put(site, "static/maps/coast.jpg", photo(64, 48, "JPEG"))
    site.build().rendered(["/articles/plain/"])  # a file is copied and not rendered
    assert 'width="64" height="48"' in images(site, "/articles/plain/")[0]
    assert site.tree() == site.clean_tree()


def test_the_size_that_an_author_wrote_stays(site: SiteTest) -> None:
    site.edit(
        "content/d/plain.md", "![a hill](hill.png)", '<img src="hill.png" width="20" alt="">'
    ).build().codes()
    hill = images(site, "/articles/plain/")[1]
    assert 'width="20"' in hill
    assert "height" not in hill


def test_without_pillow_the_original_is_shown(site: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resize, "version", lambda: "")
    site.build().codes("extra-missing")
    assert 'width="100" height="40" alt="a harbour"' in site.page("/articles/plain/")
    assert len([path for path in site.tree() if path.startswith("content/")]) == 2
    site.edit("briefgen.yml", "images: {widths: [32, 64]}\n", "").build().codes()
    # With it, the same project has copies; nothing of what was seen without it is believed.
    monkeypatch.undo()
    site.edit("briefgen.yml", "url:", "images: {widths: [32, 64]}\nurl:").build().codes()
    assert site.tree() == site.clean_tree()
    assert site.has("/content/d/hill.32w.png")


def test_words_that_are_missing_are_told_where_the_picture_stands(site: SiteTest) -> None:
    text = (
        "![](hill.png)\n\nA text.\n\nMore ![ ](<hill.png>), <img src='hill.png'> and <img "
        "alt='' src='hill.png'>.\n"
    )
    site.write("content/d/plain.md", HEAD.format(title="Plain", more="image: hill.png\n") + text).build()
    told = [d for d in site.report.diagnostics if d.code == "image-alt-missing"]
    assert [str(d.location) for d in told] == [
        f"content/d/plain.md:{at}" for at in ("6:8", "9:5", "13:12", "13:24")
    ]
    assert all("image_alt" in d.hint or 'alt=""' in d.hint for d in told)


def test_what_could_do_harm_is_told_and_not_copied(site: SiteTest) -> None:
    site.build()
    site.write("content/d/plan.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    put(site, "content/d/page.png", b"<html>")
    text = "See ![the plan](plan.svg), [it](plan.svg) and ![a page](page.png).\n"
    site.write("content/d/plain.md", HEAD.format(title="Plain", more="") + text).build()
    site.codes("image-unsafe", "image-unsafe", "image-unsafe")
    assert "See the plan, <a>it</a> and a page." in site.page("/articles/plain/")
    assert not [path for path in site.tree() if ("plan" in path and "content" in path) or "page.png" in path]
    # It is mended while no article changes.
    site.write("content/d/plan.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>").build()
    site.codes("image-unsafe")
    assert 'width="9" height="9" alt="the plan"' in site.page("/articles/plain/")
    assert site.tree() == site.clean_tree()


def test_a_picture_that_is_damaged_is_shown_as_it_is(site: SiteTest) -> None:
    put(site, "content/d/harbour.jpg", photo(100, 40, "JPEG")[:400]).build().codes("image-faulty")
    assert images(site, "/articles/plain/")[0].startswith('<img src="../../content/d/harbour.jpg" decoding')
    assert not site.has("/content/d/harbour.32w.jpg")


def test_the_law(site: SiteTest) -> None:
    site.build().build().idle()
    # Other pixels: the picture and its copies are written, no page.
    put(site, "content/d/harbour.jpg", photo(100, 40, "JPEG", color=200)).build().rendered([]).wrote(3)
    assert site.tree() == site.clean_tree(jobs=2)
    # Another size: the page that shows it, too.
    put(site, "content/d/harbour.jpg", photo(60, 40, "JPEG")).build().rendered(["/articles/plain/"])
    assert not site.has("/content/d/harbour.64w.jpg")
    assert site.tree() == site.clean_tree()
    site.build().idle()
    site.edit("briefgen.yml", "[32, 64]", "[32]").build()
    assert site.tree() == site.clean_tree()
    site.edit("briefgen.yml", "widths: [32]", "widths: [32], quality: 20").build().wrote(1)
    assert site.tree() == site.clean_tree()


def test_pictures_of_drafts_stay_at_home(site: SiteTest) -> None:
    site.edit("content/d/plain.md", "lang: en", "lang: en\ndraft: true").build().codes("held")
    assert [path for path in site.tree() if path.startswith("content/")] == [
        "content/d/hill.32w.png",
        "content/d/hill.png",
    ]


def test_a_wish_that_is_none_is_told(site: SiteTest) -> None:
    from briefgen.model.diagnostics import BriefgenError

    site.edit("briefgen.yml", "widths: [32, 64]", "quality: 101")
    with pytest.raises(BriefgenError, match="quality is 101"):
        site.build()

"""Card images: the theme's template drawn with named fonts, the same each time."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from images.photos import photo
from PIL import Image
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.images import rasterize
from briefgen.images.text_layout import MORE, Lettering
from briefgen.model.diagnostics import BriefgenError

CONFIG = "title: Cards\nurl: https://cards.example/base/\ntopics: [{slug: world}]\nbuilders: [html, cards]\n"
ARTICLE = (
    "---\ntitle: {title}\ndate: 2024-05-0{day}\ntopic: world\nlang: en\nsource: "
    "Courier\n{more}---\n\nA text.\n"
)
FONTS = rasterize.font_files(Path(), ())


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    files = {
        "briefgen.yml": CONFIG,
        "content/one.md": ARTICLE.format(title="One", day=1, more=""),
        "content/two.md": ARTICLE.format(
            title="'</text><script>alert(1)</script> & {{ config }}'", day=2, more=""
        ),
        "content/own.md": ARTICLE.format(title="Own", day=2, more="image: own.png\nimage_alt: Its own\n"),
        "content/draft.md": ARTICLE.format(title="Secret", day=1, more="draft: true\n"),
    }
    site = SiteTest.of_files(files, tmp_path)
    (site.root / "content/own.png").write_bytes(photo(40, 30))
    return site


def cards(site: SiteTest) -> dict[str, bytes]:
    return {path: data for path, data in site.tree().items() if path.endswith("card.png")}


def meta(site: SiteTest, url: str) -> list[str]:
    return re.findall(r'<meta property="og:image[:a-z]*" content="([^"]*)">', site.page(url))


def test_a_page_that_is_shared_names_its_card(site: SiteTest) -> None:
    site.build().codes("held")
    drawn = cards(site)
    assert sorted(drawn) == [
        "2024-05-01/card.png", "2024-05-02/card.png", "articles/one/card.png", "articles/two/card.png",
    ]  # fmt: skip
    for data in drawn.values():
        assert Image.open(BytesIO(data)).size == (1200, 630)
    base, size = "https://cards.example/base", ["1200", "630"]
    assert meta(site, "/articles/one/") == [f"{base}/articles/one/card.png", "One", *size]
    assert meta(site, "/2024-05-01/") == [f"{base}/2024-05-01/card.png", "Wednesday, May 1, 2024", *size]
    assert meta(site, "/") == [f"{base}/2024-05-02/card.png", "Thursday, May 2, 2024", *size]
    assert meta(site, "/articles/own/") == [f"{base}/content/own.png", "Its own", "40", "30"]
    assert meta(site, "/topics/") == []


def test_the_text_of_an_article_draws_nothing(site: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(rasterize, "png", lambda svg, fonts, family: seen.append(svg) or b"")
    site.build()
    (svg,) = [one for one in seen if "alert" in one and "Courier" in one]
    assert "&lt;/text&gt;&lt;script&gt;" in svg
    assert "{{ config }}" in svg
    assert "<script" not in svg
    assert not [one for one in seen if "Secret" in one]


def test_a_card_that_no_font_can_say_has_the_address(site: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(rasterize, "png", lambda svg, fonts, family: seen.append(svg) or b"")
    site.write("briefgen.yml", CONFIG.replace("title: Cards", "title: البطاقات"))
    site.write("content/one.md", ARTICLE.format(title="ميناء", day=1, more="")).build()
    (svg,) = [one for one in seen if "Courier" in one and "May 1" in one]
    assert ">cards.example</text>" in svg
    monkeypatch.undo()
    site.build(fresh=True)
    site.edit("briefgen.yml", "cards.example", "other.example").build()
    assert site.clean_tree() == site.tree()


def test_the_law(site: SiteTest) -> None:
    site.build().build().idle()
    before = cards(site)
    assert site.clean_tree(jobs=2) == site.tree()
    site.edit("content/one.md", "A text", "Another text").build()
    assert cards(site) == before
    assert not [path for path in site.report.written if path.endswith(".png")]
    site.edit("content/one.md", "title: One", "title: First").build()
    drawn = sorted(path for path in site.report.written if path.endswith(".png"))
    assert drawn == ["2024-05-01/card.png", "articles/one/card.png"]
    assert site.clean_tree() == site.tree()
    site.remove("content/one.md").build()
    assert site.clean_tree() == site.tree()


def test_fonts_of_the_project_go_before(site: SiteTest) -> None:
    site.build()
    before = cards(site)
    (site.root / "fonts").mkdir()
    with TTFont(FONTS[0].with_name("SourceSerifPro-BlackIt.ttf")) as font:
        for number in (1, 16):
            font["name"].setName("Own", number, 3, 1, 0x409)
        font.save(site.root / "fonts/own.ttf")
    site.write("briefgen.yml", CONFIG + "cards: {fonts: [fonts/own.ttf]}\n").build()
    assert before.keys() == cards(site).keys()
    assert not {path for path, data in cards(site).items() if before[path] == data}
    assert site.clean_tree() == site.tree()
    site.write("briefgen.yml", CONFIG + "cards: {fonts: [fonts/none.ttf]}\n")
    with pytest.raises(BriefgenError, match=r'there is no font "fonts/none\.ttf"'):
        site.build()


def test_without_what_draws_it_is_said_and_pages_name_no_card(
    site: SiteTest, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site.build()
    with monkeypatch.context() as without:
        without.setattr(rasterize, "engine", lambda: "")
        site.build().codes("extra-missing", "held")
        assert not cards(site)
        assert meta(site, "/articles/one/") == []
        assert site.clean_tree() == site.tree()
        site.edit("briefgen.yml", "[html, cards]", "[html]")
        assert run(["build", str(site.root), "-b", "cards", "--now", "2024-06-01"]) == 1
        assert "pip install 'briefgen[cards]'" in capsys.readouterr().err
    site.edit("briefgen.yml", "[html]", "[html, cards]").build().codes("held")
    assert len(cards(site)) == 4
    assert site.clean_tree() == site.tree()


# --- lettering --------------------------------------------------------------------------------------------


def test_a_text_is_set_at_the_first_size_at_which_it_fits() -> None:
    letters = Lettering(FONTS)
    assert letters.family == "Source Serif Pro"
    assert letters.set("Short", 1000, (84, 54), 4) == (("Short",), 84)
    words = " ".join(["harbour"] * 14)
    lines, size = letters.set(words, 1000, (84, 54), 4)
    assert (" ".join(lines), size) == (words, 54)
    cut, _ = letters.set(" ".join(["harbour"] * 99), 1000, (84, 54), 2)
    assert len(cut) == 2
    assert cut[-1].endswith(MORE)
    assert letters.set("", 1000, (84,), 1) == (("",), 84)


def test_a_word_that_is_too_long_is_broken() -> None:
    lines, _ = Lettering(FONTS).set("m" * 60, 1000, (84, 54), 9)
    assert "".join(lines) == "m" * 60
    assert len(lines) > 2


def test_what_no_font_can_say_is_left_out() -> None:
    letters = Lettering(FONTS)
    assert letters.sayable("Fire 🔥 in\tthe\nhills") == "Fire in the hills"
    assert letters.sayable("Пожар στα βουνά") == "Пожар στα βουνά"
    assert letters.sayable("حريق") == ""

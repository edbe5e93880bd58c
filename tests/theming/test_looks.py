"""What pages show of a realistic day: one count, the lead's picture, origins, headlines in lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.images import rasterize
from briefgen.theming import design_tokens
from briefgen.util.i18n import format_day, plain_language, unbroken, utc_offset
from briefgen.util.place_names import place_name

SETTINGS = """title: The Weir
url: https://weir.example/
timezone: Asia/Makassar
topics:
  - {slug: river, title: River, description: What flows past.}
  - {slug: town, title: Town}
builders: [html]
"""
SURVEY = """---
title: The weir is surveyed
date: 2024-05-03T09:20+08:00
topic: river
lang: en
source: {name: Bank Gazette, url: "https://bank.example/"}
url: https://bank.example/weir
place: UPPER LOCK
story: weir
image: weir.svg
image_alt: A weir
image_caption: The weir from the south bank.
image_credit: Drawn by Ida Roe
summary: Three divers looked at every stone of the old weir.
---

Three divers looked at every stone of the old weir on Friday.
"""
RETOLD = """---
title: Bendung diperiksa
date: 2024-05-03T10:00+08:00
topic: river
lang: id
source: Kabar Bendung
place: Kali Hulu
story: weir
summary: Tiga penyelam memeriksa bendung tua.
---

Tiga penyelam memeriksa bendung tua pada hari Jumat.
"""
FOLLOWED = """---
title: The weir gets new stones
date: 2024-05-04
topic: river
lang: en
source: Mill Radio
story: weir
summary: Forty granite blocks arrive by barge in August.
---

Forty granite blocks arrive by barge in August.

The quarry beyond the moor cuts them without explosives.
"""
WEIR = '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400"/>\n'


def small(n: int, day: str = "2024-05-03") -> str:
    return (
        f"---\ntitle: Small matter {n}\ndate: {day}T0{n}:15+08:00\ntopic: town\nlang: en\n"
        f"tags: [Town hall]\n---\n\nMatter {n} is small.\n"
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    files = {
        "briefgen.yml": SETTINGS,
        "content/survey.md": SURVEY,
        "content/retold.md": RETOLD,
        "content/followed.md": FOLLOWED,
        "content/weir.svg": WEIR,
        "content/editions/2024-05-03.md": "---\nlead: survey\n---\n",
        **{f"content/small-{n}.md": small(n) for n in range(1, 5)},
        "content/march.md": small(6, "2024-03-08"),
        "content/old.md": small(7, "2022-11-09"),
    }
    return SiteTest.of_files(files, tmp_path_factory.mktemp("looks")).build()


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def part(html: str, start: str, end: str) -> str:
    return html.partition(start)[2].partition(end)[0]


def test_the_number_over_an_edition_is_that_of_its_items(site: SiteTest) -> None:
    page = site.page("/2024-05-03/")
    assert page.count('id="i') == 5
    head = text_of(part(page, '<header class="day">', "</header>"))
    assert "5 stories" in head
    assert "6 articles" in head
    assert '<span class="num">1 story</span>' in page
    assert "Updated 10:00 UTC+8" in head
    assert "1 article" in text_of(part(site.page("/2024-05-04/"), '<header class="day">', "</header>"))
    assert "articles" not in text_of(part(page, '<section class="topic"', "</section>"))
    shown = re.findall(r'<a href="[./0-9-]*town/">Town</a><span class="num">(.*?)</span>', page)
    assert shown == ["4 articles"]


def test_at_a_glance_lists_the_others_below_the_lead_and_only_where_it_helps(site: SiteTest) -> None:
    page = site.page("/2024-05-03/")
    glance = part(page, 'class="glance"', "</section>")
    assert '<ol start="2">' in glance
    assert glance.count("<li>") == 4
    assert page.index('id="i1"') < page.index('class="glance"') < page.index('id="i2"')
    assert "glance" not in site.page("/2024-05-03/town/")


def test_the_lead_has_its_picture_with_size_caption_and_credit(site: SiteTest) -> None:
    figure = part(site.page("/2024-05-03/"), '<figure class="picture">', "</figure>")
    assert 'width="640" height="400" alt="A weir"' in figure
    assert "<figcaption>The weir from the south bank. · Drawn by Ida Roe</figcaption>" in figure
    assert figure.replace("../content", "../../content") in site.page("/articles/survey/")
    assert "<figure" not in site.page("/topics/river/")


def test_a_line_has_source_place_time_and_language(site: SiteTest) -> None:
    line = part(part(site.page("/2024-05-03/"), 'id="i1"', "</article>"), '<p class="meta">', "</p>")
    assert text_of(line).startswith("Bank Gazette Upper Lock 09:20 UTC+8")
    assert '<a class="outlet" href="../sources/bank-gazette/">' in line
    told = part(site.page("/sources/kabar-bendung/"), '<article class="item', "</article>")
    assert text_of(part(told, '<p class="meta">', "</p>")).startswith("Kali Hulu 10:00 UTC+8 Indonesian")


def test_a_topic_has_one_item_for_a_story_and_day_and_names_the_other_outlets(site: SiteTest) -> None:
    page = site.page("/topics/river/")
    assert page.count('<article class="item') == 2
    assert '<p class="also">Also: Kabar Bendung</p>' in page
    assert ">Bendung diperiksa</a>" in page
    assert '<p class="sum">What flows past.</p>' in page


def test_lists_show_the_newest_headline(site: SiteTest) -> None:
    topics, sources = site.page("/topics/"), site.page("/sources/")
    assert '<p class="about">What flows past.</p>' in topics
    assert '<a href="../articles/followed/">The weir gets new stones</a>' in topics
    assert '<a rel="external" href="https://bank.example/">bank.example</a>' in sources
    assert ">The weir is surveyed</a>" in sources
    tags = site.page("/tags/")
    assert ">Town hall</a>" in tags
    assert ">Small matter 4</a>" in tags
    month = site.page("/archive/2024/05/")
    assert ">The weir is surveyed</a>" in month
    assert ">The weir gets new stones</a>" in month
    assert ">The weir gets new stones</a>" in site.page("/404.html")


def test_years_and_months_lead_to_those_before_and_after(site: SiteTest) -> None:
    def ways(url: str) -> dict[str, str]:
        return dict(re.findall(r'<a rel="(prev|next)" href="[./]*archive/([0-9/]*)/"', site.page(url)))

    assert ways("/archive/2024/") == {"prev": "2022"}
    assert ways("/archive/2022/") == {"next": "2024"}
    assert ways("/archive/2024/05/") == {"prev": "2024/03"}
    assert ways("/archive/2024/03/") == {"prev": "2022/11", "next": "2024/05"}


def test_a_year_of_few_days_is_not_drawn(site: SiteTest) -> None:
    assert "heat" not in part(site.page("/archive/2024/"), "<main", "</main>")


def test_the_page_of_a_story_does_not_repeat_a_summary(site: SiteTest) -> None:
    page = part(site.page("/stories/weir/"), "<main", "</main>")
    assert page.count("Forty granite blocks arrive by barge in August.") == 1
    assert "<li>The quarry beyond the moor cuts them without explosives.</li>" in page


def test_a_published_edition_has_a_calendar_that_leads_to_other_days(tmp_path: Path) -> None:
    edition = "---\nstatus: published\nitems: {town: [a]}\n---\n"
    files = {"briefgen.yml": SETTINGS, "content/a.md": small(1), "content/editions/2024-05-03.md": edition}
    site = SiteTest.of_files(files, tmp_path).build()
    before = site.page("/2024-05-03/")
    assert '<table class="cal">' in before
    site.write("content/b.md", small(2, "2024-05-11")).build()
    after = site.page("/2024-05-03/")
    assert 'href="../2024-05-11/"' in part(after, '<table class="cal">', "</table>")
    assert (
        part(before, "<main", '<p class="end">').split("</nav>")[1]
        == part(after, "<main", '<p class="end">').split("</nav>")[1]
    )
    assert site.build().idle().tree() == site.clean_tree()


@pytest.mark.parametrize("theme", ["ledger", "river"])
@pytest.mark.parametrize("accent", ["#0b5d6b", "#ffd400", "#123456", "#e0e0e0"])
def test_one_accent_colors_links_and_can_be_read(theme: str, accent: str, tmp_path: Path) -> None:
    settings = f'theme: {{name: {theme}, options: {{accent: "{accent}"}}}}\n'
    site = SiteTest.of_files({"briefgen.yml": settings, "content/a.md": small(1)}, tmp_path).build()
    assert not [one for one in site.report.diagnostics if one.code == "theme-contrast"]
    tokens = site.page("/static/tokens.css")
    shades = dict(re.findall(r"--(\w+): (?:light-dark\()?(#\w+(?:, #\w+)?)", tokens))
    assert shades["link"] == shades["accent"]
    light, dark = (shades["link"].split(", ") * 2)[:2]
    paper = {"ledger": ("#f3f1ea", "#1e1c19"), "river": ("#ffffff", "#111418")}[theme]
    assert design_tokens.contrast(light, paper[0]) >= 4.5
    assert design_tokens.contrast(dark, paper[1]) >= 4.5


def test_a_card_shows_each_story_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(rasterize, "png", lambda svg, fonts, family: seen.append(svg) or b"")
    settings = SETTINGS.replace("[html]", "[html, cards]")
    files = {"briefgen.yml": settings, "content/survey.md": SURVEY.replace("image: weir.svg\n", "")}
    files |= {"content/retold.md": RETOLD, "content/small.md": small(2)}
    SiteTest.of_files(files, tmp_path).build()
    (card,) = [one for one in seen if "Small matter" in one and ("surveyed" in one or "diperiksa" in one)]
    assert not ("surveyed" in card and "diperiksa" in card)
    bottoms = [int(y) for y in re.findall(r' y="(\d+)"', card)]
    assert bottoms == sorted(bottoms)
    assert bottoms[-1] - bottoms[-2] >= 30, "the last line keeps its distance"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("LOWER MILL", "Lower Mill"),
        ("Lower Mill", "Lower Mill"),
        ("PONTE DE SÃO LUÍS", "Ponte de São Luís"),
        ("DKI JAKARTA", "DKI Jakarta"),
        ("KOTA-BARU", "Kota-Baru"),
        ("ST. MAREN", "St. Maren"),
        ("NTT", "NTT"),
        ("東京", "東京"),
        ("ЛУЧНОЕ", "Лучное"),
        ("", ""),
    ],
)
def test_a_place_is_written_in_one_case(name: str, shown: str) -> None:
    assert place_name(name) == shown


@pytest.mark.parametrize(
    ("language", "full", "short"),
    [
        ("en", "Monday, November_23,_2026", "Mon, Nov_23"),
        ("de", "Montag, 23._November_2026", "Mo., 23._Nov."),
        ("fr", "lundi 23_novembre_2026", "lun. 23_nov."),
        ("hu", "2026._november_23., hétfő", "nov._23., H"),
        ("ko", "2026년_11월_23일 월요일", "11월_23일 (월)"),
        ("zh", "2026年11月23日星期一", "11月23日周一"),
    ],
)
def test_a_day_breaks_beside_its_weekday_alone(language: str, full: str, short: str) -> None:
    for pattern, wanted in (("full", full), ("MMMEd", short)):
        shown = unbroken(format_day("2026-11-23", pattern, language))
        assert shown.replace("\N{NO-BREAK SPACE}", "_") == wanted
        assert shown.replace("\N{NO-BREAK SPACE}", " ") == format_day("2026-11-23", pattern, language)


def test_an_offset_is_short_and_that_of_the_site() -> None:
    moments = ("2024-05-20T09:15:00+08:00", "2024-05-20T09:15:00+00:00", "2024-05-20T09:15:00-03:30")
    assert [utc_offset(one) for one in moments] == ["UTC+8", "UTC", "UTC\N{MINUS SIGN}3:30"]
    assert utc_offset("2024-07-01T12:00:00+00:00", "Europe/Berlin") == "UTC+2"
    assert utc_offset("2024-01-01T12:00:00+00:00", "Europe/Berlin") == "UTC+1"


def test_a_language_has_its_region_only_where_that_tells_two_apart() -> None:
    assert plain_language("en-SG", ["en-SG", "id"]) == "en"
    assert plain_language("en-SG", ["en-SG", "en-GB"]) == "en-SG"
    assert plain_language("zh-TW", ["zh-TW", "id"]) == "zh-Hant"

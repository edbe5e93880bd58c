"""Links, tables and pictures of feed entries and mails arrive in the article."""

from __future__ import annotations

import pytest

from briefgen.importing.document import TextLine
from briefgen.importing.html_blocks import blocks, first_picture
from briefgen.importing.markdown_writer import markdown

BASE = "https://ferry.example/news/1"


def as_markdown(html: str) -> str:
    return markdown(blocks(html, BASE)).strip()


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>See <a href='/t'>the table</a>.</p>", "See [the table](https://ferry.example/t)."),
        ("<p>the <a href='t'>the</a> the</p>", "the [the](https://ferry.example/news/t) the"),
        ("<p>a*b <a href='https://a.example/x_(y)?a=1&amp;lt;=2'>[c]</a></p>",
         r"a\*b [\[c\]](https://a.example/x_%28y%29?a=1\&lt;=2)"),
        ("<ul><li><a href='https://a.example/'> one </a>:<li><a href='https://b.example/'>two</a></ul>",
         "- [one](https://a.example/) :\n- [two](https://b.example/)"),
        ("<a href='https://a.example/'><h2>Head</h2><p>Text</p></a>",
         "## [Head](https://a.example/)\n\n[Text](https://a.example/)"),
        ("<p><a href='javascript:x()'>press</a> <a href='data:text/html,x'>here</a></p>", "press here"),
        ("<a href='https://паром.example/а б'>x</a>", "[x](https://паром.example/а%20б)"),
        ("<a href='https://a.example/?utm_source=mail&n=1'>x</a>", "[x](https://a.example/?n=1)"),
        ("<p><a href='https://a.example/'>open", "[open](https://a.example/)"),
    ],
)  # fmt: skip
def test_links_stay(html: str, expected: str) -> None:
    assert as_markdown(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>10<sup>2</sup> km<sup>2</sup>, H<sub>2</sub>O, Na<sup>+</sup></p>", "10² km², H₂O, Na+"),
        ("<p>Tides<sup><a href='#n1'>[1]</a></sup> 5<sup>th</sup> m<sup>-2</sup></p>", "Tides[1] 5th m⁻²"),
        ("<p>So<sup><a href='https://a.example/n'>note</a></sup></p>", "So[note](https://a.example/n)"),
    ],
)
def test_raised_digits_stay_apart_from_a_number(html: str, expected: str) -> None:
    assert as_markdown(html).replace("\\", "") == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<iframe src='https://www.youtube-nocookie.com/embed/a1b2c3d4'></iframe>", "<https://www.youtube.com/watch?v=a1b2c3d4>"),
        ("<iframe title='The tide' data-src='//player.vimeo.com/video/7'></iframe>", "[The tide](https://vimeo.com/7)"),
        ("<video controls><source src='/t.mp4'>No video here.</video>", "[/t.mp4](https://ferry.example/t.mp4)"),
        ("<audio src='https://a.example/t.mp3' title='The bell'></audio>", "[The bell](https://a.example/t.mp3)"),
        ("<object data='https://www.youtube.com/embed/a1b2c3d4'>Old.</object>", "<https://www.youtube.com/watch?v=a1b2c3d4>"),
        ("<iframe src='https://ads.example/slot?n=1'></iframe><embed src='https://ads.example/b.swf'>", ""),
        ("<iframe src='javascript:alert(1)'></iframe><video src='data:video/mp4,x'></video>", ""),
    ],
)  # fmt: skip
def test_a_player_is_a_link_to_what_it_plays(html: str, expected: str) -> None:
    text = as_markdown(f"<p>One.</p>{html}<p>Two.</p>")
    assert text.removeprefix("One.").removesuffix("Two.").strip() == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Fares:", "- adult: 4", "- dog: free"], "Fares:\n\n- adult: 4\n- dog: free"),
        (["• One.", "• Two."], "- One.\n- Two."),
        (["1. The board.", "2. The [plan].", "End."], "1. The board.\n2. The \\[plan\\].\n\nEnd."),
        (["1. The board.", "3. The plan."], "1\\. The board.\n\n3\\. The plan."),
        (["- We are glad.", "- So are we!"], "\\- We are glad.\n\n\\- So are we!"),
        (["- alone", "Text."], "\\- alone\n\nText."),
    ],
)
def test_lines_with_the_signs_of_a_list_are_one(texts: list[str], expected: str) -> None:
    assert markdown(map(TextLine, texts)).strip() == expected


def test_the_link_of_a_written_item_stays_in_its_place() -> None:
    html = "<p>- the <a href='/a'>tide</a> the tide</p><p>- <a href='/b'>b</a></p>"
    assert as_markdown(html) == (
        "- the [tide](https://ferry.example/a) the tide\n- [b](https://ferry.example/b)"
    )


def test_a_table_of_data_stays_a_table() -> None:
    html = (
        "<table><tr><th>Tide</th><th>Boats</th></tr><tr><td>low</td><td></td></tr>"
        "<tr><td><a href='https://a.example/'>high</a></td><td>4|5</td></tr></table><p>So it was.</p>"
    )
    rows = ["| Tide | Boats |", "| --- | --- |", "| low |  |", r"| [high](https://a.example/) | 4\|5 |"]
    assert as_markdown(html) == "\n".join(rows) + "\n\nSo it was."


def test_a_table_that_lays_out_a_page_is_none() -> None:
    html = "<table><tr><td>Menu</td><td><p>One.</p><p>Two.</p></td></tr><tr><td>x</td></tr></table>"
    assert as_markdown(html) == "Menu\n\nOne.\n\nTwo.\n\nx"


def test_the_first_picture_that_a_reader_sees() -> None:
    html = "<img src='https://count.example/p.gif' width=1 height=1><img src='/a.jpg' alt='A ferry'>"
    assert first_picture(html, BASE) == ("https://ferry.example/a.jpg", "A ferry")

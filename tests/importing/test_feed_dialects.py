"""Feeds as outlets really write them: encodings, prefixes, entities, blank lines."""

from __future__ import annotations

import pytest

from briefgen.importing.document import ImportedDocument, Input
from briefgen.importing.feeds import read
from briefgen.model.diagnostics import BriefgenError

HEAD = '<?xml version="1.0" encoding="{}"?>\n'


def rss(title: str, text: str = "The ferry waits.", more: str = "") -> str:
    return (
        "<rss><channel><title>Ferry Post</title>"
        f"<item><title>{title}</title><link>https://ferry.example/1</link>"
        f"<description>{text}</description>{more}</item></channel></rss>"
    )


def entries(data: bytes | str, kind: str = "") -> list[ImportedDocument]:
    raw = data.encode() if isinstance(data, str) else data
    return [one for one in read(Input("feed.xml", raw, kind)) if isinstance(one, ImportedDocument)]


@pytest.mark.parametrize(
    ("declared", "codec", "title"),
    [
        ("gb2312", "gb18030", "渡轮今天不开，镕"),
        ("GBK", "gbk", "渡轮今天不开"),
        ("Big5", "big5", "渡輪今天不開"),
        ("Shift_JIS", "cp932", "渡し船①は休み"),
        ("EUC-JP", "euc_jp", "渡し船は休み"),
        ("ISO-2022-JP", "iso2022_jp", "渡し船は休み"),
        ("EUC-KR", "cp949", "나룻배는 쉽니다"),
        ("windows-1251", "cp1251", "Паром не ходит"),
        ("KOI8-R", "koi8-r", "Паром не ходит"),
        ("ISO-8859-1", "cp1252", "Die Fähre – “heute” nicht"),
        ("windows-1256", "cp1256", "العبارة لا تعمل"),
        ("UTF-16", "utf-16", "Паром не ходит"),
        ("utf-16", "utf-8", "Паром не ходит"),
        ("no-such-code", "utf-8", "Паром не ходит"),
    ],
)
def test_every_encoding_that_a_feed_declares(declared: str, codec: str, title: str) -> None:
    (entry,) = entries((HEAD.format(declared) + rss(title)).encode(codec))
    assert entry.fields["title"] == title


def test_the_content_type_declares_where_the_feed_does_not() -> None:
    (entry,) = entries(rss("Паром").encode("cp1251"), "text/xml; charset=windows-1251")
    assert entry.fields["title"] == "Паром"


@pytest.mark.parametrize("before", ["\n", "\r\n \n", "\ufeff\n", "\n\ufeff", "\t"])
def test_blank_lines_before_the_declaration(before: str) -> None:
    (entry,) = entries(before + HEAD.format("utf-8") + rss("The ferry"))
    assert entry.fields["title"] == "The ferry"


def test_bare_ampersands_entities_and_prefixes_without_declaration() -> None:
    more = "<dc:creator>Ada Lind</dc:creator><media:thumbnail xlink:href='x'/>"
    (entry,) = entries(rss("Oars&nbsp;& ropes &copy; A&B", "<![CDATA[Salt &amp; tar.]]>", more))
    assert entry.fields["title"] == "Oars & ropes © A&B"
    assert entry.fields["author"] == "Ada Lind"
    assert [line.text for line in entry.lines] == ["Salt & tar."]


def test_an_error_names_the_line_of_the_file() -> None:
    with pytest.raises(BriefgenError) as caught:
        entries("\n\n" + HEAD.format("utf-8") + "<rss><channel></rss>")
    assert caught.value.diagnostics[0].location.line == 4


@pytest.mark.parametrize(
    "footer",
    [
        "The post <a href='/1'>The new ferry</a> appeared first on <a href='/'>Ferry Post</a>.",
        "Der Beitrag The new ferry erschien zuerst auf Fährblatt.",
        "L’article The new ferry est apparu en premier sur Le Bac.",
        "The new ferry yazısı ilk önce Ferry Post üzerinde ortaya çıktı.",
        "投稿 The new ferry は Ferry Post に最初に表示されました。",
    ],
)
def test_the_line_on_where_an_entry_appeared_first_goes(footer: str) -> None:
    (entry,) = entries(rss("The new ferry", f"<![CDATA[<p>It sails.</p><p>{footer}</p>]]>"))
    assert [line.text for line in entry.lines] == ["It sails."]


def test_a_last_sentence_on_the_title_stays() -> None:
    last = "The new ferry will be shown to the town on Sunday, says the Ferry Post in its weekly column."
    (entry,) = entries(rss("The new ferry", f"<![CDATA[<p>It sails.</p><p>{last}</p>]]>"))
    assert [line.text for line in entry.lines] == ["It sails.", last]


def test_categories_become_tags_and_an_enclosure_the_image() -> None:
    more = (
        "<category>Ferries</category><category>ferries</category><dc:subject>Town</dc:subject>"
        "<category>Uncategorized</category><category term='x' label='Boats'/>"
        "<enclosure url='https://ferry.example/a.mp3' type='audio/mpeg'/>"
        "<media:content url='https://ferry.example/a.jpg' medium='image'/>"
    )
    (entry,) = entries(rss("The new ferry", more=more))
    assert entry.fields["tags"] == "ferries, Town, Boats"
    assert entry.fields["image"] == "https://ferry.example/a.jpg"

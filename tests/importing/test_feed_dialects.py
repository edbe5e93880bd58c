"""Feeds as outlets really write them: encodings, prefixes, entities, blank lines."""

from __future__ import annotations

import random

import feedparser
import pytest

from briefgen.importing.document import ImportedDocument, Input
from briefgen.importing.feeds import read
from briefgen.importing.markdown_writer import markdown
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


def test_recordings_and_documents_are_links_below_the_text() -> None:
    more = (
        '<enclosure url="https://ferry.example/12.mp3?utm_source=x" type="audio/mpeg"/>'
        '<enclosure url="/plan.pdf" type="application/pdf"/><enclosure url="javascript:x()"/>'
        '<enclosure url="https://ferry.example/p.jpg" type="image/jpeg"/>'
    )
    (one,) = entries(rss("Fares", "The ferry waits.", more))
    assert markdown(one.lines) == (
        "The ferry waits.\n\n[12.mp3](https://ferry.example/12.mp3)\n\n[plan.pdf](https://ferry.example/plan.pdf)\n"
    )
    assert one.fields["image"] == "https://ferry.example/p.jpg"


def test_entries_without_a_link_have_no_address() -> None:
    items = "".join(
        f"<item><title>{n}</title><guid>{n}</guid><description>T {n}</description></item>" for n in "ab"
    )
    feed = f"<rss><channel><title>F</title><link>https://ferry.example/</link>{items}</channel></rss>"
    assert [one.fields.get("url") for one in entries(feed)] == [None, None]


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


DIALECTS = {
    "RSS 0.90": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Ferry Post</title>'
    "<link>https://ferry.example/</link></channel><item><title>One</title>"
    "<link>https://ferry.example/1</link></item><item><title>Two</title><link>https://ferry.example/2</link>"
    "</item></rdf:RDF>",
    "RSS 0.91": '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
    '"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel>'
    "<title>Ferry Post</title><item><title>One</title><link>https://ferry.example/1</link>"
    "<description>Salt &amp;amp; tar</description></item></channel></rss>",
    "RSS 1.0": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x">'
    '<title>Ferry Post</title></channel><item rdf:about="https://ferry.example/1"><title>One</title>'
    "<dc:date>2024-05-14</dc:date><description>It waits.</description></item></rdf:RDF>",
    "RSS 2.0 without links": "<rss version='2.0'><channel><title>Ferry Post</title><item><title>One</title>"
    "<guid>https://ferry.example/1</guid><description>It waits.</description></item></channel></rss>",
    "RSS with relative links": "<rss version='2.0'><channel><title>Ferry Post</title>"
    "<link>https://ferry.example/</link><item><title>One</title><link>/1</link>"
    "<description>It waits.</description></item></channel></rss>",
    "Atom 0.3": '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Ferry Post</title><entry>'
    '<title>One</title><link rel="alternate" type="text/html" href="https://ferry.example/1"/>'
    '<modified>2024-05-14T08:00:00Z</modified><content type="text/html" mode="escaped">&lt;p&gt;It '
    "waits.&lt;/p&gt;</content></entry></feed>",
    "Atom 1.0": '<feed xmlns="http://www.w3.org/2005/Atom"><title>Ferry Post</title><entry><title>One</title>'
    '<link href="https://ferry.example/1"/><id>x</id><updated>2024-05-14T08:00:00Z</updated>'
    "<summary>It waits.</summary></entry></feed>",
    "Atom with a prefix": '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Ferry Post</a:title>'
    '<a:entry><a:title>One</a:title><a:link href="https://ferry.example/1"/><a:content type="xhtml">'
    '<x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>It waits.</x:p></x:div></a:content>'
    "</a:entry></a:feed>",
    "a video": '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">'
    '<title>Ferry Post</title><entry><title>One</title><link href="https://ferry.example/1"/><media:group>'
    "<media:description>It waits.</media:description></media:group></entry></feed>",
    "capital letters": "<RSS VERSION='2.0'><CHANNEL><TITLE>Ferry Post</TITLE><ITEM><TITLE>One</TITLE>"
    "<LINK>https://ferry.example/1</LINK><DESCRIPTION>It waits.</DESCRIPTION></ITEM></CHANNEL></RSS>",
    "an end that is missing": "<rss version='2.0'><channel><title>Ferry Post</title><item><title>One</title>"
    "<link>https://ferry.example/1</link><description>It waits.</description></item><item><title>Tw",
    "tags that cross": "<rss version='2.0'><channel><title>Ferry Post</title><item><title>One</title>"
    "<link>https://ferry.example/1</link><description>It <b>waits.</description></b></item></channel></rss>",
    "tags without escapes": "<rss version='2.0'><channel><title>Ferry Post</title><item><title>One</title>"
    "<link>https://ferry.example/1</link><description><p>It waits.</p></description></item></channel></rss>",
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_entry_that_feedparser_finds_comes_in(dialect: str) -> None:
    found = entries(DIALECTS[dialect])
    parsed = feedparser.parse(DIALECTS[dialect])
    assert len(found) >= len([entry for entry in parsed.entries if entry.get("link")])
    assert found[0].fields["title"] == "One"
    assert found[0].fields["url"] == "https://ferry.example/1"
    assert found[0].fields["source"] == "Ferry Post"
    text = " ".join(line.text for line in found[0].lines)
    assert text.startswith("It waits." if "waits" in DIALECTS[dialect] else "")


def test_a_plain_text_has_its_paragraphs_and_markup_its_markup() -> None:
    (plain,) = entries(rss("One", "It waits.\nStill.\n\nNobody knows why."))
    assert [line.text for line in plain.lines] == ["It waits. Still.", "Nobody knows why."]
    html = "<![CDATA[<p>It <em>waits</em>:</p><pre>row\n  row</pre><ul><li>a<ul><li>b</li></ul></li></ul>]]>"
    (marked,) = entries(rss("One", html))
    assert markdown(marked.lines) == "It *waits*:\n\n```\nrow\n  row\n```\n\n- a\n  - b\n"


def test_a_summary_that_is_not_the_beginning_of_the_text() -> None:
    more = "<content:encoded><![CDATA[<p>It waits for the tide.</p>]]></content:encoded>"
    (other,) = entries(rss("One", "A boat and the sea.", more))
    (same,) = entries(rss("One", "It waits for […]", more))
    (again,) = entries(rss("One", "It waits for the tide.", more))
    assert other.fields["summary"] == "A boat and the sea."
    assert "summary" not in again.fields
    assert same.fields["title"] == "One"


@pytest.mark.parametrize("seed", range(40))
def test_feeds_with_random_damage_are_read_or_refused(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - the same damage every time
    data = bytearray(rng.choice([*DIALECTS.values()]).encode())
    for _ in range(rng.randrange(1, 8)):
        at = rng.randrange(len(data))
        data[at : at + rng.randrange(3)] = rng.choice([b"<", b">", b"&", b"\xff", b"]]>", b"<![CDATA[", b""])
    refusals: list[BriefgenError] = []
    try:
        found = entries(bytes(data))
    except BriefgenError as error:
        refusals.append(error)
        found = []
    assert found or all(error.diagnostics[0].code == "import-refused" for error in refusals)

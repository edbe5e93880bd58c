"""Malicious or broken inputs are refused with code, place and hint; nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.importing import formats
from briefgen.importing.document import MOST_BYTES, ImportedDocument, Input
from briefgen.importing.inputs import expand
from briefgen.model.diagnostics import BriefgenError

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
)
WORDS = (
    "The ferry left at noon with nobody on board, and it came back at six in the evening as it always does."
)


def read_documents(name: str, text: str | bytes, kind: str = "") -> list[ImportedDocument]:
    data = text if isinstance(text, bytes) else text.encode()
    found = list(formats.read_documents(Input(name, data, kind)))
    refusal = [one for one in found if isinstance(one, BriefgenError)]
    if refusal:
        raise refusal[0]
    return [one for one in found if isinstance(one, ImportedDocument)]


HOSTILE: dict[str, tuple[str, Callable[[], str | bytes], str]] = {
    "an entity bomb": (
        "a.xml",
        lambda: f"<?xml version='1.0'?>{BOMB}]><rss><channel><title>&m;</title></channel></rss>",
        "declares entities",
    ),
    "an entity that reads a file": (
        "a.rss",
        lambda: (
            '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title>'
            "</item></channel></rss>"
        ),
        "declares entities",
    ),
    "a parameter entity from the network": (
        "a.xml",
        lambda: '<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]><rss/>',
        "declares entities",
    ),
    "broken XML": ("a.xml", lambda: "<rss><channel><item></channel></rss>", "broken"),
    "XML that is no feed": ("a.xml", lambda: "<?xml version='1.0'?><svg/>", "begins with <svg>"),
    "too many entries": (
        "a.xml",
        lambda: "<rss><channel>" + "<item/>" * 10_001 + "</channel></rss>",
        "more than 10,000 entries",
    ),
    "a page nested without end": ("a.html", lambda: "<html><body>" + "<div>" * 100_000 + WORDS, ""),
    "a page without an article": (
        "a.html",
        lambda: "<html><body><nav><a href='/'>Home</a></nav></body></html>",
        "no article",
    ),
    "a mail nested without end": (
        "a.eml",
        lambda: (
            "Subject: x\n"
            + "".join((f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n') for n in range(3000))
        ),
        "",
    ),
    "a mail without text": (
        "a.eml",
        lambda: "Subject: x\nFrom: a@b.example\nContent-Type: image/png\n\nabc",
        "no text",
    ),
    "JSON nested without end": ("a.json", lambda: "[" * 200_000, "not JSON"),
    "a line of JSON nested without end": ("a.jsonl", lambda: '{"a":' * 100_000, "not JSON"),
    "a number that takes hours to read": ("a.jsonl", lambda: f'{{"text": {"9" * 10_000}}}', "not JSON"),
    "a list of texts": ("a.json", lambda: '["a"]', "not a JSON object"),
    "a row without text": ("a.csv", lambda: "judul,kolom_lain\na,b\n", "no text column"),
    "a table with a quote that never ends": ("a.csv", lambda: 'text\n"The ferry', "broken"),
    "bytes that are no text": ("a.txt", lambda: b"\x7fELF\x02\0\0\0", "not a text file"),
    "more than anybody writes": ("a.txt", lambda: b"a" * (MOST_BYTES + 1), "larger than 20 MB"),
    "nothing": ("a.txt", lambda: " \n", "empty"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused(name: str) -> None:
    file, make, why = HOSTILE[name]
    with pytest.raises(BriefgenError) as error:
        read_documents(file, make())
    told = error.value.diagnostics[0]
    assert told.code == "import-refused"
    assert told.location.path.startswith(file)
    assert why in told.message
    assert told.hint or name == "nothing"


@pytest.mark.parametrize(
    ("outline", "why"),
    [
        ("../../etc/passwd", "outside"),
        ("/etc/passwd", "outside"),
        ("%2e%2e/secret.txt", "outside"),
        ("link.txt", "outside"),
        ("file:///etc/passwd", "is a web address"),
        ("http://127.0.0.1/feed.xml", "is a web address"),
        ("other.opml", "is another list"),
        ("list.OPML", "is another list"),
        ("nothing.xml", "there is no file"),
    ],
)
def test_a_list_leads_nowhere_else(outline: str, why: str, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text(WORDS)
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "list.opml").write_text(
        f'<opml version="2.0"><body><outline xmlUrl="{outline}"/></body></opml>'
    )
    with pytest.raises(BriefgenError) as error:
        expand([str(folder / "list.opml")], tmp_path / "content")
    assert error.value.diagnostics[0].code == "import-refused"
    assert why in error.value.diagnostics[0].message


def test_a_deep_list_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WORDS)
    deep = "<outline>" * 50_000 + '<outline url="a.txt"/>' + "</outline>" * 50_000
    (tmp_path / "list.opml").write_text(f"<opml><body>{deep}</body></opml>")
    assert expand([str(tmp_path / "list.opml")], tmp_path / "content") == [(tmp_path / "a.txt").as_posix()]


@pytest.mark.parametrize(
    ("name", "start", "form"),
    [
        ("-", b"<!DOCTYPE html><html>", "html"),
        ("-", b"  <p>Words", "html"),
        ("-", b'<?xml version="1.0"?><rss>', "feed"),
        ("-", b'<?xml version="1.0"?>\n<!DOCTYPE html><html>', "html"),
        ("-", b"<opml><body/>", "opml"),
        ("-", b"From: a@b\nSubject: c\n\nd", "mail"),
        ("-", b"Note: a line\nand another", "text"),
        ("-", b'{"a": 1}\n{"a": 2}\n', "lines"),
        ("-", b'{\n "a": 1\n}', "json"),
        ("-", b"[1] a footnote\nand so on", "json"),
        ("-", b"{curly} words\nand others", "text"),
        ("a.csv", b"a,b", "csv"),
        ("a.TSV", b"a\tb", "tsv"),
        ("a.xml", b"<html><body>", "html"),
        ("a.dat", b"Words", "text"),
        ("https://x.example/a.csv?b=c.html", b"a,b", "csv"),
    ],
)
def test_a_form_is_known(name: str, start: bytes, form: str) -> None:
    assert formats.format_of(Input(name, start)) == form

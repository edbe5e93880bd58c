"""What ``raw/`` keeps of an input, and which files are no input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefgen.importing.document import ImportedDocument, Input
from briefgen.importing.feed_entry_copy import MOST_ATTRIBUTES
from briefgen.importing.formats import read_documents
from briefgen.importing.inputs import expand, load
from briefgen.importing.remake import document_in
from briefgen.model.diagnostics import BriefgenError

RSS = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Pier</title>'
    "<link>https://pier.example/</link><language>en</language><item><title>One</title><guid>g1</guid>"
    "<content:encoded><![CDATA[<p>The <b>pier</b> is open.</p>]]></content:encoded></item>"
    "<item><title>Two</title><link>/2</link><description>It is <!-- a note -->closed.</description></item>"
    "</channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://mill.example/" xml:lang="de">'
    '<title>Mühle</title><entry><title>Eins</title><link href="1"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
    "<p>Sie <em>dreht</em> sich.</p></div></content></entry><entry><title>Zwei</title><id>z</id>"
    "<summary>Kurz.</summary></entry></feed>"
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel>'
    "<title>Quarry</title></channel><item rdf:about='https://quarry.example/1'><title>Stone</title>"
    "<description>It is grey.</description></item></rdf:RDF>"
)
BROKEN = RSS.replace("</guid>", "</guid>&nbsp;").replace("closed.", "closed &amp bare & <br>.")
FEED = json.dumps({
    "version": "https://jsonfeed.org/version/1.1", "title": "Orchard", "language": "en", "items": [
        {"url": "https://orchard.example/1", "title": "Apples", "content_html": "<p>Red <i>apples</i>.</p>"},
        {"id": "b", "title": "Pears", "content_text": "Green pears."},
    ],
})  # fmt: skip


def documents(text: str) -> list[ImportedDocument]:
    return [one for one in read_documents(Input("feed", text.encode())) if isinstance(one, ImportedDocument)]


@pytest.mark.parametrize("text", [RSS, ATOM, RDF, BROKEN, FEED], ids=["rss", "atom", "rdf", "broken", "json"])
def test_an_entry_is_kept_by_itself_and_read_again_as_it_was(text: str) -> None:
    entries = documents(text)
    assert entries
    assert len({one.raw for one in entries}) == len(entries)
    for one in entries:
        copy = document_in(Input(f"raw/x{one.suffix}", one.raw), one.item, {})
        assert (copy.lines, copy.fields, copy.dates, copy.item) == (
            one.lines,
            one.fields,
            one.dates,
            one.item,
        )
        others = [other.fields["title"] for other in entries if other is not one]
        assert not any(title.encode() in one.raw for title in others)
        assert copy.raw == one.raw, "it is stored once"


def test_a_new_entry_changes_nothing_of_what_is_kept_of_the_others() -> None:
    more = RSS.replace("<item><title>One", "<item><title>Zero</title><guid>g0</guid></item><item><title>One")
    assert documents(more)[1].raw == documents(RSS)[0].raw


def test_an_entry_with_countless_attributes_is_kept_with_some() -> None:
    wide = "".join(f' a{n}="1"' for n in range(3_000))
    (entry,) = documents(f"<rss><channel><item{wide}><title>A</title><description>B</description></item>")
    assert entry.raw.count(b'="1"') <= MOST_ATTRIBUTES + 1


def test_secrets_and_links_out_of_a_folder_are_no_inputs(tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (tmp_path / "outside.txt").write_text("Nobody may read this")
    for name in ("a.txt", ".env", ".hidden.txt", "credentials.json", "client_secret_1.json"):
        (folder / name).write_text("A")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "near.txt").symlink_to(folder / "a.txt")
    names = [Path(name).name for name in expand([str(folder)], tmp_path / "content")]
    assert names == ["a.txt", "client_secret_1.json", "credentials.json", "near.txt"]
    (tmp_path / "plain.txt").symlink_to(folder / "credentials.json")
    for name in (
        folder / "credentials.json",
        folder / "client_secret_1.json",
        folder / ".env",
        tmp_path / "plain.txt",
    ):
        with pytest.raises(BriefgenError, match="name of a secret"):
            load(str(tmp_path / name))
    assert load(str(folder / "a.txt")).data == b"A"

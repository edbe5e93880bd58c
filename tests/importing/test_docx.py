"""Documents of a word processor."""

from __future__ import annotations

import io
import zipfile

import pytest

from briefgen.importing.document import ImportedDocument, Input
from briefgen.importing.formats import read_documents
from briefgen.importing.markdown_writer import markdown
from briefgen.model.diagnostics import BriefgenError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r2" Type="{LINK}" Target="https://kelp.example/plan" TargetMode="External"/>'
    "</Relationships>"
)
CORE = (
    '<cp:coreProperties xmlns:cp="urn:core" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Kelp is dried</dc:title>'
    "<dc:creator>Ada Lind</dc:creator><dcterms:created>2024-05-14T08:00:00Z</dcterms:created>"
    "</cp:coreProperties>"
)
STYLES = (
    f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>'
    "</w:styles>"
)


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def document(body: str, **parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        files = {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": RELS,
            "word/document.xml": f"<w:document {W} {R}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": LINKS,
            "word/styles.xml": STYLES,
            "docProps/core.xml": CORE,
        }
        for name, text in (files | parts).items():
            archive.writestr(name, text)
    return stream.getvalue()


def read(data: bytes, name: str = "kelp.docx") -> ImportedDocument:
    (one,) = (one for one in read_documents(Input(name, data)) if isinstance(one, ImportedDocument))
    return one


def test_a_document_comes_in_with_its_markup() -> None:
    cell = "<w:tc>{}</w:tc>".format
    row = "<w:tr>{}</w:tr>".format
    table = row(cell(paragraph("Month")) + cell(paragraph("Tons"))) + row(
        cell(paragraph("May")) + cell(paragraph("9"))
    )
    body = (
        paragraph("Drying", '<w:pPr><w:pStyle w:val="Heading2"/></w:pPr>')
        + paragraph("Kelp hangs for nine days.", run="<w:b/>")
        + '<w:p><w:r><w:t xml:space="preserve">See </w:t></w:r><w:hyperlink r:id="r2"><w:r>'
        "<w:t>the plan</w:t></w:r></w:hyperlink></w:p>" + f"<w:tbl>{table}</w:tbl>"
    )
    one = read(document(body))
    assert markdown(one.lines) == (
        "## Drying\n\n**Kelp hangs for nine days.**\n\nSee [the plan](https://kelp.example/plan)\n\n"
        "| Month | Tons |\n| --- | --- |\n| May | 9 |\n"
    )
    assert (one.fields["title"], one.fields["author"]) == ("Kelp is dried", "Ada Lind")
    assert one.dates[0].text == "2024-05-14T08:00:00Z"
    assert read(one.raw, f"raw/x{one.suffix}").lines == one.lines


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 broken",
        b"no archive at all",
        document(""),
        document("<w:p><w:r><w:t>cut off"),
        document(paragraph("x"), **{"word/document.xml": "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>"}),
    ],
)
def test_what_is_no_document_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(BriefgenError) as error:
        read(data)
    assert error.value.diagnostics[0].location.path == "kelp.docx"
    assert error.value.diagnostics[0].hint

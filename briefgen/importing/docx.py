"""Import a document of a word processor (.docx): mammoth makes HTML of it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from briefgen.importing.document import MOST_BYTES, DateClue, ImportedDocument, Input, refusal
from briefgen.importing.html_blocks import blocks
from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.reading.publication import LeftOut
from briefgen.util.libraries import failed_module

MOST_UNPACKED = 5 * MOST_BYTES
"""Bytes that a document unpacks to at most."""
PICTURE = LeftOut("picture in a document", "pictures in documents")
_CORE = "docProps/core.xml"


def read(payload: Input) -> Iterator[ImportedDocument | LeftOut]:
    """The document as one article; its pictures are left out.

    Raises:
        BriefgenError: when mammoth is not there, and for a file that is no document or has no text.
    """
    try:
        import mammoth
    except Exception as error:  # a broken library fails in its own way
        raise _missing(payload.origin, error) from None
    fields, date = _core(payload)
    try:
        html = mammoth.convert_to_html(
            BytesIO(payload.data), convert_image=mammoth.images.img_element(lambda _: {"src": ""})
        ).value
    except Exception as error:  # mammoth raises whatever its input makes its parts raise
        why = f"this document cannot be read: {type(error).__name__}"
        raise refusal(payload.origin, why, "save its text and add that") from None
    lines = tuple(blocks(html))
    if not lines:
        raise refusal(payload.origin, "this document has no text", "save its text and add that")
    dates = (DateClue(date, "the document's properties"),) if date else ()
    yield ImportedDocument(payload.origin, payload.data, ".docx", lines, fields, dates=dates)
    yield from [PICTURE] * html.count("<img ")


def _core(payload: Input) -> tuple[dict[str, str], str]:
    """What the properties of the document say: fields, and a date."""
    from briefgen.importing.feeds import parse

    hint = "open it in a word processor and save it again as .docx"
    try:
        with ZipFile(BytesIO(payload.data)) as archive:
            names = {info.filename: info.file_size for info in archive.infolist()}
            if "word/document.xml" not in names:
                raise refusal(payload.origin, "this is not a document of a word processor", hint)
            if sum(names.values()) > MOST_UNPACKED:
                raise refusal(
                    payload.origin, "this document unpacks to too much", "save its text and add that"
                )
            if b"<!DOCTYPE" in archive.read("word/document.xml"):
                raise refusal(
                    payload.origin, "this document declares entities, which no word processor does", hint
                )
            core = archive.read(_CORE) if _CORE in names else b""
    except (BadZipFile, OSError, ValueError, RuntimeError):
        raise refusal(payload.origin, "this document is damaged", hint) from None
    if not core:
        return {}, ""
    try:
        root = parse(Input(payload.origin, core))
    except BriefgenError:
        return {}, ""
    texts = {
        node.tag.rpartition("}")[2]: (node.text or "").strip() for node in root if isinstance(node.tag, str)
    }
    fields = {"title": "title", "author": "creator", "summary": "description", "tags": "keywords"}
    values = {field: texts.get(name, "") for field, name in fields.items()}
    return {name: value for name, value in values.items() if value}, texts.get("created", "")


def _missing(origin: str, error: Exception) -> BriefgenError:
    module = failed_module(error)
    reason = " ".join(str(error).split()) or type(error).__name__
    message = f"a .docx cannot be read, because the module {module} cannot be loaded: {reason}"
    return BriefgenError(
        diagnostic("import-missing", Location(origin), message, "pip install 'briefgen[docx]'")
    )

"""The targets: each takes any bytes, and asserts what must always hold.

They are called by atheris, which looks for bytes that reach new code, and by the tests, with the corpus and a
few thousand random texts.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from briefgen.cleaning.dates.find import find_ambiguous, find_moment
from briefgen.cleaning.dates.names import day_in_address, day_in_name
from briefgen.cleaning.dates.parse import parse_moment
from briefgen.cleaning.engine import clean, restore, split_lines
from briefgen.images.inspect import look
from briefgen.images.resize import resized
from briefgen.importing.document import ImportedDocument, Input
from briefgen.importing.formats import read_documents
from briefgen.importing.importer import article_text
from briefgen.importing.normalize import normalize
from briefgen.importing.valid_fields import valid_fields
from briefgen.model import Diagnostic, Draft
from briefgen.model.diagnostics import ERROR, BriefgenError
from briefgen.project.pipeline import default_pipeline
from briefgen.reading.article import load, read
from briefgen.reading.markdown import to_html
from briefgen.reading.sanitize import sanitize
from briefgen.schema.yaml_edit import rewrite
from briefgen.util.media import KINDS
from briefgen.util.url_normalize import canonical, without_tracking
from briefgen.util.urls import LINK_SCHEMES, is_safe, scheme, wrong_with

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefgen.reading.pipeline import Pipeline

PATH = "content/a.md"
NOW = datetime(2024, 5, 12, 12, tzinfo=UTC)
HOME = ZoneInfo("Asia/Jakarta")
MOST_ARTICLES = 3
"""Articles of an input that are read; the others are like these."""
REWRITTEN = ("title", "date", "tags", "clean.keep", "source", "id")
_BESIDE_TEXT = re.compile(r"<!--.*?-->|<!\[cdata\[.*?\]\]>|<!doctype[^>]*>|\"[^\"]*\"|'[^']*'", re.DOTALL)
"""Where XML may hold a tag that is none."""
BODY = b"---\ntitle: T\ndate: 2024-05-01\nclean: false\n---\n"


@cache
def pipeline() -> Pipeline:
    """The pipeline of a project without settings."""
    return default_pipeline()


def front_matter(data: bytes) -> None:
    """A head is read, or what is wrong has a place; no value is unsafe."""
    loaded = load(b"---\n" + data, PATH)
    if isinstance(loaded, Diagnostic):
        return
    result = read(loaded, pipeline())
    if result.article is None:
        assert any(d.severity == ERROR and d.location.line for d in result.diagnostics), result.diagnostics
        return
    article = result.article
    for value in (article.title, article.summary, article.author, article.source, *article.tags):
        assert not any(char < " " or "\x7f" <= char < "\xa0" for char in value if char not in "\n\t"), value
    for url in (article.url, article.source_url, article.image):
        assert is_safe(url), url


def body(data: bytes) -> None:
    """A body becomes HTML that the sanitiser leaves as it is, and that runs nothing."""
    loaded = load(BODY + data, PATH)
    if isinstance(loaded, Diagnostic):
        return
    html = to_html(split_lines(loaded.text), False, PATH, "digest")
    whole = "#".join(html.parts)
    assert sanitize(whole) == whole
    lowered = whole.casefold()
    assert "<script" not in lowered
    assert "<style" not in lowered


def cleaning(data: bytes) -> None:
    """The cleaned lines and the ledger give the raw text back, byte for byte."""
    text = data.decode("utf-8", "replace")
    for lang in ("en", "id", "und"):
        draft = Draft({}, lang, split_lines(text), plain=True)
        cleaned = clean(draft, pipeline().rules)
        assert restore(cleaned.draft.lines, cleaned.edits) == text


def urls(data: bytes) -> None:
    """A URL is refused or a web address; removing tracking leaves the same article."""
    url = data.decode("utf-8", "replace")
    if not wrong_with(url):
        assert scheme(url) in LINK_SCHEMES
        assert canonical(without_tracking(url)) == canonical(url)


def feed(data: bytes) -> None:
    """A feed becomes articles that can be read, or is refused in a sentence."""
    _add("feed.xml", data)


def page(data: bytes) -> None:
    """A web page becomes articles that can be read, or is refused in a sentence."""
    _add("page.html", data)


def mail(data: bytes) -> None:
    """A mail becomes articles that can be read, or is refused in a sentence."""
    _add("letter.eml", data)


def saved_page(data: bytes) -> None:
    """A page saved as one file becomes readable articles, or is refused in words."""
    _add("page.mhtml", data)


def dump(data: bytes) -> None:
    """A table or JSON becomes readable articles, or is refused in words.

    The first byte says which of them it is.
    """
    forms = ("csv", "tsv", "json", "jsonl")
    _add(f"dump.{forms[data[0] % len(forms)] if data else 'csv'}", data[1:])


def _add(name: str, data: bytes) -> None:
    """Add all articles of an input, and read each as a build would."""
    try:
        documents = list(read_documents(Input(name, data)))
    except BriefgenError as error:
        assert error.diagnostics
        return
    for document in documents[:MOST_ARTICLES]:
        if isinstance(document, ImportedDocument):
            _add_article(document)


def _add_article(document: ImportedDocument) -> None:
    try:
        new = normalize(document, {}, pipeline(), NOW)
    except BriefgenError as error:
        assert error.diagnostics
        return
    fields, _ = valid_fields(new.fields, document.origin, pipeline())
    text = article_text(new._replace(fields=fields), new.stem, PATH, {})
    loaded = load(text.encode("utf-8"), PATH)
    assert not isinstance(loaded, Diagnostic), loaded
    result = read(loaded, pipeline())
    assert result.article, (result.diagnostics, text)


def dates(data: bytes) -> None:
    """A text is a date that exists or none, and so are dates in it."""
    text = data.decode("utf-8", "replace")
    for lang in ("en", "id", "de", "und"):
        for order in ("", "day-first", "month-first"):
            try:
                moment = parse_moment(text, lang, HOME, order)
            except ValueError as error:
                assert str(error)
                continue
            assert date.fromisoformat(moment.day).isoformat() == moment.day
        if found := find_moment(text, lang):
            datetime.fromisoformat(found.moment)
            assert 0 <= found.start < found.end <= len(text)
        find_ambiguous(text, lang)
    for day in filter(None, (day_in_name(text), day_in_address(text))):
        date.fromisoformat(day[:10])


def drawing(data: bytes) -> None:
    """A drawing is refused, or holds nothing that runs in any encoding that browsers try."""
    seen = look(data, "a.svg", ())
    assert seen.width >= 0
    if not seen.unsafe:
        for encoding in ("utf-8", "utf-16", "latin-1"):
            text = data.decode(encoding, "replace").casefold()
            assert "<script" not in _BESIDE_TEXT.sub("", text), text


def picture(data: bytes) -> None:
    """Bytes are no picture, or one of which the promised copies can be made."""
    for ending in (".png", ".jpg", ".gif", ".webp", ".avif"):
        for width in look(data, f"a{ending}", (1, 16)).widths:
            assert resized(data, KINDS[ending], width, 80)


def rewriting(data: bytes) -> None:
    """Front matter gets a value once, however often it is set, or is refused.

    The first line has the key and the new value; the rest is the document.
    """
    first, _, text = data.decode("utf-8", "replace").partition("\n")
    key, _, value = first.partition("=")
    key = key if key in REWRITTEN else "title"
    try:
        changed = rewrite(text, PATH, {key: value or None})
    except BriefgenError as error:
        assert error.diagnostics
        return
    again = rewrite(changed, PATH, {key: value or None})
    assert again.split() == changed.split(), (changed, again)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "front_matter": front_matter,
    "body": body,
    "cleaning": cleaning,
    "urls": urls,
    "feed": feed,
    "page": page,
    "mail": mail,
    "saved_page": saved_page,
    "dump": dump,
    "dates": dates,
    "drawing": drawing,
    "picture": picture,
    "rewriting": rewriting,
}

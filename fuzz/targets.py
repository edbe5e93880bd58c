"""The targets: each takes any bytes and asserts what must hold of them, whatever they are.

They are called by atheris, which looks for bytes that reach new code, and by the tests, with the corpus and a
few thousand random texts.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from briefgen.cleaning.engine import clean, restore, split_lines
from briefgen.model import Diagnostic, Draft
from briefgen.model.diagnostics import ERROR, BriefgenError
from briefgen.project.pipeline import default_pipeline
from briefgen.reading.article import load, read
from briefgen.reading.markdown import to_html
from briefgen.reading.sanitize import sanitize
from briefgen.util.url_normalize import canonical, without_tracking
from briefgen.util.urls import LINK_SCHEMES, is_safe, scheme, wrong_with

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefgen.reading.pipeline import Pipeline

PATH = "content/a.md"
BODY = b"---\ntitle: T\ndate: 2024-05-01\nclean: false\n---\n"


@cache
def _pipeline() -> Pipeline:
    return default_pipeline()


def front_matter(data: bytes) -> None:
    """A head is read, or each thing that is wrong has a place; and no value holds what a page may not."""
    loaded = load(b"---\n" + data, PATH)
    if isinstance(loaded, Diagnostic):
        return
    result = read(loaded, _pipeline())
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
        cleaned = clean(draft, _pipeline().rules)
        assert restore(cleaned.draft.lines, cleaned.edits) == text


def urls(data: bytes) -> None:
    """A URL is refused or a web address; removing tracking leaves the same article."""
    url = data.decode("utf-8", "replace")
    if not wrong_with(url):
        assert scheme(url) in LINK_SCHEMES
        assert canonical(without_tracking(url)) == canonical(url)


def feed(data: bytes) -> None:
    """A feed is taken apart, or refused in a sentence."""
    from briefgen.importing.document import Input
    from briefgen.importing.formats import read_documents

    try:
        list(read_documents(Input("feed.xml", data, "")))
    except BriefgenError as error:
        assert error.diagnostics


TARGETS: dict[str, Callable[[bytes], None]] = {
    "front_matter": front_matter,
    "body": body,
    "cleaning": cleaning,
    "urls": urls,
    "feed": feed,
}

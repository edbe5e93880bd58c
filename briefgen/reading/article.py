"""Read one article: front matter, cleaning, metadata, Markdown. Pure functions only."""

from __future__ import annotations

import posixpath
import shlex
from collections.abc import Iterator, Sequence

from briefgen.cleaning.engine import split_lines
from briefgen.cleaning.losses import HEAVY, lost_lines, lost_share
from briefgen.events import emit
from briefgen.model import Article, Body, Diagnostic, Location, ReadResult, Source
from briefgen.model.article import HEAD
from briefgen.model.diagnostics import ERROR, NOTE, diagnostic
from briefgen.model.rights import EXCERPT
from briefgen.nlp.minhash import signature
from briefgen.reading.excerpt import before_mark, excerpt_before_mark, excerpt_of, opens_with
from briefgen.reading.import_ledger import ImportLedger, with_doubts
from briefgen.reading.markdown import Html, to_html
from briefgen.reading.metadata import make_head
from briefgen.reading.pipeline import Pipeline
from briefgen.reading.prepare import Prepared, prepare
from briefgen.util.hashing import digest, digest_bytes
from briefgen.util.text import plural, shorten


def load(data: bytes, path: str) -> Source | Diagnostic:
    """Decode a file, or say what is wrong with its encoding."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}"
        return _not_utf8(data, path, error.start, message)
    if "\0" in text[:2]:  # no byte is wrong in UTF-16 without a mark, but half of the characters are NUL
        return _not_utf8(data, path, 0, "not UTF-8: it begins with a NUL byte")
    return Source(path, text, digest_bytes(data))


def _not_utf8(data: bytes, path: str, offset: int, message: str) -> Diagnostic:
    at = Location(path, data.count(b"\n", 0, offset) + 1, offset - data.rfind(b"\n", 0, offset))
    guess, name = _guess_encoding(data), posixpath.basename(path)
    command = f"iconv -f {guess} -t UTF-8 '{name}' > '{name}.new' && mv '{name}.new' '{name}'"
    hint = (
        f"it looks like {guess}; convert it: {command}"
        if guess
        else "this is not a text file; move it out of the content folder"
    )
    return diagnostic("encoding", at, message, hint)


def read(source: Source, pipeline: Pipeline, ledger: ImportLedger | None = None) -> ReadResult:
    """Read one article. After an error, the result has diagnostics but no article.

    ``ledger`` is that of its import, if it was added.
    """
    source = emit(pipeline.handlers, "source-read", source)
    prepared = prepare(source, pipeline)
    if isinstance(prepared, Diagnostic):
        return ReadResult(None, None, (prepared,))
    if ledger:
        prepared = with_doubts(prepared, ledger)
    draft = prepared.cleaned.draft
    html = to_html(draft.lines, draft.plain, source.path, source.digest)
    head, problems = make_head(prepared, source.path, pipeline)
    diagnostics = [*prepared.diagnostics, *problems, *_body_diagnostics(prepared, html, source.path)]
    if head is None or any(d.severity == ERROR for d in diagnostics):
        result = ReadResult(None, None, tuple(diagnostics))
    else:
        edits = (*(ledger.edits_for_page() if ledger else ()), *prepared.cleaned.edits)
        content = (html.parts, html.references, html.words, edits, prepared.cleaned.doubts)
        body = Body(*content, digest(*content, ""))
        head = _with_excerpt(head, html, prepared, pipeline)._replace(
            references=(*html.references, *html.images),
            body_digest=body.digest,
            signature=signature("\n".join([line.text for line in draft.lines])),
        )
        head = head._replace(digest=digest(*[getattr(head, name) for name in HEAD]))
        result = ReadResult(head, body, tuple(diagnostics))
    return emit(pipeline.handlers, "article-read", result)


def _with_excerpt(head: Article, html: Html, prepared: Prepared, pipeline: Pipeline) -> Article:
    """The head with an excerpt, where the summary is not enough.

    It may be missing, repeat the text, or be shorter than what may be shown.
    """
    if head.summary and opens_with(html, head.summary):
        return head._replace(summary="", excerpt=head.summary)
    if head.summary and not pipeline.rights.may_be(EXCERPT, head.rights):
        return head
    draft = prepared.cleaned.draft
    part = None if draft.plain else before_mark(draft.lines)
    if part is None:
        return head._replace(excerpt=excerpt_of(html, pipeline.excerpt_length))
    return head._replace(excerpt=excerpt_before_mark(to_html(part, False, head.path, "")))


def markup_diagnostics(html: Html, path: str, *, is_added: bool = False) -> Iterator[Diagnostic]:
    """What is wrong with the Markdown of an article or a page.

    The outlet of an article that was added decides whether a picture has a description.
    """
    for url, at in html.refused:
        message = f'a link to "{shorten(url)}" is not allowed, so only its words stay'
        hint = "use http, https, mailto, tel or a relative address"
        yield diagnostic("url-refused", at, message, hint)
    hint = 'write one: ![what it shows](…); for decoration <img src="…" alt="">'
    for at in html.unworded:
        severity = NOTE if is_added else ""
        yield diagnostic("image-alt-missing", at, "this picture has no description", hint, severity)
    yield from html.foreign
    if html.marks:
        message = f"the body has {html.marks:,} Markdown characters, so it is shown as plain text"
        hint = "an article has a few hundred; check that this is one"
        yield diagnostic("body-overmarked", Location(path, 1, 1), message, hint)


def _body_diagnostics(prepared: Prepared, html: Html, path: str) -> Sequence[Diagnostic]:
    diagnostics = [*markup_diagnostics(html, path, is_added=bool(prepared.declared.values["raw"]))]
    diagnostics += [
        diagnostic(
            "doubtful-line",
            Location(path, d.line, 1),
            f"this line may be noise: {d.reason}",
            "decide with clean: {keep: [...]} or {drop: [...]}",
        )
        for d in prepared.cleaned.doubts
    ]
    diagnostics += _losses(prepared, path)
    # A link with a curator's own words needs no text.
    values = prepared.declared.values
    if not html.words and not (values["url"] and values["note"]):
        diagnostics.append(
            diagnostic("body-empty", Location(path, 1, 1), "the article has no text", "", NOTE)
        )
    return diagnostics


def _losses(prepared: Prepared, path: str) -> Iterator[Diagnostic]:
    """Warn if cleaning took much of the file and nobody has decided on it."""
    if not prepared.cleaned.edits or prepared.declared.values["clean"]:
        return
    fields = (prepared.declared.values["title"], *(one.value for one in prepared.cleaned.draft.findings))
    lost = lost_lines(prepared.cleaned, fields)
    share = lost_share(split_lines(prepared.body), lost)
    if share > HEAVY:
        message = f"cleaning removed {share:.0%} of the words ({plural(len(lost), 'line')})"
        hint = (
            f"see them: briefgen clean {shlex.quote(path)}; "
            "in its front matter, clean: true accepts this and clean: false leaves the text alone"
        )
        yield diagnostic("cleaning-heavy", Location(path, lost[0].line, 1), message, hint)


def _guess_encoding(data: bytes) -> str:
    """Guess the encoding by its iconv name; empty when the file is no text."""
    for mark, name in (
        (b"\xff\xfe\0\0", "UTF-32"),
        (b"\0\0\xfe\xff", "UTF-32"),
        (b"\xff\xfe", "UTF-16"),
        (b"\xfe\xff", "UTF-16"),
    ):
        if data.startswith(mark):
            return name
    if b"\0" in data:
        zeros = tuple(n for n in range(4) if data[n : n + 1] == b"\0")
        return {(1, 3): "UTF-16LE", (0, 2): "UTF-16BE", (1, 2, 3): "UTF-32LE", (0, 1, 2): "UTF-32BE"}.get(
            zeros, ""
        )
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "ISO-8859-1"
    return "WINDOWS-1252"

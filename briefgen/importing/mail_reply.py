"""Take the mail that a letter answers off its end, and make quotations of quoted lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefgen.importing.document import Container, Frame, TextLine
from briefgen.importing.mail_forward import find_head

_WROTE = re.compile(
    r"(?:\bwrote|\bschrieb|\ba écrit|\bescribió|\bescreveu|\bha scritto|\bschreef|\bskrev|\bkirjoitti"
    r"|\bnapisał|\bnapsal|\bírta|\byazdı|\bmenulis|\bđã viết|\bпише|\bписав|\bписал|\bнаписал|\bέγραψε"
    r"|כתב|كتب|写道|寫道|のメール|書きました|작성).{0,120}[:：]$",
    re.IGNORECASE,
)
"""The line above a mail that is answered: `On Monday, Ana wrote:`."""
_MARKER = re.compile(r"[-_=*]{3}")
"""The line above the head of a mail that is answered: `-----Original Message-----`."""
_NAMES_SOMEBODY = re.compile(r"\d|@")
_SIGN = re.compile(r"\s*(?:> ?)+")
_REPLY = re.compile(
    r"\s*(?:re|aw|sv|antw|odp|ynt|vá|res|rif|atb|回复|回覆|答复|答覆|返信|회신)\s*(?:\[\d+\])?\s*[:：]\s*",
    re.IGNORECASE,
)


def without_reply_mark(subject: str) -> str:
    """A subject without `Re:` and the like."""
    while match := _REPLY.match(subject):
        subject = subject[match.end() :]
    return subject


def answered_from(lines: Sequence[TextLine], subject: str) -> int | None:
    """The number of the line at which the mail begins that the text above it answers.

    Everything below is quoted, or it has the head of a mail. None if there is no such mail, or no text above.
    """
    mail = find_head(lines) if _REPLY.match(subject) else None
    if mail and _has_words(lines[: mail.start]) and _MARKER.match(lines[mail.start].text.strip()):
        return mail.start
    spoken = [n for n, line in enumerate(lines) if line.text.strip()]
    first = len(spoken)
    while first and _is_quoted(lines[spoken[first - 1]]):
        first -= 1
    if first == len(spoken) or first < 2:
        return None
    head = spoken[first - 1]
    text = lines[head].text.strip()
    return head if _WROTE.search(text) and _NAMES_SOMEBODY.search(text) else None


def with_quotations(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """The lines, those that begin with ``>`` as quotations; one within another is a part of it."""
    key = 1 + max((one.key for line in lines for one in line.within), default=0)
    goes_on = False
    for line in lines:
        match = None if line.within or line.mark else _SIGN.match(line.text)
        if match:
            quote = (Container(Frame.QUOTE, key),)
            spans = tuple(span._replace(at=span.at - match.end()) for span in line.spans)
            text = line.text[match.end() :]
            yield line._replace(text=text, mark="> ", within=quote, spans=spans, continues=goes_on)
            goes_on = bool(text.strip())
        else:
            goes_on = False
            key += bool(line.text.strip())
            yield line


def _has_words(lines: Sequence[TextLine]) -> bool:
    return any(line.text.strip() for line in lines)


def _is_quoted(line: TextLine) -> bool:
    is_within = bool(line.within) and line.within[0].frame is Frame.QUOTE
    return is_within or line.text.lstrip().startswith(">")

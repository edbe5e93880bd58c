"""Take the text, title, sender and date out of a forwarded mail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.utils import parseaddr
from math import inf
from typing import NamedTuple

from briefgen.importing.document import Frame, TextLine

_NAMES = {
    "author": "from von de da van från fra от od gönderen dari kimden 发件人 寄件者 差出人 보낸사람 lähettäjä"
              " відправник feladó từ",
    "title": "subject betreff objet asunto oggetto onderwerp ämne emne тема temat konu perihal assunto subyek"
             " 主题 主旨 件名 제목 aihe předmět tárgy chủđề",
    "date": "date sent datum gesendet envoyé fecha enviado data inviato verzonden skickat sendt dato дата"
            " отправлено wysłano tarih gönderildi tanggal 发送时间 日期 日付 送信日時 날짜 보낸날짜 päiväys"
            " lähetetty надіслано ngày",
    "other": "to cc an kopie à para a aan till til кому копия do kime kepada tembusan reply-to antwortan"
             " 收件人 抄送 宛先 받는사람 참조 vastaanottaja komu bilgi đến organization organisation",
}  # fmt: skip
_KEYS = {word: name for name, words in _NAMES.items() for word in words.split()}
_LINE = re.compile(r"[>*\s]*([^\W\d_][^\W\d_ -]*(?:[ -][^\W\d_]+)?)\s?\*?[:：]\*?\s*(.*)", re.DOTALL)
_PREFIX = re.compile(
    r"\s*(?:fwd?|wg|tr|rv|enc|i|doorst|vb|vs|vl|pd|továbbítás|ilt|转发|轉寄|転送|전달)\s*(?:\[\d+\])?\s*[:：]\s*",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"^\s*> ?")
NOTE = 400
"""Characters above the head of a forwarded mail at most; more is a text that quotes a mail."""
_LEAST = 3
"""Lines of such a head: From, Subject or Date, and one more."""
_AT = re.compile(r"(?<=\d),? (?:at|um|à|a las|alle|om|kl\.?|в|o) (?=\d)")
_MARKER = re.compile(r"[-_=>\s]*[^\d.]{4,60}[-_=:\s]*")


class Forwarded(NamedTuple):
    """A mail that another one forwards. ``fields`` are its title and author."""

    lines: tuple[TextLine, ...]
    fields: dict[str, str]
    date: str


def forwarded(lines: Sequence[TextLine], subject: str) -> Forwarded | None:
    """The mail in one whose subject says that it forwards it.

    None if there is none.
    """
    if not _PREFIX.match(subject):
        return None
    found: Forwarded | None = None
    rest, note = tuple(lines), NOTE
    while head := find_head(rest, note):
        end, values = head.end, head.values
        rest, note = tuple(_unquoted(rest[end:], rest[end - 1])), 0
        name, address = parseaddr(values.get("author", ""))
        fields = {"title": values.get("title", subject), "author": name.strip("\"' ") or address}
        found = Forwarded(rest, fields, _AT.sub(" ", values.get("date", "")))
    if found is None:
        return None
    found.fields["title"] = title_of(found.fields["title"])
    return found


def _unquoted(lines: Sequence[TextLine], head: TextLine) -> Iterator[TextLine]:
    """The lines without the marks of quotation that the head of the mail has, too."""
    is_quoted = head.text.lstrip().startswith(">")
    outer = head.within[:1] if head.within and head.within[0].frame is Frame.QUOTE else ()
    for line in lines:
        text = _QUOTE.sub("", line.text) if is_quoted else line.text
        within = line.within[1:] if outer and line.within[:1] == outer else line.within
        mark = "" if outer and not within and line.mark == "> " else line.mark
        yield line._replace(text=text, within=within, mark=mark)


def title_of(subject: str) -> str:
    """A subject without the marks of forwarding."""
    while match := _PREFIX.match(subject):
        subject = subject[match.end() :]
    return subject


class MailHead(NamedTuple):
    """The head of a mail within another: its lines from ``start`` to ``end``, and what they say."""

    start: int
    end: int
    values: dict[str, str]


def find_head(lines: Sequence[TextLine], note: float = inf) -> MailHead | None:
    """The head of a mail with at most ``note`` characters above it; None if there is none."""
    values: dict[str, str] = {}
    start = count = length = 0
    for n, line in enumerate(lines):
        text = line.text.strip()
        if not text:
            continue
        match = _LINE.fullmatch(text)
        name = _KEYS.get(match[1].casefold().replace(" ", "")) if match else None
        if match and name:
            values.setdefault(name, match[2].strip())
            count += 1
        elif count >= _LEAST and "author" in values:
            return MailHead(start, n, values)
        else:
            is_marker = bool(_MARKER.fullmatch(text))
            start = n if is_marker else n + 1
            count, values = 0, {}
            length += 0 if is_marker else len(text)
            if length > note:
                return None
    return None

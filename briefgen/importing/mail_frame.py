"""Remove the frame of a mailing, and put the lines of a wrapped mail together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from briefgen.importing.document import TextLine

HEAD, FOOT = 5, 10
"""How many lines with words the frame has at most before and after the text."""
NARROWEST, WIDEST = 50, 100
"""The widths in characters at which mail programs wrap."""
_LONG = 200
"""A longer line at the top says more than where to read the mail."""
_SHORT = 60
"""A longer line about browsers or leaving a list is of the frame only with an address: it may be news."""
_ADDRESS = re.compile(r"https?://|[\w.]@\w")
_BROWSER = re.compile(
    r"\bbrowser|navigateur|navegador|браузер|浏览器|瀏覽器|ブラウザ|브라우저|peramban|trình duyệt|nettleser"
    r"|webbläsare|przeglądar|prohlížeč|selain|tarayıcı|\bview (?:\w+ ){0,3}online|\bonline ansehen"
    r"|\bversion en ligne|\bwebversion",
    re.IGNORECASE,
)
_SHOWS = re.compile(
    r"\b(?:view|read|open|see|show|trouble|ansehen|anzeigen|öffnen|lesen|voir|afficher|lire|ver|leer|abrir|visualiz"
    r"|bekijk|vis|åpne|läs|visa|se|lihat|buka|xem|zobacz|otwórz|zobrazit)|[^\x00-\u024f]",
    re.IGNORECASE,
)
_LEAVES = re.compile(
    r"unsubscrib|opt[ -]?out|\b(?:abmelden|abbestellen)|d[ée]sabonn|d[ée]sinscri"
    r"|\b(?:darse|darte|date|dese) de baja|donar-se de baixa|disiscri|cancell?arsi|descadastr"
    r"|cancel[ae]r? (?:(?:la|a|tu|sua|su) )?(?:suscripci|inscri|assinat|subscri)"
    r"|annull\w+ (?:l['’]iscrizione|l['’]abbonamento)|afmelden|uitschrijven|avmeld|melde? deg av"
    r"|melde? mig fra|afmeld|avregistrer|avsluta prenum|avprenumerera|отписа|отпишет|відписа|odhlásiť?|odjavi"
    r"|dezabon|leiratkoz|wypisa|peru(?:uta)? (?:uutiskirjeen )?tila|abonelikten|aboneliği iptal"
    r"|退订|取消订阅|取消訂閱|配信停止|配信を停止|購読を?(?:解除|停止)|수신거부|구독 (?:취소|해지)"
    r"|berhenti (?:(?:ber)?langganan|melanggan)|hủy đăng ký|ยกเลิกการ(?:รับ|สมัคร)"
    r"|إلغاء الاشتراك|הסרה? מ(?:רשימת|ה)|διαγραφή από|κατάργηση εγγραφής|सदस्यता (?:समाप्त|रद्द)",
    re.IGNORECASE,
)
_EXIT = re.compile(
    r"/(?:unsub|opt-?out|abmeld|afmeld|desabonn|desinscri)\w*(?:[/?#.]|$)|[?&](?:action=)?unsub",
    re.IGNORECASE,
)
"""The address of a page at which one leaves a list."""
_WRITTEN = re.compile(r"https?://[^\s<>()]*[^\s<>().,;]")
_SENDER = re.compile(
    r"©|\(c\) ?\d{4}|\bcopyright\b|\b(?:all rights reserved|alle rechte|tous droits|todos los derechos"
    r"|tutti i diritti|todos os direitos|alle rechten|alla rättigheter|все права|hak cipta)\b"
    r"|\b(?:you(?:'re| are)? receiv\w+ this|you signed up|this (?:e-?mail|message) was sent|sent to"
    r"|mailing address|sie erhalten diese|vous recevez ce|recibes? este|ricevi questa|você está recebendo"
    r"|je ontvangt|du får det här|du modtager|вы получили|anda menerima|forward to a friend|privacy policy"
    r"|(?:update|manage) (?:your )?preferences)\b",
    re.IGNORECASE,
)
_POSTAL = re.compile(r"(?=.*\d)[^.!?:;]*(?:,[^.!?:;]*|\b\d{4,6}\b[^.!?:;]*)")
POSTAL = 120
"""Characters of a postal address at most."""
_UNDERLINE = re.compile(r"([-=~_*#])\1{2,}")
_ITEM = re.compile(r"(?:[-*+•–>|]|\d{1,3}[.)])\s|>")


def without_frame(lines: Sequence[TextLine], exits: frozenset[str]) -> tuple[TextLine, ...]:
    """The lines without the "View in browser" line and the unsubscribe notice.

    ``exits`` are the addresses at which the mail says one leaves its list.
    """
    spoken = [n for n, line in enumerate(lines) if line.text.strip()]
    top = {n for n in spoken[:HEAD] if _shows_the_way(lines[n])}
    late = spoken[max(len(spoken) // 2, len(spoken) - FOOT) :]
    end = next((n for n in late if _leaves(lines[n], exits)), len(lines))
    plain = any(not line.text.strip() for line in lines)
    while plain and end < len(lines) and end - 1 in late:
        end -= 1  # the lines before it in its paragraph; those of HTML are paragraphs
    if any(line.mark.startswith("#") for line in lines[end:]):
        end = len(lines)
    while 0 < end < len(lines) and _is_imprint(lines[end - 1]):
        end -= 1
    return tuple(line for n, line in enumerate(lines[:end]) if n not in top)


def _is_imprint(line: TextLine) -> bool:
    """Whether a line above "unsubscribe" says who sent the mail, and to whom."""
    text = line.text.strip()
    if line.mark or len(text) > _LONG:
        return False
    return not text or bool(_SENDER.search(text) or (len(text) < POSTAL and _POSTAL.fullmatch(text)))


def _shows_the_way(line: TextLine) -> bool:
    text = line.text
    leads = len(text) < _SHORT or bool(line.links or _ADDRESS.search(text))
    return leads and len(text) < _LONG and bool(_BROWSER.search(text) and _SHOWS.search(text))


def _leaves(line: TextLine, exits: frozenset[str]) -> bool:
    if any(link.url in exits or _LEAVES.search(link.text) or _EXIT.search(link.url) for link in line.links):
        return True
    if not exits.isdisjoint(_WRITTEN.findall(line.text)):
        return True
    return bool(_LEAVES.search(line.text)) and (len(line.text) < _SHORT or bool(_ADDRESS.search(line.text)))


def unwrapped(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """The paragraphs of a plain text whole, and its underlined lines as headings."""
    width = max((len(line.text.rstrip()) for line in lines), default=0)
    out: list[TextLine] = []
    for has_words, group in groupby(lines, key=lambda line: bool(line.text.strip())):
        texts = [line.text.rstrip() for line in group]
        out += _paragraph(texts, width) if has_words else map(TextLine, texts)
    return tuple(out)


def _paragraph(texts: list[str], width: int) -> Iterator[TextLine]:
    if (
        len(texts) > 1
        and _UNDERLINE.fullmatch(texts[1].strip())
        and not _UNDERLINE.fullmatch(texts[0].strip())
    ):
        yield TextLine(texts[0], "## ")
        texts = texts[2:]
        if texts:
            yield TextLine("")
    whole = ""
    for n, text in enumerate(texts):
        whole += text
        after = texts[n + 1] if n + 1 < len(texts) else ""
        if after and NARROWEST <= width <= WIDEST and _goes_on(text, after, width):
            whole += " "
        else:
            yield TextLine(whole)
            whole = ""


def _goes_on(text: str, after: str, width: int) -> bool:
    """Whether a line ends only because the first word of the next had no room."""
    first = after.split()[0]
    return not _ITEM.match(after) and after[0] != " " and len(text) + 1 + len(first) > width

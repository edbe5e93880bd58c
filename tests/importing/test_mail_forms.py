"""Forwarded mails, mailboxes, unknown encodings, imprints, and newsletters of several items."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from html import escape

import pytest

from briefgen.importing.document import ImportedDocument, Input
from briefgen.importing.formats import read_documents
from briefgen.importing.normalize import normalize
from briefgen.importing.split_items import item_of, split
from briefgen.model.diagnostics import BriefgenError
from briefgen.project.pipeline import default_pipeline
from briefgen.reading.publication import LeftOut

TEXT = "The weir of Oster is raised by a hand's breadth on Monday, and the mill pond will be full by noon."
MORE = "Whoever keeps ducks there should call them in before the bell, says the warden of the weir."


def read(data: str | bytes, name: str = "a.eml") -> list[ImportedDocument]:
    raw = data if isinstance(data, bytes) else data.encode()
    return [one for one in read_documents(Input(name, raw)) if isinstance(one, ImportedDocument)]


def mail(body: str, subject: str = "Weir", form: str = "plain", charset: str = "utf-8") -> str:
    return (
        f"From: Ada Lind <ada@oster.example>\nSubject: {subject}\nDate: Tue, 14 May 2024 08:00:00 +0000\n"
        f"MIME-Version: 1.0\nContent-Type: text/{form}; charset={charset}\n\n{body}\n"
    )


def texts(document: ImportedDocument) -> list[str]:
    return [line.text for line in document.lines if line.text.strip()]


HEADS = {
    "Gmail": "---------- Forwarded message ---------\nFrom: Per Holm <per@weir.example>\n"
    "Date: Mon, 13 May 2024 at 09:30\nSubject: Weir raised\nTo: Ada Lind <ada@oster.example>\n\n\n",
    "Outlook": "FYI\n\nAda\n________________________________\nFrom: Per Holm <per@weir.example>\n"
    "Sent: 13 May 2024 09:30\nTo: Ada Lind\nSubject: Weir raised\n\n",
    "German": "Zur Kenntnis\n\n-------- Weitergeleitete Nachricht --------\nBetreff: Weir raised\n"
    "Datum: Mon, 13 May 2024 09:30:00 +0200\nVon: Per Holm <per@weir.example>\nAn: Ada Lind\n\n",
    "twice": "-----Original Message-----\nFrom: Ada Lind\nSent: 14 May 2024 07:00\nTo: All\nSubject: FW: Weir"
    "\n\n"
    "-----Original Message-----\nFrom: Per Holm <per@weir.example>\nSent: 13 May 2024 09:30\nTo: Ada\n"
    "Subject: Weir raised\n\n",
}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("prefix", ["Fwd:", "WG:", "TR: Fwd:"])
def test_a_forwarded_statement_has_its_own_title_sender_and_date(head: str, prefix: str) -> None:
    (one,) = read(mail(f"{HEADS[head]}{TEXT}\n\n{MORE}", f"{prefix} Weir raised"))
    assert texts(one) == [TEXT, MORE]
    assert (one.fields["title"], one.fields["author"]) == ("Weir raised", "Per Holm")
    assert "13 May 2024" in one.dates[0].text
    assert "14 May 2024" in one.dates[1].text


def test_forwarded_html_keeps_its_links() -> None:
    head = (
        '<div>Please print.</div><div class="gmail_quote"><div class="gmail_attr">'
        "---------- Forwarded message ---------<br>From: <b>Per Holm</b> "
        "<span>&lt;<a href='mailto:per@weir.example'>per@weir.example</a>&gt;</span><br>"
        "Date: Mon, 13 May 2024<br>Subject: Weir raised<br>To: &lt;ada@oster.example&gt;<br></div><br>"
    )
    body = f'{head}<p>{TEXT} <a href="https://weir.example/plan">Plan</a></p></div>'
    (one,) = read(mail(body, "Fwd: Weir raised", "html"))
    assert texts(one) == [f"{TEXT} Plan"]
    assert [link.url for line in one.lines for link in line.links] == ["https://weir.example/plan"]
    assert one.fields["author"] == "Per Holm"


ANSWERED = {
    "en": "On Mon, 13 May 2024 at 10:00, Per Holm <per@weir.example> wrote:",
    "de": "Am 13.05.24 um 10:00 schrieb Per Holm:",
    "fr": "Le lun. 13 mai 2024 à 10:00, Per Holm <per@weir.example> a écrit :",
    "id": "Pada tanggal Sen, 13 Mei 2024 10.00, Per Holm <per@weir.example> menulis:",
    "zh": "Per Holm <per@weir.example> 于2024年5月13日周一 10:00写道：",
}


@pytest.mark.parametrize("lang", ANSWERED)
def test_the_mail_that_a_letter_answers_is_left_out_and_reported(lang: str) -> None:
    (one,) = read(mail(f"{TEXT}\n\n{ANSWERED[lang]}\n> Will it rise?\n>\n> Per\n", "Re: AW: Weir"))
    assert texts(one) == [TEXT]
    assert one.fields["title"] == "Weir"
    assert [problem.code for problem in one.problems] == ["mail-left-out"]
    quoted = "<div class=gmail_quote><blockquote><p>Will it rise?</p></blockquote></div>"
    (one,) = read(mail(f"<p>{TEXT}</p><p>{escape(ANSWERED[lang])}</p>{quoted}", "Re: Weir", "html"))
    assert texts(one) == [TEXT]


def test_an_answered_mail_with_a_head_is_left_out() -> None:
    (one,) = read(mail(f"{TEXT}\n\n{HEADS['twice']}{MORE}", "RE: Weir raised"))
    assert texts(one) == [TEXT]
    assert [problem.code for problem in one.problems] == ["mail-left-out"]


def test_what_a_letter_quotes_is_a_quotation() -> None:
    (one,) = read(mail(f"> {TEXT}\n> {MORE}\n\nSo the warden wrote:\n\n> Call them in.\n\nHe is right."))
    assert texts(one) == [TEXT, MORE, "So the warden wrote:", "Call them in.", "He is right."]
    assert [line.mark for line in one.lines if line.text] == ["> ", "> ", "", "> ", ""]
    (one,) = read(mail(f"So we said:\n\n> Yes.\n> > {TEXT}\n>> {MORE}\n\nNo answer."))
    assert texts(one) == ["So we said:", "Yes.", TEXT, MORE, "No answer."]
    (one,) = read(mail(f"The warden wrote:\n\n> {TEXT}"))  # no date, no address: it is his word, not a mail
    assert texts(one) == ["The warden wrote:", TEXT]


def test_attachments_are_reported_and_an_attached_mail_is_what_is_forwarded() -> None:
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Per Holm <per@weir.example>", "Weir raised"
    inner["Date"] = "Mon, 13 May 2024 09:30:00 +0000"
    inner.set_content(f"{TEXT}\n")
    outer = EmailMessage()
    outer["From"], outer["Subject"], outer["Date"] = "Ada Lind", "FW: Weir", "Tue, 14 May 2024 08:00:00 +0000"
    outer.set_content("For your information\n")
    outer.add_attachment(inner)
    outer.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plan.pdf")
    (one,) = read(outer.as_bytes())
    assert texts(one) == [TEXT]
    assert (one.fields["title"], one.fields["author"]) == ("Weir raised", "Per Holm")
    assert ["13 May 2024" in one.dates[0].text, "14 May 2024" in one.dates[1].text] == [True, True]
    assert [problem.message for problem in one.problems] == ["the attachment plan.pdf is left out"]
    assert not one.unpublished
    inner["X-Unsent"] = "1"
    unsent = EmailMessage()
    unsent["From"], unsent["Subject"] = "Ada Lind", "FW: Weir"
    unsent.set_content("FYI\n")
    unsent.add_attachment(inner)
    (one,) = read(unsent.as_bytes())
    assert one.unpublished
    outer.clear_content()
    outer.set_content(f"{TEXT}\n\n{MORE * 5}\n")  # a text of its own
    outer.add_attachment(inner)
    (one,) = read(outer.as_bytes())
    assert texts(one)[0] == TEXT
    assert [problem.code for problem in one.problems] == ["mail-left-out"]


def test_a_letter_keeps_the_lines_that_lead_somewhere() -> None:
    link = "<p><a href='https://weir.example/1'>Read more</a></p>"
    body = f"<h2>Weir</h2><p>{TEXT}</p>{link}<h2>Pond</h2><p>{MORE}</p>"
    for form, text in (("html", body), ("plain", f"{TEXT}\n\nRead more: https://weir.example/1\n\n{MORE}")):
        (one,) = read(mail(text, "Weir", form))
        article = normalize(one, {}, default_pipeline(), datetime(2024, 5, 20, tzinfo=UTC))
        assert "https://weir.example/1" in article.body


def test_a_quoted_forward_is_read_without_the_marks_of_quotation() -> None:
    quoted = "\n".join(f"> {line}" for line in f"{HEADS['Gmail']}{TEXT}".split("\n"))
    (one,) = read(mail(f"Begin forwarded message:\n\n{quoted}", "Fwd: Weir"))
    assert texts(one) == [TEXT]


@pytest.mark.parametrize("subject", ["Weir", "Re: Weir", "Forward, said the warden: the weir"])
def test_a_mail_that_quotes_another_stays_whole(subject: str) -> None:
    body = f"{TEXT}\n\nFrom: Per Holm\nSubject: x\nDate: 13 May 2024\n\n{MORE}"
    (one,) = read(mail(body, subject))
    assert {TEXT, MORE} < {*texts(one)}
    assert one.fields["title"] == subject.removeprefix("Re: ")


@pytest.mark.parametrize(
    "imprint",
    [
        "<p>Oster Weir Trust, Mill Lane 4, 3817 Oster</p>",
        "<p>You are receiving this because you signed up at a fair.</p><p>© 2024 Oster Weir Trust</p>",
        "<p>Sie erhalten diese E-Mail als Mitglied.</p><p>Wehrverein, Mühlgasse 4, 38170 Oster</p>",
    ],
)
def test_the_imprint_above_the_way_out_goes(imprint: str) -> None:
    way_out = '<p><a href="https://oster.example/out">Unsubscribe</a></p>'
    (one,) = read(mail(f"<p>{TEXT}</p><p>{MORE}</p>{imprint}{way_out}", form="html"))
    assert texts(one) == [TEXT, MORE]


@pytest.mark.parametrize("style", ["font-size:0px", "mso-hide:all;color:#fff", "max-height: 0"])
def test_a_hidden_line_stays_out(style: str) -> None:
    (one,) = read(mail(f'<div style="{style}">Ducks, bells and more</div><p>{TEXT}</p>', form="html"))
    assert texts(one) == [TEXT]


@pytest.mark.parametrize(
    ("charset", "codec", "legible"),
    [
        ("x-no-such-code", "utf-8", False),
        ("utf-8", "cp1252", False),
        ("gb2312", "gb18030", True),
        ("iso-8859-1", "cp1252", True),
        ("windows-1251", "cp1251", True),
    ],
)
def test_a_charset_that_is_unknown_or_wrong_is_reported(charset: str, codec: str, legible: bool) -> None:
    word = {"gb18030": "镕", "cp1251": "Плотина"}.get(codec, "Wehrhäuser")
    (one,) = read(mail(f"{TEXT} {word}", charset=charset).encode(codec))
    assert texts(one) == [f"{TEXT} {word}"]
    assert [problem.code for problem in one.problems] == ([] if legible else ["charset-unknown"])


def test_every_mail_of_a_mailbox_is_an_article() -> None:
    box = "".join(
        f"From ada@oster.example Tue May 14 08:00:0{n} 2024\n{mail(f'{TEXT} {n}', f'Weir {n}')}\n"
        ">From here on.\n\n"
        for n in range(3)
    )
    for name in ("a.mbox", "mails"):
        found = read(box, name)
        assert [one.fields["title"] for one in found] == ["Weir 0", "Weir 1", "Weir 2"]
        assert "From here on." in texts(found[0])
        assert read(found[1].raw, f"raw/x{found[1].suffix}")[0].lines == found[1].lines


def test_a_mail_without_text_costs_only_itself() -> None:
    box = f"From a Tue May 14 2024\n{mail('')}\nFrom a Tue May 14 2024\n{mail(TEXT)}"
    kinds = [type(one) for one in read_documents(Input("a.mbox", box.encode()))]
    assert kinds == [BriefgenError, ImportedDocument]


LETTER = (
    f"<p>Good morning!</p><h1>Water</h1><h2>Weir raised</h2><p>{TEXT} <a href='https://weir.example/1'>More</a></p>"
    f"<h2><a href='https://duck.example/2'>Ducks</a></h2><p>{MORE}</p><ul><li>one</li></ul><h1>Links</h1>"
    "<h2><a href='https://a.example/3'>A mill in the north</a></h2>"
)


def test_a_newsletter_is_split_at_its_headings() -> None:
    (letter,) = read(mail(LETTER, form="html"))
    found = [*split(letter)]
    assert [one.one for one in found if isinstance(one, LeftOut)] == ["introduction"]
    items = [one for one in found if isinstance(one, ImportedDocument)]
    assert [(one.fields["title"], one.fields.get("url")) for one in items] == [
        ("Weir raised", "https://weir.example/1"),
        ("Ducks", "https://duck.example/2"),
        ("A mill in the north", "https://a.example/3"),
    ]
    assert texts(items[1]) == [MORE, "one"]
    assert {one.dates for one in items} == {letter.dates}
    assert all(item_of(letter, one.item) == one for one in items)


def test_bold_lines_are_headings_where_there_are_no_others() -> None:
    body = f"<p><b>Weir raised</b></p><p>{TEXT}</p><p><strong>Ducks</strong></p><p>{MORE}</p>"
    (letter,) = read(mail(body, form="html"))
    assert [one.fields["title"] for one in split(letter) if isinstance(one, ImportedDocument)] == [
        "Weir raised",
        "Ducks",
    ]


def test_a_mail_without_headings_cannot_be_split() -> None:
    (letter,) = read(mail(TEXT))
    with pytest.raises(BriefgenError, match="no headings"):
        [*split(letter)]

"""Saved pages, titles with the outlet's name, mails with a stub, and files that are no text."""

from __future__ import annotations

import textwrap
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefgen.importing import formats
from briefgen.importing.document import ImportedDocument, Input
from briefgen.importing.inputs import expand
from briefgen.importing.normalize import normalize
from briefgen.model.diagnostics import BriefgenError
from briefgen.project.pipeline import default_pipeline

WORDS = (
    "The kiln of Brask was fired on Sunday for the first time since the flood, and the potters sat up.",
    "Its door is bricked up for three days, and whoever opens it sooner pays for the whole load of jugs.",
    "A second kiln stands empty until the clay comes, which the carter says will be before the frost.",
)


def page(title: str, head: str = "", body: str = "") -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in WORDS)
    return (
        f'<html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><article>{body}{paragraphs}</article></body></html>"
    )


def read(name: str, data: str | bytes) -> ImportedDocument:
    content = data if isinstance(data, bytes) else data.encode()
    return next(
        one for one in formats.read_documents(Input(name, content)) if isinstance(one, ImportedDocument)
    )


def texts(document: ImportedDocument) -> list[str]:
    return [line.text for line in document.lines if line.text]


def saved(html: str) -> str:
    return (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://brask.example/kiln\r\nSubject: Kiln\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="--b"\r\n\r\n'
        "----b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        f"Content-Location: https://brask.example/kiln\r\n\r\n{html}\r\n"
        "----b\r\nContent-Type: text/css\r\n\r\np { color: red }\r\n----b--\r\n"
    )


@pytest.mark.parametrize("name", ["kiln.mhtml", "kiln.mht", "kiln"])
def test_a_page_saved_as_one_file_is_read_as_a_page(name: str) -> None:
    raw = saved(page("Kiln fired ö"))
    document = read(name, raw)
    assert texts(document) == [*WORDS]
    assert document.fields["title"] == "Kiln fired ö"
    assert document.fields["url"] == "https://brask.example/kiln"
    assert document.raw == raw.encode()
    assert read(f"raw/x{document.suffix}", document.raw).lines == document.lines


@pytest.mark.parametrize("raw", ["From: <Saved by Blink>\n\nno parts", saved("") + "\n--x" * 3000])
def test_a_saved_page_without_a_page_is_refused(raw: str) -> None:
    with pytest.raises(BriefgenError, match=r"kiln\.mhtml"):
        read("kiln.mhtml", raw)


@pytest.mark.parametrize("ending", ["_files", "-Dateien", "_archivos", ".files"])
def test_the_folder_beside_a_saved_page_is_passed_by(tmp_path: Path, ending: str) -> None:
    beside = tmp_path / "in" / f"Kiln, no. 2{ending}" / "deep"
    beside.mkdir(parents=True)
    (beside / "frame.html").write_text("x")
    kept = tmp_path / "in" / f"Letters{ending}" / "own.html"
    kept.parent.mkdir()
    kept.write_text("x")
    main = tmp_path / "in" / "Kiln, no. 2.html"
    main.write_text("x")
    assert expand([str(tmp_path / "in")], tmp_path / "content") == [main.as_posix(), kept.as_posix()]


def test_documents_in_a_folder_that_cannot_be_read_are_refused_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("kiln.pdf", "kiln.txt", "kiln.css", "kiln.odt"):
        (folder / name).write_bytes(b"%PDF-1.7" if name.endswith("pdf") else b"PK\x03\x04")
    names = expand([str(folder)], tmp_path / "content")
    assert [Path(name).name for name in names] == ["kiln.odt", "kiln.pdf", "kiln.txt"]


@pytest.mark.parametrize(
    ("title", "outlet", "heading"),
    [
        ("Kiln fired - The Brask Potter", "Potter", ""),
        ("Kiln fired | Brask Potter", "Brask Potter", ""),
        ("Brask Potter | Kiln fired", "Brask Potter", ""),
        ("Kiln fired – Crafts – Brask Potter", "Brask Potter", "Kiln fired"),
        ("Kiln fired — some other name", "Brask Potter", "Kiln fired"),
    ],
)
def test_the_title_is_without_the_outlet(title: str, outlet: str, heading: str) -> None:
    head = f'<meta property="og:site_name" content="{outlet}"><meta property="og:title" content="{title}">'
    document = read("a.html", page(title, head, f"<h1>{heading}</h1>" if heading else ""))
    assert document.fields["title"] == "Kiln fired"


@pytest.mark.parametrize("title", ["Kiln fired - and put out", "Potter - or smith?", "Kiln-fired jugs"])
def test_a_dash_in_a_title_stays(title: str) -> None:
    head = f'<meta property="og:site_name" content="Brask News"><meta property="og:title" content="{title}">'
    assert read("a.html", page(title, head)).fields["title"] == title


@pytest.mark.parametrize(
    ("plain", "chosen"),
    [
        ("See https://brask.example/1", "html"),
        (f"{WORDS[0]}\n\nhttps://brask.example/{'1' * 200}\n\nUnsubscribe: https://brask.example/u", "html"),
        (" ".join(WORDS), "plain"),
    ],
)
def test_the_html_part_is_read_where_the_plain_one_is_a_stub(plain: str, chosen: str) -> None:
    html = "".join(f"<p>{text}</p>" for text in WORDS)
    source = (
        "From: a@brask.example\nSubject: Kiln\nMIME-Version: 1.0\n"
        'Content-Type: multipart/alternative; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain\n\n{plain}\n--b\nContent-Type: text/html\n\n{html}\n--b--\n"
    )
    assert texts(read("a.eml", source)) == ([*WORDS] if chosen == "html" else [plain])


def mail(text: str, form: str = "html", head: str = "") -> ImportedDocument:
    return read(
        "a.eml",
        f"From: a@brask.example\nSubject: Kiln\n{head}Content-Type: text/{form}; charset=utf-8\n\n{text}",
    )


HTML = "".join(f"<p>{text}</p>" for text in WORDS)


@pytest.mark.parametrize(
    "frame",
    [
        '<div style="display: none; max-height:0"><div>Jugs</div>and plates</div>{}',
        "<p hidden>Jugs{}",
        '<a href="https://a.example/1">View this email in your browser</a>{}',
        "<p>Im Browser ansehen</p>{}",
        "{}<p>You are a friend. <a href='https://a.example/2'>Unsubscribe</a></p><p>Brask, Lane 2</p>",
        "{}<p>Brask <a href='https://a.example/out'>Get off</a></p>",
        "{}<p>Newsletter abbestellen</p>",
        "{}<p>Berhenti langganan</p>",
        "{}<p>Cancelar la suscripción</p>",
        "{}<p>Se désinscrire</p>",
        "{}<p>إلغاء الاشتراك</p>",
        "{}<p>No more of these? <a href='https://a.example/list/unsubscribe?t=1'>Here</a></p>",
    ],
)
def test_the_frame_of_a_mailing_stays_out(frame: str) -> None:
    head = "List-Unsubscribe: <mailto:x@a.example>, <https://a.example/out>\n"
    assert texts(mail(frame.format(HTML), head=head)) == [*WORDS]


@pytest.mark.parametrize(
    "text",
    [
        "The council told the readers of its letter that they may unsubscribe from it when they like.",
        "A new browser for the library shows the jugs of three hundred years.",
    ],
)
def test_news_about_letters_and_browsers_stay(text: str) -> None:
    assert texts(mail(f"<p>{text}</p>{HTML}")) == [text, *WORDS]
    assert texts(mail(f"{HTML}<p>{text}</p><p>More.</p>")) == [*WORDS, text, "More."]


def test_a_wrapped_mail_has_whole_paragraphs_and_headings() -> None:
    wrapped = "\n\n".join(textwrap.fill(text, 66) for text in WORDS)
    text = (
        f"Kilns\n=====\n{wrapped}\n\n- one\n- two\n\nYou are on the list.\nUnsubscribe: https://a.example/\n"
    )
    lines = [line[:2] for line in mail(text, "plain").lines if line.text]
    assert lines == [("Kilns", "## "), *((text, "") for text in WORDS), ("- one", ""), ("- two", "")]


def test_the_address_of_the_way_out_is_in_no_plain_text() -> None:
    text = f"{WORDS[0]}\n\n{WORDS[1]}\n\n-- \nThe potters\nGoodbye: https://a.example/out?t=secret\n"
    found = texts(mail(text, "plain", "List-Unsubscribe: <https://a.example/out?t=secret>\n"))
    assert found == [WORDS[0], WORDS[1]]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://kiln.example/1\n\n{}", "https://kiln.example/1"),
        ("<https://kiln.example/1>\n{}", "https://kiln.example/1"),
        ("{}\n\nQuelle: https://kiln.example/1\n", "https://kiln.example/1"),
        ("{}\n\nhttps://kiln.example/form", ""),
        ("{}\nhttps://kiln.example/1\nMore.", ""),
        ("{}\nSign up at https://kiln.example/form", ""),
        ("https://[kiln.example/1\n{}", ""),
    ],
)
def test_an_address_above_a_pasted_text_is_its_own(text: str, url: str) -> None:
    document = read("a.txt", text.format("\n".join(WORDS)))
    assert document.fields.get("url", "") == url
    assert ("kiln.example" in "".join(texts(document))) is not bool(url)
    assert [one for one in texts(document) if one in WORDS] == [*WORDS]


def test_an_address_that_begins_like_the_way_out_is_none() -> None:
    text = f"{WORDS[0]}\n\nSee https://a.example/update-2024.\n\n{WORDS[1]}\n"
    found = texts(mail(text, "plain", "List-Unsubscribe: <https://a.example/u>\n"))
    assert found == [WORDS[0], "See https://a.example/update-2024.", WORDS[1]]


def test_lines_that_end_early_stay_lines() -> None:
    verse = "The kiln is cold,\nthe jugs are sold,\nand nobody of us is growing old and none is told."
    assert texts(mail(verse, "plain")) == verse.split("\n")


def test_headings_that_look_like_labels_stay_above_their_text() -> None:
    html = f"<h2>News</h2><p>{WORDS[0]}</p><h2>Jobs</h2><p>{WORDS[1]}</p><h2>Sport</h2>"
    now = datetime(2030, 1, 15, tzinfo=UTC)
    article = normalize(mail(html), {}, default_pipeline(), now)
    assert article.body == f"## News\n\n{WORDS[0]}\n\n## Jobs\n\n{WORDS[1]}\n"


@pytest.mark.parametrize("start", [b"%PDF-1.7\n1 0 obj", b"PK\x03\x04 word", b"{\\rtf1 Kiln}", b"GIF89a;"])
@pytest.mark.parametrize("name", ["kiln.pdf", "kiln.txt", "kiln"])
def test_a_file_that_is_no_text_is_refused_by_name(name: str, start: bytes) -> None:
    with pytest.raises(BriefgenError) as error:
        formats.read_documents(Input(name, start))
    assert error.value.diagnostics[0].location.path == name
    assert error.value.diagnostics[0].hint


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- saved from url=(0027)https://kiln.example/news/1 -->",
        "<!--\n Page saved with SingleFile \n url: https://kiln.example/news/1 \n saved date: Tue\n-->",
        "",
    ],
)
def test_a_saved_page_has_its_address_or_a_warning(comment: str) -> None:
    article = (
        f'<p>{WORDS[0]} The <a href="../plan">plan</a> and <a href="#n">a note</a>.</p><p>{WORDS[1]}</p>'
    )
    document = read("a.html", f"<!DOCTYPE html>\n{comment}\n" + page("Kiln", "", article))
    links = [link.url for line in document.lines for link in line.links]
    assert links == (["https://kiln.example/plan"] if comment else [])
    assert document.fields.get("url", "") == ("https://kiln.example/news/1" if comment else "")
    assert [one.code for one in document.problems] == ([] if comment else ["links-relative"])
    assert comment or document.problems[0].message.startswith("1 link ")


def test_the_links_of_a_page_are_kept() -> None:
    text = (
        f'<p>{WORDS[0]} The <a href="/p?utm_source=z">plan</a> and <a href="https://b.example/">more</a>.</p>'
    )
    item = '<ul><li>Jugs <a href="jugs.html">by the dozen</a> are sold at the gate on Mondays.</li></ul>'
    head = '<link rel="canonical" href="https://brask.example/news/kiln">'
    lines = read("a.html", page("Kiln", head, text + item)).lines
    assert [link[:2] for line in lines for link in line.links] == [
        ("plan", "https://brask.example/p"),
        ("more", "https://b.example/"),
        ("by the dozen", "https://brask.example/news/jugs.html"),
    ]


PLAIN = f"<h1>Kiln</h1><p>{WORDS[0]}</p><ul><li>Jugs.</li><li>Plates.</li></ul><p>{WORDS[1]}</p><p>{WORDS[2]}"
CELLS = f"<table><tr><td><a href=/>Start</a><br>All jugs</td><td>{PLAIN}</td></tr></table>"


@pytest.mark.parametrize("body", [PLAIN, CELLS, f"<center><div>{PLAIN}</div></center>"])
def test_a_page_that_is_all_text_is_read_as_it_stands(body: str) -> None:
    lines = read("a.html", f"<html><head><title>Kiln</title></head><body>{body}</body></html>").lines
    assert [f"{line.mark}{line.text}" for line in lines] == [
        "## Kiln", WORDS[0], "- Jugs.", "- Plates.", WORDS[1], WORDS[2],
    ]  # fmt: skip


@pytest.mark.parametrize("clean", [{}, {"clean": True}])
def test_a_short_page_has_its_paragraphs_without_buttons(clean: dict[str, bool]) -> None:
    body = (
        "<nav><a href='/'>Start</a></nav><article><h1>Kiln</h1><div><a>Share this</a></div>"
        "<p>The kiln is lit.</p><p>It burns <a href='https://a.example/'>beech</a>.</p>"
        "<p><a href='/b'>A jug breaks</a></p></article>"
    )
    document = read("a.html", f"<html><head><title>Kiln</title></head><body>{body}</body></html>")
    assert texts(document) == ["Kiln", "The kiln is lit.", "It burns beech."]
    made = normalize(document, clean, default_pipeline(), datetime(2030, 1, 15, tzinfo=UTC))
    assert made.body == "The kiln is lit.\n\nIt burns [beech](https://a.example/).\n"


@pytest.mark.parametrize("clean", [{}, {"clean": True}])
def test_paragraphs_of_a_page_are_not_joined(clean: dict[str, bool]) -> None:
    text = textwrap.fill(" ".join(WORDS), 62).split("\n")
    html = "".join(f"<p>{line}</p>" for line in text)
    document = read("a.html", f"<html><head><title>Kiln</title></head><body>{html}</body></html>")
    made = normalize(document, clean, default_pipeline(), datetime(2030, 1, 15, tzinfo=UTC))
    assert made.body.split("\n\n") == [*text[:-1], text[-1] + "\n"]

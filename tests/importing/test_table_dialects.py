"""Tables and JSON as office programs, scrapers and news services write them."""

from __future__ import annotations

import json

import pytest

from briefgen.importing.document import ImportedDocument, Input
from briefgen.importing.formats import read_documents
from briefgen.model import Diagnostic
from briefgen.model.diagnostics import BriefgenError

TEXT = "The ferry waits; nobody knows, for how long."


def documents(name: str, data: str | bytes) -> list[ImportedDocument]:
    raw = data if isinstance(data, bytes) else data.encode()
    return [one for one in read_documents(Input(name, raw)) if isinstance(one, ImportedDocument)]


def problems(name: str, data: str) -> list[str]:
    found = [one for one in read_documents(Input(name, data.encode())) if isinstance(one, BriefgenError)]
    return [one.diagnostics[0].message for one in found]


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
@pytest.mark.parametrize("suffix", ["csv", "tsv"])
def test_the_separator_is_found(mark: str, suffix: str) -> None:
    table = f'title{mark}note{mark}text\nFerry{mark}"a{mark}b"{mark}"{TEXT}\nIt is ""late""."\n'
    (one,) = documents(f"a.{suffix}", table)
    assert one.fields["title"] == "Ferry"
    assert [line.text for line in one.lines] == [TEXT, 'It is "late".']


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("first", ["", "sep=;\r\n", '"sep=;"\n'])
def test_a_first_line_that_names_the_separator(first: str, codec: str) -> None:
    (one,) = documents("a.csv", f'{first}titel;text\r\nFähre;"{TEXT}"\r\n'.encode(codec))
    assert (one.fields["title"], one.lines[0].text) == ("Fähre", TEXT)


@pytest.mark.parametrize(
    "header",
    [
        "Judul;Isi Berita;Tautan;Sumber;Penulis",
        "Überschrift;Inhalt;Adresse;Quelle;Verfasser",
        "Título;Contenido;Enlace;Fuente;Autor",
        "Titre;Contenu;Lien;Source;Auteur",
        "Titolo;Testo;Indirizzo;Fonte;Autore",
        "Título;Conteúdo;Endereço;Veículo;Autor",
        "Заголовок;Текст;Ссылка;Источник;Автор",
        "标题;正文;链接;来源;作者",
        "タイトル;本文;リンク;媒体名;著者",
        "제목;본문;링크;언론사;기자",
        "Başlık;İçerik;Bağlantı;Kaynak;Yazar",
        "Tiêu đề;Nội dung;Liên kết;Nguồn;Tác giả",
        "العنوان;النص;الرابط;المصدر;الكاتب",
    ],
)
def test_columns_in_other_languages(header: str) -> None:
    (one,) = documents("a.csv", f'{header}\nFerry;"{TEXT}";https://a.example/1;Post;Ada\n')
    fields = {"title": "Ferry", "url": "https://a.example/1", "source": "Post", "author": "Ada"}
    assert dict(one.fields) == fields
    assert one.lines[0].text == TEXT


@pytest.mark.parametrize(
    "wrap",
    [
        lambda rows: {"status": "ok", "articles": rows},
        lambda rows: {"response": {"meta": {"hits": 2}, "docs": rows}},
        lambda rows: {"items": rows},
        lambda rows: {"data": [{"page": 1, "results": rows}]},
    ],
)
def test_the_list_of_articles_is_found_below_any_key(wrap) -> None:  # type: ignore[no-untyped-def]
    rows = [{"title": f"Ferry {n}", "content": TEXT, "source": {"id": 4, "name": "Post"}} for n in (1, 2)]
    found = documents("a.json", json.dumps(wrap(rows)))
    assert [one.fields["title"] for one in found] == ["Ferry 1", "Ferry 2"]
    assert {one.fields["source"] for one in found} == {"Post"}


def test_posts_as_wordpress_serves_them() -> None:
    post = {
        "title": {"rendered": "Oars &amp; ropes"},
        "content": {"rendered": "<p>The ferry waits.</p>\n<p>It is late.</p>"},
        "link": "https://a.example/1",
        "author": 3,
        "tags": [7, 9],
    }
    (one,) = documents("a.json", json.dumps([post]))
    assert dict(one.fields) == {"title": "Oars & ropes", "url": "https://a.example/1"}
    assert [line.text for line in one.lines] == ["The ferry waits.", "It is late."]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_table_without_text_is_reported_once(name: str) -> None:
    rows = [{"headline": f"Note {n}", "phrases": TEXT} for n in range(50)]
    lines = "\n".join(map(json.dumps, rows))
    table = "headline;phrases\n" + "\n".join(f'Note {n};"{TEXT}"' for n in range(50))
    (message,) = problems(name, table if name == "a.csv" else lines)
    assert message == "50 articles (1, 2, 3, 4, 5 …) have no text column"


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json"])
def test_columns_that_are_not_read_are_named_once(name: str) -> None:
    rows = [
        {"id": n, "headline": f"Note {n}", "text": f"{TEXT} {n}", "mood": "calm", "crawled_at": "2024-05-14"}
        for n in range(30)
    ]
    table = "id;headline;text;mood;crawled_at\n" + "\n".join(";".join(map(str, row.values())) for row in rows)
    table = table.replace(TEXT, f'"{TEXT}"').replace(f'"{TEXT}" ', f'"{TEXT} ').replace(";calm", '";calm')
    data = {"a.csv": table, "a.jsonl": "\n".join(map(json.dumps, rows)), "a.json": json.dumps(rows)}[name]
    found = [*read_documents(Input(name, data.encode()))]
    notes = [one for one in found if isinstance(one, Diagnostic)]
    assert [(note.code, note.message) for note in notes] == [
        ("columns-unread", "columns that are not read: mood")
    ]
    assert sum(isinstance(one, ImportedDocument) for one in found) == 30
    named = [*read_documents(Input(name, data.encode()), {"place": "mood"})]
    assert not any(isinstance(one, Diagnostic) for one in named)

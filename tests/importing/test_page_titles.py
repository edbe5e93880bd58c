"""The title of a web page: the visible headline, without the outlet's name."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from briefgen.importing.page_metadata import read_metadata

SITE = '<meta property="og:site_name" content="Harbour Courier">'
URL = "https://www.harbourcourier.example/news/ferry"
FORMS = [
    "{} - Harbour Courier", "{} | Harbour Courier", "{} — Harbour Courier", "{} « Harbour Courier",
    "{} :: Harbour Courier", "Harbour Courier: {}", "Harbour Courier | {}", "Harbour Courier » {}",
    "{} | News | Harbour Courier", "{} – HarbourCourier.example", "{} | The Harbour Courier",
    "{}｜Harbour Courier", "{} — harbourcourier",
]  # fmt: skip
TITLE = "Ferry to the islands is late again"


@pytest.mark.parametrize("form", FORMS)
def test_the_name_of_the_outlet_is_cut_off(form: str) -> None:
    page = f'<head>{SITE}<meta property="og:title" content="{form.format(TITLE)}"></head><p>x</p>'
    assert read_metadata(document_fromstring(page), URL)["title"] in (TITLE, f"{TITLE} | News")


@pytest.mark.parametrize("title", ["Rain - and more rain", "Analysis: why the ferry is late", "A | B", "4-1"])
def test_a_part_that_names_no_outlet_stays(title: str) -> None:
    page = f'<head>{SITE}<meta property="og:title" content="{title}"></head><p>x</p>'
    assert read_metadata(document_fromstring(page), URL)["title"] == title


@pytest.mark.parametrize(
    ("declared", "heading", "title"),
    [
        ("Late Ferry Islands 2025 | Guide", "Why the ferry to the islands is late", None),
        ("Ferry late again", "Sport and weather this week", "Ferry late again"),
        ("Ferry to the islands is late again", "News Ferry to the islands is late again", TITLE),
        ("Fähre zu den Inseln kommt wieder zu spät", "Home", "Fähre zu den Inseln kommt wieder zu spät"),
    ],
)
def test_the_headline_that_readers_see_is_the_title(declared: str, heading: str, title: str | None) -> None:
    head = f'<head>{SITE}<meta property="og:title" content="{declared}"></head>'
    page = f"{head}<body><article><h1>{heading}</h1><p>x</p></article></body>"
    assert read_metadata(document_fromstring(page), URL)["title"] == (title or heading)


def test_initials_and_the_words_of_the_domain_name_an_outlet() -> None:
    url = "https://www.fbfs.example/checklist"
    page = '<head><meta property="og:title" content="Easy checklist | Farm Bureau Field Services"></head>'
    assert read_metadata(document_fromstring(page), url)["title"] == "Easy checklist"

"""Indonesian stems: words of one root meet, short words and other languages stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefgen.nlp.stemming import stem
from briefgen.nlp.tokens import folded_words

VECTORS = Path(__file__).parent / "stemming.json"
TEXTS = [
    "Café DES Artistes",
    "Menyerang, serangan; DISERANG!",
    "ÅNGSTRÖM naïve 2022",
    "Київ і Львів",
    "snake_case-word",
    "ﬁne İzmir",
    "हिन्दी",
    "ΟΔΟΣ",
]
INDONESIAN = """
    serang menyerang serangan diserang penyerangan menyerangnya penyerang terserang kirim mengirim dikirim
    pengiriman mengirimkan ambil mengambil diambil pengambilan kata mengatakan dikatakan katanya perkataan
    perintah pemerintah pemerintahan memerintah kerja bekerja pekerja pekerjaan dikerjakan terima menerima
    diterima penerimaan pukul memukul dipukul pukulan pemukul tulis menulis ditulis penulis tulisan bantu
    membantu bantuan dibantu tani petani pertanian bertani perang peperangan berperang memerangi temu
    bertemu pertemuan menemui menemukan lapor laporan melaporkan dilaporkan pelapor ajar belajar mengajar
    pelajar pelajaran aman keamanan mengamankan tangan menangani penanganan layan melayani layanan pelayanan
    polisi kepolisian menteri kementerian ekonomi perekonomian hidup kehidupan bukumukah bertahanlah
    mempertahankan memengaruhi di ikan hari
"""
ENGLISH = "attacks cities buses countries ships press news goes eyries status"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("menyerang", "serang"),
        ("serangan", "serang"),
        ("menyerangnya", "serang"),
        ("memukul", "pukul"),
        ("pemukulan", "pukul"),
        ("mempertahankan", "tahan"),
        ("bertahanlah", "tahan"),
        ("belajar", "ajar"),
        ("pelajaran", "ajar"),
        ("bekerja", "kerja"),
        ("memengaruhi", "pengaruh"),
        ("bukumukah", "buku"),
        ("ditulis", "tulis"),
    ],
)
def test_affixes_go(word: str, expected: str) -> None:
    assert stem(word, "id") == expected


@pytest.mark.parametrize("word", ["di", "ikan", "buku", "merah", "perang", "jalan", "tiga", ""])
def test_a_word_of_two_vowels_is_a_stem(word: str) -> None:
    assert stem(word, "id") == word


def test_other_languages_stay() -> None:
    assert stem("menyerang", "en") == "menyerang"
    assert stem("menyerang", "id-ID") == "serang"


@pytest.mark.parametrize(
    ("word", "expected"),
    [("attacks", "attack"), ("cities", "city"), ("press", "press"), ("status", "status")],
)
def test_an_english_plural(word: str, expected: str) -> None:
    assert stem(word, "en-GB") == expected


def test_words_are_compared_without_case_and_marks() -> None:
    assert folded_words("Café, ÉTAT-major d'été!") == ["cafe", "etat", "major", "d", "ete"]


def test_the_vectors_that_the_browser_is_held_to(renew: bool) -> None:
    """``tests/builders/test_search.py`` gives them to the script."""
    made = {
        "words": {text: folded_words(text) for text in TEXTS},
        "id": {word: stem(word, "id") for word in INDONESIAN.split()},
        "en": {word: stem(word, "en") for word in ENGLISH.split()},
        "de": {"serangan": "serangan"},
    }
    if renew:
        VECTORS.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert json.loads(VECTORS.read_text("utf-8")) == made

"""Stems: the forms of a word share one, and the browser's are the same (``stemming.json`` is given to both)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefgen.stemming import stem, words

FORMS = [
    "serang menyerang serangan diserang penyerangan menyerangnya penyerang terserang",
    "kirim mengirim dikirim pengiriman kiriman mengirimkan",
    "ambil mengambil diambil pengambilan",
    "kata mengatakan dikatakan katanya perkataan",
    "perintah pemerintah pemerintahan memerintah diperintah",
    "kerja bekerja pekerja pekerjaan dikerjakan",
    "terima menerima diterima penerimaan",
    "pukul memukul dipukul pukulan pemukul",
    "tulis menulis ditulis penulis tulisan",
    "bantu membantu bantuan dibantu pembantu",
    "tani petani pertanian bertani",
    "perang peperangan berperang memerangi",
    "temu bertemu pertemuan menemui menemukan",
    "lapor laporan melaporkan dilaporkan pelapor",
    "ajar belajar mengajar pelajar pelajaran",
    "aman keamanan mengamankan pengamanan",
    "tangan menangani ditangani penanganan",
    "layan melayani layanan pelayanan",
    "polisi kepolisian",
    "menteri kementerian",
    "ekonomi perekonomian",
    "hidup kehidupan",
]
APART = ["serang sarang", "perang terang", "hari hati", "makan masak", "presiden residen", "air alir"]
VECTORS = Path(__file__).parent / "stemming.json"
TEXTS = [
    "Café DES Artistes",
    "Menyerang, serangan; DISERANG!",
    "ÅNGSTRÖM naïve 2022",
    "Київ і Львів",
    "snake_case-word",
    "ﬁne İzmir",
    "हिन्दी में समाचार",
    "ΟΔΟΣ",
]


@pytest.mark.parametrize("forms", FORMS)
def test_the_forms_of_an_indonesian_word_share_a_stem(forms: str) -> None:
    assert len({stem(word, "id") for word in forms.split()}) == 1


@pytest.mark.parametrize("pair", APART)
def test_different_words_stay_apart(pair: str) -> None:
    one, other = pair.split()
    assert stem(one, "id") != stem(other, "id")


@pytest.mark.parametrize(
    ("word", "expected"),
    [("attacks", "attack"), ("cities", "city"), ("press", "press"), ("status", "status")],
)
def test_an_english_plural(word: str, expected: str) -> None:
    assert stem(word, "en-GB") == expected


def test_another_language_is_left_alone() -> None:
    assert stem("serangan", "de") == "serangan"


def test_words_are_compared_without_case_and_accents() -> None:
    assert words("Café, ÉTAT-major d'été!") == ["cafe", "etat", "major", "d", "ete"]


def test_the_shared_vectors(renew: bool) -> None:
    made = {
        "words": {text: words(text) for text in TEXTS},
        "id": {word: stem(word, "id") for forms in FORMS + APART for word in forms.split()},
        "en": {
            word: stem(word, "en")
            for word in [
                "attacks",
                "cities",
                "buses",
                "countries",
                "ships",
                "press",
                "news",
                "goes",
                "eyries",
            ]
        },
        "de": {"serangan": "serangan"},
    }
    if renew:
        VECTORS.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert json.loads(VECTORS.read_text("utf-8")) == made

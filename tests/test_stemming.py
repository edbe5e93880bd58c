"""Indonesian stems: words of one root meet, short words and other languages stay."""

from __future__ import annotations

import pytest

from briefgen.stemming import stem


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

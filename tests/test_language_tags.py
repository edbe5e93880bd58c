"""One spelling for each language code, and one language for its regional forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.util.language_tags import LONGEST, canonical_tag, language_of_tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("en", "en"),
        (" EN ", "en"),
        ("en-us", "en-US"),
        ("en_GB", "en-GB"),
        ("en-UK", "en-GB"),
        ("en_US.UTF-8", "en-US"),
        ("de_AT@euro", "de-AT"),
        ("pt-br", "pt-BR"),
        ("es-419", "es-419"),
        ("ZH-hant-tw", "zh-Hant-TW"),
        ("zh-cmn-Hans-CN", "zh-Hans-CN"),
        ("sl-rozaj-biske", "sl-rozaj-biske"),
        ("de-1996", "de-1996"),
        ("en-US-u-ca-gregory", "en-US"),
        ("en-x-harbour", "en"),
        ("iw", "he"),
        ("in", "id"),
        ("ind", "id"),
        ("ger", "de"),
        ("gsw", "gsw"),
    ],
)
def test_a_code_has_one_spelling(text: str, tag: str) -> None:
    assert canonical_tag(text) == tag


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "e",
        "English",
        "en us",
        "12",
        "en-",
        "und",
        "mul",
        "e\u0301n",
        "en-\u0661",
        "a" * 272,
        "en" + "-abcde" * 54,
    ],
)
def test_what_is_no_code_has_none(text: str) -> None:
    assert canonical_tag(text) == ""


@given(st.text(st.sampled_from("aenzXG-_x149.@ "), max_size=60))
def test_the_one_spelling_stays(text: str) -> None:
    tag = canonical_tag(text)
    assert canonical_tag(tag) == tag
    assert len(tag) <= LONGEST
    assert canonical_tag(text.upper().replace("-", "_")) == tag
    if tag:
        assert canonical_tag(language_of_tag(tag)) == language_of_tag(tag)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en"),
        ("en-SG", "en"),
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("zh-Hans-SG", "zh"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("sr-Latn-RS", "sr-Latn"),
        ("sr-Cyrl", "sr"),
        ("de-1996", "de"),
        ("bg-Cyrl-BG", "bg"),
        ("en-Latn", "en"),
        ("xx-Latn", "xx-Latn"),
    ],
)
def test_regional_forms_are_one_language(tag: str, language: str) -> None:
    assert language_of_tag(tag) == language

"""The first sentences that stand for an article without a summary."""

from __future__ import annotations

import pytest

from briefgen.model import Article, Source
from briefgen.reading.article import read
from briefgen.reading.excerpt import LONGEST
from briefgen.reading.pipeline import Pipeline

LONG = "The ferry " + "turns and " * 40 + "stops."


def article(body: str, head: str = "") -> Article:
    text = f"---\ntitle: T\ndate: 2030-01-15\n{head}---\n{body}"
    result = read(Source("content/a.md", text, "digest"), Pipeline()).article
    assert result
    return result


@pytest.mark.parametrize(
    ("body", "excerpt"),
    [
        ("One two. Three four.\n", "One two. Three four."),
        ("One two.\n\nThree four.\n", "One two. Three four."),
        (f"One two. {LONG}\n", "One two."),
        ("# Head\n\nThe *lamp* is [lit](https://lamp.example/).\n", "The lamp is lit."),
        ("![A lamp](https://lamp.example/a.png)\n\nIt is lit.\n", "It is lit."),
        ("- one\n- two\n\nAfter a list.\n", "After a list."),
        ("Ebb &amp; flood, 3 < 4.\n", "Ebb & flood, 3 < 4."),
        ("It is lit.[^1]\n\n[^1]: So they say.\n", "It is lit."),
        ("It is lit.\n\nSee {article}`b`. More.\n", "It is lit."),
        ("{article}`b` tells more.\n", ""),
        ("- only\n- a list\n", ""),
        ("灯塔又亮了。船长很高兴。\n", "灯塔又亮了。船长很高兴。"),
        ("One.\n\nTwo.\n\n<!-- more -->\n\nThree.\n", "One. Two."),
        ("One two <!-- more --> three.\n\nFour.\n", "One two"),
        (f"{LONG}\n\n<!--more-->\n\nThree.\n", LONG),
    ],
)
def test_an_excerpt_has_whole_sentences_of_paragraphs(body: str, excerpt: str) -> None:
    assert article(body).excerpt == excerpt


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Ana Brenn of St. Olav met Mr. J. Harl at 9.30 a.m. in the U.S. embassy.",
        "Prices rose by 3.5 percent … and more.",
        "“Is it lit?” he asked.",
        "Am 3. Mai brennt die Lampe wieder.",
    ],
)
def test_a_sentence_does_not_end_within(sentence: str) -> None:
    filler = "x" * (LONGEST - len(sentence) - 10)
    assert article(f"{sentence} Then {filler} {filler}.\n").excerpt == sentence


def test_a_long_sentence_ends_at_a_word() -> None:
    excerpt = article(f"{LONG}\n").excerpt
    assert excerpt.endswith(("turns…", "and…"))
    assert LONGEST // 2 < len(excerpt) <= LONGEST


def test_a_summary_comes_first() -> None:
    found = article("It is lit.\n", "summary: The lamp burns\n")
    assert (found.summary, found.excerpt, found.description) == ("The lamp burns", "", "The lamp burns")


@pytest.mark.parametrize("summary", ["The lamp is lit.", "The lamp is…", "The lamp is li..."])
def test_a_summary_that_repeats_the_text_is_its_excerpt(summary: str) -> None:
    found = article("The **lamp** is lit. It burns.\n", f'summary: "{summary}"\n')
    assert (found.summary, found.excerpt, found.description) == ("", summary, summary)


def test_a_summary_may_repeat_several_paragraphs() -> None:
    body = "The lamp is lit.\n\nIt burns.\n\nMore.\n"
    assert article(body, "summary: The lamp is lit. It burns.\n").summary == ""
    assert article(body, "summary: The lamp is lit. It smokes.\n").summary == "The lamp is lit. It smokes."


def test_words_after_the_first_sentences_are_no_part_of_the_head() -> None:
    sentence = f"The lamp {'burns and ' * 12}burns."
    assert article(f"{sentence}\n\nOne.\n").digest == article(f"{sentence}\n\nTwo.\n").digest
    assert article(f"A {sentence}\n").digest != article(f"The {sentence}\n").digest

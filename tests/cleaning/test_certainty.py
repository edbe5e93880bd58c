"""What the paragraphs of a text stand around may be part of it."""

from __future__ import annotations

import pytest

from briefgen.cleaning.engine import Cleaned, Overrides, clean, restore, split_lines
from briefgen.cleaning.lexicon import lexicon
from briefgen.cleaning.phrases import GAP, LINE_LISTS
from briefgen.cleaning.rules import ORDER
from briefgen.cleaning.rules.stray_lines import judged_lines, stray_line
from briefgen.cleaning.rules.wrapping import hard_wrap
from briefgen.model import Draft, Source
from briefgen.project.pipeline import default_pipeline
from briefgen.reading.prepare import Prepared, prepare

HEAD = {"title": "The ferry", "date": "2024-05-02"}
PARAGRAPHS = [
    f"The {boat} left the harbour of Saltby at noon on Tuesday, and crews say that nobody on the quay could "
    f"say when the {boat} would be back. The harbour office had warned all captains of the storm the night "
    "before, and most of them had stayed ashore."
    for boat in ("old ferry", "mail boat", "pilot", "lifeboat", "tug", "dredger")
]
NAMES = (
    "tide",
    "pier",
    "crew",
    "storm",
    "quay",
    "buoy",
    "mast",
    "deck",
    "wreck",
    "coast",
    "harbour",
    "fleet",
    "gale",
    "reef",
    "sail",
    "rope",
)
RULES = [rule for rule in ORDER if rule not in (stray_line, hard_wrap)]
"""The certain ones, without the one that would join lines of one width."""
HEADER = ["Log in", "Facebook Twitter WhatsApp"]


def cleaned_of(*lines: str, lang: str = "en") -> Cleaned:
    raw = "\n".join(lines)
    cleaned = clean(Draft(HEAD, lang, split_lines(raw), plain=True), RULES)
    assert restore(cleaned.draft.lines, cleaned.edits) == raw
    return cleaned


def gone(cleaned: Cleaned) -> set[str]:
    return {edit.before for edit in cleaned.edits if edit.after is None}


def amid(*labels: str) -> list[str]:
    """An article with these lines between its paragraphs."""
    return [*PARAGRAPHS[:3], *labels, *PARAGRAPHS[3:]]


@pytest.mark.parametrize(
    ("label", "lang"),
    [
        ("FAQ", "en"),
        ("Pinterest", "en"),
        ("4.5", "en"),
        ("Read more: The tides of May", "en"),
        ("Datenschutz", "de"),
        ("Follow us on Facebook.", "en"),
        ("Watch the video.", "en"),
        ("About the authors", "en"),
    ],
)
def test_a_label_amid_a_text_of_no_page_is_doubtful(label: str, lang: str) -> None:
    alone = cleaned_of(*amid(label), lang=lang)
    assert gone(alone) == set()
    assert [doubt.line for doubt in alone.doubts] == [4]
    assert label in gone(cleaned_of(*HEADER, *amid(label), "© 2024 Post", lang=lang))


@pytest.mark.parametrize(
    ("sentence", "lang"),
    [
        ("Contact us.", "en"),
        ("Follow the river for two miles.", "en"),
        ("Follow the signs to the app shop.", "en"),
        ("Folgen Sie dem Fluss zwei Meilen.", "de"),
        ("Folgen Sie dem Weg auf den Deich.", "de"),
    ],
)
def test_an_everyday_sentence_amid_the_text_of_a_page_is_no_prompt(sentence: str, lang: str) -> None:
    assert sentence not in gone(cleaned_of(*HEADER, *amid(sentence), "© 2024 Post", lang=lang))


def test_the_text_of_a_known_outlet_comes_from_a_page() -> None:
    lines = split_lines("\n".join(amid("Read also: Ten walks")))
    assert gone(clean(Draft(HEAD | {"source": "Post"}, "en", lines, plain=True), RULES)) == {
        "Read also: Ten walks"
    }


def test_rules_that_take_much_of_a_text_are_in_doubt() -> None:
    prompts = [f"Sign up for our newsletter about the {name}, the sea and its boats!" for name in NAMES]
    much = cleaned_of(*HEADER, *amid(*prompts), "© 2024 Post")
    assert gone(much) == {*HEADER, "© 2024 Post"}
    assert {doubt.line for doubt in much.doubts} >= set(range(6, 22))
    assert gone(cleaned_of(*HEADER, *prompts, *amid(), *prompts)) >= set(prompts)
    assert gone(cleaned_of(*HEADER, *amid(prompts[0]))) >= {prompts[0]}


def test_a_text_of_one_line_is_text() -> None:
    for line in ("Share", "Read also: Ten walks", "Photo: Ann Lee"):
        alone = cleaned_of(line)
        assert gone(alone) == set()
        assert [doubt.line for doubt in alone.doubts] == [1]


def test_what_a_person_asks_for_is_certain() -> None:
    raw = "\n".join(amid("FAQ"))
    draft = Draft(HEAD, "en", split_lines(raw), plain=True)
    assert gone(clean(draft, ORDER, Overrides(drop=("FAQ",)))) == {"FAQ"}
    assert clean(draft, ORDER, Overrides(keep=("FAQ",))).doubts == ()


@pytest.mark.parametrize("lang", ["en", "de", "id", "fr", "es"])
def test_no_phrase_takes_a_long_line_or_one_of_several_sentences(lang: str) -> None:
    told = "The ferry left the harbour at noon. Nobody watched. It came back at six in the evening."
    starts = {
        text.replace(GAP, " ").strip(" .").capitalize()
        for name in LINE_LISTS & set(lexicon(lang))
        for text in lexicon(lang)[name]
        if not text.startswith(GAP)
    }
    lines = [f"{start} {told}" for start in sorted(starts) if start]
    lines += [
        f"{start} {'the harbour at noon, with the ferry and ' * 6}the tower" for start in sorted(starts)
    ]
    for at in range(0, len(lines), 40):
        some = [line for pair in zip(lines[at : at + 40], PARAGRAPHS * 7, strict=False) for line in pair]
        assert gone(cleaned_of(*HEADER, *some, *HEADER, lang=lang)).isdisjoint(lines)


def test_days_of_an_event_and_what_introduces_are_no_stamps() -> None:
    for line in ("Date: 16-19 March 2026", "16 – 19 March 2026", "Posted to the forum on 2025-07-09:"):
        assert line not in gone(cleaned_of(*HEADER, line, *amid(), "© 2024 Post"))


def test_noise_around_the_paragraphs_opens_more_than_noise_between_them() -> None:
    lines = split_lines("\n".join(["Home", *PARAGRAPHS, "Menu"]))

    def judged(*removed: int) -> list[bool]:
        draft = Draft(
            HEAD, "en", tuple(line for line in lines if line.number not in removed), True, removed=removed
        )
        return judged_lines(draft)

    assert not any(judged(1))
    assert judged(1, 8) == [True] * 6
    assert judged(3, 4) == [True, True, False, False, True, True]


@pytest.mark.parametrize("lang", ["", "en"])
def test_a_text_of_no_known_language_meets_no_english_phrase(lang: str) -> None:
    cleaned = cleaned_of(*HEADER[:1], *PARAGRAPHS, "Read more", "© 2024", "12:30", lang=lang)
    assert ("Log in" in gone(cleaned)) is ("Read more" in gone(cleaned)) is bool(lang)
    assert "© 2024" in gone(cleaned)


UNNAMED = (
    "Zor melak tuvari benoska prilt dorumen, ag velni tasko morun hekta silvo. Prenda molik sahtu vendor "
    "kilmaz ontrep, nuvi dastel horam belik tromz. Galto semni porvak ulzen, mirta kolvan setrip doliu."
)


def test_the_site_lends_a_long_text_of_no_known_language_no_phrases() -> None:
    text = "\n".join(["Log in", "Read more", *[f"{UNNAMED} {n}." for n in "abc"], "Read also", "Share"])
    prepared = prepare(Source("article.txt", f"{text}\n", ""), default_pipeline())
    assert isinstance(prepared, Prepared)
    assert {edit.rule for edit in prepared.cleaned.edits} <= {"title-line", "stray-line"}


def test_a_standfirst_and_the_last_short_sentence_are_text() -> None:
    standfirst, end = "Islanders waited on the quay for two hours.", "Nobody was hurt."
    raw = [
        "Home",
        "News",
        "Log in",
        "Ferry leaves late after the storm",
        standfirst,
        *PARAGRAPHS,
        end,
        "Related",
    ]
    lines = split_lines(
        "\n".join([*raw, "Ten walks along the coast", "Sign up for our newsletter", "© 2024 Post"])
    )
    cleaned = clean(Draft(HEAD | {"title": ""}, "en", lines, plain=True), ORDER)
    assert [mark.value for mark in cleaned.draft.findings if mark.field == "title"] == [raw[3]]
    assert [line.text for line in cleaned.draft.nonblank] == [standfirst, *PARAGRAPHS, end]


def test_how_long_ago_something_was_is_certain_noise_and_a_bare_number_is_a_doubt() -> None:
    cleaned = cleaned_of(*amid("14 hours ago", "4.5"))
    assert gone(cleaned) == {"14 hours ago"}
    assert len(cleaned.doubts) == 1

"""How a phrase of a lexicon is compared with a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.cleaning.engine import split_lines
from briefgen.cleaning.lexicon import languages, lexicon
from briefgen.cleaning.phrases import GAP, LINE_LISTS, Phrase, listed, lists_of, phrase_of, words_of
from briefgen.model import Draft


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        ("comments", "Comments"),
        ("comments", "[COMMENTS]"),
        ("# comments", "1,204 comments"),
        ("page # of #", "— Page 2 of 3 —"),
        ("tags:…", "Tags: ferry"),
        ("tags:…", "Tags:"),
        ("tags", "Tags:"),
        ("…(courtesy…)", "The harbour (courtesy of Lee)"),
        ("…all rights reserved…", "© 2024 Post. All rights reserved."),
        ("…/afp", "Ann Lee/AFP"),
        ("…/afp", "/AFP by Ann Lee/AFP"),
        ("…(photo:…", "The harbour (Photo: Lee)"),
        ("…(ilustrasi)", "Kapal (ilustrasi)"),
        ("sign up for…newsletter…", "Sign up for the Harbour newsletter today"),
        ("you're the first…", "You’re the first to know"),
        ("#:#", "12:30"),
    ],
)
def test_a_phrase_fits(phrase: str, line: str) -> None:
    assert phrase_of("a list", phrase).fits(words_of(line))


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        ("comments", "Comments closed"),
        ("comments", "No comments"),
        ("comments", "Commentsaurus"),
        ("tags:…", "Hashtags: ferry"),
        ("read also…", "read alsowhere"),
        ("…afp", "the wafp"),
        ("…/afp", "/afp by somebody else"),
        ("sign up for…newsletter…", "newsletter: sign up for it"),
        ("# comments", "some comments"),
    ],
)
def test_a_phrase_does_not_fit(phrase: str, line: str) -> None:
    assert not phrase_of("a list", phrase).fits(words_of(line))


def test_every_phrase_of_every_lexicon_is_found_by_the_line_that_it_describes() -> None:
    for lang in languages():
        for name in LINE_LISTS & set(lexicon(lang)):
            for phrase in lexicon(lang)[name]:
                line = phrase.replace(GAP, " and ").replace("#", "7")
                assert name in lists_of(line, lang), (lang, name, phrase)


def test_only_lines_that_are_not_plainly_text_are_looked_at() -> None:
    paragraph = f"Comments {'were made, and ' * 20}the council heard them all."
    text = "\n".join(["Comments", *[paragraph] * 8])
    draft = Draft({}, "en", split_lines(text), plain=True)
    assert [line.number for line in listed(draft, "comments")] == [1]
    assert len(draft.suspects) == 6


@given(
    st.lists(st.text("ab# ", max_size=4), min_size=1, max_size=4),
    st.booleans(),
    st.booleans(),
    st.text("ab# ", max_size=12),
)
def test_a_phrase_fits_as_a_pattern_would(pieces: list[str], opens: bool, goes_on: bool, words: str) -> None:
    """Whatever fits has its pieces in order; the walk finds them wherever they lie."""
    pieces = [piece for piece in pieces if piece] or ["a"]
    if Phrase("a list", tuple(pieces), opens, goes_on).fits(words):
        at = 0
        for piece in pieces:
            at = words.index(piece, at) + len(piece)
        assert opens or words.startswith(pieces[0])
        assert goes_on or words.endswith(pieces[-1])

"""Sentences that begin as a phrase of a lexicon does are text."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from briefgen.cleaning.engine import clean, split_lines
from briefgen.cleaning.lexicon import languages, lexicon
from briefgen.cleaning.phrases import GAP, LINE_LISTS, LONGEST_LINE, listed, phrase_of
from briefgen.cleaning.rules import ORDER
from briefgen.cleaning.rules.stray_lines import stray_line
from briefgen.model import Draft

SENTENCES = yaml.safe_load(Path(__file__).with_name("running_sentences.yaml").read_text("utf-8"))
RULES = [rule for rule in ORDER[: ORDER.index(stray_line)] if rule.name != "hard-wrap"]
"""Without the one that would join these lines of one width."""
NOISE = ("Facebook Twitter WhatsApp", "12:30", "© 2024", "RSS")
"""Lines that rules know in every language, so that the text is known to be a page's."""


def test_there_are_fifteen_languages() -> None:
    assert len(SENTENCES) >= 15
    assert set(SENTENCES) <= set(languages())
    assert all(len(sentences) >= 12 for sentences in SENTENCES.values())


@pytest.mark.parametrize("lang", SENTENCES)
def test_a_running_sentence_stays(lang: str) -> None:
    lines = split_lines("\n".join([*NOISE, *SENTENCES[lang], *NOISE]))
    cleaned = clean(Draft({"title": "A title"}, lang, lines, plain=True), RULES).draft
    kept = {line.text for line in cleaned.lines}
    assert [sentence for sentence in SENTENCES[lang] if sentence not in kept] == []
    assert len(cleaned.removed) >= len(NOISE)


@pytest.mark.parametrize("lang", [lang for lang in SENTENCES if lang != "vi"])
def test_a_short_open_phrase_takes_no_running_sentence(lang: str) -> None:
    """A phrase of one or two words begins too many sentences: it needs a colon, or a line without a stop."""
    tail = " ".join(SENTENCES[lang][0].split()[-7:])
    for name in LINE_LISTS & set(lexicon(lang)):
        for text in lexicon(lang)[name]:
            phrase = phrase_of(name, text)
            if phrase.goes_on and not phrase.opens and not phrase.is_telling():
                sentence = f"{text.replace(GAP, ' ').strip().capitalize()} {tail}"
                draft = Draft({}, lang, split_lines("\n".join([*NOISE, sentence, *NOISE])), plain=True)
                assert not any(line.text == sentence for line in listed(draft, name)), sentence


def test_no_phrase_takes_a_long_line() -> None:
    line = f"Photo: {'the harbour at noon, with the ferry and the crane and ' * 6}the old tower"
    assert len(line) > LONGEST_LINE
    draft = Draft({}, "en", split_lines("\n".join([line, "Photo: Ann Lee"])), plain=True)
    assert [found.text for found in listed(draft, "credits")] == ["Photo: Ann Lee"]

"""Split a text into sentences, and cut it after a whole one."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SENTENCE_END = re.compile(
    r"""[.!?…]+[”’»"')\]]*(?=\s+[^a-zà-öø-ÿ\s])   # a mark, and no small letter after it
    |[。！？．]+[」』”’）]*                          # in writing without spaces
    |[।॥؟۔።]+(?=\s)""",
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"'])(?:[^\W\d_]|\d{1,2}|(?:[^\W\d_]\.)+[^\W\d_]|Mr|Mrs|Ms|Dr|Drs|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt"
    r"|St|No|Nr|Art|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|vs|etc|approx|ca|bzw|Hr|Fr|Mme|Sra?|Ing|Ir)\.$"
)


def sentences(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph."""
    start = 0
    for end in _SENTENCE_END.finditer(paragraph):
        sentence = paragraph[start : end.end()]
        if not _ABBREVIATION.search(sentence):
            yield sentence.strip()
            start = end.end()
    if rest := paragraph[start:].strip():
        yield rest


def joined(text: str, sentence: str) -> str:
    """Both sentences, with a space between them unless the writing has none."""
    return f"{text}{'' if not text or text[-1] in '。！？．」』' else ' '}{sentence}"


def cut(text: str, most: int) -> str:
    """``text`` up to a word's end, and an ellipsis."""
    part, space, _ = text[:most].rpartition(" ")
    return f"{(part if space and len(part) > most // 2 else text[: most - 1]).rstrip(' ,;:–—-')}…"


def whole_sentences(text: str, most: int) -> str:
    """The first sentences of a text, at most so many characters.

    A first sentence that is longer is cut between two words.
    """
    if len(text) <= most:
        return text
    out = ""
    for sentence in sentences(text):
        longer = joined(out, sentence)
        if len(longer) > most:
            return out or cut(sentence, most)
        out = longer
    return out

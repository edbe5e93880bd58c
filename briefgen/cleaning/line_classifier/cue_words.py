"""Words that web pages use around articles, by subject, from ``cues.yaml``.

One table covers all languages: a page mixes them, detection may be wrong, and some languages have no lexicon.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from briefgen.util.text import fold

FILE = Path(__file__).with_name("cues.yaml")
SUBJECTS = (
    *("related", "share", "subscribe", "comment", "photo", "legal"),
    *("advertising", "byline", "bio", "menu", "stamp"),
)
"""What a cue can be about; a cue's number is the place of its subject here."""


@cache
def cues() -> dict[str, tuple[int, ...]]:
    """Each cue (a folded word or pair of words) with the numbers of its subjects."""
    result: dict[str, tuple[int, ...]] = {}
    for number, subject in enumerate(SUBJECTS):
        for cue in map(fold, _table()["words"][subject]):
            result[cue] = (*result.get(cue, ()), number)
    return result


@cache
def pair_openers() -> frozenset[str]:
    """The first words of those cues that are pairs."""
    return frozenset(first for first, space, _ in (cue.partition(" ") for cue in cues()) if space)


@cache
def openers() -> frozenset[str]:
    """The first words of all cues: most words of a text are not among them."""
    return frozenset(cue.partition(" ")[0] for cue in cues())


@cache
def glued_cues() -> tuple[tuple[str, int], ...]:
    """The cues of scripts without spaces between words, with their subjects' numbers."""
    glued = _table()["glued"]
    return tuple((cue, SUBJECTS.index(subject)) for subject, phrases in glued.items() for cue in phrases)


@cache
def glued_openers() -> re.Pattern[str]:
    """Any character that such a cue begins with: most lines hold none."""
    return re.compile(f"[{re.escape(''.join(sorted({cue[0] for cue, _ in glued_cues()})))}]")


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    loader: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    loaded: dict[str, dict[str, list[str]]] = yaml.load(FILE.read_text("utf-8"), loader)  # noqa: S506 - texts
    return loaded

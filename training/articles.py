"""Labelled articles, as the scorer meets them: after the rules that run before it."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

from briefgen.cleaning.engine import clean, split_lines
from briefgen.cleaning.language_detection import language_of
from briefgen.cleaning.line_classifier import context_features
from briefgen.cleaning.rules import ORDER
from briefgen.cleaning.rules.stray_lines import judged_lines, junk_beside, stray_line
from briefgen.model import Draft

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TEXT, NOISE, REPEAT, TITLE, UNCLEAR = "kdutm"
"""The labels of a line."""
BEFORE = ORDER[: ORDER.index(stray_line)]


@dataclass(frozen=True)
class Labelled:
    """An article's raw lines with labels, its domain, and its origin.

    ``scope`` says how much of the page the lines are: the body, the article's region, the whole page.
    """

    lines: tuple[str, ...]
    labels: str
    lang: str
    domain: str
    scope: str = ""
    collection: str = ""


@dataclass(frozen=True)
class Seen:
    """What the scorer sees of an article: the lines that rules left, numbers and labels.

    ``judged`` says which of the lines may go. The cells of a table teach nothing, as they stay as a whole.
    """

    left: tuple[int, ...]
    texts: tuple[str, ...]
    numbers: list[list[float]]
    labels: str
    judged: list[bool]


def load(path: Path) -> list[Labelled]:
    """The articles of a set such as ``textclean-dev.jsonl``, which may be gzipped."""
    name = path.name.partition(".")[0]
    return [
        Labelled(tuple(r["raw_text"].split("\n")), r["line_labels"], r["lang"], r["domain"], r["scope"], name)
        for r in records_of(path)
    ]


def records_of(path: Path) -> list[dict[str, Any]]:
    """The records of a set, which may be gzipped."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def half_of(domain: str) -> int:
    """The half of all outlets (0 or 1) that a domain is in."""
    return crc32(domain.removeprefix("www.").encode()) >> 14 & 1


def seen(lines: Sequence[str], labels: str, *, blind: bool = False) -> Seen:
    """The article after the first rules, with the numbers of its lines.

    ``blind`` reads it as one in a language of which neither a rule nor the scorer knows a word.
    """
    text = "\n".join(lines)
    draft = Draft(
        {"title": "", "source": "", "date": ""},
        "" if blind else language_of(text),
        split_lines(text),
        plain=True,
    )
    draft = clean(draft, BEFORE).draft
    left = tuple(line.number - 1 for line in draft.nonblank)
    texts = tuple(line.text.strip() for line in draft.nonblank)
    return Seen(
        left,
        texts,
        context_features.numbers(texts, junk_beside(draft), blind=blind),
        "".join(
            UNCLEAR if line.number in draft.fixed else labels[line.number - 1] for line in draft.nonblank
        ),
        judged_lines(draft),
    )

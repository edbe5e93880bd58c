"""Make more articles: one's text with others' heads and feet, invented lists and comments."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from training.articles import NOISE, TEXT, Labelled
from training.invented import comments, kept_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

COMMON = ("en", "de", "id")
"""Languages with enough articles to lend each other their heads and feet."""
LONG_LINE = 90
"""Characters of a line below which a list may stand."""


def mixed(articles: Sequence[Labelled], copies: int, rnd: Random) -> Iterator[Labelled]:
    """``copies`` new articles for each that has a text, made of these articles alone."""
    parts = [(article, *_parts(article)) for article in articles if TEXT in article.labels]
    for _ in range(copies):
        for article, _, text, _ in parts:
            near = [part for part in parts if _may_lend(part[0], article, rnd)] or parts
            head = _cut(rnd.choice(near)[1], rnd, from_end=True)
            foot = _cut(rnd.choice(near)[3], rnd, from_end=False)
            body = text
            if rnd.random() < 0.3:
                body = _thinned(body, rnd)
            if rnd.random() < 0.45 and len(body.lines) > 3:
                body = _with_list(body, rnd)
            if rnd.random() < 0.12:
                foot = _with_comments(foot, body, rnd.choice(near)[2], rnd)
            yield _joined(head, body, foot)


def clean_copy(article: Labelled) -> Labelled:
    """The article without its noise."""
    return _picked(article, [n for n, label in enumerate(article.labels) if label == TEXT])


def _may_lend(other: Labelled, article: Labelled, rnd: Random) -> bool:
    rare = article.lang not in COMMON
    return other.lang == article.lang or rnd.random() < (0.3 if rare else 0.03)


def _parts(article: Labelled) -> tuple[Labelled, Labelled, Labelled]:
    """What stands above the text, the text with all that is strewn into it, and what stands below."""
    start, end = article.labels.index(TEXT), article.labels.rindex(TEXT) + 1
    every = range(len(article.lines))
    return _picked(article, every[:start]), _picked(article, every[start:end]), _picked(article, every[end:])


def _picked(article: Labelled, which: Sequence[int]) -> Labelled:
    lines = tuple(article.lines[n] for n in which)
    return replace(article, lines=lines, labels="".join(article.labels[n] for n in which))


def _joined(head: Labelled, body: Labelled, foot: Labelled) -> Labelled:
    return replace(
        body, lines=head.lines + body.lines + foot.lines, labels=head.labels + body.labels + foot.labels
    )


def _cut(part: Labelled, rnd: Random, *, from_end: bool) -> Labelled:
    """Now and then nothing of it; of a long one, often only the lines that stand nearest to the text."""
    if rnd.random() < 0.25:
        return _picked(part, [])
    if len(part.lines) > 30 and rnd.random() < 0.6:
        count = rnd.randrange(1, 30)
        every = range(len(part.lines))
        return _picked(part, every[-count:] if from_end else every[:count])
    return part


def _thinned(body: Labelled, rnd: Random) -> Labelled:
    return _picked(body, [n for n, label in enumerate(body.labels) if label == TEXT or rnd.random() < 0.5])


def _with_list(body: Labelled, rnd: Random) -> Labelled:
    lines = kept_list(rnd, body.lines, body.lang)
    places = [n for n in range(2, len(body.lines)) if len(body.lines[n - 1]) > LONG_LINE]
    at = rnd.choice([len(body.lines), *places])
    return replace(
        body,
        lines=(*body.lines[:at], *lines, *body.lines[at:]),
        labels=body.labels[:at] + TEXT * len(lines) + body.labels[at:],
    )


def _with_comments(foot: Labelled, body: Labelled, other: Labelled, rnd: Random) -> Labelled:
    paragraphs = [line for line in clean_copy(other).lines if len(line) >= 100]
    if not paragraphs:
        return foot
    lines = tuple(comments(rnd, paragraphs, body.lines, body.lang))
    labels = NOISE * len(lines)
    above = rnd.random() < 0.5
    return replace(
        foot,
        lines=lines + foot.lines if above else foot.lines + lines,
        labels=labels + foot.labels if above else foot.labels + labels,
    )

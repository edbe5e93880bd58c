"""Why a line was taken for noise: the strongest reasons, in words."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.cleaning.line_classifier.context_features import NAMES

COUNT = 3
"""Reasons that are told."""

ABOUT = {
    "its length": "width words share to-median word-length",
    "how it ends": "full-stop colon question name-last",
    "how it begins": "lower-first digit-first mark-first",
    "its capitals": "capitals all-capitals small-words",
    "its numbers, dates, links and marks": "digits date link bars copyright dash commas",
    "the words that pages use": "cue-share cue-most subscribe photo comment related byline bio legal stamp",
    "its place outside the main text": (
        "in-text from-text-start to-text-end before-share from-last-plain to-first-plain after-plain"
    ),
    "how few paragraphs stand by it": (
        "paragraphs-above paragraphs-below paragraph-above paragraph-below "
        "prose-near plain-near plain-above plain-below"
    ),
    "the run of short lines that it stands in": (
        "run run-place run-width run-stops run-intro like-run like-near like-share shape-length"
    ),
    "the list or table that it is part of": (
        "unit unit-taken-up unit-capitals unit-digits unit-cues unit-width"
    ),
    "the page's words around it": "run-cues run-after-junk cues-near cues-above above-cues below-cues",
    "the junk around it": "junk-above junk-below junk-near junk-before junk-share from-junk to-junk",
    "the comments above it": "comments-above",
    "its words, which the text does not take up": "taken-up common-words",
    "its being said more than once": "repeats",
    "the lines above and below": (
        "above-width above2-width below-width below2-width above-capitals below-capitals "
        "above-colon above-stop below-stop"
    ),
    "the build of the whole": "paragraphs median lines sentences",
}
"""What a curator reads, and the numbers that it stands for."""

NAMED = tuple(ABOUT)
HEARD = "what the lines above and below are taken for"
"""The reason that no number stands for: the scores of the other lines."""
_OF = {name: reason for reason, names in enumerate(ABOUT.values()) for name in names.split()}
OF_NUMBER = tuple(_OF[name] for name in NAMES)
"""For each number of a line the place of its reason in ``NAMED``."""


def strongest(shares: Sequence[float], heard: float = 0.0) -> str:
    """The three strongest reasons against a line, strongest first.

    ``shares`` has what each reason of ``NAMED`` added, ``heard`` what the other lines added.
    """
    every = zip((*shares, heard), (*NAMED, HEARD), strict=True)
    against = sorted((share, reason) for share, reason in every if share < 0)
    return "; ".join(reason for _, reason in against[:COUNT])

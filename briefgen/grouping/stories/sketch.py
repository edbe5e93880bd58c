"""A text in 130 bytes: enough to tell how much of one text stands in another without having either at hand.

One-permutation MinHash (P. Li, A. B. Owen, C.-H. Zhang, "One Permutation Hashing", NIPS 2012): every run of three words falls by its
hash into one of 64 bins, and each bin keeps 16 bits of its least one (b-bit minwise hashing, P. Li, A. C. König, WWW 2010).
"""

from __future__ import annotations

import operator
import struct
from zlib import crc32

from briefgen.grouping.stories.words import split

BINS = 64
RUN = 3
"""Words in a row that count as one piece of text."""
SHORTEST = 24
"""A text with fewer pieces than this has no sketch: a headline or a notice is like others by chance."""

_PACKED = struct.Struct(f"<H{BINS}H")
_KEYED = struct.Struct(f"<2x{BINS // 2}I")


def sketch(text: str) -> bytes:
    """The sketch of a text: how many pieces it has, and 16 bits for each bin (0 for an empty one). Empty for a short text."""
    words = " ".join(split(text.casefold())).encode("utf-8", "surrogatepass").split()
    # The checksum of a run of words, each carried on from the one before: all of it in C.
    first = map(crc32, words)
    pieces = set(map(crc32, words[2:], map(crc32, words[1:], first)))
    if len(pieces) < SHORTEST:
        return b""
    least = {piece % BINS: piece // BINS for piece in sorted(pieces, reverse=True)}
    bins = [least[n] & 0xFFFF or 1 if n in least else 0 for n in range(BINS)]
    return _PACKED.pack(min(len(pieces), 0xFFFF), *bins)


def keys(sketch: bytes) -> set[int]:
    """Up to 32 numbers, two bins in each: texts that have two fifths of their pieces in common share one of them, all but certainly."""
    return set(_KEYED.unpack(sketch)) - {0}


def likeness(one: bytes, other: bytes) -> tuple[float, float]:
    """How alike two texts are: what they share of all that they have (Jaccard), and what stands in both of the shorter one.

    Both are estimates between 0 and 1; the standard error of the first is 0.06 at most.
    """
    size, *bins = _PACKED.unpack(one)
    other_size, *other_bins = _PACKED.unpack(other)
    both_empty = sum(not (a or b) for a, b in zip(bins, other_bins, strict=True)) if 0 in bins else 0
    same = sum(map(operator.eq, bins, other_bins)) - both_empty
    jaccard = same / (BINS - both_empty)
    shared = jaccard * (size + other_size) / (1 + jaccard)
    return jaccard, min(1.0, shared / min(size, other_size))

"""MinHash: a signature of 130 bytes that tells how much two texts share.

One-permutation MinHash (P. Li, A. B. Owen, C.-H. Zhang, "One Permutation Hashing", NIPS 2012): every run of
three words falls by its hash into one of 64 bins, and each bin keeps 16 bits of its least one (b-bit minwise
hashing, P. Li, A. C. König, WWW 2010).
"""

from __future__ import annotations

import struct
from zlib import crc32

from briefgen.nlp.tokens import split

BINS = 64
SHORTEST = 24
"""A text with fewer pieces than this has no signature: a headline or a notice is like others by chance."""
LONGEST = 500_000
"""Characters of a text that count; an article has a few thousand."""

_NONE = 1 << 32
_LATIN = 1.3
"""Bytes that a character takes at most, on the average, where a text is in a Latin script."""
_MARKS = tuple(mark.encode() for mark in "“”„‘’‚«»‹›–—…·•¿¡\u00a0\u200b\ufeff")
_LETTERS = bytes(code if code > 127 or chr(code).isalnum() else 32 for code in range(256))
_PACKED = struct.Struct(f"<H{BINS}H")
_KEYED = struct.Struct(f"<2x{BINS // 2}I")
_HIGH = sum(0x8000 << 16 * n for n in range(BINS))
_LOW = sum(0x7FFF << 16 * n for n in range(BINS))


def signature(text: str) -> bytes:
    """The signature of a text; empty for a short one.

    It is the number of pieces, and 16 bits for each bin (0 for an empty one). Every article of every build
    passes through here, so most of the work is done in C.
    """
    words = _words(text[:LONGEST].casefold())
    # The checksum of a run of words, each carried on from the one before.
    pieces = set(map(crc32, words[2:], map(crc32, words[1:], map(crc32, words))))
    if len(pieces) < SHORTEST:
        return b""
    least = [_NONE] * BINS
    for piece in pieces:
        place = piece & (BINS - 1)
        if piece < least[place]:
            least[place] = piece
    bins = [0 if piece == _NONE else piece // BINS & 0xFFFF or 1 for piece in least]
    return _PACKED.pack(min(len(pieces), 0xFFFF), *bins)


def _words(text: str) -> list[bytes]:
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > _LATIN * len(text):  # another script, which may put no spaces between words
        return " ".join(split(text)).encode("utf-8", "surrogatepass").split()
    for mark in _MARKS:
        data = data.replace(mark, b" ")
    return data.translate(_LETTERS).split()


def keys(signature: bytes) -> set[int]:
    """Up to 32 numbers of two bins each, to find similar signatures.

    Texts that share two fifths of their pieces have one of them in common, almost certainly.
    """
    return set(_KEYED.unpack(signature)) - {0}


def likeness(one: bytes, other: bytes) -> tuple[float, float]:
    """How similar two texts are: their Jaccard index, and the share of the shorter one.

    Both are estimates between 0 and 1; the standard error of the first is 0.06 at most.
    """
    whole, other_whole = int.from_bytes(one, "little"), int.from_bytes(other, "little")
    size, other_size = whole & 0xFFFF, other_whole & 0xFFFF
    bins, other_bins = whole >> 16, other_whole >> 16
    both_empty = _empty(bins | other_bins)
    jaccard = (_empty(bins ^ other_bins) - both_empty) / (BINS - both_empty)
    shared = jaccard * (size + other_size) / (1 + jaccard)
    return jaccard, min(1.0, shared / min(size, other_size))


def _empty(bins: int) -> int:
    """How many bins are 0.

    All are checked in one sum: a bin that is not 0 carries into its own highest bit.
    """
    return BINS - ((((bins & _LOW) + _LOW) | bins) & _HIGH).bit_count()

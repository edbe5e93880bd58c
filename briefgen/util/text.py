"""Small pure functions over text: slugs, folding, suggestions, what may be shown on a terminal."""

from __future__ import annotations

import os
import re
import shlex
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate

SLUG_LENGTH = 80
"""The longest slug in characters; a longer one is cut at a word and ends in a digest of the whole."""

LETTER = r"(?:[^\W\d_]|[\u0900-\u0dff\u200c])"
"""A pattern for a letter of a word.

It includes vowel signs of Indian scripts and the joint of Persian words, which ``re`` does not count.
"""

_MARKDOWN = re.compile(r"[\\`*_\[\]<>]|&(?=#?\w+;)")
_NOT_WORD = re.compile(r"\W+")
_UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zs", "Zl", "Zp"))
_OVERRIDES = "\u202d\u202e"
_TURNS = (("\u202a\u202b", "\u202c"), ("\u2066\u2067\u2068", "\u2069"))
"""What begins another direction of writing, and what ends it: embeddings, isolates."""
_NONCHARACTERS = "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
_NOT_IN_PAGES = re.compile(
    rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_OVERRIDES}\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]"
)


@lru_cache(maxsize=1 << 16)
def slugify(text: str) -> str:
    """The slug of a text: lower case, words joined by hyphens, never empty.

    Latin letters lose their accents, other scripts stay. A text without a letter or digit and one that is too
    long get a short digest, so that two different texts do not share an address by accident.
    """
    words = _NOT_WORD.sub("-", _without_accents(text).casefold()).strip("-_")
    if words and len(words) <= SLUG_LENGTH and len(words.encode()) <= 2 * SLUG_LENGTH:
        return words
    mark = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    if not words:
        return mark
    short = words.encode()[: SLUG_LENGTH - 9].decode("utf-8", "ignore")
    head, hyphen, _ = short.rpartition("-")
    return f"{head if hyphen else short}-{mark}"


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    out: list[str] = []
    for char in unicodedata.normalize("NFKD", text):
        if unicodedata.combining(char) and out and out[-1].isascii():
            continue
        out.append(char)
    return unicodedata.normalize("NFC", "".join(out))


def fold(text: str) -> str:
    """``text`` as one compares it: NFC, no case, runs of white space as one space."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    # Most lines have single spaces and no other white space (which is not printable): nothing to join.
    single = "  " not in text and text.isprintable()
    return (text.strip() if single else " ".join(text.split())).casefold()


def suggest(word: str, known: Iterable[str]) -> str:
    """The known word that ``word`` was most likely meant to be, or an empty text."""
    from difflib import get_close_matches

    by_fold = {name.casefold().replace("_", "-"): name for name in known}
    word = word.casefold().replace("_", "-")
    swapped = [name for name in by_fold if sorted(name) == sorted(word)]
    close = swapped or get_close_matches(word, by_fold, n=1, cutoff=0.7)
    return by_fold[close[0]] if close else ""


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint that names the nearest known word, else ``otherwise``."""
    near = suggest(word, known)
    return f'did you mean "{near}"?' if near else otherwise


def printable(text: str) -> str:
    """``text`` safe for a terminal: a control character is shown as U+XXXX."""
    return _UNSHOWN.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)


def without_controls(text: str) -> str:
    """``text`` without the characters that XML or HTML forbid or that reverse reading."""
    # What is printable is allowed, and that check is far cheaper; only line ends are in every text.
    return text if text.replace("\n", "").isprintable() else _NOT_IN_PAGES.sub("", text)


def page_bytes(text: str) -> bytes:
    """The bytes of a text for a file of the site.

    They are UTF-8, without characters that readers must not get.
    """
    return without_controls(text).encode("utf-8", "replace")


def settled(text: str) -> str:
    """``text`` without marks of direction that are not closed in it."""
    if text.isprintable():
        return text
    for openings, closing in _TURNS:
        depths = list(accumulate((char in openings) - (char == closing) for char in text))
        if depths and (depths[-1] or min(depths) < 0):
            text = re.sub(f"[{openings}{closing}]", "", text)
    return text


def escape_markdown(text: str) -> str:
    """``text`` with a backslash before each character that Markdown may read as markup."""
    return _MARKDOWN.sub(r"\\\g<0>", text)


def shorten(text: str, most: int = 60) -> str:
    """``text``; a longer one is cut after ``most`` characters and ends in an ellipsis."""
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def shell_word(text: str) -> str:
    """``text`` as one word of a command that somebody can copy and run."""
    if os.name == "nt":
        return f'"{text}"' if re.search(r"[\s&^]", text) else text
    return shlex.quote(text)


def is_visible(text: str) -> bool:
    """Whether a text has a visible character."""
    return any(unicodedata.category(char) not in _UNSEEN for char in text)


def plural(count: int, one: str, many: str = "") -> str:
    """``3 pages``, ``1 page``: for messages in English."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"

"""Text that arrived damaged: broken encodings, HTML's entities, and characters that nobody sees."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

from briefgen.cleaning.findings import changed, doubtful
from briefgen.cleaning.hidden_spans import map_visible
from briefgen.cleaning.rule import rule
from briefgen.model import Doubt, Draft, Edit

# UTF-8 read as Windows-1252 or Latin-1: the lead byte of a sequence as a letter, then its next byte.
_BROKEN = re.compile(r"[ÂÃâÐÑØÙ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|ï»¿|ðŸ")
_LEADS = "ÂÃâÐÑØÙïð"
"""How `_BROKEN` begins: most lines contain none of these, and this check is faster than the pattern."""
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_HARMLESS = frozenset("‘’‚‛“”„«»‹›–—…·•°§©®™€£¥×÷½¼¾²³\u00a0\u2009\u200a\u202f\u00ad\u200b")
"""What an entity may become in Markdown besides letters: none of it is markup."""
_SPACES = "\u00a0\u2007\u202f"
_UNSEEN = "\u00ad\u200b\u2060\ufeff" + _SPACES
_SEEN = str.maketrans(dict.fromkeys(_UNSEEN, "") | dict.fromkeys(_SPACES, " "))


@rule()
def html_entity(draft: Draft) -> Iterator[Edit]:
    """An HTML entity, `&quot;` or `&#8217;`.

    In Markdown those stay that could become markup, such as `&lt;`.
    """
    if "&" not in draft.text:
        return
    for line in draft.visible:
        if "&" not in line.text or ";" not in line.text:
            continue
        after = map_visible(_without_escapes if draft.plain else _without_harmless_escapes, line.text)
        if after != line.text:
            yield changed(line, after)


def _without_escapes(text: str) -> str:
    return _ENTITY.sub(_plain_entity, _ENTITY.sub(_plain_entity, text))  # twice for what was escaped twice


def _without_harmless_escapes(text: str) -> str:
    return _ENTITY.sub(_markdown_entity, text)


def _plain_entity(entity: re.Match[str]) -> str:
    char = html.unescape(entity[0])
    return char if char.isprintable() or char in _HARMLESS else " " if char.isspace() else entity[0]


def _markdown_entity(entity: re.Match[str]) -> str:
    char = html.unescape(entity[0])
    return char if char.isalnum() or char in _HARMLESS else entity[0]


@rule(authored=True)
def mojibake(draft: Draft) -> Iterator[Edit | Doubt]:
    """Letters broken by a wrong encoding, such as `donâ€™t`; the original letters are restored.

    In Markdown that a person wrote they are only marked.
    """
    if draft.text.isascii():
        return
    for line in draft.visible:
        text = line.text
        if not text.isascii() and any(lead in text for lead in _LEADS) and _BROKEN.search(text):
            after = _ftfy()(text)
            if after != text and draft.authored:
                yield doubtful(line, "Its letters may be broken by a wrong encoding.")
            elif after != text:
                yield changed(line, after)


@rule(authored=True)
def invisible_characters(draft: Draft) -> Iterator[Edit]:
    """Zero-width characters, soft hyphens, no-break spaces, or letters in two pieces (not NFC)."""
    if draft.text.isascii():
        return
    for line in draft.visible:
        if line.text.isascii():
            continue
        after = unicodedata.normalize("NFC", line.text)
        if any(char in after for char in _UNSEEN):
            # An indent of no-break spaces is dropped: as plain spaces it would start a code block.
            after = unicodedata.normalize("NFC", after.lstrip(_UNSEEN).translate(_SEEN))
        if after != line.text:
            yield changed(line, after)


@cache
def _ftfy() -> Callable[[str], str]:
    """Load ftfy, which few articles need; it repairs encodings and nothing else."""
    import ftfy

    settings = ftfy.TextFixerConfig(
        unescape_html=False,
        uncurl_quotes=False,
        fix_character_width=False,
        fix_latin_ligatures=False,
        fix_line_breaks=False,
        remove_terminal_escapes=False,
        fix_surrogates=False,
        normalization="NFC",
    )

    def mend(text: str) -> str:
        return str(ftfy.fix_text(text, settings)).replace("\n", " ")

    return mend

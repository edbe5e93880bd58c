"""Text that arrived damaged: broken encodings and characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from briefgen.cleaning.marks import changed
from briefgen.extension import rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from briefgen.model import Draft, Edit

# UTF-8 read as Windows-1252 or Latin-1: a lead byte of a sequence shown as a letter, then what its next byte is shown as.
_BROKEN = re.compile(r"[ÂÃâÐÑØÙ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|ï»¿|ðŸ")
_LEADS = "ÂÃâÐÑØÙïð"
"""What `_BROKEN` begins with: most lines hold none of it, which is quicker to see than the pattern is to try."""
_SPACES = "\u00a0\u2007\u202f"
_UNSEEN = "\u00ad\u200b\u2060\ufeff" + _SPACES
_SEEN = str.maketrans(dict.fromkeys(_UNSEEN, "") | dict.fromkeys(_SPACES, " "))


@rule()
def mojibake(draft: Draft) -> Iterator[Edit]:
    """Letters broken by a wrong encoding, such as `donâ€™t`; the text they came from is put back."""
    for line in draft.lines:
        text = line.text
        if not text.isascii() and any(lead in text for lead in _LEADS) and _BROKEN.search(text):
            after = _ftfy()(text)
            if after != text:
                yield changed(line, after)


@rule()
def invisible_characters(draft: Draft) -> Iterator[Edit]:
    """Zero-width characters, soft hyphens and no-break spaces, or letters in two pieces instead of one (NFC)."""
    for line in draft.lines:
        if line.text.isascii():
            continue
        after = unicodedata.normalize("NFC", line.text)
        if any(char in after for char in _UNSEEN):
            # An indent of no-break spaces is dropped: as plain spaces it would make a code block of a paragraph.
            after = unicodedata.normalize("NFC", after.lstrip(_UNSEEN).translate(_SEEN))
        if after != line.text:
            yield changed(line, after)


@cache
def _ftfy() -> Callable[[str], str]:
    """ftfy, imported for the few articles that need it; it mends encodings and nothing else, so that quotes and ligatures stay."""
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

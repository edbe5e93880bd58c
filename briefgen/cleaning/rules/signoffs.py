"""The desk's initials at the end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefgen.cleaning.marks import changed, found, removed, said_lines
from briefgen.extension import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.extension import Mark
    from briefgen.model import Draft

_INITIALS = r"\(([a-z]{2,5}(?:[/-][a-z]{2,5}){0,3})\)"
_ALONE = re.compile(rf"[\s*_]*{_INITIALS}[\s*_]*")
_GLUED = re.compile(rf"([.!?…][\"”’')\]]*)\s*{_INITIALS}\s*$")


@rule()
def sign_off(draft: Draft) -> Iterator[Mark]:
    """The initials of those who wrote or edited, `(esn)`, on the last line or after its last full stop."""
    last = next(reversed(list(said_lines(draft))), None)
    if last is None:
        return
    if alone := _ALONE.fullmatch(last.text):
        yield found(last, "signoff", alone[1])
        yield removed(last)
    elif glued := _GLUED.search(last.text, max(0, len(last.text) - 60)):
        yield found(last, "signoff", glued[2])
        yield changed(last, last.text[: glued.end(1)])

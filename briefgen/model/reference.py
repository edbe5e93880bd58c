"""References in a body and the images they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from briefgen.model.diagnostics import Location

NAMED_PAGE = "named-page"
"""The kind of a reference {page}`…`; the kind ``page`` is an address of this site."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or picture of an article whose address a page decides.

    It is resolved when a page is rendered: a link to this site, or a picture of another site.

    ``kind`` is article, briefing, topic, named-page (a page of ``content/pages/``), path (the file of another
    article or page), file (a picture or other file beside it), page (an address of this site) or image (a
    picture of another site, which stays as it is). ``show`` says what replaces it: the
    target's address or title.
    """

    kind: str
    target: str
    location: Location
    show: str = "address"


class Picture(NamedTuple):
    """A picture beside an article: its shown size and the widths of its copies.

    A size of 0 is unknown. ``unsafe`` says why it may not be shown, ``faulty`` what is wrong with one that is
    shown as it is. ``content`` is a digest of its bytes.
    """

    width: int = 0
    height: int = 0
    widths: tuple[int, ...] = ()
    unsafe: str = ""
    faulty: str = ""
    content: str = ""

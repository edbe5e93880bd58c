"""How pages show a picture: its size, its smaller copies, and lazy loading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import PurePosixPath

from briefgen.config import Config
from briefgen.images import resize
from briefgen.model import Page
from briefgen.site.queries import QueryRecorder
from briefgen.site.site import Site
from briefgen.util.hashing import digest, digest_bytes
from briefgen.util.media import KINDS

KIND = "picture"
"""The kind of page that a smaller copy is."""
_SIZED = re.compile(r' (?:width|height)="')


def copies(site: Site, builder: str) -> Iterator[Page]:
    """The smaller copies of the site's pictures, each beside its original."""
    for path, picture in site.link_targets.pictures.items():
        for width in picture.widths:
            yield Page(copy_address(path, width), builder, KIND, "", ("project", path, width))


def copy_address(path: str, width: int) -> str:
    """Where the copy of a picture stands: ``/content/map.480w.jpg``."""
    file = PurePosixPath(path)
    return f"/{file.with_name(f'{file.stem}.{width}w{file.suffix}')}"


def copy_fingerprint(page: Page, config: Config) -> str:
    """A digest of all that decides the bytes of a copy."""
    data = (config.root / str(page.subject[1])).read_bytes()
    return digest(digest_bytes(data), page.subject[2], config.images.quality, resize.version())


def make_copy(page: Page, config: Config) -> bytes:
    """The bytes of a copy."""
    _, path, width = page.subject
    data = (config.root / str(path)).read_bytes()
    kind = KINDS[PurePosixPath(str(path)).suffix.lower()]
    return resize.resized(data, kind, int(width), config.images.quality)


@dataclass(slots=True)
class Showing:
    """The pictures of one page in order; all but the first load lazily.

    ``sizes`` is the CSS width at which the theme shows a picture.
    """

    site: QueryRecorder
    href: Callable[[str], str]
    sizes: str
    first: bool = True

    def attributes(self, path: str, tag: str = "") -> str:
        """The attributes of an ``img`` besides its source, as HTML.

        ``path`` is the picture's path in the project, or its address among static files; empty if unknown.
        ``tag`` is the author's tag, whose size takes precedence.
        """
        first, self.first = self.first, False
        attributes = [] if first else ['loading="lazy"']
        attributes.append('decoding="async"')
        picture = self.site.picture(path) if path else None
        if picture and picture.width and not _SIZED.search(tag):
            attributes += [f'width="{picture.width}"', f'height="{picture.height}"']
        if picture and picture.widths:
            addresses = [(copy_address(path, width), width) for width in picture.widths]
            addresses.append((f"/{path}", picture.width))
            listed = ", ".join(f"{candidate(self.href(at))} {width}w" for at, width in addresses)
            attributes += [f'srcset="{escape(listed)}"', f'sizes="{escape(self.sizes)}"']
        return " ".join(attributes)


def candidate(address: str) -> str:
    """An address for ``srcset``, without white space and commas."""
    return re.sub(r"[\s,]", lambda hit: f"%{ord(hit[0]):02X}", address)

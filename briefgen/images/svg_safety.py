"""Refuse SVG files that do more than draw, such as run scripts or fetch files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat  # it resolves nothing from outside, and entities are refused below

SVG = "http://www.w3.org/2000/svg"
_ACTIVE = ("script", "foreignobject", "handler", "listener", "iframe", "object", "embed", "audio", "video")
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml\s[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]{0,40})")
_DASHES = {ord("-"): None, ord("_"): None}
_KNOWN = frozenset(
    ["utf8", "utf16", "ascii", "usascii", "latin1", "koi8r", "koi8u", "macintosh", "ibm866"]
    + [f"iso8859{part}" for part in range(1, 17)]
    + [f"{maker}125{part}" for maker in ("cp", "windows") for part in range(9)]
)
"""Encodings in which browsers and Python read the same markup. In those of several bytes a letter, such as
Shift_JIS, they may differ, and what is safe here could run there."""
_LENGTH = re.compile(r"\s*([0-9]{1,5}(?:\.[0-9]+)?)(?:px)?\s*")
_NUMBER = re.compile(r"[0-9]{1,5}(?:\.[0-9]+)?")
_INSIDE = re.compile(r"#|data:image/(?:png|jpeg|gif|webp);", re.IGNORECASE)
_WEB = re.compile(r"https?:", re.IGNORECASE)
_FETCHES = re.compile(
    r"@import|url\(\s*+[\"']?+\s*+(?!#|data:image/)|(?:image-set|src)\(|image\(\s*+[\"']|\\", re.IGNORECASE
)
"""What makes a style sheet fetch a file; a backslash may spell either in another way."""


class UnsafeError(ValueError):
    """Why a drawing may not be shown, as the end of "it ..."."""


def size(data: bytes) -> tuple[int, int]:
    """Width and height of a drawing in pixels, (0, 0) where it does not say.

    Raises:
        UnsafeError: for one that is no SVG, that could run a script, or that fetches anything.
    """
    named = _DECLARED.match(data)
    if named and named[1].decode().lower().translate(_DASHES) not in _KNOWN:
        message = f"has the encoding {named[1].decode()}, which cannot be checked; save it as UTF-8"
        raise UnsafeError(message)
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.element
    parser.CharacterDataHandler = reader.text
    parser.EndElementHandler = reader.end
    parser.ProcessingInstructionHandler = reader.instruction
    parser.EntityDeclHandler = reader.entity
    try:
        parser.Parse(data, True)
    except UnsafeError:
        raise
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnsafeError(f"is not a readable SVG: {error}") from None
    return reader.size


class _Reader:
    """Checks each piece of a document; raises at the first that does more than draw."""

    def __init__(self) -> None:
        self.size = (0, 0)
        self._root = True
        self._style: list[str] | None = None

    def element(self, name: str, attributes: Mapping[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if self._root:
            if (space, local) not in ((SVG, "svg"), ("", "svg")):
                raise UnsafeError("is not an SVG")
            self.size, self._root = _size(attributes), False
        if space not in (SVG, "") and space.endswith("/xhtml"):
            raise UnsafeError(f"contains HTML (<{local}>)")
        if local.lower() in _ACTIVE:
            raise UnsafeError(f"contains <{local}>")
        if self._style is not None:
            raise UnsafeError("contains elements in its style")
        if local.lower() == "style":
            self._style = []
        for full, value in attributes.items():
            _check(local.lower(), full.rpartition(" ")[2].lower(), value)

    def text(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def end(self, name: str) -> None:
        if self._style is not None and _FETCHES.search("".join(self._style)):
            raise UnsafeError("fetches files in its style")
        self._style = None

    def instruction(self, target: str, data: str) -> None:
        raise UnsafeError(f"contains an instruction (<?{target}?>)")

    def entity(self, *declared: object) -> None:
        raise UnsafeError("declares entities")


def _check(element: str, name: str, value: str) -> None:
    """Raises where an attribute does more than draw."""
    if name.startswith("on"):
        raise UnsafeError(f"runs a script ({name})")
    plain = "".join(value.split())
    if name in ("href", "src") and not (
        _INSIDE.match(plain) or not plain or (element == "a" and _WEB.match(plain))
    ):
        raise UnsafeError(f"fetches a file or links to one ({name})")
    if name == "attributename" and plain.lower().rpartition(":")[2].startswith(("href", "on", "src")):
        raise UnsafeError("changes its own links")
    if _FETCHES.search(value) and name not in ("d", "id", "class"):
        raise UnsafeError(f"fetches files ({name})")


def _size(attributes: Mapping[str, str]) -> tuple[int, int]:
    """The size that the root says, else that of its view box."""
    sides = [_LENGTH.fullmatch(attributes.get(name, "")) for name in ("width", "height")]
    box = _NUMBER.findall(attributes.get("viewBox", ""))
    if all(sides):
        width, height = (float(side[1]) for side in sides if side)
    elif len(box) == 4:
        width, height = float(box[2]), float(box[3])
    else:
        return 0, 0
    return round(width), round(height)

"""The text of a file, without what depends on the editor that saved it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class TextFile:
    """The bytes of a text file."""

    data: bytes

    @property
    def text(self) -> str:
        """The text, without a byte order mark, with LF at all line ends.

        Raises:
            UnicodeDecodeError: when it is not UTF-8.
        """
        return self._decoded.removeprefix(_MARK).replace("\r\n", "\n")

    def with_text(self, text: str) -> bytes:
        """The bytes of a new text, with this file's byte order mark and line ends.

        Where line ends differ, each known line keeps its own, and others get the most frequent one.
        """
        own = {line.removesuffix("\r"): line for line in self._decoded.removeprefix(_MARK).split("\n")[:-1]}
        most = Counter(line.endswith("\r") for line in own.values())
        end = "\r" if most[True] > most[False] else ""
        *lines, last = text.removeprefix(_MARK).replace("\r\n", "\n").split("\n")
        mark = _MARK if self._decoded.startswith(_MARK) else ""
        return (mark + "\n".join([*(own.get(line, line + end) for line in lines), last])).encode()

    @property
    def _decoded(self) -> str:
        return self.data.decode("utf-8")

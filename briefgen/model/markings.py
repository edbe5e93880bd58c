"""Labels that say who may read something, such as Internal or TLP:GREEN."""

from __future__ import annotations

from typing import NamedTuple
from unicodedata import normalize


class Markings(NamedTuple):
    """The labels of a project, lowest first, and the label of its site."""

    labels: tuple[str, ...] = ()
    site: str = ""

    def rank(self, label: str) -> int | None:
        """The place of a label among all; None if it is unknown. Without a label it is the lowest."""
        if not label:
            return 0
        places = {_folded(one): n for n, one in reversed(list(enumerate(self.labels)))}
        return places.get(_folded(label))

    def written(self, label: str) -> str:
        """A label as the project writes it; unchanged if it is unknown."""
        rank = self.rank(label)
        return label if rank is None or not label else self.labels[rank]

    def is_above(self, label: str, limit: str) -> bool:
        """Whether a label is above another one. An unknown label is above all, and as a limit the lowest."""
        rank = self.rank(label)
        return rank is None or rank > (self.rank(limit) or 0)


def _folded(label: str) -> str:
    return " ".join(normalize("NFC", label).split()).casefold()

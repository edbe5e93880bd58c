"""Labels that say who may read something, such as Internal or TLP:GREEN."""

from __future__ import annotations

from typing import NamedTuple

from briefgen.util.text import fold


class Markings(NamedTuple):
    """The labels of a project, lowest first, and the label of its site."""

    labels: tuple[str, ...] = ()
    site: str = ""

    def rank(self, label: str) -> int | None:
        """The place of a label among all, from 0; None if it is unknown.

        No label counts as the lowest.
        """
        if not label:
            return 0
        places = {fold(one): n for n, one in reversed(list(enumerate(self.labels)))}
        return places.get(fold(label))

    def written(self, label: str) -> str:
        """A label as the project writes it; unchanged if it is unknown."""
        rank = self.rank(label)
        return label if rank is None or not label else self.labels[rank]

    def is_above(self, label: str, limit: str) -> bool:
        """Whether a label is above another one.

        An unknown label is above all; as a limit, it is the lowest.
        """
        rank = self.rank(label)
        return rank is None or rank > (self.rank(limit) or 0)

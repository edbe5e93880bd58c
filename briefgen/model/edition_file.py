"""What an edition file says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from briefgen.model.diagnostics import Location
from briefgen.model.reference import Reference

Listed: TypeAlias = tuple[str, tuple[str, ...], tuple[tuple[str, int], ...]]
"""A story in a published edition: its slug (empty for an article alone), its articles, their overlaps."""


class EditionFile(NamedTuple):
    """What an edition file says. Grouping replaces the names of articles by ids.

    ``date`` is the name of the file without the language that the file of a translation has at its end
    (``lang``), ``status`` is draft, published or empty (public and open). ``order`` and ``items`` are by
    topic, ``joins`` by story. ``story_texts`` have by story the title, the summary and the note.
    ``titles`` are by language. ``marking`` is the edition's own label, empty for the site's.
    ``corrections`` are (day, text, article); the ``digests`` of published articles cover the first
    ``sealed`` of them. ``words`` counts those of the introduction. ``digest`` covers all but ``path``,
    ``places`` and ``references``.
    """

    path: str
    date: str
    lang: str = ""
    id: str = ""
    title: str = ""
    titles: tuple[tuple[str, str], ...] = ()
    number: int = 0
    status: str = ""
    marking: str = ""
    lead: str = ""
    order: tuple[tuple[str, tuple[str, ...]], ...] = ()
    skip: tuple[str, ...] = ()
    joins: tuple[tuple[str, tuple[str, ...]], ...] = ()
    splits: tuple[str, ...] = ()
    story_texts: tuple[tuple[str, tuple[str, str, str]], ...] = ()
    corrections: tuple[tuple[str, str, str], ...] = ()
    items: tuple[tuple[str, tuple[Listed, ...]], ...] = ()
    digests: tuple[tuple[str, str], ...] = ()
    sealed: int = 0
    words: int = 0
    places: Mapping[str, tuple[int, int]] = {}
    references: tuple[Reference, ...] = ()
    body_digest: str = ""
    digest: str = ""

    @property
    def frozen(self) -> bool:
        """Whether it holds what it lists and nothing else."""
        return self.status == "published" and bool(self.items)

    @property
    def listed(self) -> tuple[str, ...]:
        """The articles of ``items``, each once."""
        return tuple(
            dict.fromkeys(one for _, stories in self.items for _, articles, _ in stories for one in articles)
        )

    def at(self, *names: str) -> Location:
        """The place of the first of these dotted names that is set.

        It is the start of the file if none is.
        """
        line, column = next((self.places[name] for name in names if name in self.places), (1, 1))
        return Location(self.path, line, column)

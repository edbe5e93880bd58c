"""The names of editions: that of an article, of a moment, and the next one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple

from briefgen.config.folders import EDITIONS
from briefgen.config.slots import EditionSlot, slot_at
from briefgen.model import Article
from briefgen.project.project import Project
from briefgen.util.periods import edition_of, edition_order, last_day, slot_of


class EditionNames(NamedTuple):
    """How the editions of a project are named.

    ``whole_days`` are those with a file that names no slot: it keeps the day in one edition.
    """

    period: str
    slots: tuple[EditionSlot, ...] = ()
    whole_days: Collection[str] = ()

    def of(self, article: Article) -> str:
        """The edition that an article is in."""
        return self._of_day(article.day, article.slot)

    def at(self, moment: datetime) -> str:
        """The edition of a moment."""
        return self._of_day(f"{moment:%Y-%m-%d}", slot_at(self.slots, f"{moment:%H:%M}"))

    def after(self, name: str) -> str:
        """The edition that follows."""
        slots = [one.name for one in self.slots]
        later = slots[slots.index(slot_of(name)) + 1 :] if slot_of(name) in slots else []
        if later:
            return self._of_day(name[:10], later[0])
        day = date.fromisoformat(last_day(name)) + timedelta(days=1)
        return self._of_day(day.isoformat(), slots[0] if slots else "")

    def order(self, name: str) -> tuple[str, int]:
        """What names sort by."""
        return edition_order(name, [one.name for one in self.slots])

    def _of_day(self, day: str, slot: str) -> str:
        return edition_of(day, self.period, "" if day in self.whole_days else slot)


def names_of(project: Project) -> EditionNames:
    """How the editions of a project are named now."""
    config = project.config
    files = (project.root / config.content / EDITIONS).glob("*.md") if config.slots else ()
    return EditionNames(config.period, config.slots, frozenset(path.stem for path in files))

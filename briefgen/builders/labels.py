"""The marking that an output shows: that of its editions, or of the site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from briefgen.model.markings import Markings

if TYPE_CHECKING:
    from briefgen.config import Config
    from briefgen.site.queries import QueryRecorder


def marking_of(days: Iterable[str], site: QueryRecorder, config: Config) -> str:
    """The highest label of these editions; an edition without one has that of the site."""
    labels = [site.marking(day) or config.marking.label for day in days]
    markings = Markings(config.markings)
    return max(labels, key=lambda label: (markings.rank(label) or 0, label), default="")


def marked(title: str, label: str) -> str:
    """A title with the label before it."""
    return f"[{label}] {title}" if label else title

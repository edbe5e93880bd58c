"""The marking that an output shows: that of its editions, or of the site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from briefgen.config.markings import Markings

if TYPE_CHECKING:
    from briefgen.config import Config
    from briefgen.site.queries import QueryRecorder


def marking_on(output: str, days: Iterable[str], site: QueryRecorder, config: Config) -> str:
    """The highest label of these editions, or that of the site without any.

    It is empty if the output shows none. An edition without a label has that of the site.
    """
    if output not in config.marking.on:
        return ""
    labels = [site.marking(day) or config.marking.label for day in days] or [config.marking.label]
    markings = Markings(config.markings)
    return max(labels, key=lambda label: (markings.rank(label) or 0, label))


def marked(title: str, label: str) -> str:
    """A title with the label before it."""
    return f"[{label}] {title}" if label else title

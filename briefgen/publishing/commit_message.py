"""The message of a published commit: dates and numbers, and no text of any article."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from briefgen.publishing.artifact import Artifact
from briefgen.util.urls import address_of

IN_THE_SUBJECT = 3
"""Dates that fit into a subject line; where there are more, they stand below."""


def message_of(artifact: Artifact, edition: str, source: str, paths: Sequence[str]) -> str:
    """The message for a commit that changes ``paths``, made from the commit ``source``.

    ``edition`` is the address pattern of editions, or empty where there are none.
    """
    dates = dates_of(artifact, edition, paths)
    if 0 < len(dates) <= IN_THE_SUBJECT:
        subject, below = f"Publish {', '.join(dates)}", ""
    else:
        subject = f"Publish {len(dates):,} editions" if dates else "Publish the site"
        below = textwrap.fill(" ".join(dates), 72)
    return "\n\n".join(part for part in (subject, below, f"Source-commit: {source}") if part) + "\n"


def dates_of(artifact: Artifact, edition: str, paths: Sequence[str]) -> list[str]:
    """The dates of the editions of these files and their articles, newest first."""
    pattern = re.compile(re.escape(edition).replace(r"\{date\}", r"(\d{4}-\d\d-\d\d)(?:-[^/]+)?"))
    matches = [pattern.fullmatch(address_of(path)) for path in paths] if edition else []
    dates = {match[1] for match in matches if match}
    return sorted(
        dates | {artifact.articles[path].day for path in paths if path in artifact.articles}, reverse=True
    )

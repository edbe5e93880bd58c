"""What a curator can do to an edition and its articles, as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias


class Lead(NamedTuple):
    """Let an article lead the edition; if it leads already, no longer."""

    article: str


class Move(NamedTuple):
    """Put an article before another one of a topic, or last."""

    article: str
    topic: str
    before: str = ""


class Order(NamedTuple):
    """Let these articles come first in their topics, in this order."""

    articles: tuple[str, ...]


class SetTopic(NamedTuple):
    """Put articles under a topic."""

    articles: tuple[str, ...]
    topic: str


class SetFields(NamedTuple):
    """Write front matter: title, summary, note, tags, source, lang or story. Empty values delete keys."""

    articles: tuple[str, ...]
    fields: Mapping[str, str | tuple[str, ...]]


class HoldBack(NamedTuple):
    """Make articles drafts."""

    articles: tuple[str, ...]


class Release(NamedTuple):
    """Publish articles that were held back."""

    articles: tuple[str, ...]


class Delete(NamedTuple):
    """Move articles to the folder of deleted ones."""

    articles: tuple[str, ...]


class Join(NamedTuple):
    """Make one story of articles. ``story`` is its slug; by default that of the first."""

    articles: tuple[str, ...]
    story: str = ""


class Split(NamedTuple):
    """Take articles out of their stories."""

    articles: tuple[str, ...]


class Introduce(NamedTuple):
    """Write the introduction, in Markdown."""

    text: str


class Describe(NamedTuple):
    """Write the edition's title and status (draft, or empty)."""

    title: str
    status: str = ""


class Correct(NamedTuple):
    """Add a correction; ``article`` may be empty."""

    text: str
    article: str = ""


class Freeze(NamedTuple):
    """Publish the edition as it is now."""


class Take(NamedTuple):
    """Take items of the inbox into the edition; topic and story are optional."""

    articles: tuple[str, ...]
    topic: str = ""
    story: str = ""


class Skip(NamedTuple):
    """Remove items from the inbox, for good."""

    articles: tuple[str, ...]


class Reject(NamedTuple):
    """Never suggest again that these articles are one story."""

    articles: tuple[str, ...]


Act: TypeAlias = (
    Lead | Move | Order | SetTopic | SetFields | HoldBack | Release | Delete | Join | Split | Introduce
    | Describe | Correct | Freeze | Take | Skip | Reject
)  # fmt: skip

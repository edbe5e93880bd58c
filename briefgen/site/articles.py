"""The public articles: their heads, their order, and access to their bodies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

from briefgen.model import Article, Body, DueChange
from briefgen.site.index import Ids, part, query
from briefgen.util.language_tags import language_of_tag


class _Bodies(Sequence[Body]):
    """The bodies of some files, loaded one by one."""

    def __init__(self, load: Callable[[str], Body], paths: Sequence[str]) -> None:
        self._load, self._paths = load, paths

    def __len__(self) -> int:
        return len(self._paths)

    @overload
    def __getitem__(self, at: int) -> Body: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Body]: ...
    def __getitem__(self, at: int | slice) -> Body | Sequence[Body]:
        return self._load(self._paths[at]) if isinstance(at, int) else _Bodies(self._load, self._paths[at])


def no_bodies(path: str) -> Body:
    """The bodies of a site that has none."""
    raise KeyError(path)


@part("articles")
@dataclass(frozen=True, slots=True, eq=False)
class Articles(Mapping[str, Article]):
    """The public articles by id.

    ``heads`` are those of all languages, ``order`` lists those of this language, newest first. Among the
    heads are those of pages of the site, such as About: ``page_ids`` are all of them, ``own_pages`` those of
    this language. Whoever iterates gets articles alone. Bodies are
    loaded one by one with ``bodies``, by the path of the file, so that a listing never depends on one.
    ``digest_of`` gives a body's digest by id, where that is known without the head. ``due`` is the
    next change of what is public.
    """

    heads: Mapping[str, Article] = field(default_factory=dict)
    due: DueChange = ()
    order: Ids = ()
    bodies: Callable[[str], Body] = no_bodies
    digest_of: Callable[[str], str] | None = None
    page_ids: Ids = ()
    own_pages: Ids = ()

    def __getitem__(self, name: str) -> Article:
        return self.heads[name]

    def __iter__(self) -> Iterator[str]:
        pages = frozenset(self.page_ids)
        return (one for one in self.heads if one not in pages)

    def __len__(self) -> int:
        return len(self.heads) - len(self.page_ids)

    def listed(self, ids: Ids) -> tuple[Article, ...]:
        """The articles of these ids."""
        return tuple([self.heads[one] for one in ids])

    def own(self) -> Iterator[Article]:
        """The articles of this language, newest first."""
        return map(self.heads.__getitem__, self.order)

    def with_pages(self) -> Iterator[Article]:
        """The articles of this language that have a page, newest first."""
        return (one for one in self.own() if one.has_page)

    @query
    def pages(self) -> tuple[Article, ...]:
        """The pages of this language, such as About, by address."""
        return self.listed(self.own_pages)

    def slice_ids(self, number: int, size: int) -> Ids:
        """The ids of a part of ``size``, counted from 1 at the oldest."""
        first = len(self.order) - number * size
        return self.order[max(0, first) : first + size][::-1]

    def body_digest(self, name: str) -> str:
        """The digest of one article's body."""
        return self.digest_of(name) if self.digest_of else self.heads[name].body_digest

    @query
    def article(self, id: str) -> Article:  # noqa: A002 - the field's own name
        """One article's head."""
        return self.heads[id]

    @query
    def body(self, id: str) -> Body:  # noqa: A002
        """One article's body."""
        return self.bodies(self.heads[id].path)

    @query
    def latest(self, count: int) -> tuple[Article, ...]:
        """The newest articles."""
        return self.listed(self.order[:count])

    @query
    def everything(self) -> tuple[Article, ...]:
        """Every article, newest first."""
        return self.listed(self.order)

    @query
    def part(self, number: int, size: int) -> tuple[Article, ...]:
        """A part of ``size`` articles, counted from the oldest.

        A new article changes only the last part.
        """
        return self.listed(self.slice_ids(number, size))

    @query
    def part_bodies(self, number: int, size: int) -> Sequence[Body]:
        """The bodies of such a part, each read when it is asked for.

        Pages that share a result ask with ``QueryRecorder.mark``.
        """
        return _Bodies(self.bodies, [article.path for article in self.part(number, size)])

    @query
    def count(self) -> int:
        """How many articles there are."""
        return len(self.order)

    @query
    def languages(self) -> tuple[tuple[str, int], ...]:
        """The languages of the articles with their counts, the most common first, without regions."""
        counts = Counter([language_of_tag(article.lang) for article in self.own()])
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

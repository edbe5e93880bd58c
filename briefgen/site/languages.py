"""A site in several languages: what one tree of pages knows of the others, and an article of its translations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefgen.model import Term, Version
from briefgen.site.editions import Editions
from briefgen.site.index import Ids, Index, query

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.model import Article
    from briefgen.site.site import Site


@dataclass(frozen=True, slots=True)
class Languages(Editions):
    """The lists of one tree, and the other trees.

    ``order`` are the articles of this tree, newest first, while ``articles`` are those of all. ``trees`` are the trees of a site in
    several languages, this one among them, each without knowledge of the others; none where there is but one. ``translations`` have
    by article all that say the same, itself among them. ``written`` are the titles of topics as people wrote them, by slug.
    """

    order: Ids = ()
    tag_list: Mapping[str, Term] = field(default_factory=dict)
    source_list: Mapping[str, Term] = field(default_factory=dict)
    by_topic: Index = field(default_factory=Index)
    by_tag: Index = field(default_factory=Index)
    by_source: Index = field(default_factory=Index)
    by_story: Mapping[str, Ids] = field(default_factory=dict)
    trees: Mapping[str, Site] = field(default_factory=dict)
    translations: Mapping[str, Ids] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)

    def own(self) -> Iterator[Article]:
        """The articles of this tree, newest first."""
        return map(self.articles.__getitem__, self.order)

    def stands_at(self, kind: str, *subject: str | int) -> str:
        """The address of a page in this tree; empty where it has none such."""
        one, *more = [str(part) for part in subject] or [""]
        month = one.partition("-")[2]
        known = {
            "edition": (one in self.by_day, {"date": one}),
            "briefing": (one in self.by_day.get(more[0] if more else "", {}), {"topic": one, "date": more[0] if more else ""}),
            "topic": (one in self.by_topic.articles, {"topic": one}),
            "tag": (one in self.by_tag.articles, {"tag": one}),
            "source": (one in self.by_source.articles, {"source": one}),
            "story": (one in self.by_story, {"slug": one}),
            "archive_year": (bool(self._dates(one)), {"year": one}),
            "archive_month": (bool(self._dates(one)), {"year": one[:4], "month": month}),
        }  # fmt: skip
        there, slots = known.get(kind, (True, {}))
        return self.address(kind, **slots) if there else ""

    @query
    def versions(self, kind: str, *subject: str | int) -> tuple[Version, ...]:
        """A page in each language that has it, its own among them, the main language first; nothing where it is in one alone."""
        if kind == "article":
            result = [
                Version(one.lang, self.article_address(one))
                for one in self._all(self.translations.get(str(subject[0]), ()))
            ]
        else:
            result = [Version(tree.language, tree.stands_at(kind, *subject)) for tree in self.trees.values()]
        result = [one for one in result if one.url]
        return tuple(result) if len(result) > 1 else ()

    @query
    def translated_part(self, number: int, size: int) -> tuple[tuple[str, tuple[Version, ...]], ...]:
        """By address, the versions of those articles of a part that have several; see ``Site.part``."""
        first = len(self.order) - number * size
        ids = [one for one in self.order[max(0, first) : first + size][::-1] if one in self.translations]
        return tuple(
            [(self.article_address(self.articles[one]), self.versions("article", one)) for one in ids]
        )

    @query
    def sizes(self) -> tuple[tuple[str, int], ...]:
        """The trees and how many articles each has; the main one is called by an empty text."""
        if not self.trees:
            return (("", len(self.order)),)
        return tuple((name, len(tree.order)) for name, tree in self.trees.items())

    @query
    def titles_of_topics(self) -> tuple[str, ...]:
        """The titles of the topics of all trees, as people wrote them: what there is to translate."""
        topics = self.topic_list.items()
        return tuple(self.written.values()) or tuple(
            [t.title for slug, t in topics if slug in self.by_topic.articles]
        )

"""A site in several languages: the same page and article in each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefgen.model import Version
from briefgen.site.articles import Articles
from briefgen.site.index import Ids, part, query
from briefgen.site.page_index import PageIndex


@part("translations")
@dataclass(frozen=True, slots=True)
class Translations:
    """What the pages of one language know of the others.

    ``by_language`` has the pages of each language, by tree; it is empty where there is but one. ``groups``
    have by article all its translations, itself among them. ``topic_titles`` are the titles of topics as they
    were written, by slug.
    """

    articles: Articles = field(default_factory=Articles)
    page_index: PageIndex = field(default_factory=PageIndex)
    by_language: Mapping[str, PageIndex] = field(default_factory=dict)
    groups: Mapping[str, Ids] = field(default_factory=dict)
    topic_titles: Mapping[str, str] = field(default_factory=dict)

    @query
    def versions(self, kind: str, *subject: str | int) -> tuple[Version, ...]:
        """A page in each language that has it, or nothing if only one has."""
        if kind in ("article", "page"):
            address = self.page_index.permalinks.article_address
            translated = self.articles.listed(self.groups.get(str(subject[0]), ()))
            versions = [Version(one.lang, address(one)) for one in translated]
        else:
            trees = self.by_language.values()
            versions = [Version(tree.language, tree.address_of(kind, *subject)) for tree in trees]
        existing = tuple([one for one in versions if one.url.startswith("/")])
        return existing if len(existing) > 1 else ()

    def in_own_language(self, name: str) -> str:
        """The translation into this tree's language; the same one without any."""
        links = self.page_index.permalinks
        ids = (name, *self.groups.get(name, ()))
        return next((one for one in ids if links.tree_of(self.articles[one].lang) == links.tree), name)

    @query
    def translated_part(self, number: int, size: int) -> tuple[tuple[str, tuple[Version, ...]], ...]:
        """By address, the versions of the articles in a part that have several; see ``Articles.part``."""
        address = self.page_index.permalinks.article_address
        ids = [one for one in self.articles.slice_ids(number, size) if one in self.groups]
        return tuple([(address(self.articles[one]), self.versions("article", one)) for one in ids])

    @query
    def sizes(self) -> tuple[tuple[str, int], ...]:
        """How many articles each language tree has; the main one has an empty name."""
        if not self.by_language:
            return (("", len(self.articles.order)),)
        return tuple((name, len(pages.articles.order)) for name, pages in self.by_language.items())

    @query
    def titles_of_topics(self) -> tuple[str, ...]:
        """The titles of topics as they were written, in all languages, for translators."""
        terms = self.page_index.taxonomies
        return tuple(self.topic_titles.values()) or tuple(
            [topic.title for slug, topic in terms.topic_list.items() if slug in terms.by_topic.articles]
        )

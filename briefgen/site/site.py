"""The immutable index of what is public, composed of parts.

Each part is a frozen value that answers queries of one subject, and its class registers them with ``@part``
and ``@query``. A query takes texts and numbers and returns frozen values, so that its answer has a digest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from briefgen.model import Article, Reference
from briefgen.site.articles import Articles
from briefgen.site.data import DataFiles
from briefgen.site.editions import Editions
from briefgen.site.index import QUERIES
from briefgen.site.languages import Translations
from briefgen.site.link_targets import LinkTargets
from briefgen.site.page_index import PageIndex
from briefgen.site.permalinks import Permalinks
from briefgen.site.relations import Relations
from briefgen.site.stories import StoryIndex
from briefgen.site.taxonomies import Taxonomies


@dataclass(frozen=True, slots=True)
class Site:
    """Everything public.

    Of the parts below, each may hold those above it, under the same name; see ``Site.of``. ``unpublished``
    says by file why an article is not public. ``trees`` are the sites of each language, where there are
    several; each of them has no trees of its own.
    """

    permalinks: Permalinks = field(default_factory=Permalinks)
    articles: Articles = field(default_factory=Articles)
    taxonomies: Taxonomies = field(default_factory=Taxonomies)
    story_index: StoryIndex = field(default_factory=StoryIndex)
    editions: Editions = field(default_factory=Editions)
    page_index: PageIndex = field(default_factory=PageIndex)
    translations: Translations = field(default_factory=Translations)
    relations: Relations = field(default_factory=Relations)
    link_targets: LinkTargets = field(default_factory=LinkTargets)
    data_files: DataFiles = field(default_factory=DataFiles)
    unpublished: Mapping[str, str] = field(default_factory=dict)
    trees: Mapping[str, Site] = field(default_factory=dict)

    @classmethod
    def of(cls, **values: Any) -> Site:
        """A site whose parts have these values, each named as the field of its part."""
        return cls().changed(**values)

    def changed(self, **values: Any) -> Site:
        """A copy with other values, in this site and its trees.

        A value is named as the field of its part.
        """
        if unknown := values.keys() - _NAMES:
            raise TypeError(f"no part of a site has {', '.join(sorted(unknown))}")
        trees = {name: tree.changed(**values) for name, tree in self.trees.items()}
        return _with_values(self, values).in_trees(trees)

    def in_trees(self, trees: Mapping[str, Site]) -> Site:
        """A copy with these trees, which know each other's pages."""
        pages = {name: tree.page_index for name, tree in trees.items()}
        linked = {name: _with_values(tree, {"by_language": pages}) for name, tree in trees.items()}
        return replace(_with_values(self, {"by_language": pages}), trees=linked) if trees else self

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """A query of one of the parts."""
        if name not in QUERIES:
            raise AttributeError(f"the site has no query {name}")
        answer: Callable[..., Any] = getattr(getattr(self, QUERIES[name]), name)
        return answer

    @property
    def tree(self) -> str:
        """The name of this language tree; empty for the main one."""
        return self.permalinks.tree

    @property
    def prefix(self) -> str:
        """See ``Permalinks.prefix``."""
        return self.permalinks.prefix

    def address(self, kind: str, **slots: str) -> str:
        """See ``Permalinks.address``."""
        return self.permalinks.address(kind, **slots)

    def article_address(self, article: Article) -> str:
        """See ``Permalinks.article_address``."""
        return self.permalinks.article_address(article)

    def edition_of(self, day: str, slot: str = "") -> str:
        """See ``Editions.edition_of``."""
        return self.editions.edition_of(day, slot)

    def own(self) -> Iterator[Article]:
        """See ``Articles.own``."""
        return self.articles.own()

    def with_pages(self) -> Iterator[Article]:
        """See ``Articles.with_pages``."""
        return self.articles.with_pages()

    def texts(self) -> Iterator[Article]:
        """The articles and pages of this language."""
        yield from self.own()
        yield from self.articles.pages()

    def references(self) -> Iterator[Reference]:
        """All references of the articles, pages and editions."""
        for article in self.texts():
            yield from article.references
        for edition in self.editions.edition_files.values():
            yield from edition.references
        for slug, name in self.story_index.story_heads.items():
            if slug in self.story_index.by_story:
                yield from self.articles[name].references

    def referred(self) -> set[str]:
        """The files beside public articles, pages and editions that these show or link to."""
        named = {article.image for article in self.texts() if article.image}
        named |= {r.target.partition("#")[0] for r in self.references() if r.kind == "file"}
        return named & self.link_targets.files


_PARTS = [one.name for one in fields(Site) if one.name not in ("unpublished", "trees")]
_FIELDS = {name: [one.name for one in fields(getattr(Site(), name))] for name in _PARTS}
_NAMES = {one for names in _FIELDS.values() for one in names} - {*_PARTS} | {"unpublished"}
"""The values that make a site."""


_PART_OF = {one: name for name in reversed(_PARTS) for one in _FIELDS[name]}


def value_of(site: Site, name: str) -> Any:
    """One of the values that make a site, by the name that ``Site.of`` takes."""
    return site.unpublished if name == "unpublished" else getattr(getattr(site, _PART_OF[name]), name)


def _with_values(site: Site, values: Mapping[str, Any]) -> Site:
    """A site whose parts have these values and hold each other as they are now."""
    known = dict(values)
    for name, own in _FIELDS.items():
        new = {one: known[one] for one in own if one in known}
        known[name] = replace(getattr(site, name), **new)
    parts = {name: known[name] for name in _FIELDS}
    return replace(site, unpublished=values.get("unpublished", site.unpublished), **parts)

"""The targets of references: articles, briefings, topics, files, pages and other sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeAlias

from briefgen.model import Picture
from briefgen.model.reference import NAMED_PAGE
from briefgen.site.index import part, query
from briefgen.site.languages import Translations
from briefgen.site.page_index import PageIndex
from briefgen.util.text import slugify

Inventory: TypeAlias = Mapping[tuple[str, str], tuple[str, str]]
"""What another site offers as targets: (role, name) -> (address, title)."""

Resolved: TypeAlias = tuple[str, str, str] | None
"""Address, title and, of an article, language of a target; None where there is none."""


@part("link_targets")
@dataclass(frozen=True, slots=True)
class LinkTargets:
    """What a reference may lead to.

    ``by_slug`` has the public articles by slug, ``page_slugs`` the pages; ``paths`` has both by file.
    ``files`` are the other files of the content folder that may be shown. ``pictures`` are what is known of
    pictures that are referred to, there and in the static folder. ``inventories`` are those of other sites,
    ``urls`` the planned pages.
    """

    page_index: PageIndex = field(default_factory=PageIndex)
    translations: Translations = field(default_factory=Translations)
    by_slug: Mapping[str, str] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)
    page_slugs: Mapping[str, str] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    inventories: Mapping[str, Inventory] = field(default_factory=dict)
    urls: frozenset[str] = frozenset()

    @query
    def resolve(self, kind: str, target: str) -> Resolved:
        """The address and title of a reference's target and, of an article, its language.

        A briefing's title is its topic's: the page that shows it decides how to write the date.
        """
        name, _, anchor = target.partition("#")
        suffix = f"#{anchor}" if anchor else ""
        other, colon, wanted = name.partition(":")
        if colon and other in self.inventories:
            role, wanted = ("page", wanted.strip("/")) if kind == NAMED_PAGE else (kind, wanted)
            entry = self.inventories[other].get((role, wanted))
            return (entry[0] + suffix, entry[1], "") if entry else None
        if kind == "article":
            slug = slugify(name.rsplit("/", 1)[-1])
            known = self.page_index.articles.heads
            return self._article(name if name in known else self.by_slug.get(slug, ""), "")
        if kind == "path":
            return self._story(name, suffix) or self._article(self.paths.get(name, ""), suffix)
        if kind == NAMED_PAGE:
            one = self.page_slugs.get(name.strip("/"), "")
            return self._article(self.translations.in_own_language(one) if one else "", suffix)
        if kind == "topic":
            return self._topic(slugify(name))
        if kind == "briefing":
            slug, _, day = name.rpartition("/")
            return self._briefing(slugify(slug) if slug else "", day)
        if kind == "file":
            return (f"/{name}", name, "") if name in self.files else None
        # A server shows the index.html of a static folder at the folder's address.
        names = (name, f"{name}/", f"{name}index.html" if name.endswith("/") else name)
        return (target, target, "") if any(one in self.urls for one in names) else None

    def _article(self, name: str, suffix: str) -> Resolved:
        article = self.page_index.articles.get(name)
        if article is None:
            return None
        address = self.page_index.permalinks.article_address(article)
        return f"{address}{suffix if article.has_page else ''}", article.title, article.lang

    def _story(self, path: str, suffix: str) -> Resolved:
        """The page of a story, by the file with its text."""
        index = self.page_index.story_index
        slug = next((slug for slug, name in index.story_heads.items() if name == path), "")
        if slug not in index.by_story:
            return None
        story = index.story(slug)
        return self.page_index.permalinks.address("story", slug=slug) + suffix, story.title, story.lang

    def _topic(self, slug: str) -> Resolved:
        terms = self.page_index.taxonomies
        if slug not in terms.topic_list or not terms.by_topic.articles.get(slug):
            return None
        return self.page_index.permalinks.address("topic", topic=slug), terms.topic_list[slug].title, ""

    def _briefing(self, topic: str, day: str) -> Resolved:
        if topic not in self.page_index.editions.by_day.get(day, {}):
            return None
        title = self.page_index.taxonomies.topic_list[topic].title
        return self.page_index.permalinks.address("briefing", topic=topic, date=day), title, ""

    @query
    def picture(self, path: str) -> Picture | None:
        """What is known of a picture, by its path or its static address; else None.

        Other bytes of the same size change no page that shows it, so the answer has no digest.
        """
        known = self.pictures.get(path)
        return known._replace(content="") if known else None

    @query
    def picture_digest(self, path: str) -> str:
        """The digest of a picture's bytes, for files that hold it."""
        return self.pictures[path].content

    def near(self, kind: str, target: str) -> str:
        """The most similar target of this kind, or an empty text."""
        other, colon, wanted = target.partition("#")[0].partition(":")
        if colon and other in self.inventories:
            wanted_role = "page" if kind == NAMED_PAGE else kind
            names = [name for role, name in self.inventories[other] if role == wanted_role]
            return "".join([f"{other}:{name}" for name in get_close_matches(wanted, names, n=1, cutoff=0.6)])
        by_day = self.page_index.editions.by_day
        known: list[str] = {
            "article": [a.slug for a in self.page_index.articles.values()],
            "path": list(self.paths),
            NAMED_PAGE: list(self.page_slugs),
            "topic": list(self.page_index.taxonomies.topic_list),
            "briefing": [f"{topic}/{day}" for day, topics in by_day.items() for topic in topics],
            "file": sorted(self.files),
        }.get(kind, sorted(self.urls))
        close = get_close_matches(target.partition("#")[0], known, n=1, cutoff=0.6)
        return close[0] if close else ""

"""The addresses of pages, which follow from the settings alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefgen.model import Article
from briefgen.util.language_tags import language_of_tag
from briefgen.util.urls import fill


@dataclass(frozen=True, slots=True)
class Permalinks:
    """The addresses of the pages of one language, and of the articles in all languages.

    ``addresses`` are the patterns by kind of page. ``tree`` is the language of a tree of pages beside the
    main one; the main tree has an empty name. ``prefixes`` says what the addresses of each tree begin with.
    ``former`` has the addresses at which the articles with an id were published, by id, oldest first.
    """

    addresses: Mapping[str, str] = field(default_factory=dict)
    tree: str = ""
    prefixes: Mapping[str, str] = field(default_factory=dict)
    former: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        """What all addresses of this tree begin with."""
        return self.prefixes.get(self.tree, "")

    def address(self, kind: str, **slots: str) -> str:
        """The address of a page, or an empty text when its kind is switched off."""
        pattern = self.addresses.get(kind)
        return self.prefix + fill(pattern, slots) if pattern else ""

    def article_address(self, article: Article) -> str:
        """Where a title leads: to its own page, or to the original."""
        return self.page_address(article) if article.has_page else article.url

    def page_address(self, article: Article) -> str:
        """The address of an article or page in the tree of its language."""
        if article.is_page:
            return self._in_tree("page", article.lang, {"slug": article.slug, "lang": article.lang})
        year, month, day = article.day.split("-")
        slots = {"slug": article.slug, "date": article.day, "year": year, "month": month, "day": day}
        slots["lang"] = article.lang
        return self._in_tree("article", article.lang, slots)

    def _in_tree(self, kind: str, lang: str, slots: Mapping[str, str]) -> str:
        pattern = self.addresses.get(kind, "")
        return self.prefixes.get(self.tree_of(lang), "") + fill(pattern, slots) if pattern else ""

    def tree_of(self, lang: str) -> str:
        """The tree of a language or its base language (pt-BR: pt), else the main one."""
        forms = (lang, language_of_tag(lang), lang.partition("-")[0])
        return next((one for one in forms if one in self.prefixes), "")

"""The pages about one subject: whether there is one, its address, and its newest articles."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefgen.model import Article
from briefgen.site.articles import Articles
from briefgen.site.editions import Editions
from briefgen.site.index import part, query
from briefgen.site.permalinks import Permalinks
from briefgen.site.stories import StoryIndex
from briefgen.site.taxonomies import Taxonomies
from briefgen.util.language_tags import language_of_tag


@part("page_index")
@dataclass(frozen=True, slots=True)
class PageIndex:
    """The pages of one language. ``language`` is that of the pages."""

    language: str = ""
    permalinks: Permalinks = field(default_factory=Permalinks)
    articles: Articles = field(default_factory=Articles)
    taxonomies: Taxonomies = field(default_factory=Taxonomies)
    story_index: StoryIndex = field(default_factory=StoryIndex)
    editions: Editions = field(default_factory=Editions)

    def address_of(self, kind: str, *subject: str | int) -> str:
        """The address of a page; empty where there is no such page."""
        one, *more = [str(part) for part in subject] or [""]
        date, by_day = more[0] if more else "", self.editions.by_day
        known = {
            "edition": (one in by_day, {"date": one}),
            "briefing": (one in by_day.get(date, {}), {"topic": one, "date": date}),
            "topic": (one in self.taxonomies.by_topic.articles, {"topic": one}),
            "tag": (one in self.taxonomies.by_tag.articles, {"tag": one}),
            "source": (one in self.taxonomies.by_source.articles, {"source": one}),
            "story": (one in self.story_index.by_story, {"slug": one}),
            "archive_year": (bool(self.editions.dates(one)), {"year": one}),
            "archive_month": (
                bool(self.editions.dates(one)),
                {"year": one[:4], "month": one.partition("-")[2]},
            ),
        }
        exists, slots = known.get(kind, (True, {}))
        return self.permalinks.address(kind, **slots) if exists else ""

    @query
    def newest(self, kind: str, slug: str, count: int) -> tuple[Article, ...]:
        """The newest articles of a topic, tag, source, story or language."""
        articles, terms = self.articles, self.taxonomies
        if kind == "language":
            return articles.listed(
                tuple([one for one in articles.order if language_of_tag(articles[one].lang) == slug][:count])
            )
        index = {"topic": terms.by_topic, "tag": terms.by_tag, "source": terms.by_source}
        ids = self.story_index.by_story if kind == "story" else index[kind].articles
        return articles.listed(ids[slug][:count])

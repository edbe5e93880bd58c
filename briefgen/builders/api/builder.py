"""The JSON of each page: ``/api/v1/X.json`` for ``/X/``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from briefgen.builders.api.schema import SCHEMA, VERSION
from briefgen.builders.context import BaseBuilder
from briefgen.builders.html_body import filled, picture
from briefgen.builders.html_to_text import to_text
from briefgen.model import Article, Briefing, Correction, Page, Story
from briefgen.model.rights import EXCERPT, LINK
from briefgen.site.queries import QueryRecorder
from briefgen.site.site import Site
from briefgen.util.collections import without_empty

Values = dict[str, Any]


class JsonBuilder(BaseBuilder):
    """Plans and writes the API; within ``v1`` fields are only added, never changed."""

    name: ClassVar[str] = "json"

    def plan(self, site: Site) -> Iterator[Page]:
        """A file for each page, the index and the schema."""
        folder = site.address("api")
        if not folder:
            return
        yield Page(f"{folder}schema.json", self.name, "api", "", ("schema",))
        yield Page(f"{folder}index.json", self.name, "api", "", ("index",))
        for day, topics in site.editions.by_day.items():
            yield from self._page(site, "edition", site.address("edition", date=day), day)
            for topic in topics:
                address = site.address("briefing", date=day, topic=topic)
                yield from self._page(site, "briefing", address, topic, day)
        for story in site.stories():
            yield from self._page(site, "story", site.address("story", slug=story), story)
        for article in site.with_pages():
            yield from self._page(site, "article", site.article_address(article), article.id)
        for own in site.pages():
            yield from self._page(site, "page", site.article_address(own), own.id)

    def render(self, page: Page, site: QueryRecorder) -> str:
        """One file."""
        what, *names = map(str, page.subject)
        made: dict[str, Callable[..., Values]] = {
            "schema": lambda site: SCHEMA,
            "index": self._index,
            "edition": self._edition,
            "briefing": self._briefing,
            "story": self._story,
            "article": self._article,
            "page": self._own_page,
        }
        return json.dumps(made[what](site, *names), ensure_ascii=False, indent=1) + "\n"

    def _page(self, site: Site | QueryRecorder, what: str, address: str, *names: str) -> Iterator[Page]:
        if address:
            yield Page(api_address(site, address), self.name, "api", "", (what, *names))

    def _index(self, site: QueryRecorder) -> Values:
        config = self.studio.config
        editions = [
            {"date": day, "count": count, **self._places(site, site.address("edition", date=day))}
            for day, count in site.days()
        ]
        topics = [
            without_empty({"slug": topic.slug, "title": topic.title, "parent": topic.parent, "count": count})
            for topic, count in site.tally()
        ]
        return {
            "version": VERSION,
            "title": config.title,
            "description": config.description,
            "url": self.absolute(site.address("home")),
            "language": config.language,
            "schema": self.absolute(f"{site.address('api')}schema.json"),
            "topics": topics,
            "editions": editions,
            "pages": [
                {"id": own.id, "title": own.title, **self._places(site, site.article_address(own))}
                for own in site.pages()
            ],
        }

    def _edition(self, site: QueryRecorder, day: str) -> Values:
        edition, body = site.edition(day), site.introduction(day)
        values = {
            "title": edition.title,
            "number": edition.number,
            "introduction": filled(body, site, self.absolute, self.studio.config.language) if body else "",
            "lead": edition.lead.lead.id if edition.lead else "",
            "corrections": [_correction(one) for one in edition.corrections],
        }
        return {
            "version": VERSION,
            "date": day,
            **self._places(site, site.address("edition", date=day)),
            **without_empty(values),
            "briefings": [self._topic(site, briefing) for briefing in edition.briefings],
        }

    def _briefing(self, site: QueryRecorder, topic: str, day: str) -> Values:
        places = self._places(site, site.address("briefing", date=day, topic=topic))
        return {"version": VERSION, "date": day, **places, **self._topic(site, site.briefing(topic, day))}

    def _topic(self, site: QueryRecorder, briefing: Briefing) -> Values:
        topic = briefing.topic
        stories = [self._told(site, story) for story in briefing.stories]
        return {"topic": {"slug": topic.slug, "title": topic.title}, "stories": stories}

    def _told(self, site: QueryRecorder, story: Story) -> Values:
        others = [one for one in story.articles if one.id != story.lead.id]
        return {
            **_words(story),
            "lead": self._item(site, story.lead),
            "others": [self._item(site, one) for one in others],
        }

    def _story(self, site: QueryRecorder, slug: str) -> Values:
        story = site.story(slug)
        return {
            "version": VERSION,
            "id": slug,
            **self._places(site, site.address("story", slug=slug)),
            **_words(story),
            **without_empty({"introduction": self._introduction(site, slug)}),
            "articles": [self._item(site, one) for one in story.articles],
        }

    def _introduction(self, site: QueryRecorder, slug: str) -> str:
        """The text that leads a story's page."""
        name = site.story_head(slug)
        return filled(site.body(name), site, self.absolute, self.studio.config.language) if name else ""

    def _article(self, site: QueryRecorder, name: str) -> Values:
        article, body = site.article(name), site.body(name)
        html = filled(body, site, self.absolute, article.lang)
        corrections = [_correction(one) for one in site.corrections_of(name)]
        translations = self._translations(site, article)
        return {
            "version": VERSION,
            **self._item(site, article),
            **without_empty({"translations": translations, "corrections": corrections}),
            "html": html,
            "text": to_text(html),
            "words": body.words,
            "cleaned_lines": len(body.edits),
        }

    def _own_page(self, site: QueryRecorder, name: str) -> Values:
        """A page such as About."""
        own, body = site.article(name), site.body(name)
        html = filled(body, site, self.absolute, own.lang)
        places = self._places(site, site.article_address(own))
        values = {
            "id": own.id,
            "title": own.title,
            **places,
            "language": own.lang,
            "summary": own.description,
        }
        return {
            "version": VERSION,
            **values,
            **without_empty({"summary": own.description, "translations": self._translations(site, own)}),
            "html": html,
            "text": to_text(html),
            "words": body.words,
        }

    def _translations(self, site: QueryRecorder, own: Article) -> list[Values]:
        versions = site.versions("article", own.id)
        return [
            {"language": one.lang, "url": self.absolute(one.url)} for one in versions if one.lang != own.lang
        ]

    def _item(self, site: QueryRecorder, article: Article) -> Values:
        """The head of an article."""
        source, address = site.source_of(article.id), site.article_address(article)
        values = {
            "id": article.id,
            "title": article.title,
            **(self._places(site, address) if article.has_page else {"url": address}),
            "published": article.moment,
            "updated": article.updated,
            "language": article.lang,
            "topics": [topic.slug for topic in site.topics_of(article.id)],
            "tags": list(article.tags),
            "source": without_empty({"title": source.title, "url": source.url}) if source else {},
            "author": article.author,
            "summary": article.description,
            "note": article.note,
            "own": {name: article.own[name] for name in self._own_names if name in article.own},
            "rights": article.rights if article.rights in (EXCERPT, LINK) else "",
            "original": article.url,
            "image": picture(article, site, self.absolute),
            "story": article.story,
        }
        return without_empty(values)

    @property
    def _own_names(self) -> list[str]:
        return [one.name for one in self.studio.config.fields if one.json]

    def _places(self, site: QueryRecorder, address: str) -> Values:
        """Where the page stands and where its JSON does."""
        if not address:
            return {}
        return {"url": self.absolute(address), "api": self.absolute(api_address(site, address))}


def _words(story: Story) -> Values:
    """The curator's own words on a story."""
    text = story.text
    return without_empty({"title": text.title, "summary": text.summary, "note": text.note})


def _correction(one: Correction) -> Values:
    return without_empty(one._asdict())


def api_address(site: Site | QueryRecorder, address: str) -> str:
    """The address of a page's JSON, in the API of its tree."""
    within = address.removeprefix(site.prefix).strip("/")
    return f"{site.address('api')}{within.removesuffix('.html')}.json"

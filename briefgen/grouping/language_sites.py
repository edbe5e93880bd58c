"""The whole site -> a site for each language."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TypeVar

from briefgen.config import Config
from briefgen.grouping.index import dates, index
from briefgen.model import EditionFile, Term
from briefgen.site.index import TermIndex
from briefgen.site.site import Site

T = TypeVar("T")


def in_trees(site: Site, configs: Mapping[str, Config]) -> Site:
    """The site with a tree for each config; unchanged if there is nothing to translate."""
    if len(configs) == 1 and not configs[""].strings:
        return site
    terms = site.taxonomies
    titles = {
        slug: topic.title for slug, topic in terms.topic_list.items() if terms.by_topic.articles.get(slug)
    }
    site = site.changed(topic_titles=titles)
    if len(configs) == 1:
        return _in_words(site, configs[""])
    return site.in_trees({tree: _in_words(_tree(site, config), config) for tree, config in configs.items()})


def _in_words(site: Site, config: Config) -> Site:
    """The site with its topics named in the language of these settings."""
    words = config.strings
    topics = {
        slug: replace(
            topic,
            title=words.get(topic.title, topic.title),
            description=words.get(topic.description, topic.description),
        )
        for slug, topic in site.taxonomies.topic_list.items()
    }
    return site.changed(topic_list=topics, language=config.language)


def _tree(site: Site, config: Config) -> Site:
    """The site of one language.

    Heads, paths and unpublished articles stay those of all languages, so that trees can refer to each other.
    """
    articles, terms = site.articles, site.taxonomies
    stories, tree_of = site.story_index, site.permalinks.tree_of
    order = tuple([one for one in articles.order if tree_of(articles[one].lang) == config.tree])
    own = frozenset(order)
    own_pages = tuple([one for one in articles.own_pages if tree_of(articles[one].lang) == config.tree])
    by_day = {
        day: own_topics for day, topics in site.editions.by_day.items() if (own_topics := _of(topics, own))
    }
    by_topic, by_tag, by_source = (
        index({one: slugs for one, slugs in part.of.items() if one in own})
        for part in (terms.by_topic, terms.by_tag, terms.by_source)
    )
    heads = [articles[one] for one in reversed(order)]
    slugs = {name: head.id for head in heads for name in (*head.aliases, head.slug)}
    files = site.editions.edition_files
    edition_files = {
        day: _edition(file, files.get(f"{day}.{config.language}"), own, config)
        for day in by_day
        if (file := files.get(day, EditionFile("", day) if f"{day}.{config.language}" in files else None))
    }
    return site.changed(
        tree=config.tree,
        order=order,
        own_pages=own_pages,
        page_slugs={**site.link_targets.page_slugs, **{articles[one].slug: one for one in own_pages}},
        by_day=by_day,
        days_of=dates(by_day),
        by_topic=by_topic,
        by_tag=by_tag,
        by_source=by_source,
        by_story=_of(stories.by_story, own),
        story_heads=_of_tree(stories.story_heads, config.tree),
        story_texts=_of_tree(stories.story_texts, config.tree),
        tag_list=_counted(terms.tag_list, by_tag),
        source_list=_counted(terms.source_list, by_source),
        by_slug={**site.link_targets.by_slug, **slugs},
        edition_files=edition_files,
        corrections={name: ones for name, ones in site.editions.corrections.items() if name in own},
    )


def _of(lists: Mapping[str, tuple[str, ...]], own: AbstractSet[str]) -> dict[str, tuple[str, ...]]:
    """The lists with only a tree's own articles, without empty lists."""
    kept = {name: tuple([one for one in ids if one in own]) for name, ids in lists.items()}
    return {name: ids for name, ids in kept.items() if ids}


def _of_tree(texts: Mapping[str, T], tree: str) -> Mapping[str, T]:
    """The texts of stories of a tree, by slug; those of other trees than the main one end with its name."""
    end = f".{tree}" if tree else ""
    return {name.removesuffix(end): text for name, text in texts.items() if name.endswith(end)}


def _counted(terms: Mapping[str, Term], index: TermIndex) -> dict[str, Term]:
    return {
        slug: replace(term, count=len(index.articles[slug]))
        for slug, term in terms.items()
        if slug in index.articles
    }


def _edition(
    file: EditionFile, translation: EditionFile | None, own: AbstractSet[str], config: Config
) -> EditionFile:
    """The part of an edition file for one tree.

    Another tree than the main one has the introduction of its own file, and the title from there, or the one
    that ``title:`` has for its language.
    """
    items = tuple(
        (
            topic,
            tuple(
                (story, ids, overlaps)
                for story, all_ids, overlaps in stories
                if (ids := tuple(one for one in all_ids if one in own))
            ),
        )
        for topic, stories in file.items
    )
    corrections = tuple(c for c in file.corrections if c[2] in own or (not config.tree and not c[2]))
    file = file._replace(items=items, corrections=corrections)
    if not config.tree:
        return file
    title = dict(file.titles).get(config.language, "")
    if translation is None:
        return file._replace(title=title, words=0, references=(), body_digest="")
    return file._replace(
        path=translation.path,
        title=translation.title or title,
        words=translation.words,
        references=translation.references,
        body_digest=translation.body_digest,
    )

"""The whole site -> a tree for each language: the same index, of the articles in that language, in its words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefgen.grouping.index import dates, index
from briefgen.site.related import Relations

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from briefgen.config import Config
    from briefgen.model import EditionFile, Term
    from briefgen.site.index import Index
    from briefgen.site.site import Site


def in_trees(site: Site, configs: Mapping[str, Config]) -> Site:
    """The site with the tree of each of these settings; itself where there is one tree and nothing to translate."""
    if len(configs) == 1 and not configs[""].strings:
        return site
    titles = {
        slug: topic.title for slug, topic in site.topic_list.items() if site.by_topic.articles.get(slug)
    }
    site = replace(site, written=titles)
    if len(configs) == 1:
        return _in_words(site, configs[""])
    trees = {tree: _in_words(_tree(site, config), config) for tree, config in configs.items()}
    return replace(site, trees={name: replace(tree, trees=trees) for name, tree in trees.items()})


def _in_words(site: Site, config: Config) -> Site:
    """The site with its topics called as the readers of these settings call them."""
    entries = config.strings
    topics = {
        slug: replace(topic, title=entries.get(topic.title, topic.title))
        for slug, topic in site.topic_list.items()
    }
    return replace(site, topic_list=topics, language=config.language)


def _tree(site: Site, config: Config) -> Site:
    """The lists of one tree; ``articles``, ``paths`` and ``held`` stay those of all, so that trees can refer to each other."""
    order = tuple([one for one in site.order if site.tree_of(site.articles[one].lang) == config.tree])
    own = frozenset(order)
    heads = {one: site.articles[one] for one in order}
    by_day = {day: topics for day, all_topics in site.by_day.items() if (topics := _of(all_topics, own))}
    by_topic, by_tag, by_source = (
        index({one: slugs for one, slugs in part.of.items() if one in own})
        for part in (site.by_topic, site.by_tag, site.by_source)
    )
    slugs = {name: one for one in reversed(order) for name in (*heads[one].aliases, heads[one].slug)}
    return replace(
        site,
        tree=config.tree,
        order=order,
        by_day=by_day,
        days_of=dates(by_day),
        by_topic=by_topic,
        by_tag=by_tag,
        by_source=by_source,
        by_story=_of(site.by_story, own),
        tag_list=_counted(site.tag_list, by_tag),
        source_list=_counted(site.source_list, by_source),
        by_slug={**site.by_slug, **slugs},
        relations=Relations(heads, by_topic.of, by_tag.of),
        editions={
            day: _edition(file, own, is_main=not config.tree)
            for day, file in site.editions.items()
            if day in by_day
        },
    )


def _of(lists: Mapping[str, tuple[str, ...]], own: AbstractSet[str]) -> dict[str, tuple[str, ...]]:
    """Those of the articles of each list that are of a tree; no list that is left empty."""
    kept = {name: tuple([one for one in ids if one in own]) for name, ids in lists.items()}
    return {name: ids for name, ids in kept.items() if ids}


def _counted(terms: Mapping[str, Term], result: Index) -> dict[str, Term]:
    return {
        slug: replace(term, count=len(result.articles[slug]))
        for slug, term in terms.items()
        if slug in result.articles
    }


def _edition(file: EditionFile, own: AbstractSet[str], *, is_main: bool) -> EditionFile:
    """What an edition's file says of a tree. Its title and introduction are in the main language and stand in the main tree alone."""
    items = tuple(
        (topic, tuple((story, ids, overlaps) for story, all_ids, overlaps in stories if (ids := tuple(one for one in all_ids if one in own))))
        for topic, stories in file.items
    )  # fmt: skip
    file = file._replace(
        items=items, corrections=tuple(c for c in file.corrections if c[2] in own or (is_main and not c[2]))
    )
    return file if is_main else file._replace(title="", words=0)

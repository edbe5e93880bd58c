"""Heads of all articles -> the Site."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from briefgen.config import ADDRESSES, Config
from briefgen.config.markings import Markings
from briefgen.grouping.collisions import without_collisions
from briefgen.grouping.distinct_slugs import with_distinct_slugs
from briefgen.grouping.duplicates import seen_before
from briefgen.grouping.edition_markings import lowest_editions, with_markings, words_within
from briefgen.grouping.editions import (
    check,
    edition_translations,
    numbered,
    resolve,
    with_whole_days,
)
from briefgen.grouping.index import dates, index
from briefgen.grouping.rights import with_rights
from briefgen.grouping.site_pages import in_order, page_slugs, with_origins
from briefgen.grouping.story_membership import story_memberships
from briefgen.grouping.story_texts import public_stories, report_unused, story_texts, without_stories
from briefgen.grouping.taxonomies import terms, with_aliases
from briefgen.grouping.topics import topics_by_article
from briefgen.grouping.translations import translations
from briefgen.grouping.visibility import Visibility, next_due, report, separate
from briefgen.model import CONFIRMED, Article, ClusterMember, Diagnostic, EditionFile, StoryMembership, Term
from briefgen.nlp.near_duplicates import NearDuplicates, Repeat, find_near_duplicates
from briefgen.site.editions import corrections_by_article
from briefgen.site.index import Ids
from briefgen.site.site import Site
from briefgen.util.hashing import digest
from briefgen.util.periods import edition_of, edition_order


class Grouped(NamedTuple):
    """The site, and the diagnostics of grouping."""

    site: Site
    diagnostics: tuple[Diagnostic, ...]


def group(
    articles: Iterable[Article],
    config: Config,
    now: datetime,
    *,
    drafts: bool = False,
    files: Sequence[EditionFile] = (),
) -> Grouped:
    """The index of what is public at ``now``; ``files`` are the edition files.

    ``articles`` are the heads of articles and pages. ``now`` is aware and in the site's zone.
    """
    diagnostics: list[Diagnostic] = []
    articles, pages, story_heads = _by_kind(articles, config)
    files = with_markings(files, markings := Markings(config.markings, config.marking.label), diagnostics)
    articles, pages = with_distinct_slugs(with_whole_days(articles, files), config), with_origins(pages)
    editions = resolve(files, articles, config, diagnostics)
    rules = Visibility(now, drafts, editions, config.period, config.slot_names, markings)
    all_public, unpublished = _public([*articles, *pages], config, rules, diagnostics)
    public, public_pages = _apart(with_rights(all_public, config, diagnostics))
    page_ids = tuple([one.id for one in in_order(public_pages)])
    public_editions = _with_articles(editions.values(), public, config)
    ordered, memberships, clusters = _stories(public, public_editions, diagnostics)
    lowest = lowest_editions(ordered, editions, config.period, markings)
    of_stories = public_stories(story_heads, rules, lowest, unpublished, diagnostics)
    topic_list, topics_of = topics_by_article(ordered, config, diagnostics)
    tag_list, tags_of = terms(ordered, lambda a: a.tags, "tags", diagnostics)
    source_list, sources_of = _sources(ordered, diagnostics)
    by_day = _days(ordered, topics_of, {slug: n for n, slug in enumerate(topic_list)}, rules)
    days_of = dates(by_day)
    by_story = index({a.id: (a.story,) for a in ordered if a.story}).articles
    diagnostics += report_unused(of_stories.values(), by_story)
    heads = {a.id: a for a in (*ordered, *public_pages, *of_stories.values())}
    files_of_days = _of_days(editions | edition_translations(files, config.trees, diagnostics), by_day)
    site = Site.of(
        addresses={kind: config.address(kind) for kind in ADDRESSES},
        language=config.language,
        prefixes=config.trees,
        period=config.period,
        slots=config.slot_names,
        per_page=config.paginate,
        heads=heads,
        order=tuple([a.id for a in ordered]),
        page_ids=(*page_ids, *[one.id for one in of_stories.values()]),
        own_pages=page_ids,
        page_slugs=page_slugs(in_order(public_pages)),
        by_day=by_day,
        days_of=days_of,
        topic_list=topic_list,
        tag_list=tag_list,
        source_list=source_list,
        by_topic=index(topics_of),
        by_tag=index(tags_of),
        by_source=index(sources_of),
        by_story=by_story,
        story_heads={slug: one.id for slug, one in of_stories.items()},
        story_texts=story_texts(of_stories, words_within(public_editions, lowest, markings), config.language),
        clusters=clusters,
        memberships=memberships,
        edition_files=files_of_days,
        corrections=corrections_by_article(files_of_days.values()),
        numbers=numbered(days_of[""], editions),
        by_slug=_by_slug(ordered),
        groups=translations(heads, (*articles, *pages), unpublished, config.language, diagnostics),
        paths={a.path: a.id for a in heads.values()},
        unpublished=unpublished,
        due=next_due([*articles, *pages], rules),
    )
    diagnostics += _check_editions(editions.values(), site, articles, now)
    return Grouped(site, tuple(diagnostics))


def _check_editions(
    editions: Collection[EditionFile], site: Site, articles: Iterable[Article], now: datetime
) -> Iterator[Diagnostic]:
    hidden = site.unpublished if editions else {}
    reasons = {a.id: hidden[a.path] for a in articles if a.path in hidden}
    return check(editions, site, reasons, f"{now:%Y-%m-%d}")


def _by_kind(heads: Iterable[Article], config: Config) -> tuple[list[Article], list[Article], list[Article]]:
    """The articles, the pages, and the heads of stories' texts."""
    articles, pages = _apart(heads)
    return (articles, *without_stories(pages, config))


def _apart(heads: Iterable[Article]) -> tuple[list[Article], list[Article]]:
    """The articles and the pages among these heads."""
    known = list(heads)
    return [one for one in known if not one.is_page], [one for one in known if one.is_page]


def _public(
    articles: Iterable[Article], config: Config, rules: Visibility, diagnostics: list[Diagnostic]
) -> tuple[list[Article], dict[str, str]]:
    """The public articles, newest first, and the other files with the reason.

    Sources and tags have the names that the site uses.
    """
    public, others = separate(articles, rules)
    diagnostics += report(others)
    public, collided = without_collisions(public, config, diagnostics)
    by_id = sorted(with_aliases(public, config), key=lambda a: a.id)
    unpublished = {article.path: why.reason for article, why in others} | collided
    return sorted(by_id, key=lambda a: (a.day, a.time), reverse=True), unpublished


def _sources(
    articles: Sequence[Article], diagnostics: list[Diagnostic]
) -> tuple[dict[str, Term], dict[str, tuple[str, ...]]]:
    """The sources, and those of each article.

    A source has the address in its oldest article with one.
    """
    named, of = terms(articles, lambda a: (a.source,) if a.source else (), "source", diagnostics)
    homes = {a.source: a.source_url for a in articles if a.source_url}
    return {slug: replace(term, url=homes.get(term.title, "")) for slug, term in named.items()}, of


def _of_days(files: Mapping[str, EditionFile], by_day: Container[str]) -> dict[str, EditionFile]:
    """The files of editions that have public articles."""
    return {name: file for name, file in files.items() if file.date in by_day}


def _with_articles(
    files: Iterable[EditionFile], public: Iterable[Article], config: Config
) -> list[EditionFile]:
    """The files of editions that have public articles; others say nothing of stories yet."""
    dates = {edition_of(one.day, config.period, one.slot) for one in public}
    return [file for file in files if file.date in dates]


def _by_slug(articles: Sequence[Article]) -> dict[str, str]:
    """The articles by slug, and by the slugs that they had before."""
    aliases = {alias: a.id for a in reversed(articles) for alias in a.aliases if alias[0] != "/"}
    return aliases | {a.slug: a.id for a in reversed(articles)}


def _stories(
    public: Sequence[Article], editions: Iterable[EditionFile], diagnostics: list[Diagnostic]
) -> tuple[list[Article], dict[str, StoryMembership], Mapping[str, ClusterMember]]:
    """The articles with their stories, their places there, and near-copies; repeats are reported."""
    duplicates = find_near_duplicates(public)
    memberships = story_memberships(public, editions, duplicates.clusters)
    diagnostics += _seen_before(public, memberships, duplicates)
    return _in_stories(public, memberships), memberships, duplicates.clusters


def _seen_before(
    articles: Sequence[Article], memberships: Mapping[str, StoryMembership], duplicates: NearDuplicates
) -> Iterator[Diagnostic]:
    """Repeated texts, except where a person has joined the two in one story."""
    confirmed = {one: entry for one, entry in memberships.items() if entry.joined == CONFIRMED}
    heads = {article.id: article for article in _in_stories(articles, confirmed)}
    repeats = [Repeat(heads[one.later.id], heads[one.earlier.id], one.overlap) for one in duplicates.repeats]
    return seen_before(heads.values(), repeats)


def _in_stories(articles: Sequence[Article], memberships: Mapping[str, StoryMembership]) -> list[Article]:
    """The articles with their story in this site, which may differ from front matter."""
    out = []
    for article in articles:
        story = memberships[article.id].story if article.id in memberships else ""
        if story != article.story:
            article = article._replace(story=story, digest=digest(article.digest, story))
        out.append(article)
    return out


def _days(
    articles: Sequence[Article],
    topics_of: Mapping[str, tuple[str, ...]],
    rank: Mapping[str, int],
    rules: Visibility,
) -> dict[str, dict[str, Ids]]:
    """Edition -> topic -> articles; editions newest first, topics by ``rank``.

    A published edition holds what its file lists.
    """
    days: dict[str, dict[str, list[str]]] = {}
    for article in articles:
        day = edition_of(article.day, rules.period, article.slot)
        for slug in topics_of[article.id]:
            days.setdefault(day, {}).setdefault(slug, []).append(article.id)
    for date, file in rules.editions.items():
        if file.frozen and date in days:
            public = {one for ids in days[date].values() for one in ids}
            listed = {
                topic: [one for _, ids, _ in stories for one in ids if one in public]
                for topic, stories in file.items
                if topic in rank
            }
            days[date] = {topic: ids for topic, ids in listed.items() if ids}
    return {
        day: {slug: tuple(ids) for slug, ids in sorted(by_topic.items(), key=lambda item: rank[item[0]])}
        for day, by_topic in sorted(
            days.items(), key=lambda item: edition_order(item[0], rules.slots), reverse=True
        )
        if by_topic
    }

"""Heads of all articles -> the Site: what is public, under which topics, on which dates, with which tags and sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from briefgen.config import ADDRESSES
from briefgen.grouping.collisions import without_collisions
from briefgen.grouping.duplicates import seen_before
from briefgen.grouping.editions import check, numbered, resolve
from briefgen.grouping.index import dates, index
from briefgen.grouping.story_membership import tellings
from briefgen.grouping.taxonomies import terms, with_aliases
from briefgen.grouping.topics import topics_by_article
from briefgen.grouping.translations import translations
from briefgen.grouping.visibility import why_held
from briefgen.model import CONFIRMED
from briefgen.model.diagnostics import diagnostic
from briefgen.nlp.near_duplicates import Again, near_copies
from briefgen.site.related import Relations
from briefgen.site.site import Site
from briefgen.util.hashing import digest
from briefgen.util.periods import edition_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from briefgen.config import Config
    from briefgen.model import Article, Diagnostic, EditionFile, Telling, Term, Topic
    from briefgen.nlp.near_duplicates import Copies
    from briefgen.site.index import Ids


class Grouped(NamedTuple):
    """The site, and what is to be told of it."""

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
    """The index of what is public at ``now`` (an aware datetime in the site's zone); ``files`` are the edition files."""
    diagnostics: list[Diagnostic] = []
    articles = list(articles)
    editions = resolve(files, articles, config.period, diagnostics)
    public, away = _public(articles, config, now, drafts, editions, diagnostics)
    copies = near_copies(public)
    entries = tellings(public, editions.values(), copies.joins)
    diagnostics += _seen_before(public, entries, copies)
    ordered = _telling(public, entries)
    topic_list, topics_of = topics_by_article(ordered, config, diagnostics)
    tag_list, tags_of = terms(ordered, lambda a: a.tags, "tags", diagnostics)
    source_list, sources_of = _sources(ordered, diagnostics)
    by_topic = index(topics_of)
    by_id = {a.id: a for a in ordered}
    by_day = _days(ordered, topics_of, topic_list, editions, config.period)
    days_of = dates(by_day)
    if editions:
        why = {a.id: away[a.path] for a in articles if a.path in away}
        diagnostics += check(editions, by_id, topics_of, topic_list, why, by_day)
    pairs = translations(ordered, articles, away, config.language, diagnostics)
    return Grouped(
        Site(
            addresses={kind: config.address(kind) for kind in ADDRESSES},
            language=config.language,
            prefixes=config.trees,
            period=config.period,
            per_page=config.paginate,
            articles=by_id,
            order=tuple(by_id),
            by_day=by_day,
            days_of=days_of,
            topic_list=topic_list,
            tag_list=tag_list,
            source_list=source_list,
            by_topic=by_topic,
            by_tag=index(tags_of),
            by_source=index(sources_of),
            by_story=index({a.id: (a.story,) for a in ordered if a.story}).articles,
            joins=copies.joins,
            tellings=entries,
            editions={date: file for date, file in editions.items() if date in by_day},
            numbers=numbered(days_of[""], editions),
            by_slug={alias: a.id for a in reversed(ordered) for alias in a.aliases if alias[0] != "/"}
            | {a.slug: a.id for a in reversed(ordered)},
            translations=pairs,
            relations=Relations(by_id, topics_of, tags_of),
            paths={a.path: a.id for a in ordered},
            held=away,
        ),
        tuple(diagnostics),
    )


def _public(
    articles: Iterable[Article],
    config: Config,
    now: datetime,
    drafts: bool,
    editions: Mapping[str, EditionFile],
    diagnostics: list[Diagnostic],
) -> tuple[list[Article], dict[str, str]]:
    """The articles that the site shows, newest first and by the names that it uses, and the files of the others with the reason."""
    public, held = _gate(articles, now, drafts, editions, config.period, diagnostics)
    public, collided = without_collisions(public, config, diagnostics)
    by_id = sorted(with_aliases(public, config), key=lambda a: a.id)
    return sorted(by_id, key=lambda a: (a.day, a.time), reverse=True), held | collided


def _sources(
    articles: Sequence[Article], diagnostics: list[Diagnostic]
) -> tuple[dict[str, Term], dict[str, tuple[str, ...]]]:
    """The sources, each with the address that its oldest article with one gives, and those of each article."""
    named, of = terms(articles, lambda a: (a.source,) if a.source else (), "source", diagnostics)
    homes = {a.source: a.source_url for a in articles if a.source_url}
    return {slug: replace(term, url=homes.get(term.title, "")) for slug, term in named.items()}, of


def _gate(
    articles: Iterable[Article],
    now: datetime,
    drafts: bool,
    editions: Mapping[str, EditionFile],
    period: str,
    diagnostics: list[Diagnostic],
) -> tuple[list[Article], dict[str, str]]:
    """The public articles, and the files of the others with the reason; the one place that decides it."""
    public, held = [], {}
    for article in articles:
        edition = editions.get(edition_of(article.day, period)) if editions else None
        if why := why_held(article, now, drafts=drafts, edition=edition):
            held[article.path] = why.reason
            at = article.at(why.field)
            diagnostics.append(
                diagnostic("held", at, f"held back: {why.reason}", why.hint)
                if why.code == "held"
                else diagnostic(why.code, at, f"{why.reason}: {article.title}", why.hint)
            )
        else:
            public.append(article)
    return public, held


def _seen_before(
    articles: Sequence[Article], memberships: Mapping[str, Telling], copies: Copies
) -> Iterator[Diagnostic]:
    """What came again, but for what a person, in front matter or an edition file, said to be one story."""
    confirmed = {one: telling for one, telling in memberships.items() if telling.joined == CONFIRMED}
    heads = {article.id: article for article in _telling(articles, confirmed)}
    again = [Again(heads[one.later.id], heads[one.earlier.id], one.overlap) for one in copies.again]
    return seen_before(heads.values(), again)


def _telling(articles: Sequence[Article], memberships: Mapping[str, Telling]) -> list[Article]:
    """The articles with the story that each tells in this site, which need not be the one that its front matter says."""
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
    topics: Mapping[str, Topic],
    editions: Mapping[str, EditionFile],
    period: str,
) -> dict[str, dict[str, Ids]]:
    """Edition -> topic -> articles; editions newest first, topics in their order. A published edition holds what its file lists."""
    rank = {slug: n for n, slug in enumerate(topics)}
    days: dict[str, dict[str, list[str]]] = {}
    for article in articles:
        day = edition_of(article.day, period)
        for slug in topics_of[article.id]:
            days.setdefault(day, {}).setdefault(slug, []).append(article.id)
    for date, file in editions.items():
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
        for day, by_topic in days.items()
        if by_topic
    }

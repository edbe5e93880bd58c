"""Heads of all articles -> the Site: what is public, under which topics, on which dates, with which tags and sources."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from briefgen.config import ADDRESSES
from briefgen.diagnostics import diagnostic
from briefgen.grouping.gate import why_held
from briefgen.grouping.stories.copies import near_copies
from briefgen.grouping.stories.seen import seen_before
from briefgen.grouping.topics import best_topic, named_topics
from briefgen.model import Diagnostic, Location, Term, Topic
from briefgen.site import Ids, Index, Site
from briefgen.text import did_you_mean, fold, slugify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from briefgen.config import Config
    from briefgen.model import Article


class Grouped(NamedTuple):
    """The site, and what is to be told of it."""

    site: Site
    diagnostics: tuple[Diagnostic, ...]


def group(articles: Iterable[Article], config: Config, now: datetime, *, drafts: bool = False) -> Grouped:
    """The index of what is public at ``now`` (an aware datetime in the site's zone)."""
    told: list[Diagnostic] = []
    public, held = _gate(articles, now, drafts, told)
    public, collided = _without_collisions(public, config, told)
    ordered = sorted(sorted(public, key=lambda a: a.id), key=lambda a: (a.day, a.time), reverse=True)
    copies = near_copies(ordered)
    told += seen_before(ordered, copies.again)
    topic_list, topics_of = _topics(ordered, config, told)
    tag_list, tags_of = _terms(ordered, lambda a: a.tags, "tags", told)
    source_list, sources_of = _terms(ordered, lambda a: (a.source,) if a.source else (), "source", told)
    homes = {a.source: a.source_url for a in ordered if a.source_url}
    by_topic = _index(topics_of)
    by_day = _days(ordered, topics_of, topic_list)
    return Grouped(
        Site(
            addresses={kind: config.address(kind) for kind in ADDRESSES},
            per_page=config.paginate,
            articles={a.id: a for a in ordered},
            order=tuple(a.id for a in ordered),
            by_day=by_day,
            days_of=_days_of(by_day),
            topic_list=topic_list,
            tag_list=tag_list,
            source_list={
                slug: replace(term, url=homes.get(term.title, "")) for slug, term in source_list.items()
            },
            by_topic=by_topic,
            by_tag=_index(tags_of),
            by_source=_index(sources_of),
            by_story=_index({a.id: (a.story,) for a in ordered if a.story}).articles,
            joins=copies.joins,
            by_slug={a.slug: a.id for a in reversed(ordered)},
            paths={a.path: a.id for a in ordered},
            held=held | collided,
        ),
        tuple(told),
    )


def _gate(
    articles: Iterable[Article], now: datetime, drafts: bool, told: list[Diagnostic]
) -> tuple[list[Article], dict[str, str]]:
    """The public articles, and the files of the others with the reason; the one place that decides it."""
    public, held = [], {}
    for article in articles:
        if why := why_held(article, now, drafts=drafts):
            held[article.path] = why.reason
            at = article.at(why.field)
            told.append(diagnostic("held", at, f"held back: {why.reason}", why.hint))
        else:
            public.append(article)
    return public, held


def _without_collisions(
    articles: Sequence[Article], config: Config, told: list[Diagnostic]
) -> tuple[list[Article], dict[str, str]]:
    """The articles that have their address to themselves; of those that share one, none is shown and each is named."""
    plain = Site(addresses={"article": config.address("article")})
    sharing: dict[str, list[Article]] = {}
    for article in articles:
        sharing.setdefault(plain.article_address(article).casefold(), []).append(article)
    alone: list[Article] = []
    collided: dict[str, str] = {}
    for group_ in sharing.values():
        if len(group_) == 1:
            alone += group_
            continue
        first, *others = sorted(group_, key=lambda a: a.path)
        for other in others:
            here, there = (a.at("slug") for a in (other, first))
            message = f"{plain.article_address(other)} is the address of {there} too"
            told.append(
                diagnostic(
                    "slug-collision",
                    here,
                    message,
                    f"give one of the two another slug, as slug: {other.slug}-2",
                )
            )
        collided |= {a.path: "its address is another's too" for a in group_}
    return alone, collided


def _topics(
    articles: Sequence[Article], config: Config, told: list[Diagnostic]
) -> tuple[dict[str, Topic], dict[str, tuple[str, ...]]]:
    """All topics in order (declared, named only, fallback), and each article's."""
    fallback = slugify(config.fallback_topic)
    known = {fold(config.fallback_topic): fallback} | {
        fold(word): topic.slug for topic in config.topics for word in (topic.title, topic.slug)
    }
    uses = Counter([article.topics for article in articles])
    named = {names: named_topics(names, known) for names in uses}
    of = {a.id: tuple(named[a.topics]) or (best_topic(a) or fallback,) for a in articles}
    # Pages show topics and never their keywords, so that a new keyword renders no page that it does not change.
    topics = {topic.slug: replace(topic, keywords=()) for topic in config.topics}
    spellings: dict[str, Counter[str]] = {}
    for names, times in uses.items():
        for slug, name in named[names].items():
            if slug not in topics and slug != fallback:
                spellings.setdefault(slug, Counter())[name] += times
    told += _told_of_topics(articles, config, {name for names in spellings.values() for name in names})
    topics |= {slug: Topic(slug, _commonest(names)) for slug, names in sorted(spellings.items())}
    topics.setdefault(fallback, Topic(fallback, _title(config.fallback_topic)))
    return topics, of


def _told_of_topics(
    articles: Sequence[Article], config: Config, undeclared: set[str]
) -> Iterator[Diagnostic]:
    """Topics that nobody declared, where they must be, and articles that fall under the fallback."""
    declared = [topic.slug for topic in config.topics]
    for article in articles:
        if config.closed_topics:
            for name in undeclared.intersection(article.topics):
                hint = did_you_mean(name, declared, "declare it in briefgen.yml")
                yield diagnostic(
                    "topic-undeclared",
                    article.at("topic", "topics"),
                    f'the topic "{name}" is not declared',
                    hint,
                )
        if not article.topics and not article.hits:
            message = f'no topic named and none fits: it goes under "{config.fallback_topic}"'
            yield diagnostic("topic-fallback", article.at(), message, "name one with topic:")


def _title(name: str) -> str:
    return name[:1].upper() + name[1:].replace("-", " ") if name == slugify(name) else name


def _commonest(spellings: Counter[str]) -> str:
    """The spelling that stands most often, the first in the alphabet on a tie."""
    return min(spellings, key=lambda name: (-spellings[name], name))


def _terms(
    articles: Sequence[Article],
    words: Callable[[Article], tuple[str, ...]],
    what: str,
    told: list[Diagnostic],
) -> tuple[dict[str, Term], dict[str, tuple[str, ...]]]:
    """The terms by title, and each article's; spellings with one slug share a page, and that is told."""
    spellings: dict[str, Counter[str]] = {}
    of = {a.id: tuple(dict.fromkeys(map(slugify, names))) for a in articles if (names := words(a))}
    for name, times in Counter(chain.from_iterable(map(words, articles))).items():
        spellings.setdefault(slugify(name), Counter())[name] += times
    told += _spelled_otherwise(articles, words, what, spellings)
    counts = Counter(chain.from_iterable(of.values()))
    titled = sorted((fold(_commonest(names)), slug, _commonest(names)) for slug, names in spellings.items())
    return {slug: Term(slug, title, counts[slug]) for _, slug, title in titled}, of


def _spelled_otherwise(
    articles: Sequence[Article],
    words: Callable[[Article], tuple[str, ...]],
    what: str,
    spellings: Mapping[str, Counter[str]],
) -> Iterator[Diagnostic]:
    """A note for each spelling that shares its page with a commoner one, at the first place where it stands."""
    shown = {slug: _commonest(names) for slug, names in spellings.items() if len(names) > 1}
    first: dict[str, Location] = {}
    for article in articles if shown else ():
        for name in words(article):
            if shown.get(slugify(name), name) != name:
                first[name] = min(first.get(name, article.at(what)), article.at(what))
    for name, at in sorted(first.items()):
        common = shown[slugify(name)]
        message = f'"{name}" shares a page with "{common}", the spelling that stands most often'
        yield diagnostic("term-spelling", at, message, f'write "{common}"')


def _index(of: Mapping[str, tuple[str, ...]]) -> Index:
    articles: dict[str, list[str]] = {}
    place = {}
    for article, slugs in of.items():
        for slug in slugs:
            articles.setdefault(slug, []).append(article)
        place[article] = len(articles[slugs[0]]) - 1
    return Index({slug: tuple(ids) for slug, ids in articles.items()}, of, place)


def _days_of(by_day: Mapping[str, Mapping[str, Ids]]) -> dict[str, tuple[str, ...]]:
    """The days of each topic, and under an empty text all days, oldest first."""
    days: dict[str, list[str]] = {"": sorted(by_day)}
    for day in days[""]:
        for topic in by_day[day]:
            days.setdefault(topic, []).append(day)
    return {topic: tuple(those) for topic, those in days.items()}


def _days(
    articles: Sequence[Article], topics_of: Mapping[str, tuple[str, ...]], topics: Mapping[str, Topic]
) -> dict[str, dict[str, Ids]]:
    """Day -> topic -> articles; days newest first, topics in their order."""
    rank = {slug: n for n, slug in enumerate(topics)}
    days: dict[str, dict[str, list[str]]] = {}
    for article in articles:
        for slug in topics_of[article.id]:
            days.setdefault(article.day, {}).setdefault(slug, []).append(article.id)
    return {
        day: {slug: tuple(ids) for slug, ids in sorted(by_topic.items(), key=lambda item: rank[item[0]])}
        for day, by_topic in days.items()
    }

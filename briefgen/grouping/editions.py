"""Edition files compared with the articles: their names, their numbers, and published editions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from briefgen.config import Config
from briefgen.grouping.article_lookup import ArticleLookup, NameResolver
from briefgen.model import Article, Diagnostic, EditionFile, Topic
from briefgen.model.diagnostics import diagnostic
from briefgen.site.site import Site
from briefgen.util.hashing import digest
from briefgen.util.periods import edition_order
from briefgen.util.text import did_you_mean, plural


def resolve(
    files: Sequence[EditionFile], articles: Sequence[Article], config: Config, diagnostics: list[Diagnostic]
) -> dict[str, EditionFile]:
    """By date, oldest first, the edition file with ids instead of names.

    Nothing is done without files.
    """
    if not files:
        return {}
    alone: dict[str, EditionFile] = {}
    numbers: dict[int, EditionFile] = {}
    lookup = ArticleLookup(articles, config.period)
    own = [one for one in files if not one.lang]
    for file in sorted(own, key=lambda one: (*edition_order(one.date, config.slot_names), one.path)):
        first = alone.get(file.date)
        if first is not None:
            message = f"the edition of {file.date} has a file already: {first.path}"
            diagnostics.append(diagnostic("edition-double", file.at(), message, "make one file of the two"))
            continue
        if file.number and numbers.setdefault(file.number, file) is not file:
            message = f"{numbers[file.number].at('number')} is number {file.number} too"
            hint = f"{max(one.number for one in files) + 1} is free"
            diagnostics.append(diagnostic("edition-number", file.at("number"), message, hint))
        resolver = NameResolver(file, lookup)
        alone[file.date] = resolver.resolve()
        diagnostics += resolver.diagnostics
    return alone


def with_whole_days(articles: Sequence[Article], files: Iterable[EditionFile]) -> list[Article]:
    """The articles, without a slot where a file keeps their day whole."""
    days = {file.date for file in files}
    return [
        one._replace(slot="", digest=digest(one.digest, "whole day")) if one.slot and one.day in days else one
        for one in articles
    ]


def edition_translations(
    files: Iterable[EditionFile], languages: Collection[str], diagnostics: list[Diagnostic]
) -> dict[str, EditionFile]:
    """By ``date.language``, the files with title and introduction of an edition in another language.

    ``languages`` are those that have pages of their own.
    """
    translations = {}
    for file in files:
        if file.lang and file.lang not in languages:
            message = f'the site has no pages of their own in "{file.lang}"'
            diagnostics.append(
                diagnostic("edition-name", file.at(), message, "declare it under languages: in briefgen.yml")
            )
        elif file.lang and file.status != "draft":
            translations[f"{file.date}.{file.lang}"] = file
    return translations


def numbered(dates: Iterable[str], editions: Mapping[str, EditionFile]) -> dict[str, int]:
    """By date, oldest first, the number of each edition.

    It is the one in its file, else one more than that of the edition before; 0 where that is taken.
    """
    taken = {file.number for file in editions.values() if file.number}
    numbers: dict[str, int] = {}
    last = 0
    for date in dates:
        file = editions.get(date)
        own = file.number if file else 0
        numbers[date] = own or (0 if last + 1 in taken else last + 1)
        last = numbers[date] or last
    return numbers


def check(
    files: Iterable[EditionFile], site: Site, unpublished: Mapping[str, str], today: str
) -> Iterator[Diagnostic]:
    """What is wrong with edition files on this site.

    ``unpublished`` has by id the reason why each other article is not public. An edition later than that of
    the day ``today`` may name articles that are not public yet.
    """
    this = site.editions.edition_of(today)
    for file in files:
        if file.date > this:
            yield from _check_order(file, site.taxonomies.by_topic.of, site.taxonomies.topic_list)
            continue
        if file.date not in site.editions.by_day and file.status != "draft":
            message = f"the edition {file.date} has no public article, and so no page"
            hint = "is the file's name the date that you mean?"
            yield diagnostic("edition-empty", file.at(), message, hint)
        yield from _check_order(file, site.taxonomies.by_topic.of, site.taxonomies.topic_list)
        yield from _check_effect(file, unpublished)
        if file.status == "published":
            yield from _check_published(file, site, unpublished)


def _check_order(
    file: EditionFile, topics_of: Mapping[str, tuple[str, ...]], topics: Mapping[str, Topic]
) -> Iterator[Diagnostic]:
    for topic, ids in file.order:
        if topic not in topics:
            hint = did_you_mean(topic, topics, f"there are: {', '.join(topics)}")
            at = file.at(f"order.{topic}", "order")
            yield diagnostic("edition-topic", at, f'there is no topic "{topic}"', hint)
            continue
        for n, one in enumerate(ids):
            if one in topics_of and topic not in topics_of[one]:
                at = file.at(f"order.{topic}.{n}", f"order.{topic}", "order")
                message = f'"{one}" is not under {topic} but under {", ".join(topics_of[one])}'
                hint = f"move it to {topics_of[one][0]}: here, or write topic: {topic} in the article"
                yield diagnostic("edition-topic", at, message, hint)


def _check_effect(file: EditionFile, unpublished: Mapping[str, str]) -> Iterator[Diagnostic]:
    """The articles that the file gives a place although they are not public."""
    named = [("lead", file.lead)] if file.lead else []
    named += [(f"order.{topic}.{n}", one) for topic, ids in file.order for n, one in enumerate(ids)]
    for place, one in named:
        if one in unpublished and file.status != "draft":
            message = f'"{one}" cannot stand here: {unpublished[one]}'
            yield diagnostic("edition-held", file.at(place, "order"), message, "take it out, or publish it")


def _check_published(file: EditionFile, site: Site, unpublished: Mapping[str, str]) -> Iterator[Diagnostic]:
    articles, topics = site.articles, site.taxonomies.topic_list
    freeze = f"`briefgen edition {file.date} --freeze` writes it"
    if not file.items:
        message = f"the edition {file.date} is published and lists no items, so it still changes"
        yield diagnostic("edition-unsealed", file.at("status"), message, freeze)
        return
    digests = dict(file.digests)
    corrected = {article for _, _, article in _newest_last(file.corrections)[file.sealed :]}
    unsealed = 0
    for topic, stories in file.items:
        if topic not in topics:
            at = file.at(f"items.{topic}", "items")
            hint = did_you_mean(topic, topics, "declare it in briefgen.yml again")
            yield diagnostic("edition-topic", at, f'there is no topic "{topic}"', hint)
        for n, (_, ids, _) in enumerate(stories):
            for m, one in enumerate(ids):
                at = file.at(f"items.{topic}.{n}.articles.{m}", f"items.{topic}.{n}", "items")
                if one not in articles:
                    reason = unpublished.get(one, "it is gone")
                    message = f'"{one}" is listed in this published edition and is not public: {reason}'
                    hint = "bring it back, or take it out here and say so under corrections:"
                    yield diagnostic("edition-gone", at, message, hint)
                elif one not in digests:
                    unsealed += 1
                elif digests[one] != articles[one].text_digest and not corrected & {one, ""}:
                    message = f'"{one}" has changed since the edition {file.date} was published'
                    entry = f"{{date, text, article: {one}}}"
                    hint = f"undo the change in {articles[one].path}, or add {entry} to corrections:"
                    yield diagnostic("edition-changed", at, message, hint)
    if unsealed:
        message = f"{plural(unsealed, 'article')} of the published edition {file.date} may change unnoticed"
        yield diagnostic("edition-unsealed", file.at("items"), message, freeze)


def _newest_last(corrections: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The corrections by date. Those of one date keep their order, which may be newest first."""
    is_newest_first = bool(corrections) and corrections[0][0] > corrections[-1][0]
    return sorted(reversed(corrections) if is_newest_first else corrections, key=lambda one: one[0])

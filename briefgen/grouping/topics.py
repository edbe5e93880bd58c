"""The topic of an article: the one it names, else the best by keywords."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from briefgen.config import Config
from briefgen.grouping.taxonomies import commonest
from briefgen.model import Article, Diagnostic, Topic
from briefgen.model.diagnostics import diagnostic
from briefgen.util.text import fold, slugify, suggest


def best_topic(article: Article, declared: Collection[str]) -> str:
    """The slug of the declared topic whose keywords fit best, or an empty text.

    On a tie it is the first of the config. The hits may count topics of newer settings: `why` groups the
    articles by the settings of the last build.
    """
    hits = [hit for hit in article.hits if hit[0] in declared]
    return max(hits, key=lambda hit: hit[1], default=("", 0))[0]


def named_topics(names: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
    """Slug -> name of the topics that an article names.

    ``known`` maps folded slugs and titles of declared topics to slugs.
    """
    return {known.get(fold(name)) or slugify(name): name for name in names}


def topics_by_article(
    articles: Sequence[Article], config: Config, diagnostics: list[Diagnostic]
) -> tuple[dict[str, Topic], dict[str, tuple[str, ...]]]:
    """All topics in order (declared, named only, fallback), and each article's."""
    fallback = slugify(config.fallback_topic)
    known = {fold(config.fallback_topic): fallback} | {
        fold(word): topic.slug for topic in config.topics for word in (topic.title, topic.slug)
    }
    uses = Counter([article.topics for article in articles])
    named = {names: named_topics(names, known) for names in uses}
    # Pages never show keywords, so that a new keyword renders only the pages that it changes.
    topics = {topic.slug: replace(topic, keywords=()) for topic in config.topics}
    of = {a.id: tuple(named[a.topics]) or (best_topic(a, topics) or fallback,) for a in articles}
    spellings: dict[str, Counter[str]] = {}
    for names, times in uses.items():
        for slug, name in named[names].items():
            if slug not in topics and slug != fallback:
                spellings.setdefault(slug, Counter())[name] += times
    diagnostics += _check_topics(articles, config, {name for names in spellings.values() for name in names})
    topics |= {slug: Topic(slug, commonest(names)) for slug, names in sorted(spellings.items())}
    topics.setdefault(fallback, Topic(fallback, _title(config.fallback_topic)))
    return topics, of


def _check_topics(articles: Sequence[Article], config: Config, undeclared: set[str]) -> Iterator[Diagnostic]:
    """Topics that nobody declared, where they must be, and articles that fall under the fallback."""
    hints = {name: _hint(name, config) for name in sorted(undeclared)}
    for article in articles:
        for name in hints.keys() & article.topics:
            if hint := hints[name]:
                message = f'the topic "{name}" is not declared'
                yield diagnostic("topic-undeclared", article.at("topic", "topics"), message, hint)
        if not article.topics and not article.hits:
            message = f'no topic named and none fits: it goes under "{config.fallback_topic}"'
            yield diagnostic("topic-fallback", article.at(), message, "name one with topic:")


def _hint(name: str, config: Config) -> str:
    """What to do about a topic that is not declared; may be empty."""
    names = {fold(word): topic.slug for topic in config.topics for word in (topic.slug, topic.title)}
    near = suggest(fold(name), names)
    if near and (config.closed_topics or _is_slip(fold(name), near)):
        return f'did you mean "{names[near]}"? If not, declare "{name}" in briefgen.yml'
    return "declare it in briefgen.yml" if config.closed_topics else ""


def _is_slip(word: str, known: str) -> bool:
    """Whether a word looks like another one with a letter wrong, missing, added or moved."""
    return sorted(word) == sorted(known) or SequenceMatcher(None, word, known).ratio() >= 0.8


def _title(name: str) -> str:
    return name[:1].upper() + name[1:].replace("-", " ") if name == slugify(name) else name

"""Index a part of the articles by stem, in shards.

This is an inverted index (Zobel and Moffat, "Inverted files for text search engines", ACM Computing Surveys
38, 2006) in parts. Articles are counted from the oldest, so a new one changes only the last part, and an
edited one only its own. Stems are spread over shards by their first letters: for each word or beginning of
one, a search loads one file of each part.
``themes/base/static/search.js`` reads it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from briefgen.builders.html_body import plain_text
from briefgen.model import Article, Body
from briefgen.nlp.stemming import stem
from briefgen.nlp.tokens import folded_words

PART = 512
"""Articles of a part: an edited body makes the shards of so many articles anew."""
SHARDS = 128
"""Shards of a whole part."""
ARTICLES_A_SHARD = PART // SHARDS
CHUNK = 16
"""Articles whose titles and summaries travel in one file."""
EVERYWHERE = "*"
"""Stands for the articles of a stem that more than half of a part has: it tells nothing apart."""
COMMON = 32
"""Articles from which a part has stems that are everywhere."""
IN_TITLE, IN_HEAD, MOST_IN_TEXT, MOST = 5, 2, 3, 9
"""What a stem weighs in the title, in a tag or name, by how often the text says it, and at most."""

Shards = tuple[dict[str, str], ...]
"""The shards of a part, each with postings by stem: a letter for a weight, then its articles' numbers."""

Weights = dict[str, int]
"""The stems of an article, each with its weight from 1 to ``MOST``."""

_DIGITS = "0123456789abcdefghijklmnopqrstuv"
_WEIGHTS = " ABCDEFGHI"


def shards_of(count: int) -> int:
    """The number of shards for so many articles: a power of two, few when small."""
    shards = 1
    while shards < SHARDS and shards * ARTICLES_A_SHARD < count:
        shards *= 2
    return shards


BEGINNING = 3
"""Letters after which the stems of a beginning are in few shards; with one more letter in one shard."""
SPREAD, STEP = 4, 37
"""Into how many shards stems with the same first letters go by their next letter, and how far apart."""
IDEOGRAPHS = "\u2e80"
"""The first of the scripts in which one character says as much as several letters."""


@lru_cache(maxsize=1 << 17)
def place_of(word: str) -> int:
    """The shard of a stem by its first letters, here and in the browser."""
    place, known = 0, 1 if word[:1] >= IDEOGRAPHS else BEGINNING
    if known == BEGINNING and len(word) > known:
        place = ord(word[known]) % SPREAD * STEP
    return (_place_of_letters(word[:known]) + place) % 1_000_003


def _place_of_letters(letters: str) -> int:
    place = 0
    for char in letters:
        place = (place * 31 + ord(char)) % 1_000_003
    return place


def numbered(places: Iterable[int]) -> str:
    """Numbers of articles within a part, two digits to base 32 each."""
    return "".join([_DIGITS[n >> 5] + _DIGITS[n & 31] for n in places])


def indexed(articles: Sequence[Weights]) -> Shards:
    """The shards of a part, each with postings by stem, of its articles' weighed stems."""
    result: dict[str, dict[int, list[str]]] = defaultdict(dict)
    for number, weights in enumerate(articles):
        at = numbered([number])
        for word, weight in weights.items():
            result[word].setdefault(weight, []).append(at)
    most = len(articles) / 2 if len(articles) >= COMMON else len(articles)
    shards: list[dict[str, str]] = [{} for _ in range(shards_of(len(articles)))]
    for word, by_weight in sorted(result.items()):
        is_everywhere = sum(map(len, by_weight.values())) > most
        shards[place_of(word) % len(shards)][word] = EVERYWHERE if is_everywhere else _postings(by_weight)
    return tuple(shards)


def _postings(by_weight: Mapping[int, Sequence[str]]) -> str:
    """``A01B000f``: article 1 with the weight 1, articles 0 and 15 with 2."""
    return "".join([_WEIGHTS[weight] + "".join(by_weight[weight]) for weight in sorted(by_weight)])


def weighed(article: Article, body: Body, own: Sequence[str] = ()) -> Weights:
    """The stems of an article, each with its weight.

    ``own`` names the project's own keys whose words are found.
    """
    lang = article.lang
    words: Counter[str] = Counter()
    for word, times in Counter(folded_words(f"{article.summary} {article.note} {plain_text(body)}")).items():
        words[stem(word, lang)] += times
    weights = Counter({word: min(times, MOST_IN_TEXT) for word, times in words.items()})
    names = " ".join((*article.tags, article.source, article.place, article.author, *own_words(article, own)))
    for field, weight in ((article.title, IN_TITLE), (names, IN_HEAD)):
        for word in {stem(one, lang) for one in folded_words(field)}:
            weights[word] += weight
    return {word: min(weight, MOST) for word, weight in weights.items()}


def own_words(article: Article, own: Sequence[str]) -> list[str]:
    """The words in the project's own keys of these names."""
    values = [article.own.get(name) for name in own]
    texts = [one for value in values for one in (value if isinstance(value, tuple) else (value,))]
    return [str(one) for one in texts if one not in (None, "", True, False)]

"""When a web page was published.

As it declares, else as it prints above its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from briefgen.cleaning.dates import find_ambiguous, parse_date
from briefgen.cleaning.lexicon import phrases
from briefgen.cleaning.rules.stamps import moments_in
from briefgen.importing.document import DateClue
from briefgen.importing.page_metadata import json_ld_articles, meta_contents
from briefgen.importing.page_parts import classes_of, heading_of, is_elsewhere, is_in_article, text_of

_META = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time",
    "datepublished", "date_published", "article.published", "parsely-pub-date", "sailthru.date", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "publication-date",
    "cxenseparse:recs:publishtime", "bt:pubdate", "content_published_date", "citation_publication_date",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "dc.date.created",
    "article_date_original", "datecreated", "date",
)  # fmt: skip
"""Names of meta elements with the date, the best first."""
_DATE_CLASS = re.compile(r"date|time|publi|posted|meta|byline|stamp|tanggal|datum|fecha|info")
_CHANGED = re.compile(r"updated|modified")
_BLOCKS = frozenset(
    ("p", "div", "span", "time", "small", "li", "dd", "td", "section", "header", "em", "strong", "address",
     "h2", "h3", "h4", "h5", "h6", "b", "i", "a", "dt", "font", "center", "cite", "ul")
)  # fmt: skip
FAR = 25
"""Elements after the headline among which a stamp stands."""
LONGEST = 120
"""Characters of the longest stamp, and of the shortest paragraph."""
OTHER_WORDS = 12
"""Words of a stamp: a month, a name, an outlet, the time that reading takes."""
ENOUGH = 3
"""Points from which a printed date is taken for the page's."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_DIGIT = re.compile(r"\d")


class PrintedDate(NamedTuple):
    """A date that a page prints, with the points that speak for it."""

    moment: str
    text: str
    points: int


def read_dates(tree: Any, lang: str) -> tuple[DateClue, ...]:
    """Return the dates of a page, the most reliable first."""
    clues = [*_in_json_ld(tree), *_in_meta(tree), *_in_time(tree)]
    printed = max(_printed(tree, lang), key=lambda date: date.points, default=None)
    if printed and printed.points >= ENOUGH:
        clues.append(DateClue(printed.moment, f'the line "{printed.text}"', sure=False))
    return tuple(clues)


def _in_json_ld(tree: Any) -> Iterator[DateClue]:
    for article in json_ld_articles(tree):
        for name in ("datePublished", "dateCreated"):
            if isinstance(text := article.get(name), str) and text.strip():
                yield DateClue(" ".join(text.split()), f"JSON-LD, {name}")
                return  # the articles after it are often other ones


def _in_meta(tree: Any) -> Iterator[DateClue]:
    contents = meta_contents(tree)
    for name in _META:
        if text := " ".join(contents.get(name, "").split()):
            yield DateClue(text, f"<meta>, {name}")


def _in_time(tree: Any) -> Iterator[DateClue]:
    """Yield the first <time> of the article, or another element marked as its date."""
    nodes = [node for node in tree.iter("time", "span", "div", "p", "abbr") if _is_marked(node)]
    if nodes:
        best = min(nodes, key=lambda node: (bool(_CHANGED.search(classes_of(node))), not is_in_article(node)))
        text = best.get("datetime") or best.get("content") or text_of(best)
        yield DateClue(" ".join(text.split()), f"<{best.tag}>")


def _is_marked(node: Any) -> bool:
    named = "datepublished" in (node.get("itemprop") or "").lower()
    if not named and (node.tag != "time" or not node.get("datetime")):
        return False
    try:
        parse_date(node.get("datetime") or node.get("content") or text_of(node))
    except ValueError:
        return False
    return not is_elsewhere(node)


def _printed(tree: Any, lang: str) -> Iterator[PrintedDate]:
    """Yield the dates in short lines, with points for place and words."""
    heading = heading_of(tree)
    place, after = ("before" if heading is not None else "head"), 0
    numbered = _with_digits(tree)
    for node in tree.iter("h1", *_BLOCKS):
        if node is heading:
            place = "head"
        if node.tag == "h1":
            continue
        after += place == "head"
        if place == "head" and (after > FAR or (node.tag == "p" and len(text_of(node, LONGEST)) > LONGEST)):
            place = "text"
        text = text_of(node, LONGEST) if node in numbered else ""
        if 6 <= len(text) <= LONGEST and (date := _date_in(text, lang)) and not is_elsewhere(node):
            words = len(_WORD.findall(text))
            if words <= OTHER_WORDS:
                alone = words <= 4 and node.tag not in ("li", "td", "dd")
                points = _points(node, text, lang, place) + alone * (place != "before")
                yield PrintedDate(date, text, points + ("T" in date))


def _with_digits(tree: Any) -> set[Any]:
    """The elements whose text has a digit: no other can hold a date."""
    result: set[Any] = set()
    for node in tree.iter():
        holder = None
        if node.text and _DIGIT.search(node.text):
            holder = node
        elif node.tail and _DIGIT.search(node.tail):
            holder = node.getparent()
        while holder is not None and holder not in result:
            result.add(holder)
            holder = holder.getparent()
    return result


def _date_in(text: str, lang: str) -> str:
    """Return the date in a short line.

    When the article was published, else when it was changed.
    """
    line = moments_in(text.rstrip(" .?!"), lang)
    return (line.published or line.updated) if line else find_ambiguous(text, lang)


def _points(node: Any, text: str, lang: str, place: str) -> int:
    words = set(_WORD.findall(text.casefold()))
    published, changed = _labels("published", lang), _labels("updated", lang)
    points = {"head": 2, "before": 0, "text": -1}[place]
    parent = node.getparent()
    classes = classes_of(node) + (classes_of(parent) if node.tag == "li" and parent is not None else "")
    points += 2 * (node.tag == "time" or _DATE_CLASS.search(classes) is not None)
    points += 3 if words & published else -2 * bool(words & (changed - published))
    return points + (place == "before" and is_in_article(node))


@cache
def _labels(name: str, lang: str) -> frozenset[str]:
    """Return the words of a label that mean nothing else: not *on* or *at*."""
    return frozenset(w for phrase in phrases(name, lang) for w in _WORD.findall(phrase) if len(w) > 3)

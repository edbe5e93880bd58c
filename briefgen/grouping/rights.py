"""Decide how much of each article the site may show, and cut the rest.

What is cut is in no head and no body of the site, so that no output can show it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from briefgen.config import Config, RightsSettings
from briefgen.model import Article, Diagnostic
from briefgen.model.article import HEAD
from briefgen.model.diagnostics import diagnostic
from briefgen.model.rights import EXCERPT, FULL, LINK, RIGHTS
from briefgen.nlp.sentences import whole_sentences
from briefgen.site.allowed_body import allowed_body
from briefgen.util.hashing import digest

_CREATIVE_COMMONS = re.compile(
    r"creativecommons\.org/(?:licenses|publicdomain)/|\bcc(?:[\s-]+(?:by|zero|pdm)|[\s-]*0)\b|\bcreative[\s-]+commons\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:not?|without|except|unless|tidak|bukan|tanpa|kein\w*|nicht|sans|pas|sin|all rights reserved)\b",
    re.IGNORECASE,
)


class Decision(NamedTuple):
    """How much of an article is shown, and what decided it.

    That is the article, its licence, its source or the site.
    """

    rights: str
    by: str


def decide(article: Article, settings: RightsSettings) -> Decision:
    """How much of an article is shown.

    Its own key decides, else a Creative Commons licence, else its source, else the site. Of two files for one
    source, the one that shows less decides.
    """
    if article.is_page:
        return Decision(FULL, "site")
    if article.rights:
        return Decision(article.rights, "article")
    if is_free(article.licence):
        return Decision(FULL, "licence")
    of_source = [one.rights for one in settings.sources if one.covers(article.source, article.url)]
    if of_source:
        return Decision(max(of_source, key=RIGHTS.index), "source")
    return Decision(settings.default, "site")


def is_free(licence: str) -> bool:
    """Whether these are the terms of a Creative Commons licence."""
    return bool(_CREATIVE_COMMONS.search(licence)) and not _DENIAL.search(licence)


def with_rights(articles: Iterable[Article], config: Config, diagnostics: list[Diagnostic]) -> list[Article]:
    """The articles, each with no more of its text than may be shown."""
    settings, most = config.rights, config.excerpt_length
    out = []
    for article in articles:
        rights = decide(article, settings).rights
        if rights == LINK:
            diagnostics += _check_link(article)
        out.append(article if rights == FULL else _cut(article, rights, most))
    return out


def _cut(article: Article, rights: str, most: int) -> Article:
    """The article without what may not be shown."""
    if rights == EXCERPT:
        summary, excerpt = whole_sentences(article.summary, most), whole_sentences(article.excerpt, most)
        article = article._replace(rights=rights, summary=summary, excerpt=excerpt, references=())
    else:
        article = article._replace(
            rights=rights, summary="", excerpt="", signoff="", image="", image_alt="", references=()
        )
    body = allowed_body(article)
    article = article._replace(body_digest=body.digest if body else "")
    return article._replace(digest=digest(*[getattr(article, name) for name in HEAD]))


def _check_link(article: Article) -> Iterator[Diagnostic]:
    if not article.url:
        message = "only the title of this article may be shown, and it leads nowhere"
        yield diagnostic(
            "rights-unlinked", article.at("rights"), message, "add the original's address as url:"
        )

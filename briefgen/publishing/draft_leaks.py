"""Titles of unpublished articles in the files of a site."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING

from briefgen.model import Diagnostic
from briefgen.model.diagnostics import diagnostic
from briefgen.util.urls import address_of

if TYPE_CHECKING:
    from briefgen.publishing.artifact import Artifact
    from briefgen.publishing.link_extraction import Markup

DISTINCT = 12
"""The shortest title that is searched for; "Obituary" is the title of many articles."""

_TEXTS = (".xml", ".json", ".txt", ".md", ".csv", ".ics", ".opml", ".js")


def check(artifact: Artifact, markups: Mapping[str, Markup]) -> Iterator[Diagnostic]:
    """A diagnostic for each file with the title of an unpublished article.

    A page may have the same words within a sentence, so there only a whole heading, link or item counts.
    In a feed or other text, the title counts anywhere.
    """
    public = {article.title for article in artifact.articles.values()}
    titles = {
        article.title: (article, reason)
        for article, reason in artifact.unpublished
        if len(article.title) >= DISTINCT and article.title not in public
    }
    if not titles:
        return
    for path in sorted(artifact.files):
        for title in _titles_in(artifact, path, titles, markups.get(path)):
            article, reason = titles[title]
            message = f'{address_of(path)} gives "{title}", which is held back: {reason}'
            hint = "see which template or extension put it there"
            at = article.at("draft", "publish_from", "expires", "date")
            yield diagnostic("publish-draft", at, message, hint)


def _titles_in(artifact: Artifact, path: str, titles: Iterable[str], markup: Markup | None) -> list[str]:
    if path.endswith(".html"):
        labels = markup.labels if markup else frozenset()
        return [title for title in titles if title in labels]
    if not path.endswith(_TEXTS):
        return []
    text = artifact.read(path).decode("utf-8", "replace")
    return [title for title in titles if any(form in text for form in _forms(title))]


def _forms(title: str) -> set[str]:
    """A title as it may stand in text, XML and JSON."""
    json_forms = {json.dumps(title, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False)}
    return {title, escape(title), escape(title, quote=False), *json_forms}

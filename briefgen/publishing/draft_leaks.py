"""Whether anything of an article that is held back has found its way into a file."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from briefgen.model.diagnostics import diagnostic
from briefgen.util.urls import address_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.model import Article, Diagnostic
    from briefgen.publishing.artifact import Artifact
    from briefgen.publishing.link_extraction import Markup

DISTINCT = 12
"""Letters that a title needs so that to find it is no chance; "Obituary" heads many texts."""

_TEXTS = (".xml", ".json", ".txt", ".md", ".csv", ".ics", ".opml", ".js")


def check(parcel: Artifact, markups: Mapping[str, Markup]) -> Iterator[Diagnostic]:
    """Files that give the title of a held article: as a heading, a link or an item of a page, or anywhere in a feed or other text.

    A page may say the same words within a sentence of its own, so there only a whole label counts.
    """
    public = {article.title for article in parcel.articles.values()}
    titles = {a.title: a for a in parcel.held if len(a.title) >= DISTINCT and a.title not in public}
    if not titles:
        return
    for path in sorted(parcel.files):
        for title in _given(parcel, path, titles, markups.get(path)):
            article = titles[title]
            message = f'{address_of(path)} gives "{title}", which is held back'
            hint = "see which template or extension put it there"
            yield diagnostic(
                "publish-draft", article.at("draft", "publish_from", "expires", "date"), message, hint
            )


def _given(parcel: Artifact, path: str, titles: Mapping[str, Article], markup: Markup | None) -> list[str]:
    if path.endswith(".html"):
        labels = markup.labels if markup else frozenset()
        return [title for title in titles if title in labels]
    if not path.endswith(_TEXTS):
        return []
    text = parcel.read(path).decode("utf-8", "replace")
    return [title for title in titles if any(form in text for form in _forms(title))]


def _forms(title: str) -> set[str]:
    """A title as it may stand in text, XML and JSON."""
    return {
        title,
        escape(title),
        escape(title, quote=False),
        json.dumps(title)[1:-1],
        json.dumps(title, ensure_ascii=False)[1:-1],
    }

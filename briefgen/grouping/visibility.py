"""The publish gate: the one function that decides whether an article is public."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefgen.model import Article, EditionFile


class Held(NamedTuple):
    """Why an article is held back, which front-matter field says so, what would show it, and the code to tell it with."""

    reason: str
    field: str
    hint: str
    code: str = "held"


def why_held(
    article: Article, now: datetime, *, drafts: bool = False, edition: EditionFile | None = None
) -> Held | None:
    """Why ``article`` is not public at ``now`` (aware, in the site's zone), or None. ``drafts`` lets drafts pass, nothing else.

    ``edition`` is what the file of the edition of its date says, if there is one, with ids in the place of names.

    A date without a time is a day of the site's zone: it begins at midnight there.
    """
    if article.draft and not drafts:
        return Held("it is a draft", "draft", "--drafts shows it in a preview")
    if article.publish_from and datetime.fromisoformat(article.publish_from) > now:
        return Held(
            f"embargoed until {_said(article.publish_from)}", "publish_from", "--now shows a later day's site"
        )
    today = now.date().isoformat()
    later_today = (
        article.day == today and "T" in article.moment and datetime.fromisoformat(article.moment) > now
    )
    ahead = article.day > today or later_today
    if ahead:
        return Held(
            f"its date is ahead, until {_said(article.moment)}", "date", "--now shows a later day's site"
        )
    if article.expires and datetime.fromisoformat(article.expires) <= now:
        return Held(f"expired since {_said(article.expires)}", "expires", "")
    return _left_out(article, edition, drafts=drafts) if edition else None


def _left_out(article: Article, edition: EditionFile, *, drafts: bool) -> Held | None:
    """Why an article is not public, as its edition's file has it."""
    if edition.status == "draft" and not drafts:
        return Held(
            f"its edition {edition.date} is a draft", "date", f"take status: draft out of {edition.path}"
        )
    if article.id in edition.skip:
        return Held(f"{edition.path} skips it", "date", "")
    if edition.frozen and article.id not in edition.listed:
        hint = f"add {article.slug} to items: or skip: of {edition.path}"
        return Held(f"not in the published edition {edition.date}", "date", hint, "edition-late")
    return None


def next_turn(articles: Iterable[Article], now: datetime) -> datetime | None:
    """The first moment after ``now`` at which the gate decides otherwise on one of these articles, or None."""
    moments = [
        datetime.fromisoformat(moment)
        if "T" in moment
        else datetime.fromisoformat(moment).replace(tzinfo=now.tzinfo)
        for article in articles
        for moment in (article.publish_from, article.expires, article.moment)
        if moment and moment[:10] >= f"{now:%Y-%m-%d}"
    ]
    return min((moment for moment in moments if moment > now), default=None)


def _said(moment: str) -> str:
    return moment.replace("T", " ", 1) if not moment.endswith("T00:00:00") else moment[:10]

"""Whether an article is public: the one function that decides it, and its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from briefgen.config.markings import Markings
from briefgen.grouping.edition_markings import known, unknown
from briefgen.model import Article, Diagnostic, DueChange, EditionFile
from briefgen.model.diagnostics import diagnostic
from briefgen.util.hashing import digest
from briefgen.util.periods import edition_of


class Unpublished(NamedTuple):
    """Why an article is not public.

    ``field`` is the front matter field that says so, ``hint`` what would show the article, and ``code`` the
    code of the diagnostic.
    """

    reason: str
    field: str
    hint: str
    code: str = "held"


class Visibility(NamedTuple):
    """What decides which articles are public.

    ``now`` is aware and in the site's zone. ``drafts`` lets drafts pass, nothing else. ``editions`` are the
    edition files by date, with ids instead of names, and ``period`` and ``slots`` are those of the editions.
    ``markings`` are the labels, and that of the site.
    """

    now: datetime
    drafts: bool = False
    editions: Mapping[str, EditionFile] = {}
    period: str = "day"
    slots: tuple[str, ...] = ()
    markings: Markings = Markings()


def why_unpublished(article: Article, rules: Visibility) -> Unpublished | None:
    """Why an article is not public, or None.

    A date without a time is a day of the site's zone: it begins at midnight there.
    """
    if article.draft and not rules.drafts:
        return Unpublished("it is a draft", "draft", "--drafts shows it in a preview")
    edition = _edition_of(article, rules)
    if why := _above(article, edition, rules.markings):
        return why
    if article.publish_from and datetime.fromisoformat(article.publish_from) > rules.now:
        reason = f"embargoed until {_readable(article.publish_from)}"
        return Unpublished(reason, "publish_from", "--now shows a later day's site")
    if _is_ahead(article, rules.now):
        reason = f"its date is ahead, until {_readable(article.moment)}"
        return Unpublished(reason, "date", "--now shows a later day's site")
    if article.expires and datetime.fromisoformat(article.expires) <= rules.now:
        return Unpublished(f"expired since {_readable(article.expires)}", "expires", "")
    return _left_out(article, edition, drafts=rules.drafts) if edition else None


def _edition_of(article: Article, rules: Visibility) -> EditionFile | None:
    """The file of an article's edition; a page has no edition."""
    if article.is_page or not rules.editions:
        return None
    return rules.editions.get(edition_of(article.day, rules.period, article.slot))


def _is_ahead(article: Article, now: datetime) -> bool:
    today = now.date().isoformat()
    later = article.day == today and "T" in article.moment and datetime.fromisoformat(article.moment) > now
    return article.day > today or later


def _above(article: Article, edition: EditionFile | None, markings: Markings) -> Unpublished | None:
    """Whether its marking, or that of its edition, is unknown or too high for what would show the article."""
    label, site = markings.written(article.marking), markings.site or "unmarked"
    if markings.rank(label) is None:
        return Unpublished(unknown(label), "marking", known(label, markings), "marking-unknown")
    if markings.is_above(label, markings.site):
        return Unpublished(f"it is marked {label}, and the site {site}", "marking", "")
    if edition is None or not edition.marking:
        return None
    if markings.is_above(edition.marking, markings.site):
        reason = f"its edition {edition.date} is marked {edition.marking}, and the site {site}"
        return Unpublished(reason, "date", f"see marking: of {edition.path}")
    if markings.is_above(label, edition.marking):
        reason = f"it is marked {label}, and its edition {edition.date} {edition.marking}"
        return Unpublished(reason, "marking", f"see marking: of {edition.path}")
    return None


def _left_out(article: Article, edition: EditionFile, *, drafts: bool) -> Unpublished | None:
    """Why the file of its edition leaves an article out."""
    if edition.status == "draft" and not drafts:
        hint = f"take status: draft out of {edition.path}"
        return Unpublished(f"its edition {edition.date} is a draft", "date", hint)
    if article.id in edition.skip:
        return Unpublished(f"{edition.path} skips it", "date", "")
    if edition.frozen and article.id not in edition.listed:
        hint = f"add {article.slug} to items: or skip: of {edition.path}"
        return Unpublished(f"not in the published edition {edition.date}", "date", hint, "edition-late")
    return None


def separate(
    articles: Iterable[Article], rules: Visibility
) -> tuple[list[Article], list[tuple[Article, Unpublished]]]:
    """The public articles, and the others with the reason."""
    public, unpublished = [], []
    for article in articles:
        if why := why_unpublished(article, rules):
            unpublished.append((article, why))
        else:
            public.append(_marked(article, rules) if rules.drafts else article)
    return public, unpublished


def _marked(article: Article, rules: Visibility) -> Article:
    """The article, as a draft if its edition is one."""
    edition = _edition_of(article, rules)
    if article.draft or not edition or edition.status != "draft":
        return article
    return article._replace(draft=True, digest=digest(article.digest, "draft"))


def report(unpublished: Iterable[tuple[Article, Unpublished]]) -> Iterator[Diagnostic]:
    """A diagnostic for each article that is not public."""
    for article, why in unpublished:
        late = f"{why.reason}: {article.title}"
        message = late if why.code == "edition-late" else f"held back: {why.reason}"
        yield diagnostic(why.code, article.at(why.field), message, why.hint)


def next_change(articles: Iterable[Article], now: datetime) -> datetime | None:
    """The first moment after ``now`` that an article's dates name, public or not."""
    return min((moment for article in articles for moment in _moments(article, now)), default=None)


def next_due(articles: Iterable[Article], rules: Visibility) -> DueChange:
    """The next moment at which an article appears or expires; empty if none will."""
    first: tuple[datetime, DueChange] | None = None
    for article in articles:
        is_public: bool | None = None
        for moment in sorted(_moments(article, rules.now)):
            if first and moment >= first[0]:
                break
            is_public = why_unpublished(article, rules) is None if is_public is None else is_public
            then = rules._replace(now=moment.astimezone(rules.now.tzinfo))
            if (why_unpublished(article, then) is None) != is_public:
                what = "expires" if is_public else "appears"
                first = moment, (then.now.isoformat(), article.path, what)
                break
    return first[1] if first else ()


def _moments(article: Article, now: datetime) -> list[datetime]:
    """The moments after ``now`` that the article's dates name."""
    yesterday = f"{now - timedelta(days=1):%Y-%m-%d}"
    moments = [
        datetime.fromisoformat(moment)
        if "T" in moment
        else datetime.fromisoformat(moment).replace(tzinfo=now.tzinfo)
        for moment in (article.publish_from, article.expires, article.moment)
        if moment and moment[:10] >= yesterday  # an offset can make today of it
    ]
    return [moment for moment in moments if moment > now]


def _readable(moment: str) -> str:
    return moment.replace("T", " ", 1) if not moment.endswith("T00:00:00") else moment[:10]

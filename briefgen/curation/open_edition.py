"""An edition while it is made: its articles, its file, how readers will see it.

Only the articles of its date are grouped, so this takes milliseconds on any site.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, NamedTuple

from briefgen.config.folders import EDITIONS
from briefgen.curation.edition_names import names_of
from briefgen.curation.file_changes import bytes_at
from briefgen.curation.file_edits import head_values, text_of
from briefgen.grouping.article_lookup import ArticleLookup
from briefgen.grouping.editions import resolve
from briefgen.grouping.group import group
from briefgen.model import Article, Diagnostic, Edition, EditionFile, Location, Story
from briefgen.model.diagnostics import BriefgenError, failure
from briefgen.project.project import Project
from briefgen.reading.article import load
from briefgen.reading.edition import read_edition
from briefgen.site.site import Site
from briefgen.util.periods import is_edition_name, last_day, what_names
from briefgen.util.text import printable


class ProjectArticles(NamedTuple):
    """The articles of a date, and the items of the inbox.

    Of all articles, ``ids`` has the paths by id, and ``dates`` the editions.
    """

    of_date: Sequence[Article]
    waiting: Sequence[Article]
    ids: Mapping[str, str]
    dates: Collection[str]

    @classmethod
    def among(
        cls, project: Project, heads: Collection[Article], date: str, waiting: Iterable[Article] = ()
    ) -> ProjectArticles:
        """Those of a date among all articles."""
        names = names_of(project)
        of_date = [one for one in heads if names.of(one) == date]
        ids = {one.id: one.path for one in heads}
        return cls(of_date, [*waiting], ids, {names.of(one) for one in heads})


@dataclass(frozen=True, slots=True)
class OpenEdition:
    """The ``edition`` of ``date`` as it will be, whatever its status and today's date.

    ``path`` is the place of its file, ``text`` what that says, and ``head`` its front matter. ``file`` has
    ids instead of names; it is None without a file. ``articles`` are those of the date by path, ``waiting``
    the items of the inbox, ``left_out`` the articles that are not public, with the reason. ``ids`` are those
    of all articles of the project, and ``dates`` those of their editions.
    """

    project: Project
    date: str
    path: str
    text: str
    head: Mapping[str, Any]
    file: EditionFile | None
    site: Site
    edition: Edition
    articles: Mapping[str, Article]
    left_out: Sequence[tuple[Article, str]]
    problems: Sequence[Diagnostic]
    lookup: ArticleLookup
    ids: Mapping[str, str]
    dates: Collection[str]
    waiting: Mapping[str, Article]

    def moment(self, now: datetime) -> datetime:
        """Now, or the end of the edition's date if that is ahead."""
        return _moment(self.date, now)

    @property
    def is_final(self) -> bool:
        """Whether it is published, so that only corrections change it."""
        return self.file is not None and self.file.frozen

    def article(self, name: str) -> Article:
        """The article of the date with this path or name.

        Raises:
            BriefgenError: when there is none.
        """
        known = self.articles.get(name) or self.lookup.find(name, self.date)
        if known is None or known.path not in self.articles:
            message = f'the edition {self.date} has no article "{printable(name)}"'
            raise failure("edition-unknown", Location(self.path), message, self.lookup.near(name, self.date))
        return known

    def anything(self, path: str) -> Article:
        """The article of the date or the item of the inbox at a path."""
        return self.waiting.get(path) or self.article(path)

    def name_of(self, article: Article) -> str:
        """The shortest name by which an edition file can mean an article."""
        stem = posixpath.basename(article.path).rpartition(".")[0]
        for name in sorted((article.slug, stem), key=len):
            is_ours = self.lookup.find(name, self.date) is article
            if is_ours and self.ids.get(name, article.path) == article.path:
                return name
        return article.id

    def id_of(self, name: str) -> str:
        """The id of the article that a name means; empty for an unknown name."""
        found = self.lookup.find(name, self.date)
        return found.id if found else ""

    def story_of(self, path: str) -> Story | None:
        """The story of an article in the edition."""
        stories = (story for briefing in self.edition.briefings for story in briefing.stories)
        return next((one for one in stories if path in {a.path for a in one.articles}), None)


def open_edition(
    project: Project,
    articles: ProjectArticles,
    date: str,
    now: datetime,
) -> OpenEdition:
    """The edition of a date on the desk.

    Raises:
        BriefgenError: when the date is not one of an edition.
    """
    period = project.config.period
    if not is_edition_name(date, period, project.config.slot_names):
        what, example = what_names(period, project.config.slot_names)
        message = f'"{printable(date)}" is not a {what}'
        raise failure("edition-name", Location("content"), message, f"write one such as {example}")
    ours = articles.of_date
    path = f"{project.config.content}/{EDITIONS}/{date}.md"
    data = bytes_at(project.root, path)
    written, problems = _read(project, path, data)
    moment = _moment(date, now)
    # Whether it is a draft does not matter to whoever makes it.
    files = [written._replace(status="" if written.status == "draft" else written.status)] if written else []
    outcome = group(ours, project.studio.declared, moment, files=files)
    unpublished = outcome.site.unpublished
    resolved = resolve([written] if written else [], ours, project.config, [])
    text = text_of(data or b"", path)
    return OpenEdition(
        project=project,
        date=date,
        path=path,
        text=text,
        head=head_values(text, path),
        file=resolved.get(date),
        site=outcome.site,
        edition=outcome.site.editions.edition(date),
        articles={one.path: one for one in ours},
        left_out=tuple((one, unpublished[one.path]) for one in ours if one.path in unpublished),
        problems=tuple(one for one in (*problems, *outcome.diagnostics) if one.code != "held"),
        lookup=ArticleLookup(ours, period),
        ids=articles.ids,
        dates=articles.dates,
        waiting={one.path: one for one in articles.waiting},
    )


def _read(
    project: Project, path: str, data: bytes | None
) -> tuple[EditionFile | None, tuple[Diagnostic, ...]]:
    """What an edition's file says, read anew."""
    if data is None:
        return None, ()
    source = load(data, path)
    if isinstance(source, Diagnostic):
        return None, (source,)
    result = read_edition(source, project.pipeline)
    return result.edition, result.diagnostics


def _moment(date: str, now: datetime) -> datetime:
    """Now, or the last second of an edition's date if that is ahead."""
    day = datetime.fromisoformat(last_day(date))
    return max(now, datetime.combine(day, time(23, 59, 59), now.tzinfo))


def refusal(draft: OpenEdition, message: str, hint: str = "") -> BriefgenError:
    """An act that cannot be done."""
    return failure("edition-act", Location(draft.path), message, hint or "reload the page")

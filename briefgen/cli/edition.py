"""``briefgen edition``: show the contents of an edition, and freeze it."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli import common
from briefgen.curation.acts import Lead, Order
from briefgen.reporting import console

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from briefgen.build.options import Options
    from briefgen.curation.edition_draft import Layout
    from briefgen.model import Member, Story
    from briefgen.project.project import Project

TITLE, SOURCE = 58, 18
"""Columns of the table."""


@click.command("edition", cls=common.Command)
@click.argument("date", default="")
@common.IN_PROJECT
@click.option(
    "--lead",
    "lead_name",
    default="",
    metavar="NAME",
    help="Let this article lead; name the lead again to undo it.",
)
@click.option(
    "--order",
    "names",
    multiple=True,
    metavar="NAME",
    help="Let this article come first in its topic. May be repeated, in the order that you want.",
)
@click.option("--freeze", is_flag=True, help="Publish the edition as it is now: write its file.")
@common.DEFINE
@common.NOW
@common.DRAFTS
@common.JSON
def command(
    date: str,
    project: Path,
    lead_name: str,
    names: tuple[str, ...],
    freeze: bool,
    defines: tuple[str, ...],
    now: str | None,
    drafts: bool,
    as_json: bool,
) -> int:
    """Show the edition of DATE by topic, and what it leaves out.

    DATE is a day, week or month, or a slot of a day as 2022-03-31-evening (default: the newest edition). NAME
    is an article's slug, id or file name.
    """
    date, project = common.project_instead(date, project)
    opened = common.open_to_read(project, common.overrides(defines))
    options = common.build_options(opened, now, drafts=drafts)
    with common.writing_articles(project) if freeze or lead_name or names else nullcontext():
        if lead_name or names:
            _arrange(
                opened,
                options,
                date,
                [*([Lead(lead_name)] if lead_name else []), *([Order(names)] if names else [])],
            )
        layout = _lay_out(opened, options, date)
        if freeze:
            return _freeze(layout, opened)
    if as_json:
        common.print_json(_values(layout))
    else:
        common.print_lines(_table(layout))
        console.show(layout.diagnostics, project)
    return common.FAILED if layout.errors else common.DONE


def _arrange(project: Project, options: Options, date: str, acts: Sequence[Lead | Order]) -> None:
    """Write lead and order into the edition's file."""
    from briefgen.build.read import read_quietly
    from briefgen.curation.file_changes import write_changes
    from briefgen.curation.open_edition import ProjectArticles, open_edition
    from briefgen.curation.perform import changes_of
    from briefgen.importing.inbox_folder import articles_of

    date = date or _lay_out(project, options, date).edition.date
    heads = [*articles_of(read_quietly(project))]
    for act in acts:
        articles = ProjectArticles.among(project, heads, date)
        draft = open_edition(project, articles, date, options.now)
        write_changes(project, changes_of(draft, act, options.now))
    console.say(f"{draft.path} is written.")


def _lay_out(project: Project, options: Options, date: str) -> Layout:
    from briefgen.curation import edition_draft
    from briefgen.util.periods import is_edition_name, slot_of

    layout = edition_draft.lay_out(project, options, date)
    known = is_edition_name(layout.edition.date, *_form(layout)) or not date
    of_slot = slot_of(date) or not layout.site.editions.slots
    if not (known and (layout.edition.briefings or layout.file or (layout.left_out and of_slot))):
        raise click.UsageError(_unknown(layout, date))
    return layout


def _unknown(layout: Layout, date: str) -> str:
    from briefgen.util.periods import is_edition_name, what_names
    from briefgen.util.text import did_you_mean, printable

    if not is_edition_name(date, *_form(layout)):
        what, example = what_names(*_form(layout))
        return f'"{printable(date)}" is not a {what}; write one such as {example}'
    newest = layout.site.latest_day()
    otherwise = f"the newest is {newest}" if newest else "there are no editions yet"
    names = layout.site.editions.by_day
    of_day = [name for name in names if name.startswith(date)]
    return f"there is no edition {date}; {did_you_mean(date, of_day or names, otherwise)}"


def _form(layout: Layout) -> tuple[str, tuple[str, ...]]:
    """The period and the slots of the site's editions."""
    return layout.site.editions.period, layout.site.editions.slots


def _freeze(layout: Layout, project: Project) -> int:
    """Write the edition's file, unless it has errors or no public articles."""
    from briefgen.util.text import plural

    if layout.errors or not layout.edition.briefings:
        console.show(layout.diagnostics, project.root)
        what = "fix the errors first" if layout.errors else "it has no public articles"
        raise click.ClickException(f"edition {layout.edition.date} was not frozen: {what}")
    from briefgen.curation.edition_draft import frozen_change
    from briefgen.curation.file_changes import write_changes

    change = frozen_change(layout, project)
    if change is None:
        console.say(f"{layout.path} is up to date.")
        return common.DONE
    write_changes(project, [change])
    articles = plural(len(layout.edition.articles), "article")
    what = "updated" if layout.edition.published else "published"
    console.say(f"Edition {layout.edition.date} {what} with {articles}: {layout.path}")
    return common.DONE


# --- for people -------------------------------------------------------------------------------------------


def _table(layout: Layout) -> Iterator[str]:
    from briefgen.util.text import plural, printable

    edition = layout.edition
    number = f"No. {edition.number}" if edition.number else ""
    size = f"{plural(len(edition.articles), 'article')} in {plural(len(edition.briefings), 'topic')}"
    head = [number, edition.date, printable(edition.title), _status(layout), size]
    yield click.style(" · ".join(filter(None, head)), bold=True)
    yield click.style(layout.path if layout.file else "no file: composed automatically", dim=True)
    for briefing in edition.briefings:
        yield ""
        yield click.style(printable(briefing.topic.title), fg="cyan", bold=True)
        for n, story in enumerate(briefing.stories, 1):
            yield from _rows(story, n, leads=edition.lead is not None and story.id == edition.lead.id)
    if layout.left_out:
        yield ""
        yield click.style("Left out", fg="yellow", bold=True)
        for article, reason in layout.left_out:
            yield f"      {_cell(article.title, TITLE)}  {printable(reason)}"


def _status(layout: Layout) -> str:
    if layout.edition.published:
        return "published"
    return layout.file.status if layout.file and layout.file.status else "open"


def _rows(story: Story, number: int, *, leads: bool) -> Iterator[str]:
    """The lead of a story with its other articles indented below."""
    lead = next(member for member in story.members if member.article.id == story.lead.id)
    mark = click.style("*", fg="green", bold=True) if leads else " "
    story_of = click.style(f"  story {story.slug}", dim=True) if story.slug else ""
    yield f"{number:>3} {mark} {_row(lead)}{story_of}"
    for other in story.others:
        how = f"near-duplicate, {other.overlap} %" if other.joined == "copy" else other.joined
        yield f"    + {_row(other)}{click.style(f'  {how}', dim=True)}"


def _row(member: Member) -> str:
    one = member.article
    cells = (_cell(one.title, TITLE), _cell(one.source, SOURCE), f"{one.time:5}", _cell(one.slug, 0))
    return "  ".join(cells)


def _cell(text: str, width: int) -> str:
    """A text in ``width`` columns of a terminal; 0: as wide as it is."""
    from briefgen.util.text import printable

    shown = printable(text)
    return console.fit(shown, width) if width else shown


# --- for programs -----------------------------------------------------------------------------------------


def _values(layout: Layout) -> dict[str, Any]:
    edition = layout.edition
    return {
        "date": edition.date,
        "id": edition.id or edition.date,
        "number": edition.number or None,
        "title": edition.title or None,
        "status": _status(layout),
        "file": layout.path if layout.file else None,
        "lead": edition.lead.lead.id if edition.lead else None,
        "topics": [
            {"topic": briefing.topic.slug, "stories": [_story(story) for story in briefing.stories]}
            for briefing in edition.briefings
        ],
        "left_out": [
            {"id": article.id, "slug": article.slug, "title": article.title, "reason": reason}
            for article, reason in layout.left_out
        ],
        "corrections": [dict(one._asdict()) for one in edition.corrections],
        "diagnostics": [{**one._asdict(), "location": str(one.location)} for one in layout.diagnostics],
    }


def _story(story: Story) -> dict[str, Any]:
    names = ("id", "slug", "title", "source", "time")
    articles = []
    for one in story.members:
        values = {name: getattr(one.article, name) or None for name in names}
        joined = {"joined": one.joined or None, "overlap": one.overlap or None}
        articles.append(values | {"lead": one.article.id == story.lead.id} | joined)
    return {"story": story.slug or None, "articles": articles}

"""``briefgen stories``: suggest which articles tell the same story, and confirm it."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli import common
from briefgen.model.diagnostics import in_order
from briefgen.reporting import console
from briefgen.util.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from briefgen.curation.story_suggestions import Suggestion
    from briefgen.project.project import Project


@click.command("stories", cls=common.Command)
@common.with_project
@click.option(
    "--accept",
    "numbers",
    type=int,
    multiple=True,
    metavar="N",
    help="Confirm suggestion N: write story: into its articles. May be repeated.",
)
@click.option("--title", help="The title.")
@click.option(
    "--reject",
    "no_stories",
    type=int,
    multiple=True,
    metavar="N",
    help="Never suggest N again; stories.yml remembers it. May be repeated.",
)
@click.option("--all", "everything", is_flag=True, help="Show confirmed and rejected stories too.")
@common.NOW
@common.DRAFTS
@common.JSON
def command(
    project: Path,
    numbers: tuple[int, ...],
    title: str | None,
    no_stories: tuple[int, ...],
    everything: bool,
    now: str | None,
    drafts: bool,
    as_json: bool,
) -> int:
    """Suggest which articles of PROJECT tell the same story.

    Near-duplicates are joined automatically. Reports of one event in other words are only suggested;
    `story:` in their front matter confirms them.
    """
    from briefgen.build.run import Build
    from briefgen.curation.file_changes import write_changes
    from briefgen.curation.rejections import is_rejected, reject_changes, rejected_groups
    from briefgen.curation.story_suggestions import find_stories
    from briefgen.project.project import open_project

    opened = open_project(project)
    options = common.build_options(opened, now, drafts=drafts, builders=())
    build = Build(opened, options, console.Bar(quiet=as_json))
    rejected = rejected_groups(project)
    stories = [
        one for one in find_stories(build) if everything or one.confirmed or not is_rejected(one, rejected)
    ]
    suggestions = [one for one in stories if not one.confirmed]
    if wrong := [n for n in (*numbers, *no_stories) if not 1 <= n <= len(suggestions)]:
        raise click.UsageError(f"there is no suggestion {wrong[0]}; there are {len(suggestions)}")
    if twice := set(numbers) & set(no_stories):
        raise click.UsageError(f"suggestion {min(twice)} can be accepted or rejected, not both")
    if title and len(numbers) != 1:
        raise click.UsageError("--title is for one story: name it with --accept N")
    with common.writing_articles(project) if numbers or no_stories else nullcontext():
        common.print_lines(_accepted(opened, [suggestions[n - 1] for n in numbers], title))
        if no_stories:
            groups = [[one.id for one in suggestions[n - 1].articles] for n in no_stories]
            write_changes(opened, reject_changes(project, groups))
            names = ", ".join([suggestions[n - 1].story for n in no_stories])
            console.say(f"stories.yml: not suggested again: {printable(names)}", sys.stdout)
    console.show(in_order(build.diagnostics.errors()), project)
    if numbers or no_stories:
        return common.DONE
    if as_json:
        common.print_json([_plain(one) for one in stories], indent=1)
        return common.DONE
    common.print_lines(_table(stories, suggestions, everything=everything))
    return common.DONE


def _accepted(project: Project, suggestions: Sequence[Suggestion], title: str | None) -> Iterator[str]:
    """Write the stories into the articles' files, and say so."""
    from briefgen.curation.file_changes import write_changes
    from briefgen.curation.story_suggestions import accept_changes, title_changes

    for one in suggestions:
        changes = accept_changes(project, one)
        write_changes(project, changes)
        for change in changes:
            yield f"{printable(change.path)}: story: {one.story}"
        if title:
            changes = title_changes(project, one.story, title)
            write_changes(project, changes)
            for change in changes:
                yield f"{printable(change.path)}: title: {printable(title)}"


def _plain(story: Suggestion) -> dict[str, Any]:
    """A story for programs, with its articles by file name."""
    names = ("tier", "confirmed", "story", "reason")
    plain = {name: getattr(story, name) for name in names} | {"articles": list(story.stems)}
    return plain | ({"overlap": list(story.overlaps)} if story.overlaps else {})


def _table(
    stories: Sequence[Suggestion], suggestions: Sequence[Suggestion], *, everything: bool
) -> Iterator[str]:
    numbers = {id(one): n for n, one in enumerate(suggestions, 1)}
    copies = [one for one in stories if one.tier == "copy"]
    events = [one for one in stories if one.tier == "event" and (everything or not one.confirmed)]
    if copies:
        title = f"{plural(len(copies), 'story', 'stories')} of near-duplicates, joined automatically"
        yield click.style(title, bold=True)
        for one in copies:
            yield ""
            yield from _rows(one)
        yield ""
    for one in events:
        number = numbers.get(id(one))
        title = f"{number:>3}. Same event?" if number else "     Same event, confirmed:"
        yield click.style(f"{title} {one.story}", bold=True)
        yield from _rows(one)
        yield f"     reason: {printable(one.reason)}"
        if number:
            yield f"     to confirm: briefgen stories --accept {number}"
            yield f"     if it is none: briefgen stories --reject {number}"
            yield f"     or add this line to the front matter of each:  story: {one.story}"
        yield ""
    confirmed = sum(one.confirmed for one in stories if one.tier == "event")
    duplicates = f"{plural(len(copies), 'story', 'stories')} of near-duplicates"
    yield f"{plural(len(suggestions), 'suggestion')}, {confirmed} confirmed, {duplicates}."


def _rows(story: Suggestion) -> Iterator[str]:
    """One line per article: day, overlap, outlet, title, file."""
    overlaps = story.overlaps or (0,) * len(story.articles)
    for article, overlap in zip(story.articles, overlaps, strict=True):
        percent = f"{overlap:>3} %  " if story.overlaps else ""
        outlet = console.fit(printable(article.source or "–"), 18)
        title = console.fit(printable(article.title), 60)
        path = click.style(printable(article.path), dim=True)
        other = f"  (story: {article.story})" if article.story and not story.confirmed else ""
        yield f"     {article.day}  {percent}{outlet}  {title}  {path}{other}"

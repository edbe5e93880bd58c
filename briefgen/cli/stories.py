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
@click.option("--all", "everything", is_flag=True, help="Show confirmed stories too.")
@common.NOW
@common.DRAFTS
@common.JSON
def command(
    project: Path, numbers: tuple[int, ...], everything: bool, now: str | None, drafts: bool, as_json: bool
) -> int:
    """Suggest which articles of PROJECT tell the same story.

    Near-duplicates are joined automatically. Reports of one event in other words are only suggested;
    `story:` in their front matter confirms them.
    """
    from briefgen.build.run import Build
    from briefgen.curation.story_suggestions import accept, find_stories
    from briefgen.project.project import open_project

    opened = open_project(project)
    options = common.build_options(opened, now, drafts=drafts, builders=())
    build = Build(opened, options, console.Bar(quiet=as_json))
    stories = find_stories(build)
    suggestions = [one for one in stories if not one.confirmed]
    if wrong := [n for n in numbers if not 1 <= n <= len(suggestions)]:
        raise click.UsageError(f"there is no suggestion {wrong[0]}; there are {len(suggestions)}")
    with common.writing_articles(project) if numbers else nullcontext():
        for n in numbers:
            for path in accept(project, opened.config.content, suggestions[n - 1]):
                console.say(f"{printable(path)}: story: {suggestions[n - 1].story}", sys.stdout)
    console.show(in_order(build.diagnostics.errors()), project)
    if numbers:
        return common.DONE
    if as_json:
        common.print_json([_plain(one) for one in stories], indent=1)
        return common.DONE
    common.print_lines(_table(stories, suggestions, everything=everything))
    return common.DONE


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

"""``briefgen stories``: which articles tell one story, and why it seems so; a curator's word makes it one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli import common
from briefgen.model.diagnostics import BriefgenError, in_order
from briefgen.reporting import console
from briefgen.util.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from briefgen.curation.story_suggestions import Suggestion


@click.command("stories")
@common.PROJECT
@click.option("--json", "as_json", is_flag=True, help="A JSON list for programs, with what is confirmed.")
@click.option(
    "--accept",
    "accepted",
    type=int,
    multiple=True,
    metavar="N",
    help="Confirm suggestion N: write its story: into its articles.",
)
@click.option("-a", "--all", "everything", is_flag=True, help="Show what is confirmed, too.")
@common.NOW
@common.DRAFTS
def command(
    project: Path, as_json: bool, accepted: tuple[int, ...], everything: bool, now: str | None, drafts: bool
) -> int:
    """Show which articles of PROJECT tell one story, and why it seems so.

    Near-copies join by themselves. The same event in other words is only suggested, until `story:` in front matter confirms it.
    """
    from briefgen.build.options import Options
    from briefgen.build.run import Build
    from briefgen.curation.story_suggestions import accept, find_stories
    from briefgen.project.project import open_project
    from briefgen.util.periods import zone

    try:
        opened = open_project(project)
        time = common.the_time(now, zone(opened.config.timezone))
        options = Options(project / opened.config.output, (), time, drafts=drafts)
        build = Build(opened, options, console.Bar(quiet=as_json))
        found = find_stories(build)
        open_ones = [one for one in found if not one.confirmed]
        if wrong := [n for n in accepted if not 1 <= n <= len(open_ones)]:
            raise click.UsageError(f"there is no suggestion {wrong[0]}; there are {len(open_ones)}")
        for n in accepted:
            for path in accept(project, open_ones[n - 1]):
                console.say(f"{printable(path)}: story: {open_ones[n - 1].story}", sys.stdout)
    except BriefgenError as error:
        return common.tell(error, project)
    console.show(in_order(build.diagnostics.errors()), project)
    if accepted:
        return common.DONE
    if as_json:
        import json

        click.echo(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=1))
        return common.DONE
    for line in _table(found, open_ones, everything=everything):
        console.say(line, sys.stdout)
    return common.DONE


def _plain(found: Suggestion) -> dict[str, Any]:
    """A story for programs: its articles by the names of their files."""
    plain: dict[str, Any] = {
        "tier": found.tier,
        "confirmed": found.confirmed,
        "story": found.story,
        "articles": list(found.stems),
        "reason": found.reason,
    }
    return plain | ({"overlap": list(found.overlaps)} if found.overlaps else {})


def _table(
    found: Sequence[Suggestion], open_ones: Sequence[Suggestion], *, everything: bool
) -> Iterator[str]:
    numbers = {id(one): n for n, one in enumerate(open_ones, 1)}
    copies = [one for one in found if one.tier == "copy"]
    events = [one for one in found if one.tier == "event" and (everything or not one.confirmed)]
    if copies:
        yield click.style(
            f"{plural(len(copies), 'story', 'stories')} of near-copies, joined already", bold=True
        )
        for one in copies:
            yield ""
            yield from _rows(one)
        yield ""
    for one in events:
        number = numbers.get(id(one))
        title = f"{number:>3}. One event?" if number else "     One event, confirmed:"
        yield click.style(f"{title} {one.story}", bold=True)
        yield from _rows(one)
        yield f"     because of {printable(one.reason)}"
        if number:
            yield f"     if so, `briefgen stories --accept {number}`, or this line in each of them:  story: {one.story}"
        yield ""
    left = len(open_ones)
    confirmed = sum(one.confirmed for one in found if one.tier == "event")
    yield f"{plural(left, 'suggestion')}, {confirmed} confirmed, {plural(len(copies), 'story', 'stories')} of near-copies."


def _rows(found: Suggestion) -> Iterator[str]:
    """The articles of a story, a line each: day, how much overlaps, outlet, title, file."""
    outlets = [console.fitted(printable(one.source or "–"), 18) for one in found.articles]
    overlaps = found.overlaps or (0,) * len(found.articles)
    for article, outlet, overlap in zip(found.articles, outlets, overlaps, strict=True):
        percent = f"{overlap:>3} %  " if found.overlaps else ""
        said = f"  (story: {article.story})" if article.story and not found.confirmed else ""
        title = console.fitted(printable(article.title), 60)
        yield f"     {article.day}  {percent}{outlet}  {title}  {click.style(printable(article.path), dim=True)}{said}"

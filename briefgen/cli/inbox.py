"""``briefgen inbox``: list the items that wait in the inbox."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli import common
from briefgen.reporting import console
from briefgen.util.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from briefgen.curation.inbox_items import Inbox, InboxItem

TITLE, SOURCE = 58, 18
"""Columns of the table."""


@click.command("inbox", cls=common.Command)
@common.with_project
@click.option("--markdown", is_flag=True, help="Print a Markdown table, such as for a pull request.")
@common.NOW
@common.JSON
def command(project: Path, markdown: bool, now: str | None, as_json: bool) -> int:
    """List the items of PROJECT's inbox, the newest first.

    The table has each item's id, age, outlet and title, its near-copies in the inbox, an article of the site
    that is like it, and the topic and story that it may belong to.
    """
    from briefgen.curation.inbox_items import read_items
    from briefgen.util.periods import zone

    opened = common.open_to_read(project)
    inbox = read_items(opened)
    moment = common.current_time(now, zone(opened.config.timezone))
    if as_json:
        common.print_json([_values(item) for item in inbox.items])
    elif markdown:
        common.print_lines(_markdown(inbox.items, moment))
    else:
        common.print_lines(_table(inbox, moment))
    console.show(inbox.problems, project)
    return common.DONE


# --- for people -------------------------------------------------------------------------------------------


def _table(inbox: Inbox, now: datetime) -> Iterator[str]:
    for item in inbox.items:
        article = item.article
        cells = (
            click.style(f"{item.id:<5}", fg="cyan"),
            f"{_age(article.day, now):>4}",
            console.fit(printable(article.source or "–"), SOURCE),
            console.fit(printable(article.title), TITLE),
            click.style(printable(", ".join(_remarks(item))), dim=True),
        )
        yield "  ".join(cells).rstrip()
    count = plural(len(inbox.items), "item")
    yield (
        f"{count} in the inbox. briefgen take ID… or briefgen skip ID…"
        if inbox.items
        else "The inbox is empty."
    )


def _remarks(item: InboxItem) -> Iterator[str]:
    """What helps to decide on an item."""
    if item.article.draft:
        yield "draft"
    if item.topic:
        yield f"topic {item.topic}"
    if item.story:
        yield f"story {item.story}"
    if item.copies:
        yield f"copies {' '.join(item.copies)}"
    if item.seen:
        how = f"{item.seen.overlap} % the same" if item.seen.overlap else "the same address"
        yield f"seen {item.seen.day}: {item.seen.path} ({how})"


def _age(day: str, now: datetime) -> str:
    """The days since a day, in few characters."""
    from briefgen.nlp.near_duplicates import days

    count = days(f"{now:%Y-%m-%d}") - days(day)
    return "new" if count <= 0 else f"{count}d" if count < 1000 else f"{count // 365}y"


def _markdown(items: Sequence[InboxItem], now: datetime) -> Iterator[str]:
    if not items:
        yield "The inbox is empty."
        return
    yield "| id | age | outlet | title | remarks |"
    yield "| --- | --- | --- | --- | --- |"
    for item in items:
        article = item.article
        title = _cell(article.title)
        linked = f"[{title}](<{article.url}>)" if article.url else title
        outlet, remarks = _cell(article.source or "–"), _cell(", ".join(_remarks(item)))
        yield f"| {item.id} | {_age(article.day, now)} | {outlet} | {linked} | {remarks} |"


def _cell(text: str) -> str:
    """A text in which Markdown and GitHub see no markup, no mention and no reference."""
    shown = " ".join(printable(text).split()).replace("@", "@\u200b").replace("#", "#\u200b")
    return "".join(f"\\{c}" if c in "\\`*_{}[]()<>|!~&" else c for c in shown)


# --- for programs -----------------------------------------------------------------------------------------


def _values(item: InboxItem) -> dict[str, Any]:
    article = item.article
    return {
        "id": item.id,
        "path": item.path,
        "title": article.title,
        "source": article.source or None,
        "url": article.url or None,
        "date": article.moment or article.day,
        "fetched": article.fetched or None,
        "lang": article.lang,
        "draft": article.draft,
        "copies": list(item.copies),
        "seen": dict(item.seen._asdict()) if item.seen else None,
        "topic": item.topic or None,
        "story": item.story or None,
    }

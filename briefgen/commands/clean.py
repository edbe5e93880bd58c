"""``briefgen clean``: show what cleaning does to a file, line by line."""

from __future__ import annotations

import difflib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen import console
from briefgen.commands import common
from briefgen.diagnostics import BriefgenError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model import Diagnostic
    from briefgen.reading.prepare import Pipeline, Prepared


@click.command("clean")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.option(
    "--explain",
    "mode",
    flag_value="explain",
    help="Each change with its rule and reason (the default).",
    default=True,
)
@click.option("--diff", "mode", flag_value="diff", help="Raw against clean.")
@click.option("--json", "mode", flag_value="json", help="One JSON object a line for each file.")
def command(files: tuple[Path, ...], mode: str) -> int:
    """Show what cleaning does to FILE, an article or a plain .txt; nothing is written."""
    failed = False
    pipelines: dict[Path | None, Pipeline] = {}
    for file in files:
        try:
            prepared, raw = _prepare(file, pipelines)
        except BriefgenError as error:
            failed = bool(common.tell(error, file.parent if file.is_absolute() else Path()))
            continue
        if mode == "json":
            click.echo(json.dumps(as_json(prepared, file.as_posix()), ensure_ascii=False))
        elif mode == "diff":
            for line in _diff(prepared, file.as_posix(), raw):
                console.say(line, sys.stdout)
        else:
            for line in _explained(prepared, file.as_posix()):
                console.say(line, sys.stdout)
    return common.FAILED if failed else common.DONE


def _prepare(file: Path, pipelines: dict[Path | None, Pipeline]) -> tuple[Prepared, str]:
    """A file through front matter and cleaning, by the settings of the project that it lies in."""
    from briefgen.app import default_pipeline, open_pipeline
    from briefgen.config import find_project
    from briefgen.model import Diagnostic
    from briefgen.reading import prepare, reader

    root = find_project(file.parent)
    if root not in pipelines:
        pipelines[root] = open_pipeline(root) if root else default_pipeline()
    pipeline = pipelines[root]
    absolute = file.absolute()
    path = absolute.relative_to(root).as_posix() if root else file.as_posix()
    loaded = reader.load(file.read_bytes(), path)
    prepared: Prepared | Diagnostic = (
        loaded if isinstance(loaded, Diagnostic) else prepare.prepare(loaded, pipeline)
    )
    if isinstance(prepared, Diagnostic):
        raise BriefgenError(prepared._replace(location=prepared.location._replace(path=file.as_posix())))
    return prepared, "" if isinstance(loaded, Diagnostic) else loaded.text


def as_json(prepared: Prepared, file: str) -> dict[str, Any]:
    """What a program wants to know of a cleaned file; line numbers are those of the raw file, from 1."""
    from briefgen.cleaning.dates import parse_moment, zone
    from briefgen.cleaning.engine import kept_numbers

    cleaned = prepared.cleaned
    values = prepared.declared.values
    source = values["source"]["name"] if isinstance(values["source"], dict) else values["source"]
    title, date = prepared.found("title"), values["date"]
    try:
        # A date of the text is told as it was found, with the zone that stands there: its day is the one that a reader sees.
        date = parse_moment(date, prepared.lang, zone("UTC")).day if date else prepared.said("date")
    except ValueError:
        date = ""
    title_at = prepared.declared.places.get("title")
    doubtful = {doubt.line for doubt in cleaned.doubts}
    return {
        "file": file,
        "title": prepared.value("title") or None,
        "title_line": title_at.line if values["title"] and title_at else title.line if title else None,
        "date": date or None,
        "updated": values["updated"] or prepared.said("updated") or None,
        "lang": prepared.lang or None,
        "place": prepared.said("place") or None,
        "agency": prepared.said("agency") or None,
        "byline": values["author"] or prepared.said("byline") or None,
        "signoff": prepared.said("signoff") or None,
        "source": source or None,
        "via": prepared.said("via") or None,
        "kept_lines": sorted(kept_numbers(cleaned) - doubtful),
        "doubtful_lines": sorted(doubtful),
        "paragraphs": paragraphs(prepared),
        "edits": [
            {"rule": e.rule, "line": e.line, "before": e.before, "after": e.after, "reason": e.reason}
            for e in cleaned.edits
        ],
    }


def paragraphs(prepared: Prepared) -> list[str]:
    """The paragraphs that are left: lines of plain text, blocks between blank lines of Markdown."""
    lines = prepared.cleaned.draft.lines
    if prepared.cleaned.draft.plain:
        return [line.text.strip() for line in lines if line.text.strip()]
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.text.strip():
            blocks[-1].append(line.text.rstrip())
        elif blocks[-1]:
            blocks.append([])
    return ["\n".join(block) for block in blocks if block]


def _explained(prepared: Prepared, file: str) -> Iterator[str]:
    """Each change in words."""
    from briefgen.text import plural, printable

    cleaned = prepared.cleaned
    removed = sum(edit.after is None for edit in cleaned.edits)
    yield click.style(
        f"{file}: {plural(removed, 'line')} removed, {len(cleaned.edits) - removed} changed", bold=True
    )
    for edit in sorted(cleaned.edits, key=lambda e: e.line):
        yield f"{edit.line:>5}  {click.style(edit.rule, fg='cyan')}: {edit.reason}"
        yield click.style(f"       - {_short(printable(edit.before), edit.after)}", fg="red")
        if edit.after is not None:
            yield click.style(f"       + {_short(printable(edit.after), edit.before)}", fg="green")
    for doubt in cleaned.doubts:
        yield f"{doubt.line:>5}  {click.style(doubt.rule, fg='yellow')}: kept, for you to decide. {doubt.reason}"
    for found in cleaned.draft.found:
        yield f"{found.line:>5}  {click.style(found.field, fg='magenta')} = {printable(found.value)}"


def _short(text: str, other: str | None, width: int = 96) -> str:
    """The part of a long line where it differs from ``other``."""
    if len(text) <= width:
        return text
    first = next((n for n, (a, b) in enumerate(zip(text, other or "", strict=False)) if a != b), 0)
    start = max(0, min(first - width // 3, len(text) - width))
    return ("…" if start else "") + text[start : start + width] + ("…" if start + width < len(text) else "")


def _diff(prepared: Prepared, file: str, raw: str) -> Iterator[str]:
    """A unified diff of the body, raw against clean."""
    from briefgen.cleaning.engine import join_lines
    from briefgen.text import printable

    head = raw[: len(raw) - len(prepared.body)]
    after = head + join_lines(prepared.cleaned.draft.lines)
    for line in difflib.unified_diff(
        raw.splitlines(), after.splitlines(), f"{file} (raw)", f"{file} (clean)", lineterm="", n=1
    ):
        colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
        yield click.style(printable(line), fg=colour) if colour else printable(line)

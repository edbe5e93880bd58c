"""The output of ``briefgen clean``: words, a diff, JSON, or counts by source and rule."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from briefgen.cleaning.dates import parse_moment
from briefgen.cleaning.engine import join_lines, kept_numbers
from briefgen.cleaning.rules.stray_lines import stray_line
from briefgen.reading.prepare import source_of
from briefgen.util.periods import zone
from briefgen.util.text import fold, plural, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.reading.prepare import Prepared

OFTEN = 3
"""A line in this many articles of one source, removed by no rule, may be junk."""
LONGEST = 200
"""Characters of such a line at most; longer ones are paragraphs."""
MOST = 10
"""Such lines shown for a source."""


def as_json(prepared: Prepared, file: str) -> dict[str, Any]:
    """A cleaned file for programs; line numbers are those of the raw file, from 1."""
    cleaned = prepared.cleaned
    values = prepared.declared.values
    title = prepared.finding("title")
    title_at = prepared.declared.places.get("title")
    doubtful = {doubt.line for doubt in cleaned.doubts}
    return {
        "file": file,
        "title": prepared.value("title") or None,
        "title_line": title_at.line if values["title"] and title_at else title.line if title else None,
        "date": _day(prepared) or None,
        "updated": prepared.value("updated") or None,
        "lang": prepared.lang or None,
        "place": prepared.value("place") or None,
        "agency": prepared.value("agency") or None,
        "byline": prepared.value("byline") or values["author"] or None,
        "signoff": prepared.text_of("signoff") or None,
        "source": source_of(prepared.declared)[0] or None,
        "via": prepared.value("via") or None,
        "kept_lines": sorted(kept_numbers(cleaned) - doubtful),
        "doubtful_lines": sorted(doubtful),
        "paragraphs": paragraphs(prepared),
        "edits": [
            {"rule": e.rule, "line": e.line, "before": e.before, "after": e.after, "reason": e.reason}
            for e in cleaned.edits
        ],
    }


def _day(prepared: Prepared) -> str:
    """The day of a declared date, or the date as the text has it."""
    declared = prepared.declared.values["date"]
    if not declared:
        return prepared.text_of("date")
    try:
        return parse_moment(declared, prepared.lang, zone("UTC")).day
    except ValueError:
        return ""


def paragraphs(prepared: Prepared) -> list[str]:
    """The remaining paragraphs: lines of plain text, or blocks of Markdown."""
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


def explain(prepared: Prepared, file: str) -> Iterator[str]:
    """Each change with its rule and reason, then the doubtful lines and the findings."""
    cleaned = prepared.cleaned
    removed = sum(edit.after is None for edit in cleaned.edits)
    counts = [f"{plural(removed, 'line')} removed", f"{len(cleaned.edits) - removed} changed"]
    counts += [f"{len(cleaned.doubts)} doubtful"] if cleaned.doubts else []
    yield click.style(f"{file}: {', '.join(counts)}", bold=True)
    for edit in sorted(cleaned.edits, key=lambda e: e.line):
        how = "classifier" if edit.rule == stray_line.name else "certain"
        yield f"{edit.line:>5}  {click.style(edit.rule, fg='cyan')} ({how}): {edit.reason}"
        yield click.style(f"       - {_short(printable(edit.before), edit.after)}", fg="red")
        if edit.after is not None:
            yield click.style(f"       + {_short(printable(edit.after), edit.before)}", fg="green")
    texts = {line.number: line.text for line in cleaned.draft.lines}
    for doubt in cleaned.doubts:
        rule = click.style(doubt.rule, fg="yellow")
        yield f"{doubt.line:>5}  {rule} (doubtful): kept; please decide. {doubt.reason}"
        yield f"       ? {_short(printable(texts[doubt.line]), None)}"
    for finding in cleaned.draft.findings:
        field = click.style(finding.field, fg="magenta")
        yield f"{finding.line:>5}  {field} = {printable(finding.value)}"


def _short(text: str, other: str | None, width: int = 96) -> str:
    """The part of a long line that differs from ``other``."""
    if len(text) <= width:
        return text
    first = next((n for n, (a, b) in enumerate(zip(text, other or "", strict=False)) if a != b), 0)
    start = max(0, min(first - width // 3, len(text) - width))
    return ("…" if start else "") + text[start : start + width] + ("…" if start + width < len(text) else "")


def diff(prepared: Prepared, file: str, raw: str) -> Iterator[str]:
    """A unified diff of the body, raw against clean, in colour on a terminal."""
    head = raw[: len(raw) - len(prepared.body)]
    after = head + join_lines(prepared.cleaned.draft.lines)
    names = (f"{file} (raw)", f"{file} (clean)")
    for line in difflib.unified_diff(raw.splitlines(), after.splitlines(), *names, lineterm="", n=1):
        colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
        yield click.style(printable(line), fg=colour) if colour else printable(line)


@dataclass(slots=True)
class SourceCounts:
    """Per source: the changes of each rule, and how often each remaining line occurs."""

    articles: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)


def count_by_source(articles: Iterator[Prepared]) -> dict[str, SourceCounts]:
    """The counts of each source; articles without a source are counted together."""
    sources: defaultdict[str, SourceCounts] = defaultdict(SourceCounts)
    for prepared in articles:
        counts = sources[source_of(prepared.declared)[0] or prepared.text_of("source")]
        counts.articles += 1
        counts.rules.update(edit.rule for edit in prepared.cleaned.edits)
        counts.rules.update(f"{doubt.rule} (doubtful)" for doubt in prepared.cleaned.doubts)
        lines = [line.text for line in prepared.cleaned.draft.nonblank if len(line.text) <= LONGEST]
        counts.lines.update({fold(line): line.strip() for line in lines}.values())
    return dict(sources)


def statistics(counts: dict[str, SourceCounts]) -> Iterator[str]:
    """The counts as text, the source with most articles first."""
    for source, one in sorted(counts.items(), key=lambda item: (-item[1].articles, item[0])):
        name = printable(source) or "(no source)"
        yield click.style(f"{name}: {plural(one.articles, 'article')}", bold=True)
        for rule, times in sorted(one.rules.items(), key=lambda item: (-item[1], item[0])):
            yield f"{times:>7,}  {click.style(rule, fg='cyan')}"
        often = [(n, text) for text, n in one.lines.items() if n >= OFTEN]
        if often:
            yield "         in several articles, and removed by no rule (sources/<name>.yml can):"
            for n, text in sorted(often, key=lambda item: (-item[0], item[1]))[:MOST]:
                yield f"{n:>7,}  {click.style(_short(printable(text), None), fg='yellow')}"

"""What cleaning did, told: in words, as a diff, as JSON for programs, and counted by source and rule."""

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
"""A line that stands in so many articles of one source, and that no rule takes, may be its junk."""
LONGEST = 200
"""Characters of such a line: a paragraph is no junk line."""
MOST = 10
"""How many such lines of a source are shown."""


def as_json(prepared: Prepared, file: str) -> dict[str, Any]:
    """What a program wants to know of a cleaned file; line numbers are those of the raw file, from 1."""
    cleaned = prepared.cleaned
    values = prepared.declared.values
    title = prepared.found("title")
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
        "signoff": prepared.said("signoff") or None,
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
    """The day of a declared date; one that was found, as it stands in the text, with its time and zone."""
    declared = prepared.declared.values["date"]
    try:
        return parse_moment(declared, prepared.lang, zone("UTC")).day if declared else prepared.said("date")
    except ValueError:
        return ""


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


def explained(prepared: Prepared, file: str) -> Iterator[str]:
    """Each change in words: what a rule did is certain, but for the scorer's, which says its chance; what is left for a person is doubtful."""
    cleaned = prepared.cleaned
    removed = sum(edit.after is None for edit in cleaned.edits)
    counts = [f"{plural(removed, 'line')} removed", f"{len(cleaned.edits) - removed} changed"]
    counts += [f"{len(cleaned.doubts)} doubtful"] if cleaned.doubts else []
    yield click.style(f"{file}: {', '.join(counts)}", bold=True)
    for edit in sorted(cleaned.edits, key=lambda e: e.line):
        how = "scored" if edit.rule == stray_line.name else "certain"
        yield f"{edit.line:>5}  {click.style(edit.rule, fg='cyan')} ({how}): {edit.reason}"
        yield click.style(f"       - {_short(printable(edit.before), edit.after)}", fg="red")
        if edit.after is not None:
            yield click.style(f"       + {_short(printable(edit.after), edit.before)}", fg="green")
    texts = {line.number: line.text for line in cleaned.draft.lines}
    for doubt in cleaned.doubts:
        yield f"{doubt.line:>5}  {click.style(doubt.rule, fg='yellow')} (doubtful): kept, for you to decide. {doubt.reason}"
        yield f"       ? {_short(printable(texts[doubt.line]), None)}"
    for found in cleaned.draft.findings:
        yield f"{found.line:>5}  {click.style(found.field, fg='magenta')} = {printable(found.value)}"


def _short(text: str, other: str | None, width: int = 96) -> str:
    """The part of a long line where it differs from ``other``."""
    if len(text) <= width:
        return text
    first = next((n for n, (a, b) in enumerate(zip(text, other or "", strict=False)) if a != b), 0)
    start = max(0, min(first - width // 3, len(text) - width))
    return ("…" if start else "") + text[start : start + width] + ("…" if start + width < len(text) else "")


def diff(prepared: Prepared, file: str, raw: str) -> Iterator[str]:
    """A unified diff of the body, raw against clean."""
    head = raw[: len(raw) - len(prepared.body)]
    after = head + join_lines(prepared.cleaned.draft.lines)
    yield from coloured(raw, after, f"{file} (raw)", f"{file} (clean)")


def coloured(before: str, after: str, was: str, now: str) -> Iterator[str]:
    """A unified diff, in colours where a terminal has them."""
    for line in difflib.unified_diff(before.splitlines(), after.splitlines(), was, now, lineterm="", n=1):
        colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
        yield click.style(printable(line), fg=colour) if colour else printable(line)


@dataclass(slots=True)
class Counts:
    """What rules did to the articles of one source, and how often each line stood there that none took."""

    articles: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)


def counted(articles: Iterator[Prepared]) -> dict[str, Counts]:
    """The counts of each source; articles that name none are counted as one."""
    found: defaultdict[str, Counts] = defaultdict(Counts)
    for prepared in articles:
        counts = found[source_of(prepared.declared)[0] or prepared.said("source")]
        counts.articles += 1
        counts.rules.update(edit.rule for edit in prepared.cleaned.edits)
        counts.rules.update(f"{doubt.rule} (doubtful)" for doubt in prepared.cleaned.doubts)
        said = {
            fold(line.text): line.text.strip()
            for line in prepared.cleaned.draft.nonblank
            if len(line.text) <= LONGEST
        }
        counts.lines.update(said.values())
    return dict(found)


def statistics(counts: dict[str, Counts]) -> Iterator[str]:
    """The counts as people read them, the source with most articles first."""
    for source, one in sorted(counts.items(), key=lambda item: (-item[1].articles, item[0])):
        yield click.style(
            f"{printable(source) or '(no source)'}: {plural(one.articles, 'article')}", bold=True
        )
        for rule, times in sorted(one.rules.items(), key=lambda item: (-item[1], item[0])):
            yield f"{times:>7,}  {click.style(rule, fg='cyan')}"
        often = [(n, text) for text, n in one.lines.items() if n >= OFTEN]
        if often:
            yield "         no rule takes these, and they stand in several articles (sources/<name>.yml can):"
            for n, text in sorted(often, key=lambda item: (-item[0], item[1]))[:MOST]:
                yield f"{n:>7,}  {click.style(_short(printable(text), None), fg='yellow')}"

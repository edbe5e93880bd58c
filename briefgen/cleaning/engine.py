"""Runs the rules in order, applies the edits that they find, and keeps the ledger.

The law: the cleaned lines and the ledger give the raw text back, byte for byte. It holds because an edit is
a whole line before and after, and the engine refuses an edit whose "before" is not the current line.
"""

from __future__ import annotations

import inspect
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import NamedTuple

from briefgen.cleaning.authorship import with_authorship
from briefgen.cleaning.certainty import uncertain
from briefgen.cleaning.data_tables import data_tables
from briefgen.cleaning.entry_heads import entry_heads
from briefgen.cleaning.rule import Mark, Rule
from briefgen.model import Doubt, Draft, Edit, Finding, Line, Location
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.util.text import fold, without_controls

KEEP, DROP = "keep", "drop"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A draft after the rules, with its ledger and the open doubts.

    ``unmatched`` has the ``keep`` and ``drop`` entries (list name, index) that match no line of the article.
    """

    draft: Draft
    edits: tuple[Edit, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unmatched: tuple[tuple[str, int], ...] = ()


class Overrides(NamedTuple):
    """A person's decisions for one article: rules to skip, lines to keep and to drop."""

    skip: frozenset[str] = frozenset()
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


NO_WISHES = Overrides()
_NO_DOUBTS: Mapping[int, Doubt] = {}


_MARK = re.compile(r"\s*(?:(?:#{1,6}|[-+*>]|[0-9]{1,9}[.)])\s+)+")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def bare(text: str) -> str:
    """A line as one compares it, without the marks and backslashes of Markdown."""
    return fold(_ESCAPE.sub(r"\1", _MARK.sub("", text, count=1)))


def split_lines(text: str, first: int = 1) -> tuple[Line, ...]:
    r"""Split ``text`` into lines numbered from ``first``.

    Only ``\n`` ends a line; a ``\r`` before it belongs to the end.
    """
    parts = text.split("\n")
    last = parts.pop()
    lines = list(map(Line, count(first), parts))
    if "\r" in text:
        lines = [
            line._replace(text=line.text[:-1], end="\r\n") if line.text[-1:] == "\r" else line
            for line in lines
        ]
    if last:
        lines.append(Line(first + len(parts), last, ""))
    return tuple(lines)


def join_lines(lines: Iterable[Line]) -> str:
    """The text of the lines, ends included."""
    return "".join([line.text + line.end for line in lines])


def clean(draft: Draft, rules: Sequence[Rule], wishes: Overrides = NO_WISHES) -> Cleaned:
    """Run ``rules`` over ``draft``. The people's lists win over every rule.

    Raises:
        BriefgenError: naming the rule, when one fails or finds an edit that does not fit the line.
    """
    draft = with_authorship(draft)
    if parts := entry_heads(draft.nonblank) | _cells(draft):
        draft = replace(draft, fixed=draft.fixed | parts)
    cleaned = _cleaned(draft, rules, wishes)
    if not (draft.plain or draft.authored or _is_noisy(cleaned, rules)):
        return _cleaned(replace(draft, authored=True), rules, wishes)
    spared = uncertain(draft, cleaned.draft, cleaned.edits)
    return _cleaned(draft, rules, wishes, spared) if spared else cleaned


def _cells(draft: Draft) -> frozenset[int]:
    """The cells of tables in plain text; Markdown has tables of its own."""
    return data_tables(draft.nonblank, draft.lang) if draft.plain else frozenset()


def _is_noisy(cleaned: Cleaned, rules: Sequence[Rule]) -> bool:
    """Whether rules for scraped text removed a line or found a field.

    Else a person wrote the text.
    """
    scraping = {rule.name for rule in rules if not rule.authored}
    return any(edit.after is None and edit.rule in scraping for edit in cleaned.edits) or any(
        mark.rule in scraping for mark in cleaned.draft.findings
    )


def _cleaned(
    draft: Draft, rules: Sequence[Rule], wishes: Overrides, doubtful: Mapping[int, Doubt] = _NO_DOUBTS
) -> Cleaned:
    draft, edits, dropped = _drop(draft, wishes.drop)
    kept, spared = _spared(draft, wishes.keep)
    kept |= doubtful.keys()
    doubts: dict[int, Doubt] = {}
    for rule in rules:
        if rule.name in wishes.skip or not rule.applies_to(draft):
            continue
        draft, made, doubted = _run(rule, draft, kept)
        edits += made
        doubts |= {doubt.line: doubt for doubt in doubted if doubt.line not in kept}
    doubts |= doubtful
    left = {line.number for line in draft.lines}
    unmatched = [(KEEP, n) for n, _ in enumerate(wishes.keep) if n not in spared]
    unmatched += [(DROP, n) for n, _ in enumerate(wishes.drop) if n not in dropped]
    return Cleaned(
        draft, tuple(edits), tuple(d for n, d in sorted(doubts.items()) if n in left), tuple(unmatched)
    )


def kept_numbers(cleaned: Cleaned) -> set[int]:
    """The raw lines whose words are in the cleaned text, including lines joined to another."""
    kept = {line.number for line in cleaned.draft.lines if line.text.strip()}
    return kept | {edit.line for edit in cleaned.edits if edit.into in kept}


def restore(lines: Sequence[Line], edits: Sequence[Edit]) -> str:
    """Restore the raw text from the cleaned lines by undoing the ledger's edits.

    Raises:
        ValueError: when the ledger is not the one of these lines.
    """
    now = {line.number: line for line in lines}
    for edit in reversed(edits):
        stands = now.get(edit.line)
        if (stands.text if stands else None) != edit.after:
            raise ValueError(f"line {edit.line} is not as the ledger left it")
        now[edit.line] = Line(edit.line, edit.before, edit.end)
    return join_lines(now[number] for number in sorted(now))


def _run(rule: Rule, draft: Draft, kept: Collection[int]) -> tuple[Draft, list[Edit], list[Doubt]]:
    marks = _find(rule, draft)
    if not marks:
        return draft, [], []
    result = [  # a value goes to pages and feeds, where no control character may stand
        replace(mark, rule=rule.name, value=without_controls(mark.value))
        for mark in marks
        if isinstance(mark, Finding)
    ]
    doubts = [replace(mark, rule=rule.name) for mark in marks if isinstance(mark, Doubt)]
    asked = [mark for mark in marks if isinstance(mark, Edit)]
    kept = _protected(draft, rule).union(kept)
    # Lines that would become one stay as they are when any of them may not be touched.
    spared = {mark.into or mark.line for mark in asked if mark.line in kept}
    refused = {mark.line for mark in asked if mark.line in kept or (mark.into or mark.line) in spared}
    wanted = {mark.line: mark for mark in asked if mark.line not in refused}
    if len(asked) > len(wanted) + len(refused):
        raise _failed(rule, "it edits a line twice")
    lines, edits = _apply(rule, draft.lines, wanted) if wanted else (draft.lines, [])
    # A value whose line may not be touched stays where it is; one that is only read is found all the same.
    result = [f for f in result if f.line not in refused]
    # What goes as there is nothing to see in it, or goes on in another line, was not removed as noise.
    removed = tuple(number for number, mark in wanted.items() if mark.after is None and not mark.into)
    draft = Draft(
        draft.head,
        draft.lang,
        lines,
        draft.plain,
        draft.findings + tuple(result),
        draft.removed + removed,
        draft.authored,
        draft.verbatim,
        # What was joined is whole again.
        draft.fixed - {mark.into for mark in wanted.values()} if draft.fixed else draft.fixed,
    )
    return draft, edits, doubts


def _protected(draft: Draft, rule: Rule) -> frozenset[int]:
    """The lines that the rule may not edit, whatever it finds there."""
    return draft.verbatim if rule.authored else draft.verbatim | draft.fixed


def _apply(
    rule: Rule, before: Sequence[Line], wanted: Mapping[int, Edit]
) -> tuple[tuple[Line, ...], list[Edit]]:
    """Apply the edits ``wanted`` (by line number); return lines and ledger entries."""
    edits: list[Edit] = []
    lines: list[Line] = []
    done = 0
    for number, mark in sorted(wanted.items()):
        at = bisect_left(before, (number,), done)
        line = before[at] if at < len(before) else None
        if line is None or line.number != number:
            raise _failed(rule, f"it edits line {number}, which is not there")
        after = mark.after if mark.after and mark.after.strip() else None
        if mark.before != line.text or (after is not None and "\n" in after):
            raise _failed(rule, f"its edit of line {line.number} does not fit the line")
        edits.append(
            Edit(rule.name, number, line.text, after, mark.reason or rule.reason, line.end, mark.into)
        )
        lines += before[done:at]
        if after is not None:
            lines.append(Line(number, after, line.end))
        done = at + 1
    return (*lines, *before[done:]), edits


def _find(rule: Rule, draft: Draft) -> list[Mark]:
    try:
        return list(rule.find(draft))
    except BriefgenError:
        raise
    except Exception as error:
        raise _failed(rule, f"it raised {type(error).__name__}: {error}") from error


def _failed(rule: Rule, message: str) -> BriefgenError:
    code = getattr(inspect.unwrap(rule.find), "__code__", None)  # an extension's is wrapped
    at = Location(rule.find.__module__, code.co_firstlineno if code else 0)
    return BriefgenError(
        diagnostic(
            "extension-failed",
            at,
            f"the cleaning rule {rule.name} failed: {message}",
            f"clean: {{skip: [{rule.name}]}} goes on without it",
        )
    )


def _drop(draft: Draft, wanted: Sequence[str]) -> tuple[Draft, list[Edit], set[int]]:
    hits, matched = _named(draft, wanted)
    reason = "The article's clean: drop names this line."
    edits = [Edit(DROP, line.number, line.text, None, reason, line.end) for line in hits]
    gone = {line.number for line in hits}
    lines = tuple(line for line in draft.lines if line.number not in gone)
    return (replace(draft, lines=lines) if gone else draft), edits, matched


def _spared(draft: Draft, wanted: Sequence[str]) -> tuple[frozenset[int], set[int]]:
    hits, matched = _named(draft, wanted)
    return frozenset(line.number for line in hits), matched


def _named(draft: Draft, wanted: Sequence[str]) -> tuple[list[Line], set[int]]:
    """The lines that a list of people names, and which of its entries name one.

    An entry may be the whole line, or the line without the marks of Markdown.
    """
    if not wanted:
        return [], set()
    exact = {fold(line.text) for line in draft.nonblank}
    entries = [(fold, fold(text)) if fold(text) in exact else (bare, bare(text)) for text in wanted]
    keys = set(entries)
    hits = [n for n in draft.nonblank if {(fold, fold(n.text)), (bare, bare(n.text))} & keys]
    matched = {(how, how(line.text)) for line in hits for how in (fold, bare)}
    return hits, {n for n, entry in enumerate(entries) if entry in matched}

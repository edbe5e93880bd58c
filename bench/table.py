"""Runs in, Markdown out. Nothing here measures anything."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bench.measure import Run
    from bench.serve import Served

OURS = "briefgen"
HEADS = (
    "articles", "stage", "generator", "wall s", "cpu s", "peak MB",
    "wall, ours ÷ theirs", "cpu, ours ÷ theirs", "peak, ours ÷ theirs",
)  # fmt: skip
SERVE_HEADS = (
    "articles",
    "dev server",
    "ready s",
    "saved → page s",
    "saved → signal s",
    "page, ours ÷ theirs",
)
NONE = "–"


def builds(
    timed: Sequence[Run], looked: Sequence[Run], peers: Sequence[str], missing: Iterable[str] = ()
) -> str:
    """The table of builds: a row for each size, stage and generator.

    Generators that are not installed have a row that says so.
    """
    rows: list[tuple[str, ...]] = []
    for count, stage in dict.fromkeys((one.count, one.stage) for one in timed):
        here = {
            name: [r for r in timed if (r.peer, r.count, r.stage) == (name, count, stage)] for name in peers
        }
        held = {r.peer: r.memory for r in looked if (r.count, r.stage) == (count, stage) and r.ok}
        ours = here.get(OURS, [])
        rows += [_row(count, stage, name, here[name], ours, held) for name in peers]
    rows += [(NONE, NONE, name, *["not installed"] * 3, *[NONE] * 3) for name in missing]
    return table(HEADS, rows)


def _row(
    count: int, stage: str, name: str, theirs: Sequence[Run], ours: Sequence[Run], held: Mapping[str, float]
) -> tuple[str, ...]:
    if not theirs or not all(one.ok for one in theirs):
        return (f"{count:,}", stage, name, *["failed"] * 3, *[NONE] * 3)
    shown = (
        f"{count:,}",
        stage,
        name,
        seconds(median(r.wall for r in theirs)),
        seconds(median(r.cpu for r in theirs)),
        f"{held[name]:.0f}" if held.get(name) else NONE,
    )
    if name == OURS or len(ours) != len(theirs):
        return (*shown, *[NONE] * 3)
    both = (
        paired([r.wall for r in ours], [r.wall for r in theirs]),
        paired([r.cpu for r in ours], [r.cpu for r in theirs]),
    )
    memory = f"{held[OURS] / held[name]:.2f}" if held.get(name) and held.get(OURS) else NONE
    return (*shown, *both, memory)


def paired(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """The median of the ratios run by run, with the smallest and the largest."""
    ratios = [a / b for a, b in zip(ours, theirs, strict=True) if b > 0]
    if not ratios:
        return NONE
    return f"{median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


def served(found: Sequence[Served]) -> str:
    """The table of dev servers."""
    ours = {one.count: one.page for one in found if one.peer == OURS}
    rows = []
    for one in found:
        base = ours.get(one.count)
        ratio = f"{base / one.page:.2f}" if one.peer != OURS and base and one.page else NONE
        rows.append(
            (f"{one.count:,}", one.peer, seconds(one.ready), seconds(one.page), seconds(one.signal), ratio)
        )
    return table(SERVE_HEADS, rows)


def phases(found: Mapping[int, Mapping[str, Mapping[str, float]]]) -> str:
    """Briefgen's milliseconds by phase; the rest is Python's start, imports and settings."""
    rows = []
    names: tuple[str, ...] = ()
    for count, stages in found.items():
        for stage, spent in stages.items():
            names = tuple(name for name in spent if name != "all")
            inside = sum(spent[name] for name in names)
            values = [*(spent[name] for name in names), spent["all"] - inside, spent["all"]]
            rows.append((f"{count:,}", stage, *(f"{value * 1000:,.0f}" for value in values)))
    return table(("articles", "stage", *names, "start and end", "all, ms"), rows)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table: words to the left, figures to the right."""
    rows = list(rows)
    figures = [all(row[n][:1].isdigit() or row[n] == NONE for row in rows) for n in range(len(heads))]
    lines = [heads, ["---:" if right else "---" for right in figures], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def seconds(value: float | None) -> str:
    """Seconds with two places, or three below a second."""
    return NONE if value is None else f"{value:.2f}" if value >= 1 else f"{value:.3f}"

"""``python -m training.fields SET...``: how well title, date and place are read from texts.

Half of the outlets teach which line is the headline; the titles of the other half are reported. Rules and
phrases are chosen by looking at the outlets of half 0 alone (``--show 0`` prints what is wrong there), so
the figures of half 1 are fair.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from briefgen.cleaning.dates import find_moment
from briefgen.cleaning.line_classifier import boosted_trees
from briefgen.cleaning.rules import headlines
from briefgen.model import Source
from briefgen.project.pipeline import default_pipeline
from briefgen.reading.prepare import Prepared, prepare
from training.articles import half_of, records_of
from training.headlines import bare_title, examples_of, learn_headlines
from training.learning import translated

FIELDS = ("title", "date", "place")
PIPELINE = default_pipeline()


class Answer(NamedTuple):
    """What a text says in a field, and what is read from it."""

    record: dict[str, Any]
    gold: str
    value: str

    @property
    def is_right(self) -> bool:
        """Whether both are the same words."""
        return bool(self.gold) and bare_title(self.gold) == bare_title(self.value)


class Counts(NamedTuple):
    """The share of gold values that are read, of values that are right, and the number of gold values."""

    recall: float
    precision: float
    number: int


def main() -> None:
    """Print the figures of each set, by half and scope."""
    parser = argparse.ArgumentParser(prog="python -m training.fields", description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path, help="labelled articles, such as textclean-dev.jsonl")
    parser.add_argument("--show", type=int, choices=(0, 1), help="print the wrong values of a half")
    asked = parser.parse_args()
    taught = [example for path in asked.sets for example in examples_of(path)]
    halves = []
    for half in (0, 1):
        trees = translated(learn_headlines([example for example in taught if example.half != half]))
        sums = boosted_trees.compiled(trees, (0,) * len(headlines.NAMES), 1)
        headlines.scorer = cache(lambda sums=sums: sums)
        halves.append([(path.name, answers(record)) for path in asked.sets for record in _of(path, half)])
    for half, read in enumerate(halves):
        for row in report(read):
            print(f"half {half}  {row}")
    for _, named in halves[asked.show] if asked.show is not None else ():
        for field, answer in named.items():
            if not answer.is_right and (answer.gold or answer.value):
                print(f"{answer.record['id']} {field}: {answer.value!r} instead of {answer.gold!r}")


def _of(path: Path, half: int) -> Iterator[dict[str, Any]]:
    return (record for record in records_of(path) if half_of(record["domain"]) == half)


def answers(record: dict[str, Any]) -> dict[str, Answer]:
    """What is read from a labelled text, by field; gold values that it does not contain are empty."""
    prepared = prepare(Source("article.txt", record["raw_text"], ""), PIPELINE)
    if not isinstance(prepared, Prepared):
        raise SystemExit(f"{record['id']} cannot be read")
    gold = {
        "title": record.get("title") if record.get("title_in_raw") else "",
        "date": record.get("date") if _says_date(record, prepared.lang) else "",
        "place": record.get("dateline_place"),
    }
    values = {field: prepared.value(field) for field in FIELDS}
    values["date"] = values["date"][:10]
    return {field: Answer(record, gold[field] or "", values[field] or "") for field in FIELDS}


def _says_date(record: dict[str, Any], lang: str) -> bool:
    """Whether the text has the date; one set does not say so."""
    if "date_in_raw" in record or not record.get("date"):
        return bool(record.get("date_in_raw"))
    stamps = (find_moment(line, lang) for line in record["raw_text"].split("\n") if len(line) < 200)
    return any(stamp is not None and stamp.moment[:10] == record["date"][:10] for stamp in stamps)


def counts(read: Sequence[Answer]) -> Counts:
    """The figures of some answers."""
    right = sum(each.is_right for each in read)
    gold, values = sum(bool(each.gold) for each in read), sum(bool(each.value) for each in read)
    return Counts(right / max(1, gold), right / max(1, values), gold)


def report(read: Sequence[tuple[str, dict[str, Answer]]]) -> Iterator[str]:
    """A line for each set, scope and field."""
    groups: defaultdict[tuple[str, str, str], list[Answer]] = defaultdict(list)
    for name, named in read:
        for field, answer in named.items():
            for scope in ("all", answer.record["scope"]):
                groups[name, field, scope].append(answer)
    for (name, field, scope), group in sorted(groups.items()):
        recall, precision, number = counts(group)
        if number:
            more = f"  precision {precision:.3f}" if field == "place" else ""
            yield f"{name:22} {field:6} {scope:8} right {recall:.3f} of {number}{more}"


if __name__ == "__main__":
    main()

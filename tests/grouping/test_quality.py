"""How well stories are found on labelled sets, pinned beside the digest of each set: no change makes it worse unseen."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from briefgen.environment.digest import digest_bytes
from briefgen.grouping.stories.copies import near_copies
from briefgen.grouping.stories.sketch import sketch
from briefgen.model import Article

DIGESTS = {"neardup": "0e41d2394ed7b677a0d0aeacd5e9a7be"}
UNDATED = "2020-01-01"


@cache
def records(folder: Path, name: str) -> tuple[dict[str, Any], ...]:
    path = folder / "data" / "stories" / f"stories-{name}-dev.jsonl"
    data = path.read_bytes()
    assert digest_bytes(data) == DIGESTS[name], f"{path.name} is another set than the one these floors are of"
    return tuple(json.loads(line) for line in data.splitlines())


def article(record: dict[str, Any]) -> Article:
    day, name = (record["date"] or UNDATED)[:10], record["id"]
    title = record["title"] or name
    return Article(name, name, name, title, day, "", day, record["lang"], sketch=sketch(record["text"]))


def b_cubed(gold: list[str], found: list[str]) -> tuple[float, float, float]:
    """(precision, recall, F1) after A. Bagga and B. Baldwin (1998): the mean over articles of what its group gets right."""
    in_gold, in_found, in_both = Counter(gold), Counter(found), Counter(zip(gold, found, strict=True))
    pairs = list(zip(gold, found, strict=True))
    precision = sum(in_both[pair] / in_found[pair[1]] for pair in pairs) / len(pairs)
    recall = sum(in_both[pair] / in_gold[pair[0]] for pair in pairs) / len(pairs)
    return precision, recall, 2 * precision * recall / (precision + recall)


def test_near_copies_join_and_nothing_else_does(shared: Path) -> None:
    them = records(shared, "neardup")
    joins = near_copies(map(article, them)).joins
    found = [joins[one["id"]].story if one["id"] in joins else one["id"] for one in them]
    precision, recall, _ = b_cubed([one["cluster"] for one in them], found)
    assert precision >= 0.99
    assert recall >= 0.95

"""Title, date and place on the outlets at which nobody looked when rules and phrases were chosen.

`python -m training.fields` prints the fair figures, with title weights that saw none of these outlets. The
shipped weights saw them, so these floors only tell when something breaks.
"""

from __future__ import annotations

import json
from pathlib import Path

from briefgen.model import Source
from briefgen.project.pipeline import default_pipeline
from briefgen.reading.prepare import Prepared, prepare
from briefgen.util.text import fold
from training.articles import half_of

FLOORS = {"title": 0.87, "date": 0.95, "place": 0.97}


def test_fields_of_the_half_kept_apart(shared: Path) -> None:
    pipeline = default_pipeline()
    right, number, wrong_places = dict.fromkeys(FLOORS, 0), dict.fromkeys(FLOORS, 0), 0
    for line in (shared / "data" / "clean" / "textclean-dev.jsonl").read_text("utf-8").split("\n"):
        record = json.loads(line) if line else {"domain": ""}
        if not record["domain"] or half_of(record["domain"]) != 1:
            continue
        prepared = prepare(Source("article.txt", record["raw_text"], ""), pipeline)
        assert isinstance(prepared, Prepared)
        gold = {
            "title": record["title"] if record["title_in_raw"] else "",
            "date": record["date"] if record["date_in_raw"] else "",
            "place": record["dateline_place"],
        }
        for field, value in gold.items():
            read = prepared.value(field)[:10] if field == "date" else prepared.value(field)
            number[field] += bool(value)
            right[field] += bool(value) and plain(read) == plain(value)
            wrong_places += field == "place" and bool(read) and plain(read) != plain(value or "")
    low = {
        field: right[field] / number[field]
        for field in FLOORS
        if right[field] < FLOORS[field] * number[field]
    }
    assert not low
    assert wrong_places <= 1


def plain(text: str) -> str:
    return "".join(fold(text).translate(str.maketrans("’‘“”", "''\"\"")).split())

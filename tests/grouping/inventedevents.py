"""The invented events of ``events/invented.txt``: reports in several languages, and decoys."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from briefgen.nlp.tfidf import EventText

FILE = Path(__file__).parent / "events" / "invented.txt"


class InventedReport(NamedTuple):
    """A report with the number and the kind of its event."""

    text: EventText
    event: int
    kind: str


def invented_reports() -> list[InventedReport]:
    """All reports in the order of the file."""
    reports: list[InventedReport] = []
    event, kind, day = 0, "", ""
    for line in FILE.read_text("utf-8").splitlines():
        if line.startswith("== "):
            event += 1
            _, kind, day = line.split()
        elif line and not line.startswith("#"):
            lang, title, text = line.split(" | ", 2)
            one = EventText(f"invented-{len(reports):03}", day, lang, title, text)
            reports.append(InventedReport(one, event, kind))
    return reports

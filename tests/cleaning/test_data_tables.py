"""A table of figures amid a text stays whole; lists that pages have do not."""

from __future__ import annotations

from briefgen.cleaning.data_tables import data_tables
from briefgen.cleaning.engine import clean, join_lines, split_lines
from briefgen.cleaning.rules import ORDER
from briefgen.model import Draft

ABOVE = (
    "The harbour board counted every ferry that left on time between May and September, and the figures "
    "below are those that it sent to the council last Tuesday, line by line."
)
BELOW = (
    "The board wants to publish the same figures every quarter from now on, said its chair, so that "
    "travellers can see for themselves which of the lines they can rely on in a storm."
)
TABLE = ["Route", "Trips", "On time"] + [
    cell
    for row in (
        ("Northholm", "412", "96.4 %"),
        ("Longsand", "388", "91.0 %"),
        ("Farhaven", "201", "88.2 %"),
        ("Sunday", "57", "99.1 %"),
    )
    for cell in row
]
TEASERS = [
    cell
    for n, title in enumerate(
        ("Rents rise again", "Six walks by the sea", "Café wins prize", "Storm hits pier")
    )
    for cell in (title, f"{n + 3} min read", "Share")
]


def _table_lines(lines: list[str]) -> list[str]:
    numbered = split_lines("\n".join(lines))
    cells = data_tables(numbered, "en")
    return [line.text for line in numbered if line.number in cells]


def test_cells_with_figures_between_two_paragraphs_are_a_table() -> None:
    assert _table_lines([ABOVE, *TABLE, BELOW]) == TABLE


def test_what_pages_have_is_no_table() -> None:
    shares = [*TABLE[:6], "Share", "Reply", *TABLE[6:]]
    numbered = [cell for n in range(1, 8) for cell in (str(n), "Storm hits the new pier")]
    links = [f"Ferry line to island {n}" for n in range(12)]
    for lines in (TEASERS, shares, numbered, links, TABLE[:8]):
        assert not _table_lines([ABOVE, *lines, BELOW])
    assert not _table_lines([ABOVE, BELOW, *TABLE])
    assert not _table_lines([*TABLE, ABOVE, BELOW])


def test_no_rule_takes_a_cell_of_a_table() -> None:
    page = ["Home", "Politics", "Log in", "Share", ABOVE, *TABLE, BELOW, BELOW.replace("quarter", "month")]
    foot = ["12", "Read more", "All rights reserved", "Privacy policy", "Newsletter"]
    raw = split_lines("\n".join([*page, *foot]))
    cleaned = clean(Draft({"title": "Ferries"}, "en", raw, plain=True), ORDER)
    assert join_lines(cleaned.draft.lines).strip() == "\n".join(page[4:])

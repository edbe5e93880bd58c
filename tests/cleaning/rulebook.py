"""The rules as docs/cleaning.md tells them: each with its reason and an example, out of the rules and their test cases."""

from __future__ import annotations

from pathlib import Path

from briefgen.cleaning.rules import ORDER
from tests.cases import read_cases

PAGE = Path(__file__).parent.parent.parent / "docs" / "cleaning.md"
BEGIN, END = "<!-- the rules: written by `make renew` -->\n", "<!-- the end of the rules -->\n"
CASES = Path(__file__).parent / "rules"
SHOWN = {
    "raw": "From",
    "raw escaped": "From (escaped here)",
    "found": "Found",
    "clean": "To",
    "doubtful": "Marked, by the number of the line",
}


def rulebook() -> str:
    """A section for each rule, in the order in which they run."""
    return "\n".join(section(rule.name, rule.reason) for rule in ORDER)


def section(name: str, reason: str) -> str:
    """The rule's reason and the first of its cases: what it makes of a text, or what it marks."""
    case = next(case for case in read_cases(CASES / f"{name}.md") if case.title.startswith("hit: "))
    parts = [
        f"{SHOWN[block]}:\n\n~~~ text\n{text}~~~\n" for block, text in case.blocks.items() if block in SHOWN
    ]
    return f"### {name}\n\n{reason}\n\n" + "\n".join(parts)


def page_with(rules: str) -> str:
    """docs/cleaning.md with these rules in it."""
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + "\n" + rules + "\n" + END + rest.partition(END)[2]

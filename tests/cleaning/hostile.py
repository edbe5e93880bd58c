"""Lines written to make a pattern go back over them again and again. Run as a module, it holds the rules against all of them."""

from __future__ import annotations

import sys

from briefgen.cleaning.dates import find_day, parse_moment, zone
from briefgen.cleaning.engine import clean, restore, split_lines
from briefgen.cleaning.rules import ORDER
from briefgen.model import Draft

LENGTH = 30_000
"""Characters of a line: what is not linear takes minutes with so many, what is linear less than a hundredth of a second."""

PIECES = (
    *(" ", "\t", "\u00a0", "-", "–", "—", "*", "_", ".", "…", "#", "(", ")", "[", '"', "“", "'", "\\", "/", ":", ">", "|"),
    *("a", "A", "é", "1", "20", "2022", "Â", "â€", "字", "\u0301", "\u00ad", "\u200b", "\x00", "\r", "\u2028"),
    *("A ", "a ", "a.", "A.", "a-", "A'", "(esn", "(a/", "ab/", "(esn)", "[esn]", " # ", "# ", "1 ", "1 de ", "1.", "1-", "2022-", "May 1 "),
    *("dilansir ", "dilansir dari ", "dilansir A", "as reported by ", "as reported by A ", "Read also ", "loading ", "By A ", "By A, "),
    *("A, ", "A - ", "A: ", "AP, ", "BRUSSELS ", "BRUSSELS, ", "NEW YORK/", "a.com ", "20 May ", "pukul ", "donâ€™t ", "Wort. Ein "),
)  # fmt: skip
BEGINNINGS = (
    "# ",
    "BRUSSELS",
    "A (",
    "(",
    "Read also",
    "dilansir",
    "By ",
    "1",
    "2022-01-01",
    "Share ",
    "ABC, 1 May ",
    "“",
)
FILLERS = (" ", "\u00a0", "-", "A ", "A", "1 ", "a.", ", ")
ENDS = ("", "x", "!", "(esn", "(esn)", " 2022", ":", " - ", " #")


def hostile_lines() -> list[str]:
    """Each piece as often as it fits, with several ends; and what a pattern starts at, with what it then goes on over."""
    repeated = [piece * (LENGTH // len(piece)) for piece in PIECES]
    lines = [line + ENDS[(n + m) % len(ENDS)] for n, line in enumerate(repeated) for m in (0, 4)]
    return lines + [
        beginning + piece * (LENGTH // len(piece)) + end
        for beginning in BEGINNINGS
        for piece in FILLERS
        for end in ENDS[:2]
    ]


def hostile_texts() -> list[str]:
    """Many lines at once: rules that compare lines with each other meet them here."""
    many = LENGTH // 10
    return [
        "A\n" * many,
        "share\n" * many,
        "the same line of more than sixty letters, said again and again, and again\n" * many,
        "".join(f"{n % 2} a line of more than sixty letters, the one and then the other of two\n" for n in range(many)),
        "".join(f"{n % 97} a line of more than sixty letters, said again after a while, and so on\n" for n in range(many)),
        "".join(f"{n if n % 3 else 0} a line of more than sixty letters, every third of which is the same\n" for n in range(many)),
        "".join(f"{n * n % 101} a line that comes again in a manner that is hard to foresee, with gaps\n" for n in range(many)),
        "(ab)\n" * many,
        "Kamis (31/3/2022) dilansir dari A\n" * many,
        "# \n" * many,
        "\u00a0\n" * many,
    ]  # fmt: skip


def main(name: str) -> None:
    """Hold the rules, all of them, or the reading of dates against everything."""
    if name == "dates":
        for text in hostile_lines():
            find_day(text, "id")
            try:
                parse_moment(text, "id", zone("UTC"))
            except ValueError:
                continue
        return
    for text in [*hostile_lines(), *hostile_texts()]:
        draft = Draft({"title": "", "source": "A", "date": ""}, "id", split_lines(text), plain=True)
        for rule in ORDER:  # each meets the text as it came
            cleaned = clean(draft, [rule])
            assert restore(cleaned.draft.lines, cleaned.edits) == text


if __name__ == "__main__":
    main(sys.argv[1])

"""Lines and texts written to make rules go back over them again and again, and how much work they make.

Work is counted in calls, of our functions and of the library's. What a regular expression does inside is one
call: that none goes back over a line again and again is held by `make redos`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

PIECES = (
    *(" ", "\t", "\u00a0", "-", "–", "—", "*", "_", ".", "…", "#", "(", ")", "[", '"', "“", "'", "\\", "/",
    ":", ">", "|"),
    *("a", "A", "é", "1", "20", "2022", "Â", "â€", "字", "\u0301", "\u00ad", "\u200b", "\x00", "\r",
    "\u2028"),
    *("A ", "a ", "a.", "A.", "a-", "A'", "(esn", "(a/", "ab/", "(esn)", "[esn]", " # ", "# ", "1 ", "1 de ",
    "1.", "1-", "2022-", "May 1 "),
    *("dilansir ", "dilansir dari ", "dilansir A", "as reported by ", "as reported by A ", "Read also ",
    "loading ", "By A ", "By A, "),
    *("A, ", "A - ", "A: ", "AP, ", "BRUSSELS ", "BRUSSELS, ", "NEW YORK/", "a.com ", "20 May ", "pukul ",
    "donâ€™t ", "Wort. Ein "),
)  # fmt: skip
BEGINNINGS = (
    *("# ", "BRUSSELS", "A (", "(", "Read also", "dilansir", "By ", "1", "2022-01-01", "Share "),
    *("ABC, 1 May ", "“"),
)
FILLERS = (" ", "\u00a0", "-", "A ", "A", "1 ", "a.", ", ")
ENDS = ("", "x", "!", "(esn", "(esn)", " 2022", ":", " - ", " #")


def hostile_lines(length: int) -> list[str]:
    """Each piece repeated up to ``length`` characters, with several starts and ends."""
    repeated = [piece * (length // len(piece)) for piece in PIECES]
    lines = [line + ENDS[(n + m) % len(ENDS)] for n, line in enumerate(repeated) for m in (0, 4)]
    return lines + [
        beginning + piece * (length // len(piece)) + end
        for beginning in BEGINNINGS
        for piece in FILLERS
        for end in ENDS[:2]
    ]


def hostile_texts(many: int) -> list[str]:
    """Texts of ``many`` lines: rules that compare lines with each other meet them here."""
    return [
        "A\n" * many,
        "share\n" * many,
        "the same line of more than sixty letters, said again and again, and again\n" * many,
        "".join((f"{n % 2} a line of more than sixty letters, the one "
            f"and then the other of two\n") for n in range(many)),
        "".join((f"{n % 97} a line of more than sixty letters, said "
            f"again after a while, and so on\n") for n in range(many)),
        "".join((f"{n if n % 3 else 0} a line of more than sixty letters, "
            f"every third of which is the same\n") for n in range(many)),
        "".join((f"{n * n % 101} a line that comes again in a manner that "
            f"is hard to foresee, with gaps\n") for n in range(many)),
        "(ab)\n" * many,
        "Kamis (31/3/2022) dilansir dari A\n" * many,
        "# \n" * many,
        "\u00a0\n" * many,
    ]  # fmt: skip


def work(function: Callable[[], object]) -> int:
    """How many calls ``function`` makes until it returns."""
    calls = 0

    def count(_frame: object, event: str, _arg: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(before)
    return calls

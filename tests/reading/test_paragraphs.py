"""A body read in pieces gives what it gives whole, byte for byte.

A few thousand generated bodies are read in every run; ``make differential SIZE=200000`` reads more.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest
from cases import read_cases

from briefgen.cleaning.engine import split_lines
from briefgen.reading import markdown
from briefgen.reading.markdown import Html, to_html
from briefgen.reading.plain_paragraphs import Piece, PieceKind, cut

SIZE = int(os.environ.get("BRIEFGEN_DIFFERENTIAL", "3000"))
SEED = os.environ.get("BRIEFGEN_SEED", "1")
FOLDER = Path(__file__).parent
PROJECT = FOLDER.parent.parent


def in_pieces(text: str) -> Html:
    return to_html(split_lines(text), False, "content/d/a.md", "digest")


def whole(text: str) -> Html:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "cut", lambda text: [Piece(PieceKind.BLOCKS, text, 0)])
        return in_pieces(text)


def kinds(text: str) -> list[PieceKind]:
    return [piece.kind for piece in cut(text)]


WORDS = [
    "The", "said", "of", "report", "Ünïcode", "émeute", "日本語", "новости", "it's", "don't", '"quoted"',
    "“curly”", "‘single’", "(bracket)",
    "«guillemets»", "A", "I", "1980", "3.14", "50%", "C++", "éclair", "ﬁne", "İstanbul", "①", "Ⅳ", "😀",
    "\u200fשלום", "x>y", "a->b", "a|b",
    "|", "!", "?", "...", "–", "—", "-", "+", "=", "#", "§", "$5", "@home", "#tag", "^", ":smile:", "end.",
    "end:", "why?", "no!", "{x}",
    "{a}", "ref-digest-;", "{", ";", ",", "'", '"', "”", ")",
]  # fmt: skip
MARKS = [
    "*em*", "**strong**", "***both***", "_em_", "__strong__", "snake_case_word", "*open", "close*", "**", "_",
    "~~gone~~", "~one~", "`code`", "``a`b``", "`",
    "[a](b.md)", "[a](https://x.example/)", "[a](javascript:x)", '[a](b.png "t")', "[a][b]", "[b]", "[", "]",
    "](", "![a](b.png)", "![a](data:x)", "[a [b](c.md)](d.md)",
    "[x](<b c.md>)", "[a](b.md)", "[a](b%20c.MD#x)", "[a](//x.example)", "[*a*](/x/)", "[a](https&colon;//x)",
    "[a](?q=1&copy=2)", "[a](x\\)y.md)", "[é](é.md)",
    "&amp;", "&quot;", "&copy;", "&copy", "&#0;", "&#35;", "&#x110000;", "R&D", "AT&T;", "&nbsp;", "\\*",
    "\\", "\\\\", "\\[", "\\&amp;", "a\\",
    "\t", "a\tb", "\u00a0", "a\u00a0b", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\0", "\ufeff",
    "\u3000", "\u200b", "\r", "\ud800", "\ufffe", "\x7f",
]  # fmt: skip
ACROSS = [
    "[b] [b][]", "<b>x</b>", "<i>", "</i>", "<https://x.example/>", "<a@b.example>", "<", "<!-- c", "-->",
    "<pre>", "</pre>", "<div>", "<a href='b.md'>", "<?x", "a<b", "&lt;",
    "[^1]", "[^1]", "[^1]: note", "^[other]", "^[inline]", "[b]: /url", "[a]: b.md 'T'", "```", "~~~",
    "{article}`s`", "[x](b.md) {article}`s`", "{topic}`War <w>`", "[a {article}`s` b](c.md)", "{other}`x`",
    "}`",
]  # fmt: skip
STARTS = [
    "", "", "", "", "", "", " ", "  ", "   ", "    ", "     ", "\t", " \t", "\u00a0", "\u3000", "- ", "* ",
    "+ ", "-", "*", "-\t", "- - ", "1. ", "1) ", "12. ", "1980. ", "1234567890. ", "1.",
    "  - ", "    - ", "> ", ">", "> > ", "> - ", "# ", "## ", "###### ", "#", "####### ", "| ", "|", "“", '"',
    "(", "1 ", "2 ",
]  # fmt: skip
LINES = [
    "---", "***", "===", "=", "-", "--", "- ", "* * *", "_ _ _", "|a|b|", "|-|-|", "a|b", "-|-", "|a", ":-:",
    "|:-", "# ", "#", "1.", ">", "> ", "+", "Title", "=== ", " ===", "    ===", "| - | - |",
]  # fmt: skip
ENDS = [
    "",
    "",
    "",
    "",
    "",
    "",
    " ",
    "  ",
    "   ",
    "\\",
    "\t",
    "\u00a0",
    "\u3000",
    "\r",
    " #",
    "\u2028",
    ":",
    ".",
]
BREAKS = ["\n\n", "\n\n", "\n\n", "\n\n", "\n\n", "\n", "\n", "\n\n\n", "\n\n\n\n", "\n \n", "\n\t\n",
    "\n    \n", "\r\n\r\n", "\r\n", "\n\u00a0\n", "\n\x0c\n", "\n\u2028\n", "\n>\n"]  # fmt: skip


def generated(rng: random.Random) -> str:
    """A body of some lines; how hostile it is differs, so that many are cut and many are not.

    What acts across blank lines is taken from a few at a time, so that the two ends of one (a definition and
    its use) meet often.
    """
    across = rng.sample(ACROSS, 3) if rng.random() < 0.25 else []
    odd, strange = rng.choice((0.0, 0.05, 0.3)), rng.choice((0.0, 0.1, 0.5))
    out = []
    for _ in range(rng.randint(1, 9)):
        if rng.random() < strange / 2:
            out.append(rng.choice(LINES))
        elif across and rng.random() < 0.3:
            out.append(rng.choice(across))
        else:
            words = [
                rng.choice(across)
                if across and rng.random() < 0.1
                else rng.choice(MARKS if rng.random() < odd else WORDS)
                for _ in range(rng.randint(1, 8))
            ]
            start, end = (rng.choice(s) if rng.random() < strange else "" for s in (STARTS, ENDS))
            out.append(start + rng.choice((" ", " ", " ", "", "  ")).join(words) + end)
        out.append(rng.choice(BREAKS) if rng.random() < strange else rng.choice(("\n\n", "\n\n", "\n")))
    return "".join(out)


def test_generated_bodies() -> None:
    rng, cuts = random.Random(SEED), 0  # noqa: S311 - the same bodies every time
    for _ in range(SIZE):
        text = generated(rng)
        assert in_pieces(text) == whole(text), repr(text)
        cuts += kinds(text) != [PieceKind.BLOCKS]
    assert cuts > SIZE / 3, "nearly all bodies stayed whole, so nothing was compared"


def articles() -> list[str]:
    """The project's own texts, whole and case by case."""
    files = [path for name in ("content", "tests", "docs") for path in sorted((PROJECT / name).rglob("*.md"))]
    cases = [
        block
        for path in files
        if path.is_relative_to(FOLDER.parent)
        for case in read_cases(path)
        for block in case.blocks.values()
    ]
    return [path.read_text("utf-8") for path in files if "not-utf" not in path.name] + cases


def test_the_projects_own_texts() -> None:
    for text in articles():
        assert in_pieces(text) == whole(text), text


def test_the_examples_of_commonmark(shared: Path) -> None:
    examples = shared / "data/suites/commonmark/commonmark.json"
    if not examples.is_file():
        pytest.skip(f"needs {examples}")
    texts = [example["markdown"] for example in json.loads(examples.read_text("utf-8"))]
    assert len(texts) == 652
    rng = random.Random(SEED)  # noqa: S311 - the same bodies every time
    for text in texts:
        for around in (
            text,
            f"Before.\n\n{text}\n\nAfter it.\n",
            f"{text}\n\nBetween.\n\n{rng.choice(texts)}",
        ):
            assert in_pieces(around) == whole(around), around


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One.\n\nTwo\nlines.\n", [PieceKind.PLAIN]),
        ("“One,” he said.\n\n- a\n\n- b\n\nTwo.", [PieceKind.PLAIN, PieceKind.BLOCKS, PieceKind.PLAIN]),
        (
            "One *two*.\n\n## Three\n\nFour [five](b.md).",
            [PieceKind.MARKED, PieceKind.BLOCKS, PieceKind.MARKED],
        ),
        ("Title\n===\n\nText.", [PieceKind.BLOCKS, PieceKind.PLAIN]),
        ("1980. A year.\n\n    code\n", [PieceKind.BLOCKS]),
        ("One\n two\n\nThree \n\nFour", [PieceKind.BLOCKS, PieceKind.PLAIN]),
        ("One.\n\nTwo <b>.", [PieceKind.BLOCKS]),
        ("One.\n\n[two]: /url", [PieceKind.BLOCKS]),
        ("", []),
        ("\n\n\n", []),
    ],
)
def test_kinds(text: str, found: list[PieceKind]) -> None:
    assert kinds(text) == found


def test_links_know_their_places_in_every_piece() -> None:
    text = (
        "One.\n\n- [a](b.md)\n\n- x\n\nTwo.\n\nThree\n[c](d.md) [c](javascript:x).\n\n# H\n\n## [e](f.md)\n"
    )
    found = in_pieces(text)
    assert [(r.location.line, r.location.column) for r in found.references] == [(3, 7), (10, 5), (14, 8)]
    assert [(at.line, at.column) for _, at in found.refused] == [(10, 15)]
    assert "<h2>H</h2>\n<h3>" in found.parts[2]

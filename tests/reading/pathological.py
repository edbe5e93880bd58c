"""Bodies that make a Markdown parser read its text again and again.

The shapes are those that cmark, GFM and our malformed set try. Run as a module, it reads each of them, a
megabyte long, and as long as it may be before it is shown as plain text, and prints how long that took:
``python -m tests.reading.pathological [SECONDS]`` fails where one takes longer than so many seconds of the
processor's time (5).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import count

from briefgen.model import Source
from briefgen.project.pipeline import default_pipeline
from briefgen.reading.article import load, read
from briefgen.reading.markdown import MARKS, MOST_MARKS

MEGABYTE = 1_000_000
HEADS = {
    "cleaned": "---\ntitle: T\ndate: 2024-05-01\n---\n",
    "uncleaned": "---\ntitle: T\ndate: 2024-05-01\nclean: false\n---\n",
}

Shape = Callable[[int], str]
"""So many characters of it, about."""


def again(piece: str, end: str = "", before: str = "") -> Shape:
    return lambda size: before + piece * (size // len(piece)) + end


def around(opening: str, middle: str, closing: str) -> Shape:
    def shape(size: int) -> str:
        times = size // (len(opening) + len(closing))
        return opening * times + middle + closing * times

    return shape


def halves(one: Shape, other: Shape) -> Shape:
    return lambda size: one(size // 2) + other(size // 2)


def rising(piece: Callable[[int], str]) -> Shape:
    def shape(size: int) -> str:
        out, length = [], 0
        for number in count():
            out.append(piece(number))
            length += len(out[-1])
            if length >= size:
                break
        return "".join(out)

    return shape


SHAPES: dict[str, Shape] = {
    # emphasis
    "emphasis in emphasis": around("*a **a ", "b", " a** a*"),
    "closers without openers": again("a_ "),
    "openers without closers": again("_a "),
    "openers and other closers": again("*a_ "),
    "openers, then both": halves(again("*a "), again("_a*_ ")),
    "multiples of three": again("c* ", before="a**b"),
    "struck openers": again("~~a ~b "),
    "struck in struck": around("~~a ", "b", " a~~"),
    # links
    "link closers": again("a]"),
    "link openers": again("[a"),
    "link openers and emphasis": again("[ a_"),
    "brackets and parentheses": again("[ (]("),
    "pictures without addresses": again("![[]()"),
    "links in strong words": again("**x [a*b**c*](d)"),
    "brackets in brackets": around("[", "a", "]"),
    "links without an end": again("[a](b"),
    "addresses without an end": again("[a](<b"),
    "pictures without an end": again("![a](b "),
    "nothing but openers": again("[a]("),
    "addresses in angles": again("<http://a"),
    "mail in angles": again("<a@b"),
    "many definitions, one used": halves(rising(lambda n: f"[{n}]: u\n"), again("[0] ")),
    "one definition, much used": again("[a] ", before="[a]: u\n\n"),
    "titles without an end": again("[a]: b 'c\n"),
    "footnotes": rising(lambda n: f"[^{n}]: a\n\n"),
    "one footnote, much used": again("[^1] ", before="[^1]: a\n\n"),
    "footnotes within a line": again("^[a"),
    "roles": again("{article}`x` "),
    # code and HTML
    "ever more backticks": rising(lambda n: "e" + "`" * n),
    "backslashed backticks": again("`\\"),
    "fences": again("```\n"),
    "indented code": again("    a\n\n"),
    "comments without an end": again("<!--", before="</"),
    "CDATA without an end": again("<![CDATA["),
    "instructions without an end": again("<?"),
    "declarations without an end": again("<!A "),
    "tags without an end": again("<a "),
    "attributes without an end": again(' a="b"', before="<a"),
    "quotes without an end": again("<a a='"),
    "blocks of HTML": again("<div>\n\n"),
    "elements in elements": again("<div>"),
    "entities without an end": again("&#x"),
    "backslashes": again("\\"),
    # blocks
    "quotations in quotations": again("> ", "a"),
    "blank lines in quotations": halves(again("> ", "x"), again("\n")),
    "emphasis in quotations": halves(again(">"), again("a*")),
    "a lazy quotation": again("a\n", before="> " * 100),
    "quotations in lists": again("> - "),
    "lists in lists": rising(lambda n: "  " * n + "* a\n"),
    "lists in one line": again("- ", "x"),
    "blank lines in lists": halves(again("- ", "x"), again("\n")),
    "numbers in one line": again("1. "),
    "headings": again("# a\n"),
    "underlined headings": again("a\n-\n"),
    "a long rule": again("-"),
    "columns": lambda size: "\n".join(piece * (size // 6) for piece in ("a|", "-|", "b|")),
    "rows": again("|c|d|\n", before="|a|b|\n|-|-|\n"),
    "short rows of many columns": lambda size: "\n".join(
        piece * (size // 6) for piece in ("a|", "-|", "b\n")
    ),
    # text
    "words": again("word "),
    "lines": again("word\n"),
    "paragraphs": again("word\n\n"),
    "broken lines": again("a  \n"),
    "spaces in a line": lambda size: "a" + " " * size + "b",
    "tabs": lambda size: "\t" * size + "b",
    "returns": again("\r"),
    "NUL": again("abc\0de\0"),
    "quotes": again('"'),
    "a dateline that never ends": again(" ", "-\n", before="BRUSSELS"),
    "capitals": again("A "),
    "apostrophes": again("'a"),
    "parentheses": again("("),
    "ampersands": again("&"),
    "mail addresses": again("a@"),
    "addresses of dots": again("a.", before="http://"),
    "hosts": again("www."),
    "sign-offs without an end": again("(esn"),
}


def longest(shape: Shape) -> str:
    """As much of it as is still read as Markdown, and words up to a megabyte."""
    size = MEGABYTE
    while (marks := _marks(shape(size))) > MOST_MARKS:
        size = int(size * min(0.95, MOST_MARKS / marks))
    text = shape(size)
    return text + "\n\n" + "word " * ((MEGABYTE - len(text)) // 5) if len(text) < MEGABYTE else text


def _marks(text: str) -> int:
    return sum(map(text.count, MARKS)) + sum(map(bool, text.split("\n")))


def seconds(head: str, text: str) -> float:
    """How long an article takes to be read."""
    source = load(f"{head}{text}\n".encode(), "content/a.md")
    assert isinstance(source, Source)
    pipeline = default_pipeline()
    start = time.process_time()
    assert read(source, pipeline).article
    return time.process_time() - start


def main(most: float) -> int:
    """Read all of them; how many took too long."""
    slow = 0
    for name, shape in SHAPES.items():
        for length, text in {"a megabyte": shape(MEGABYTE), "most marks": longest(shape)}.items():
            for cleaned, head in HEADS.items():
                took = seconds(head, text)
                slow += took > most
                print(
                    f"{took:6.2f} s  {name}, {length}, {cleaned}{'  TOO SLOW' if took > most else ''}",
                    flush=True,
                )
    return slow


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 5))

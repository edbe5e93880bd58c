"""Markdown that briefgen rendered, and that comes in again as HTML, is the same Markdown."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.cleaning.engine import split_lines
from briefgen.importing.html_blocks import blocks
from briefgen.importing.markdown_escape import literal
from briefgen.importing.markdown_writer import markdown
from briefgen.reading.markdown import to_html

BASE = "https://mill.example/news/"
WORD = st.text("abcdefgéß漢字я", min_size=1, max_size=8)
ODD = st.sampled_from(
    ["a*b", "[x]", "2 < 3", "&amp;", "`", "#1", "snake_case", "_x_", "~~", "1.", "|", "!", "\\"]
)
PLAIN = st.lists(WORD | ODD.map(lambda text: f"q{text}q"), min_size=1, max_size=5).map(" ".join)
URL = st.sampled_from(["https://a.example/", "https://b.example/x_(y)?a=1&b=2", "mailto:ada@mill.example"])


def rendered(text: str) -> str:
    return "".join(to_html(split_lines(text), False, "x.md", "").parts)


def again(text: str) -> str:
    return markdown(blocks(rendered(text), BASE))


def address(url: str) -> str:
    return url.replace("(", "%28").replace(")", "%29").replace("&", "\\&")


def around(sign: str, inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return inner.map(lambda text: f"{sign}w{text}w{sign}")


WORDS = PLAIN.map(literal)
CODE = PLAIN.map(lambda text: text.replace("`", "'")).map(lambda text: f"`{text}`")
LINK = st.builds(lambda text, url: f"[w{text}w]({address(url)})", WORDS, URL)
TITLED = st.builds(lambda text, url, title: f'[w{text}w]({address(url)} "{title}")', WORDS, URL, WORD)
PICTURE = st.builds(lambda text: f"![w{text}w](https://a.example/a.jpg)", WORDS)
AUTO = st.just("<https://a.example/news?n=1>")
SPAN = st.one_of(
    around("*", WORDS), around("**", WORDS), around("~~", WORDS), CODE, LINK, TITLED, PICTURE, AUTO,
    around("***", WORDS), around("**", LINK.map(lambda text: f" {text} ")),
    st.builds(lambda a, b, c: f"**w{a} *w{b}w* {c}w**", WORDS, WORDS, WORDS),
    st.builds(lambda a, b: f"[w{a} **w{b}w**](https://a.example/)", WORDS, WORDS),
)  # fmt: skip
INLINE = st.lists(WORDS.map(lambda text: f"w{text}w") | SPAN, min_size=1, max_size=4).map(" ".join)
PARAGRAPH = st.lists(INLINE, min_size=1, max_size=3).map("\\\n".join)
HEADING = st.builds(lambda level, text: f"{'#' * level} w {text}", st.integers(2, 6), INLINE)
FENCED = st.lists(st.text("ab <>&*`{}_\t", max_size=12).map(str.rstrip), min_size=1, max_size=4).filter(
    lambda lines: bool(lines[0].strip() and lines[-1].strip())
)
FENCE = FENCED.filter(lambda lines: not any("```" in line for line in lines)).map(
    lambda lines: "```\n" + "\n".join(lines) + "\n```"
)
ROW = st.tuples(WORDS, WORDS, WORDS).map(lambda cells: [cell.replace("|", "\\|") for cell in cells])
TABLE = st.lists(ROW, min_size=2, max_size=4).map(
    lambda rows: "\n".join(
        [f"| {' | '.join(row)} |" for row in rows[:1]]
        + ["| --- | :---: | ---: |"]
        + [f"| {' | '.join(row)} |" for row in rows[1:]]
    )
)


def indented(text: str, prefix: str) -> str:
    return "\n".join(f"{prefix}{line}".rstrip() if not line else prefix + line for line in text.split("\n"))


def bullets(items: list[str], glue: str) -> str:
    return glue.join(f"- {indented(item, '  ')[2:]}" for item in items)


def numbered(items: list[str], first: int) -> str:
    out = []
    for number, item in enumerate(items, first):
        sign = f"{number}. "
        out.append(sign + indented(item, " " * len(sign))[len(sign) :])
    return "\n".join(out)


def quoted(blocks_inside: list[str]) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in "\n\n".join(blocks_inside).split("\n"))


def lists(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tight = INLINE | st.builds(lambda text, more: f"{text}\n{more}", INLINE, inner)
    return st.one_of(
        st.lists(tight, min_size=1, max_size=3).map(lambda items: bullets(items, "\n")),
        st.builds(numbered, st.lists(tight, min_size=1, max_size=3), st.integers(1, 120)),
    )


DEEP = lists(lists(INLINE.map(lambda text: f"- {text}")).filter(lambda text: text.startswith(("- ", "1. "))))
LOOSE = st.lists(INLINE, min_size=2, max_size=3).map(lambda items: bullets(items, "\n\n"))
QUOTE = st.lists(PARAGRAPH | FENCE | LOOSE, min_size=1, max_size=2).map(quoted)
BLOCK = st.one_of(PARAGRAPH, HEADING, FENCE, TABLE, DEEP, LOOSE, QUOTE)


@settings(max_examples=50, deadline=None)
@given(st.lists(BLOCK, min_size=1, max_size=4))
def test_generated_articles_come_back_as_they_were(parts: list[str]) -> None:
    # Two lists, or a quotation below one, would be one block: a rule parts them.
    text = "\n\n---\n\n".join(parts) + "\n"
    assert again(text) == text

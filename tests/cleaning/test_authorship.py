"""What a person wrote in Markdown stays as it is; what a page left between it goes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefgen.cleaning.authorship import with_authorship
from briefgen.cleaning.engine import clean, join_lines, restore, split_lines
from briefgen.cleaning.markdown_blocks import LineKind, line_kinds
from briefgen.cleaning.rules import ORDER
from briefgen.model import Draft

HEAD = {"title": "The week by the river", "source": "", "date": "2024-05-02"}

# Words and lines that rules look for in scraped text.
NOISE_LINES = """\
Share|loading...|A A A|News|Newsletter|Tags|Read more|Related|2.8.11|Photo: Ann Lee|Follow us on the towpath
All rights reserved|By Ann Lee|Leave a comment|Advertisement|Menu|Home > News|Thursday, 2 May 2024 09:20
Read also: Ten walks|Watch: the race|BRUSSELS - The ferry left.|(esn)|12 comments|Baca juga: Pelabuhan
Theo bà Lành|“Noon”, he said|she said: "six"|pulang.Dia|theHarbour|&mdash; and &amp;"""
NOISE = st.sampled_from(NOISE_LINES.replace("\n", "|").split("|"))
WORDS = st.lists(
    st.sampled_from(("the", "ferry", "left", "noon", "and", "nobody", "“why”", '"when"', "Ann", "share")),
    min_size=1,
    max_size=30,
).map(" ".join)
LINE = st.one_of(NOISE, WORDS)
HEADING = st.builds(lambda level, text: f"{'#' * level} {text}", st.integers(2, 6), LINE)
ITEMS = st.builds(
    lambda mark, lines: "\n".join(f"{mark} {line}" for line in lines),
    st.sampled_from(("-", "*", "+", "1.", "2)")),
    st.lists(LINE, min_size=1, max_size=5),
)
FENCE = st.builds(
    lambda mark, lines: "\n".join((mark, *lines, mark)),
    st.sampled_from(("```", "~~~~")),
    st.lists(st.one_of(LINE, st.just("")), max_size=5),
)
INDENTED = st.lists(LINE, min_size=1, max_size=4).map(
    lambda lines: "\n".join(f"    {line}" for line in lines)
)
QUOTED = st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "\n".join(f"> {line}" for line in lines))
TABLE = st.lists(LINE, min_size=1, max_size=3).map(
    lambda lines: "\n".join(("| Word | Number |", "| --- | ---: |", *(f"| {line} | 2 |" for line in lines)))
)
REFERENCES = st.lists(WORDS, min_size=1, max_size=3).map(
    lambda lines: "\n".join(f"[{n}]: https://a.example/{n} ({line[:9]})" for n, line in enumerate(lines))
)
LINKS = st.builds(lambda one, other: f"{one} [{other}](https://a.example) *so*", WORDS, LINE)
HTML = LINE.map(lambda line: f'<figure class="wide">\n<figcaption>{line}</figcaption>\n</figure>')
WRAPPED = st.lists(LINE, min_size=1, max_size=4).map(
    lambda lines: (
        "\n".join(f"nobody on board knew when the ferry to the islands\n{line}" for line in lines)
        + "\nand so on."
    )
)
BLOCK = st.one_of(HEADING, ITEMS, FENCE, INDENTED, QUOTED, TABLE, REFERENCES, LINKS, HTML, WRAPPED)
# A block that nobody could take for anything but Markdown, then any of them.
MARKDOWN = st.builds(
    lambda first, others: "\n\n".join((first, *others)) + "\n",
    st.one_of(LINKS, WRAPPED, HEADING),
    st.lists(BLOCK, max_size=8),
)


def draft_of(text: str, *, plain: bool = False, lang: str = "en", **head: str) -> Draft:
    return Draft(HEAD | head, lang, split_lines(text), plain)


@settings(max_examples=400, deadline=None)
@given(text=MARKDOWN, lang=st.sampled_from(("en", "id", "vi", "de")))
@example(text="> Follow us on the towpath!\n\n```\nShare\n```\n", lang="en")
def test_authored_markdown_stays_as_it_is(text: str, lang: str) -> None:
    cleaned = clean(draft_of(text, lang=lang), ORDER)
    assert join_lines(cleaned.draft.lines) == text
    assert cleaned.edits == ()


@settings(max_examples=200, deadline=None)
@given(
    parts=st.lists(st.one_of(BLOCK, LINE), max_size=12),
    plain=st.booleans(),
    mark=st.sampled_from(("\n", "\n\n")),
)
def test_clean_text_and_ledger_give_any_mixture_back(parts: list[str], plain: bool, mark: str) -> None:
    text = mark.join(parts)
    cleaned = clean(draft_of(text, plain=plain, title="", date=""), ORDER)
    assert restore(cleaned.draft.lines, cleaned.edits) == text


@settings(max_examples=200, deadline=None)
@given(parts=st.lists(st.one_of(FENCE, TABLE, HTML, HEADING, ITEMS), min_size=1, max_size=6))
def test_no_rule_takes_a_block_of_a_page_that_was_saved_as_markdown(parts: list[str]) -> None:
    text = "\n\n".join(("Advertisement", "Share", "loading...", *parts)) + "\n"
    cleaned = clean(draft_of(text), ORDER)
    assert {edit.line for edit in cleaned.edits} == {1, 3, 5}


def texts(**wanted: Any) -> Any:
    return [pytest.param(text, id=name) for name, text in wanted.items()]


PARAGRAPH = (
    "The ferry to the outer islands left the harbour at noon on Tuesday, two hours after the storm, and "
    "nobody could say when it would come back."
)


@pytest.mark.parametrize(
    "text",
    texts(
        emphasis=f"{PARAGRAPH} It was *late*.\n\nShare\n",
        code_span=f"{PARAGRAPH}\n\nType `share` twice.\n\nRelated\n",
        rule_between=f"{PARAGRAPH}\n\n---\n\n{PARAGRAPH[:-1]} soon.\n\nShare\n",
        one_noise_list="The ferry left.\nIt came back.\n\nShare\n\nCopy link\n\nEnough.\n",
        lone_prompts=f"{PARAGRAPH} See [it](https://a.example).\n\nSubscribe now\n\nLeave a comment\n",
        quotes_of_two_kinds=f'“Noon,” he said.\n\n{PARAGRAPH}\n\n"Six," she said.\n',
        no_title="First line\nof a wrapped paragraph about the ferry\nand the pier.\n",
        entity="The ferry &mdash; the *old* one &mdash; left.\n",
        mojibake="The *old* ferry donâ€™t leave.\n",
    ),
)
def test_text_that_a_person_wrote_is_not_edited(text: str) -> None:
    assert clean(draft_of(text), ORDER).edits == ()
    assert not [e for e in clean(draft_of(text, title=""), ORDER).edits if e.rule != "title-line"]


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        (f"loading...\nA A A\nShare\n{PARAGRAPH}\n", {1, 2, 3}),
        (f"Share\n\n{PARAGRAPH}\n\nRead also: Ten walks\n\nThe *end* came.\n", {1, 5}),
        (f"{PARAGRAPH}\n\nShare\n", {3}),
        (f"Thursday, 2 May 2024 09:20\n\n{PARAGRAPH}\n", {1}),
    ],
    ids=["a line a paragraph", "a page with a mark", "bare paragraphs", "a stamp"],
)
def test_what_a_page_left_goes(text: str, gone: set[int]) -> None:
    assert {edit.line for edit in clean(draft_of(text, date=""), ORDER).edits} == gone


OF_OUTLET = "OSLO – The *old* ferry left.\n\nRead also: [Ten walks](https://a.example)\n\nShare\n\n- Share\n"


@pytest.mark.parametrize("head", [{"source": "Harbour Post"}, {"url": "/ferry/"}])
def test_paragraphs_of_a_page_are_cleaned_though_they_have_links(head: dict[str, str]) -> None:
    assert {edit.line for edit in clean(draft_of(OF_OUTLET, **head), ORDER).edits} == {1, 3, 5}


def test_one_sign_of_a_page_is_enough_for_the_text_of_an_outlet() -> None:
    text = "The *old* ferry left.\n\nShare\n"
    assert not clean(draft_of(text), ORDER).edits
    assert not clean(draft_of(text, url="/ferry/"), ORDER).edits
    assert clean(draft_of(text, source="Harbour Post"), ORDER).edits


def test_a_field_is_not_read_in_code() -> None:
    text = "See [it](https://a.example).\n\n```\ndate: 2023-01-01\n```\n\n    via Harbour Post\n"
    assert clean(draft_of(text, date=""), ORDER).draft.findings == ()


def test_unicode_is_repaired_but_not_in_code() -> None:
    text = "The\u00a0*old* fe\u200brry\n\n```\nthe\u00a0ferry\n```\n"
    cleaned = clean(draft_of(text), ORDER)
    assert join_lines(cleaned.draft.lines) == "The *old* ferry\n\n```\nthe\u00a0ferry\n```\n"


def test_a_text_file_full_of_markdown_is_authored() -> None:
    text = f"## News\n\n{PARAGRAPH}\n\n## Jobs\n\n- [A pilot](https://a.example)\n\nShare\n"
    assert with_authorship(draft_of(text, plain=True)).authored
    assert not with_authorship(draft_of(f"{PARAGRAPH}\n# 1 in the harbour\n", plain=True)).authored


def test_lines_of_a_wrapped_text_file_are_not_removed() -> None:
    text = """\
The ferry left at noon on Tuesday, two hours after
the storm, and nobody said they would
follow us
to the pier.
"""
    assert not [
        edit
        for edit in clean(draft_of(text, plain=True), ORDER).edits
        if edit.after is None and not edit.into
    ]


def test_kinds_of_lines() -> None:
    text = "Bare\n\n# A\n\n- item\n\n```\ncode\n```\n\n[a]: https://a.example\n\n<p>\nb\n\na *b*\n"
    kinds = line_kinds(split_lines(text))
    verbatim = {n for n, kind in kinds.items() if kind is LineKind.VERBATIM}
    assert verbatim == {7, 8, 9, 11, 13, 14}
    assert {n for n, kind in kinds.items() if kind is LineKind.BARE} == {1}

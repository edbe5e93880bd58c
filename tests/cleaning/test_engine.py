"""The engine and its law: cleaned lines and ledger together are the raw text, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefgen.cleaning.engine import (
    DROP,
    KEEP,
    Cleaned,
    Overrides,
    clean,
    join_lines,
    kept_numbers,
    restore,
    split_lines,
)
from briefgen.cleaning.findings import changed, doubtful, found, removed, said_lines
from briefgen.cleaning.rule import Rule, rule
from briefgen.cleaning.rules import ORDER
from briefgen.cleaning.rules.wrapping import hard_wrap
from briefgen.model import Draft, Edit, Line
from briefgen.model.diagnostics import BriefgenError
from briefgen.util.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.cleaning.rule import Mark

# --- lines ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("a", (Line(1, "a", ""),)),
        ("a\n", (Line(1, "a", "\n"),)),
        ("a\r\nb", (Line(1, "a", "\r\n"), Line(2, "b", ""))),
        ("a\rb\n", (Line(1, "a\rb", "\n"),)),
        ("a\r", (Line(1, "a\r", ""),)),
        ("\n\n", (Line(1, "", "\n"), Line(2, "", "\n"))),
        ("a\u2028b\x85c\x0cd\n", (Line(1, "a\u2028b\x85c\x0cd", "\n"),)),
        ("\r\r\n", (Line(1, "\r", "\r\n"),)),
    ],
)
def test_lines_and_their_ends(text: str, lines: tuple[Line, ...]) -> None:
    assert split_lines(text) == lines
    assert join_lines(lines) == text


def test_lines_are_numbered_from_where_the_body_begins() -> None:
    assert [line.number for line in split_lines("a\nb\nc", first=7)] == [7, 8, 9]


# --- rules made for these tests ---------------------------------------------------------------------------


@rule()
def shouting(draft: Draft) -> Iterator[Mark]:
    """A line in capitals."""
    for line in said_lines(draft):
        if line.text.isupper():
            yield removed(line)


@rule()
def double_space(draft: Draft) -> Iterator[Mark]:
    """Two spaces in a row."""
    for line in draft.lines:
        if "  " in line.text:
            yield changed(line, line.text.replace("  ", " "), "One is enough.")


@rule()
def question(draft: Draft) -> Iterator[Mark]:
    """A line that asks."""
    for line in said_lines(draft):
        if line.text.endswith("?"):
            yield doubtful(line, "Who asks?")
            yield found(line, "asked", line.text)


def draft_of(text: str, lang: str = "en", *, plain: bool = True, **head: str) -> Draft:
    return Draft({"title": "", "source": "", "date": "", **head}, lang, split_lines(text), plain)


def text_of(cleaned: Cleaned) -> str:
    return join_lines(cleaned.draft.lines)


# --- clean ------------------------------------------------------------------------------------------------


def test_rules_run_in_order_and_the_ledger_tells_it() -> None:
    cleaned = clean(draft_of("LOUD\nsoft  words\nSO  LOUD\n"), [double_space, shouting])
    assert text_of(cleaned) == "soft words\n"
    assert cleaned.edits == (
        Edit("double-space", 2, "soft  words", "soft words", "One is enough."),
        Edit("double-space", 3, "SO  LOUD", "SO LOUD", "One is enough."),
        Edit("shouting", 1, "LOUD", None, "A line in capitals."),
        Edit("shouting", 3, "SO LOUD", None, "A line in capitals."),
    )
    assert restore(cleaned.draft.lines, cleaned.edits) == "LOUD\nsoft  words\nSO  LOUD\n"


def test_no_rules_no_change() -> None:
    draft = draft_of("A\n\nB")
    assert clean(draft, []) == Cleaned(draft)


def test_doubts_and_findings_carry_the_name_of_their_rule() -> None:
    cleaned = clean(draft_of("a\nwho?\n"), [question])
    assert [(d.rule, d.line, d.reason) for d in cleaned.doubts] == [("question", 2, "Who asks?")]
    assert [(f.rule, f.field, f.value, f.line) for f in cleaned.draft.findings] == [
        ("question", "asked", "who?", 2)
    ]


def test_a_doubt_about_a_line_that_goes_later_is_dropped() -> None:
    assert clean(draft_of("WHO?\nwho?\n"), [question, shouting]).doubts[0].line == 2


def test_a_rule_of_another_language_does_not_run() -> None:
    indonesian = Rule("shouting", shouting.find, ("id",))
    assert clean(draft_of("LOUD\n", "en"), [indonesian]).edits == ()
    assert clean(draft_of("LOUD\n", "id-ID"), [indonesian]).edits != ()


def test_a_change_to_nothing_is_a_removal() -> None:
    blank = Rule("blank", lambda draft: iter([changed(draft.lines[0], " \t")]))
    (edit,) = clean(draft_of("a\nb\n"), [blank]).edits
    assert edit.after is None


# --- the people's lists -----------------------------------------------------------------------------------


def test_skip_switches_a_rule_off() -> None:
    wishes = Overrides(skip=frozenset(["shouting"]))
    assert text_of(clean(draft_of("LOUD\na  b\n"), [shouting, double_space], wishes)) == "LOUD\na b\n"


def test_keep_wins_over_every_rule_and_compares_without_case_and_spaces() -> None:
    cleaned = clean(draft_of("SO  LOUD\nLOUD\n"), [double_space, shouting], Overrides(keep=(" so loud ",)))
    assert text_of(cleaned) == "SO  LOUD\n"
    assert cleaned.unmatched == ()


def test_keep_silences_doubts() -> None:
    assert clean(draft_of("who?\n"), [question], Overrides(keep=("who?",))).doubts == ()


def test_keep_spares_the_line_but_not_what_is_only_read() -> None:
    cleaned = clean(draft_of("who?\n"), [question], Overrides(keep=("who?",)))
    assert [f.value for f in cleaned.draft.findings] == ["who?"]


def test_a_value_whose_line_may_not_be_moved_is_not_found_twice() -> None:
    text = "OSLO - The ministers met on Thursday and will meet again.\n"
    cleaned = clean(draft_of(text), ORDER, Overrides(skip=frozenset(["title-line"]), keep=(text,)))
    assert text_of(cleaned) == text
    assert cleaned.draft.findings == ()


WRAPPED = "\n".join(
    [
        "The harbour will close for a week in April, the council said on",
        "Monday evening after a long debate that went on until midnight,",
        "and the ferries will leave from the north quay until then, say",
        "those who own them. It opens in May.",
    ]
)


def test_lines_that_became_one_are_kept_and_told_where_they_went() -> None:
    cleaned = clean(draft_of(WRAPPED), [hard_wrap])
    assert text_of(cleaned) == WRAPPED.replace("\n", " ") + "\n"
    assert [edit.into for edit in cleaned.edits] == [0, 1, 1, 1]
    assert kept_numbers(cleaned) == {1, 2, 3, 4}
    assert restore(cleaned.draft.lines, cleaned.edits) == WRAPPED


def test_lines_stay_apart_when_one_of_them_may_not_be_touched() -> None:
    cleaned = clean(draft_of(WRAPPED), [hard_wrap], Overrides(keep=(WRAPPED.split("\n")[2],)))
    assert text_of(cleaned) == WRAPPED


def test_drop_removes_every_line_that_says_so() -> None:
    cleaned = clean(draft_of("a\nGo  Away\nb\ngo away"), [], Overrides(drop=("go away",)))
    assert text_of(cleaned) == "a\nb\n"
    assert {(edit.rule, edit.line) for edit in cleaned.edits} == {(DROP, 2), (DROP, 4)}
    assert restore(cleaned.draft.lines, cleaned.edits) == "a\nGo  Away\nb\ngo away"


def test_an_empty_drop_does_not_take_the_blank_lines() -> None:
    cleaned = clean(draft_of("a\n\nb\n"), [], Overrides(drop=("", " ")))
    assert text_of(cleaned) == "a\n\nb\n"


def test_unmatched_wishes_are_told() -> None:
    wishes = Overrides(keep=("a", "nowhere"), drop=("b", "not here", "B"))
    assert clean(draft_of("a\nb\n"), [], wishes).unmatched == ((KEEP, 1), (DROP, 1))


# --- rules that fail --------------------------------------------------------------------------------------


def fails(draft: Draft) -> Iterator[Mark]:
    """It fails."""
    yield removed(draft.lines[0])
    raise KeyError("nothing")


BAD = {
    "raises": (fails, "it raised KeyError: 'nothing'"),
    "other-text": (
        lambda draft: iter([Edit("", 1, "something else", None, "")]),
        "edit of line 1 does not fit",
    ),
    "no-such-line": (lambda draft: iter([Edit("", 9, "a", None, "")]), "edits line 9, which is not there"),
    "two-lines-of-one": (lambda draft: iter([changed(draft.lines[0], "a\nb")]), "does not fit the line"),
    "twice": (
        lambda draft: iter([changed(draft.lines[0], "b"), removed(draft.lines[0])]),
        "it edits a line twice",
    ),
    "is-no-generator": (lambda draft: None, "it raised TypeError"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_rule_that_fails_is_named(name: str) -> None:
    find, says = BAD[name]
    with pytest.raises(BriefgenError) as raised:
        clean(draft_of("a\n"), [Rule(name, find)])  # type: ignore[arg-type]
    (told,) = raised.value.diagnostics
    assert told.code == "extension-failed"
    assert told.message.startswith(f"the cleaning rule {name} failed: ")
    assert says in told.message
    assert name in told.hint
    assert told.location.path
    assert told.location.line


def test_what_a_rule_says_to_the_user_comes_through() -> None:
    def refuses(draft: Draft) -> Iterator[Mark]:
        raise BriefgenError

    with pytest.raises(BriefgenError) as raised:
        clean(draft_of("a\n"), [Rule("refuses", refuses)])
    assert raised.value.diagnostics == ()


# --- restore ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "edit",
    [
        Edit("r", 1, "before", "another after", ""),
        Edit("r", 1, "before", None, ""),
        Edit("r", 2, "before", "after", ""),
    ],
)
def test_the_ledger_of_other_lines_is_refused(edit: Edit) -> None:
    with pytest.raises(ValueError, match="is not as the ledger left it"):
        restore(split_lines("after\n"), [edit])


def test_restore_takes_edits_of_one_line_back_one_by_one() -> None:
    steps = [("a", "b"), ("b", "c"), ("c", None)]
    edits = [Edit("r", 1, before, after, "", "\r\n") for before, after in steps]
    assert restore([], edits) == "a\r\n"


# --- the law, for any text --------------------------------------------------------------------------------

NOISE = st.sampled_from(
    [
        *("loading...", "Memuat…", "A A A", "A", "Share", "ADVERTISEMENT", "[Iklan]", "Copy link"),
        *("Baca juga: Sesuatu", "Read more:", "(esn)", "(fyk/ash)", "[noe]", "It ended. (abc)"),
        *("Harbour to close for a week in spring", "# Harbour to close", "News", "By Ann Lee and Bob Ray"),
        *("Kamis, 31 Maret 2022 | 06:31 WIB", "2022-03-31", "04/11/2019", "https://example.org/a/b"),
        "OSLO (AP) - The ministers met on Thursday and will meet again, a spokeswoman said late at night.",
        "TUBAN, NUSA.co.id – Para menteri bertemu pada Kamis, seperti dilansir dari Harbour Today.",
        "DEAR ABBY: My sister has borrowed my boat.",
        "The harbour will close for a week in April, the council said on Monday evening after a long debate.",
        "Fishermen are against it: the herring come in April, and they come only once in every single year.",
        "The mayor didnâ€™t answer. â€œWe count,â€ she said.",
        "\u00a0\u00a0The\u00a0bridge is 3\u202f400 me\u00adtres\u200b long.",
        '"Kami kembali,” katanya.',
        "“Curly.”",
        "| a | b |",
        "> quoted",
        "    code",
        "Cafe\u0301 \ufeff\ufeff",
    ]
)
ODD = st.text(
    st.sampled_from(list("aA1 .:-–()[]#*_\"'“”\u00a0\u200b\ufeff\u2028\u0085\x00\x0b\x0c\r\té字🏳Â€™\u0301")),
    max_size=30,
)
LINES = st.one_of(NOISE, ODD, st.text(max_size=40).map(lambda text: text.replace("\n", " ")))
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\n\n", "\r\n\r\n"])


@st.composite
def raw_texts(draw: st.DrawFn) -> str:
    """An article as scraped: lines, some repeated in blocks, with all kinds of line ends."""
    lines = draw(st.lists(LINES, max_size=12))
    if lines and draw(st.booleans()):
        start = draw(st.integers(0, len(lines) - 1))
        at = draw(st.integers(0, len(lines)))
        lines[at:at] = lines[start : start + draw(st.integers(1, 6))]
    text = "".join(line + draw(ENDS) for line in lines)
    text += draw(st.sampled_from(["", "", "last", "(esn)", "\r", " "]))
    return draw(st.sampled_from(["", "", "\ufeff"])) + text


@st.composite
def cases(draw: st.DrawFn) -> tuple[Draft, Overrides, str]:
    text = draw(raw_texts())
    texts = [line.text for line in split_lines(text)] or [""]
    some = st.lists(st.one_of(st.sampled_from(texts), st.text(max_size=5)), max_size=3).map(tuple)
    skip = draw(st.frozensets(st.sampled_from([rule.name for rule in ORDER]), max_size=3))
    wishes = draw(st.one_of(st.just(Overrides()), st.builds(Overrides, st.just(skip), some, some)))
    head = {
        "title": draw(st.sampled_from(["", "", "Harbour to close", texts[0]])),
        "date": draw(st.sampled_from(["", "2022-01-01"])),
        "source": draw(st.sampled_from(["", "Harbour Post"])),
    }
    lang = draw(st.sampled_from(["en", "id", "de", "pt-BR", "", "xx"]))
    return Draft(head, lang, split_lines(text), draw(st.booleans())), wishes, text


@settings(max_examples=500, deadline=None)
@given(cases())
def test_the_ledger_law(case: tuple[Draft, Overrides, str]) -> None:
    draft, wishes, text = case
    cleaned = clean(draft, ORDER, wishes)
    assert restore(cleaned.draft.lines, cleaned.edits) == text
    assert join_lines(split_lines(text)) == text


@settings(max_examples=200, deadline=None)
@given(cases())
def test_what_people_asked_for_is_done(case: tuple[Draft, Overrides, str]) -> None:
    draft, wishes, _ = case
    cleaned = clean(draft, ORDER, wishes)
    left = {line.number: line.text for line in cleaned.draft.lines}
    dropped, kept = set(map(fold, wishes.drop)), set(map(fold, wishes.keep))
    for line in draft.lines:
        if fold(line.text) in dropped:
            assert line.number not in left or not line.text.strip()
        elif fold(line.text) in kept:
            assert left[line.number] == line.text
    assert not wishes.skip & {edit.rule for edit in cleaned.edits}
    assert {doubt.line for doubt in cleaned.doubts} <= set(left)


@settings(max_examples=200, deadline=None)
@given(cases(), cases())
def test_no_article_changes_what_another_becomes(
    one: tuple[Draft, Overrides, str], other: tuple[Draft, Overrides, str]
) -> None:
    first = clean(one[0], ORDER, one[1])
    second = clean(other[0], ORDER, other[1])
    assert clean(other[0], ORDER, other[1]) == second
    assert clean(one[0], ORDER, one[1]) == first


# Cleaning twice is not law for the rules that move one value into its field: the second time they find the
# next one, a headline below the headline, OSLO behind BERLIN, a second (abc). Nor is it for the whole list,
# since a line that a later rule takes away can leave others side by side. It is law for each of the rules
# that mend a text or take a kind of line away, by itself.
FIELD_RULES = {"title-line", "sign-off", "dateline", "date-stamp", "byline"}
# Nor for the line that is judged by its neighbours: without those that went it has others.
BY_NEIGHBOURS = {"stray-line"}


@pytest.mark.parametrize(
    "settled", [r for r in ORDER if r.name not in FIELD_RULES | BY_NEIGHBOURS], ids=lambda r: r.name
)
@settings(max_examples=100, deadline=None)
@given(case=cases())
def test_a_rule_that_mends_or_takes_away_leaves_nothing_for_itself(
    settled: Rule, case: tuple[Draft, Overrides, str]
) -> None:
    draft, _, _ = case
    once = clean(draft, [settled])
    again = clean(Draft(draft.head, draft.lang, once.draft.lines, draft.plain), [settled])
    assert again.edits == ()
    assert again.draft.findings == once.draft.findings


@settings(max_examples=200, deadline=None)
@given(case=cases())
@example(case=(draft_of("Share\nA\nShare\nA\nThe end.\n", title="x", date="2022-01-01"), Overrides(), ""))
def test_cleaning_comes_to_rest(case: tuple[Draft, Overrides, str]) -> None:
    """After some rounds no rule finds more: all but fields only removes or repairs."""
    draft, wishes, _ = case
    skip = Overrides(wishes.skip | FIELD_RULES, wishes.keep, wishes.drop)
    for _ in range(len(draft.lines) + 5):
        cleaned = clean(draft, ORDER, skip)
        if not cleaned.edits:
            break
        draft = Draft(draft.head, draft.lang, cleaned.draft.lines, draft.plain)
    assert clean(draft, ORDER, skip).edits == ()

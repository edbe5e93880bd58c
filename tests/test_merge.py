"""Three-way merge: both changes are in, a conflict is reported and loses nothing of ours."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefgen.util.merge import Conflict, merge

TEXTS = st.lists(st.sampled_from(["Tide", "Quay", "Gull", "Rope", "Mast"]), max_size=6).map(
    lambda words: "".join(f"\n{word}\n" for word in words)
)


def body(*paragraphs: str) -> str:
    return "\n" + "\n\n".join(paragraphs) + "\n"


def test_changes_of_both_sides_are_in() -> None:
    base = body("One.", "Two.", "Three.")
    merged = merge(base, body("One!", "Two.", "Three."), body("One.", "Two.", "New.", "Three."))
    assert merged.text == body("One!", "Two.", "New.", "Three.")
    assert not merged.conflicts


def test_a_line_comes_in_beside_an_edited_one() -> None:
    base = body("One.", "Two.")
    merged = merge(base, body("One.", "Two, by hand."), body("One.", "New.", "Two."))
    assert merged.text == body("One.", "New.", "Two, by hand.")
    assert not merged.conflicts


def test_a_line_that_is_removed_and_edited_is_a_conflict() -> None:
    base = body("One.", "Two.", "Three.")
    ours = body("One.", "Two, by hand.", "Three.")
    merged = merge(base, ours, body("One.", "Three."))
    assert merged.text == ours
    assert merged.conflicts == (Conflict("Two, by hand.", ""),)


def test_items_of_a_list_are_merged_one_by_one() -> None:
    base = body("- a\n- b\n- c")
    assert merge(base, body("- A\n- b\n- c"), body("- a\n- b")).text == body("- A\n- b")


def test_line_ends_and_blank_lines_of_ours_stay() -> None:
    base = body("One.", "Two.")
    ours = "\r\n\r\nOne.\r\n\r\nTwo.\r\n\r\n"
    assert (
        merge(base, ours, body("One.", "New.", "Two.")).text == "\r\n\r\nOne.\r\n\r\nNew.\r\n\r\nTwo.\r\n\r\n"
    )


@given(TEXTS, TEXTS)
def test_one_sided_changes_are_taken_whole(base: str, other: str) -> None:
    assert merge(base, base, other).text.split() == other.split()
    assert merge(base, other, base).text == other
    assert merge(base, other, other).text == other


@given(TEXTS, TEXTS, TEXTS)
def test_nothing_of_ours_is_lost(base: str, ours: str, theirs: str) -> None:
    merged = merge(base, ours, theirs)
    new = [word for word in ours.split() if word not in base.split()]
    assert all(word in merged.text for word in new)

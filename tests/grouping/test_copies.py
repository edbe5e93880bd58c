"""Near-copies join, texts that differ do not, and the order of files decides nothing."""

from __future__ import annotations

import random
import struct

import pytest

from briefgen.grouping.duplicates import seen_before
from briefgen.model import Article
from briefgen.nlp.minhash import BINS, keys, likeness, signature
from briefgen.nlp.near_duplicates import LOOK_BACK, WINDOW, clusters_unchanged, find_near_duplicates, overlap

SYLLABLES = ("ka", "ri", "so", "tu", "me", "na", "la", "po")


def words(seed: int, count: int = 200) -> str:
    """A text of its own: words out of syllables, as a seed has them."""
    pick = random.Random(seed)  # noqa: S311 - a text, no secret
    return " ".join("".join(pick.choices(SYLLABLES, k=3)) for _ in range(count))


WIRE = words(1)


def article(name: str, text: str, day: str = "2022-03-30", **more: str) -> Article:
    return Article(
        name, f"content/{name}.md", name, name, day, "", day, "id", signature=signature(text), **more
    )


def test_a_sketch_is_small_and_says_the_same_everywhere() -> None:
    assert len(signature(WIRE)) == 2 * (BINS + 1)
    assert signature(WIRE) == signature(WIRE.upper().replace(" ", ",\n"))
    assert signature("one two three four five").hex() == ""
    assert signature(" ".join(map(str, range(40))))[:8].hex() == "26008a729c9c0000"


@pytest.mark.parametrize("text", ["文字は空白なしで続く" * 9, "ข่าวภาษาไทยไม่มีช่องว่าง" * 3])
def test_a_script_without_spaces_has_a_sketch(text: str) -> None:
    shuffled = "".join(random.Random(1).sample(text * 3, 3 * len(text)))  # noqa: S311 - a text, no secret
    assert signature(shuffled)


def test_a_text_is_its_own_copy_and_a_stranger_is_none() -> None:
    assert likeness(signature(WIRE), signature(WIRE)) == (1.0, 1.0)
    assert overlap(signature(WIRE), signature(words(2))) == 0
    assert overlap(signature(WIRE), b"") == 0


def test_bins_are_compared_one_by_one_whatever_bits_they_hold() -> None:
    pick = random.Random(1)  # noqa: S311 - numbers, no secret
    ends = (0, 1, 0x7FFF, 0x8000, 0xFFFF)
    bins, others = pick.choices(ends, k=BINS), pick.choices(ends, k=BINS)
    pairs = list(zip(bins, others, strict=True))
    full = sum(pair != (0, 0) for pair in pairs)
    same = sum(one == other != 0 for one, other in pairs)
    one, other = (struct.pack(f"<{BINS + 1}H", 100, *those) for those in (bins, others))
    assert likeness(one, other)[0] == same / full


@pytest.mark.parametrize("kept", [80, 100, 150])
def test_the_overlap_is_what_stands_in_both_of_the_shorter_text(kept: int) -> None:
    cut = " ".join(WIRE.split()[:kept])
    assert overlap(signature(WIRE), signature(cut)) == overlap(signature(cut), signature(WIRE)) >= 80


def test_a_text_that_is_half_new_is_no_copy() -> None:
    half = " ".join(WIRE.split()[:80])
    assert overlap(signature(WIRE), signature(f"{half} {words(3, 120)}")) == 0


def test_copies_of_one_wire_text_are_one_story_and_others_are_none() -> None:
    articles = [
        article("wire", WIRE),
        article("cut", " ".join(WIRE.split()[:120])),
        article("framed", f"{words(4, 20)} {WIRE} {words(5, 20)}", "2022-03-31"),
        article("other", words(6)),
        article("short", "only a headline"),
    ]
    joins = find_near_duplicates(articles).clusters
    assert {name: join.story for name, join in joins.items()} == {
        "cut": "cut",
        "wire": "cut",
        "framed": "cut",
    }
    assert joins["cut"].overlap == 100
    assert joins["framed"].overlap >= 80


def test_no_order_of_files_changes_a_join() -> None:
    wires = [words(seed) for seed in range(6)]
    pick = random.Random(7)  # noqa: S311 - a text, no secret
    articles = [
        article(f"{n}", " ".join(wires[n % 6].split()[: pick.randint(70, 200)]), f"2022-03-{1 + n % 9:02}")
        for n in range(60)
    ]
    expected = find_near_duplicates(articles)
    assert len(expected.clusters) > 40
    for _ in range(5):
        pick.shuffle(articles)
        assert find_near_duplicates(articles) == expected


def test_the_window_ends() -> None:
    first, last = article("a", WIRE, "2022-03-01"), article("b", WIRE, f"2022-03-{1 + WINDOW:02}")
    assert set(find_near_duplicates([first, last]).clusters) == {"a", "b"}
    late = article("b", WIRE, f"2022-03-{2 + WINDOW:02}")
    assert find_near_duplicates([first, late]).clusters == {}


def test_no_chain_of_changes_joins_two_texts_that_differ() -> None:
    """Each text shares four fifths with the one before; the first and the last share nothing."""
    parts = [words(seed, 60) for seed in range(20, 40)]
    chain = [article(f"{n:02}", " ".join(parts[n : n + 5])) for n in range(10)]
    joins = find_near_duplicates(chain).clusters
    assert joins["00"].story == joins["01"].story
    assert joins["00"].story != joins["09"].story


def test_one_article_is_never_held_against_all(monkeypatch: pytest.MonkeyPatch) -> None:
    held = []
    monkeypatch.setattr(
        "briefgen.nlp.near_duplicates.likeness", lambda a, b: (held.append(1), likeness(a, b))[1]
    )
    find_near_duplicates(article(f"{n}", words(n, 100)) for n in range(1000))
    assert len(held) < 1000, "of half a million pairs, fewer than one for each article"


def _alike(others: list[Article], old: Article, new: Article) -> bool:
    """What ``clusters_unchanged`` says; a yes must be true of every join."""
    among: dict[str, dict[str, bytes]] = {}
    for one in others:
        among.setdefault(one.day, {})[one.id] = one.signature
    said = clusters_unchanged(old.day, old.signature, new.signature, among)
    then, now = find_near_duplicates([*others, old]), find_near_duplicates([*others, new])
    found = [[(a.later.id, a.earlier.id, a.overlap) for a in one.repeats] for one in (then, now)]
    assert not said or (then.clusters == now.clusters and found[0] == found[1])
    return said


def test_an_edit_that_moves_no_join_is_known_by_the_sketches() -> None:
    others = [article("a", WIRE), article("b", WIRE + " once more"), article("c", words(8), "2022-04-20")]
    own, far = words(9), article("far", words(10), "2022-12-01")
    assert _alike([*others, far], article("x", own), article("x", f"{own} {words(11, 40)}"))
    assert not _alike(others, article("x", own), article("x", WIRE)), "it has become a copy"
    assert not _alike(others, article("x", WIRE), article("x", f"{WIRE} {words(11, 60)}")), "another overlap"
    assert _alike([far], article("x", words(10)), article("x", own)), "too far away in time"
    assert _alike(others, article("x", "short"), article("x", own)), "it had no signature"


def test_what_is_said_of_joins_is_true_of_texts_that_have_much_in_common() -> None:
    pick, yes = random.Random(5), 0  # noqa: S311
    parts = [words(seed, 60) for seed in range(20, 30)]
    for _ in range(150):
        texts = [" ".join(pick.sample(parts, 3)) for _ in range(12)]
        days = [f"2022-03-{pick.randint(1, 28):02}" for _ in texts]
        others = [article(str(n), text, day) for n, (text, day) in enumerate(zip(texts, days, strict=True))]
        old = f"{' '.join(pick.sample(parts, 2))} {words(1, 60)}"
        new = old.replace("ka", "ri", 2) if pick.random() < 0.5 else " ".join(pick.sample(parts, 3))
        yes += _alike(others, article("x", old, "2022-03-15"), article("x", new, "2022-03-15"))
    assert yes > 5


def test_what_an_earlier_edition_had_is_told_with_both_places() -> None:
    first = article("a", WIRE, "2022-03-01")
    again = article("b", WIRE, "2022-03-02")
    much_later = article("c", WIRE, "2022-03-28")
    told = list(seen_before([], find_near_duplicates([first, again, much_later]).repeats))
    assert [(d.code, d.location.path) for d in told] == [
        ("seen-before", "content/b.md"),
        ("seen-before", "content/c.md"),
    ]
    assert all("content/a.md" in d.message and "2022-03-01" in d.message for d in told)


def test_a_copy_of_the_same_day_is_not_seen_before() -> None:
    copies = find_near_duplicates([article("a", WIRE), article("b", WIRE)])
    assert copies.clusters
    assert not list(seen_before([], copies.repeats))


def test_nobody_looks_back_for_ever() -> None:
    assert LOOK_BACK < 60
    assert not find_near_duplicates(
        [article("a", WIRE, "2022-01-01"), article("b", WIRE, "2022-03-01")]
    ).repeats


def test_one_address_twice_is_told_whatever_tracking_stands_in_it() -> None:
    first = article("a", WIRE, "2022-03-01", url="https://example.org/x")
    again = article("b", words(2), "2022-05-02", url="http://www.example.org/x/?utm_source=feed")
    (told,) = seen_before([again, first], [])
    assert told.location.path == "content/b.md"
    assert "content/a.md" in told.message
    meant = [one._replace(story="s") for one in (first, again)]
    assert not list(seen_before(meant, []))


def test_a_story_that_both_name_is_meant() -> None:
    first, again = article("a", WIRE, "2022-03-01", story="s"), article("b", WIRE, "2022-03-02", story="s")
    assert not list(seen_before([], find_near_duplicates([first, again]).repeats))


def test_keys_meet_where_texts_do() -> None:
    cut = " ".join(WIRE.split()[:100])
    assert set(keys(signature(WIRE))) & set(keys(signature(cut)))

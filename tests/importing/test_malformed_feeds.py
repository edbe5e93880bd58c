"""A sample of the malformed feeds of ``fuzz/malformed_feeds.py``: each is read, or refused in words."""

from __future__ import annotations

from collections import Counter

import pytest

from briefgen.importing.document import Input
from briefgen.importing.feeds import DEEPEST, read
from briefgen.importing.html_blocks import blocks
from briefgen.importing.html_depth import DEEPEST as DEEPEST_BLOCK
from briefgen.importing.html_depth import flattened
from briefgen.model.diagnostics import BriefgenError
from briefgen.reading.publication import of_status
from fuzz.malformed_feeds import EXPANDED, MUTATIONS, SECRET, check, malformed, without_network

SAMPLE = 100


def test_a_sample_is_read_or_refused_without_network_or_entities() -> None:
    outcomes: Counter[str] = Counter()
    seen: set[str] = set()
    with without_network() as asked:
        for number in range(SAMPLE):
            feed = malformed(number)
            outcomes[check(feed)] += 1
            seen.update(feed.mutations)
    assert not asked.called
    assert min(outcomes["read"], outcomes["refused"]) > SAMPLE / 5
    assert seen == {mutate.__name__.strip("_") for mutate in MUTATIONS}
    assert malformed(7) == malformed(7)


@pytest.mark.parametrize("text", [f"&#69;{EXPANDED[1:]} " * 9, SECRET], ids=["entity", "file"])
def test_the_check_fails_where_an_entity_is_expanded_or_a_file_read(text: str) -> None:
    feed = malformed(0)._replace(
        data=f"<rss><channel><item><title>A</title><description>{text}</description></item></channel></rss>".encode(),
        kind="text/xml",
    )
    with pytest.raises(AssertionError):
        check(feed)


def test_deep_elements_are_refused_in_words() -> None:
    inside = "<b>" * (DEEPEST + 1) + "x" + "</b>" * (DEEPEST + 1)
    feed = f"<rss><channel><item><title>A</title><description>{inside}</description></item></channel></rss>"
    with pytest.raises(BriefgenError, match="nested more than"):
        list(read(Input("a.xml", feed.encode())))


def test_blocks_that_are_too_deep_lose_their_tags_and_no_word() -> None:
    deep = (
        "<div>" * (DEEPEST_BLOCK + 50)
        + "<b>deep</b> words"
        + "</div>" * (DEEPEST_BLOCK + 50)
        + "<div>after</div>"
    )
    flat = flattened(deep)
    assert flat.count("<div>") == DEEPEST_BLOCK + 1
    assert flat.count("</div>") == DEEPEST_BLOCK + 1
    assert [line.text for line in blocks(deep)] == ["deep words", "after"]
    wide = "<div>a</div>" * (DEEPEST_BLOCK * 2)
    assert flattened(wide) == wide


def test_a_status_that_is_too_long_is_not_public() -> None:
    assert of_status("publ" + "_" * 300 + "ished").reason


def test_the_copy_of_an_entry_leaves_out_the_entries_inside() -> None:
    """Where an end tag is missing, each entry has all later ones inside."""
    nested = "".join(f"<item><title>Mill {n}</title><description>Text {n}.</description>" for n in range(30))
    copies = [document.raw for document in read(Input("feed.xml", f"<rss><channel>{nested}".encode()))]
    assert len(copies) == 30
    assert max(map(len, copies)) < 300

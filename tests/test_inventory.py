"""Inventories: what is written is read again, and what is no inventory is told."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.util.objects_inv import InventoryEntry, read, write

ENTRIES = [
    InventoryEntry("article", "the-river", "articles/the-river/", "The river rises: a report"),
    InventoryEntry("topic", "world", "topics/world/", "World"),
    InventoryEntry("briefing", "world/2024-05-01", "2024-05-01/world/", "World, 2024-05-01"),
]


def test_what_is_written_is_read_again() -> None:
    found = list(read(write("A  site\nof two", ENTRIES), "https://a.example/base/"))
    assert found == [e._replace(address=f"https://a.example/base/{e.address}") for e in ENTRIES]
    assert write("A", ENTRIES) == write("A", ENTRIES)


def test_sphinx_writes_in_short() -> None:
    body = zlib.compress(b"intro std:doc -1 pages/$ -\nsomething py:function 1 api.html#$ -\n")
    head = (
        b"# Sphinx inventory version 2\n# Project: P\n# Version: 1\n# The remainder of this file is "
        b"compressed using zlib.\n"
    )
    assert list(read(head + body, "https://p.example/")) == [
        InventoryEntry("article", "intro", "https://p.example/pages/intro", "intro")
    ]


def test_a_title_of_two_lines_stays_one_entry() -> None:
    (found,) = read(write("A", [InventoryEntry("article", "a", "a/", "One\ntwo std:doc 1 x y")]), "")
    assert found.title == "One two std:doc 1 x y"


@pytest.mark.parametrize(
    "data", [b"", b"# Sphinx inventory version 1\n", write("A", ENTRIES)[:-9] + b"\0" * 40, b"<html>"]
)
def test_what_is_no_inventory_is_told(data: bytes) -> None:
    with pytest.raises(ValueError, match="it is"):
        list(read(data, ""))


def test_a_site_names_what_has_a_page(tmp_path: Path) -> None:
    site = SiteTest.from_site("small", tmp_path).build(builders=["html", "objects"])
    url = "https://small.example/"
    entries = list(read((site.output / "objects.inv").read_bytes(), url))
    assert {entry.role for entry in entries} == {"article", "topic", "briefing"}
    for entry in entries:
        assert site.has("/" + entry.address.removeprefix(url)), entry

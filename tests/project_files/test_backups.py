"""Whatever a command wrote into a file can be undone, byte for byte."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sitetest import SiteTest
from writingverbs import CHANGING, FILES, NOW, Verb, preview_of

from briefgen.cli.main import run
from briefgen.model.diagnostics import BriefgenError
from briefgen.project_files.backups import Change
from briefgen.project_files.kinds import Kind, ProjectFile
from briefgen.project_files.text_file import TextFile
from briefgen.project_files.writer import write_file
from briefgen.server.workbench import ProjectWorkbench

UNDONE = [verb for verb in CHANGING if verb.name != "add-update"]


@pytest.mark.parametrize("verb", UNDONE, ids=lambda verb: verb.name)
def test_each_command_can_be_undone(verb: Verb, root: Path) -> None:
    before = (root / verb.path).read_bytes()
    verb.prepare(root)()
    assert (root / verb.path).read_bytes() != before
    assert run(["clean", "--undo", str(root / verb.path)]) == 0
    assert (root / verb.path).read_bytes() == before


def test_a_backup_makes_no_other_article_be_read_again(tmp_path: Path) -> None:
    site = SiteTest.of_files({path: text for path, text in FILES.items() if path[:2] != "in"}, tmp_path)
    site.build(now=NOW)
    assert run(["clean", "--write", str(site.root / "content/cable.md")]) == 0
    site.build(now=NOW).read(1)


def test_undo_takes_the_latest_change_of_this_file(root: Path) -> None:
    files = {name: ProjectFile(root, f"content/{name}.md", Kind.ARTICLE) for name in ("banjir", "luapan")}
    known: set[Path] = set()
    for moment, text in enumerate((b"first", b"second", b"third")):
        for name, file in files.items():
            before = name.encode() + text
            (root / file.path).write_bytes(before)
            write_file(file, Change(before, b"The same for all\n"))
            for ledger in set((root / "raw").rglob("*.ledger.json")) - known:
                os.utime(ledger, (moment, moment))
                known.add(ledger)
    for name, file in files.items():
        assert run(["clean", "--undo", str(root / file.path)]) == 0
        assert (root / file.path).read_bytes() == name.encode() + b"third"


def test_a_damaged_copy_is_no_backup(root: Path) -> None:
    file = ProjectFile(root, "content/banjir.md", Kind.ARTICLE)
    before = (root / file.path).read_bytes()
    name = write_file(file, Change(before, b"New\n"))
    (root / "raw" / name).write_bytes(b"")
    assert run(["clean", "--undo", str(root / file.path)]) == 1
    (root / file.path).write_bytes(before)
    with pytest.raises(BriefgenError, match="no backup"):
        write_file(file, Change(before, b"Newer\n"))
    assert (root / file.path).read_bytes() == before


def test_a_session_in_the_browser_keeps_the_text_before_its_first_decision(root: Path) -> None:
    workbench, file = ProjectWorkbench(preview_of(root)), root / "content/cable.md"
    before = file.read_bytes()
    for choice in ("keep", "drop", "keep", "undo"):
        shown = workbench.article("cable")
        assert shown
        number = next(row["number"] for row in shown["rows"] if row["text"] == "loading...")
        workbench.decide("cable", {"choice": choice, "line": number, "text": "loading..."})
    assert [one.read_bytes() for one in (root / "raw").rglob("*.md")] == [before]
    file.write_bytes(by_hand := file.read_bytes().replace(b"a whole day", b"two days"))
    workbench.decide("cable", {"choice": "keep", "line": 10, "text": "loading..."})
    assert {one.read_bytes() for one in (root / "raw").rglob("*.md")} == {before, by_hand}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b"a\nb\n", "a\nc\n", b"a\nc\n"),
        (b"a\r\nb\r\n", "a\nc\n", b"a\r\nc\r\n"),
        (b"\xef\xbb\xbfa\r\nb", "a\r\nc", b"\xef\xbb\xbfa\r\nc"),
        (b"\xef\xbb\xbfa\n", "\ufeffb\n", b"\xef\xbb\xbfb\n"),
        (b"a\r\nb\nc\r\nd\r\n", "d\nb\nnew\na\n", b"d\r\nb\nnew\r\na\r\n"),
        (b"a", "b\nc", b"b\nc"),
        (b"", "b\n", b"b\n"),
        (b"a\r\n", "", b""),
    ],
)
def test_a_new_text_gets_the_form_of_the_old_one(old: bytes, new: str, expected: bytes) -> None:
    assert TextFile(old).with_text(new) == expected

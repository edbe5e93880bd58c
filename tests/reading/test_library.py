"""The first memory: what is read anew, what is kept, and what failed is tried again."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from briefgen.cache.sources import CachedReading, unpack
from briefgen.model import PackedBody, ReadResult
from briefgen.reading import reader
from briefgen.reading.discovery import scan
from briefgen.reading.pipeline import Pipeline
from briefgen.reading.reader import NO_STAT, Library, ReadPool, read_all

ONE = Pipeline(digest="one")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    for name in "abc":
        write(tmp_path, name, f"Text of {name}.")
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    (root / "content" / f"{name}.md").write_text(
        f"---\ntitle: {name}\ndate: 2022-03-31\n---\n{text}\n", "utf-8"
    )


def read(root: Path, before: Library | None = None, pipeline: Pipeline = ONE, jobs: int = 1) -> Library:
    return read_all(
        root, scan(root, "content").articles, pipeline, before.files if before else {}, ReadPool(jobs)
    )


def names(paths: tuple[str, ...]) -> str:
    return "".join(Path(path).stem for path in paths)


def test_all_files_are_read_once(root: Path) -> None:
    first = read(root)
    assert (names(first.read), first.changed) == ("abc", True)
    again = read(root, first)
    assert (again.read, again.changed) == ((), False)
    assert again.files == first.files


def test_only_a_changed_file_is_read_anew(root: Path) -> None:
    first = read(root)
    write(root, "b", "Other text.")
    second = read(root, first)
    assert names(second.read) == "b"
    assert list(second.files) == list(first.files)
    assert second.files["content/b.md"].result != first.files["content/b.md"].result


def test_a_touched_file_keeps_its_result(root: Path) -> None:
    first = read(root)
    os.utime(root / "content" / "a.md", ns=(1, 1))
    second = read(root, first)
    assert (second.read, second.changed) == ((), True)
    assert second.files["content/a.md"].result is first.files["content/a.md"].result
    assert second.files["content/a.md"].stat != first.files["content/a.md"].stat


def test_a_file_that_is_gone_is_forgotten(root: Path) -> None:
    first = read(root)
    (root / "content" / "b.md").unlink()
    second = read(root, first)
    assert (list(second.files), second.read, second.changed) == (["content/a.md", "content/c.md"], (), True)


def test_a_file_that_vanishes_while_it_is_read_is_left_out(root: Path) -> None:
    articles = scan(root, "content").articles
    (root / "content" / "b.md").unlink()
    assert names(tuple(read_all(root, articles, ONE, {}).files)) == "ac"


def test_another_pipeline_reads_everything_anew(root: Path) -> None:
    first = read(root)
    assert names(read(root, first, replace(ONE, digest="two")).read) == "abc"


def test_workers_give_the_same(root: Path) -> None:
    def opened(one: CachedReading) -> CachedReading:
        body = one.body
        result = replace(one.result, body=unpack(body)) if isinstance(body, PackedBody) else one.result
        return one._replace(reading=result)

    by_two, alone = read(root, jobs=2), read(root)
    assert {path: opened(one) for path, one in by_two.files.items()} == alone.files
    assert by_two[1:] == alone[1:]


def test_what_is_wrong_in_a_file_is_remembered(root: Path) -> None:
    (root / "content" / "b.md").write_bytes(b"\xff")
    first = read(root)
    assert [d.code for d in first.files["content/b.md"].result.diagnostics] == ["encoding"]
    second = read(root, first)
    assert second.read == ()
    assert second.files == first.files


def test_a_failure_of_briefgen_is_told_and_tried_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> ReadResult:
        raise RuntimeError("no luck")

    with monkeypatch.context() as patch:
        patch.setattr(reader, "read", broken)
        first = read(root)
    failed: CachedReading = first.files["content/a.md"]
    assert failed.stat == NO_STAT
    assert [d.code for d in failed.result.diagnostics] == ["internal-error"]
    assert "no luck" in failed.result.diagnostics[0].message
    second = read(root, first)
    assert names(second.read) == "abc"
    assert all(known.result.article for known in second.files.values())


def test_a_file_that_cannot_be_read_is_told(root: Path) -> None:
    articles = scan(root, "content").articles
    (root / "content" / "b.md").unlink()
    (root / "content" / "b.md").mkdir()
    found = read_all(root, articles, ONE, {}).files["content/b.md"]
    assert [d.code for d in found.result.diagnostics] == ["file-unreadable"]
    assert found.stat == NO_STAT


def test_progress_is_counted(root: Path) -> None:
    seen: list[tuple[int, int]] = []
    read_all(
        root,
        scan(root, "content").articles,
        ONE,
        {},
        ReadPool(1, lambda done, total: seen.append((done, total))),
    )
    assert seen[-1] == (3, 3)

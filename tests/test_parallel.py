"""Work in other processes: ordered results, original errors, one line for a lost worker."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.build.worker import WorkerReader, reader_of
from briefgen.model import Diagnostic
from briefgen.model.diagnostics import BriefgenError
from briefgen.project.project import open_project
from briefgen.reading import reader as library
from briefgen.util import parallel
from briefgen.util.parallel import Workers, WorkersError, map_ordered, map_over, processes, workers

Kind = Callable[[], AbstractContextManager[Workers]]


@contextmanager
def threads() -> Iterator[Workers]:
    with ThreadPoolExecutor(2) as executor:
        yield Workers(executor, 2)


KINDS: list[Kind] = [threads, lambda: processes(2, "fork"), lambda: processes(2, "spawn")]
any_kind = pytest.mark.parametrize("kind", KINDS, ids=["threads", "fork", "spawn"])


def double(n: int) -> int:
    if n < 0:
        raise ValueError(f"{n} is too small")
    return 2 * n


def die(n: int) -> int:
    os._exit(1)


# --- map --------------------------------------------------------------------------------------------------


@any_kind
def test_results_come_in_order_and_progress_is_told(kind: Kind) -> None:
    told: list[int] = []
    with kind() as to:
        assert map_over(to, double, iter(range(1000)), 1000, told.append) == [2 * n for n in range(1000)]
    assert told == sorted(told)
    assert told[-1] == 1000


@any_kind
def test_the_first_error_in_order_is_raised_as_it_was(kind: Kind) -> None:
    with kind() as to, pytest.raises(ValueError, match="-3 is too small"):
        map_over(to, double, [1, 2, -3, 4, -5], 5)


@any_kind
def test_nothing_to_do_is_no_trouble(kind: Kind) -> None:
    with kind() as to:
        assert map_over(to, double, [], 0) == []


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_dead_worker_is_one_line(method: str) -> None:
    with (
        processes(2, method) as to,
        pytest.raises(WorkersError, match=r"the workers failed: Broken.+") as told,
    ):
        map_over(to, die, [1, 2, 3], 3)
    assert "\n" not in str(told.value)


def test_what_cannot_travel_is_one_line() -> None:
    with processes(2) as to, pytest.raises(WorkersError, match="pickle"):
        map_over(to, lambda n: n, [1], 1)


def test_items_are_drawn_as_they_are_sent() -> None:
    drawn: list[int] = []
    ahead: list[int] = []

    def items() -> Iterator[int]:
        for n in range(10_000):
            drawn.append(n)
            yield n

    with threads() as to:
        map_over(to, double, items(), 10_000, lambda done: ahead.append(len(drawn) - done))
    assert max(ahead) <= (parallel.AHEAD * 2 + 1) * parallel.CHUNK


def test_a_cluster_without_workers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "LONELY", 0.05)
    stop = threading.Event()
    with ThreadPoolExecutor(1) as executor:
        try:
            with pytest.raises(WorkersError, match="the workers failed"):
                map_over(Workers(executor, 1, lambda: False), stop.wait, [30], 1)
        finally:
            stop.set()


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_closures_reach_forked_workers(jobs: int) -> None:
    by = 7
    told: list[int] = []
    assert map_ordered(lambda n: n * by, range(300), jobs, told.append) == [n * by for n in range(300)]
    assert told[-1] == 300


def test_where_no_fork_is_safe_a_closure_stays_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "can_fork", lambda: False)
    assert set(map_ordered(lambda n: os.getpid(), range(5), 2)) == {os.getpid()}


def test_workers_are_started_where_the_work_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    for fork, counts in ((True, (1, 4, 4)), (False, (1, 1, 4))):
        monkeypatch.setattr(parallel, "can_fork", lambda fork=fork: fork)
        assert tuple(workers("auto", n) for n in (199, 200, 1000)) == counts
        assert workers("3", 2) == 2
        assert workers("3", 0) == 1


# --- builds by spawned workers ----------------------------------------------------------------------------


@pytest.fixture
def spawning(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """As where nothing can be forked; the list counts the pools that were spawned."""
    pools: list[int] = []

    def counted(jobs: int) -> AbstractContextManager[Workers]:
        pools.append(jobs)
        return processes(jobs)

    for module in (parallel, library):
        monkeypatch.setattr(module, "can_fork", lambda: False)
    monkeypatch.setattr(library, "processes", counted)
    return pools


def told(site: SiteTest) -> tuple[Diagnostic, ...]:
    return site.report.diagnostics


@pytest.mark.parametrize("name", ["small", "extended"])
def test_spawned_workers_build_the_same(name: str, tmp_path: Path, spawning: list[int]) -> None:
    one = SiteTest.from_site(name, tmp_path / "one").build()
    assert not spawning
    two = SiteTest.from_site(name, tmp_path / "two").build(jobs=2)
    assert spawning == [2]
    assert two.tree() == one.tree()
    assert told(two) == told(one)
    two.build(jobs=2).idle()
    assert spawning == [2]


@pytest.mark.usefixtures("spawning")
def test_a_failing_handler_is_told_alike_by_spawned_workers(tmp_path: Path) -> None:
    one = SiteTest.from_site("extended", tmp_path / "one")
    two = SiteTest.from_site("extended", tmp_path / "two")
    for site, jobs in ((one, 1), (two, 2)):
        site.edit("extensions/desk.py", '"source-read", on_', '"source-read", lambda value: 1 / 0 or on_')
        site.build(jobs=jobs).fails()
    assert told(two) == told(one)


def test_a_dead_worker_of_a_build_is_told_and_the_site_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = SiteTest.from_site("small", tmp_path).build()
    before = site.tree()
    monkeypatch.setattr(library, "read_raw", lambda *_: os._exit(1))
    with pytest.raises(BriefgenError) as error:
        site.build(jobs=2, fresh=True)
    assert [d.code for d in error.value.diagnostics] == ["workers-failed"]
    assert site.tree() == before


# --- the recipe -------------------------------------------------------------------------------------------


def read_with(reader: WorkerReader) -> str:
    return reader(library.Raw("content/x.md", (), b"---\ntitle: x\ndate: 2022-03-31\n---\nA word.\n")).key


@pytest.fixture
def reader(tmp_path: Path) -> WorkerReader:
    return reader_of(open_project(SiteTest.from_site("extended", tmp_path).root), same_disk=False)


def test_a_recipe_makes_the_pipeline_without_our_disk(tmp_path: Path) -> None:
    site = SiteTest.from_site("extended", tmp_path)
    site.write("sources/post.yml", "phrases: [Menu]\n")
    project = open_project(site.root)
    reader = reader_of(project, same_disk=False)
    site.remove("extensions/desk.py").remove("sources/post.yml")
    raw = library.Raw("content/x.md", (), b"---\ntitle: x\ndate: 2022-03-31\n---\nA word.\n")
    assert reader(raw) == library.read_raw(raw, project.pipeline)


def test_a_worker_that_is_not_like_us_reads_nothing(reader: WorkerReader) -> None:
    assert read_with(reader)
    for change, why in (
        (replace(reader, code="other"), "another version of briefgen"),
        (replace(reader, libraries=(("Python", "2.7"), *reader.libraries[1:])), "there and 2.7 here"),
        (replace(reader, pipeline="other"), "an extension is not the same there"),
    ):
        with pytest.raises(BriefgenError, match=why) as error:
            read_with(change)
        assert [d.code for d in error.value.diagnostics] == ["workers-failed"]


# --- the address ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("tcp://127.0.0.1:1", "there is no answer from tcp://127.0.0.1:1"),
        ("tcp://nowhere.invalid:8786", "there is no answer from tcp://nowhere.invalid:8786"),
        ("127.0.0.1:8786", "write one such as tcp://host:8786"),
        ("tcp://127.0.0.1", "write one such as tcp://host:8786"),
        ("tcp://127.0.0.1:99999999", "write one such as tcp://host:8786"),
    ],
)
def test_a_bad_address_is_one_line(
    address: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from briefgen.cli.main import run

    root = SiteTest.from_site("small", tmp_path).root
    assert run(["build", str(root), "--executor", address]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert says in err
    assert not (root / "site").exists()

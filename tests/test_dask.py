"""Past one machine: a Dask cluster reads the articles to the same bytes, and a worker that dies changes nothing but the time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from sitetest import NOW, SiteTest

from briefgen import parallel
from briefgen.app import open_project
from briefgen.build import Options, build
from briefgen.parallel import WorkersError, dask

distributed = pytest.importorskip(
    "distributed", reason="NOT TESTED: reading on a cluster; pip install 'briefgen[dask]'"
)

pytestmark = [
    # One cluster for all of these: with xdist, one process runs them.
    pytest.mark.xdist_group("dask"),
    # A worker that is killed leaves its sockets to the garbage collector; that is what killing is.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

COUNT = 150


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of two worker processes."""
    with distributed.LocalCluster(
        n_workers=2, processes=True, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as local:
        yield local.scheduler_address


def corpus(folder: Path) -> SiteTest:
    """Articles with noise, with what is wrong, and one that is in error."""
    files = {"briefgen.yml": "title: Many\ntopics: [{slug: world, title: World, keywords: [harbour]}]\n"}
    for n in range(COUNT):
        head = f"title: Article {n}\ndate: 2022-03-{n % 28 + 1:02d}\nsource: Outlet {n % 5}\n"
        text = f"The harbour of town {n} is open again.\n\nRead also: something else\n\n> A quote, [a link](<{n}.md>).\n"
        files[f"content/{n:03d}.md"] = f"---\n{head}---\n{text}"
    files["content/broken.md"] = "---\ntitle: never closed\n"
    return SiteTest.of_files(files, folder)


def build_by(
    address: str, site: SiteTest, progress: Callable[[str, int, int], None] = lambda *_: None
) -> None:
    from datetime import datetime

    project = open_project(site.root)
    with dask(address) if address else nullcontext() as workers:
        options = Options(
            site.output,
            project.config.builders,
            datetime.fromisoformat(NOW),
            jobs=1,
            keep_going=True,
            workers=workers,
        )
        site.report = build(project, options, progress)


def same(one: SiteTest, two: SiteTest) -> None:
    assert one.tree()
    assert two.tree() == one.tree()
    assert two.report.diagnostics == one.report.diagnostics


def test_a_cluster_builds_the_same(cluster: str, tmp_path: Path) -> None:
    one, two = corpus(tmp_path / "one"), corpus(tmp_path / "two")
    build_by("", one)
    build_by(cluster, two)
    same(one, two)
    build_by(cluster, two)
    assert (two.report.read, two.report.written) == ((), ())


def test_a_project_with_an_extension_needs_no_shared_disk(cluster: str, tmp_path: Path) -> None:
    one = SiteTest.from_site("extended", tmp_path / "one")
    two = SiteTest.from_site("extended", tmp_path / "two")
    build_by("", one)
    build_by(cluster, two)
    same(one, two)


def test_a_killed_worker_changes_nothing(
    cluster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "CHUNK", 4)  # so that there is a half of the work
    one, two = corpus(tmp_path / "one"), corpus(tmp_path / "two")
    build_by("", one)
    killed: list[int] = []

    def kill_at_half(phase: str, done: int, total: int) -> None:
        if phase == "reading" and done >= total // 2 and not killed:
            with distributed.Client(cluster, set_as_default=False) as client:
                killed.append(next(iter(client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    build_by(cluster, two, kill_at_half)
    assert killed
    same(one, two)


def test_the_command_reads_on_the_cluster(cluster: str, tmp_path: Path) -> None:
    site = SiteTest.from_site("small", tmp_path)
    assert command(site.root, cluster).returncode == 0
    assert site.tree()


def test_a_scheduler_without_workers_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "PATIENCE", 1)
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=None, host="127.0.0.1") as local,
        pytest.raises(WorkersError, match="has no worker: start some with `dask worker tcp://"),
        dask(local.scheduler_address),
    ):
        pass


def test_a_missing_extra_is_one_line(cluster: str, tmp_path: Path) -> None:
    (tmp_path / "absent").mkdir()
    (tmp_path / "absent/distributed.py").write_text("raise ImportError", "utf-8")
    site = SiteTest.from_site("small", tmp_path)
    done = command(site.root, cluster, path=tmp_path / "absent")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "pip install 'briefgen[dask]'" in done.stderr


def command(root: Path, address: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    places = [str(path)] if path else []
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*places, *sys.path])}
    return subprocess.run(
        [sys.executable, "-m", "briefgen", "build", str(root), "--now", NOW, "--executor", address],
        env=environment,
        capture_output=True,
        text=True,
    )

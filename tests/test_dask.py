"""A Dask cluster reads articles to the same bytes, even when a worker dies.

Cluster and builds are processes of their own: Dask leaves threads behind, and beside threads the tests of
``-j`` could not fork.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest
from sitetest import NOW, SiteTest, same_everywhere

if find_spec("distributed") is None:
    pytest.skip(
        "NOT TESTED: reading on a cluster; pip install 'briefgen[dask]' to test it", allow_module_level=True
    )

COUNT = 150

CLUSTER = """
import os, sys
from distributed import Client, LocalCluster
if __name__ == "__main__":
    with LocalCluster(
        n_workers=int(sys.argv[1]), processes=True, threads_per_worker=1, dashboard_address=None,
        host="127.0.0.1",
    ) as cluster, Client(cluster) as client:
        print(cluster.scheduler_address, *client.run(os.getpid).values(), flush=True)
        sys.stdin.read()
"""

KILL_AT_HALF = """
import os, signal
from briefgen.reporting import console
parallel.CHUNK = 4  # so that there is a half of the work
def kill_at_half(self, phase, done, total, killed=[]):
    if phase == "reading" and done >= total // 2 and not killed:
        killed.append(os.kill({pid}, signal.SIGKILL))
        print("killed at", done, "of", total)
console.Bar.__call__ = kill_at_half
"""


class Cluster(NamedTuple):
    """A scheduler's address, and the process ids of its workers."""

    address: str
    pids: tuple[int, ...]


@contextmanager
def cluster_of(count: int, folder: Path) -> Iterator[Cluster]:
    script = folder / "cluster.py"
    script.write_text(CLUSTER, "utf-8")
    with subprocess.Popen(
        [sys.executable, script, str(count)],
        cwd=folder,
        env=environment(),
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout
        address, *pids = process.stdout.readline().split()
        yield Cluster(address, tuple(map(int, pids)))
        process.communicate("")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster_of(2, tmp_path_factory.mktemp("cluster")) as two:
        yield two


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def build(site: SiteTest, address: str, first: str = "") -> subprocess.CompletedProcess[str]:
    """``briefgen build`` in a process of its own, which does something else first."""
    code = (
        f"import sys\nfrom briefgen.util import parallel\n{first}\nfrom briefgen.cli.main import main\nmain()"
    )
    arguments = ["build", ".", "--now", NOW, "--keep-going", *(["--executor", address] if address else [])]
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=site.root,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )


def corpus(folder: Path) -> SiteTest:
    """Articles with noise, with what is wrong, and one that is in error."""
    files = {"briefgen.yml": "title: Many\ntopics: [{slug: world, title: World, keywords: [harbour]}]\n"}
    for n in range(COUNT):
        head = f"title: Article {n}\ndate: 2022-03-{n % 28 + 1:02d}\nsource: Outlet {n % 5}\n"
        text = (
            f"The harbour of town {n} is open again.\n\nRead also: something else\n\n[A "
            f"link](<{n + 1}.md>).\n"
        )
        files[f"content/{n}.md"] = f"---\n{head}---\n{text}"
    files["content/broken.md"] = "---\ntitle: never closed\n"
    return SiteTest.of_files(files, folder)


def same(one: SiteTest, two: SiteTest, cluster: Cluster, first: str = "") -> str:
    """Both build to the same bytes and say the same, one here and two on the cluster; what two printed."""
    here, there = build(one, ""), build(two, cluster.address, first)
    assert one.tree()
    assert two.tree() == one.tree()
    assert (there.returncode, told(there)) == (here.returncode, told(here))
    return there.stdout


def told(done: subprocess.CompletedProcess[str]) -> str:
    """What briefgen said; Dask itself logs a line when it loses a worker, and may."""
    lines = (line for line in done.stderr.splitlines(keepends=True) if " - distributed." not in line)
    return same_everywhere("".join(lines))


def test_a_cluster_builds_the_same(cluster: Cluster, tmp_path: Path) -> None:
    one, two = corpus(tmp_path / "one"), corpus(tmp_path / "two")
    same(one, two, cluster)
    assert "fence-missing" in build(two, cluster.address).stderr


def test_a_project_with_an_extension_needs_no_shared_disk(cluster: Cluster, tmp_path: Path) -> None:
    one, two = (SiteTest.from_site("extended", tmp_path / name) for name in ("one", "two"))
    same(one, two, cluster)


def test_a_killed_worker_changes_nothing(cluster: Cluster, tmp_path: Path) -> None:
    one, two = corpus(tmp_path / "one"), corpus(tmp_path / "two")
    printed = same(one, two, cluster, KILL_AT_HALF.format(pid=cluster.pids[0]))
    assert printed.startswith("killed at")


def test_a_scheduler_without_workers_is_one_line(tmp_path: Path) -> None:
    with cluster_of(0, tmp_path) as nobody:
        done = build(SiteTest.from_site("small", tmp_path), nobody.address, "parallel.PATIENCE = 1")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert f"has no worker; start one: dask worker {nobody.address}" in done.stderr


def test_a_missing_extra_is_one_line(cluster: Cluster, tmp_path: Path) -> None:
    done = build(SiteTest.from_site("small", tmp_path), cluster.address, "sys.modules['distributed'] = None")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "pip install 'briefgen[dask]'" in done.stderr


def test_what_is_no_scheduler_is_one_line(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as other:  # takes the call and says nothing
        address = f"tcp://127.0.0.1:{other.getsockname()[1]}"
        done = build(SiteTest.from_site("small", tmp_path), address, "parallel.PATIENCE = 1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1, done.stderr
    assert f"no Dask scheduler answers at {address}" in done.stderr

"""One site, many circumstances, the same bytes: each build runs in a process of its own."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sitetest import SITES

EPOCH = "1717243200"  # 2024-06-01T12:00:00Z
NOW = "2024-06-01T12:00:00+00:00"
PACKAGE = Path(__file__).parent.parent


def copied(to: Path, *, backwards: bool = False) -> Path:
    """The law's site, its files made one by one in an order."""
    start = SITES / "law"
    for path in sorted((p for p in start.rglob("*") if p.is_file()), reverse=backwards):
        target = to / path.relative_to(start)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return to


def built(
    root: Path, *arguments: str, cwd: Path | None = None, umask: int = 0o022, **variables: str
) -> dict[str, str]:
    """The digest of every output file, by path."""
    given = {
        name: value
        for name, value in os.environ.items()
        if name not in ("TZ", "LC_ALL", "LANG", "PYTHONHASHSEED")
    }
    command = [sys.executable, "-m", "briefgen", "build", *(arguments or (str(root), "--now", NOW)), "-q"]
    environment = {**given, "PYTHONPATH": str(PACKAGE), **variables}
    done = subprocess.run(command, cwd=cwd, env=environment, umask=umask, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    site = root / "site"
    files = sorted(p for p in site.rglob("*") if p.is_file())
    return {p.relative_to(site).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    found = built(copied(tmp_path_factory.mktemp("plain") / "law"), PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C")
    assert len(found) > 40
    return found


@pytest.mark.parametrize(
    "variables",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4242"},
        {"TZ": "Asia/Jakarta"},
        {"TZ": "America/St_Johns"},
        {"LC_ALL": "C.UTF-8"},
        {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
        {"PYTHONUTF8": "0", "LC_ALL": "POSIX"},
    ],
    ids=str,
)
def test_whatever_the_surroundings(
    expected: dict[str, str], tmp_path: Path, variables: dict[str, str]
) -> None:
    assert built(copied(tmp_path / "law"), **variables) == expected


def test_whatever_the_umask(expected: dict[str, str], tmp_path: Path) -> None:
    assert built(copied(tmp_path / "law"), umask=0o077) == expected


@pytest.mark.parametrize("jobs", ["1", "2", "auto"])
def test_whatever_the_jobs(expected: dict[str, str], tmp_path: Path, jobs: str) -> None:
    root = copied(tmp_path / "law")
    assert built(root, str(root), "--now", NOW, "-j", jobs) == expected


def test_whatever_the_order_of_the_files(expected: dict[str, str], tmp_path: Path) -> None:
    assert built(copied(tmp_path / "law", backwards=True)) == expected


def test_wherever_the_checkout_and_whoever_stands_where(expected: dict[str, str], tmp_path: Path) -> None:
    root = copied(tmp_path / "quite another" / "plâce" / "with a long name")
    assert built(root, ".", "--now", NOW, cwd=root) == expected
    assert built(root, str(root), "--now", NOW, "-E", "-a", cwd=tmp_path) == expected


@pytest.mark.parametrize(
    ("epoch", "now"),
    [(EPOCH, ""), ("", NOW), ("", "2024-06-01T19:00+07:00"), ("0", NOW)],
    ids=["epoch", "now", "now in another zone", "now before epoch"],
)
def test_source_date_epoch_and_now(expected: dict[str, str], tmp_path: Path, epoch: str, now: str) -> None:
    root = copied(tmp_path / "law")
    assert built(root, str(root), *(("--now", now) if now else ()), SOURCE_DATE_EPOCH=epoch) == expected


def test_time_shows_only_in_what_is_held_back(expected: dict[str, str], tmp_path: Path) -> None:
    root = copied(tmp_path / "law")
    later = built(root, str(root), SOURCE_DATE_EPOCH="1722470400")  # 2024-08-01: theta's embargo is over
    assert "articles/theta/index.html" in later.keys() - expected.keys()
    assert later["404.html"] == expected["404.html"]

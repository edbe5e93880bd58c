"""The output holds the old site or the new one, and what is not ours travels along."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefgen.build import atomic_swap, output
from briefgen.build.output import Output

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no exchange of folders on Windows")

LONG_AGO = (1_600_000_000_000_000_000,) * 2


def fill(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def aged(folder: Path) -> None:
    """As if nothing had changed for long."""
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, ns=LONG_AGO, follow_symlinks=False)


def tree(folder: Path) -> dict[str, tuple[int, str]]:
    """Every file with its inode and its text."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): (path.stat().st_ino, path.read_text()) for path in files}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    fill(folder, index="one", a__index="two", a__b__index="three", theirs__deep__CNAME="example.org")
    aged(folder)
    return folder


def spare_of(site: Path) -> Path:
    return Path(atomic_swap.place_of(str(site)))


def mirrored(site: Path) -> Path:
    atomic_swap.mirror(str(site), str(spare_of(site)))
    return spare_of(site)


def staged(tmp_path: Path, **files: str) -> dict[str, str]:
    """Finished files by the path that they are for."""
    fill(tmp_path / "stage", **files)
    return {name.replace("__", "/"): str(tmp_path / "stage" / name.replace("__", "/")) for name in files}


def test_the_spare_holds_the_very_files(site: Path) -> None:
    assert tree(mirrored(site)) == tree(site)


def test_only_folders_that_differ_are_looked_into(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mirrored(site)
    fill(site, a__b__new="four")
    looked: list[str] = []
    alike = atomic_swap._make_alike
    monkeypatch.setattr(
        atomic_swap, "_make_alike", lambda entries, there: (looked.append(there), alike(entries, there))
    )
    mirrored(site)
    assert looked == [f"{spare_of(site)}/a/b"]
    assert tree(spare_of(site)) == tree(site)


@pytest.mark.parametrize(
    "harm",
    [
        lambda spare: (spare / "a/b/index").unlink(),
        lambda spare: fill(spare, a__stray="x"),
        lambda spare: fill(spare, theirs__deep__more__stray="x"),
        lambda spare: (spare / "index").replace(spare / "a/index"),
    ],
)
def test_a_spare_that_was_harmed_is_mended(site: Path, harm: object) -> None:
    harm(mirrored(site))  # type: ignore[operator]
    assert tree(mirrored(site)) == tree(site)


def test_a_file_where_a_folder_was_and_a_folder_where_a_file_was(site: Path) -> None:
    mirrored(site)
    (site / "index").unlink()
    fill(site, index__deep="x")
    (site / "a/b/index").unlink()
    (site / "a/b").rmdir()
    fill(site, a__b="y")
    assert tree(mirrored(site)) == tree(site)


def test_links_are_not_followed(site: Path, tmp_path: Path) -> None:
    fill(tmp_path, outside__inner="s")
    (site / "way").symlink_to(tmp_path / "outside")
    beside = mirrored(site)
    assert (beside / "way").is_symlink()
    assert tree(tmp_path / "outside") == tree(tmp_path / "outside")
    atomic_swap.clear(str(beside))
    assert (tmp_path / "outside/inner").read_text() == "s"


def test_a_file_system_without_hard_links_is_served_by_copies(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_link(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_link)
    texts = {name: text for name, (_, text) in tree(mirrored(site)).items()}
    assert texts == {name: text for name, (_, text) in tree(site).items()}


def test_several_changes_are_one_step(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, str]] = []
    exchange = output.exchange

    def watched(one: str, other: str) -> None:
        seen.append({name: text for name, (_, text) in tree(site).items()})
        exchange(one, other)

    monkeypatch.setattr(output, "exchange", watched)
    before = {name: text for name, (_, text) in tree(site).items()}
    why = Output(site).change(staged(tmp_path, index="new", c__index="four"), ["a/b/index"])
    assert (why, seen) == ("", [before])
    assert {name: text for name, (_, text) in tree(site).items()} == {
        "index": "new",
        "a/index": "two",
        "c/index": "four",
        "theirs/deep/CNAME": "example.org",
    }


def test_what_others_put_into_the_output_between_two_builds_stays(site: Path, tmp_path: Path) -> None:
    output = Output(site)
    output.change(staged(tmp_path, index="1", a__index="1"), [])
    fill(site, theirs__deep__note="kept", top="kept")
    (site / "theirs/deep/CNAME").write_text("changed in place")
    output.change(staged(tmp_path, index="2", a__index="2"), [])
    texts = {name: text for name, (_, text) in tree(site).items()}
    assert texts == {
        "index": "2",
        "a/index": "2",
        "a/b/index": "three",
        "theirs/deep/CNAME": "changed in place",
        "theirs/deep/note": "kept",
        "top": "kept",
    }


def test_where_nothing_can_be_exchanged_the_files_go_one_by_one(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(one: str, other: str) -> None:
        raise OSError(errno.ENOSYS, "this system cannot exchange two folders", one)

    monkeypatch.setattr(output, "exchange", cannot)
    why = Output(site).change(staged(tmp_path, index="new", c__index="four"), ["a/index"])
    assert why == "this system cannot exchange two folders"
    assert tree(site)["index"][1] == "new"
    assert "a/index" not in tree(site)


def test_a_failure_before_the_exchange_leaves_the_site_as_it_was(site: Path, tmp_path: Path) -> None:
    before = tree(site)
    files = staged(tmp_path, index="new", c__index="four")
    Path(files["c/index"]).unlink()
    with pytest.raises(OSError, match="No such file"):
        Output(site).change(files, [])
    assert tree(site) == before


def test_an_output_that_is_a_link_stays_one(site: Path, tmp_path: Path) -> None:
    link = tmp_path / "public"
    link.symlink_to(site)
    Output(link).change(staged(tmp_path, index="new", c__index="four"), [])
    assert link.is_symlink()
    assert tree(site)["c/index"][1] == "four"


def test_a_file_that_is_not_taken_whole_is_an_error(tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys, pathlib\n"
        "from briefgen.build.output import Stage\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "stage = Stage(pathlib.Path(sys.argv[1]) / 'stage')\n"
        "stage.open()\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))\n"
        "stage.put(1, b'x' * 10)\n"
        "try:\n    stage.put(2, b'x' * 11)\nexcept OSError as error:\n    print(error.strerror)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True)
    assert done.stdout == "File too large\n", done.stderr


def test_a_folder_without_folders_that_is_alike_is_not_listed(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirrored(site)
    counts = site.stat().st_nlink == 2 + sum(path.is_dir() for path in site.iterdir())
    folders = [path for path in site.rglob("*") if path.is_dir()]
    leaves = {str(path) for path in folders if not any(map(Path.is_dir, path.iterdir()))}
    assert leaves
    listed: list[str] = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: (listed.append(str(path)), scandir(path))[1])
    mirrored(site)
    assert leaves.isdisjoint(listed) or not counts

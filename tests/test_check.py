"""``briefgen check``: tells what a build would, and leaves everything as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sitetest import SITES, SiteTest

from briefgen.cli.main import run

NOW = ["--now", "2024-06-01"]
TRAPS = sorted(folder.name for folder in SITES.glob("trap-*"))


def everything(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file()
    }


def told(verb: str, root: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, list[str]]:
    code = run([verb, str(root), *NOW, "--json", *more])
    report = json.loads(capsys.readouterr().out)
    return code, [
        f"{d['code']} {d['path']}:{d['line']}:{d['column']} {d['message']}" for d in report["diagnostics"]
    ]


@pytest.mark.parametrize("name", ["small", "law", *TRAPS])
def test_it_tells_what_a_build_tells_and_writes_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = SiteTest.from_site(name, tmp_path).root
    before = everything(root)
    checked = told("check", root, capsys, "-n")
    assert everything(root) == before
    assert checked == told("build", root, capsys, "-n")


def test_a_check_after_a_build_reads_nothing_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = SiteTest.from_site("small", tmp_path).build().root
    before = everything(root)
    assert run(["check", str(root), *NOW, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["read"] == 0
    assert everything(root) == before


def test_warnings_are_errors_when_asked(tmp_path: Path) -> None:
    site = SiteTest.from_site("small", tmp_path).write(
        "content/new.md", ("---\ntitle: N\ndate: 2024-05-01\ntopic: x\nlang: en\ntagz: [a]\n---\n\nWords.\n")
    )
    assert run(["check", str(site.root), *NOW, "-q"]) == 0
    assert run(["check", str(site.root), *NOW, "-q", "-W"]) == 1


def test_an_example_that_does_not_hold_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = "phrases: [Menu]\nexamples:\n  - {raw: Menus, clean: ''}\n"
    site = SiteTest.from_site("small", tmp_path).write("sources/post.yml", rules)
    assert run(["check", str(site.root), *NOW]) == 1
    said = capsys.readouterr().err
    assert (
        'sources/post.yml:3:25: error: these rules leave "Menus", and the example says that it goes' in said
    )
    assert said.endswith(": 1 error.\n")


def test_no_project_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(tmp_path)]) == 2
    assert "briefgen init" in capsys.readouterr().err

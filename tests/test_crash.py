"""A fault of briefgen's own is told in two lines, leaves a report, and keeps the site."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("not so \x1b[31mfast")


def test_the_stage_the_room_and_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site = SiteTest.from_site("small", tmp_path).build()
    before = site.tree()
    monkeypatch.chdir(site.root)
    site.touch("content/alpha.md").remove("content/beta.md")
    monkeypatch.setattr("briefgen.build.group.group", broken)
    assert run(["build"]) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("briefgen failed in the stage group, in briefgen/build/group.py:")
    assert "RuntimeError: not so" in first
    assert "\x1b" not in first
    assert second.endswith("with .briefgen/crash.txt.")
    report = (site.root / ".briefgen/crash.txt").read_text("utf-8")
    assert "briefgen build" in report
    assert "Traceback" in report
    assert site.tree() == before


def test_where_there_is_no_project_the_report_goes_to_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("briefgen.cli.schema.command.callback", broken)
    assert run(["schema"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("briefgen failed, in briefgen/cli/")
    (report,) = tmp_path.glob("briefgen-*-crash.txt")
    assert str(report) in told

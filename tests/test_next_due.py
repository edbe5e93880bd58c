"""The next moment at which something appears or expires: in the build's last line and in its report."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.grouping.visibility import Visibility, next_due
from briefgen.model import Article, EditionFile

NOW = "2024-06-01T12:00:00+07:00"
RULES = Visibility(datetime.fromisoformat(NOW).astimezone(ZoneInfo("Asia/Jakarta")))


def article(path: str, day: str = "2024-05-01", **more: Any) -> Article:
    return Article(path, path, path, path, day, "", more.pop("moment", day), "en", **more)


def test_the_first_change_of_what_is_public_is_due() -> None:
    late = article("late", publish_from="2024-07-01T06:00:00+00:00")
    gone = article("gone", expires="2024-06-20T00:00:00+07:00")
    ahead = article("ahead", "2024-06-10")
    assert next_due([], RULES) == next_due([article("open")], RULES) == ()
    assert next_due([late], RULES) == ("2024-07-01T13:00:00+07:00", "late", "appears")
    assert next_due([late, gone], RULES) == ("2024-06-20T00:00:00+07:00", "gone", "expires")
    assert next_due([gone, late, ahead], RULES) == ("2024-06-10T00:00:00+07:00", "ahead", "appears")


def test_what_stays_unpublished_is_not_due() -> None:
    both = article("both", "2024-06-10", publish_from="2024-06-15T00:00:00+07:00")
    assert next_due([both], RULES)[0][:10] == "2024-06-15", "the later of its dates"
    assert next_due([both._replace(draft=True)], RULES) == ()
    over = article("over", publish_from="2024-06-15T00:00:00+07:00", expires="2024-06-10T00:00:00+07:00")
    assert next_due([over], RULES) == ()
    file = EditionFile("content/editions/2024-06-10.md", "2024-06-10", skip=("both",))
    assert next_due([both], RULES._replace(editions={"2024-06-10": file})) == ()


def test_builds_and_reports_name_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = "---\ntitle: Talks\ndate: 2024-05-01\ntopic: sea\n{}---\n\nWords.\n"
    files = {
        "briefgen.yml": "builders: [html]\ntimezone: Asia/Jakarta\ntopics: [{slug: sea}]\n",
        "content/talks.md": head.format("publish_from: 2024-07-01 06:00\n"),
        "content/open.md": head.format(""),
    }
    site = SiteTest.of_files(files, tmp_path)
    report = tmp_path / "report.json"
    due = {"moment": "2024-07-01T06:00:00+07:00", "path": "content/talks.md", "change": "appears"}
    for _ in range(2):  # a build with nothing to do knows it, too
        assert run(["build", str(site.root), "--now", NOW, "--report", str(report)]) == 0
        assert "Next due: content/talks.md appears at 2024-07-01 06:00+07:00.\n" in capsys.readouterr().err
        assert json.loads(report.read_text("utf-8"))["next_due"] == due
    site.edit("content/open.md", "Words", "Other words")
    assert run(["build", str(site.root), "--now", NOW, "--report", str(report)]) == 0
    assert json.loads(report.read_text("utf-8"))["next_due"] == due
    capsys.readouterr()
    assert run(["build", str(site.root), "--now", due["moment"], "--report", str(report)]) == 0
    assert "Next due" not in capsys.readouterr().err
    assert json.loads(report.read_text("utf-8"))["next_due"] is None

"""``take`` and ``skip`` with a fault at each file call: no text is lost, and a repeat ends the work."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filefaults import Faults, Killed, full_from, killed_at, watched

from briefgen.cli import common
from briefgen.curation.inbox_decisions import Placement, skip, take
from briefgen.curation.inbox_items import InboxItem, read_items
from briefgen.model.diagnostics import BriefgenError
from briefgen.project.project import Project

TEXT = "The heron waits by the weir until the miller has closed the gate."
ITEM = f"---\ntitle: Heron\ndate: 2024-05-01\nlang: en\nurl: https://a.example/heron\n---\n\n{TEXT}\n"
NOW = datetime(2024, 5, 2, tzinfo=UTC)
Act = Callable[[Project, InboxItem], object]
ACTS: dict[str, Act] = {
    "take": lambda project, item: take(project, item, Placement(), NOW),
    "take into an edition": lambda project, item: take(project, item, Placement("2024-05-02", "sea"), NOW),
    "skip": lambda project, item: skip(project, [item], NOW),
}


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Iterator[Faults]:
    with watched(monkeypatch) as installed:
        yield installed


def make(root: Path) -> None:
    shutil.rmtree(root, ignore_errors=True)
    for path, text in {"briefgen.yml": "title: T\nurl: https://t.example/\n", "inbox/heron.md": ITEM}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    (root / ".briefgen").mkdir()


def people_files(root: Path) -> dict[str, str]:
    """The files of people, and what ``raw/`` keeps, with their texts."""
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and ".briefgen" not in path.parts]
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in files}


def run(root: Path, act: Act, faults: Faults, fail: Callable[[int, str], None]) -> str:
    """Decide on every item that waits, with a fault."""
    project = common.open_to_read(root)
    items = read_items(project).items
    with faults.below(root, fail):
        try:
            for item in items:
                act(project, item)
        except BriefgenError as error:
            return error.diagnostics[0].code
        except Killed:
            return "killed"
    return ""


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("fault", [killed_at, full_from])
def test_nothing_is_lost_at_any_call(
    name: str, fault: Callable[[int], Callable[[int, str], None]], tmp_path: Path, faults: Faults
) -> None:
    root, act = tmp_path / "project", ACTS[name]
    make(root)
    assert run(root, act, faults, lambda number, call: None) == ""
    end, calls = people_files(root), len(faults.calls)
    assert calls >= 3
    assert "inbox/heron.md" not in end
    for number in range(1, calls + 1):
        make(root)
        run(root, act, faults, fault(number))
        now = people_files(root)
        assert any(TEXT in text for text in now.values()), (number, now)
        assert set(now) <= {*end, "inbox/heron.md"}, number
        assert run(root, act, faults, lambda number, call: None) == "", number
        assert people_files(root) == end, number

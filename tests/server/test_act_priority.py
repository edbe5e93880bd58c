"""A build waits while an act of the desk is answered."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import TYPE_CHECKING, Any

from briefgen.model import Location, Report
from briefgen.model.diagnostics import diagnostic
from briefgen.server.act_priority import QUIET, ActPriority
from briefgen.server.debounce import DESK, SAVING, Changes
from briefgen.server.live_reload import LiveReload
from briefgen.server.preview import Preview, PreviewSite

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_build_gives_way_to_an_act_and_then_goes_on() -> None:
    now = [100.0]
    acts, steps = ActPriority(lambda: now[0]), []
    assert not acts.is_recent
    acts.give_way()  # at once
    is_answering, may_end = threading.Event(), threading.Event()

    def answer() -> None:
        with acts.answering():
            is_answering.set()
            may_end.wait()
            steps.append("answer")

    def build() -> None:
        acts.give_way()
        steps.append("build")

    first, second = threading.Thread(target=answer), threading.Thread(target=build)
    first.start()
    is_answering.wait()
    assert acts.is_recent
    second.start()
    may_end.set()
    second.join()
    first.join()
    assert steps == ["answer", "build"]
    assert acts.is_recent, "more acts may follow"
    now[0] += QUIET
    assert not acts.is_recent


def test_while_somebody_acts_a_build_begins_later() -> None:
    for is_acting, patience in ((False, SAVING), (True, DESK)):
        changes = Changes(is_acting=lambda acting=is_acting: acting)  # type: ignore[misc]
        changes.add("content/a.md")
        assert changes._quiet_at(changes._last) == changes._last + patience.quiet


def test_a_build_that_fails_in_the_midst_of_an_act_is_not_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An act may change two files that belong together, such as a topic and an order."""
    (tmp_path / "briefgen.yml").write_text("title: A\nurl: https://example.org/\n", "utf-8")
    preview = Preview(
        PreviewSite(tmp_path, {}, "http://127.0.0.1:8000", lambda home: datetime(2024, 5, 2, tzinfo=home)),
        LiveReload(),
    )
    preview.begin()
    error = diagnostic("edition-topic", Location("content/editions/2024-05-02.md"), "half an act")
    failed = Report(diagnostics=(error,), failed=True)
    reports = [failed, Report(), failed]

    def build(*arguments: Any) -> Report:
        if len(reports) == 3:
            with preview.acts.answering():
                pass
        return reports.pop()

    monkeypatch.setattr("briefgen.build.build.build", build)
    preview.rebuild(("content/a.md",))
    assert len(reports) == 1, "it was built again"
    assert preview.live.state.problems == ()
    preview.rebuild(("content/a.md",))
    assert [one["code"] for one in preview.live.state.problems] == ["edition-topic"], "without an act it is"

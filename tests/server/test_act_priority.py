"""A build waits while an act of the desk is answered."""

from __future__ import annotations

import threading

from briefgen.server.act_priority import QUIET, ActPriority
from briefgen.server.debounce import DESK, SAVING, Changes


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

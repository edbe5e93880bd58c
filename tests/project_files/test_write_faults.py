"""A fault at each file call of each command: every file is as before or as wanted, and whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from filefaults import Faults, Killed, full_from, killed_at, refused_at, watched
from writingverbs import VERBS, Verb, restore, tree

from briefgen.model.diagnostics import BriefgenError


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Iterator[Faults]:
    with watched(monkeypatch) as installed:
        yield installed


class Trial:
    """A command on a project, repeated with a fault at each of its file calls."""

    def __init__(self, verb: Verb, made: Path, root: Path, faults: Faults) -> None:
        shutil.copytree(made, root)
        (root / ".briefgen").mkdir(exist_ok=True)
        self.verb, self.made, self.root, self.faults = verb, made, root, faults
        self.act = verb.prepare(root)
        self.old = tree(root)
        with faults.below(root, lambda number, call: None):
            assert not self.outcome()
        self.calls, self.new = list(faults.calls), tree(root)
        assert self.old != self.new

    def outcome(self) -> str:
        """Run it: the code of its error, or an empty text."""
        try:
            result = self.act()
        except BriefgenError as error:
            return error.diagnostics[0].code
        return "exit code" if result in (1, 2) and not isinstance(result, bool) else ""

    def with_fault(self, number: int, fault: Callable[[int], Callable[[int, str], None]]) -> str:
        """Run it on the old project with a fault at one call."""
        restore(self.root, self.made)
        with self.faults.below(self.root, fault(number)):
            try:
                return self.outcome()
            except Killed:
                return "killed"

    def is_whole(self) -> Mapping[str, bytes]:
        """Check that each file is old or new."""
        now = tree(self.root)
        for path in now.keys() | self.old.keys():
            assert now.get(path) in (self.old.get(path), self.new.get(path)), path
        return now

    def temporary(self) -> list[str]:
        """What no command may leave."""
        return [path.name for path in self.root.rglob("*.tmp")]


@pytest.fixture
def trial(verb: Verb, made: Path, tmp_path: Path, faults: Faults) -> Trial:
    return Trial(verb, made, tmp_path / "project", faults)


each_verb = pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)


@each_verb
def test_killed_at_any_call_each_file_is_old_or_new(trial: Trial) -> None:
    for number in range(1, len(trial.calls) + 1):
        assert trial.with_fault(number, killed_at) == "killed"
        now = trial.is_whole()
        if now.get(trial.verb.path) != trial.new[trial.verb.path]:
            assert not trial.outcome(), f"after a kill at {trial.calls[number - 1]}"
            assert tree(trial.root)[trial.verb.path] == trial.new[trial.verb.path]


@each_verb
def test_on_a_full_disk_nothing_is_half_written_and_the_message_says_so(
    trial: Trial, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(1, len(trial.calls) + 1):
        code = trial.with_fault(number, full_from)
        now = trial.is_whole()
        assert trial.temporary() == []
        assert 0 not in {len(content) for content in now.values()}
        _check_message(code, now, trial, capsys)


@each_verb
def test_without_a_permission_nothing_is_half_written_and_the_message_says_so(
    trial: Trial, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(1, len(trial.calls) + 1):
        code = trial.with_fault(number, refused_at)
        now = trial.is_whole()
        assert not [path for path in now if path.endswith(".tmp")]
        _check_message(code, now, trial, capsys)


def _check_message(
    code: str, now: Mapping[str, bytes], trial: Trial, capsys: pytest.CaptureFixture[str]
) -> None:
    """Either all is done, or the command says that a file cannot be written."""
    err = capsys.readouterr().err
    if code:
        assert code == "write-failed" or "[write-failed]" in err
        assert "bug" not in err
    else:
        assert now[trial.verb.path] == trial.new[trial.verb.path]

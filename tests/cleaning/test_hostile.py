"""No rule is slow on a line that was written to make it slow. A deadline, not a figure: a pattern that goes back over its line again
and again would take minutes for one of these, and a rule that does not takes a second for all of them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
DEADLINE = 100
"""Seconds."""


@pytest.mark.parametrize("name", ["rules", "dates"])
def test_hostile_lines_are_read_in_time(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.cleaning.hostile", name],
        cwd=ROOT,
        timeout=DEADLINE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

"""Where the shared data lies that some tests read."""

from __future__ import annotations

from pathlib import Path

SHARED = Path(__file__).parent.parent.parent / "shared"

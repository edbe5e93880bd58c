"""Compare with the published site, and publish, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

SHOWN = 200
"""Pages of a kind that are listed."""
PATIENCE = 900.0
"""Seconds for a build and a push."""
_KINDS = {"added": "New", "changed": "Changed", "removed": "Removed"}


class Publication(NamedTuple):
    """A report in lines, and whether nothing stands against publishing."""

    lines: Sequence[str]
    is_ready: bool = False


def compare(root: Path) -> Publication:
    """What publishing would change now, with what the checks found."""
    values = _run(root, "--compare")
    return Publication(
        (*_pages(values), *_problems(values), str(values.get("message", ""))), _is_ready(values)
    )


def publish(root: Path) -> Publication:
    """Publish the site."""
    values = _run(root)
    is_done = values.get("done") in ("pushed", "nothing")
    return Publication((*_problems(values), str(values.get("message", ""))), is_done)


def _run(root: Path, *options: str) -> Mapping[str, Any]:
    command = [sys.executable, "-m", "briefgen", "publish", "--json", *options, "--", str(root)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
        values = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return {"done": "refused", "message": f"briefgen publish gave no answer: {type(error).__name__}."}
    return values if isinstance(values, dict) else {}


def _is_ready(values: Mapping[str, Any]) -> bool:
    return values.get("done") == "checked"


def _pages(values: Mapping[str, Any]) -> list[str]:
    lines = []
    for name, title in _KINDS.items():
        pages = (values.get("pages") or {}).get(name, [])
        lines += [f"{title}: {page}" for page in pages[:SHOWN]]
        lines += [f"{title}: {len(pages) - SHOWN} more"] if len(pages) > SHOWN else []
    if "pages" in values and not lines:
        lines.append("No page differs from what is published.")
    return lines


def _problems(values: Mapping[str, Any]) -> list[str]:
    found = [one for one in values.get("diagnostics", []) if one.get("severity") in ("error", "warning")]
    return [" ".join(filter(None, _parts(one))) for one in found[:SHOWN]]


def _parts(problem: Mapping[str, Any]) -> Sequence[str]:
    place = ":".join(str(problem[name]) for name in ("path", "line") if problem.get(name))
    hint = str(problem.get("hint") or "")
    text = f"{str(problem['severity']).capitalize()}: {problem['message']}."
    return f"{place}:" if place else "", text, f"{hint[:1].upper()}{hint[1:]}." if hint else ""

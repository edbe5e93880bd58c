"""Notice a fork whose child returns into our code.

Two processes would go on with one work.
"""

from __future__ import annotations

import os
import select

PATIENCE = 1.0
"""Seconds to wait for a child; one that is still running then will hardly return."""

_depth = 0
_children: list[tuple[int, int]] = []
"""The pipes to the children of what is watched."""
_to_parent: int | None = None
"""In such a child, the pipe to its parent."""
_is_registered = False


def enter() -> None:
    """Watch for forks until ``leave``."""
    global _depth
    if not _is_registered:
        _register()
    _depth += 1


def leave() -> bool:
    """Return whether a child came back from what was watched; in that child, end it."""
    global _depth
    if _to_parent is not None:
        os.write(_to_parent, b".")
        os._exit(1)
    _depth -= 1
    if _depth or not _children:
        return False
    returned = [_has_returned(end) for end, _ in _children]
    _children.clear()
    return any(returned)


def _has_returned(end: int) -> bool:
    try:
        return bool(select.select([end], [], [], PATIENCE)[0]) and bool(os.read(end, 1))
    finally:
        os.close(end)


def _register() -> None:
    global _is_registered
    _is_registered = True
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=_before, after_in_parent=_in_parent, after_in_child=_in_child)


def _before() -> None:
    if _depth and _to_parent is None:
        _children.append(os.pipe())


def _in_parent() -> None:
    if _depth and _to_parent is None:
        os.close(_children[-1][1])


def _in_child() -> None:
    global _to_parent
    if _depth and _to_parent is None:
        end, _to_parent = _children.pop()
        os.close(end)

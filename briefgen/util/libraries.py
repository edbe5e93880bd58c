"""Libraries that cannot be loaded."""

from __future__ import annotations

from traceback import walk_tb


def failed_module(error: Exception) -> str:
    """Return the innermost module that is missing or failed to load."""
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    modules = [str(frame.f_globals.get("__name__", "")) for frame in frames]
    loaded = [
        name
        for name in modules
        if name and not name.startswith(("briefgen", "importlib", "_frozen", "click", "__main__"))
    ]
    return loaded[-1] if loaded else getattr(error, "name", "") or "of its library"

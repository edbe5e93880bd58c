"""Where themes and the project's own static files are."""

from __future__ import annotations

from pathlib import Path


def shipped_themes() -> Path:
    """The folder of briefgen's own themes, in the package or the checkout."""
    package = Path(__file__).parent.parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def available(root: Path) -> dict[str, Path]:
    """All themes by name; the project's own come before shipped ones of the same name."""
    result: dict[str, Path] = {}
    for place in (root / "themes", shipped_themes()):
        if place.is_dir():
            for folder in sorted(place.iterdir()):
                if folder.is_dir() and not folder.name.startswith((".", "_")):
                    result.setdefault(folder.name, folder)
    return result


def shown(folder: Path, root: Path) -> str:
    """A theme's folder for messages: its path in the project, or ``themes/<name>``."""
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else f"themes/{folder.name}"

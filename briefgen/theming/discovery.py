"""Where themes and the project's own static files are."""

from __future__ import annotations

from pathlib import Path


def shipped_themes() -> Path:
    """The folder of the themes that come with briefgen: in the package, or beside it in a checkout."""
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
    """A theme's folder as messages name it: from the project, or ``themes/<name>`` of the shipped ones."""
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else f"themes/{folder.name}"

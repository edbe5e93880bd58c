"""The house stands: imports only go down, rooms are small, nothing is imported that a verb does not need."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "briefgen"

FLOORS: list[set[str]] = [
    {"__main__"},
    {"cli"},
    {"commands"},
    {"desk"},
    {"curating", "linkcheck", "verify", "why", "preview", "suggestions"},
    {"build"},
    {"write"},
    {"planning"},
    {"standing"},
    {"reasons", "memories"},
    {"keys", "recipe"},
    {"app"},
    {"importing", "ledger", "loading"},
    {"reading"},
    {"builders", "cleaning", "references", "render", "templates"},
    {"extension"},
    {"theming", "grouping", "output", "publishing", "citing", "pictures", "inventories"},
    {"spare"},
    {"environment", "config", "server"},
    {"crash"},
    {"fields", "console"},
    {"site", "events", "differences", "inventory"},
    {"diagnostics", "composing", "histogram"},
    {"i18n"},
    {"model", "text", "urls", "canonical", "periods", "stemming", "parallel"},
]
"""The floors from the top, as docs/architecture.md draws them. A room may import from the floors below its own."""

SAME_FLOOR = {("cli", "__init__"), ("builders", "templates")}
"""Neighbours that may look at each other, one way: builders fill templates."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def floor_of(room: str) -> int:
    return next(n for n, rooms in enumerate(FLOORS) if room in rooms)


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def imports(path: Path) -> set[str]:
    """The modules of ours that a file imports, also for types only and inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: imports are absolute"
            found |= (
                {f"briefgen.{alias.name}" for alias in node.names}
                if node.module == "briefgen"
                else {node.module}
            )
    return {name for name in found if name == "briefgen" or name.startswith("briefgen.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_only_go_down(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if room == "__init__":
        assert not imports(path)
        return
    for name in imports(path):
        other = room_of(name)
        if other in (room, "__init__", "__version__") or (room, other) in SAME_FLOOR:
            continue
        assert floor_of(other) > floor_of(room), (
            f"{path.name} ({room}) imports {name}, which stands above it or beside it"
        )


def test_the_model_imports_nothing_of_ours() -> None:
    for path in (PACKAGE / "model").glob("*.py"):
        assert all(name.startswith("briefgen.model") for name in imports(path)), path


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_rooms_and_functions_are_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 420, f"{path.name} may hold two subjects"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 70, f"{path.name}: {node.name} is long"


def loaded_by(code: str) -> set[str]:
    """The top-level modules that are loaded after ``code`` ran in a process of its own."""
    program = f"import sys\n{code}\nprint(' '.join({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n")[-2].split())


def test_the_version_needs_no_library_but_click() -> None:
    heavy = {
        "jinja2",
        "markdown_it",
        "yaml",
        "nh3",
        "babel",
        "watchdog",
        "uvicorn",
        "ftfy",
        "ruamel",
        "concurrent",
    }
    assert not loaded_by("from briefgen.cli import run; run(['--version'])") & heavy


def test_a_build_with_nothing_to_do_renders_and_parses_nothing(tmp_path: Path) -> None:
    from sitetest import SiteTest

    root = SiteTest.from_site("small", tmp_path).build().root
    heavy = {"jinja2", "markdown_it", "nh3", "babel", "watchdog", "uvicorn", "ftfy", "ruamel", "concurrent"}
    assert (
        not loaded_by(f"from briefgen.cli import run; run(['build', {str(root)!r}, '--now', '2024-06-01'])")
        & heavy
    )

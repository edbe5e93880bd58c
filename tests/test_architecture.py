"""The house stands: imports only go down, rooms are small, nothing is imported that a verb does not need."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

PACKAGE = Path(__file__).parent.parent / "briefgen"
MODULES = sorted(PACKAGE.rglob("*.py"))


def test_the_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=PACKAGE.parent, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_imports_itself_through_others() -> None:
    graph = grimp.build_graph("briefgen", cache_dir=None)
    files = {
        module: graph.find_modules_directly_imported_by(module) - {"briefgen"} for module in graph.modules
    }
    TopologicalSorter(files).prepare()  # raises CycleError with the circle


def test_only_four_modules_lie_at_the_top_level() -> None:
    assert {path.stem for path in PACKAGE.glob("*.py")} <= {"__init__", "__main__", "api", "events"}


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
    assert not loaded_by("from briefgen.cli.main import run; run(['--version'])") & heavy


def test_a_build_with_nothing_to_do_renders_and_parses_nothing(tmp_path: Path) -> None:
    from sitetest import SiteTest

    root = SiteTest.from_site("small", tmp_path).build().root
    heavy = {"jinja2", "markdown_it", "nh3", "babel", "watchdog", "uvicorn", "ftfy", "ruamel", "concurrent"}
    assert (
        not loaded_by(
            f"from briefgen.cli.main import run; run(['build', {str(root)!r}, '--now', '2024-06-01'])"
        )
        & heavy
    )

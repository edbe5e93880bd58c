"""Checks on several Pythons: `nox` runs all, `nox --list` lists them, `nox -s wheel-3.13` runs one.

`make test` stays the check before each commit. A missing Python is skipped, and an error in CI.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import nox

nox.needs_version = ">=2025.5"
nox.options.sessions = ["lint", "docs", "tests", "wheel"]
nox.options.reuse_venv = "yes"
PYTHONS = ("3.11", "3.12", "3.13")
"""Those that are claimed in pyproject.toml."""
NEXT_PYTHON = "3.14"
LOCK = ("--constraint", "requirements-dev.lock")
CODE = ("briefgen", "bench", "docs", "fuzz", "training", "tests", "noxfile.py", "hatch_build.py")


def install_checkout(session: nox.Session) -> None:
    """Install this source with all that development needs."""
    session.install("--upgrade", "pip>=25.1")
    session.install(*LOCK, "--editable", ".", "--group", "dev")


@nox.session(python=[*PYTHONS, NEXT_PYTHON])
def tests(session: nox.Session) -> None:
    """Run the tests: `nox -s tests-3.12 -- tests/reading` runs some."""
    install_checkout(session)
    session.run("python", "-m", "pytest", *(session.posargs or ("-n", "auto")))


@nox.session
def lint(session: nox.Session) -> None:
    """Check code, types, spelling, imports, and the metadata of the project, its workflows and forms."""
    install_checkout(session)
    session.run("ruff", "check", *CODE)
    session.run("ruff", "format", "--check", *CODE)
    session.run("mypy")
    session.run("mypy", "noxfile.py", "hatch_build.py")
    session.run("lint-imports")
    session.run("codespell", "docs", ".github", "Makefile", "pyproject.toml", *map(str, Path().glob("*.md")))
    session.run("validate-pyproject", "pyproject.toml")
    session.run("python", "-m", "pytest", "-q", "tests/test_repository.py")


@nox.session
def docs(session: nox.Session) -> None:
    """Run the commands and snippets of the documentation, follow its links, and build its site."""
    install_checkout(session)
    session.run(
        "python", "-m", "pytest", "-q", "tests/test_docs.py", "tests/publishing/test_publish_guide.py"
    )
    session.run("python", "-m", "docs.site_project", "build/docs-site")
    session.run("briefgen", "publish", "--check", "build/docs-site")


@nox.session(python=[*PYTHONS, NEXT_PYTHON])
def wheel(session: nox.Session) -> None:
    """Build source archive and wheel into dist/, and try the wheel in a venv that has nothing else."""
    folder = Path("dist")
    for old in folder.glob("briefgen-*"):
        old.unlink()
    session.install("--upgrade", "pip>=25.1")
    session.install("--group", "release")
    session.run("python", "-m", "build", "--outdir", "dist")  # the wheel is built from the source archive
    session.run("python", "-m", "build", "--wheel", "--outdir", f"{session.create_tmp()}/direct")
    (built,) = folder.glob("*.whl")
    direct = Path(session.create_tmp()) / "direct" / built.name
    if members(built) != members(direct):
        session.error("the source archive builds another wheel than the checkout")
    session.run("twine", "check", "--strict", *map(str, folder.iterdir()))
    session.run("check-wheel-contents", str(built))
    python = fresh_python(session)
    session.run(python, "-m", "pip", "install", "--quiet", str(built), external=True)
    session.run(python, "-I", "tests/smoke.py", external=True)


@nox.session(python="3.11")
def stock_pip(session: nox.Session) -> None:
    """Install each extra alone by the pip that comes with Python 3.11, and import what it brings."""
    extras = nox.project.load_toml("pyproject.toml")["project"]["optional-dependencies"]
    for extra in extras:
        python = fresh_python(session)
        session.run(python, "-m", "pip", "install", "--quiet", "pip==23.2.1", external=True)
        session.run(python, "-m", "pip", "install", "--quiet", f".[{extra}]", external=True)
        session.run(python, "-I", "tests/extra_imports.py", extra, external=True)


def fresh_python(session: nox.Session) -> str:
    """Return the path of a Python in a new virtual environment that has nothing but pip."""
    home = Path(session.create_tmp()).resolve() / "alone"
    session.run("python", "-m", "venv", "--clear", str(home), silent=True)
    return str(home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))


def members(wheel_file: Path) -> dict[str, bytes]:
    """Return the files of a wheel."""
    with zipfile.ZipFile(wheel_file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}

"""The wheel: built, installed into a fresh venv outside the checkout, and used as its first user would."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # The build back end is a development dependency, so that no network is needed here.
    code = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.strip().split("\n")[-1]


def test_the_wheel_ships_themes_lexicons_and_the_starter(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "briefgen/py.typed",
        "briefgen/themes/base/theme.yml",
        "briefgen/themes/base/templates/base.html",
        "briefgen/themes/ledger/theme.yml",
        "briefgen/themes/river/static/river.css",
        "briefgen/cleaning/lexicons/id.yaml",
        "briefgen/starter/briefgen.yml",
        "briefgen/starter/gitignore",
        "briefgen/project_templates/weekly/content/editions/2024-W18.md",
        "briefgen/project_templates/press-desk/locales/id/LC_MESSAGES/site.po",
        "briefgen/server/pages/live.js",
        "briefgen/server/pages/article.html",
    ):
        assert name in names
    assert not [name for name in names if name.startswith(("tests", "content", "themes", "docs"))]


def test_three_commands_make_a_site(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    # The fresh venv sees this one's dependencies, and briefgen itself only from the wheel.
    venv.create(home, with_pip=True, system_site_packages=False)
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    dependencies = next(path for path in sys.path if path.endswith("site-packages"))
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel], check=True)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": "", "HOME": str(tmp_path)}
    target = next((home / "lib").glob("python*/site-packages"))
    (target / "dependencies.pth").write_text(f"{dependencies}\n", "utf-8")

    def briefgen(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [python.parent / "briefgen", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)

    where = subprocess.run(
        [python, "-c", "import briefgen; print(briefgen.__file__)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert where.stdout.startswith(str(target)), where
    assert briefgen("init", "x").returncode == 0
    done = briefgen("build", "x")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "6 articles" in done.stderr
    page = (tmp_path / "x/site/index.html").read_text("utf-8")
    assert 'href="static/ledger.css"' in page
    assert (tmp_path / "x/site/static/ledger.css").is_file()
    ignored = (tmp_path / "x/.gitignore").read_text("utf-8").splitlines()
    assert {"site/", ".briefgen/", "raw/"} <= set(ignored)
    again = briefgen("build", "x")
    assert "Nothing to do" in again.stderr
    assert briefgen("init", "x").returncode == 1
    assert (
        briefgen("new", "A new thing", "-C", "x", "--now", "2024-05-09")
        .stdout.strip()
        .endswith("2024/2024-05-09-a-new-thing.md")
    )
    assert "7 articles" in briefgen("build", "--drafts", "x").stderr  # what is new is a draft

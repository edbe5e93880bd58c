"""Workflows, forms and metadata of the repository are valid, and what they claim is so."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from docs.release_notes import release_notes
from hatch_build import absolute_links, urls

ROOT = Path(__file__).parent.parent
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
README = (ROOT / "README.md").read_text("utf-8")
SCHEMAS = {
    "github-workflows": sorted((ROOT / ".github/workflows").glob("*.yml")),
    "github-issue-forms": [form for form in FORMS if form.name != "config.yml"],
    "github-issue-config": [ROOT / ".github/ISSUE_TEMPLATE/config.yml"],
    "github-actions": [ROOT / "action.yml"],
    "citation-file-format": [ROOT / "CITATION.cff"],
}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_files_for_github_are_valid(schema: str) -> None:
    tool = Path(sys.executable).parent / "check-jsonschema"
    command = [tool, "--builtin-schema", f"vendor.{schema}", *SCHEMAS[schema]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_expression_is_run_by_a_shell_and_rights_are_given_one_by_one() -> None:
    action = yaml.load((ROOT / "action.yml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only
    assert not [step["run"] for step in action["runs"]["steps"] if "${{" in step.get("run", "")]
    for file in SCHEMAS["github-workflows"]:
        workflow = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only
        assert workflow["permissions"] == {"contents": "read"}, file.name
        for name, job in workflow["jobs"].items():
            lines = [step.get("run", "") for step in job["steps"]]
            assert not [line for line in lines if "${{" in line], (file.name, name)


def test_each_claimed_python_has_its_jobs() -> None:
    claimed = re.findall(r'Python :: (3\.\d+)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    tests = (ROOT / ".github/workflows/tests.yml").read_text("utf-8")
    assert [version for version in claimed if f'"{version}"' not in tests] == []
    pythons = re.search(r"^PYTHONS = \((.*)\)$", (ROOT / "noxfile.py").read_text("utf-8"), re.MULTILINE)
    assert pythons is not None
    assert re.findall(r"3\.\d+", pythons[1]) == claimed
    assert PROJECT["project"]["requires-python"] == f">={claimed[0]}"


def test_groups_of_development_are_no_extras() -> None:
    assert {"dev", "fuzz", "training", "release"} <= set(PROJECT["dependency-groups"])
    assert not {"dev", "fuzz", "training"} & set(PROJECT["project"]["optional-dependencies"])


def test_the_readme_of_the_index_has_no_relative_link() -> None:
    text = absolute_links(README, "https://code.example/me/briefgen", "v1.0")
    assert "(https://code.example/me/briefgen/blob/v1.0/docs/tutorial.md)" in text
    assert "(https://code.example/me/briefgen/raw/v1.0/docs/screenshots/" in text
    targets = re.findall(r"\]\(([^()\s]+)\)", text)
    assert [target for target in targets if not target.startswith(("https:", "#"))] == []
    kept = "[a](#b) [c](mailto:x) [d](http://e/)"
    assert absolute_links(kept, "https://r", "v") == kept


def test_addresses_follow_from_the_repository() -> None:
    assert urls("https://github.com/Desk/briefgen")["Documentation"] == "https://desk.github.io/briefgen/"
    assert "Documentation" not in urls("https://code.example/desk/briefgen")
    assert urls("https://code.example/desk/briefgen")["Repository"] == "https://code.example/desk/briefgen"


def test_the_notes_of_a_release_come_from_the_changelog() -> None:
    text = "## Unreleased\n\n- New\n\n## 1.2.0 - 2030-01-31\n\n### Added\n\n- A\n\n## 1.1.0\n\n- B\n"
    assert release_notes(text, "1.2.0") == "### Added\n\n- A"
    assert release_notes(text, "1.1.0") == "- B"
    assert release_notes(text, "1.2") == release_notes(text, "1.20") == ""

"""The workflow file: valid, least in its permissions, and its own steps pass where they can run here."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.publishing.installation import Installation, find_installation
from briefgen.publishing.workflow import WORKFLOW, workflow

ROOT = Path(__file__).parent.parent.parent
HOURLY = '  schedule:\n    - cron: "37 * * * *"\n'


def loaded(text: str) -> dict[str, Any]:
    """A workflow as plain values; `on` stays a word."""
    values: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts
    return values


def wrong_with(text: str, folder: Path) -> str:
    """What GitHub's schema for workflows says of a text; empty where all is well."""
    file = folder / "pages.yml"
    file.write_text(text, "utf-8")
    command = [
        Path(sys.executable).parent / "check-jsonschema",
        "--builtin-schema",
        "vendor.github-workflows",
        file,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


@pytest.mark.parametrize(
    "text",
    [
        workflow(),
        workflow().replace(HOURLY, ""),
        workflow("trunk: #1", "a b/c'd", "out put", Installation("x y", "z")),
        (ROOT / WORKFLOW).read_text("utf-8"),
        (ROOT / ".github/workflows/tests.yml").read_text("utf-8"),
    ],
    ids=["plain", "no schedule", "odd names", "our own", "our tests"],
)
def test_it_is_a_valid_workflow(text: str, tmp_path: Path) -> None:
    file = tmp_path / "pages.yml"
    file.write_text(text, "utf-8")
    command = [
        Path(sys.executable).parent / "check-jsonschema",
        "--builtin-schema",
        "vendor.github-workflows",
        file,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_broken_one_is_told() -> None:
    assert HOURLY in workflow()
    assert "schedule" in loaded(workflow())["on"]
    assert "schedule" not in loaded(workflow().replace(HOURLY, ""))["on"]


def test_it_uses_the_official_actions_and_asks_for_no_more_than_it_needs() -> None:
    jobs = loaded(workflow())["jobs"]
    uses = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]
    assert uses == [
        "actions/checkout@v7", "actions/cache/restore@v6", "actions/setup-python@v7", "actions/cache/save@v6",
        "actions/configure-pages@v6", "actions/upload-pages-artifact@v5", "actions/deploy-pages@v5",
    ]  # fmt: skip
    assert loaded(workflow())["permissions"] == {"contents": "read"}
    assert jobs["build"]["permissions"] == {"contents": "read", "pages": "read"}
    assert jobs["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
    # No expression stands in a shell line: what GitHub fills in there would be run.
    assert not [step["run"] for job in jobs.values() for step in job["steps"] if "${{" in step.get("run", "")]


def test_names_stay_values() -> None:
    values = loaded(workflow("trunk: #1", "a b/c'd", "out put"))
    assert values["on"]["push"]["branches"] == ["trunk: #1"]
    assert values["env"]["SITE"] == "a b/c'd/out put"
    assert values["env"]["ENVIRONMENT"] == "a b/c'd/.briefgen"


def test_our_own_publishes_the_documentation_by_our_own_action() -> None:
    job = loaded((ROOT / WORKFLOW).read_text("utf-8"))["jobs"]["publish"]
    written = next(step["run"] for step in job["steps"] if step.get("name") == "Write the project")
    (site,) = [step for step in job["steps"] if step.get("uses") == "./"]
    assert f"docs.site_project {site['with']['project']}" in written
    assert site["with"]["publish"] == "true"
    assert job["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}


def run_step(line: str, folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub does, with the briefgen of this environment."""
    here = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", line],
        cwd=folder,
        env={**os.environ, **variables, "PATH": here},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "::error" not in done.stdout
    assert "::warning" not in done.stdout
    return done


def test_workflow_and_action_build_the_demo_and_pass_the_preflight(tmp_path: Path) -> None:
    """The ``run:`` lines in a copy of a checkout; only the installation is ours."""
    for name in ("content", "themes", "static"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "briefgen.yml", tmp_path)
    values = loaded(workflow(install=Installation(".")))
    steps = {step["name"]: step["run"] for step in values["jobs"]["build"]["steps"] if "run" in step}
    assert 'pip install "$INSTALL"' in steps.pop("Install")
    assert "GITHUB_OUTPUT" in steps.pop("Due")
    assert list(steps) == ["Build", "Check"]
    for line in steps.values():
        done = run_step(line, tmp_path, values["env"])
    assert re.search(r"[1-9]\d* files checked .*https://example\.org/briefgen/", done.stderr)
    assert (tmp_path / values["env"]["SITE"] / "index.html").is_file()

    action = loaded((ROOT / "action.yml").read_text("utf-8"))
    steps = {step["name"]: step["run"] for step in action["runs"]["steps"] if "run" in step}
    assert steps.pop("Install") == 'bash -eo pipefail "$SCRIPT"'
    assert list(steps) == ["Build", "Check"]
    output = tmp_path / "output"
    for line in steps.values():
        done = run_step(line, tmp_path, {"PROJECT": ".", "OUTPUT": "site", "GITHUB_OUTPUT": str(output)})
    assert "files checked" in done.stderr
    assert output.read_text("utf-8") == "site=./site\n"


@pytest.mark.parametrize(
    ("event", "next_due", "is_due"),
    [
        ("push", None, "true"),
        ("schedule", None, "false"),
        ("schedule", "2024-01-01T06:00:00+07:00", "true"),
        ("schedule", "2999-01-01T00:00:00+00:00", "false"),
        ("schedule", "no report", "true"),
    ],
)
def test_a_scheduled_run_builds_when_something_is_due(
    event: str, next_due: str | None, is_due: str, tmp_path: Path
) -> None:
    steps = loaded(workflow())["jobs"]["build"]["steps"]
    (due,) = [step for step in steps if step.get("id") == "due"]
    later = steps[steps.index(due) + 1 :]
    assert {step["if"] for step in later} == {"steps.due.outputs.is_due == 'true'"}
    if next_due != "no report":
        entry = next_due and {"moment": next_due, "path": "content/a.md", "change": "appears"}
        (tmp_path / "report.json").write_text(json.dumps({"next_due": entry}), "utf-8")
    output = tmp_path / "output"
    names = {"ENVIRONMENT": str(tmp_path), "GITHUB_EVENT_NAME": event, "GITHUB_OUTPUT": str(output)}
    subprocess.run([sys.executable, "-c", due["run"]], env={**os.environ, **names}, check=True)
    assert output.read_text("utf-8") == f"is_due={is_due}\n"


@pytest.mark.parametrize("inside", [False, True], ids=["at the top", "in a folder"])
def test_a_verb_writes_it_at_the_top_of_the_repository(inside: bool, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "-b", "trunk", str(tmp_path)], check=True)
    site = SiteTest.from_site("small", tmp_path)
    if not inside:
        shutil.copytree(site.root, tmp_path, dirs_exist_ok=True)
    project = site.root if inside else tmp_path
    assert run(["publish", "--workflow", "-q", str(project)]) == 0
    text = (tmp_path / WORKFLOW).read_text("utf-8")
    folder = "small" if inside else "."
    assert text == workflow("trunk", folder, install=find_installation(tmp_path))
    assert run(["publish", "--workflow", "-q", str(project)]) == 0


def test_another_workflow_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = SiteTest.from_site("small", tmp_path).write(str(WORKFLOW), "name: Ours\n")
    assert run(["publish", "--workflow", str(site.root)]) == 1
    assert "is there already and reads otherwise [publish-git]" in capsys.readouterr().err
    assert (site.root / WORKFLOW).read_text("utf-8") == "name: Ours\n"


def test_init_writes_it_when_asked(tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / "plain")]) == 0
    assert not (tmp_path / "plain" / WORKFLOW).exists()
    assert run(["init", "--github", str(tmp_path / "new")]) == 0
    new = tmp_path / "new"
    assert (new / WORKFLOW).read_text("utf-8") == workflow(install=find_installation(new))

"""Each ``run:`` step of the publish workflow, in order: before the first release and after it.

The checkout and the Python are clean. The package index is a server of our own, which has the release or
has it not; GitHub is a repository that git finds under the same address. Dependencies come from
this environment.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import venv
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from briefgen import __version__
from briefgen.cli.main import run
from briefgen.publishing.installation import Installation
from briefgen.publishing.workflow import WORKFLOW, workflow

ROOT = Path(__file__).parent.parent.parent
ADDRESS = "https://code.example/briefgen"
IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "You"), ("EMAIL", "you@desk.example"))
}


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Runner:
    """A clean machine as GitHub gives one: a checkout, a Python, a package index."""

    def __init__(self, folder: Path, index: str) -> None:
        self.folder, self.checkout, self.python = folder, folder / "checkout", folder / "python"
        venv.create(self.python, with_pip=True, symlinks=True)
        target = next((self.python / "lib").glob("python*/site-packages"))
        dependencies = next(path for path in sys.path if path.endswith("site-packages"))
        (target / "dependencies.pth").write_text(f"{dependencies}\n", "utf-8")
        # The same back end builds here, so that nothing but briefgen itself is asked of the index.
        self.environment = {
            "PATH": f"{self.python / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder),
            "PIP_INDEX_URL": f"{index}/simple/", "PIP_CONFIG_FILE": os.devnull, "PIP_NO_DEPS": "1",
            "PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_IGNORE_INSTALLED": "1",
            "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_VALUE_0": ADDRESS,
            "GIT_CONFIG_KEY_0": f"url.{folder / 'briefgen'}.insteadOf", "GITHUB_EVENT_NAME": "push",
            "GITHUB_OUTPUT": str(folder / "output"), "RUNNER_TEMP": str(folder),
        }  # fmt: skip

    def run(self, *names: str) -> str:
        """Run the named steps of the checkout's workflow in order, and return what they print."""
        values = yaml.load((self.checkout / WORKFLOW).read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
        steps = [step for step in values["jobs"]["build"]["steps"] if step.get("name") in names]
        assert [step["name"] for step in steps] == list(names)
        output = ""
        for step in steps:
            shell = ["python", "-c"] if step.get("shell") == "python" else ["bash", "-eo", "pipefail", "-c"]
            shell[0] = str(self.python / "bin/python") if shell[0] == "python" else shell[0]
            done = subprocess.run(
                [*shell, step["run"]], cwd=self.checkout, env=self.environment | values["env"],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            output += done.stdout + done.stderr
            if done.returncode:
                return f"{output}\nfailed: {step['name']}"
        return output

    def origin(self) -> str:
        """Where pip took the installed briefgen from, and forget it."""
        code = "from importlib.metadata import distribution as d; p = d('briefgen'); "
        code += "print(p.version, p.read_text('direct_url.json') or 'release', p.locate_file(''))"
        command = [self.python / "bin/python", "-c", code]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=True)
        assert str(self.python) in done.stdout
        remove = [self.python / "bin/python", "-m", "pip", "uninstall", "-q", "-y", "briefgen"]
        subprocess.run(remove, cwd=self.folder, check=True, capture_output=True)
        return done.stdout


@pytest.fixture
def index(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "index/simple/briefgen").mkdir(parents=True)
    handler = partial(QuietHandler, directory=str(tmp_path / "index"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def tag_repository(folder: Path) -> None:
    """Make a repository of this source, with the tag of the release."""
    shutil.copytree(ROOT / "briefgen", folder / "briefgen", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "themes", folder / "themes")
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "Release"], ["tag", f"v{__version__}"]):
        subprocess.run(["git", *arguments], cwd=folder, check=True, env=os.environ | IDENTITY)


def release(folder: Path) -> None:
    """Build the wheel into the folder of the index."""
    code = f"from hatchling.build import build_wheel; build_wheel({str(folder)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)


def test_the_steps_pass_before_the_first_release_and_after_it(tmp_path: Path, index: str) -> None:
    tag_repository(tmp_path / "briefgen")
    runner = Runner(tmp_path, index)
    assert run(["init", "--github", str(runner.checkout)]) == 0
    file = runner.checkout / WORKFLOW
    wanted = Installation(f"briefgen=={__version__}", f"git+{ADDRESS}@v{__version__}")
    file.write_text(workflow(install=wanted), "utf-8")

    output = runner.run("Due", "Install", "Build", "Check")
    assert "files checked" in output, output
    assert "failed:" not in output
    assert ADDRESS in runner.origin()

    # The index has no release, and no repository is named: the message says what to do.
    file.write_text(workflow(install=Installation(wanted.first)), "utf-8")
    output = runner.run("Install")
    assert "::error::pip cannot install briefgen==" in output
    assert "failed: Install" in output

    release(tmp_path / "index/simple/briefgen")
    file.write_text(workflow(install=wanted), "utf-8")
    output = runner.run("Due", "Install", "Build", "Check")
    assert "files checked" in output, output
    assert "failed:" not in output
    assert f"{__version__} release" in runner.origin()

    # What the project itself asks for comes first.
    (runner.checkout / "requirements.txt").write_text(f"briefgen @ git+{ADDRESS}\n")
    output = runner.run("Install")
    assert "failed:" not in output, output
    assert ADDRESS in runner.origin()

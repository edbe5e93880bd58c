"""What pip has to install on another machine to get the briefgen that is running."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from briefgen import __version__
from briefgen.publishing.git import Repository

REQUIREMENTS = "requirements.txt"
_SSH = re.compile(r"(?:ssh://)?git@([^:/]+)[:/](.+)")


def requirement(project: Path, top: Path) -> str:
    """Return the argument for ``pip install``, run in ``top``, the folder of the repository.

    The project's own requirements come first. Then comes what this briefgen was installed from: a release, an
    address, a repository, or a folder within ``top``. It is empty if no other machine can reach that.
    """
    return _required(project, top) or _installed(top)


def requirements_argument(project: Path, top: Path) -> str:
    """Return the pip argument for the project's requirements file, which may not exist yet."""
    return f"--requirement={_within(project / REQUIREMENTS, top)}"


def _required(project: Path, top: Path) -> str:
    for folder in dict.fromkeys((project, top)):
        file = folder / REQUIREMENTS
        if file.is_file() and "briefgen" in file.read_text("utf-8", "replace"):
            return requirements_argument(folder, top)
    return ""


def _installed(top: Path) -> str:
    try:
        origin = distribution("briefgen").read_text("direct_url.json")
    except PackageNotFoundError:
        return ""
    # Without this file (PEP 610), pip has installed a release from an index.
    return _from_origin(json.loads(origin), top) if origin else f"briefgen=={__version__}"


def _from_origin(origin: Mapping[str, Any], top: Path) -> str:
    url = str(origin.get("url", ""))
    if vcs := origin.get("vcs_info"):
        return "" if url.startswith("file:") else f"{vcs['vcs']}+{url}@{vcs['commit_id']}"
    if not url.startswith("file:"):
        return url
    folder = Path(unquote(urlsplit(url).path))
    if folder.is_relative_to(top):
        inside = _within(folder, top)
        return "." if inside == "." else f"./{inside}"
    return _from_checkout(folder) if folder.is_dir() else ""


def _from_checkout(folder: Path) -> str:
    """Return the address of a folder's commit, if a public server may have it."""
    repository = Repository(folder)
    if not repository.holds("remote", "get-url", "--", "origin"):
        return ""
    remote = _SSH.sub(r"https://\1/\2", repository.ask("remote", "get-url", "--", "origin"))
    commit = repository.ask("rev-parse", "HEAD")
    is_pushed = bool(repository.ask("branch", "--remotes", "--contains", commit))
    return f"git+{remote}@{commit}" if is_pushed and remote.startswith("https://") else ""


def _within(path: Path, top: Path) -> str:
    return path.resolve().relative_to(top.resolve()).as_posix()

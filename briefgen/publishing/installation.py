"""What pip has to install on another machine to get the briefgen that is running."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from briefgen import __version__
from briefgen.publishing.git import Repository

REQUIREMENTS = ("requirements.txt", "requirements.lock", "pylock.toml", "uv.lock")
"""The files in which a project may name its briefgen; ``install.sh`` looks for them in this order."""
_NAMES_BRIEFGEN = re.compile(r"^[^#\n]*\bbriefgen\b", re.IGNORECASE | re.MULTILINE)
_SSH = re.compile(r"(?:ssh://)?git@([^:/]+)[:/](.+)")
_RELEASE = f"briefgen=={__version__}"


class Installation(NamedTuple):
    """Two arguments for ``pip install``, run in the folder of the repository."""

    first: str
    otherwise: str = ""
    """What to install while the package index has no such release; empty if there is nothing."""
    is_reachable: bool = True
    """Whether another machine gets this very briefgen."""


THIS_REPOSITORY = Installation(".")


def find_requirements(project: Path, top: Path) -> str:
    """Return the file, relative to ``top``, in which the project names briefgen; empty without one."""
    for folder in dict.fromkeys((project, top)):
        for name in REQUIREMENTS:
            file = folder / name
            if file.is_file() and _NAMES_BRIEFGEN.search(file.read_text("utf-8", "replace")):
                return _within(file, top)
    return ""


def find_installation(top: Path) -> Installation:
    """Return what this briefgen was installed from.

    That is a release, an address, a repository, or a folder within ``top``, the folder of the repository.
    """
    try:
        package = distribution("briefgen")
    except PackageNotFoundError:
        return Installation(_RELEASE, is_reachable=False)
    # Without this file (PEP 610), pip has installed a release from an index.
    if origin := package.read_text("direct_url.json"):
        return _from_origin(json.loads(origin), top)
    return Installation(_RELEASE, _released_source(package.metadata.get_all("Project-URL") or ()))


def _released_source(addresses: list[str] | tuple[()]) -> str:
    """Return the repository that the package's metadata names, at the tag of this version."""
    named = dict(line.split(", ", 1) for line in addresses)
    return f"git+{named['Repository']}@v{__version__}" if "Repository" in named else ""


def _from_origin(origin: Mapping[str, Any], top: Path) -> Installation:
    url = str(origin.get("url", ""))
    unreachable = Installation(_RELEASE, is_reachable=False)
    if vcs := origin.get("vcs_info"):
        return (
            unreachable if url.startswith("file:") else Installation(f"{vcs['vcs']}+{url}@{vcs['commit_id']}")
        )
    if not url.startswith("file:"):
        return Installation(url)
    folder = Path(unquote(urlsplit(url).path))
    if folder.is_relative_to(top):
        inside = _within(folder, top)
        return Installation("." if inside == "." else f"./{inside}")
    return (_from_checkout(folder) if folder.is_dir() else None) or unreachable


def _from_checkout(folder: Path) -> Installation | None:
    """Return the address of a folder's commit, if a public server may have it; a tagged one is a release."""
    repository = Repository(folder)
    if not repository.holds("remote", "get-url", "--", "origin"):
        return None
    remote = _SSH.sub(r"https://\1/\2", repository.ask("remote", "get-url", "--", "origin"))
    if not remote.startswith("https://") or not repository.holds("rev-parse", "HEAD"):
        return None
    commit = repository.ask("rev-parse", "HEAD")
    if not repository.ask("branch", "--remotes", "--contains", commit):
        return Installation(_RELEASE, f"git+{remote}", is_reachable=False)
    source = f"git+{remote}@{commit}"
    is_release = f"v{__version__}" in repository.ask("tag", "--points-at", commit).split()
    return Installation(_RELEASE, source) if is_release else Installation(source)


def _within(path: Path, top: Path) -> str:
    return path.resolve().relative_to(top.resolve()).as_posix()

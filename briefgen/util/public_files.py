"""Decide which files of a project may be read, and so may reach readers.

Never read are hidden files, files with names of secrets, files that git ignores, and links that leave their
folder or lead to one of these.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from briefgen.util.git_ignored import IgnoredPaths, ignored_in

HIDDEN, PRIVATE, IGNORED, LINK = "hidden", "private", "ignored", "link"

_KEYS = ("id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "id_xmss")
_NAMES = frozenset({
    "credentials", "credentials.json", "credentials.yml", "credentials.yaml", "credentials.toml",
    "secrets.json", "secrets.yml", "secrets.yaml", "secrets.toml", "secrets.ini", "service-account.json",
    "service_account.json", "htpasswd", "netrc", "_netrc", "pgpass", "npmrc", "pypirc", "git-credentials",
    "dockercfg", "envrc", "wp-config.php", "secring.gpg",
})  # fmt: skip
_SUFFIXES = frozenset({
    "pem", "key", "p8", "p12", "pfx", "ppk", "jks", "keystore", "kdbx", "env", "tfstate", "tfvars", "ovpn",
})  # fmt: skip
_BACKUP = re.compile(r"(?:~|\.(?:bak|backup|old|orig|save|sav|copy|swp|tmp|\d+))+$")
_COMMON = (".md", ".markdown", ".html", ".css", ".js", ".png", ".jpg", ".svg", ".webp")
"""Suffixes that no secret has; most files have one of them."""


class Refusal(NamedTuple):
    """Why a file is not read: a kind, and words."""

    kind: str
    reason: str


def is_private(name: str) -> bool:
    """Whether a file's name is one that keys, passwords and tokens are kept under."""
    if name.endswith(_COMMON):
        return False
    plain = _BACKUP.sub("", name.lower())
    if plain.startswith(".env"):
        return True
    plain = plain.lstrip(".")
    stem, dot, suffix = plain.rpartition(".")
    if plain in _NAMES or (suffix in _SUFFIXES and (dot or name.startswith("."))):
        return True
    is_key = "." not in plain and plain.startswith(_KEYS)
    return is_key or (stem.startswith("client_secret") and suffix == "json")


def refusal(root: Path, name: str, folder: str, others: Sequence[str] = ()) -> Refusal | None:
    """Why the file ``name`` of the project's ``folder`` is not read; None if it is.

    Both are paths in ``root``. Links may lead into ``folder`` and ``others``, which are folders, too.
    """
    path = os.path.normpath(name)
    inside = os.path.relpath(path, folder or ".").split(os.sep)
    if any(part.startswith(".") and part != ".." for part in inside):
        return Refusal(HIDDEN, "a hidden file")
    if is_private(inside[-1]):
        return private(inside[-1])
    ignored = ignored_in(root)
    if ignored.covers(Path(path).as_posix(), folder):
        return Refusal(IGNORED, "a file that git ignores")
    if _is_linked(root, path):
        return link_refusal(root, str(root / path), (folder, *others), ignored)
    return None


def private(name: str) -> Refusal:
    """The refusal of a file because of its name."""
    return Refusal(PRIVATE, f"a file with the name of a secret ({name})")


def link_refusal(root: Path, path: str, folders: Sequence[str], ignored: IgnoredPaths) -> Refusal | None:
    """Why a link is not followed; None if it may be.

    It may lead to a file of one of the ``folders`` of ``root``.
    """
    home, target = os.path.realpath(root), os.path.realpath(path)
    bases = [os.path.realpath(os.path.join(home, folder)) for folder in folders]
    base = next((one for one in bases if _is_in(target, one)), None)
    if base is None:
        if not _is_in(target, home):
            return Refusal(LINK, "a link out of the project")
        return Refusal(LINK, f"a link out of {folders[0]}/" if folders[0] else "a link out of its folder")
    names = os.path.relpath(target, base).split(os.sep)
    if any(name.startswith(".") and name != "." for name in names):
        return Refusal(LINK, "a link to a hidden file")
    if is_private(names[-1]):
        return Refusal(LINK, "a link to a file with the name of a secret")
    if _is_in(target, home) and ignored.covers(os.path.relpath(target, home), os.path.relpath(base, home)):
        return Refusal(LINK, "a link to a file that git ignores")
    if os.path.isdir(target) and target != base:
        return Refusal(LINK, "a link to a folder")
    return None if os.path.isfile(target) else Refusal(LINK, "a broken link")


def folder_refusal(root: Path, folder: str) -> Refusal | None:
    """Why a whole folder is not read; None if it may be.

    It may not if it is hidden, or a link to another place.
    """
    home = os.path.realpath(root)
    named = os.path.normpath(os.path.join(home, folder))
    real = os.path.realpath(named)
    if ".git" in real.removeprefix(home).split(os.sep):
        return Refusal(HIDDEN, "a folder of git")
    if not _is_in(named, home):
        return None  # it was named so in the settings
    if not _is_in(real, home):
        return Refusal(LINK, "a link out of the project")
    if any(name.startswith(".") for name in os.path.relpath(real, home).split(os.sep) if name != "."):
        return Refusal(HIDDEN, "a hidden folder")
    return None


def walk(root: Path, folder: str, ignored: IgnoredPaths) -> Iterator[tuple[str, Refusal | None]]:
    """Every file of a folder, with the reason if it is not read.

    The paths are those in the folder.

    Links to folders are not followed. Hidden names are left out without a word, if no secret has them.
    """
    if why := folder_refusal(root, folder):
        if os.path.isdir(root / folder):
            yield "", why
        return
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        try:
            entries = sorted(os.scandir(root / folder / inside), key=lambda one: one.name)
        except (FileNotFoundError, NotADirectoryError):
            continue
        for entry in entries:
            name = f"{inside}{entry.name}"
            path = f"{folder}/{name}"
            if entry.is_dir(follow_symlinks=False):
                if f"{path}/" in ignored.paths:
                    yield name, Refusal(IGNORED, "a folder that git ignores")
                elif not entry.name.startswith("."):
                    waiting.append(f"{name}/")
            elif entry.is_symlink():
                yield name, _of_name(entry.name) or link_refusal(root, entry.path, (folder,), ignored)
            elif path in ignored.paths and not entry.name.startswith("."):
                yield name, Refusal(IGNORED, "a file that git ignores")
            elif entry.is_file() and not (entry.name.startswith(".") and not is_private(entry.name)):
                yield name, _of_name(entry.name)


def _of_name(name: str) -> Refusal | None:
    if name.startswith("."):
        return Refusal(HIDDEN, "a hidden file")
    return private(name) if is_private(name) else None


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _is_linked(root: Path, path: str) -> bool:
    """Whether a path of ``root`` is a link, or leads through one."""
    home = os.path.realpath(root)
    return os.path.realpath(os.path.join(home, path)) != os.path.normpath(os.path.join(home, path))

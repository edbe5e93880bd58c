"""A project in a git repository with a local bare remote."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from sitetest import SiteTest

from briefgen.cli.main import run

URL = "https://desk.example/repo/"
PERSON = {
    "GIT_AUTHOR_NAME": "Ann",
    "GIT_AUTHOR_EMAIL": "ann@desk.example",
    "GIT_COMMITTER_NAME": "Ann",
    "GIT_COMMITTER_EMAIL": "ann@desk.example",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


class Desk:
    """A project in a repository of its own, with a bare repository as its remote."""

    def __init__(self, folder: Path) -> None:
        self.remote = folder / "remote.git"
        self.git(folder, "init", "-q", "--bare", str(self.remote))
        self.site = SiteTest.from_site("small", folder)
        self.site.edit("briefgen.yml", "https://small.example/", URL)
        self.site.edit("briefgen.yml", "theme: plain", "theme: ledger")
        self.site.edit("briefgen.yml", "sitemap]", "sitemap, hosting]").write(
            ".gitignore", "/site/\n/.briefgen/\n"
        )
        self.root = self.site.root
        self.git(self.root, "init", "-q", "-b", "main")
        self.git(self.root, "remote", "add", "origin", str(self.remote))
        self.commit("Begin")

    def git(self, folder: Path, *arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=folder, capture_output=True, text=True, check=True
        ).stdout.strip()

    def commit(self, message: str) -> None:
        self.git(self.root, "add", "--all")
        self.git(self.root, "commit", "-q", "-m", message)

    def publish(self, *options: str) -> int:
        return run(["publish", str(self.root), "-q", *options])

    def clone(self, folder: Path) -> Path:
        self.git(folder.parent, "clone", "-q", "-b", "gh-pages", str(self.remote), str(folder))
        return folder

    @property
    def tip(self) -> str:
        return self.git(self.remote, "for-each-ref", "--format=%(objectname)", "refs/heads/gh-pages")

    @property
    def files(self) -> list[str]:
        return self.git(self.remote, "ls-tree", "-r", "--name-only", "gh-pages").splitlines()

    @property
    def messages(self) -> list[str]:
        return self.git(self.remote, "log", "--format=%s", "gh-pages").splitlines()

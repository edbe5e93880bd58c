"""``url`` and the repository on GitHub agree on the base path, or that is told before anything is pushed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.publishing.github import pages_url


@pytest.mark.parametrize(
    ("remote", "url"),
    [
        ("git@github.com:Desk/brief.git", "https://desk.github.io/brief/"),
        ("https://github.com/desk/brief", "https://desk.github.io/brief/"),
        ("https://token@github.com/desk/brief.git/", "https://desk.github.io/brief/"),
        ("ssh://git@github.com/desk/my.site.git", "https://desk.github.io/my.site/"),
        ("git@github.com:Desk/desk.github.io.git", "https://desk.github.io/"),
        ("git@gitlab.example:desk/brief.git", ""),
        ("https://not-github.com/desk/brief", ""),
        ("/srv/brief.git", ""),
    ],
)
def test_where_github_serves_a_repository(remote: str, url: str) -> None:
    assert pages_url(remote) == url


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://desk.github.io/brief/", True),
        ("https://desk.github.io/Brief", True),
        ("https://desk.github.io/", False),
        ("https://example.org/", False),
        ("https://example.org/brief/", True),
        ("https://brief.example/", True),
    ],
)
def test_the_base_path_of_the_settings(
    url: str, fits: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = SiteTest.from_site("small", tmp_path).edit("briefgen.yml", "https://small.example/", url)
    subprocess.run(["git", "init", "-q"], cwd=site.root, check=True)
    subprocess.run(
        ["git", "remote", "add", "origin", "git@github.com:desk/brief.git"], cwd=site.root, check=True
    )
    assert run(["publish", "--check", "-q", str(site.root)]) == (0 if fits else 1)
    said = capsys.readouterr().err
    told = (
        f"briefgen.yml:2:6: error: GitHub serves this repository under /brief/, and url is "
        f"{url} [publish-url]"
    )
    assert (told in said) != fits
    assert ("hint: write url: https://desk.github.io/brief/" in said) != fits

"""Secrets of a project: whatever leads to them, they are in no output, not served, and named by the check."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from sitetest import NOW, SiteTest

from briefgen.cli.main import run
from briefgen.model.diagnostics import NOTE
from briefgen.reading.discovery import Folders, rescan, scan
from briefgen.server.live_reload import LiveReload
from briefgen.server.preview import Preview, PreviewSite
from briefgen.util.public_files import is_private

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs links")

SETTINGS = """\
title: Mole Post
url: https://mole.example/
theme: own
builders: [html, feed, search, sitemap, hosting, text, json, llms]
inventories: {far: https://far.example/}
"""
ARTICLE = """\
---
title: The mole is open
date: 2024-05-01
image: shot.png
---

The harbour opened its mole. [Plan](plan.pdf), [keys](door.key), ![seen](view.png).

See {article}`far:x`.
"""
MORE = ARTICLE.replace("mole", "pier")
SECRET = "ghp_" + "Ab3dEf6hIj9lMn2pQr5tUv8xYz1bCd4fGh7j"
_FRAME = "-----{} OPENSSH PRIVATE KEY-----\n"
KEY = f"{_FRAME.format('BEGIN')}{'b3BlbnNzaC1rZXktdjEAAAAABG5vbmU' * 3}\n{_FRAME.format('END')}"
TARGETS = {
    "env": (".env", f"TOKEN={SECRET}\n"),
    "config": (".git/config", f"[remote]\n\turl = https://ann:{SECRET}@host.example/a.git\n"),
    "key": ("keys/server.pem", KEY),
    "notes": ("notes/plain.md", f"---\ntitle: Notes\ndate: 2024-05-01\n---\n\n{SECRET}\n"),
    "outside": ("../elsewhere/secret.txt", SECRET),
}
"""What nobody may read, by a short name: its path from the project, and its text."""
PLACES = (
    "content/{}.txt", "content/{}.md", "content/deep/{}.png", "content/editions/{}.md", "static/{}",
    "static/img/{}.png", "themes/own/static/{}.css", "themes/own/templates/{}.html",
)  # fmt: skip


def link(root: Path, place: str, target: str) -> None:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(os.path.relpath(root / target, path.parent))


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    site = SiteTest.of_files({"briefgen.yml": SETTINGS, "content/mole.md": ARTICLE}, tmp_path)
    for path, text in TARGETS.values():
        site.write(path, text)
    site.write("themes/own/theme.yml", "name: own\ninherit: ledger\n").write("static/fine.txt", "fine")
    return site


def with_links(site: SiteTest) -> list[str]:
    """The places of a link to each secret from each folder that is read."""
    places = [(place.format(name), path) for place in PLACES for name, (path, _) in TARGETS.items()]
    places += [("content/shot.png", ".env"), ("content/view.png", "keys/server.pem")]
    places += [("static/whole", ".git"), ("content/whole", "keys"), ("inventories/far.inv", ".env")]
    places += [("locales/en/LC_MESSAGES/site.po", ".env")]
    for place, target in places:
        link(site.root, place, target)
    return [place for place, _ in places]


def leaks(folder: Path) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    marks = (SECRET.encode(), SECRET.lower().encode(), KEY.splitlines()[1].encode())
    return [path.name for path in files if any(mark in path.read_bytes() for mark in marks)]


def test_no_link_to_a_secret_is_in_any_output_and_the_check_names_each(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    places = with_links(site)
    site.write("static/deep/id_rsa", KEY).write("static/prod.env", SECRET).write("content/door.key", KEY)
    site.write("static/.env", SECRET).write("static/told.txt", f"the token {SECRET}")
    assert run(["publish", "--check", str(site.root)]) == 1
    output = "".join(capsys.readouterr())
    assert leaks(site.output) == ["told.txt"]
    assert (site.output / "fine.txt").read_text() == "fine"
    for place in (*places, "static/deep/id_rsa", "static/prod.env", "content/door.key", "static/.env"):
        assert place in output
    assert "told.txt has what looks like a secret in line 1 (GitHub token)" in output
    assert SECRET not in output
    assert KEY.splitlines()[1] not in output


def test_no_link_to_a_secret_is_served(site: SiteTest) -> None:
    with_links(site)
    preview = Preview(
        PreviewSite(site.root, {}, "http://127.0.0.1:1", lambda zone: site_time()), LiveReload()
    )
    preview.begin()
    assert (preview.folder / "fine.txt").is_file()
    link(site.root, "content/late.md", ".env")
    link(site.root, "static/late.txt", ".git/config")
    preview.rebuild(["content/late.md", "static/late.txt"])
    assert leaks(preview.folder) == []


def site_time() -> object:
    from datetime import datetime

    return datetime.fromisoformat(NOW)


def test_outlet_rules_that_are_a_link_to_a_secret_are_refused(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    link(site.root, "sources/post.yml", ".env")
    assert run(["build", str(site.root), "-q"]) == 1
    output = "".join(capsys.readouterr())
    assert "sources/post.yml" in output
    assert SECRET not in output


@pytest.mark.parametrize("folder", [".git", "keys", ".", "content", "raw", "..", ".briefgen"])
def test_settings_do_not_publish_other_folders(
    site: SiteTest, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("raw/mail.eml", SECRET).write(".briefgen/state.txt", SECRET)
    run(["build", str(site.root), "-q", "--now", NOW, "-D", f"static={folder}"])
    assert leaks(site.output) == []
    assert folder in capsys.readouterr().err


def test_links_within_content_and_static_are_followed(site: SiteTest) -> None:
    site.write("content/one/a.txt", "Alpha pier\n\n2024-05-02\n\nIt is long.\n").write("static/b.txt", "b")
    link(site.root, "content/two.txt", "content/one/a.txt")
    link(site.root, "content/plan.pdf", "static/b.txt")
    link(site.root, "static/deep/c.txt", "static/b.txt")
    link(site.root, "static/article.txt", "content/one/a.txt")
    assert "content/two.txt" in scan(site.root, "content").articles
    site.write("content/mole.md", ARTICLE.replace("image: shot.png\n", "")).build()
    assert (site.output / "deep/c.txt").read_text() == "b"
    assert (site.output / "plan.pdf").exists() or (site.output / "content/plan.pdf").exists()
    assert not (site.output / "article.txt").exists()


def test_files_that_git_ignores_are_no_content_and_not_static(site: SiteTest) -> None:
    shutil.rmtree(site.root / ".git")
    subprocess.run(["git", "init", "-q"], cwd=site.root, check=True)
    site.write(".gitignore", "*.log\n/content/private/\nkept.txt\n").write("static/a.log", "x")
    site.write("static/kept.txt", "kept").write("content/private/a.md", ARTICLE)
    site.write("themes/own/static/b.log", "x")
    link(site.root, "static/way.txt", "static/a.log")
    subprocess.run(["git", "add", "-f", "static/kept.txt"], cwd=site.root, check=True)
    site.build()
    assert (site.output / "kept.txt").read_text() == "kept"
    assert not [p for p in site.output.rglob("*") if p.name in ("a.log", "way.txt", "b.log")]
    codes = {d.location.path: (d.code, d.severity) for d in site.report.diagnostics}
    assert codes["static/a.log"] == codes["content/private"] == ("file-ignored", NOTE)
    assert codes["static/way.txt"][0] == "file-skipped"
    before = scan(site.root, "content")
    site.write("content/private/b.md", ARTICLE).write("content/c.log", "x").write("content/d.md", MORE)
    paths = {"content/private/b.md", "content/c.log", "content/d.md"}
    assert rescan(Folders(site.root), before, paths) == scan(site.root, "content")
    assert "content/d.md" in scan(site.root, "content").articles
    site.remove("static/way.txt")  # its copy would be a file
    assert site.build().tree() == site.clean_tree()


def test_a_folder_that_git_ignores_as_a_whole_is_still_the_content(site: SiteTest) -> None:
    shutil.rmtree(site.root / ".git")
    subprocess.run(["git", "init", "-q"], cwd=site.root, check=True)
    site.write(".gitignore", "/content/\n/static/\n").build()
    assert site.has("/articles/mole/")
    assert (site.output / "fine.txt").is_file()


@pytest.mark.parametrize(
    "name",
    [
        ".env", ".env.local", "prod.env", "id_rsa", "ID_RSA", "id_ed25519.bak", "id_rsa_work", "a.pem",
        "A.PEM", "a.key~", "x.p12", "credentials.json", "client_secret_12.json", ".htpasswd", ".netrc",
        "_netrc", ".npmrc", ".git-credentials", "site.kdbx", "main.tfstate.backup",
    ],
)  # fmt: skip
def test_names_of_secrets(name: str) -> None:
    assert is_private(name)


@pytest.mark.parametrize(
    "name",
    [
        "a.md", "environment.txt", "id_rsa.pub", "id_rsa-explained.md", "keys.md", "key.txt", "pem.html",
        "credentials.md", "monkey", "env", "secrets.txt", "keyboard.jpg", "CNAME", ".gitkeep", ".nojekyll",
    ],
)  # fmt: skip
def test_names_of_ordinary_files(name: str) -> None:
    assert not is_private(name)

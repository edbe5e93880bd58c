"""``briefgen publish`` against a real bare repository."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pushedsite import PERSON, URL, Desk
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.publishing.artifact import Artifact
from briefgen.publishing.preflight import preflight
from briefgen.server.desk import publication
from briefgen.util.hashing import digest_bytes


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    for name, value in PERSON.items():
        monkeypatch.setenv(name, value)
    return Desk(tmp_path)


def state_of(root: Path) -> dict[str, tuple[bytes, int]]:
    """Every file of the working tree, and the index, with its time."""
    kept = [
        p
        for p in root.rglob("*")
        if p.is_file() and not {"site", "site.briefgen", ".briefgen", ".git"} & set(p.relative_to(root).parts)
    ]
    return {str(p): (p.read_bytes(), p.stat().st_mtime_ns) for p in [*kept, root / ".git/index"]}


def test_the_branch_holds_the_site_byte_for_byte_and_nothing_else(desk: Desk, tmp_path: Path) -> None:
    before = state_of(desk.root)
    for stray in (".env", "id_rsa", "notes/draft.html", ".git/config"):
        desk.site.write(f"site/{stray}", "secret")
    assert desk.publish() == 0
    clone = desk.clone(tmp_path / "clone")
    tree = desk.site.tree()
    for stray in (".env", "id_rsa", "notes/draft.html", ".git/config"):
        del tree[stray]
    assert {path: (clone / path).read_bytes() for path in desk.files} == tree
    assert {".nojekyll", "index.html", "404.html", "robots.txt"} <= set(desk.files)
    assert state_of(desk.root) == before
    assert desk.git(desk.root, "status", "--porcelain") == ""
    assert desk.git(desk.root, "branch", "--format=%(refname)") == "refs/heads/main"


def test_a_clone_under_its_base_path_passes_the_preflight(desk: Desk, tmp_path: Path) -> None:
    assert desk.publish() == 0
    clone = desk.clone(tmp_path / "clone")
    files = {path: digest_bytes((clone / path).read_bytes()) for path in desk.files}
    assert preflight(Artifact(clone, files, URL), desk.root) == ()
    moved = preflight(Artifact(clone, files, "https://desk.example/other/"), desk.root)
    assert {d.code for d in moved} >= {"publish-base"}, "the 404 page begins its links with /repo/"


def test_a_second_publication_without_change_pushes_nothing(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.publish() == 0
    tip = desk.tip
    desk.site.write("README.md", "Words that are no part of the site.\n")
    desk.commit("Explain")
    assert run(["publish", str(desk.root)]) == 0
    assert "Nothing to publish: gh-pages of origin is up to date." in capsys.readouterr().err
    assert desk.tip == tip


def test_the_message_names_the_dates_of_the_editions_that_changed(desk: Desk) -> None:
    assert desk.publish() == 0
    desk.site.edit("content/alpha.md", "\n\n", "\n\nOne more paragraph. ")
    day = next(
        line[6:16]
        for line in (desk.root / "content/alpha.md").read_text().splitlines()
        if line.startswith("date: ")
    )
    desk.commit("Add a paragraph")
    assert desk.publish() == 0
    assert desk.messages[0] == f"Publish {day}"
    assert len(desk.messages) == 2
    source = desk.git(desk.root, "rev-parse", "HEAD")
    assert desk.git(desk.remote, "log", "-1", "--format=%b", "gh-pages") == f"Source-commit: {source}"


def test_an_article_that_goes_takes_its_page_along(desk: Desk) -> None:
    assert desk.publish() == 0
    assert "articles/gamma/index.html" in desk.files
    desk.site.remove("content/gamma.md")
    desk.commit("Take gamma back")
    assert desk.publish() == 0
    assert "articles/gamma/index.html" not in desk.files


@pytest.mark.parametrize(
    "name",
    [
        "briefgen.yml",
        "content/new.txt",
        "static/new.css",
        "themes/new/theme.yml",
        "extensions/new.py",
        "sources/new.yml",
        "locales/id/LC_MESSAGES/site.po",
        "inventories/far.inv",
        "data/towns.csv",
    ],
)
def test_what_no_commit_holds_is_refused(name: str, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    file = desk.root / name
    text = file.read_text("utf-8") if file.exists() else ""
    desk.site.write(
        name, f"{text}# more\n" if name != "content/new.txt" else "A title\n\n2024-05-01\n\nWords.\n"
    )
    assert run(["publish", str(desk.root)]) == 1
    said = capsys.readouterr().err
    if name != "sources/new.yml" or "publish-uncommitted" in said:
        assert f"not committed: {name} [publish-uncommitted]" in said
    assert desk.tip == ""
    desk.commit("Add it")
    assert desk.publish() == 0


def test_a_deleted_article_that_no_commit_knows_of_is_refused(desk: Desk) -> None:
    desk.site.remove("content/gamma.md")
    assert desk.publish() == 1
    assert desk.tip == ""


def test_other_files_may_be_uncommitted(desk: Desk) -> None:
    desk.site.write("notes.txt", "Ring the harbour master.\n").write(".env", "KEY=1\n")
    assert desk.publish() == 0
    assert not {"notes.txt", ".env"} & set(desk.files)


def test_drafts_are_never_published(desk: Desk) -> None:
    draft = "---\ntitle: A Secret\ndate: 2024-05-01\ntopic: world\nlang: en\ndraft: true\n---\n\nWords.\n"
    desk.site.write("content/secret.md", draft)
    desk.commit("Begin a draft")
    desk.site.build(drafts=True)
    assert desk.site.has("/articles/secret/")
    assert desk.publish() == 0
    assert not [path for path in desk.files if "secret" in path]


def test_commits_of_others_are_refused_and_with_force_kept_below(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.publish() == 0
    clone = desk.clone(tmp_path / "clone")
    (clone / "by-hand.txt").write_text("words")
    desk.git(clone, "add", "--all")
    desk.git(clone, "commit", "-q", "-m", "By hand")
    desk.git(clone, "push", "-q")
    theirs = desk.tip
    desk.git(desk.root, "fetch", "-q")
    assert run(["publish", str(desk.root)]) == 1
    assert (
        f"gh-pages of origin has a commit that briefgen did not make: {theirs[:12]} [publish-diverged]"
        in capsys.readouterr().err
    )
    assert desk.tip == theirs
    assert desk.publish("--force") == 0
    assert desk.git(desk.remote, "rev-parse", "gh-pages^") == theirs
    assert "by-hand.txt" not in desk.files
    assert desk.publish() == 0


def test_a_custom_domain_that_a_publication_removes_is_named(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.publish() == 0
    clone = tmp_path / "clone"
    desk.git(tmp_path, "clone", "-q", "-b", "gh-pages", str(desk.remote), str(clone))
    (clone / "CNAME").write_text("fjord.example\n")
    desk.git(clone, "add", "CNAME")
    desk.git(clone, "commit", "-q", "-m", "Set the domain")
    desk.git(clone, "push", "-q")
    capsys.readouterr()
    assert run(["publish", str(desk.root), "--force"]) == 0
    output = "".join(capsys.readouterr())
    assert "CNAME" in output
    assert "fjord.example" in output


def test_what_a_colleague_published_from_commits_that_are_not_here_is_refused(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.git(desk.root, "push", "-q", "origin", "main")
    desk.git(desk.remote, "symbolic-ref", "HEAD", "refs/heads/main")
    desk.git(tmp_path, "clone", "-q", str(desk.remote), "colleague")
    other = SiteTest(tmp_path / "colleague").edit("content/alpha.md", "\n\n", "\n\nFresher words. ")
    desk.git(other.root, "commit", "-q", "-a", "-m", "Freshen")
    assert run(["publish", str(other.root), "-q"]) == 0
    tip = desk.tip
    assert run(["publish", str(desk.root)]) == 1
    assert "which is not in the history here [publish-diverged]" in capsys.readouterr().err
    assert desk.tip == tip
    desk.git(desk.root, "pull", "-q", str(other.root), "main")
    assert desk.publish() == 0
    assert desk.tip == tip


def test_a_dry_run_says_what_it_would_do_and_pushes_nothing(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["publish", str(desk.root), "--dry-run"]) == 0
    said = capsys.readouterr().err
    assert desk.tip == ""
    assert desk.publish() == 0
    count = len(desk.files)
    assert f"Would push {count} files ({count} new) to gh-pages of origin" in said


def test_json_says_what_was_done(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    def publish(*options: str) -> dict[str, Any]:
        code = run(["publish", str(desk.root), "--json", *options])
        values: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert code == (values["done"] == "refused")
        return values

    checked = publish("--check")
    assert (checked["done"], checked["url"], checked["diagnostics"]) == ("checked", URL, [])
    assert publish("--dry-run")["done"] == "dry-run"
    assert not desk.tip
    pushed = publish()
    assert (pushed["done"], pushed["files"]) == ("pushed", checked["files"])
    assert publish()["done"] == "nothing"
    assert publish("--compare")["pages"] == {"added": [], "changed": [], "removed": []}
    desk.site.write("content/new.md", "---\ntitle: New\ndate: 2024-05-01\ntopic: world\n---\n\nWords.\n")
    pages = publish("--compare")["pages"]
    assert [one for one in pages["added"] if "new" in one] == ["/articles/new/"]
    assert "/2024-05-01/" in pages["changed"]
    assert publication.compare(desk.root).lines[0].startswith("New: ")
    refused = publish()
    assert (refused["done"], refused["url"]) == ("refused", None)
    assert [one["severity"] for one in refused["diagnostics"]] == ["error"]


def test_an_orphan_branch_has_no_history(desk: Desk) -> None:
    assert desk.publish() == 0
    desk.site.edit("content/alpha.md", "\n\n", "\n\nOne more paragraph. ")
    desk.commit("Add a paragraph")
    assert desk.publish() == 0
    assert len(desk.messages) == 2
    assert desk.publish("--orphan") == 0
    assert len(desk.messages) == 1
    tip = desk.tip
    assert desk.publish("--orphan") == 0
    assert desk.tip == tip


def test_a_branch_that_moved_while_we_worked_is_left_alone(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefgen.publishing import git_branch

    assert desk.publish() == 0
    desk.site.edit("content/alpha.md", "\n\n", "\n\nOne more paragraph. ")
    desk.commit("Add a paragraph")
    clone, pack = desk.clone(tmp_path / "clone"), git_branch.pack

    def slow(*arguments: object, **options: object) -> object:
        desk.git(clone, "commit", "-q", "--allow-empty", "-m", "Quicker")
        desk.git(clone, "push", "-q")
        return pack(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(git_branch, "pack", slow)
    assert desk.publish("--orphan") == 1
    assert desk.messages[0] == "Quicker"


def test_a_remote_that_says_no_is_told_in_its_words_and_can_be_tried_again(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    hook = desk.remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'not \x1b[31mtoday' >&2\nexit 1\n")
    hook.chmod(0o755)
    assert run(["publish", str(desk.root)]) == 1
    said = capsys.readouterr().err
    assert "git push: " in said
    assert "today" in said
    assert "\x1b[31m" not in said
    assert desk.tip == ""
    hook.unlink()
    assert desk.publish() == 0


def test_a_publication_that_is_killed_can_be_tried_again(desk: Desk, tmp_path: Path) -> None:
    hook = desk.remote / "hooks/pre-receive"
    told = tmp_path / "told"
    os.mkfifo(told)
    hook.write_text(f"#!/bin/sh\necho here > {told}\nexec sleep 600\n")
    hook.chmod(0o755)
    command = [sys.executable, "-m", "briefgen", "publish", "-q", str(desk.root)]
    with subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL) as process:
        assert told.read_text() == "here\n"  # the push is at the remote's door
        os.killpg(process.pid, signal.SIGKILL)
    hook.unlink()
    assert desk.git(desk.root, "status", "--porcelain") == ""
    assert desk.publish() == 0
    assert desk.git(desk.remote, "fsck", "--no-dangling") == ""
    assert len(desk.messages) == 1


KILLING = """#!/bin/sh
{git} "$@"
told=$?
[ "$1" = {verb} ] && kill -9 0
exit $told
"""
"""A git that ends everything, itself too, as soon as one of its commands is done."""


@pytest.mark.parametrize("verb", ["fetch", "fast-import", "update-index", "commit-tree", "push"])
def test_whatever_git_was_at_when_all_ended_the_branch_is_as_before_or_as_after(
    verb: str, desk: Desk, tmp_path: Path
) -> None:
    assert desk.publish() == 0
    before = desk.tip
    desk.site.edit("content/alpha.md", "\n\n", "\n\nOne more paragraph. ")
    desk.commit("Add a paragraph")
    killing = tmp_path / "bin" / "git"
    killing.parent.mkdir()
    killing.write_text(KILLING.format(git=shutil.which("git"), verb=verb))
    killing.chmod(0o755)
    path = f"{killing.parent}{os.pathsep}{os.environ['PATH']}"
    command = [sys.executable, "-m", "briefgen", "publish", "-q", str(desk.root)]
    done = subprocess.run(command, env=os.environ | {"PATH": path}, start_new_session=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert (desk.tip != before) == (verb == "push")
    assert desk.publish() == 0
    assert not (desk.root / ".briefgen/publish").exists(), "what was left is removed"
    assert desk.git(desk.root, "status", "--porcelain") == ""
    assert desk.publish() == 0
    assert len(desk.messages) == 2
    assert desk.git(desk.remote, "fsck", "--no-dangling") == ""


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--remote", "nowhere"], "there is no remote nowhere"),
        (["--remote=--upload-pack=touch /tmp/x"], "is no name that git takes"),
        (["--branch", "a..b"], "is no name that git takes"),
        (["--branch", "main", "--force"], "main is the branch that you work on"),
    ],
)
def test_where_it_cannot_go(
    options: list[str], said: str, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.publish(*options) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--check", "--workflow"], "--check and --workflow exclude each other"),
        (["--check", "--force"], "--check pushes nothing, so it cannot be combined with --force"),
        (["--workflow", "--orphan"], "--workflow pushes nothing, so it cannot be combined with --orphan"),
    ],
)
def test_options_that_ask_for_two_things(
    options: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["publish", str(tmp_path), *options]) == 2
    assert said in capsys.readouterr().err


def test_checking_needs_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = SiteTest.from_site("small", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run(["publish", "--check", "-q", str(site.root)]) == 0
    assert run(["publish", "-q", str(site.root)]) == 1


def test_without_a_repository_or_a_commit(
    tmp_path: Path, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk.root / ".git").rename(tmp_path / "away")
    assert desk.publish() == 1
    assert "git finds no repository in" in capsys.readouterr().err
    desk.git(desk.root, "init", "-q")
    assert desk.publish() == 1
    assert "nothing is committed yet" in capsys.readouterr().err


def test_a_project_in_a_folder_of_its_repository(tmp_path: Path, desk: Desk) -> None:
    top = tmp_path / "top"
    top.mkdir()
    desk.git(top, "init", "-q", "-b", "main")
    desk.git(top, "remote", "add", "origin", str(desk.remote))
    (desk.root / ".git").rename(tmp_path / "away")
    desk.root.rename(top / "brief")
    desk.root = top / "brief"
    desk.commit("Begin")
    (top / "elsewhere.txt").write_text("words")
    assert desk.publish() == 0
    (desk.root / "content/new.txt").write_text("A title\n\n2024-05-01\n\nWords.\n")
    assert desk.publish() == 1


def test_a_file_that_the_settings_name_is_asked_for(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    inventory = "inventories: {far: {url: https://far.example/, file: kept/far.inv}}\n"
    desk.site.edit("briefgen.yml", "url:", f"{inventory}url:")
    desk.commit("Refer to far")
    desk.site.write("kept/far.inv", "# more\n")
    assert run(["publish", str(desk.root)]) == 1
    assert "not committed: kept/far.inv [publish-uncommitted]" in capsys.readouterr().err


@pytest.mark.parametrize("options", [(), ("--force",), ("--force", "--orphan")])
def test_a_branch_of_sources_is_never_published_to(
    options: tuple[str, ...], desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.git(desk.root, "push", "-q", "origin", "main")
    desk.git(desk.root, "switch", "-q", "-c", "feature")
    desk.site.write("notes.txt", "Ring the harbour master.\n")
    desk.commit("Note")
    before = desk.git(desk.remote, "rev-parse", "main")
    assert desk.publish("--branch", "main", *options) == 1
    assert "main of origin is a branch of the project's sources" in capsys.readouterr().err
    desk.git(desk.root, "switch", "-q", "--detach")
    assert desk.publish("--branch", "main", *options) == 1
    desk.git(desk.root, "push", "-q", "origin", "--delete", "main")
    assert desk.publish("--branch", "main", *options) == 1, "the local branch is one of sources, too"
    desk.git(desk.root, "push", "-q", "origin", f"{before}:refs/heads/main")
    desk.git(desk.root, "switch", "-q", "--orphan", "empty")
    assert desk.publish("--branch", "main", *options) != 0
    assert desk.git(desk.remote, "rev-parse", "main") == before


def test_a_shallow_clone_publishes_or_says_how_it_can(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.publish() == 0
    first = desk.tip
    for word in ("Fresher", "Freshest"):
        desk.site.edit("content/alpha.md", "\n\n", f"\n\n{word} words. ")
        desk.commit(word)
    desk.git(desk.root, "push", "-q", "origin", "main")
    desk.git(tmp_path, "clone", "-q", "--depth=1", "-b", "main", desk.remote.as_uri(), "shallow")
    shallow = tmp_path / "shallow"
    assert run(["publish", str(shallow)]) == 1
    assert "git fetch --unshallow" in capsys.readouterr().err
    assert desk.tip == first
    desk.git(shallow, "fetch", "-q", "--unshallow")
    assert run(["publish", str(shallow), "-q"]) == 0
    desk.git(tmp_path, "clone", "-q", "--depth=1", "-b", "main", desk.remote.as_uri(), "again")
    SiteTest(tmp_path / "again").edit("content/alpha.md", "Freshest", "Newest")
    desk.git(tmp_path / "again", "commit", "-q", "-a", "-m", "Newest")
    assert run(["publish", str(tmp_path / "again"), "-q"]) == 0
    assert len(desk.messages) == 3


def test_a_custom_domain_that_goes_is_a_warning_for_programs_too(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.publish() == 0
    clone = desk.clone(tmp_path / "clone")
    (clone / "CNAME").write_text("weir.example\n")
    desk.git(clone, "add", "CNAME")
    desk.git(clone, "commit", "-q", "-m", "Set the domain")
    desk.git(clone, "push", "-q")
    capsys.readouterr()
    assert run(["publish", str(desk.root), "--json", "--force"]) == 0
    values = json.loads(capsys.readouterr().out)
    (problem,) = [one for one in values["diagnostics"] if one["code"] == "publish-domain"]
    assert "weir.example" in problem["message"]


@pytest.mark.parametrize("verb", ["fast-import", "update-index", "write-tree", "commit-tree", "push"])
def test_a_failed_publication_leaves_no_temporary_files(
    verb: str, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing, scratch = tmp_path / "bin/git", tmp_path / "scratch"
    failing.parent.mkdir()
    scratch.mkdir()
    git = shutil.which("git")
    failing.write_text(f'#!/bin/sh\n[ "$1" = {verb} ] && exit 3\nexec {git} "$@"\n')
    failing.chmod(0o755)
    monkeypatch.setenv("PATH", f"{failing.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert desk.publish() == 1
    assert list(scratch.iterdir()) == []
    assert strays(desk.root) == []
    assert not (desk.root / ".briefgen/publish").exists()


def strays(root: Path) -> list[str]:
    names = ("tmp_*", "fast_import_crash_*", "*.lock")
    return [path.name for name in names for path in (root / ".git").rglob(name)]


def test_a_site_that_changes_while_it_is_packed_leaves_no_temporary_files(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Artifact.read

    def changed(self: Artifact, path: str) -> bytes:
        return read(self, path) + (b"x" if path == "robots.txt" else b"")

    from briefgen.publishing import git_branch

    tree = git_branch._tree

    def packed(*arguments: Any) -> str:
        monkeypatch.setattr(Artifact, "read", changed)
        return tree(*arguments)

    monkeypatch.setattr(git_branch, "_tree", packed)
    assert desk.publish() == 1
    assert strays(desk.root) == []
    assert not (desk.root / ".briefgen/publish").exists()

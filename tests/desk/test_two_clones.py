"""Two people at two desks, each with a clone of the project: git merges their work."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from desksite import DATE, do, open_on

from briefgen.curation.acts import Describe, Lead, Move, SetFields, SetTopic, Skip, Take

if TYPE_CHECKING:
    from pathlib import Path

FERRY, PILOTS, DREDGER, BUOYS, FAIR, BAKER = (
    f"content/2024/{name}.md" for name in ("ferry", "pilots", "dredger", "buoys", "fair", "baker")
)
TIDE, MAST = "inbox/2024-05-01-tide.md", "inbox/2024-05-02-mast.md"


def git(root: Path, *arguments: str) -> str:
    person = ("-c", "user.name=Ann", "-c", "user.email=ann@desk.example", "-c", "commit.gpgsign=false")
    command = ["git", *person, *arguments]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout


def test_git_merges_what_two_people_did_to_one_edition(root: Path) -> None:
    git(root, "init", "-q", "-b", "main")
    (root / ".gitignore").write_text(".briefgen/\nraw/\n")
    git(root, "add", "--all")
    git(root, "commit", "-q", "-m", "Begin")
    other = root.parent / "clone"
    shutil.copytree(root, other)
    ours = (Move(DREDGER, "sea", PILOTS), Take((MAST,), "sea"), SetFields((FERRY,), {"note": "Ours."}))
    theirs = (
        Move(FAIR, "town", BAKER),
        Lead(BAKER),
        Skip((TIDE,)),
        SetTopic((BUOYS,), "town"),
        SetFields((BAKER,), {"summary": "Theirs."}),
        Describe("High water"),
    )
    for clone, acts in ((root, ours), (other, theirs)):
        for act in acts:
            assert do(clone, act)
        git(clone, "add", "--all")
        git(clone, "commit", "-q", "-m", "A day")
    git(root, "pull", "-q", "--no-rebase", "--no-edit", str(other), "main")
    assert git(root, "status", "--porcelain") == ""
    draft = open_on(root)
    order = {one.topic.slug: [story.lead.slug for story in one.stories] for one in draft.edition.briefings}
    assert order["sea"][:3] == ["ferry", "dredger", "pilots"]
    assert order["town"][:2] == ["fair", "baker"]
    assert draft.edition.lead is not None
    assert draft.edition.lead.lead.slug == "baker"
    assert "buoys" in order["town"]
    assert "mast" in "".join(order["sea"])
    assert draft.edition.title == "High water"
    assert not draft.problems
    text = (root / f"content/editions/{DATE}.md").read_text("utf-8")
    assert "# Written by the night desk." in text
    assert "# keep first" in text
    assert not list(draft.waiting)

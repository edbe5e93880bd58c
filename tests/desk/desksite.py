"""A small project to work on: its files, and an act done to them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from briefgen.build.read import read_quietly
from briefgen.cli.common import open_to_read
from briefgen.curation.acts import Act, Skip, Take
from briefgen.curation.file_changes import FileChange, undoing, write_changes
from briefgen.curation.inbox_items import read_items
from briefgen.curation.open_edition import OpenEdition, ProjectArticles, open_edition
from briefgen.curation.perform import changes_of
from briefgen.importing.inbox_folder import articles_of, read_inbox
from briefgen.project.project import Project

DATE = "2024-05-02"
NOW = datetime(2024, 5, 1, 18, tzinfo=UTC)
CONFIG = """\
title: Harbour
url: https://example.org/
language: en
topics: [{slug: sea, title: The sea}, {slug: town, title: Town}]
"""
EDITION = """\
---
# Written by the night desk.
title: "Low water"   # a working title
order:
  sea:
    - ferry   # keep first
    - pilots
---

Two ships and a fair.
"""


def article(title: str, topic: str, text: str, more: str = "", day: str = DATE) -> str:
    return (
        f"---\n# {title}: from the wire\ntitle: {title!r}\ndate: {day}\ntopic: {topic}\n{more}---\n{text}\n"
    )


FILES = {
    "briefgen.yml": CONFIG,
    f"content/editions/{DATE}.md": EDITION,
    "content/2024/ferry.md": article("Ferry late", "sea", "The ferry left two hours late.", "source: Gull\n"),
    "content/2024/pilots.md": article(
        "Pilots wait", "sea", "The pilots waited outside the mole.", day=f"{DATE} 10:00"
    ),
    "content/2024/dredger.md": article(
        "Dredger leaves", "sea", "The dredger left for the north.", day=f"{DATE} 09:00"
    ),
    "content/2024/buoys.md": article(
        "Buoys painted", "sea", "All buoys were painted green.", day=f"{DATE} 08:00"
    ),
    "content/2024/fair.md": article(
        "Fair opens", "town", "The fair opened with a parade.", "tags: [fair, music]\n"
    ),
    "content/2024/baker.md": article(
        "Baker retires", "town", "After forty years the baker retires.", "description: Old\n"
    ),
    "inbox/2024-05-01-tide.md": (
        "---\ntitle: Springflut\ndate: 2024-05-01\nlang: de\nsource: Möwe\nurl: https://moewe.example/1\n---\n"
        "Die Flut kam am Abend.\n"
    ),
    "inbox/2024-05-02-mast.md": f"---\ntitle: Mast falls\ndate: {DATE}\n---\nA mast fell.\n",
}


def write_files(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return root


def write_site(root: Path) -> Path:
    return write_files(root, FILES)


@cache
def project_at(root: Path) -> Project:
    return open_to_read(root)


def open_on(root: Path, date: str = DATE) -> OpenEdition:
    project = project_at(root)
    waiting = articles_of(read_inbox(root, project.pipeline))
    heads = [*articles_of(read_quietly(project))]
    articles = ProjectArticles.among(project, heads, date, waiting)
    return open_edition(project, articles, date, NOW)


def changes(root: Path, act: Act, date: str = DATE) -> tuple[FileChange, ...]:
    draft = open_on(root, date)
    named = act.articles if isinstance(act, Take | Skip) else ()
    items = [one for one in read_items(draft.project).items if one.path in named]
    return changes_of(draft, act, NOW, items)


def do(root: Path, act: Act, date: str = DATE) -> tuple[FileChange, ...]:
    made = changes(root, act, date)
    write_changes(project_at(root), made)
    return made


def undo(root: Path, made: tuple[FileChange, ...]) -> None:
    write_changes(project_at(root), undoing(made))


def tree(root: Path) -> dict[str, str]:
    """The text of each file that people write."""
    names = [one for one in sorted(root.rglob("*")) if one.is_file()]
    texts = {one.relative_to(root).as_posix(): one for one in names}
    return {
        name: one.read_text("utf-8")
        for name, one in texts.items()
        if not name.startswith((".briefgen", "raw"))
    }


def difference(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The lines that went and came, by file."""
    lines = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, "").split("\n"), after.get(name, "").split("\n")
        if before.get(name) != after.get(name):
            lines.append(f"{name}{' new' if name not in before else ' gone' if name not in after else ''}")
            if name in before and name in after:
                made = list(difflib.unified_diff(old, new, lineterm="", n=0))[2:]
                lines += [one for one in made if not one.startswith("@@")]
    return lines

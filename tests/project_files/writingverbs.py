"""Every command that writes files of people, on one small project."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from briefgen.build.options import Options
from briefgen.build.read import read_quietly
from briefgen.build.run import Build
from briefgen.cli import common
from briefgen.cli.clean_files import CleanFiles
from briefgen.cli.main import run
from briefgen.curation import edition_draft, story_suggestions
from briefgen.curation.file_changes import write_changes
from briefgen.importing.document import ImportedDocument
from briefgen.importing.formats import read_documents
from briefgen.importing.importer import Importer
from briefgen.importing.inputs import load
from briefgen.importing.known_articles import KnownArticles
from briefgen.project.project import open_project
from briefgen.server.live_reload import LiveReload
from briefgen.server.preview import Preview, PreviewSite
from briefgen.server.workbench import ProjectWorkbench

NOW = "2022-04-02T12:00:00+00:00"
AT = ["--now", NOW]

NOISY = """\
---
title: The cable car stops
date: 2022-03-29
lang: en
source: Hill Post
---

The cable car stops for a week, because the rope of the lower station has to be replaced at last.

loading...

It runs again on Saturday, when the new rope has carried sacks of sand up and down for a whole day.
"""
FLOOD = (
    "Air Ciliwung meluap dan merendam 120 rumah di Kampung Melayu. Warga mengungsi ke Masjid Al-Barkah, "
    "kata Camat Hartono. Pintu air Manggarai dibuka penuh pada pukul 03.00, dan tinggi air mencapai 870 "
    "sentimeter. Petugas Posko Bidara Cina membagikan 400 nasi bungkus dan menunggu tiga perahu karet dari "
    "Cawang."
)
AGAIN = (
    "Camat Hartono menghitung 120 rumah terendam setelah luapan Ciliwung di Kampung Melayu. Pengungsi "
    "menunggu di Masjid Al-Barkah. Di pintu air Manggarai air mencapai 870 sentimeter sebelum dibuka penuh. "
    "Tiga perahu karet dari Cawang tiba siang hari, dan Posko Bidara Cina membagikan 400 nasi bungkus kepada "
    "warga."
)
EDITION = "---\ntitle: Our Wednesday  # by hand\n---\n\nGood morning.\n"


def article(title: str, day: str, source: str, text: str) -> str:
    return f'---\ntitle: "{title}" # as printed\ndate: {day}\nsource: {source}\nlang: id\n---\n\n{text}\n'


def row(text: str, url: str = "https://mill.example/again") -> str:
    values = {"title": "The mill turns again", "date": "2022-03-28", "lang": "en", "text": text, "url": url}
    return json.dumps(values)


MILL = "The miller ground forty sacks of rye on the first day, and the wheel did not stop once until dusk."
FILES = {
    "briefgen.yml": "title: Hill\nurl: https://example.org/\n",
    "content/cable.md": NOISY,
    "content/banjir.md": article("Banjir merendam Kampung Melayu", "2022-03-30", "Kabar", FLOOD),
    "content/luapan.md": article("Warga mengungsi dari Ciliwung", "2022-03-31", "Harian", AGAIN),
    "content/editions/2022-03-30.md": EDITION,
    "in/mill.json": row(f"{MILL} Two men carried them."),
    "in/other.json": row("Nobody has seen the ferry since noon, and the rope lies in the water.", ""),
}
MILL_PATH = "content/2022/2022-03-28-the-mill-turns-again.md"


@dataclass(frozen=True)
class Verb:
    """A command: the file that it writes, its arguments, and its work without the command line."""

    name: str
    path: str
    arguments: tuple[str, ...]
    prepare: Callable[[Path], Callable[[], object]]
    is_new: bool = False


def _clean(root: Path) -> Callable[[], object]:
    cleaner = CleanFiles(NOW)
    (one,) = cleaner.read([root / "content/cable.md"])
    return lambda: cleaner.write(one)


def _freeze(root: Path, date: str = "2022-03-30") -> Callable[[], object]:
    project = common.open_to_read(root)
    options = Options(root / "site", (), datetime.fromisoformat(NOW))
    layout = edition_draft.lay_out(project, options, date)
    return lambda: write_changes(
        project, [change] if (change := edition_draft.frozen_change(layout, project)) else []
    )


def _accept(root: Path) -> Callable[[], object]:
    project = open_project(root)
    build = Build(project, Options(root / "site", (), datetime.fromisoformat(NOW)))
    suggestion = next(one for one in story_suggestions.find_stories(build) if not one.confirmed)
    return lambda: write_changes(project, story_suggestions.accept_changes(project, suggestion))


def _add(root: Path, name: str) -> Callable[[], object]:
    project = common.open_to_read(root)
    articles = [one.result.article for one in read_quietly(project).values() if one.result.article]
    (document,) = read_documents(load(str(root / name)))
    assert isinstance(document, ImportedDocument)

    def add() -> object:
        now = datetime.fromisoformat(NOW)
        return Importer(root, project.pipeline, KnownArticles(articles), now).add_document(document)

    return add


def preview_of(root: Path) -> Preview:
    """The dev server's preview, built."""
    site = PreviewSite(root, {}, "http://127.0.0.1:8000", lambda home: datetime(2022, 4, 2, tzinfo=home))
    preview = Preview(site, LiveReload())
    preview.begin()
    return preview


def _workbench(root: Path) -> Callable[[], object]:
    preview = preview_of(root)
    decision = {"choice": "keep", "line": 10, "text": "loading..."}
    return lambda: ProjectWorkbench(preview).decide("cable", decision)


def _run(root: Path, *arguments: str) -> Callable[[], object]:
    return partial(run, [one.format(root=root) for one in arguments])


NEW = ("new", "A quiet bridge", "-C", "{root}", *AT)
INIT = ("init", "{root}/fresh")
VERBS = (
    Verb("clean", "content/cable.md", ("clean", "--write", "{root}/content/cable.md", *AT), _clean),
    Verb(
        "edition",
        "content/editions/2022-03-30.md",
        ("edition", "2022-03-30", "--freeze", "-C", "{root}", *AT),
        _freeze,
    ),
    Verb("stories", "content/luapan.md", ("stories", "--accept", "1", "-C", "{root}", *AT), _accept),
    Verb(
        "add-update",
        MILL_PATH,
        ("add", "{root}/in/mill.json", "-q", "-C", "{root}", *AT),
        partial(_add, name="in/mill.json"),
    ),
    Verb("workbench", "content/cable.md", (), _workbench),
    Verb(
        "edition-new",
        "content/editions/2022-03-31.md",
        ("edition", "2022-03-31", "--freeze", "-C", "{root}", *AT),
        partial(_freeze, date="2022-03-31"),
        is_new=True,
    ),
    Verb(
        "add",
        "content/2022/2022-03-28-the-mill-turns-again-2.md",
        ("add", "{root}/in/other.json", "-q", "-C", "{root}", *AT),
        partial(_add, name="in/other.json"),
        is_new=True,
    ),
    Verb("new", "content/2022/2022-04-02-a-quiet-bridge.md", NEW, lambda root: _run(root, *NEW), is_new=True),
    Verb("init", "fresh/briefgen.yml", INIT, lambda root: _run(root, *INIT), is_new=True),
)
CHANGING = [verb for verb in VERBS if not verb.is_new]
CREATING = [verb for verb in VERBS if verb.is_new]


def make_project(root: Path) -> None:
    """Write the project; one of its articles was added."""
    for path, text in {**FILES, "in/mill.json": row(MILL)}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    assert run(["add", str(root / "in/mill.json"), "-q", "-C", str(root), *AT]) == 0
    (root / "in/mill.json").write_text(FILES["in/mill.json"], "utf-8")
    assert (root / MILL_PATH).is_file()


def tree(root: Path) -> Mapping[str, bytes]:
    """The files of people, and those of raw/."""
    paths = (path for path in root.rglob("*") if path.is_file() and ".briefgen" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def restore(root: Path, copy: Path) -> None:
    """Make the project again what it was."""
    for name in ("content", "raw", "fresh"):
        shutil.rmtree(root / name, ignore_errors=True)
        if (copy / name).is_dir():
            shutil.copytree(copy / name, root / name, symlinks=True)

"""Write the content of an old site into a project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from briefgen.config.folders import EDITIONS, PAGES
from briefgen.importing.local_pictures import find_file, picture_urls, with_files
from briefgen.importing.old_sites import (
    buttondown,
    ghost_export,
    hugo,
    jekyll,
    mkdocs,
    nikola,
    pelican,
    substack,
    wordpress,
)
from briefgen.importing.old_sites.export_files import opened
from briefgen.importing.old_sites.head_keys import with_keys
from briefgen.importing.old_sites.links import NewPlaces, pieces, relink
from briefgen.importing.old_sites.old_site import (
    CONTENT,
    NO_OPTIONS,
    ExportOptions,
    OldSite,
    OldText,
    head_of,
)
from briefgen.importing.old_sites.shortcodes import find_shown
from briefgen.importing.picture_saver import PictureSaver, WithPictures
from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import BriefgenError, diagnostic, failure
from briefgen.project_files.backups import Change
from briefgen.project_files.kinds import Kind, ProjectFile
from briefgen.project_files.writer import write_file
from briefgen.reading.foreign_markup import TAG

READERS: Mapping[str, Callable[[Path], OldSite]] = {
    "hugo": hugo.read,
    "jekyll": jekyll.read,
    "pelican": pelican.read,
    "nikola": nikola.read,
    "mkdocs": mkdocs.read,
}
"""The programs whose sites are read, each with its reader."""

EXPORTS: Mapping[str, Callable[[Path, ExportOptions], OldSite]] = {
    "wordpress": wordpress.read,
    "ghost": ghost_export.read,
    "substack": substack.read,
    "buttondown": buttondown.read,
}
"""The programs and services whose exports are read."""

ADDED, KNOWN = "added", "unchanged"
ARTICLE, DRAFT, PAGE, FILE = "article", "draft", "page", "file"


class TakenOver(NamedTuple):
    """A file that was written, or was there with the same content.

    ``address`` is where readers found it in the old site; empty if that is unknown.
    """

    what: str
    kind: str
    path: str
    old: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """Where the content goes. ``dry``: nothing is written."""

    root: Path
    content: str
    static: str
    dry: bool = False
    options: ExportOptions = NO_OPTIONS
    pictures: PictureSaver | None = None


def take_over(name: str, old: Path, project: Project) -> Iterator[TakenOver | Diagnostic | BriefgenError]:
    """Write the content of a site made by the program ``name``, or of its export.

    Each file is reported, also one that is left out.

    Raises:
        BriefgenError: when an export cannot be read.
    """
    with opened(old) as place:
        site = READERS[name](place) if name in READERS else EXPORTS[name](place, project.options)
        yield from _take_site(site, place if place.is_dir() else place.parent, project)


def _take_site(
    site: OldSite, old: Path, project: Project
) -> Iterator[TakenOver | Diagnostic | BriefgenError]:
    places = None if site.is_linked else NewPlaces.of(site)
    targets: dict[str, str] = {}
    for text in site.texts:
        target = _target(text, project)
        if target in targets:
            message = f"{targets[target]} is written to {target} too"
            yield failure("import-refused", Location(text.path), message, "rename one of the two files")
            continue
        targets[target] = text.path
        yield from _take_text(text, target, places, project)
    for path, place in site.files.items():
        folder = project.content if place.folder == CONTENT else project.static
        yield _take(old, path, f"{folder}/{place.path}", project)
    for path, reason in site.left_out.items():
        message = f"this file is left out: {reason}"
        hint = "save it as Markdown in the old site, or copy it by hand"
        yield diagnostic("import-left-out", Location(path), message, hint)
    yield from site.problems


def _target(text: OldText, project: Project) -> str:
    """Where a text goes; an article never into the folders of pages and edition files."""
    own = text.target.partition("/")[0]
    is_page = text.target.startswith(f"{PAGES}/")
    inside = f"posts/{text.target}" if own == EDITIONS and not is_page else text.target
    return f"{project.content}/{inside}"


def _take_text(
    text: OldText, target: str, places: NewPlaces | None, project: Project
) -> Iterator[TakenOver | Diagnostic | BriefgenError]:
    try:
        if "\ufffd" in text.text:
            message, hint = "this file is not UTF-8", "convert it to UTF-8, such as with iconv"
            raise failure("encoding", Location(text.path), message, hint)
        relinked = relink(text.text, text.path, places) if places else text.text
        new = with_keys(relinked, text.path, text.keys, text.addresses)
        outcome = TakenOver(ADDED, _kind(text), target, text.path, next(iter(text.addresses), ""))
        place = project.root / target
        there = place.read_bytes() if place.is_file() else None
        if there is not None and _with_addresses(there.decode("utf-8", "replace"), new, place) != new:
            raise _differs(target, text.path)
        shown = _with_pictures(new, target, project)
        yield _written(project, target, shown.text.encode(), outcome)
        if there is not None and there != shown.text.encode() and not project.dry:
            file = ProjectFile(project.root, target, Kind.CONTENT, project.content)
            write_file(file, Change(there, shown.text.encode()), backup=False)
    except BriefgenError as error:
        yield error
        return
    yield from (TakenOver(ADDED, FILE, name, url) for name, url in shown.files)
    yield from shown.problems
    yield from _tags(shown.text, target)


def _with_addresses(there: str, new: str, place: Path) -> str:
    """A text written before, with the web addresses of pictures saved since."""
    known = {find_file(place.parent, url): url for url in picture_urls(new, place.name)}
    return with_files(there, place.name, {name: url for name, url in known.items() if name})


def _with_pictures(text: str, target: str, project: Project) -> WithPictures:
    """The text with those pictures as files that are saved already, or can be."""
    if project.pictures and not project.dry:
        return project.pictures.save(text, target, project.options.home)
    folder = (project.root / target).parent
    known = {url: find_file(folder, url) for url in picture_urls(text, target)}
    return WithPictures(with_files(text, target, {url: name for url, name in known.items() if name}))


def _kind(text: OldText) -> str:
    head = head_of(text.text, text.path)
    if text.keys.get("draft") or (head and head.declared.values["draft"]):
        return DRAFT
    return PAGE if text.target.startswith(f"{PAGES}/") else ARTICLE


def _take(old: Path, path: str, target: str, project: Project) -> TakenOver | BriefgenError:
    try:
        data, place = (old / path).read_bytes(), project.root / target
        if place.exists() and (not place.is_file() or place.read_bytes() != data):
            raise _differs(target, path)
        return _written(project, target, data, TakenOver(ADDED, FILE, target, path))
    except BriefgenError as error:
        return error


def _written(project: Project, target: str, data: bytes, outcome: TakenOver) -> TakenOver:
    """Write a new file; one that is there stays.

    Raises:
        BriefgenError: when it cannot be written.
    """
    if (project.root / target).exists():
        return outcome._replace(what=KNOWN)
    kind = Kind.FILE if outcome.kind == FILE else Kind.CONTENT
    try:
        if not project.dry:
            write_file(ProjectFile(project.root, target, kind, project.content), data)
    except FileExistsError:
        raise _differs(target, outcome.old) from None
    return outcome


def _differs(target: str, old: str) -> BriefgenError:
    message = f"{target} exists and differs, so it is left as it is"
    return failure("import-refused", Location(old), message, "rename or remove one of the two")


def _tags(text: str, path: str) -> Iterator[Diagnostic]:
    """Report what another program would have filled in."""
    for line, column, piece, is_code in pieces(text):
        tags = [(match.start(), match[0]) for match in TAG.finditer(piece)]
        for start, tag in () if is_code else (*tags, *find_shown(piece)):
            message = f"{tag[:60]} means something to another program only; it is kept as text"
            at = Location(path, line + 1, column + start + 1)
            yield diagnostic("template-tag", at, message, "write what it stands for in Markdown")

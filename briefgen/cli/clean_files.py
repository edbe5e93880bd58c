"""What ``briefgen clean`` reads and writes: article files, and inputs that ``add`` would take."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from briefgen.cli import common, import_report
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.reporting import console

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from briefgen.importing.document import ImportedDocument
    from briefgen.importing.remake import Remade
    from briefgen.model import Source
    from briefgen.project_files.kinds import Kind, ProjectFile
    from briefgen.reading.import_ledger import ImportLedger
    from briefgen.reading.pipeline import Pipeline
    from briefgen.reading.prepare import Prepared
    from briefgen.util.merge import Conflict


class CleanedFile(NamedTuple):
    """A file and its cleaning; ``ledger`` is that of its import, if it was added."""

    file: Path
    name: str
    source: Source
    prepared: Prepared
    ledger: ImportLedger | None = None

    @property
    def raw(self) -> Prepared:
        """The raw text and its cleaning: of an added article, what came in."""
        from briefgen.reading.import_ledger import view

        return view(self.prepared, self.ledger) if self.ledger else self.prepared

    @property
    def origin(self) -> str:
        """The file of its raw input, or an empty text."""
        from briefgen.config.folders import RAW

        return f"{RAW}/{self.ledger.raw}" if self.ledger and self.ledger.raw else ""

    @property
    def added(self) -> dict[str, Any]:
        """What JSON says about an added article besides the changes to its raw text."""
        if not self.ledger:
            return {}
        in_file = [{"rule": e.rule, "line": e.line, "before": e.before} for e in self.prepared.cleaned.edits]
        return {"raw": self.origin or None, "edits_in_file": in_file}

    @property
    def whole(self) -> Prepared:
        """The article as it is, with all changes since it came in."""
        edits = (*(self.ledger.edits if self.ledger else ()), *self.prepared.cleaned.edits)
        return replace(self.prepared, cleaned=replace(self.prepared.cleaned, edits=edits))


@dataclass
class CleanFiles:
    """Cleans files with the settings of their projects, shows the failures, and counts them."""

    now: str | None = None
    failures: int = 0
    _pipelines: dict[Path | None, Pipeline] = field(default_factory=dict)

    def read(self, files: Sequence[Path]) -> Iterator[CleanedFile]:
        """Clean each file, and each article in the folders."""
        for file in _expand(files):
            try:
                yield from _documents(self, file) if _is_input(file) else (self._article(file),)
            except BriefgenError as error:
                self.fail(error, file.parent if file.is_absolute() else Path())

    def fail(self, error: BriefgenError, root: Path = Path()) -> None:
        """Show and count a failure."""
        self.failures += 1
        common.report_error(error, root)

    def pipeline(self, root: Path | None) -> Pipeline:
        """The read pipeline of a project."""
        from briefgen.project.pipeline import default_pipeline, open_pipeline

        if root not in self._pipelines:
            self._pipelines[root] = open_pipeline(root) if root else default_pipeline()
        return self._pipelines[root]

    def moment(self, pipeline: Pipeline) -> datetime:
        """The time of this run, in the zone of the project."""
        from briefgen.util.periods import zone

        return common.current_time(self.now, zone(pipeline.timezone))

    def _article(self, file: Path) -> CleanedFile:
        from briefgen.config import find_project
        from briefgen.model import Diagnostic
        from briefgen.reading import article, prepare
        from briefgen.reading.import_ledger import load_ledger, with_doubts

        root = find_project(file.parent)
        path = file.absolute().relative_to(root).as_posix() if root else file.as_posix()
        data = file.read_bytes()
        source = article.load(data, path)
        prepared = source if isinstance(source, Diagnostic) else prepare.prepare(source, self.pipeline(root))
        if isinstance(source, Diagnostic) or isinstance(prepared, Diagnostic):
            problem = source if isinstance(source, Diagnostic) else prepared
            assert isinstance(problem, Diagnostic)  # noqa: S101 - for the type checker
            raise BriefgenError(problem._replace(location=problem.location._replace(path=file.as_posix())))
        ledger = load_ledger(root, data) if root else None
        prepared = with_doubts(prepared, ledger) if ledger else prepared
        return CleanedFile(file, file.as_posix(), source, prepared, ledger)

    # --- writing

    def write(self, one: CleanedFile) -> None:
        """Write the cleaned text into a file, and keep the old one in ``raw/``.

        Raises:
            BriefgenError: for a file that is no article, and one whose hand edits conflict.
        """
        from briefgen.config.folders import RAW
        from briefgen.importing.document import refusal
        from briefgen.importing.reimport import cleaned_text
        from briefgen.project_files.kinds import Kind, check_kind

        file = _file_of_project(one.file, self, Kind.ARTICLE)
        check_kind(file)
        try:
            remade = _remade(self, file.root, one) if one.ledger else None
            text = remade.text if remade else cleaned_text(one.source, one.prepared)
        except (OSError, ValueError) as error:
            raise refusal(one.name, f"it cannot be cleaned again: {error}", "add it again") from None
        if text == one.source.text:
            return
        name = self._write(file, one, text, remade)
        again = f"briefgen clean --undo {one.name}"
        console.say(f"wrote {one.name}; the old text is {RAW}/{name}; to undo: {again}")

    def _write(self, file: ProjectFile, one: CleanedFile, text: str, remade: Remade | None) -> str:
        from briefgen.importing.raw_store import RawStore
        from briefgen.project_files.backups import Change
        from briefgen.project_files.text_file import TextFile
        from briefgen.project_files.writer import write_file

        before, store = one.source.text.encode(), RawStore(file.root)
        if remade:
            store.keep_ledger(remade.ledger)
        change = Change(before, TextFile(before).with_text(text), one.prepared.cleaned.edits)
        name = write_file(file, change)
        if remade:
            store.note_remake(_key(one), remade.ledger)
        return name

    def undo(self, file: Path) -> None:
        """Give a file the text that it had before ``--write``.

        Raises:
            BriefgenError: when it was not written so, or was changed since.
        """
        from briefgen.config.folders import RAW
        from briefgen.importing.document import refusal
        from briefgen.importing.raw_store import RawStore
        from briefgen.project_files.backups import Change, last_change
        from briefgen.project_files.kinds import Kind, check_kind
        from briefgen.project_files.writer import write_file
        from briefgen.reading.import_ledger import load_ledger

        target = _file_of_project(file, self, Kind.CONTENT)
        check_kind(target)
        try:
            now = file.read_bytes()
            name, before = last_change(target.root, target.path, now)
        except OSError as error:
            raise refusal(file.as_posix(), f"it cannot be undone: {error}", "restore it by hand") from None
        write_file(target, Change(now, before), backup=False)
        if ledger := load_ledger(target.root, before):
            RawStore(target.root).note_remake(_key(self._article(file)), ledger)
        console.say(f"{file.as_posix()} is {RAW}/{name} again")


def _remade(files: CleanFiles, root: Path, one: CleanedFile) -> Remade:
    """An added article, made again from its raw input.

    Raises:
        BriefgenError: when it is refused, or conflicts with hand edits, which are shown.
    """
    from briefgen.importing.remake import Remaker

    assert one.ledger  # noqa: S101 - for the type checker
    pipeline = files.pipeline(root)
    remaker = Remaker(root, pipeline, files.moment(pipeline))
    remade = remaker.remake(one.source.text, one.source.path, one.ledger)
    if remade.conflicts:
        for line in conflict_lines(remade.conflicts):
            console.say(line)
        raise conflict_error(one.source, remade.conflicts)
    for line in import_report.change_lines(remade.changes):
        console.say(line)
    return remade


def conflict_error(source: Source, conflicts: Sequence[Conflict]) -> BriefgenError:
    """What to say where hand edits and the new text conflict."""
    from briefgen.model import Location

    ours = conflicts[0].ours.partition("\n")[0]
    line = next((n for n, text in enumerate(source.text.split("\n"), 1) if ours and text == ours), 0)
    message = "the new text changes what was edited by hand; the file is unchanged"
    hint = "edit the file as you want it, or undo your edit there and run this again"
    return BriefgenError(diagnostic("merge-conflict", Location(source.path, line), message, hint))


def conflict_lines(conflicts: Sequence[Conflict]) -> Iterator[str]:
    """Each conflict with both sides."""
    from briefgen.util.text import printable

    for conflict in conflicts:
        for label, text in (("in the file", conflict.ours), ("made again", conflict.theirs)):
            yield f"  {label}:"
            yield from (f"    {printable(line)}" for line in (text or "(nothing)").split("\n"))


def _key(one: CleanedFile) -> str:
    """The id under which ``raw/`` has the record of an article."""
    declared = str(one.prepared.declared.values["id"])
    return (declared or one.file.stem).rpartition("/")[2]


def _file_of_project(file: Path, files: CleanFiles, kind: Kind) -> ProjectFile:
    """A file to write, in its project.

    Raises:
        BriefgenError: for a file that is in no project.
    """
    from briefgen.config import find_project
    from briefgen.importing.document import refusal
    from briefgen.project_files.kinds import ProjectFile

    root = find_project(file.parent)
    if root is None:
        raise refusal(
            file.as_posix(),
            "it is not in a project, so there is no raw/ folder for the old text",
            "run `briefgen init` to make a project",
        )
    path = file.absolute().relative_to(root).as_posix()
    return ProjectFile(root, path, kind, files.pipeline(root).content)


def _expand(files: Sequence[Path]) -> Iterator[Path]:
    """The files, and the articles in the folders; a project means its content folder."""
    from briefgen.config import FILE_NAME, read_config
    from briefgen.reading.discovery import scan

    for file in files:
        if not file.is_dir():
            yield file
            continue
        is_project = (file / FILE_NAME).is_file()
        folder = file / read_config(file)[0].content if is_project else file
        parent = folder.parent if folder.name else folder
        yield from (parent / path for path in scan(parent, folder.name or ".").articles)


# --- inputs that are no articles yet


def _is_input(file: Path) -> bool:
    from briefgen.importing.formats import SUFFIXES

    return SUFFIXES.get(file.suffix.lower(), "text") not in ("text", "opml")


def _documents(files: CleanFiles, file: Path) -> Iterator[CleanedFile]:
    """Each article of a page, mail, feed or table, as ``add`` would clean it."""
    from briefgen.config import find_project
    from briefgen.importing.document import ImportedDocument
    from briefgen.importing.formats import read_documents
    from briefgen.importing.inputs import load

    pipeline = files.pipeline(find_project(file.parent))
    for document in read_documents(load(file.as_posix())):
        if isinstance(document, BriefgenError):
            files.fail(document)
        elif isinstance(document, ImportedDocument):
            yield _document(document, file, pipeline, files.moment(pipeline))


def _document(document: ImportedDocument, file: Path, pipeline: Pipeline, now: datetime) -> CleanedFile:
    from briefgen.importing.importer import ledger_of
    from briefgen.importing.normalize import normalize
    from briefgen.model import Source
    from briefgen.reading import frontmatter
    from briefgen.reading.prepare import Prepared
    from briefgen.schema import read_fields
    from briefgen.schema.yaml_edit import rewrite

    new = normalize(document, {}, pipeline, now, even_empty=True)
    declared = read_fields(frontmatter.FIELDS, rewrite("", document.origin, new.fields), document.origin)
    ledger = ledger_of(document, new, "", {})
    lang = str(new.fields.get("lang", pipeline.language))
    prepared = Prepared(declared, lang, "", ledger.cleaned(), ())
    cleaned = replace(prepared, cleaned=replace(prepared.cleaned, edits=()))
    return CleanedFile(file, document.origin, Source(document.origin, "", ""), cleaned, ledger)

"""The values of the internal pages, and the decisions that they save in articles."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from briefgen.cache import lock
from briefgen.cleaning.engine import DROP, KEEP, split_lines
from briefgen.cleaning.word_diff import Row
from briefgen.config.folders import ARTICLE_SUFFIXES
from briefgen.model import Body, Diagnostic, Line, PackedBody, ReadResult, Source, StoredBody, Trace
from briefgen.model.diagnostics import BriefgenError, count
from briefgen.project.project import Project
from briefgen.project_files.backups import Change
from briefgen.project_files.kinds import Kind, ProjectFile
from briefgen.project_files.text_file import TextFile
from briefgen.project_files.writer import check_file, write_file
from briefgen.reading.import_ledger import ImportLedger
from briefgen.reading.prepare import Prepared
from briefgen.reporting.selection import select
from briefgen.server.outlet_acts import OutletActs
from briefgen.server.preview import Preview
from briefgen.util.text import fold, plural

if TYPE_CHECKING:
    from briefgen.importing.remake import Remade

SHOWN = 500
"""Rendered pages, and problems of each severity, listed at most."""
OF_A_KIND = 100
"""Problems of one kind listed at most."""
UNDO, OUTLET = "undo", "outlet"


class RefusedError(Exception):
    """A decision that cannot be saved; the text says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class ProjectWorkbench:
    """The workbench of the project in preview."""

    preview: Preview
    refusals: tuple[type[Exception], ...] = (RefusedError, BriefgenError)
    outlets: OutletActs = field(default_factory=OutletActs)
    _one_at_a_time: Lock = field(default_factory=Lock, repr=False)
    _written: dict[str, bytes] = field(default_factory=dict, repr=False)
    """What this process wrote into each file: a copy of that needs no backup."""

    # --- the last build

    def build(self) -> Mapping[str, Any]:
        """The files, problems and times of the last build."""
        last_build = self.preview.last_build
        report, base = last_build.report, self.preview.live.state.base
        why = {url: trace.why for url, trace in self._traces().items()}
        counts = count(report.diagnostics)
        first = select(report.diagnostics, OF_A_KIND).shown
        problems = [
            one for severity in counts for one in [d for d in first if d.severity == severity][:SHOWN]
        ]
        return {
            "at": last_build.at,
            "seconds": last_build.seconds,
            "failed": report.failed,
            "articles": report.articles,
            "pages": report.pages,
            "read": report.read[:SHOWN],
            "read_count": len(report.read),
            "rendered": [
                {"url": url, "href": base + quote(url[1:]), "why": why.get(url, "")}
                for url in report.rendered[:SHOWN]
            ],
            "rendered_count": len(report.rendered),
            "written_count": len(report.written),
            "removed": report.removed[:SHOWN],
            "removed_count": len(report.removed),
            "counts": counts,
            "problems": problems,
            "problems_hidden": sum(counts.values()) - len(problems),
            "phases": [(name, seconds) for name, seconds in report.seconds.items() if seconds >= 0.00005],
        }

    def _traces(self) -> Mapping[str, Trace]:
        project = self.preview.project
        last = project.memory.pages.get(self.preview.folder) if project else None
        return last.traces if last else {}

    # --- the articles

    def articles(self) -> Sequence[Mapping[str, Any]]:
        """All articles, most changes first; an article with errors has no changes."""
        project = self._project()
        rows = []
        for path, one in (project.memory.reads or {}).items():
            if one.result.page:
                continue  # cleaning leaves what a person wrote
            body, article = _body(project, one.result), one.result.article
            edits, doubts = (body.edits, body.doubts) if body else ((), ())
            rows.append(
                {
                    "name": _name(path, project),
                    "path": path,
                    "title": article.title if article else "",
                    "source": article.source if article else "",
                    "day": article.day if article else "",
                    "removed": sum(edit.after is None for edit in edits),
                    "changed": sum(edit.after is not None for edit in edits),
                    "doubts": len(doubts),
                }
            )
        return sorted(rows, key=lambda one: (-one["removed"] - one["changed"], -one["doubts"], one["path"]))

    def article(self, name: str) -> Mapping[str, Any] | None:
        """An article raw and cleaned, line by line; None where there is no such article."""
        from briefgen.cleaning.word_diff import rows

        project = self._project()
        path = _path(name, project)
        if path is None:
            return None
        nothing = {"title": "", "summary": "", "page": "", "is_off": False, "rows": [], "problems": ()}
        try:
            opened = _open(project, path)
        except BriefgenError as error:
            return {**nothing, "path": path, "problems": error.diagnostics}
        prepared, decisions = opened.prepared, _decisions(opened.prepared)
        shown = [_row(row, decisions) for row in rows(opened.raw_lines, opened.raw.cleaned)]
        if opened.ledger:  # what a build changes after the import
            now = [_row(row, decisions) for row in rows(opened.lines, prepared.cleaned) if row.edits]
            shown += [{**row, "anchor": f"file-line-{row['number']}"} for row in now]
        removed = sum(row["after"] is None for row in shown)
        changed = sum(bool(row["edits"]) for row in shown) - removed
        one = (project.memory.reads or {}).get(path)
        article = one.result.article if one else None
        return {
            **nothing,
            "path": path,
            "title": prepared.value("title"),
            "is_off": prepared.declared.values["clean"] is False,
            "summary": f"{plural(removed, 'line')} removed, {plural(changed, 'line')} changed, "
            f"{plural(len(prepared.cleaned.doubts), 'doubt')}",
            "rows": shown,
            "page": self._page_of(article.id) if article else "",
        }

    def _page_of(self, article: str) -> str:
        """The address of an article in the preview; empty if it has no page."""
        about = (trace for trace in self._traces().values() if trace.about[0] == "article")
        path = next((trace.path for trace in about if article in trace.about[2:]), "")
        return self.preview.live.state.base + quote(path.removesuffix("index.html")) if path else ""

    # --- decisions

    def decide(self, name: str, decision: Mapping[str, Any]) -> None:
        """Keep or drop a line, or undo that, in the front matter.

        ``decision`` has the ``choice``, the ``line``'s number, and its ``text``, to notice a changed article.

        Raises:
            RefusedError: when the article no longer fits the decision.
            BriefgenError: when its front matter has errors, or cannot be changed safely.
        """
        project, choice, number, text = self._project(), *map(decision.get, ("choice", "line", "text"))
        path = _path(name, project)
        if path is None:
            raise RefusedError("The article no longer exists.")
        if choice not in (KEEP, DROP, UNDO) or not isinstance(text, str) or not text.strip():
            raise RefusedError("A decision keeps or drops a line, or undoes that.")
        with self._one_at_a_time, lock.held(project.root, lambda: None, lock.ADDING):
            source, prepared, lines, ledger = opened = _open(project, path)
            lines = (*opened.raw_lines, *lines)
            line = next((one for one in lines if one.number == number and fold(one.text) == fold(text)), None)
            if line is None:
                raise RefusedError("The article has changed; it no longer has this line.")
            if prepared.declared.values["clean"] is False:
                raise RefusedError("Cleaning is off for this article, so nothing is removed.")
            file = ProjectFile(project.root, path, Kind.ARTICLE, project.config.content)
            check_file(file)
            new = _apply(source, _decisions(prepared), str(choice), line.text)
            if ledger:
                self._write_remade(file, source, _remade(project, source, new, ledger))
            else:
                self._write(file, source, new)

    def drop_for_outlet(self, name: str, decision: Mapping[str, Any]) -> Mapping[str, Any]:
        """Show, write or undo the rule by which a line goes from all articles of an outlet.

        ``decision`` has ``line`` and ``text``; with the ``version`` that was shown, the rule is written.
        With the number of an ``act`` instead, that is undone.

        Raises:
            RefusedError: when the article no longer has the line.
            BriefgenError: when a file has errors, or cannot be written.
        """
        project, act, text = self._project(), decision.get("act"), decision.get("text")
        if isinstance(act, int):
            return self.outlets.undo(project, act)
        path = _path(name, project)
        if path is None:
            raise RefusedError("The article no longer exists.")
        prepared = _open(project, path).prepared
        lines = [one.text for one in prepared.cleaned.draft.lines]
        line = next(
            (one for one in lines if isinstance(text, str) and one.strip() and fold(one) == fold(text)), ""
        )
        if not line:
            raise RefusedError("The article has changed; its clean text no longer has this line.")
        if "version" in decision:
            return self.outlets.write(project, prepared, line, str(decision["version"]))
        return self.outlets.show(project, prepared, line)

    def _write_remade(self, file: ProjectFile, source: Source, remade: Remade) -> None:
        from briefgen.importing.raw_store import RawStore

        one = (self._project().memory.reads or {}).get(file.path)
        article = one.result.article if one else None
        store = RawStore(file.root)
        store.keep_ledger(remade.ledger)
        self._write(file, source, remade.text)
        store.note_remake(posixpath.basename(article.id) if article else "", remade.ledger)

    def _write(self, file: ProjectFile, source: Source, text: str) -> None:
        """Write an article, and keep the text that it had before the first decision."""
        before = source.text.encode("utf-8")
        after = TextFile(before).with_text(text)
        write_file(file, Change(before, after), backup=self._written.get(file.path) != before)
        self._written[file.path] = after

    def _project(self) -> Project:
        project = self.preview.project
        if project is None:
            raise RefusedError("The project's settings have errors. Fix them first.")
        return project


def _apply(source: Source, decisions: Mapping[str, Sequence[str]], choice: str, text: str) -> str:
    """The article file with the decision in its front matter."""
    from briefgen.reading.frontmatter import rewritten

    folded = fold(text)
    lists = {name: [line for line in decisions[name] if fold(line) != folded] for name in (KEEP, DROP)}
    if choice != UNDO:
        is_new = len(lists[choice]) == len(decisions[choice])
        lists[choice] = [*decisions[choice], text] if is_new else [*decisions[choice]]
    changed = {f"clean.{name}": lines or None for name, lines in lists.items() if lines != decisions[name]}
    return rewritten(source.text, source.path, changed)


def _remade(project: Project, source: Source, text: str, ledger: ImportLedger) -> Remade:
    """The added article in ``text``, made again with the decisions in it.

    Raises:
        RefusedError: when it conflicts with edits by hand, or the raw input cannot be used.
        BriefgenError: when the raw input is refused.
    """
    from briefgen.importing.remake import Remaker

    remaker = Remaker(project.root, project.pipeline, datetime.now(UTC))
    try:
        remade = remaker.remake(text, source.path, ledger)
        if remade.conflicts:
            ours, theirs = remade.conflicts[0]
            raise RefusedError(
                "This changes a paragraph that was edited by hand, so nothing was saved. "
                f"The file has “{ours}”. Made again it would have “{theirs or 'nothing'}”."
            )
    except (OSError, ValueError) as error:
        raise RefusedError(f"The raw input cannot be used: {error}.") from error
    return remade


class _OpenArticle(NamedTuple):
    """An article file.

    Its source, the cleaned result, its lines, and the ledger of its import.
    """

    source: Source
    prepared: Prepared
    lines: tuple[Line, ...]
    ledger: ImportLedger | None

    @property
    def raw(self) -> Prepared:
        """The cleaning of the raw text: of an added article, of what came in."""
        from briefgen.reading.import_ledger import view

        return view(self.prepared, self.ledger) if self.ledger else self.prepared

    @property
    def raw_lines(self) -> tuple[Line, ...]:
        """The lines of the raw text."""
        return self.ledger.raw_lines if self.ledger else self.lines


def _open(project: Project, path: str) -> _OpenArticle:
    """Open an article's file; a BriefgenError says what is wrong with it."""
    from briefgen.events import emit
    from briefgen.reading.article import load
    from briefgen.reading.import_ledger import load_ledger, with_doubts
    from briefgen.reading.prepare import prepare

    try:
        data = (project.root / path).read_bytes()
        source = load(data, path)
    except OSError as error:
        raise RefusedError(f"{path} cannot be read: {error.strerror}.") from error
    if isinstance(source, Diagnostic):
        raise BriefgenError(source)
    text = emit(project.pipeline.handlers, "source-read", source)
    prepared = prepare(text, project.pipeline)
    if isinstance(prepared, Diagnostic):
        raise BriefgenError(prepared)
    head = text.text[: len(text.text) - len(prepared.body)]
    ledger = load_ledger(project.root, data)
    shown = with_doubts(prepared, ledger) if ledger else prepared
    return _OpenArticle(source, shown, split_lines(prepared.body, head.count("\n") + 1), ledger)


def _decisions(prepared: Prepared) -> Mapping[str, Sequence[str]]:
    """The decisions in the article itself, without those of its source or site."""
    clean = prepared.declared.values["clean"]
    return {name: list(clean.get(name, ())) if isinstance(clean, dict) else [] for name in (KEEP, DROP)}


def _row(row: Row, decisions: Mapping[str, Sequence[str]]) -> Mapping[str, Any]:
    """A line as it is shown, with its decision and the possible choices."""
    folded = fold(row.text)
    decided = next((name for name in (KEEP, DROP) if folded in map(fold, decisions[name])), "")
    if decided:
        offers = [UNDO]
    elif any(edit.rule == DROP for edit in row.edits) or not row.text.strip():
        offers = []
    else:
        stays = row.after is not None
        offers = [KEEP] * bool(row.edits or row.doubt) + [DROP] * stays + [OUTLET] * (stays and not row.edits)
    return {
        "number": row.number,
        "anchor": f"line-{row.number}",
        "text": row.text,
        "before": row.before,
        "after": row.after,
        "edits": row.edits,
        "doubt": row.doubt,
        "decided": decided,
        "offers": offers,
    }


def _body(project: Project, result: ReadResult) -> Body | None:
    """The body of a result, wherever it is; None if there is none."""
    from briefgen.cache.sources import load_body, unpack

    if isinstance(result.body, PackedBody):
        return unpack(result.body)
    return load_body(project.memory.file, result.body) if isinstance(result.body, StoredBody) else result.body


def _name(path: str, project: Project) -> str:
    """The name of an article: its path in the content folder, without suffix if unique."""
    inside = path.removeprefix(_folder(project))
    short = posixpath.splitext(inside)[0]
    return short if _path(short, project) == path else inside


def _path(name: str, project: Project) -> str | None:
    """The path of the article with this name."""
    known, stem = project.memory.reads or {}, _folder(project) + name
    candidates = (stem, *(stem + suffix for suffix in ARTICLE_SUFFIXES))
    return next((path for path in candidates if path in known), None)


def _folder(project: Project) -> str:
    """The prefix of the paths of articles."""
    content = project.config.content
    return "" if content in ("", ".") else f"{content}/"

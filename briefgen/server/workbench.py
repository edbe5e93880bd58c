"""The curator's desk: what the dev server's own pages show of a project, and the decisions that they write into articles.

Everything is handed out as plain values; how it looks is the business of ``server/``.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from briefgen.cleaning.engine import DROP, KEEP, split_lines
from briefgen.model import Body, Diagnostic, PackedBody, StoredBody
from briefgen.model.diagnostics import BriefgenError, count
from briefgen.reading.discovery import ARTICLE_SUFFIXES
from briefgen.util.files import replace_file
from briefgen.util.text import fold, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from briefgen.cleaning.word_diff import Row
    from briefgen.model import Line, ReadResult, Source
    from briefgen.project.project import Project
    from briefgen.reading.prepare import Prepared
    from briefgen.server.preview import Preview

SHOWN = 500
"""Rendered pages, and problems of each severity, that are listed one by one."""
UNDO = "undo"


class RefusedError(Exception):
    """A decision that cannot be taken down; the text says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk of the project that is previewed."""

    preview: Preview
    refusals: tuple[type[Exception], ...] = (RefusedError, BriefgenError)
    _one_at_a_time: Lock = field(default_factory=Lock, repr=False)

    # --- the last build

    def build(self) -> Mapping[str, Any]:
        """What the last build did, what it said, and how long each phase took."""
        told = self.preview.told
        report, base = told.report, self.preview.live.standing.base
        why = self._reasons()
        counts = count(report.diagnostics)
        return {
            "at": told.at,
            "seconds": told.seconds,
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
            "problems": [
                problem
                for severity in counts
                for problem in [d for d in report.diagnostics if d.severity == severity][:SHOWN]
            ],
            "phases": [(name, seconds) for name, seconds in report.seconds.items() if seconds >= 0.00005],
        }

    def _reasons(self) -> Mapping[str, str]:
        project = self.preview.project
        last = project.memory.pages.get(self.preview.folder) if project else None
        return {url: trace.why for url, trace in last.traces.items()} if last else {}

    # --- the articles

    def articles(self) -> Sequence[Mapping[str, Any]]:
        """All articles, those with the most changes first; one in error has none."""
        project = self._project()
        listed = []
        for path, one in (project.memory.reads or {}).items():
            body, article = _body(project, one.result), one.result.article
            edits, doubts = (body.edits, body.doubts) if body else ((), ())
            listed.append(
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
        return sorted(listed, key=lambda one: (-one["removed"] - one["changed"], -one["doubts"], one["path"]))

    def article(self, name: str) -> Mapping[str, Any] | None:
        """An article raw and cleaned, line by line; None where there is no such article."""
        from briefgen.cleaning.word_diff import rows

        project = self._project()
        path = _path(name, project)
        if path is None:
            return None
        nothing = {"title": "", "summary": "", "page": "", "is_off": False, "rows": [], "problems": ()}
        try:
            _, prepared, lines = _opened(project, path)
        except BriefgenError as error:
            return {**nothing, "path": path, "problems": error.diagnostics}
        wishes = _wishes(prepared)
        shown = [_shown(row, wishes) for row in rows(lines, prepared.cleaned)]
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
        """Where the preview shows an article; empty where it has no page."""
        project = self._project()
        last = project.memory.pages.get(self.preview.folder)
        about = (trace for trace in (last.traces.values() if last else ()) if trace.about[0] == "article")
        path = next((trace.path for trace in about if article in trace.about[2:]), "")
        return self.preview.live.standing.base + quote(path.removesuffix("index.html")) if path else ""

    # --- decisions

    def decide(self, name: str, decision: Mapping[str, Any]) -> None:
        """Keep or drop a line, or undo that: it stands in the article's front matter from then on.

        ``decision`` has the ``wish``, the ``line``'s number, and its ``text`` so that an article that has changed is noticed.

        Raises:
            RefusedError: when the decision does not fit the article as it is now.
            BriefgenError: when its front matter is broken, or cannot be changed without changing what else it says.
        """
        project, wish, number, text = self._project(), *map(decision.get, ("wish", "line", "text"))
        path = _path(name, project)
        if path is None:
            raise RefusedError("There is no such article any more.")
        if wish not in (KEEP, DROP, UNDO) or not isinstance(text, str) or not text.strip():
            raise RefusedError("A decision is to keep or to drop a line, or to undo that.")
        with self._one_at_a_time:
            source, prepared, lines = _opened(project, path)
            line = next((one for one in lines if one.number == number and fold(one.text) == fold(text)), None)
            if line is None:
                raise RefusedError("The article has changed meanwhile; there is no such line in it any more.")
            if prepared.declared.values["clean"] is False:
                raise RefusedError("Cleaning is switched off in this article: nothing is removed from it.")
            _write(project.root / path, source, _decided(source, _wishes(prepared), str(wish), line.text))

    def _project(self) -> Project:
        project = self.preview.project
        if project is None:
            raise RefusedError("The project's settings are broken. Mend them first.")
        return project


def _decided(source: Source, wishes: Mapping[str, Sequence[str]], wish: str, text: str) -> str:
    """The article file with a decision in its front matter; only the list that it changes is touched."""
    from briefgen.reading.frontmatter import rewritten

    said = fold(text)
    lists = {name: [line for line in wishes[name] if fold(line) != said] for name in (KEEP, DROP)}
    if wish != UNDO:
        lists[wish] = [*wishes[wish], text] if len(lists[wish]) == len(wishes[wish]) else [*wishes[wish]]
    changed = {f"clean.{name}": lines or None for name, lines in lists.items() if lines != wishes[name]}
    return rewritten(source.text, source.path, changed)


def _write(file: Path, source: Source, text: str) -> None:
    """Put an article file in place of the one that was read, in one step and with its permissions.

    Raises:
        RefusedError: when somebody else has changed it meanwhile, or it cannot be written.
    """
    try:
        if file.read_bytes() != source.text.encode("utf-8"):
            raise RefusedError("The article has changed meanwhile. Try it again.")
        replace_file(file, text.encode("utf-8"))
    except OSError as error:
        raise RefusedError(f"{source.path} cannot be written: {error.strerror}.") from error


class _Opened(NamedTuple):
    """An article's file as it is now: as it stands, through front matter and cleaning, and the lines that were cleaned."""

    source: Source
    prepared: Prepared
    lines: tuple[Line, ...]


def _opened(project: Project, path: str) -> _Opened:
    """Open an article's file.

    Raises:
        BriefgenError: when it is in error.
        RefusedError: when it is not there any more.
    """
    from briefgen.events import emit
    from briefgen.reading.article import load
    from briefgen.reading.prepare import prepare

    try:
        source = load((project.root / path).read_bytes(), path)
    except OSError as error:
        raise RefusedError(f"{path} cannot be read: {error.strerror}.") from error
    if isinstance(source, Diagnostic):
        raise BriefgenError(source)
    text = emit(project.pipeline.handlers, "source-read", source)
    prepared = prepare(text, project.pipeline)
    if isinstance(prepared, Diagnostic):
        raise BriefgenError(prepared)
    head = text.text[: len(text.text) - len(prepared.body)]
    return _Opened(source, prepared, split_lines(prepared.body, head.count("\n") + 1))


def _wishes(prepared: Prepared) -> Mapping[str, Sequence[str]]:
    """What the article itself says of its lines; what its source and the site say cannot be changed here."""
    clean = prepared.declared.values["clean"]
    return {name: list(clean.get(name, ())) if isinstance(clean, dict) else [] for name in (KEEP, DROP)}


def _shown(row: Row, wishes: Mapping[str, Sequence[str]]) -> Mapping[str, Any]:
    """A line as it is shown, with what was decided of it and what can be."""
    said = fold(row.text)
    decided = next((name for name in (KEEP, DROP) if said in map(fold, wishes[name])), "")
    if decided:
        offers = [UNDO]
    elif any(edit.rule == DROP for edit in row.edits) or not row.text.strip():
        offers = []
    else:
        offers = [KEEP] * bool(row.edits or row.doubt) + [DROP] * (row.after is not None)
    return {
        "number": row.number,
        "text": row.text,
        "before": row.before,
        "after": row.after,
        "edits": row.edits,
        "doubt": row.doubt,
        "decided": decided,
        "offers": offers,
    }


def _body(project: Project, result: ReadResult) -> Body | None:
    """A reading's body, wherever it is; None where it is lost or there is none."""
    from briefgen.cache.sources import load_body, unpack

    if isinstance(result.body, PackedBody):
        return unpack(result.body)
    return load_body(project.memory.file, result.body) if isinstance(result.body, StoredBody) else result.body


def _name(path: str, project: Project) -> str:
    """What an article is called here: its path in the content folder, without its suffix where that is enough."""
    inside = path.removeprefix(_folder(project))
    short = posixpath.splitext(inside)[0]
    return short if _path(short, project) == path else inside


def _path(name: str, project: Project) -> str | None:
    """The file of an article that was read."""
    known = project.memory.reads or {}
    stem = _folder(project) + name
    return next(
        (path for path in (stem, *(stem + suffix for suffix in ARTICLE_SUFFIXES)) if path in known), None
    )


def _folder(project: Project) -> str:
    """What the paths of articles begin with."""
    content = project.config.content
    return "" if content in ("", ".") else f"{content}/"

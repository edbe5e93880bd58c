"""Verify a site: a clean build elsewhere must give the bytes of the output.

Nothing of the project is written: the temporary folder has a cache of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from briefgen.build.build import build
from briefgen.build.options import Options
from briefgen.build.output import Output
from briefgen.build.run import Build
from briefgen.build.state import last_of
from briefgen.cache.database import CacheFile, DamagedError
from briefgen.model import Diagnostic, Location, Trace
from briefgen.model.diagnostics import diagnostic
from briefgen.project.project import Project, open_project
from briefgen.project.session import ProcessCache
from briefgen.site.queries import query_text
from briefgen.util.collections import common_length
from briefgen.util.text import plural, printable

EXCERPT = 40
"""The bytes that are shown around the place where two files differ."""

QUERIES = 20
"""The queries of a trace that are named."""


@dataclass(frozen=True, slots=True)
class Verification:
    """The number of files of a clean build, and the problems of the output."""

    files: int
    problems: tuple[Diagnostic, ...] = ()


def verify(project: Project, options: Options, overrides: Mapping[str, str]) -> Verification:
    """Build clean into a temporary folder, with ``-j 1``, and compare every file."""
    with TemporaryDirectory(prefix="briefgen-verify-") as name:
        folder = Path(name)
        clean = _without_handlers(open_project(project.root, overrides, ProcessCache(CacheFile(folder))))
        wanted = replace(options, output=folder / "site", jobs=1, fresh=True, all=False)
        report = build(clean, wanted)
        if report.failed and not options.keep_going:
            return Verification(0, report.diagnostics)
        traces = last_of(Build(project, options)).traces
        # The rows suffice; a trace that is damaged in the cache file says nothing about the output.
        ours = {row[1]: url for url, row in traces.rows.items() if row[2][0] in options.builders}
        theirs = clean.memory.pages[wanted.output].traces
        return _compare(Output(options.output), (ours, traces), wanted.output, theirs)


def _without_handlers(project: Project) -> Project:
    """Return the project without its handlers of build-finished, which should not act on this build."""
    handlers = dict(project.extensions.handlers)
    handlers.pop("build-finished", None)
    return replace(project, extensions=replace(project.extensions, handlers=handlers))


def _compare(
    present: Output,
    ours: tuple[Mapping[str, str], Mapping[str, Trace]],
    folder: Path,
    clean: Mapping[str, Trace],
) -> Verification:
    """The outcome: the first difference in full, the others counted.

    ``ours`` are the addresses of the present files by path, and their traces.
    """
    addresses, traces = ours
    paths = {**addresses, **{trace.path: url for url, trace in clean.items()}}
    contents = {trace.path: trace.content for trace in clean.values()}
    wrong = [path for path in sorted(paths) if present.digest(path) != contents.get(path, "")]
    if not wrong:
        return Verification(len(clean))
    url = paths[wrong[0]]
    message = _describe(present.folder / wrong[0], folder / wrong[0], there=wrong[0] in contents)
    more = f"; and {plural(len(wrong) - 1, 'more file')}" if len(wrong) > 1 else ""
    asked = _trace(_trace_of(url, traces), clean.get(url))
    hint = f"{asked}; please report it; `briefgen build -E` makes it right"
    return Verification(len(clean), (diagnostic("verify-failed", Location(wrong[0]), message + more, hint),))


def _trace_of(url: str, traces: Mapping[str, Trace]) -> Trace | None:
    try:
        return traces.get(url)
    except DamagedError:
        return None


def _describe(present: Path, clean: Path, *, there: bool) -> str:
    """What is wrong with one file."""
    if not there:
        return "a clean build does not make this file"
    try:
        ours = present.read_bytes()
    except OSError:
        return "this file is missing; a clean build makes it"
    theirs = clean.read_bytes()
    at = common_length(ours, theirs)
    return (
        f"from byte {at} on this file has {_excerpt(ours, at)} where a clean build has {_excerpt(theirs, at)}"
    )


def _excerpt(data: bytes, at: int) -> str:
    start = max(0, at - EXCERPT // 3)
    text = data[start : start + EXCERPT].decode("utf-8", "replace").replace("\n", "\\n")
    return f'"{printable(text)}"' if at < len(data) else f'"{printable(text)}" and its end'


def _trace(ours: Trace | None, clean: Trace | None) -> str:
    """The queries of a page; those with another answer in the clean build first."""
    if ours is None:
        return "this page has no trace"
    answers = dict(zip(clean.queries, clean.answers, strict=True)) if clean else {}
    lines = []
    for query, then in zip(ours.queries, ours.answers, strict=True):
        text, now = query_text(query), answers.get(query, "nothing")
        note = "" if now == then else f" ({then[:8]}, in a clean build {now[:8]})"
        lines.append((now == then, text + note))
    names = [text for _, text in sorted(lines)]
    more = f" and {len(names) - QUERIES} more" if len(names) > QUERIES else ""
    same_shape = clean is not None and ours.shape == clean.shape
    shape = "" if same_shape else "; its template or settings are not those of the clean build"
    return f"its trace: {', '.join(map(printable, names[:QUERIES])) or 'it asks nothing'}{more}{shape}"

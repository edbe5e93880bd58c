"""A project in preview: built, and rebuilt after changes; no error ends the server."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from briefgen.model import Diagnostic, Location, Report
from briefgen.model.diagnostics import NOTE, BriefgenError, Diagnostics, diagnostic, in_order
from briefgen.reporting import console
from briefgen.server.act_priority import ActPriority
from briefgen.server.html_pages import HOME
from briefgen.server.live_reload import problems_of
from briefgen.util.urls import address_of, base_path

if TYPE_CHECKING:
    from briefgen.build.options import Options
    from briefgen.build.progress import Progress
    from briefgen.project.project import Project
    from briefgen.project.session import ProcessCache
    from briefgen.server.live_reload import LiveReload

FOLDER = Path(".briefgen") / "serve"
"""Where previews are built, apart from the site, so that no draft is ever published."""


MAY_PASS = frozenset({"file-unreadable", "internal-error", "workers-failed", "write-failed"})
"""Codes of errors whose cause may be gone a moment later."""


@dataclass(frozen=True, slots=True)
class LastBuild:
    """The last build that did something; ``at`` is when it ended, in seconds since 1970."""

    report: Report = field(default_factory=Report)
    seconds: float = 0.0
    at: float = 0.0


class PreviewSite(NamedTuple):
    """What is previewed. ``address`` is the URL of the server, ``clock`` decides what is public."""

    root: Path
    overrides: Mapping[str, str]
    address: str
    clock: Callable[[tzinfo], datetime]
    drafts: bool = False


class Preview:
    """A project as the dev server shows it. One thread at a time builds it.

    ``output_lock`` is locked while files are put in place.
    """

    def __init__(self, site: PreviewSite, live: LiveReload) -> None:
        self.root = site.root
        self.live = live
        self.output_lock = Lock()
        self.project: Project | None = None
        self.last_build = LastBuild()
        self.output = "site"
        self.acts = ActPriority()
        self._site = site
        self._base = "/"
        self._memory: ProcessCache | None = None
        self._following = False
        self._notes: frozenset[Diagnostic] = frozenset()

    @property
    def folder(self) -> Path:
        """Where the preview is built."""
        return self.root / FOLDER

    def now(self, project: Project) -> datetime:
        """The time that decides what is public, in the zone of the site."""
        from briefgen.util.periods import zone

        return self._site.clock(zone(project.config.timezone))

    def begin(self, on_open: Callable[[], None] = lambda: None) -> None:
        """Open and build for the first time; ``on_open`` is called in between."""
        try:
            self._open()
        except BriefgenError as error:
            if error.by_usage:
                raise
            self._failed(error.diagnostics)
            console.show(in_order(error.diagnostics), self.root)
            return
        except (Exception, SystemExit) as error:
            self._internal(error)
            return
        finally:
            on_open()
        gc.disable()
        self._guarded(lambda: self._build("auto"))
        # The values of the first build live to the end: do not collect them after every edit.
        gc.freeze()
        gc.enable()

    def end(self) -> None:
        """Write the cache for the next process."""
        from briefgen.build.state import keep

        if self.project is not None:
            problems = Diagnostics()
            keep(self.project, problems)
            console.show(problems.in_order(), self.root)

    def catch_up(self) -> None:
        """Build what changed before watching began; do not repeat the same messages."""
        self.rebuild(("",))
        self._following = True

    def warm_up(self) -> None:
        """Read one article, so that the first edit finds everything loaded."""
        from briefgen.reading.reader import read_body

        project = self.project
        if project is not None and (path := next(iter(project.memory.reads or {}), "")):
            with suppress(KeyError):  # it is gone
                read_body(project.root, path, project.pipeline)

    def save(self) -> None:
        """Write the cache now, so that a killed server does not lose the first build."""
        self._guarded(self.end)

    def rebuild(self, paths: Collection[str]) -> None:
        """Build after changes of these project paths. No error ends the server."""
        self._guarded(lambda: self._renew(paths))

    @property
    def may_recover(self) -> bool:
        """Whether the last build failed by what may pass, such as too many open files."""
        return any(problem["code"] in MAY_PASS for problem in self.live.state.problems)

    def retry(self) -> None:
        """Build everything again if the last build failed by what may have passed."""
        if self.may_recover:
            self.rebuild(("",))

    def _renew(self, paths: Collection[str]) -> None:
        content = f"{self.project.config.content}/" if self.project else ""
        if content and all(path.startswith(content) for path in paths):
            self._build(1, frozenset(paths))
        else:
            self._open()
            self._build(1)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BriefgenError as error:
            if self._failed(error.diagnostics):
                console.show(in_order(error.diagnostics), self.root)
        except (Exception, SystemExit) as error:
            self._internal(error)

    def _internal(self, error: BaseException) -> None:
        """Report an internal error in one line; the server goes on."""
        message = f"internal error: {type(error).__name__}: {error}"
        problem = diagnostic("internal-error", Location("briefgen serve"), message)
        if self._failed([problem]):
            console.show([problem], self.root)

    def _open(self) -> None:
        from briefgen.config import read_config
        from briefgen.project.project import open_project

        before = self.project
        try:
            self._base = unquote(base_path(read_config(self.root, self._site.overrides)[0].url))
            # In quotes, for the brackets of an IPv6 address.
            url = f'"{self._site.address}{self._base}"'
            on_open = open_project(self.root, {**self._site.overrides, "url": url}, self._memory)
        except BaseException:
            # With wrong settings there is no project; the next change opens it again.
            self.project = None
            raise
        # Until here the workbench, in other threads, has the project as it was before.
        self.project = before if before and before.same_settings(on_open) else on_open
        self._memory = self.project.memory
        self._memory.stays, self._memory.placing = True, self.output_lock
        self.output = self.project.config.output

    def _build(self, jobs: str | int, changed: frozenset[str] | None = None) -> None:
        from briefgen.build.build import build

        self.acts.give_way()
        start, acts = time.perf_counter(), self.acts.count
        assert self.project is not None  # noqa: S101 - _open has set it or raised
        options = self._options(self.project, jobs, changed)
        report = build(self.project, options, self._progress(console.Bar(quiet=jobs == 1)))
        if report.failed and acts != self.acts.count and changed is not None:
            # It may have read one file of an act before, and another one after it.
            self.acts.give_way()
            self._build(1)
            return
        before = self.live.state
        changed_files = report.read or report.rendered or report.written or report.removed
        news = bool(report.failed or changed_files or before.problems or not before.ready)
        if news:
            self.last_build = LastBuild(report, time.perf_counter() - start, time.time())
        if report.failed:
            news = self._failed(report.diagnostics)
        else:
            self.live.built(*_news(report), self._base)
        if news:
            self._report()

    def _progress(self, bar: console.Bar) -> Progress:
        """The progress of a build that lets acts of the desk go first."""

        def progress(phase: str, done: int, total: int) -> None:
            self.acts.give_way()
            bar(phase, done, total)

        return progress

    def _options(self, project: Project, jobs: str | int, changed: frozenset[str] | None) -> Options:
        from briefgen.build.options import Options

        return Options(
            output=self.folder,
            builders=project.config.builders,
            now=self.now(project),
            jobs=jobs,
            drafts=self._site.drafts,
            changed=changed,
        )

    def _report(self) -> None:
        """Print the problems, without the notes of the last build, and the summary."""
        report = self.last_build.report
        news = [d for d in report.diagnostics if d not in self._notes]
        console.show(news, self.root, all_by=f"{self._site.address}{HOME}")
        console.say(
            console.summary(report, self.folder.as_posix(), self.last_build.seconds, kept_going=False)
        )
        self._notes = frozenset(d for d in report.diagnostics if d.severity == NOTE)

    def _failed(self, diagnostics: Sequence[Diagnostic]) -> bool:
        """Report errors to every open page; whether to print them, too."""
        problems = problems_of(diagnostics, self.root)
        again = tuple(problems) == self.live.state.problems
        self.live.failed(problems)
        return self._following or not again


def _news(report: Report) -> tuple[list[str], list[str]]:
    """What changed for an open page: addresses of pages, and paths of other files."""
    gone = [path for path in report.removed if path.endswith(".html")]
    pages = dict.fromkeys([*report.rendered, *map(address_of, gone)])
    return list(pages), [path for path in (*report.written, *report.removed) if not path.endswith(".html")]

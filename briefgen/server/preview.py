"""A project as the dev server shows it: opened, built, and opened anew when its settings change. What goes wrong in it ends nothing."""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from briefgen.model import Diagnostic, Location, Report
from briefgen.model.diagnostics import NOTE, BriefgenError, Diagnostics, diagnostic, in_order
from briefgen.reporting import console
from briefgen.server.live_reload import problems_of
from briefgen.server.output_lock import OutputLock
from briefgen.util.urls import address_of, base_path

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime, tzinfo

    from briefgen.build.options import Options
    from briefgen.project.project import Project
    from briefgen.project.session import ProcessCache
    from briefgen.server.live_reload import Live

FOLDER = Path(".briefgen") / "serve"
"""Where previews are built, apart from the site: a draft must never get among what is published."""


@dataclass(frozen=True, slots=True)
class Told:
    """The last build that there is something to say about; ``at`` is when it ended, in seconds since 1970."""

    report: Report = field(default_factory=Report)
    seconds: float = 0.0
    at: float = 0.0


class Preview:
    """The project as it is shown. One thread at a time builds; ``door`` is held while files are moved into place.

    ``address`` is where it is served (without a path), ``clock`` gives the time that decides what is held back.
    """

    def __init__(
        self,
        root: Path,
        overrides: Mapping[str, str],
        live: Live,
        address: str,
        clock: Callable[[tzinfo], datetime],
        *,
        drafts: bool = False,
    ) -> None:
        self.root = root
        self.live = live
        self.door = OutputLock()
        self.project: Project | None = None
        self.told = Told()
        self.output = "site"
        self._overrides = overrides
        self._address = address
        self._clock = clock
        self._drafts = drafts
        self._base = "/"
        self._memory: ProcessCache | None = None
        self._following = False
        self._notes: frozenset[Diagnostic] = frozenset()

    @property
    def folder(self) -> Path:
        """Where the preview is built."""
        return self.root / FOLDER

    def begin(self, opened: Callable[[], None] = lambda: None) -> None:
        """Open and build for the first time; ``opened`` is called in between.

        Raises:
            BriefgenError: where there is nothing to wait for: no project, or wrong arguments.
        """
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
            opened()
        gc.disable()
        self._guarded(lambda: self._build("auto"))
        # What a first build leaves stays to the end: the collector need not walk through all of it after every edit.
        gc.freeze()
        gc.enable()

    def end(self) -> None:
        """Write down what is known, so that the next process begins with it."""
        from briefgen.build.state import keep

        if self.project is not None:
            problems = Diagnostics()
            keep(self.project, problems)
            console.show(problems.in_order(), self.root)

    def catch_up(self) -> None:
        """Follow what changed between the first build and the first moment of watching, without telling the same twice."""
        self.rebuild(("",))
        self.end()
        self._following = True

    def rebuild(self, paths: Collection[str]) -> None:
        """Follow changes of these project paths. Nothing that goes wrong here ends the server."""
        self._guarded(lambda: self._renew(paths))

    def _renew(self, paths: Collection[str]) -> None:
        if self.project is None or not all(
            path.startswith(f"{self.project.config.content}/") for path in paths
        ):
            self._open()
            self._build(1)
        else:
            self._build(1, frozenset(paths))

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BriefgenError as error:
            if self._failed(error.diagnostics):
                console.show(in_order(error.diagnostics), self.root)
        except (Exception, SystemExit) as error:
            self._internal(error)

    def _internal(self, error: BaseException) -> None:
        """A failure that no part of briefgen took for its own: one line, and the server goes on."""
        message = f"internal error: {type(error).__name__}: {error}"
        problem = diagnostic("internal-error", Location("briefgen serve"), message)
        if self._failed([problem]):
            console.show([problem], self.root)

    def _open(self) -> None:
        from briefgen.config import read_config
        from briefgen.project.project import open_project

        before = self.project
        try:
            self._base = unquote(base_path(read_config(self.root, self._overrides)[0].url))
            # In quotes, for the brackets of an IPv6 address.
            url = f'"{self._address}{self._base}"'
            opened = open_project(self.root, {**self._overrides, "url": url}, self._memory)
        except BaseException:
            # With settings that are wrong there is no project, and the next change opens it again.
            self.project = None
            raise
        # Until here the desk, which asks from other threads, has the one that stood before.
        self.project = before if before and before.same_settings(opened) else opened
        self._memory = self.project.memory
        self._memory.stays, self._memory.placing = True, self.door
        self.output = self.project.config.output

    def _build(self, jobs: str | int, changed: frozenset[str] | None = None) -> None:
        from briefgen.build.build import build

        start = time.perf_counter()
        assert self.project is not None  # noqa: S101 - _open has set it or raised
        options = self._options(self.project, jobs, changed)
        report = build(self.project, options, console.Bar(quiet=jobs == 1))
        before = self.live.standing
        done = report.read or report.rendered or report.written or report.removed
        news = bool(report.failed or done or before.problems or not before.ready)
        if news:
            self.told = Told(report, time.perf_counter() - start, time.time())
        if report.failed:
            news = self._failed(report.diagnostics)
        else:
            self.live.built(*_news(report), self._base)
        if news:
            self._tell()

    def _options(self, project: Project, jobs: str | int, changed: frozenset[str] | None) -> Options:
        from briefgen.build.options import Options
        from briefgen.util.periods import zone

        return Options(
            output=self.folder,
            builders=project.config.builders,
            now=self._clock(zone(project.config.timezone)),
            jobs=jobs,
            drafts=self._drafts,
            changed=changed,
        )

    def _tell(self) -> None:
        """The problems, without the notes of last time, and the line at the end."""
        report = self.told.report
        console.show([d for d in report.diagnostics if d not in self._notes], self.root)
        console.say(console.summary(report, self.folder.as_posix(), self.told.seconds, kept_going=False))
        self._notes = frozenset(d for d in report.diagnostics if d.severity == NOTE)

    def _failed(self, diagnostics: Sequence[Diagnostic]) -> bool:
        """Let every open page know; whether the terminal should, too."""
        problems = problems_of(diagnostics, self.root)
        again = tuple(problems) == self.live.standing.problems
        self.live.failed(problems)
        return self._following or not again


def _news(report: Report) -> tuple[list[str], list[str]]:
    """What a build means for an open page: addresses that were rendered or removed, and other files that were written or removed."""
    gone = [path for path in report.removed if path.endswith(".html")]
    pages = dict.fromkeys([*report.rendered, *map(address_of, gone)])
    return list(pages), [path for path in (*report.written, *report.removed) if not path.endswith(".html")]

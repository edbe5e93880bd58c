"""One build: its project, its options, and what it reports on the way."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from briefgen.build.output import Output, Stage
from briefgen.build.progress import Progress, Timer, no_progress
from briefgen.cache import store
from briefgen.cache.pages import BuildRecord
from briefgen.model import DueChange, Report
from briefgen.model.diagnostics import Diagnostics

if TYPE_CHECKING:
    from briefgen.build.options import Options
    from briefgen.config import Config
    from briefgen.project.project import Project
    from briefgen.project.session import ProcessCache
    from briefgen.reading.reader import Library


@dataclass(frozen=True, slots=True)
class Build:
    """One run over a project. Every stage takes it first.

    ``last`` is the record of the last build into the same output folder.
    """

    project: Project
    options: Options
    progress: Progress = no_progress
    last: BuildRecord = field(default_factory=BuildRecord)
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    timer: Timer = field(default_factory=Timer)

    @property
    def config(self) -> Config:
        """The project's settings."""
        return self.project.config

    @property
    def cache(self) -> ProcessCache:
        """What this process keeps between builds."""
        return self.project.memory

    @property
    def output(self) -> Output:
        """The folder of the site."""
        keeps_folder = self.config.output_mode == "in_place"
        return Output(self.options.output, self.cache.placing, keeps_folder)

    @property
    def stage(self) -> Stage:
        """The folder where rendered files wait for the end of the build."""
        return Stage(self.project.environment / store.FOLDER / "stage")

    def after(self, last: BuildRecord) -> Build:
        """Return this build with the record of the last one."""
        return replace(self, last=last)

    def reporting_to(self, diagnostics: Diagnostics) -> Build:
        """Return this build with another collector, for problems that are kept apart."""
        return replace(self, diagnostics=diagnostics)

    def report(self, library: Library, articles: int, pages: int, due: DueChange = ()) -> Report:
        """Return the report so far; with ``strict``, a warning is a failure too."""
        shown = self.diagnostics.suppress(self.config.suppress_warnings)
        diagnostics, failed = shown.in_order(), shown.has_errors(strict=self.options.strict)
        cleaning = {path: one.cleaning for path, one in library.files.items() if any(one.cleaning)}
        report = Report(library.read, diagnostics=diagnostics, failed=failed, cleaning=cleaning)
        return replace(report, articles=articles, pages=pages, due=due)

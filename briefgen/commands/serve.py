"""``briefgen serve``: the site on this machine, following every change."""

from __future__ import annotations

import gc
import signal
import threading
import time
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen import console
from briefgen.commands import common
from briefgen.diagnostics import NOTE, BriefgenError, diagnostic
from briefgen.model import Diagnostic, Location
from briefgen.server import files, serving
from briefgen.server.app import App
from briefgen.server.live import Live, problems_of
from briefgen.server.watch import Changes, Watch

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Collection, Mapping, Sequence

    from briefgen.app import Memory, Project
    from briefgen.keys import Options
    from briefgen.model import Report

FOLDER = Path(".briefgen") / "serve"
"""Where previews are built, apart from the site: a draft must never get among what is published."""


@click.command("serve")
@common.PROJECT
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    help="Listen on this port; else on 8000 or the next free one.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="H",
    help="Listen on this address; 0.0.0.0 opens it to your network.",
)
@click.option("--open", "browse", is_flag=True, help="Open it in a browser.")
@click.option(
    "--poll", is_flag=True, help="Look for changes again and again, where the system does not tell of them."
)
@common.DRAFTS
@common.DEFINE
@common.NOW
def command(
    project: Path, port: int | None, host: str, browse: bool, poll: bool, drafts: bool, defines: tuple[str, ...], now: str | None
) -> int:  # fmt: skip
    """Show the site of PROJECT on this machine, and follow every change."""
    common.the_time(now, UTC)  # what is wrong with it is told before anything begins
    common.overrides(defines)
    try:
        sock = serving.bind(host, port)
    except OSError as error:
        raise click.UsageError(serving.why(error, host, port)) from None
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)  # until the server takes it over
    try:
        taken = sock.getsockname()[1]
        url = serving.address(host, taken)
        settings = common.overrides(defines, url=f'"{url}"')  # in quotes, for the brackets of an IPv6 address
        preview = Preview(project, settings, Live(), drafts=drafts, now=now)
        if not preview.begin():
            return common.USAGE
        if port is None and taken != serving.FIRST_PORT:
            console.say(f"Port {serving.FIRST_PORT} is taken; this is {taken}.")
        _serve(preview, App(project / FOLDER, preview.live, host), sock, url, poll=poll, browse=browse)
    except KeyboardInterrupt:
        pass
    finally:
        sock.close()
        signal.signal(signal.SIGTERM, before)
    return common.DONE


def _serve(preview: Preview, app: App, sock: socket.socket, url: str, *, poll: bool, browse: bool) -> None:
    """Answer and follow until somebody says stop."""
    changes = Changes()
    watch = Watch(preview.root, changes, preview.output)
    worker = threading.Thread(
        target=_follow, args=(preview, watch, changes, poll), name="briefgen-rebuild", daemon=True
    )

    def ready() -> None:
        console.say(f"Serving {url} (Ctrl+C stops it)")
        worker.start()
        if browse:
            import webbrowser

            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    serving.run(app, sock, ready)
    changes.close()
    worker.join(0.3)  # a build that takes longer is left off: each of its files is whole, or as it was


def _follow(preview: Preview, watch: Watch, changes: Changes, poll: bool) -> None:
    """Build after every change, in a thread of its own."""
    why = watch.start(poll=poll)
    if why:
        console.say(f"Changes are looked for twice a second: {why}.")
    preview.catch_up()
    while paths := changes.take():
        watch.refresh(paths)
        preview.rebuild(paths)
        watch.output = preview.output
    watch.stop()
    preview.end()


class Preview:
    """The project as it is shown: opened, built, and opened anew when its settings change. One thread at a time builds."""

    def __init__(
        self,
        root: Path,
        overrides: Mapping[str, str],
        live: Live,
        *,
        drafts: bool = False,
        now: str | None = None,
    ) -> None:
        self.root = root
        self.live = live
        self.output = "site"
        self._overrides = overrides
        self._drafts = drafts
        self._now = now
        self._memory: Memory | None = None
        self._project: Project | None = None
        self._following = False
        self._notes: frozenset[Diagnostic] = frozenset()

    def begin(self) -> bool:
        """Open and build for the first time. False where there is nothing to wait for: no project, or wrong arguments."""
        try:
            self._open()
        except BriefgenError as error:
            self._failed(error.diagnostics)
            return common.tell(error, self.root) != common.USAGE
        except (Exception, SystemExit) as error:
            self._internal(error)
            return True
        gc.disable()
        self._guarded(lambda: self._build("auto"))
        # What a first build leaves stays to the end: the collector need not walk through all of it after every edit.
        gc.freeze()
        gc.enable()
        return True

    def end(self) -> None:
        """Write down what is known, so that the next process begins with it."""
        from briefgen.memories import keep

        if self._project is not None:
            keep(self._project)

    def catch_up(self) -> None:
        """Follow what changed between the first build and the first moment of watching, without telling the same twice."""
        self.rebuild(("",))
        self.end()
        self._following = True

    def rebuild(self, paths: Collection[str]) -> None:
        """Follow changes of these project paths. Nothing that goes wrong here ends the server."""
        self._guarded(lambda: self._renew(paths))

    def _renew(self, paths: Collection[str]) -> None:
        if self._project is None or not all(
            path.startswith(f"{self._project.config.content}/") for path in paths
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
                common.tell(error, self.root)
        except (Exception, SystemExit) as error:
            self._internal(error)

    def _internal(self, error: BaseException) -> None:
        """A failure that no part of briefgen took for its own: one line, and the server goes on."""
        message = f"internal error: {type(error).__name__}: {error}"
        problem = diagnostic("internal-error", Location("briefgen serve"), message)
        if self._failed([problem]):
            console.show([problem], self.root)

    def _open(self) -> None:
        from briefgen.app import open_project

        before, self._project = (
            self._project,
            None,
        )  # with settings that are wrong, the next change opens it again
        opened = open_project(self.root, self._overrides, self._memory)
        self._project = before if before and before.same_settings(opened) else opened
        self._memory = self._project.memory
        self._memory.stays = True
        self.output = self._project.config.output

    def _build(self, jobs: str | int, changed: frozenset[str] | None = None) -> None:
        from briefgen.build import build

        start = time.perf_counter()
        assert self._project is not None  # noqa: S101 - _open has set it or raised
        report = build(
            self._project, self._options(self._project, jobs, changed), console.Bar(quiet=jobs == 1)
        )
        before = self.live.standing
        if report.failed:
            worth = self._failed(report.diagnostics)
        else:
            self.live.built(*_news(report))
            worth = bool(
                not before.ready
                or before.problems
                or report.read
                or report.rendered
                or report.written
                or report.removed
            )
        if worth:
            self._tell(report, time.perf_counter() - start)

    def _options(self, project: Project, jobs: str | int, changed: frozenset[str] | None) -> Options:
        from briefgen.cleaning.dates import zone
        from briefgen.keys import Options

        moment = common.the_time(self._now, zone(project.config.timezone))
        return Options(
            output=self.root / FOLDER,
            builders=project.config.builders,
            now=moment,
            jobs=jobs,
            drafts=self._drafts,
            changed=changed,
        )

    def _tell(self, report: Report, seconds: float) -> None:
        """The problems, without the notes of last time, and the line at the end."""
        console.show([d for d in report.diagnostics if d not in self._notes], self.root)
        console.say(console.summary(report, (self.root / FOLDER).as_posix(), seconds, kept_going=False))
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
    pages = dict.fromkeys([*report.rendered, *map(files.address_of, gone)])
    return list(pages), [path for path in (*report.written, *report.removed) if not path.endswith(".html")]

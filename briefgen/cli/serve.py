"""``briefgen serve``: preview the site, and rebuild it after every change."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from datetime import UTC
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from briefgen.cli import common
from briefgen.model.diagnostics import BriefgenError
from briefgen.reporting import console
from briefgen.server import http_server
from briefgen.server.asgi import App
from briefgen.server.debounce import ANYTHING, Changes, git_at_work
from briefgen.server.html_pages import HOME
from briefgen.server.internal_pages import InternalPages
from briefgen.server.live_reload import LiveReload
from briefgen.server.preview import Preview, PreviewSite
from briefgen.server.security import is_open
from briefgen.server.watcher import Watch
from briefgen.server.workbench import ProjectWorkbench
from briefgen.util import activities

if TYPE_CHECKING:
    import socket

    from briefgen.server.desk.desk_pages import DeskPages
    from briefgen.server.desk.password import Password

RETRIES = 5
"""How often a build that the system made fail is tried again, after 2, 4, 8 … seconds without a change."""

Chore = tuple[float, Callable[[], None]]
"""What is done after so many seconds without a change: a change comes first."""


@click.command("serve", cls=common.Command)
@common.with_project
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    help="Listen on this port (default: 8000, or the next free one).",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="H",
    help="Listen on this address; 0.0.0.0 lets other machines in.",
)
@click.option("--open", "browse", is_flag=True, help="Open the site in a browser.")
@click.option("--poll", is_flag=True, help="Poll for changes instead of asking the system to report them.")
@click.option(
    "--allow-writes",
    is_flag=True,
    help="Let the cleaning view change articles even if --host lets other machines in.",
)
@click.option(
    "--password-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Ask for the password in this file before showing the desk; needed with --host.",
)
@common.DRAFTS
@common.DEFINE
@common.NOW
def command(
    project: Path,
    port: int | None,
    host: str,
    browse: bool,
    poll: bool,
    allow_writes: bool,
    password_file: Path | None,
    drafts: bool,
    defines: tuple[str, ...],
    now: str | None,
) -> int:
    """Preview the site of PROJECT on this machine, and rebuild it after every change."""
    common.current_time(now, UTC)  # to report a wrong one before anything starts
    overrides = common.overrides(defines)
    password = _password(password_file)
    try:
        sock = http_server.bind(host, port)
    except OSError as error:
        raise click.UsageError(http_server.explain_failure(error, host, port)) from None
    try:
        actual_port = sock.getsockname()[1]
        address = http_server.address(host, actual_port)
        site = PreviewSite(project, overrides, address, partial(common.current_time, now), drafts)
        preview = Preview(site, LiveReload())
        # Load the server library while the project is opened, but not during the build: it forks.
        loading = threading.Thread(target=http_server.load, name="briefgen-load")
        loading.start()
        preview.begin(loading.join)
        if port is None and actual_port != http_server.FIRST_PORT:
            console.say(f"Port {http_server.FIRST_PORT} is in use; using {actual_port}.")
        pages = _pages(preview, password, shared=is_open(host), allow_writes=allow_writes)
        if pages.shared:
            console.say(exposure(host, pages))
        app = App(preview.folder, preview.live, pages, host, preview.output_lock)
        _serve(preview, app, sock, address, poll=poll, browse=browse)
    except BriefgenError as error:
        return common.report_error(error, project)
    except KeyboardInterrupt as error:
        common.report_unfinished(getattr(error, "activities", ()))
    finally:
        sock.close()
    return common.DONE


def _password(file: Path | None) -> Password | None:
    """The password in a file: its first line."""
    from briefgen.server.desk.password import SHORTEST, Password

    if file is None:
        return None
    try:
        secret = file.read_text("utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"--password-file: {file} cannot be read: {error}") from None
    if len(secret) < SHORTEST:
        message = f"the first line of {file} must have at least {SHORTEST} characters"
        raise click.UsageError(f"--password-file: {message}")
    return Password(secret)


def _pages(preview: Preview, password: Password | None, *, shared: bool, allow_writes: bool) -> InternalPages:
    """The server's own pages; those of the desk are loaded when they are asked for."""
    token = os.urandom(32).hex()

    @cache
    def desk() -> DeskPages:
        from briefgen.server.desk.desk_pages import DeskPages
        from briefgen.server.desk.project_desk import ProjectDesk

        # A build holds the interpreter this long while an answer reads files, once for each of them.
        sys.setswitchinterval(0.0005)
        return DeskPages(ProjectDesk(preview), token, shared, password)

    has_desk = not shared or password is not None
    return InternalPages(ProjectWorkbench(preview), shared, allow_writes, token, desk, has_desk)


def exposure(host: str, pages: InternalPages) -> str:
    """What other machines may see and do."""
    reading = "other machines can see the preview, and the lines of articles that have errors"
    able = "can change articles in the cleaning view"
    writing = able if pages.takes_writes else "cannot change articles (see --allow-writes)"
    desk = "see the desk with the password" if pages.has_desk else "see no desk (see --password-file)"
    return f"--host {host}: {reading}. They {writing}. They {desk}."


def _serve(
    preview: Preview, app: App, sock: socket.socket, address: str, *, poll: bool, browse: bool
) -> None:
    """Serve and rebuild until stopped."""
    changes = Changes(git_at_work(preview.root), lambda: preview.acts.is_recent)
    watch = Watch(preview.root, changes, preview.output, partial(_report_watching, preview.live))
    follow = partial(_follow, preview, watch, changes, poll)
    worker = threading.Thread(target=follow, name="briefgen-rebuild", daemon=True)

    def ready() -> None:
        url = address + quote(preview.live.state.base)
        if app.internal_pages.has_desk:
            console.say(f"Desk: {address}{HOME}desk/")
        console.say(f"Serving {url} (press Ctrl+C to stop)")
        worker.start()
        if browse:
            import webbrowser

            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    http_server.run(app, sock, ready)
    changes.close()
    worker.join(0.3)  # a longer build is abandoned; the files of the preview stay whole
    if not worker.is_alive():
        preview.end()
    call = activities.current(sys._current_frames().get(worker.ident or 0))
    if call and call.seconds >= activities.LONG:
        common.report_unfinished((call,))


def _report_watching(live: LiveReload, reason: str) -> None:
    """Say in the terminal and on open pages how changes are noticed."""
    console.say(f"Polling for changes: {reason}." if reason else "Watching for changes.")
    live.polls(reason)


def _follow(preview: Preview, watch: Watch, changes: Changes, poll: bool) -> None:
    """Rebuild after every change, in a thread of its own."""
    watch.start(poll=poll)
    # Changes since the first build; during a git checkout this waits for its end.
    changes.add(ANYTHING)
    if changes.take():
        preview.catch_up()
        _report_watching(preview.live, watch.reason)
    threading.Thread(target=watch.run, name="briefgen-watch", daemon=True).start()
    chores: list[Chore] = [(3.0, preview.save), (0.2, preview.warm_up)]
    while not changes.closed:
        if paths := changes.take(chores[-1][0] if chores else None):
            preview.rebuild(paths)
            watch.output = preview.output
            chores = [chore for chore in chores if chore[1] != preview.retry]
            if preview.may_recover:
                chores += [(float(1 << n), preview.retry) for n in range(RETRIES, 0, -1)]
        elif not changes.closed:
            chores.pop()[1]()
    watch.stop()

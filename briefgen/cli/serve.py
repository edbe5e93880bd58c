"""``briefgen serve``: the site on this machine, following every change."""

from __future__ import annotations

import signal
import threading
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from briefgen.cli import common
from briefgen.model.diagnostics import BriefgenError
from briefgen.reporting import console
from briefgen.server import http_server
from briefgen.server.asgi import App
from briefgen.server.debounce import ANYTHING, Changes, git_at_work
from briefgen.server.internal_pages import Own
from briefgen.server.live_reload import Live
from briefgen.server.preview import Preview
from briefgen.server.security import is_open
from briefgen.server.watcher import Watch
from briefgen.server.workbench import Desk

if TYPE_CHECKING:
    import socket
    from pathlib import Path


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
@click.option(
    "--allow-writes",
    is_flag=True,
    help="Let the cleaning view write into articles even where --host lets other machines in.",
)
@common.DRAFTS
@common.DEFINE
@common.NOW
def command(
    project: Path, port: int | None, host: str, browse: bool, poll: bool, allow_writes: bool, drafts: bool, defines: tuple[str, ...], now: str | None
) -> int:  # fmt: skip
    """Show the site of PROJECT on this machine, and follow every change."""
    common.the_time(now, UTC)  # what is wrong with it is told before anything begins
    overrides = common.overrides(defines)
    try:
        sock = http_server.bind(host, port)
    except OSError as error:
        raise click.UsageError(http_server.why(error, host, port)) from None
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)  # until the server takes it over
    try:
        taken = sock.getsockname()[1]
        address = http_server.address(host, taken)
        preview = Preview(project, overrides, Live(), address, partial(common.the_time, now), drafts=drafts)
        # The server library is loaded while the project is opened; no longer, for a build does not fork beside another thread.
        loading = threading.Thread(target=http_server.load, name="briefgen-load")
        loading.start()
        preview.begin(loading.join)
        if port is None and taken != http_server.FIRST_PORT:
            console.say(f"Port {http_server.FIRST_PORT} is taken; this is {taken}.")
        own = Own(Desk(preview), shared=is_open(host), allow_writes=allow_writes)
        if own.shared:
            console.say(what_is_opened(host, own))
        app = App(preview.folder, preview.live, own, host, preview.door)
        _serve(preview, app, sock, address, poll=poll, browse=browse)
    except BriefgenError as error:
        return common.tell(error, project)
    except KeyboardInterrupt:
        pass
    finally:
        sock.close()
        signal.signal(signal.SIGTERM, before)
    return common.DONE


def what_is_opened(host: str, own: Own) -> str:
    """What listening on more than this machine opens."""
    seen = (
        "whoever reaches this machine sees the preview, and the lines of articles in which there are errors"
    )
    wrote = (
        "and may write into articles in the cleaning view"
        if own.takes_writes
        else "but nobody writes (--allow-writes)"
    )
    return f"--host {host}: {seen}, {wrote}."


def _serve(
    preview: Preview, app: App, sock: socket.socket, address: str, *, poll: bool, browse: bool
) -> None:
    """Answer and follow until somebody says stop."""
    changes = Changes(git_at_work(preview.root))
    watch = Watch(preview.root, changes, preview.output)
    worker = threading.Thread(
        target=_follow, args=(preview, watch, changes, poll), name="briefgen-rebuild", daemon=True
    )

    def ready() -> None:
        url = address + quote(preview.live.standing.base)
        console.say(f"Serving {url} (Ctrl+C stops it)")
        worker.start()
        if browse:
            import webbrowser

            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    http_server.run(app, sock, ready)
    changes.close()
    worker.join(0.3)  # a build that takes longer is left off: each of its files is whole, or as it was


def _follow(preview: Preview, watch: Watch, changes: Changes, poll: bool) -> None:
    """Build after every change, in a thread of its own."""
    why = watch.start(poll=poll)
    if why:
        console.say(f"Changes are looked for twice a second: {why}.")
    # What came between the first build and this moment; in the middle of a checkout it waits for the end.
    changes.add(ANYTHING)
    if changes.take():
        preview.catch_up()
    while paths := changes.take():
        watch.refresh(paths)
        preview.rebuild(paths)
        watch.output = preview.output
    watch.stop()
    preview.end()

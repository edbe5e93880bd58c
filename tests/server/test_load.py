"""Many listeners and requests while the site is built: every body is some build's.

``make load`` runs it with 500 listeners, 200 requests in flight and 50 rebuilds
(BRIEFGEN_LOAD=listeners,requests,rebuilds).
"""

from __future__ import annotations

import asyncio
import json
import os
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from websockets.asyncio.client import connect

if TYPE_CHECKING:
    from collections.abc import Callable

    from served import Served
    from websockets.asyncio.client import ClientConnection

LISTENERS, REQUESTS, REBUILDS = map(int, os.environ.get("BRIEFGEN_LOAD", "60,20,6").split(","))
PATHS = ("/", "/articles/first/")
LONG = "\n\n".join(f"Paragraph {n} of a text that does not fit into one packet." for n in range(3000))
FLAT = 16 << 20
"""Bytes by which the server may grow between the first fifth of the rebuilds and the last one."""


@dataclass
class Seen:
    """What came back: how often, the bodies by path, and whatever was no whole answer."""

    answers: int = 0
    bodies: dict[str, set[bytes]] = field(default_factory=lambda: {path: set() for path in PATHS})
    wrong: list[str] = field(default_factory=list)


async def get(port: int, path: str) -> tuple[int, bytes]:
    """One request on a connection of its own: (status, body), the body as long as was said."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        return int(head.split()[1]), await reader.readexactly(length)
    finally:
        writer.close()


async def ask(port: int, seen: Seen, done: asyncio.Event) -> None:
    while not done.is_set():
        for path in PATHS:
            try:
                status, body = await get(port, path)
            except (OSError, asyncio.IncompleteReadError) as error:
                seen.wrong.append(repr(error))
                continue
            seen.answers += 1
            seen.bodies[path].add(body)
            if status != 200:
                seen.wrong.append(f"{path}: {status}")


async def hear(socket: ClientConnection) -> None:
    while json.loads(await socket.recv())["type"] != "built":
        pass


async def rebuild(file: Path, n: int, port: int, sockets: list[ClientConnection]) -> dict[str, bytes]:
    """Edit the article, wait until every open page knows, and return the bodies."""
    file.write_text(
        f"---\ntitle: First {n}\ndate: 2022-03-31\ntopic: world\n---\nBuild {n}.\n\n{LONG}\n", "utf-8"
    )
    await asyncio.wait_for(asyncio.gather(*map(hear, sockets)), 60)
    return {path: (await get(port, path))[1] for path in PATHS}


def memory(pid: int) -> int:
    """Bytes that a process holds, 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def test_every_body_is_one_of_the_builds_bodies(serve: Callable[..., Served], project: Path) -> None:
    served, file, seen = serve(), project / "content/first.md", Seen()
    url, origin = f"ws://127.0.0.1:{served.port}/_briefgen/live", f"http://127.0.0.1:{served.port}"

    async def load() -> tuple[list[dict[str, bytes]], list[int]]:
        done, sizes = asyncio.Event(), []
        builds = [{path: (await get(served.port, path))[1] for path in PATHS}]
        async with AsyncExitStack() as stack:
            sockets = [
                await stack.enter_async_context(connect(url, origin=origin, proxy=None))  # type: ignore[arg-type]
                for _ in range(LISTENERS)
            ]
            async with asyncio.TaskGroup() as tasks:
                for _ in range(REQUESTS):
                    tasks.create_task(ask(served.port, seen, done))
                try:
                    for n in range(REBUILDS):
                        builds.append(await rebuild(file, n, served.port, sockets))
                        sizes.append(memory(served.process.pid))
                finally:
                    done.set()
        return builds, sizes

    builds, sizes = asyncio.run(load())
    assert not seen.wrong
    for path in PATHS:
        assert seen.bodies[path] <= {build[path] for build in builds}, (
            f"{path}: a body that no build has made"
        )
    assert all(f"First {n}".encode() in build[path] for n, build in enumerate(builds[1:]) for path in PATHS)
    grown = sizes[-1] - sizes[len(sizes) // 5]
    print(
        f"{seen.answers} answers; memory {sizes[0] >> 20} to {sizes[-1] >> 20} MiB, grown by "
        f"{grown >> 10} KiB"
    )
    assert grown < FLAT

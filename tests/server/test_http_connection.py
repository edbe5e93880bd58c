"""Slow, oversized and ambiguous HTTP requests end with a refusal; others are answered."""

from __future__ import annotations

import asyncio
import errno
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from briefgen.server.http_connection import MOST, Connection, most_connections
from briefgen.server.http_server import _ignore
from briefgen.server.request_head import FIELDS, LONGEST, RequestHead

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = b"Host: 127.0.0.1\r\n"
GET = b"GET / HTTP/1.1\r\n" + HOST
POST = b"POST /_briefgen/clean/a HTTP/1.1\r\n" + HOST


@pytest.mark.parametrize(
    "head",
    [
        POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
        POST + b"transfer-encoding: chunked\r\nCONTENT-LENGTH: 4\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n",
        POST + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\n",
        POST + b"Content-Length: 4\r\nContent-Length: 4\r\n\r\n",
        POST + b"Content-Length : 4\r\nTransfer-Encoding : chunked\r\n\r\n",
        POST.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n",
        POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n",
        GET + b"X: a\n\r\n",
        b"GET / HTTP/1.1\nHost: 127.0.0.1\n\n",
        GET + b"X: a\rY: b\r\n\r\n",
        GET + b"X: a\r\n\tb\r\n\r\n",
        GET + b"X: a\0b\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01",
    ],
)
@pytest.mark.parametrize("step", [1, 7, 4096])
def test_an_ambiguous_head_is_malformed(head: bytes, step: int) -> None:
    assert feed(head, step) == 400


@pytest.mark.parametrize(
    ("head", "has_body"),
    [
        (GET + b"\r\n", False),
        (GET + b"X-Content-Length: 4\r\nX-Transfer-Encoding: chunked\r\n\r\n", False),
        (POST + b"Content-Length: 4\r\n\r\n", True),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n", True),
        (GET + b"X: " + b"a" * (LONGEST // 2) + b"\r\n\r\n", False),
        (GET + b"X: y\r\n" * (FIELDS - 3) + b"\r\n", False),
    ],
)
@pytest.mark.parametrize("step", [1, 7, 1 << 20])
def test_a_plain_head_is_accepted(head: bytes, has_body: bool, step: int) -> None:
    reader = RequestHead()
    assert feed(head, step, reader) == 0
    assert reader.has_body == has_body
    assert feed(GET + b"\r\n", step, reader) == 0, "the next head of the connection is read anew"


@pytest.mark.parametrize(
    "head",
    [
        GET + b"X: " + b"a" * LONGEST,
        GET + b"X: " + b"a" * LONGEST + b"\r\n\r\n",
        b"G" * (LONGEST + 1),
        GET + b"X: y\r\n" * FIELDS,
        GET + b"X: y\r\n" * FIELDS + b"\r\n",
    ],
)
@pytest.mark.parametrize("step", [977, 1 << 20])
def test_a_large_head_is_refused_before_it_ends(head: bytes, step: int) -> None:
    assert feed(head, step) == 431


def test_line_feeds_in_a_body_are_not_looked_at() -> None:
    assert feed(POST + b"Content-Length: 4\r\n\r\n{\n}\n", 4096) == 0


def feed(head: bytes, step: int, reader: RequestHead | None = None) -> int:
    reader = reader or RequestHead()
    return next((s for at in range(0, len(head), step) if (s := reader.feed(head[at : at + step]))), 0)


# --- connections, on a clock that the test turns ------------------------------------------------------------


class Clock:
    """The timers of an event loop: what is due is called when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0
        self.timers: list[tuple[float, Callable[..., None], tuple[Any, ...]]] = []

    def call_later(self, delay: float, callback: Callable[..., None], *arguments: Any) -> Timer:
        entry = (self.now + delay, callback, arguments)
        self.timers.append(entry)
        return Timer(self, entry)

    def pass_seconds(self, seconds: float) -> None:
        self.now += seconds
        for entry in [one for one in self.timers if one[0] <= self.now]:
            self.timers.remove(entry)
            entry[1](*entry[2])


class Timer:
    def __init__(self, clock: Clock, entry: tuple[float, Callable[..., None], tuple[Any, ...]]) -> None:
        self._clock, self._entry = clock, entry

    def cancel(self) -> None:
        if self._entry in self._clock.timers:
            self._clock.timers.remove(self._entry)


class Wire(asyncio.Transport):
    """What the server writes, and whether it has closed."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.closed = False
        self.protocol: asyncio.BaseProtocol | None = None

    def write(self, data: Any) -> None:
        self.written += data

    def close(self) -> None:
        self.closed = True

    abort = close

    def is_closing(self) -> bool:
        return self.closed

    def get_protocol(self) -> Any:
        return self.protocol

    def pause_reading(self) -> None:
        pass

    resume_reading = pause_reading


class Talk:
    """One connection to an application that answers 200 when the whole request is there."""

    def __init__(self, state: ServerState | None = None) -> None:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            while (await receive()).get("more_body"):
                pass
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
            await send({"type": "http.response.body", "body": b"ok"})

        self.clock, self.wire = Clock(), Wire()
        config = uvicorn.Config(app, log_config=None, log_level="critical", lifespan="off")
        self.connection = Connection(config, state or ServerState(), {}, asyncio.get_running_loop())
        self.connection.loop = Loop(self.clock)  # type: ignore[assignment]
        self.wire.protocol = self.connection
        self.connection.connection_made(self.wire)

    async def send(self, data: bytes) -> None:
        self.connection.data_received(data)
        for _ in range(10):
            await asyncio.sleep(0)

    @property
    def statuses(self) -> list[int]:
        return [int(line.split()[1]) for line in self.wire.written.split(b"\r\n") if b"HTTP/1.1 " in line]


class Loop:
    """The running loop, with timers of the test's clock."""

    def __init__(self, clock: Clock) -> None:
        self.call_later = clock.call_later
        self.create_task = asyncio.get_running_loop().create_task


def run(talk: Callable[[], Any]) -> None:
    asyncio.run(talk())


def test_half_a_head_ends_after_the_deadline() -> None:
    async def talk() -> None:
        one = Talk()
        await one.send(GET + b"X-a: ")
        one.clock.pass_seconds(19)
        assert not one.wire.closed
        one.clock.pass_seconds(2)
        assert (one.wire.closed, one.statuses) == (True, [408])

    run(talk)


def test_a_head_that_drips_has_one_deadline() -> None:
    async def talk() -> None:
        one = Talk()
        await one.send(GET)
        for n in range(25):
            if not one.wire.closed:
                await one.send(b"X-%d: y\r\n" % n)
            one.clock.pass_seconds(1)
        assert one.wire.closed
        assert one.clock.now <= 25

    run(talk)


def test_silence_ends_too() -> None:
    async def talk() -> None:
        one = Talk()
        one.clock.pass_seconds(21)
        assert one.wire.closed

    run(talk)


def test_a_body_that_drips_shares_the_deadline_of_its_head() -> None:
    async def talk() -> None:
        one = Talk()
        await one.send(POST + b"Content-Length: 1000\r\n\r\n")
        for _ in range(19):
            await one.send(b"a")
            one.clock.pass_seconds(1)
        assert not one.wire.closed
        one.clock.pass_seconds(2)
        assert (one.wire.closed, one.statuses) == (True, [408])

    run(talk)


def test_a_connection_is_kept_for_the_next_request_and_has_a_deadline_again() -> None:
    async def talk() -> None:
        one = Talk()
        for _ in range(3):
            await one.send(GET + b"\r\n")
            one.clock.pass_seconds(1)
        assert (one.wire.closed, one.statuses) == (False, [200, 200, 200])
        await one.send(GET)
        one.clock.pass_seconds(21)
        assert one.wire.closed

    run(talk)


@pytest.mark.parametrize(
    "more",
    [
        POST + b"Content-Length: 5\r\n\r\nabcde" + GET + b"\r\n",
        GET + b"\r\n" + GET + b"\r\n",
        GET + b"\r\n" + b"GET /two HTTP/1.1\nHost: 127.0.0.1\n\n",
    ],
)
def test_what_follows_in_the_same_packet_is_not_answered(more: bytes) -> None:
    async def talk() -> None:
        one = Talk()
        await one.send(more)
        assert (one.wire.closed, one.statuses) == (True, [200])

    run(talk)


@pytest.mark.parametrize("head", [POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"])
def test_a_refusal_closes(head: bytes) -> None:
    async def talk() -> None:
        one = Talk()
        await one.send(head)
        assert (one.wire.closed, one.statuses) == (True, [400])

    run(talk)


def test_too_many_connections_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Connection, "most", 2)

    async def talk() -> None:
        state = ServerState()
        talks = [Talk(state) for _ in range(3)]
        assert [one.wire.closed for one in talks] == [False, False, True]

    run(talk)


def test_connections_leave_descriptors_for_builds() -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        assert 8 <= most_connections() <= MOST
        resource.setrlimit(resource.RLIMIT_NOFILE, (200, before[1]))
        assert most_connections() > 200 or before[1] <= MOST, "the soft limit is raised"
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_an_accept_without_descriptors_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    loop = asyncio.new_event_loop()
    try:
        _ignore(
            loop, {"message": "socket.accept()", "exception": OSError(errno.EMFILE, "Too many open files")}
        )
    finally:
        loop.close()
    assert capsys.readouterr() == ("", "")

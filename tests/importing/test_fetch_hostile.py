"""Servers that drip, lead in circles, pack bombs, or lead into the network of the one who asks."""

from __future__ import annotations

import gzip
import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from briefgen.importing import fetch as fetching
from briefgen.importing.document import MOST_BYTES
from briefgen.importing.fetch import fetch
from briefgen.linkcheck.request import ask
from briefgen.model.diagnostics import BriefgenError
from briefgen.util import public_addresses
from briefgen.util.public_addresses import is_public

HERE = ("127.0.0.1", "localhost")
TEXT = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
WHOLE = TEXT + b"Content-Length: 5\r\n\r\nWords"

Answer = Callable[[socket.socket, str], None]


@contextmanager
def server(answer: Answer) -> Iterator[tuple[int, list[bytes]]]:
    """A server that treats its connections as ``answer`` does; its port, and what it was sent."""
    listener, heard = socket.create_server(("127.0.0.1", 0)), list[bytes]()

    def serve(connection: socket.socket) -> None:
        with connection:
            try:
                heard.append(connection.recv(65536))
                path = heard[-1].decode("latin-1").split(" ")[1:2]
                answer(connection, "".join(path))
            except OSError:
                return

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield listener.getsockname()[1], heard
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


def says(data: bytes) -> Answer:
    return lambda connection, path: connection.sendall(data)


def drips(start: bytes, drop: bytes) -> Answer:
    """It sends ``start``, then a little at a time, each in good time."""

    def answer(connection: socket.socket, path: str) -> None:
        connection.sendall(start)
        for _ in range(1000):
            connection.sendall(drop)
            time.sleep(0.02)

    return answer


def refusal(url: str, **options: Any) -> str:
    with pytest.raises(BriefgenError) as error:
        fetch(url, **{"private": HERE, **options})
    (problem,) = error.value.diagnostics
    assert (problem.code, problem.location.path) == ("fetch-refused", url)
    assert problem.hint
    return problem.message


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """The addresses of names, as a resolver gives them one after the other; the last one stays."""
    known: dict[str, list[str]] = {}

    def look_up(host: str, port: int, **options: Any) -> list[Any]:
        asked.append(host)
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        at = known[host].pop(0) if len(known[host]) > 1 else known[host][0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (at, port))]

    asked: list[str] = []
    monkeypatch.setattr(public_addresses.socket, "getaddrinfo", look_up)
    known["asked"] = asked
    return known


@pytest.mark.parametrize(
    "answer",
    [
        drips(b"", b"H"),
        drips(b"HTTP/1.1 200 OK\r\n", b"x"),
        drips(b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n"),
        drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        drips(TEXT + b"\r\n", b"w"),
        drips(TEXT + b"Content-Length: 5000\r\n\r\n", b"w"),
        drips(TEXT + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nw\r\n"),
        drips(TEXT + b"Transfer-Encoding: chunked\r\n\r\n1", b";x"),
        drips(TEXT + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"w" * 9000)[:20], b""),
        lambda connection, path: time.sleep(5),
    ],
    ids=["status", "header", "headers", "continue", "body", "length", "chunks", "chunk", "gzip", "silent"],
)
def test_one_deadline_holds_over_all_that_a_server_sends(answer: Answer) -> None:
    with server(answer) as (port, _):
        message = refusal(f"http://127.0.0.1:{port}/", timeout=0.3)
    # A hundred headers are too many, whichever comes first.
    assert message == "no answer within 0.3 seconds" or "headers" in message


def test_one_deadline_holds_over_redirects() -> None:
    numbers = itertools.count()

    def answer(connection: socket.socket, path: str) -> None:
        time.sleep(0.15)
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /%d\r\n\r\n" % next(numbers))

    with server(answer) as (port, _):
        assert refusal(f"http://127.0.0.1:{port}/", timeout=0.4) == "no answer within 0.4 seconds"
        result, _ = ask(f"http://127.0.0.1:{port}/", 0.4, HERE)
    assert (result.status, result.detail) == ("unreachable", "no answer within 0.4 seconds")


def test_a_handshake_that_never_ends_is_given_up() -> None:
    with server(drips(b"\x16\x03\x03\x3f\xff", b"\x02")) as (port, _):
        assert refusal(f"https://127.0.0.1:{port}/", timeout=0.3) == "no answer within 0.3 seconds"


def test_a_resolver_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(public_addresses.socket, "getaddrinfo", lambda *_, **__: released.wait(5))
    assert refusal("http://slow.example/", timeout=0.2) == "no answer within 0.2 seconds"
    released.set()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (TEXT + b"Content-Length: 50\r\n\r\nWords", "the server ended the connection before all had come"),
        (TEXT + b"Transfer-Encoding: chunked\r\n\r\n5\r\nWo", "it cannot be fetched: "),
        (TEXT + b"Content-Encoding: br\r\n\r\nWords", "without being asked (br)"),
        (TEXT + b"Content-Encoding: gzip\r\n\r\nWords", "the server compresses it, and the data is damaged"),
        (TEXT + b"Content-Length: 99999999999999999999\r\n\r\nWords", "it is larger than 20 MB"),
        (
            b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\nWords",
            "got more than 100 headers",
        ),
        (b"HTTP/1.1 200 OK\r\nA: " + b"b" * 70_000 + b"\r\n\r\nWords", "it cannot be fetched: "),
        (b"Words", "it cannot be fetched: "),
        (b"", "it cannot be fetched: "),
        (b"HTTP/1.1 304 Not Modified\r\n\r\n", "the server says: 304"),
        (b"HTTP/1.1 302 Found\r\n\r\n", "the server says: 302"),
    ],
)
def test_a_broken_answer_is_refused(data: bytes, why: str) -> None:
    with server(says(data)) as (port, _):
        assert why in refusal(f"http://127.0.0.1:{port}/")


def test_a_small_body_that_unpacks_to_much_is_refused() -> None:
    bomb = gzip.compress(b"\0" * (MOST_BYTES + 1))
    packed = TEXT + b"Content-Encoding: gzip\r\n\r\n"
    with server(says(packed + bomb)) as (port, _):
        assert refusal(f"http://127.0.0.1:{port}/") == "it is larger than 20 MB"
    with server(says(packed + gzip.compress(b"Words") + gzip.compress(b" and more"))) as (port, _):
        assert fetch(f"http://127.0.0.1:{port}/", private=HERE).data == b"Words and more"


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_redirects_in_a_circle_end(code: int) -> None:
    def answer(connection: socket.socket, path: str) -> None:
        to = b"/b" if path == "/a" else b"/a"
        connection.sendall(b"HTTP/1.1 %d Moved\r\nLocation: %s\r\n\r\n" % (code, to))

    with server(answer) as (port, heard):
        message = refusal(f"http://127.0.0.1:{port}/a")
    assert f"the redirect is not followed: {code} to" in message
    assert message.endswith("it leads in a circle")
    assert len(heard) == 2


@pytest.mark.parametrize("to", ["file:///etc/passwd", "FTP://a.example/", "gopher://a.example/", "data:,x"])
def test_a_redirect_stays_on_the_web(to: str) -> None:
    with server(says(f"HTTP/1.1 302 Found\r\nLocation: {to}\r\n\r\n".encode())) as (port, _):
        message = refusal(f"http://127.0.0.1:{port}/")
    assert "the redirect is not followed: 302" in message
    assert "is not allowed" in message


# --- whom it asks -----------------------------------------------------------------------------------------

PRIVATE = """
127.0.0.1 127.9.9.9 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
169.254.1.1 100.64.0.1 100.100.100.200 192.0.0.192 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9
224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 168.63.129.16
:: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:a9fe:a9fe ::ffff:0:0 64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe
64:ff9b:1::1 2002:7f00:1:: 2002:a9fe:a9fe::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 fe80::1 fe80::1%1
fec0::1 fc00::1 fd00:ec2::254 fd20:ce::254 ff02::1 2001:db8::1 100::1
"""
PUBLIC = "1.1.1.1 93.184.215.14 172.32.0.1 100.128.0.1 2606:4700::1111 ::ffff:1.1.1.1 64:ff9b::1.1.1.1"


@pytest.mark.parametrize("address", PRIVATE.split())
def test_an_address_of_no_public_machine_is_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_a_public_address_is_known(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "localhost",
     "LOCALHOST", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0", "0.0.0.0",  # noqa: S104
     "\uff11\uff12\uff17.0.0.1", "127\u30020.0.1", "\u2460\u2461\u2466.0.0.1"],
)  # fmt: skip
def test_no_spelling_of_this_machine_is_asked(host: str) -> None:
    with server(says(WHOLE)) as (port, heard):
        url = f"http://{host}:{port}/latest/meta-data/"
        assert "not a public address" in refusal(url, private=())
        result, again = ask(url, 5)
    assert (result.status, again) == ("broken", None)
    assert heard == []


def test_a_name_that_leads_into_the_network_is_not_asked(names: dict[str, list[str]]) -> None:
    names["rebound.example"] = ["127.0.0.1"]
    with server(says(WHOLE)) as (port, heard):
        message = refusal(f"http://rebound.example:{port}/", private=())
    assert message == "it is not fetched: rebound.example is at 127.0.0.1, which is not a public address"
    assert heard == []


def test_the_address_that_was_checked_is_the_one_that_is_asked(
    names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that changes between two look-ups gains nothing: there is one."""
    names["rebound.example"] = ["93.184.215.14", "127.0.0.1"]
    reached: list[Any] = []

    def connect(self: socket.socket, address: Any) -> None:
        reached.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket.socket, "connect", connect)
    assert refusal("http://rebound.example/", private=()) == "it cannot be fetched: Connection refused"
    assert reached == [("93.184.215.14", 80)]
    assert names["asked"] == ["rebound.example"]


def test_a_redirect_into_the_network_is_not_followed(names: dict[str, list[str]]) -> None:
    names |= {"intranet.example": ["127.0.0.1"], "blog.example": ["127.0.0.1"]}
    with server(says(WHOLE)) as (inner, heard):
        to = f"http://intranet.example:{inner}/"
        with server(says(f"HTTP/1.1 302 Found\r\nLocation: {to}\r\n\r\n".encode())) as (port, _):
            blog = f"http://blog.example:{port}/"
            assert "intranet.example is at 127.0.0.1" in refusal(blog, private=["blog.example"])
            assert heard == []
            both = ["blog.example", "intranet.example"]
            assert fetch(blog, private=both).data == b"Words"


def test_a_private_host_is_reached_only_from_one(
    names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    names |= {"blog.example": ["127.0.0.1"]}
    monkeypatch.setattr(public_addresses, "is_public", lambda at: names["asked"][-1] == "blog.example")
    names["intranet.example"] = ["127.0.0.1"]
    with server(says(WHOLE)) as (inner, heard):
        to = f"http://intranet.example:{inner}/"
        with server(says(f"HTTP/1.1 302 Found\r\nLocation: {to}\r\n\r\n".encode())) as (port, _):
            message = refusal(f"http://blog.example:{port}/", private=["intranet.example"])
    assert "intranet.example is at 127.0.0.1" in message
    assert heard == []


def test_another_site_that_answers_is_reported(names: dict[str, list[str]]) -> None:
    names |= {host: ["127.0.0.1"] for host in ("a.example", "www.a.example", "news.a.example", "b.example")}
    own = list(names)

    def answer(connection: socket.socket, path: str) -> None:
        to = f"http://{path[1:]}:{port}/" if len(path) > 1 else ""
        connection.sendall(f"HTTP/1.1 301 Moved\r\nLocation: {to}\r\n\r\n".encode() if to else WHOLE)

    with server(answer) as (port, _):
        for host in ("www.a.example", "news.a.example", "b.example"):
            page = fetch(f"http://a.example:{port}/{host}", private=own)
            assert page.url == f"http://{host}:{port}/"
            assert [problem.code for problem in page.problems] == ["fetch-redirected"] * (host == "b.example")


# --- what it asks for -------------------------------------------------------------------------------------


def test_names_and_paths_of_every_script_are_asked_for(names: dict[str, list[str]]) -> None:
    names["xn--bcher-kva.example"] = ["127.0.0.1"]
    with server(says(WHOLE)) as (port, heard):
        host = f"bücher.example:{port}"
        assert fetch(f"http://{host}/küste/北?q=año&r=a%20b#ß", private=["bücher.example"]).data == b"Words"
    lines = heard[0].split(b"\r\n")
    assert lines[0] == b"GET /k%C3%BCste/%E5%8C%97?q=a%C3%B1o&r=a%20b HTTP/1.1"
    assert f"Host: xn--bcher-kva.example:{port}".encode() in lines


@pytest.mark.parametrize(
    ("to", "asked"),
    [
        ("/küste", "/k%C3%BCste"),
        ("/a b", "/a%20b"),
        ("/k%C3%BCste?ä", "/k%C3%BCste?%C3%A4"),
        ("?q=1", "/x?q=1"),
    ],
)
def test_a_redirect_of_every_script_is_followed(to: str, asked: str) -> None:
    def answer(connection: socket.socket, path: str) -> None:
        moved = f"HTTP/1.1 302 Found\r\nLocation: {to}\r\n\r\n".encode()
        connection.sendall(moved if path == "/x" else WHOLE)

    with server(answer) as (port, heard):
        fetch(f"http://127.0.0.1:{port}/x", private=HERE)
    assert heard[1].split(b" ")[1].decode() == asked


def test_a_redirect_in_an_old_encoding_is_followed() -> None:
    def answer(connection: socket.socket, path: str) -> None:
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /k\xfcste\r\n\r\n" if path == "/x" else WHOLE)

    with server(answer) as (port, heard):
        fetch(f"http://127.0.0.1:{port}/x", private=HERE)
    assert heard[1].startswith(b"GET /k%FCste ")


@pytest.mark.parametrize(
    "url", ["http://a:b@a.example/", "http://127.0.0.1:80@a.example/", "http://a.example:x/"]
)
def test_an_odd_address_is_refused(url: str) -> None:
    assert "it cannot be fetched" in refusal(url)


@pytest.mark.parametrize(
    "url", [f"http://{'a' * 70}.example/", "http://ü" + "x" * 70 + ".example/", "http://[::1/"]
)
def test_a_host_that_is_none_is_refused(url: str) -> None:
    assert refusal(url)
    assert ask(url, 1)[0].status in ("broken", "unreachable")


def test_a_proxy_of_the_user_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with server(says(WHOLE)) as (port, heard):
        for name in ("http_proxy", "https_proxy"):
            monkeypatch.setenv(name, f"http://user:p%40ss@127.0.0.1:{port}")
        monkeypatch.setenv("no_proxy", "")
        assert fetch("http://no-such-host.invalid/a").data == b"Words"
        assert "it cannot be fetched" in refusal("https://no-such-host.invalid/a")
        assert "not a public address" in refusal("http://10.1.2.3/", private=())
    assert heard[0].startswith(b"GET http://no-such-host.invalid/a HTTP/1.1\r\n")
    assert heard[1].startswith(b"CONNECT no-such-host.invalid:443 HTTP/1.1\r\n")
    assert all(b"Proxy-Authorization: Basic dXNlcjpwQHNz\r\n" in one for one in heard[:2])
    assert not any(b"10.1.2.3" in one for one in heard)
    assert fetching.MOST_STEPS == 5

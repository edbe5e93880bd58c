"""One address, fetched from a server on this machine: what is taken, and what is refused and why."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.importing.document import MOST_BYTES
from briefgen.importing.fetch import fetch, is_url
from briefgen.model.diagnostics import BriefgenError

HERE = ("127.0.0.1",)
PAGE = b"""<html><head><title>Ferry</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>The ferry left at noon</h1>
<p>The ferry left at noon with nobody on board, and it came back at six in the evening,
the master of the harbour said.</p>
<p>It will leave again on Saturday, when the pier has been mended and the storm has passed
over the island.</p>
</article></body></html>"""


class Server(BaseHTTPRequestHandler):
    """QueryEngine by path; ``asked`` holds every path that was asked for."""

    asked: list[str]
    released: threading.Event

    def do_GET(self) -> None:
        self.asked.append(self.path)
        name = self.path.partition("?")[0]
        if name == "/page":
            self.answer(200, {"Content-Type": "text/html; charset=utf-8"}, PAGE)
        elif name.startswith("/to/"):
            self.answer(302, {"Location": self.path.removeprefix("/to/")})
        elif name == "/hop":
            left = int(self.path.partition("=")[2])
            self.answer(302, {"Location": f"/hop?left={left - 1}" if left else "/page"})
        elif name == "/gone":
            self.answer(404, {})
        elif name == "/large":
            self.answer(200, {"Content-Type": "text/html", "Content-Length": str(1_000_000_000)}, PAGE)
        elif name == "/endless":
            self.answer(200, {"Content-Type": "text/plain"})
            while not self.wfile.closed:
                self.wfile.write(b"x" * 1_000_000)
        elif name == "/packed":
            self.answer(200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"\x1f\x8b")
        elif name == "/silent":
            self.released.wait(20)
        elif name.startswith("/kind/"):
            self.answer(200, {"Content-Type": self.path.removeprefix("/kind/")}, PAGE)

    def answer(self, code: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        pass


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, address: object) -> None:
        """A client that hangs up is what these tests are about."""


@pytest.fixture
def at() -> Iterator[Callable[[str], str]]:
    Server.asked, Server.released = [], threading.Event()
    server = Quiet(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield lambda path: f"http://127.0.0.1:{server.server_address[1]}{path}"
    Server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_is_fetched(at: Callable[[str], str]) -> None:
    given = fetch(at("/page"), private=HERE)
    assert (given.data, given.kind, given.url) == (PAGE, "text/html; charset=utf-8", at("/page"))


def test_redirects_are_followed_on_the_web(at: Callable[[str], str]) -> None:
    assert fetch(at("/hop?left=2"), private=HERE).url == at("/page")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/to/file:///etc/passwd", "the redirect is not followed: 302"),
        ("/to/ftp://127.0.0.1/x", "the scheme ftp: is not allowed"),
        ("/to/data:text/html,x", "the redirect is not followed: 302"),
        ("/to/javascript:alert(1)", "the redirect is not followed: 302"),
        ("/hop?left=9", "the redirect is not followed: 302"),
        ("/gone", "the server says: 404"),
        ("/large", "it is larger than 20 MB"),
        ("/endless", "it is larger than 20 MB"),
        ("/packed", "the server compresses it"),
        ("/kind/application/pdf", "its content type application/pdf is not text"),
        ("/kind/image/png", "its content type image/png is not text"),
        ("/silent", "no answer within 0.3 seconds"),
    ],
)
def test_it_is_refused(path: str, why: str, at: Callable[[str], str]) -> None:
    with pytest.raises(BriefgenError) as error:
        fetch(at(path), private=HERE, timeout=0.3 if path == "/silent" else 20)
    told = error.value.diagnostics[0]
    assert (told.code, told.location.path) == ("fetch-refused", at(path))
    assert why in told.message
    assert told.hint


def test_a_server_that_drips_is_given_up(at: Callable[[str], str]) -> None:
    seconds = iter(range(0, 1000, 5))
    with pytest.raises(BriefgenError, match="no answer within 20 seconds"):
        fetch(at("/endless"), private=HERE, clock=lambda: float(next(seconds)))
    assert MOST_BYTES > 5 * (1 << 16)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/html,x", "http://", "http://a b/"]
)
def test_what_is_no_web_address_is_not_asked_for(url: str) -> None:
    with pytest.raises(BriefgenError) as error:
        fetch(url)
    assert error.value.diagnostics[0].code == "fetch-refused"


def test_files_are_no_addresses() -> None:
    assert is_url("https://a.example/b")
    assert is_url("file:///etc/passwd")
    assert not is_url("a/b.html")
    assert not is_url("C:/b.html")
    assert not is_url("-")


def test_an_address_becomes_an_article(
    at: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = SiteTest.of_files({"briefgen.yml": "title: Sea\nprivate_hosts: [127.0.0.1]\n"}, tmp_path)
    monkeypatch.chdir(site.root)
    assert run(["add", at("/page?utm_source=x"), "-q", "--now", "2024-05-12T12:00+00:00"]) == 0
    text = (site.root / "content/2024/2024-05-12-the-ferry-left-at-noon.md").read_text("utf-8")
    assert f"source: 127.0.0.1\nurl: {at('/page')}\nfetched: 2024-05-12 12:00+00:00\n" in text
    assert Server.asked == ["/page?utm_source=x"]


def test_add_says_that_another_site_answered(
    at: Callable[[str], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    config = "title: Sea\nprivate_hosts: [127.0.0.1, localhost]\n"
    monkeypatch.chdir(SiteTest.of_files({"briefgen.yml": config}, tmp_path).root)
    there = at("/page").replace("127.0.0.1", "localhost")
    assert run(["add", at(f"/to/{there}")]) == 0
    told = capsys.readouterr().err
    assert f"it redirects to another site: {there} [fetch-redirected]" in told
    assert run(["add", at(f"/to/{there}"), "--json"]) == 0
    codes = [d["code"] for d in json.loads(capsys.readouterr().out)["diagnostics"]]
    assert codes == ["fetch-redirected"]

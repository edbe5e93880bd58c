"""The ASGI application, asked in this process."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from briefgen.model import Location
from briefgen.model.diagnostics import diagnostic
from briefgen.server.asgi import App
from briefgen.server.html_pages import SNIPPET, error_page, with_snippet
from briefgen.server.internal_pages import InternalPages
from briefgen.server.live_reload import SHOWN, LiveReload, problems_of
from briefgen.server.security import host_allowed, same_host

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PROBLEM = {
    "code": "title-missing",
    "severity": "error",
    "path": "content/<b>.md",
    "line": 3,
    "column": 7,
    "message": "no <script>alert(1)</script>",
    "hint": "write & mend",
    "excerpt": ["  3 | <img src=x>", "    |       ^"],
}


class FakeDesk:
    """A desk with one article; what is decided is kept."""

    refusals = (ValueError,)

    def __init__(self) -> None:
        self.decided: list[tuple[str, Mapping[str, Any]]] = []

    def build(self) -> Mapping[str, Any]:
        raise ValueError("no <b>project</b>")

    def articles(self) -> list[Mapping[str, Any]]:
        return []

    def article(self, name: str) -> Mapping[str, Any] | None:
        said = {
            "title": "<b>A</b>",
            "path": "content/a.md",
            "summary": "1 line",
            "rows": [],
            "problems": (),
            "page": "",
            "is_off": False,
        }
        return said if name == "a" else None

    def decide(self, name: str, decision: Mapping[str, Any]) -> None:
        if "line" not in decision:
            raise ValueError("no line")
        self.decided.append((name, decision))


@pytest.fixture
def app(tmp_path: Path) -> App:
    site = tmp_path / "site"
    files = {
        "index.html": "<html><body>Home</body></html>",
        "404.html": "<html><body>Nobody</body></html>",
        "articles/one/index.html": "<body>One</body>",
        "feed.xml": "<feed/>",
        "static/a.css": "a{}",
        "empty.txt": "",
        "large.bin": "x" * 700_000,
        ".env": "secret",
    }
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)
    live = LiveReload()
    live.built(["/"], [])
    return App(site, live, InternalPages(FakeDesk()))


ALL = "0.0.0.0"  # noqa: S104 - nothing is bound


class Reply:
    def __init__(self, sent: list[Mapping[str, Any]]) -> None:
        start, *bodies = sent
        self.status: int = start["status"]
        self.headers = {name.decode(): value.decode() for name, value in start["headers"]}
        self.body = b"".join(body["body"] for body in bodies)
        assert not bodies[-1].get("more_body")


def ask(
    app: App,
    path: str,
    method: str = "GET",
    query: str = "",
    body: bytes = b"",
    peer: tuple[str, int] | None = ("127.0.0.1", 50000),
    **headers: str,
) -> Reply:
    sent: list[Mapping[str, Any]] = []

    async def receive() -> Mapping[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    raw = [
        (name.replace("_", "-").encode(), value.encode("latin-1"))
        for name, value in {"host": "127.0.0.1:8000", **headers}.items()
    ]
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": raw,
        "client": peer,
    }
    asyncio.run(app(scope, receive, send))
    return Reply(sent)


def test_a_page_is_sent_with_the_snippet_and_left_alone_on_disk(app: App) -> None:
    reply = ask(app, "/")
    assert reply.status == 200
    assert reply.body == b"<html><body>Home" + SNIPPET + b"</body></html>"
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.headers["cache-control"] == "no-cache"
    assert int(reply.headers["content-length"]) == len(reply.body)
    assert SNIPPET not in (app.folder / "index.html").read_bytes()


def test_other_files_are_sent_as_they_are(app: App) -> None:
    assert ask(app, "/feed.xml").body == b"<feed/>"
    assert ask(app, "/feed.xml").headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert ask(app, "/empty.txt").body == b""
    assert len(ask(app, "/large.bin").body) == 700_000


def test_head_has_the_headers_of_get(app: App) -> None:
    for path in ("/", "/large.bin", "/nothing", "/_briefgen/live.js"):
        get, head = ask(app, path), ask(app, path, "HEAD")
        assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_not_allowed(app: App, method: str) -> None:
    reply = ask(app, "/", method)
    assert reply.status == 405
    assert reply.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/", "/static/a.css"])
def test_what_the_browser_has_is_not_sent_again(app: App, path: str) -> None:
    tag = ask(app, path).headers["etag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        reply = ask(app, path, if_none_match=known)
        assert (reply.status, reply.body) == (304, b"")
        assert reply.headers["etag"] == tag
    assert ask(app, path, if_none_match='"other"').status == 200


def test_a_folder_leads_to_its_index_and_keeps_the_query(app: App) -> None:
    reply = ask(app, "/articles/one", query="a=1")
    assert (reply.status, reply.headers["location"]) == (301, "/articles/one/?a=1")


def test_there_are_no_listings_and_no_dot_files(app: App) -> None:
    for path in ("/articles/", "/static", "/.env", "/../site/index.html"):
        reply = ask(app, path)
        assert reply.status == 404
        assert b"Nobody" in reply.body
        assert SNIPPET in reply.body


def test_without_a_page_for_it_404_is_told_all_the_same(app: App) -> None:
    (app.folder / "404.html").unlink()
    reply = ask(app, "/<b>")
    assert reply.status == 404
    assert b"&lt;b&gt;" in reply.body


def test_own_files_and_no_others(app: App) -> None:
    assert ask(app, "/_briefgen/live.js").headers["content-type"] == "text/javascript; charset=utf-8"
    assert ask(app, "/_briefgen/live.css").headers["content-type"] == "text/css; charset=utf-8"
    for name in ("app.py", "../app.py", "live.js/", "live", "layout.html", "desk", "clean", "clean/b"):
        assert ask(app, f"/_briefgen/{name}").status == 404


def test_a_foreign_host_is_refused(app: App) -> None:
    for host in (
        "evil.example",
        "evil.example:8000",
        "",
        "localhost.evil.example",
        "127.0.0.1@evil",
        "192.168.1.7",
    ):
        reply = ask(app, "/", host=host)
        assert reply.status == 403
        assert b"Home" not in reply.body


@pytest.mark.parametrize(
    ("header", "served", "allowed"),
    [
        ("localhost:8000", "127.0.0.1", True),
        ("LOCALHOST", "127.0.0.1", True),
        ("[::1]:8000", "127.0.0.1", True),
        ("news.local:8000", "news.local", True),
        ("[fe80::1]:80", "fe80::1", True),
        ("192.168.1.7:8000", ALL, True),
        ("[fe80::1]:80", "::", True),
        ("evil.example", ALL, False),
        ("evil.example", "::", False),
        ("[::1]evil:80", "127.0.0.1", False),
        ("localhost:x", "127.0.0.1", False),
        ("", ALL, False),
    ],
)
def test_hosts(header: str, served: str, allowed: bool) -> None:
    assert host_allowed(header, served) is allowed


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("http://[::1]:8000", "[::1]:8000", True),
        ("http://127.0.0.1:9000", "127.0.0.1:8000", False),
        ("http://evil.example", "127.0.0.1:8000", False),
        ("http://[evil", "127.0.0.1:8000", False),
        ("null", "127.0.0.1:8000", False),
        ("", "127.0.0.1:8000", False),
        ("null", "", False),
    ],
)
def test_origins(origin: str, host: str, same: bool) -> None:
    assert same_host(origin, host) is same


def test_without_a_site_every_address_tells_why(app: App) -> None:
    app = App(app.folder, LiveReload(), app.internal_pages)
    app.live.failed([PROBLEM])
    for path in ("/", "/articles/one/", "/nothing"):
        reply = ask(app, path)
        assert reply.status == 500
        assert b"content/&lt;b&gt;.md:3:7" in reply.body
        assert SNIPPET in reply.body
        assert b"Home" not in reply.body
    assert ask(app, "/_briefgen/live.js").status == 200
    app.live.built([], [])
    assert ask(app, "/").status == 200


def test_of_many_errors_the_first_are_told_and_how_many_there_are(tmp_path: Path) -> None:
    said = [diagnostic("date-invalid", Location(f"content/{n}.md", 3), "no date") for n in range(SHOWN + 3)]
    told = problems_of([*said, diagnostic("body-empty", Location("content/x.md"), "no error")], tmp_path)
    page = error_page(told).decode()
    assert len(told) == SHOWN + 1
    assert f"content/{SHOWN - 1}.md:3" in page
    assert f"content/{SHOWN}.md" not in page
    assert "and 3 more errors" in page
    assert problems_of(said[:SHOWN], tmp_path) == told[:SHOWN]


def test_the_error_page_is_escaped() -> None:
    page = error_page([PROBLEM]).decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "no &lt;script&gt;" in page
    assert "write &amp; mend" in page
    assert "style=" not in page


def test_the_snippet_stands_before_the_last_end_of_the_body() -> None:
    assert with_snippet(b"<pre></body></pre></BODY>") == b"<pre></body></pre>" + SNIPPET + b"</BODY>"
    assert with_snippet(b"<p>no body") == b"<p>no body" + SNIPPET


META = '<meta http-equiv="Content-Security-Policy" content="%s">'


@pytest.mark.parametrize(
    ("policy", "sent"),
    [
        ("default-src 'none'", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"),
        (
            "default-src &#39;none&#39;; img-src data:",
            "default-src 'none'; img-src data:; script-src 'self'; style-src 'self'; connect-src 'self'",
        ),
        ("default-src 'self'", "default-src 'self'"),
        ("script-src 'none'; img-src *", "script-src 'self'; img-src *"),
        (
            "default-src https:; script-src *",
            "default-src https:; script-src *; style-src https: 'self'; connect-src https: 'self'",
        ),
        ("", ""),
    ],
)
def test_a_page_that_forbids_scripts_lets_the_snippet_in(policy: str, sent: str) -> None:
    assert with_snippet((META % policy).encode()) == (META % sent).encode() + SNIPPET


class Socket:
    """A web socket from the application's side; it closes after the expected message."""

    def __init__(self, app: App, path: str = "/_briefgen/live", query: str = "", **headers: str) -> None:
        host = {"host": "127.0.0.1:8000", "origin": "http://127.0.0.1:8000"}
        raw = [(name.encode(), value.encode()) for name, value in {**host, **headers}.items()]
        self.app, self.scope = (
            app,
            {"type": "websocket", "path": path, "query_string": query.encode(), "headers": raw},
        )

    async def talk(self, meanwhile: Any = None, messages: int = 0) -> list[Mapping[str, Any]]:
        sent: list[Mapping[str, Any]] = []
        inbox: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        inbox.put_nowait({"type": "websocket.connect"})

        async def send(message: Mapping[str, Any]) -> None:
            sent.append(message)
            if message["type"] == "websocket.accept" and meanwhile:
                asyncio.get_running_loop().call_soon(meanwhile)
            if sum(m["type"] == "websocket.send" for m in sent) == messages:
                inbox.put_nowait({"type": "websocket.disconnect", "code": 1001})

        self.app.live.attach(asyncio.get_running_loop())
        try:
            await asyncio.wait_for(self.app(self.scope, inbox.get, send), 10)
        finally:
            self.app.live.attach(None)
        return sent


def texts(sent: list[Mapping[str, Any]]) -> list[Any]:
    return [json.loads(message["text"]) for message in sent if message["type"] == "websocket.send"]


def test_a_page_hears_of_a_build(app: App) -> None:
    sent = asyncio.run(Socket(app).talk(lambda: app.live.built(["/", "/x/"], ["static/a.css"]), 1))
    assert texts(sent) == [
        {"type": "built", "pages": ["/", "/x/"], "assets": ["/static/a.css"], "missing": "/404.html"}
    ]


def test_a_page_hears_of_a_failure_also_when_it_comes_later(app: App) -> None:
    failed = [{"type": "failed", "problems": [PROBLEM]}]
    assert texts(asyncio.run(Socket(app).talk(lambda: app.live.failed([PROBLEM]), 1))) == failed
    assert texts(asyncio.run(Socket(app).talk(None, 1))) == failed
    assert texts(asyncio.run(Socket(app).talk(lambda: app.live.built([], []), 2)))[1]["type"] == "built"
    assert texts(asyncio.run(Socket(app).talk())) == []


def test_a_page_hears_of_the_build_between_its_loading_and_its_socket(app: App) -> None:
    sent = asyncio.run(Socket(app, query="since=1000").talk(None, 1))
    assert texts(sent) == [{"type": "built", "pages": ["/"], "assets": [], "missing": "/404.html"}]
    for query in ("", "since=", "since=x", "since=nan", "since=99999999999999"):
        assert texts(asyncio.run(Socket(app, query=query).talk())) == []


def test_a_build_that_changed_nothing_is_no_news(app: App) -> None:
    def nothing_then_something() -> None:
        app.live.built([], [])
        app.live.built(["/a/"], [])

    assert texts(asyncio.run(Socket(app).talk(nothing_then_something, 1)))[0]["pages"] == ["/a/"]


def test_a_page_that_reads_nothing_is_cut_off(app: App) -> None:
    async def stuck() -> None:
        live, opened = app.live, asyncio.Event()

        async def send(message: Mapping[str, Any]) -> None:
            opened.set()
            if message["type"] == "websocket.send":
                await asyncio.Event().wait()

        live.attach(asyncio.get_running_loop())
        closed = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(live.connect(0.0, lambda: closed, send))
        await opened.wait()
        for n in range(50):
            live.built([f"/{n}/"], [])
        await asyncio.sleep(0.05)
        assert not live._clients
        closed.set_result({"type": "websocket.disconnect"})
        await task

    asyncio.run(stuck())


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/_briefgen/live", {"origin": "http://evil.example"}),
        ("/_briefgen/live", {"origin": "http://127.0.0.1:9999"}),
        ("/_briefgen/live", {"host": "evil.example", "origin": "http://evil.example"}),
        ("/other", {}),
    ],
)
def test_other_sockets_are_refused(app: App, path: str, headers: dict[str, str]) -> None:
    assert [m["type"] for m in asyncio.run(Socket(app, path, **headers).talk())] == ["websocket.close"]

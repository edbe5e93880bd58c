"""A server on this machine that answers with feeds, and misbehaves where a test wants it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

RSS = "application/rss+xml"
PLACES = (
    "harbour", "mill", "quarry", "ferry", "orchard", "lighthouse", "market", "bridge", "school", "theatre",
)  # fmt: skip


class Answer(NamedTuple):
    """A response: its code, headers and body."""

    code: int = 200
    headers: Mapping[str, str] = {}
    body: bytes = b""


class FeedServer:
    """What each path answers, and what was asked for with which headers."""

    def __init__(self) -> None:
        self.routes: dict[str, Answer | Callable[[Any], Answer | None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.port = 0
        self.busy: dict[str, int] = {}
        self.busiest = 0
        self.lock = threading.Lock()

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def feed(self, path: str, body: str, **headers: str) -> None:
        """Let a path answer with a feed, and with 304 to who has it already."""
        tag = headers.pop("etag", "")

        def answer(request: Any) -> Answer:
            if tag and request.headers.get("If-None-Match") == tag:
                return Answer(304)
            more = {"ETag": tag} if tag else {}
            return Answer(200, {"Content-Type": RSS, **more, **headers}, body.encode())

        self.routes[path] = answer


@contextmanager
def serving() -> Iterator[FeedServer]:
    """A server that runs in a thread."""
    feeds = FeedServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers.get("Host", "").partition(":")[0]
            with feeds.lock:
                feeds.asked.append((self.path, dict(self.headers)))
                feeds.busy[host] = feeds.busy.get(host, 0) + 1
                feeds.busiest = max(feeds.busiest, feeds.busy[host])
            try:
                route = feeds.routes.get(self.path, Answer(404))
                answer = route(self) if callable(route) else route
            finally:
                with feeds.lock:
                    feeds.busy[host] -= 1
            if answer is not None:
                self.send_response(answer.code)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

        def log_message(self, *words: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, address: object) -> None:
            """A client that hangs up is what these tests are about."""

    server = Quiet(("127.0.0.1", 0), Handler)
    feeds.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield feeds
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def story(subject: str) -> str:
    """A text of some sentences that no other subject has, word for word."""
    sentences = [
        f"The {subject} {subject}{n} opened at {n} after the {subject} keeper{n} had mended gate {n * 7}."
        for n in range(3, 11)
    ]
    return " ".join(sentences)


def entry(title: str, link: str, text: str, date: str = "Wed, 01 May 2024 08:00:00 GMT") -> str:
    return (
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{date}</pubDate><description>{text}</description></item>"
    )


def rss(*entries: str, title: str = "Courier") -> str:
    items = "".join(entries)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


def entries_of(outlet: str, count: int) -> list[str]:
    """Entries of an outlet, each with a text of its own."""
    return [
        entry(
            f"The {place} of {outlet} opens",
            f"https://{outlet}.example/{place}",
            story(f"{outlet}{place}"),
        )
        for place in PLACES[:count]
    ]

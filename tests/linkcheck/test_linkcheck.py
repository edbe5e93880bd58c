"""``build -b linkcheck`` against a server on this machine."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run

CODES = {"/fine": 200, "/gone": 404, "/members": 403, "/flaky": 503, "/ill": 500}


class Server(BaseHTTPRequestHandler):
    """QueryEngine by path; ``asked`` holds every request as (method, path)."""

    asked: list[tuple[str, str]]
    busy: int
    busiest: int
    lock = threading.Lock()

    def do_HEAD(self) -> None:
        with self.lock:
            Server.busy += 1
            Server.busiest = max(Server.busy, Server.busiest)
            self.asked.append((self.command, self.path))
            count = self.asked.count((self.command, self.path))
        self.answer(count)

    def do_GET(self) -> None:
        self.do_HEAD()

    def answer(self, count: int) -> None:
        path = self.path
        if path in ("/for-good", "/for-now"):
            self.say(301 if path == "/for-good" else 302, Location="/fine")
        elif path == "/round":
            self.say(302, Location="/round")
        elif path == "/to-a-file":
            self.say(302, Location="file:///etc/passwd")
        elif path == "/get-only":
            self.say(200 if self.command == "GET" else 501)
        elif path == "/flaky" and count > 1:
            self.say(200)
        else:
            self.say(CODES.get(path, 200), **{"Retry-After": "0"})

    def say(self, code: int, **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        with self.lock:  # before the answer leaves, since whoever has it may ask again
            Server.busy -= 1
        self.end_headers()

    def log_message(self, *said: object) -> None:
        pass


@pytest.fixture
def at() -> Iterator[Callable[[str], str]]:
    Server.asked, Server.busy, Server.busiest = [], 0, 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield lambda path: f"http://127.0.0.1:{server.server_address[1]}{path}"
    server.shutdown()
    thread.join()
    server.server_close()


def project(folder: Path, body: str, settings: str = "", url: str = "") -> SiteTest:
    """A site of one article; its text begins in line 6, or 7 with a ``url``."""
    head = f"title: Dock\ndate: 2022-03-31\nsource: Wire\n{f'url: {url}' + chr(10) if url else ''}"
    config = f"title: T\nurl: https://brief.example/\nlinkcheck: {{pause: 0{settings}}}\nclean: false\n"
    config += "private_hosts: [127.0.0.1]\n"
    return SiteTest.of_files({"briefgen.yml": config, "content/a.md": f"---\n{head}---\n{body}\n"}, folder)


def checked(site: SiteTest, *options: str, now: str = "2024-06-01") -> int:
    return run(["build", "-b", "linkcheck", str(site.root), "--now", now, *options])


def results(site: SiteTest) -> dict[str, dict[str, Any]]:
    lines = (site.root / ".briefgen/linkcheck.jsonl").read_text("utf-8").splitlines()
    return {row["url"]: row for row in map(json.loads, lines)}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/fine", "working", ""),
        ("/get-only", "working", ""),
        ("/flaky", "working", ""),
        ("/gone", "broken", "link-broken"),
        ("/round", "broken", "link-broken"),
        ("/to-a-file", "broken", "link-broken"),
        ("/ill", "unreachable", "link-unreachable"),
        ("/members", "refused", "link-refused"),
        ("/for-good", "redirected", "link-redirected"),
        ("/for-now", "redirected", "link-redirected"),
    ],
)
def test_what_becomes_of_a_link(
    path: str,
    status: str,
    code: str,
    at: Callable[[str], str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    site = project(tmp_path, f"The dock [opened]({at(path)}) today.")
    warns = code in ("link-broken", "link-unreachable")
    assert checked(site) == 0
    assert results(site)[at(path)]["status"] == status
    assert results(site)[at(path)]["at"] == ["content/a.md:6:19"]
    told = capsys.readouterr().err
    assert (f"content/a.md:6:19: {'warning' if warns else 'note'}" in told) == bool(code)
    assert f"[{code}]" in told or not code
    assert checked(site, "-W") == int(warns)
    assert not site.output.exists()


def test_a_redirect_says_where_it_leads_and_for_how_long(at: Callable[[str], str], tmp_path: Path) -> None:
    site = project(tmp_path, f"[One]({at('/for-good')}) and [two]({at('/for-now')}).")
    checked(site)
    for path, permanent in (("/for-good", True), ("/for-now", False)):
        row = results(site)[at(path)]
        assert (row["to"], row["permanent"], row["code"]) == (at("/fine"), permanent, 200)


def test_a_good_answer_is_believed_until_it_is_old(at: Callable[[str], str], tmp_path: Path) -> None:
    site = project(tmp_path, f"[One]({at('/fine')}) and [two]({at('/gone')}).", ", age: 7")

    def asked(*options: str, now: str) -> Counter[str]:
        Server.asked.clear()
        checked(site, *options, now=now)
        return Counter([path for method, path in Server.asked if method == "HEAD"])

    assert asked(now="2024-06-01") == {"/fine": 1, "/gone": 1}
    assert asked(now="2024-06-07") == {"/gone": 1}
    assert asked("-E", now="2024-06-01") == {"/fine": 1, "/gone": 1}
    assert asked(now="2024-06-08") == {"/fine": 1, "/gone": 1}
    (site.root / ".briefgen/linkcheck.jsonl").write_text('{"url": 1}\nno json\n', "utf-8")
    assert asked(now="2024-06-08") == {"/fine": 1, "/gone": 1}


def test_a_server_that_fails_is_asked_as_often_as_the_settings_say(
    at: Callable[[str], str], tmp_path: Path
) -> None:
    checked(project(tmp_path, f"[One]({at('/ill')}).", ", retries: 3"))
    assert Counter(Server.asked) == {("HEAD", "/ill"): 4, ("GET", "/ill"): 4}


def test_a_domain_gets_one_request_at_a_time_and_an_address_one(
    at: Callable[[str], str], tmp_path: Path
) -> None:
    links = " ".join(f"[{n}]({at(f'/{n}')}) [again]({at(f'/{n}')})" for n in range(20))
    checked(project(tmp_path, links))
    assert Counter(path for _, path in Server.asked) == {f"/{n}": 1 for n in range(20)}
    assert Server.busiest == 1


def test_a_domain_that_is_ignored_is_not_asked(at: Callable[[str], str], tmp_path: Path) -> None:
    site = project(tmp_path, f"[One]({at('/gone')}).", ", ignore: [127.0.0.1]")
    assert checked(site, "-W") == 0
    assert Server.asked == []
    assert results(site)[at("/gone")]["status"] == "ignored"


def test_the_address_of_an_article_is_told_at_its_key(at: Callable[[str], str], tmp_path: Path) -> None:
    site = project(tmp_path, "Text.", url=at("/gone"))
    checked(site)
    assert results(site)[at("/gone")]["at"] == ["content/a.md:5:6"]


def test_links_within_the_site_are_told_without_the_web(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = "https://brief.example"
    site = project(
        tmp_path, f"[One]({home}/articles/a/) [two]({home}/no/) [three](b.md) [four]({home}/mark.txt)."
    )
    site.write("static/mark.txt", "x")
    assert checked(site, "-W") == 1
    told = capsys.readouterr().err
    assert told.count("[link-missing]") == 2
    assert "this site has no page https://brief.example/no/" in told
    assert "there is no article content/b.md" in told
    assert results(site) == {}


def test_an_address_without_a_server_is_unreachable_and_others_than_http_are_not_asked(
    tmp_path: Path,
) -> None:
    site = project(tmp_path, "[One](http://127.0.0.1:9/) [two](mailto:desk@brief.example).", ", retries: 0")
    assert checked(site, "-W") == 1
    assert {url: row["status"] for url, row in results(site).items()} == {
        "http://127.0.0.1:9/": "unreachable"
    }


def test_there_is_nothing_to_verify(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(project(tmp_path, "Text."), "--verify") == 2
    assert "makes no site" in capsys.readouterr().err


def test_the_pages_of_each_language_are_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A whole address leads into any tree; a page that only another language has is none."""
    home = "https://tongues.example/base"
    site = SiteTest.from_site("tongues", tmp_path)
    site.edit("content/en/bridge.md", "url: https://post.example/bridge\n", "")
    links = [
        f"[{path}]({home}{path})"
        for path in (
            "/articles/pasar/",
            "/ar/",
            "/id/articles/market/",
            "/id/articles/pasar/",
            "/id/artikles/market/",
        )
    ]
    site.edit("content/id/market.md", "Pedagang", f"{' '.join(links)} [relative](../ar/bridge.md) Pedagang")
    assert checked(site, "-W", now="2030-01-01") == 1
    told = capsys.readouterr().err
    assert told.count("[link-missing]") == 2
    assert f"this site has no page {home}/id/articles/pasar/" in told
    assert f"this site has no page {home}/id/artikles/market/" in told
    assert f'did you mean "{home}/id/articles/market/"?' in told
    assert results(site) == {}

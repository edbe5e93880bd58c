"""``fetch`` against a server on this machine: what comes into the inbox, and what a bad server can do."""

from __future__ import annotations

import functools
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from feedserver import RSS, Answer, FeedServer, entries_of, entry, rss, serving, story
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.curation.feed_collection import FeedCollector
from briefgen.importing import feed_request

NOW = ["--now", "2024-05-02T12:00:00+00:00"]


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with serving() as running:
        yield running


def project(folder: Path, *feeds: str) -> SiteTest:
    """A project that follows feeds, each given as the inside of a YAML mapping."""
    listed = "".join(f"  - {{{feed}}}\n" for feed in feeds)
    config = f"title: Mill\nurl: https://mill.example/\nlanguage: en\nfeeds:\n{listed}"
    return SiteTest.of_files({"briefgen.yml": config}, folder)


def local(server: FeedServer, path: str, more: str = "") -> str:
    return f"url: '{server.at(path)}', allow_private: true{more}"


def fetched(site: SiteTest, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = run(["fetch", "-C", str(site.root), "--json", *NOW, *options])
    return code, json.loads(capsys.readouterr().out)


def waiting(site: SiteTest) -> list[str]:
    return sorted(path.name for path in (site.root / "inbox").glob("*"))


def codes(answer: dict[str, Any]) -> list[str]:
    return [problem["code"] for problem in answer["diagnostics"]]


def test_new_entries_lie_in_the_inbox_with_the_fields_of_their_feed(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.feed("/a.xml", rss(*entries_of("courier", 3)))
    more = ", source: The Courier, topic: sea, tags: [tide, boats], lang: en, limit: 2"
    site = project(tmp_path, local(server, "/a.xml", more))
    code, answer = fetched(site, capsys)
    assert code == 0
    assert waiting(site) == [
        "2024-05-01-the-harbour-of-courier-opens.md",
        "2024-05-01-the-mill-of-courier-opens.md",
    ]
    text = (site.root / "inbox" / waiting(site)[0]).read_text("utf-8")
    for line in (
        "source: The Courier",
        "topic: sea",
        "url: https://courier.example/harbour",
        "fetched: 2024-05-02",
    ):
        assert f"\n{line}" in text
    assert "tide" in text
    assert not (site.root / "content").exists()
    assert [one["status"] for one in answer["feeds"]] == ["new"]
    assert [one["outcome"] for one in answer["items"]] == ["added", "added"]


def test_a_second_fetch_adds_nothing_and_costs_no_body(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.feed("/a.xml", rss(*entries_of("courier", 3)), etag='"one"')
    server.feed("/b.xml", rss(*entries_of("herald", 2)), **{"Last-Modified": "Wed, 01 May 2024 08:00:00 GMT"})
    site = project(tmp_path, local(server, "/a.xml"), local(server, "/b.xml"))
    assert fetched(site, capsys)[0] == 0
    before = {path: (site.root / "inbox" / path).read_bytes() for path in waiting(site)}
    assert len(before) == 5
    code, answer = fetched(site, capsys)
    assert code == 0
    assert {path: (site.root / "inbox" / path).read_bytes() for path in waiting(site)} == before
    assert [one["status"] for one in answer["feeds"]] == ["unchanged", "unchanged"]
    sent = dict(server.asked[-2:])
    assert sent["/a.xml"]["If-None-Match"] == '"one"'
    assert sent["/b.xml"]["If-Modified-Since"] == "Wed, 01 May 2024 08:00:00 GMT"
    fetched(site, capsys, "--fresh")
    assert "If-None-Match" not in dict(server.asked[-2:])["/a.xml"]
    assert len(waiting(site)) == 5


def test_only_the_feeds_that_are_named_are_asked(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in ("/a.xml", "/b.xml", "/c.xml"):
        server.feed(path, rss(*entries_of(path[1], 1), title=f"Courier of {path[1]}"))
    site = project(tmp_path, local(server, "/a.xml", ", source: Courier"), local(server, "/b.xml"))
    site.write("sources/herald.yml", f"feeds: [{{{local(server, '/c.xml')}}}]\n")
    assert fetched(site, capsys, "courier")[0] == 0
    assert server.paths() == ["/a.xml"]
    assert fetched(site, capsys, "herald", server.at("/b.xml"))[0] == 0
    assert sorted(server.paths()[1:]) == ["/b.xml", "/c.xml"]
    assert "source: herald\n" in (site.root / "inbox" / "2024-05-01-the-harbour-of-c-opens.md").read_text(
        "utf-8"
    )
    fetched(site, capsys, "Courier of b")  # the title of a feed without source:
    assert server.paths()[3:] == ["/b.xml"]
    assert run(["fetch", "-C", str(site.root), "https://elsewhere.example/feed.xml"]) == 1
    assert "there is no feed of" in capsys.readouterr().err
    assert len(server.paths()) == 4
    fetched(site, capsys, "127.0.0.1")
    assert len(server.paths()) == 7


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(500), "the server says: 500"),
        (Answer(404), "the server says: 404"),
        (Answer(410), "gone for good"),
        (Answer(302, {"Location": "/bad.xml"}), "it leads in a circle"),
        (Answer(200, {"Content-Type": RSS, "Content-Length": "1000000000"}), "larger than 20 MB"),
        (Answer(200, {"Content-Type": "text/html"}, b"<html><p>No feed</p></html>"), "this is no feed"),
        (Answer(200, {"Content-Type": "image/png"}, b"\x89PNG\r\n"), "this is no feed"),
        (Answer(200, {"Content-Type": RSS}, b"<rss><channel><item>"), "this XML is broken"),
        (Answer(200, {"Content-Type": RSS}, b""), "empty"),
        (Answer(304), "the server says: 304"),
    ],
)
def test_a_feed_that_fails_does_not_stop_the_others(
    answer: Answer, words: str, server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.routes["/bad.xml"] = answer
    server.feed("/good.xml", rss(*entries_of("courier", 1)))
    site = project(tmp_path, local(server, "/bad.xml"), local(server, "/good.xml"))
    code, result = fetched(site, capsys)
    assert code == 0
    assert [one["status"] for one in result["feeds"]] == ["failed", "new"]
    problem = next(one for one in result["diagnostics"] if one["code"] == "feed-failed")
    assert words in problem["message"]
    assert (problem["path"], problem["line"]) == ("briefgen.yml", 5)
    assert len(waiting(site)) == 1
    row = json.loads((site.root / ".briefgen/fetch.jsonl").read_text("utf-8").splitlines()[0])
    assert (row["status"], row["etag"]) == ("failed", "")
    assert words in row["detail"]


def test_it_fails_when_no_feed_can_be_read(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = project(tmp_path, local(server, "/none.xml"))
    assert run(["fetch", "-C", str(site.root), *NOW]) == 1
    assert "[feed-failed]" in capsys.readouterr().err


def test_a_server_that_sends_nothing_or_too_much_is_given_up(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()

    def silent(request: Any) -> None:
        released.wait(10)

    def endless(request: Any) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n")
        while True:
            request.wfile.write(b"x" * 1_000_000)

    server.routes |= {"/silent.xml": silent, "/endless.xml": endless}
    impatient = functools.partial(FeedCollector, seconds=0.3)
    monkeypatch.setattr("briefgen.curation.feed_collection.FeedCollector", impatient)
    site = project(tmp_path, local(server, "/silent.xml"))
    _, answer = fetched(site, capsys)
    released.set()
    assert "no answer within" in answer["diagnostics"][0]["message"]
    monkeypatch.undo()
    site = project(tmp_path / "other", local(server, "/endless.xml"))
    _, answer = fetched(site, capsys)
    assert "larger than 20 MB" in answer["diagnostics"][0]["message"]


@pytest.mark.parametrize("code", [429, 503])
@pytest.mark.parametrize("after", ["3600", "Thu, 02 May 2024 13:00:00 GMT"])
def test_a_server_that_wants_a_pause_gets_it(
    code: int, after: str, server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.routes["/a.xml"] = Answer(code, {"Retry-After": after})
    site = project(tmp_path, local(server, "/a.xml"))
    exit_code, answer = fetched(site, capsys)
    assert exit_code == 0
    assert [one["status"] for one in answer["feeds"]] == ["delayed"]
    assert codes(answer) == ["feed-delayed"]
    server.feed("/a.xml", rss(*entries_of("courier", 1)))
    fetched(site, capsys)
    assert len(server.asked) == 1
    assert fetched(site, capsys, "--now", "2024-05-02T13:01:00+00:00")[1]["feeds"][0]["status"] == "new"
    assert len(server.asked) == 2


def test_a_pause_is_read_in_both_forms_and_has_a_limit() -> None:
    now = datetime(2024, 5, 2, 12, tzinfo=UTC)

    class Response:
        def __init__(self, text: str) -> None:
            self.headers = {"Retry-After": text}

    def after(text: str) -> datetime | None:
        return feed_request.retry_after(Response(text), now)  # type: ignore[arg-type]

    assert after("90") == now + timedelta(seconds=90)
    assert after("Thu, 02 May 2024 12:30:00 GMT") == now + timedelta(minutes=30)
    assert after("999999999") == now + timedelta(days=7)
    for text in ("", "0", "soon", "-5", "Thu, 02 May 2024 11:00:00 GMT", "9" * 30):
        assert after(text) is None


def test_a_feed_that_moved_is_read_and_named(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.feed("/new.xml", rss(*entries_of("courier", 2)), etag='"two"')
    server.routes["/old.xml"] = Answer(301, {"Location": "/new.xml"})
    server.routes["/for-now.xml"] = Answer(302, {"Location": "/new.xml"})
    site = project(tmp_path, local(server, "/old.xml"), local(server, "/for-now.xml"))
    _, answer = fetched(site, capsys)
    assert codes(answer) == ["feed-moved"]
    assert server.at("/new.xml") in answer["diagnostics"][0]["message"]
    assert [one["moved"] for one in answer["feeds"]] == [server.at("/new.xml"), ""]
    assert len(waiting(site)) == 2
    site.edit("briefgen.yml", "/old.xml", "/new.xml")
    fetched(site, capsys)
    assert len(waiting(site)) == 2


def test_private_addresses_are_refused_unless_the_feed_allows_them(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.feed("/a.xml", rss(*entries_of("courier", 1)))
    server.routes["/away.xml"] = Answer(302, {"Location": server.at("/a.xml", "localhost")})
    site = project(tmp_path, f"url: '{server.at('/a.xml')}'", f"url: '{server.at('/a.xml', 'localhost')}'")
    code, answer = fetched(site, capsys)
    assert code == 1
    assert all("not a public address" in one["message"] for one in answer["diagnostics"])
    assert server.asked == []
    site = project(tmp_path / "other", local(server, "/away.xml"))
    assert fetched(site, capsys)[0] == 0
    assert len(waiting(site)) == 1


def test_a_host_is_asked_for_one_thing_at_a_time(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def slow(request: Any) -> Answer:
        time.sleep(0.05)
        return Answer(200, {"Content-Type": RSS}, rss(*entries_of(request.path[1:2], 1)).encode())

    names = [f"/{letter}.xml" for letter in "abcdef"]
    server.routes |= dict.fromkeys(names, slow)
    site = project(tmp_path, *(local(server, name) for name in names))
    fetched(site, capsys)
    assert len(waiting(site)) == 6
    assert server.busiest == 1


def test_entries_that_cannot_be_read_are_listed_and_cost_only_themselves(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = "<item><description>Subscribe to our newsletter</description></item>"
    server.feed("/a.xml", rss(broken, *entries_of("courier", 2)))
    site = project(tmp_path, local(server, "/a.xml"))
    code, answer = fetched(site, capsys)
    assert code == 0
    assert codes(answer) == ["import-refused"] or len(waiting(site)) == 3
    assert len(waiting(site)) >= 2


# --- whole pages -------------------------------------------------------------------------------------------


def page(text: str) -> Answer:
    body = (
        f"<html><head><title>T</title></head><body><article><h1>T</h1><p>{text}</p></article></body></html>"
    )
    return Answer(200, {"Content-Type": "text/html; charset=utf-8"}, body.encode())


def test_whole_pages_are_fetched_once_and_a_teaser_stands_in(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = [
        entry("The ferry leaves", server.at("/ferry"), "It leaves soon."),
        entry("The mill turns", server.at("/mill"), "It turns again."),
    ]
    server.feed("/a.xml", rss(*entries))
    server.routes["/ferry"] = page(story("ferry"))
    site = project(tmp_path, local(server, "/a.xml", ", whole: true"))
    code, answer = fetched(site, capsys)
    assert code == 0
    assert codes(answer) == ["feed-teaser"]
    assert answer["diagnostics"][0]["path"] == server.at("/mill")
    texts = {path: (site.root / "inbox" / path).read_text("utf-8") for path in waiting(site)}
    assert "mended gate" in texts["2024-05-01-the-ferry-leaves.md"]
    assert "It turns again." in texts["2024-05-01-the-mill-turns.md"]
    assert f"url: {server.at('/ferry')}\n" in texts["2024-05-01-the-ferry-leaves.md"]
    fetched(site, capsys, "--fresh")
    assert server.paths().count("/ferry") == 1
    assert {path: (site.root / "inbox" / path).read_text("utf-8") for path in waiting(site)} == texts


def test_a_host_that_is_asked_too_much_is_left_alone(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = [entry(f"Part {n}", server.at(f"/part{n}"), f"A teaser of part {n}.") for n in (1, 2, 3)]
    server.feed("/a.xml", rss(*entries))
    server.routes["/part1"] = Answer(429, {"Retry-After": "60"})
    site = project(tmp_path, local(server, "/a.xml", ", whole: true"))
    _, answer = fetched(site, capsys)
    assert codes(answer) == ["feed-teaser"] * 3
    assert server.paths() == ["/a.xml", "/part1"]
    assert len(waiting(site)) == 3


def test_a_page_of_the_web_may_not_lead_into_the_network(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A feed is allowed a private address; the entries of others do not get it with it."""
    server.feed("/a.xml", rss(entry("A secret", server.at("/secret", "localhost"), "It is a short teaser.")))
    server.routes["/secret"] = page(story("secret"))
    site = project(tmp_path, local(server, "/a.xml", ", whole: true"))
    _, answer = fetched(site, capsys)
    assert codes(answer) == ["feed-teaser"]
    assert "not a public address" in answer["diagnostics"][0]["message"]
    assert "/secret" not in server.paths()


# --- interrupted --------------------------------------------------------------------------------------------


def test_a_kill_in_the_midst_loses_nothing(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = threading.Event()

    def late(request: Any) -> Answer | None:
        held.wait(20)
        return None

    server.feed("/a.xml", rss(*entries_of("courier", 6)), etag='"a"')
    server.routes["/b.xml"] = late
    site = project(
        tmp_path, local(server, "/a.xml"), f"url: '{server.at('/b.xml', 'localhost')}', allow_private: true"
    )
    command = [sys.executable, "-m", "briefgen", "fetch", "-C", str(site.root), *NOW]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(2000):
        if len(waiting(site)) >= 2 or process.poll() is not None:
            break
        time.sleep(0.01)
    process.kill()
    process.wait()
    held.set()
    server.feed("/b.xml", rss(*entries_of("herald", 2)))
    assert not [path for path in waiting(site) if not path.endswith(".md")]
    fetched(site, capsys)
    assert len(waiting(site)) == 8
    assert (
        len({(site.root / "inbox" / path).read_text("utf-8").split("---")[2] for path in waiting(site)}) == 8
    )


# --- lists of feeds --------------------------------------------------------------------------------------


def test_feeds_go_out_as_opml_and_come_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = project(
        tmp_path, "url: 'https://a.example/f?x=1&y=2', source: 'A & \"B\"'", "url: https://b.example/f"
    )
    assert run(["fetch", "-C", str(site.root), "--opml"]) == 0
    site.write("list.opml", capsys.readouterr().out)
    assert run(["fetch", "-C", str(site.root), "--read-opml", str(site.root / "list.opml")]) == 0
    lines = capsys.readouterr().out
    assert lines.splitlines()[1] == r'  - {url: "https://a.example/f?x=1&y=2", source: "A & \"B\""}'
    site.write("briefgen.yml", f"title: T\nurl: https://mill.example/\n{lines}")
    assert run(["fetch", "-C", str(site.root), "--opml"]) == 0
    assert "https://b.example/f" in capsys.readouterr().out

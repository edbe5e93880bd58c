"""The server's own pages: who sees them, who may write, and that nothing of an article runs in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from test_serve_app import FakeDesk, Reply, ask

from briefgen.cli.serve import exposure
from briefgen.server.asgi import App
from briefgen.server.internal_pages import InternalPages
from briefgen.server.live_reload import LiveReload
from briefgen.server.security import is_open

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "secret"  # noqa: S105 - of this test
HERE, OTHER = ("127.0.0.1", 50000), ("192.168.1.7", 50000)
DECISION = json.dumps({"choice": "keep", "line": 3, "text": "Share"}).encode()


EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound


def make(tmp_path: Path, **options: Any) -> App:
    own = InternalPages(FakeDesk(), token=SECRET, **options)
    return App(tmp_path, LiveReload(), own, EVERYWHERE if options else "127.0.0.1")


def post(app: App, path: str = "/_briefgen/clean/a", body: bytes = DECISION, **changed: Any) -> Reply:
    """A post as the cleaning view sends it, but for what is changed; None leaves a header out."""
    peer = changed.pop("peer", HERE)
    sent = {
        "host": "127.0.0.1:8000",
        "origin": "http://127.0.0.1:8000",
        "content_type": "application/json",
        "x_briefgen_token": "secret",
        **changed,
    }
    headers = {name: value for name, value in sent.items() if value is not None}
    return ask(app, path, "POST", body=body, peer=peer, **headers)


def decided(app: App) -> int:
    desk = app.internal_pages.workbench
    assert isinstance(desk, FakeDesk)
    return len(desk.decided)


def test_a_decision_of_a_served_page_is_taken_down(tmp_path: Path) -> None:
    app = make(tmp_path)
    assert post(app).status == 204
    assert (
        post(app, sec_fetch_site="same-origin", content_type="application/json; charset=utf-8").status == 204
    )
    assert decided(app) == 2


FORGERIES = {
    "without a token": {"x_briefgen_token": None},
    "with the token of another run": {"x_briefgen_token": "other"},
    "with an empty token": {"x_briefgen_token": ""},
    "with a token that is no ASCII": {"x_briefgen_token": "é"},
    "without an origin": {"origin": None},
    "from a foreign page": {"origin": "https://evil.example"},
    "from a page of another port": {"origin": "http://127.0.0.1:9999"},
    "from a sandboxed page": {"origin": "null"},
    "from a page on a name that leads here": {"host": "evil.example:8000", "origin": "http://evil.example:8000"},
    "from a page whose host only looks like ours": {"host": "127.0.0.1.evil.example", "origin": "http://127.0.0.1.evil.example"},
    "across sites": {"sec_fetch_site": "cross-site"},
    "from a sister site": {"sec_fetch_site": "same-site"},
    "by a form": {"content_type": "application/x-www-form-urlencoded"},
    "as plain text": {"content_type": "text/plain"},
    "without a kind": {"content_type": None},
}  # fmt: skip


@pytest.mark.parametrize("changed", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_post_writes_nothing(tmp_path: Path, changed: dict[str, Any]) -> None:
    app = make(tmp_path)
    assert post(app, **changed).status == 403
    assert decided(app) == 0


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/_briefgen/clean/a", b"", 400),
        ("/_briefgen/clean/a", b"[1]", 400),
        ("/_briefgen/clean/a", b"\xff", 400),
        ("/_briefgen/clean/a", b"[" * 60_000, 400),
        ("/_briefgen/clean/a", b" " * 70_000, 413),
        ("/_briefgen/clean/a", b"{}", 409),
        ("/_briefgen/clean/", DECISION, 404),
        ("/_briefgen/", DECISION, 405),
        ("/_briefgen/live.js", DECISION, 405),
        ("/articles/a/", DECISION, 405),
    ],
)
def test_what_is_no_decision_is_refused(tmp_path: Path, path: str, body: bytes, status: int) -> None:
    app = make(tmp_path)
    assert post(app, path, body).status == status
    assert decided(app) == 0


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_there_is_no_other_way_to_write(tmp_path: Path, method: str) -> None:
    assert ask(make(tmp_path), "/_briefgen/clean/a", method).status == 405


def test_where_other_machines_ask_nobody_writes(tmp_path: Path) -> None:
    app = make(tmp_path, shared=True)
    for peer in (HERE, OTHER):
        reply = post(app, peer=peer)
        assert reply.status == 403
    assert b"--allow-writes" in post(app).body
    assert decided(app) == 0
    assert b"secret" not in ask(app, "/_briefgen/clean/a", peer=HERE).body


def test_other_machines_see_no_article_that_is_not_published(tmp_path: Path) -> None:
    app = make(tmp_path, shared=True)
    for path in ("/_briefgen/", "/_briefgen/clean/", "/_briefgen/clean/a", "/_briefgen/workbench.js"):
        assert ask(app, path, peer=OTHER).status == 403
        assert ask(app, path, peer=None).status == 403
    assert ask(app, "/_briefgen/clean/a", peer=HERE).status == 200
    for path in ("/_briefgen/live.js", "/_briefgen/swap.js", "/_briefgen/live.css"):
        assert ask(app, path, peer=OTHER).status == 200


@pytest.mark.parametrize(
    ("host", "opened"),
    [
        ("127.0.0.1", False),
        ("127.0.0.2", False),
        ("::1", False),
        ("localhost", False),
        (EVERYWHERE, True),
        ("::", True),
        ("192.168.1.7", True),
        ("desk.local", True),
    ],
)
def test_what_opens_the_server_to_other_machines(host: str, opened: bool) -> None:
    assert is_open(host) is opened


def test_what_is_opened_is_said() -> None:
    told = exposure(EVERYWHERE, InternalPages(FakeDesk(), shared=True))
    assert told.startswith(f"--host {EVERYWHERE}: other machines can see the preview")
    assert "cannot change articles (see --allow-writes)" in told
    assert "They can change articles" in exposure(
        "desk.local", InternalPages(FakeDesk(), shared=True, allow_writes=True)
    )


def test_with_allow_writes_they_do(tmp_path: Path) -> None:
    app = make(tmp_path, shared=True, allow_writes=True)
    assert b"secret" in ask(app, "/_briefgen/clean/a", peer=OTHER).body
    assert post(app, peer=OTHER).status == 204


def test_the_token_stands_in_the_page_and_nowhere_else(tmp_path: Path) -> None:
    app = make(tmp_path)
    page = ask(app, "/_briefgen/clean/a")
    assert b'<meta name="briefgen-token" content="secret">' in page.body
    assert page.headers["cache-control"] == "no-store"
    assert not [value for value in page.headers.values() if "secret" in value]
    for path in ("/_briefgen/clean/", "/_briefgen/live.js", "/_briefgen/workbench.js", "/"):
        assert b"secret" not in ask(app, path).body
    assert "secret" not in repr(app)
    assert InternalPages(FakeDesk()).token != InternalPages(FakeDesk()).token


def test_the_pages_run_no_script_but_ours(tmp_path: Path) -> None:
    page = ask(make(tmp_path), "/_briefgen/clean/a")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert b"&lt;b&gt;A&lt;/b&gt;" in page.body


def test_what_the_desk_refuses_is_told(tmp_path: Path) -> None:
    reply = ask(make(tmp_path), "/_briefgen/")
    assert reply.status == 503
    assert b"no &lt;b&gt;project&lt;/b&gt;" in reply.body

"""A desk that other machines can reach: what its password, token and host check keep out, for every act."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from desksite import DATE, tree, write_site
from test_desk_pages import FERRY, FILE, MAST, preview_of

from briefgen.server.asgi import App
from briefgen.server.desk.act_requests import _ACTS
from briefgen.server.desk.desk_pages import DeskPages
from briefgen.server.desk.password import Password
from briefgen.server.desk.project_desk import ProjectDesk
from briefgen.server.internal_pages import InternalPages
from briefgen.server.workbench import ProjectWorkbench

if TYPE_CHECKING:
    from pathlib import Path

EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound
PASSWORD = "a long password"  # noqa: S105 - of this test
ACTS = (*_ACTS, "undo", "redo", "preview", "public", "publish")
OURS = {
    "host": "192.168.1.20:8000",
    "origin": "http://192.168.1.20:8000",
    "content-type": "application/json",
    "x-briefgen-token": "token",
    "authorization": "Basic " + base64.b64encode(f"ann:{PASSWORD}".encode()).decode(),
}
FORGED: dict[str, dict[str, str | None]] = {
    "a name that leads here (DNS rebinding)": {
        "host": "evil.example:8000",
        "origin": "http://evil.example:8000",
    },
    "a name that begins like ours": {
        "host": "192.168.1.20.evil.example",
        "origin": "http://192.168.1.20.evil.example",
    },
    "no host": {"host": None},
    "a foreign page": {"origin": "https://evil.example"},
    "a sandboxed page": {"origin": "null"},
    "no origin": {"origin": None},
    "another port": {"origin": "http://192.168.1.20:9000"},
    "another site, as the browser says": {"sec-fetch-site": "cross-site"},
    "a form": {"content-type": "application/x-www-form-urlencoded"},
    "a form as text": {"content-type": "text/plain"},
    "no token": {"x-briefgen-token": None},
    "an old token": {"x-briefgen-token": "nekot"},
    "no password": {"authorization": None},
    "a bearer": {"authorization": "Bearer token"},
}
PATHS = (
    "../../etc/passwd",
    "/etc/passwd",
    "..\\..\\briefgen.yml",
    "content/2024/../../briefgen.yml",
    "inbox/../content/2024/ferry.md",
    "./content/2024/ferry.md",
    "content/2024/ferry.md/",
    "content//2024/ferry.md",
    "file:///etc/passwd",
    "briefgen.yml",
    ".briefgen/cache.sqlite3",
    "raw/x",
    "~/x",
    "content/2024/ferry.md\0.txt",
    "\u2025/x",
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, App]:
    root = write_site(tmp_path_factory.mktemp("shared") / "harbour")
    preview = preview_of(root)
    desk = DeskPages(ProjectDesk(preview), "token", shared=True, password=Password(PASSWORD))
    internal = InternalPages(
        ProjectWorkbench(preview), shared=True, token=desk.token, desk=lambda: desk, has_desk=True
    )
    return root, App(preview.folder, preview.live, internal, EVERYWHERE)


def ask(
    app: App, headers: dict[str, str], values: dict[str, Any] | None = None, path: str = ""
) -> tuple[int, bytes]:
    """A request from another machine."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": json.dumps(values).encode(), "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET" if values is None else "POST",
        "path": path or "/_briefgen/desk/act",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": (f"10.0.0.{len(sent)}", 50000),
    }
    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], sent[1]["body"]


@pytest.mark.parametrize("changed", FORGED.values(), ids=FORGED.keys())
def test_no_forged_act_is_done(shared: tuple[Path, App], changed: dict[str, str | None]) -> None:
    root, app = shared
    before = tree(root)
    headers = {name: value for name, value in {**OURS, **changed}.items() if value is not None}
    values = {"date": DATE, "articles": [MAST, FERRY], "topic": "sea", "text": "x", "title": "x", "act": 1}
    answers = [ask(app, headers, {"do": do, **values}) for do in ACTS]
    # Five wrong passwords, and an address has to wait; the right one is not counted.
    assert {status for status, _ in answers} <= {401, 403, 429}, answers
    assert b"Mast falls" not in ask(app, headers, path="/_briefgen/desk/")[1] or "authorization" in headers
    assert tree(root) == before
    app.internal_pages.desk().password._failures.clear()  # type: ignore[misc,union-attr]


@pytest.mark.parametrize("do", ACTS[:-2])
def test_no_act_reaches_a_file_outside_of_its_folder(shared: tuple[Path, App], do: str) -> None:
    root, app = shared
    outside = {path: path.read_bytes() for path in (root / "briefgen.yml", root / FERRY, root / FILE)}
    before = tree(root)
    for name in PATHS:
        fields = {"title": name, "lang": name}
        values = {
            "do": do,
            "articles": [name],
            "before": name,
            "fields": fields,
            "article": name,
            "act": name,
        }
        for more in ({"date": DATE}, {"date": name}):
            if do in ("introduce", "describe", "freeze", "preview") and more["date"] == DATE:
                continue  # they name no file
            status, body = ask(
                app, OURS, {**values, **more, "text": name, "topic": "sea", "story": name, "title": name}
            )
            assert status in (400, 409) or (do == "preview" and status == 200), (name, body[:200])
            assert b"root:" not in body
    assert tree(root) == before
    assert {path: path.read_bytes() for path in outside} == outside
    for name in PATHS:
        text = ask(app, OURS, path=f"/_briefgen/desk/{name}")
        assert text[0] in (400, 404), name


def test_the_rest_of_a_shared_server_stays_closed_to_other_machines(shared: tuple[Path, App]) -> None:
    _, app = shared
    assert ask(app, OURS, path="/_briefgen/desk/")[0] == 200
    for path in (
        "/_briefgen/",
        "/_briefgen/clean/",
        "/_briefgen/clean/2024/ferry",
        "/_briefgen/workbench.js",
    ):
        assert ask(app, OURS, path=path)[0] == 403, path
    outlet = {"choice": "outlet", "text": "The ferry left two hours late.", "version": ""}
    assert ask(app, OURS, outlet, path="/_briefgen/clean/2024/ferry")[0] == 403

"""Mail services and a mail server on this machine, which check each request by the public descriptions."""

from __future__ import annotations

import json
import socketserver
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

KEY = "robot:s3cret-us6"
TEXT, NUMBER = str, int


class Description(NamedTuple):
    """What a service takes and answers: header, path, and the fields of a draft with their kinds."""

    auth: tuple[str, str]
    path: str
    needed: dict[str, Any]
    allowed: dict[str, Any]
    wrong_list: Callable[[dict[str, Any]], bool]
    made: Callable[[dict[str, Any], int], dict[str, Any]]
    rows: Callable[[list[dict[str, Any]]], dict[str, Any]]
    code: int = 201
    content: str = ""


DESCRIPTIONS = {
    "buttondown": Description(
        ("Authorization", f"Token {KEY}"), "/emails",
        {"subject": TEXT, "body": TEXT, "status": "draft"}, {"metadata": dict, "template": TEXT},
        lambda fields: False,
        lambda fields, n: {**fields, "id": f"em_{n}"},
        lambda drafts: {"results": drafts, "count": len(drafts)},
    ),
    "listmonk": Description(
        ("Authorization", f"token {KEY}"), "/api/campaigns",
        {"name": TEXT, "subject": TEXT, "lists": [NUMBER], "type": "regular", "content_type": "html",
         "body": TEXT},
        {"altbody": TEXT, "from_email": TEXT, "template_id": NUMBER},
        lambda fields: fields["lists"] != [3],
        lambda fields, n: {"data": {**fields, "id": n, "status": "draft"}},
        lambda drafts: {"data": {"results": [one["data"] for one in drafts], "total": len(drafts)}},
        200,
    ),
    "mailchimp": Description(
        ("Authorization", f"Basic {b64encode(f'briefgen:{KEY}'.encode()).decode()}"), "/campaigns",
        {"type": "regular", "recipients": {"list_id": TEXT},
         "settings": {"title": TEXT, "subject_line": TEXT, "from_name": TEXT, "reply_to": TEXT}}, {},
        lambda fields: fields["recipients"]["list_id"] != "3",
        lambda fields, n: {**fields, "id": f"c{n}", "status": "save"},
        lambda drafts: {"campaigns": drafts, "total_items": len(drafts)},
        200, "/content",
    ),
    "brevo": Description(
        ("api-key", KEY), "/emailCampaigns",
        {"name": TEXT, "subject": TEXT, "sender": {"name": TEXT, "email": TEXT}, "htmlContent": TEXT,
         "recipients": {"listIds": [NUMBER]}}, {},
        lambda fields: fields["recipients"]["listIds"] != [3],
        lambda fields, n: {"id": n, "name": fields["name"]},
        lambda drafts: {"campaigns": drafts, "count": len(drafts)},
    ),
    "mailcoach": Description(
        ("Authorization", f"Bearer {KEY}"), "/api/campaigns",
        {"name": TEXT, "email_list_uuid": TEXT}, {"subject": TEXT, "html": TEXT, "template_uuid": TEXT},
        lambda fields: fields["email_list_uuid"] != "3",
        lambda fields, n: {"data": {**fields, "uuid": f"0762df4d-{n:04}", "status": "draft"}},
        lambda drafts: {"data": [one["data"] for one in drafts]},
    ),
}  # fmt: skip


def fits(value: Any, kind: Any) -> bool:
    """Whether a value is of a kind: a type, a constant, a list of one kind, or a mapping of kinds."""
    if isinstance(kind, type):
        return type(value) is kind
    if isinstance(kind, list):
        return isinstance(value, list) and bool(value) and all(fits(one, kind[0]) for one in value)
    if isinstance(kind, dict):
        return isinstance(value, dict) and value.keys() == kind.keys() and all(
            fits(value[name], one) for name, one in kind.items()
        )  # fmt: skip
    return bool(value == kind)


class FakeService:
    """A mail service. ``fault`` makes it fail: a code, ``late``, ``lost`` or ``silent``.

    A ``lost`` request makes the draft and loses the answer; a ``silent`` one does nothing and says nothing.
    """

    def __init__(self, name: str) -> None:
        self.description = DESCRIPTIONS[name]
        self.name = name
        self.drafts: list[dict[str, Any]] = []
        self.fields: dict[str, Any] = {}
        self.contents: dict[str, dict[str, Any]] = {}
        self.asked: list[tuple[str, str]] = []
        self.fault: int | str = 0
        self.fault_at = "POST"
        self.url = ""

    def answer(self, method: str, path: str, headers: Any, body: bytes) -> tuple[int, Any] | None:
        """The code and the JSON; None hangs up."""
        self.asked.append((method, path))
        name, right = self.description.auth
        if headers.get(name) != right:
            return 401, {"message": f"the key {headers.get(name)} is unknown"}
        if isinstance(self.fault, int) and self.fault and method == self.fault_at:
            return self.fault, {"message": f"failed for {right}"}
        if self.fault == "silent" and method == self.fault_at:
            return None
        code, answer = self._do(method, path, headers, body)
        return None if self.fault == "lost" and method == self.fault_at else (code, answer)

    def _do(self, method: str, path: str, headers: Any, body: bytes) -> tuple[int, Any]:
        own, at = self.description, urlsplit(path)
        if method == "GET" and at.path == own.path:
            query = parse_qs(at.query)
            assert query, "a list is asked for with its order or a name"
            return 200, own.rows(self.drafts[::-1])
        if headers.get("Content-Type") != "application/json":
            return 415, {"message": "send JSON"}
        fields = json.loads(body)
        if method == "PUT" and own.content and fits(fields, {"html": TEXT, "plain_text": TEXT}):
            id_ = at.path.removeprefix(f"{own.path}/").removesuffix(own.content)
            if id_ not in {one["id"] for one in self.drafts}:
                return 404, {"detail": "there is no such campaign"}
            self.contents[id_] = fields
            return 200, fields
        if method != "POST" or path != own.path:
            return 405, {"message": "not allowed"}
        more = {key: value for key, value in fields.items() if key not in own.needed}
        needed = {key: value for key, value in fields.items() if key in own.needed}
        if not fits(needed, own.needed) or not all(
            key in own.allowed and fits(value, own.allowed[key]) for key, value in more.items()
        ):
            return 422, {"message": f"wrong fields {sorted(fields)}"}
        if own.wrong_list(fields):
            return 400, {"message": "there is no such list"}
        self.fields = fields
        made = own.made(fields, len(self.drafts) + 1)
        self.drafts.append(made)
        return own.code, made


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, address: object) -> None:
        """A client that hangs up is what these tests are about."""


@contextmanager
def serving(name: str) -> Iterator[FakeService]:
    """A mail service that runs in a thread."""
    service = FakeService(name)
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = service.answer(self.command, self.path, self.headers, body)
            if service.fault == "late" and self.command == service.fault_at:
                ended.wait(20)
            if answer is None:
                self.close_connection = True
                return
            data = json.dumps(answer[1]).encode()
            self.send_response(answer[0])
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Retry-After", "90")
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = answer  # noqa: N815 - http.server calls these names

        def log_message(self, *words: object) -> None:
            pass

    with _in_thread(_Quiet(("127.0.0.1", 0), Handler)) as port:
        service.url = f"http://127.0.0.1:{port}"
        try:
            yield service
        finally:
            ended.set()


class FakeMailServer:
    """A mail server. ``refused`` are commands that it refuses; ``drops`` hangs up once it has a mail."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], bytes]] = []
        self.refused: tuple[str, ...] = ()
        self.drops = False
        self.port = 0


@contextmanager
def serving_mail() -> Iterator[FakeMailServer]:
    """A mail server that runs in a thread."""
    fake = FakeMailServer()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say(220)
            recipients: list[str] = []
            while line := self.rfile.readline().decode().strip():
                verb = line.split()[0].upper()
                if any(line.upper().startswith(one) for one in fake.refused):
                    self._say(550)
                elif verb == "RCPT":
                    recipients.append(line.partition("<")[2].partition(">")[0])
                    self._say(250)
                elif verb == "DATA":
                    self._say(354)
                    fake.mails.append((recipients, self._message()))
                    if fake.drops:
                        return
                    self._say(250)
                else:
                    self._say(221 if verb == "QUIT" else 250)

        def _message(self) -> bytes:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            return b"".join(lines)

        def _say(self, code: int) -> None:
            self.wfile.write(f"{code} fine\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with _in_thread(Server(("127.0.0.1", 0), Handler)) as port:
        fake.port = port
        yield fake


@contextmanager
def _in_thread(server: socketserver.BaseServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

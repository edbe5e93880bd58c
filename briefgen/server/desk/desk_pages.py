"""The answers under ``/_briefgen/desk/``: the page, full texts, and acts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from briefgen.model.diagnostics import BriefgenError
from briefgen.server.desk.act_requests import WrongRequestError, request_of
from briefgen.server.desk.desk_values import reason_of
from briefgen.server.desk.introduction_preview import preview_html
from briefgen.server.desk.password import Password
from briefgen.server.desk.project_desk import ConflictError, ProjectDesk
from briefgen.server.desk.publication import compare, publish
from briefgen.server.html_pages import HOME, with_snippet
from briefgen.server.internal_templates import POLICY, templates_in
from briefgen.server.responses import HTML, Request, Response, html, message_page
from briefgen.server.security import why_not_write
from briefgen.server.url_paths import content_type

DESK = "desk/"
TAB = 40
"""Letters of the name of an open page."""
FOLDER = Path(__file__).parent / "files"
FILES = frozenset({"desk.css", "desk.js", "desk_drag.js"})


@dataclass(frozen=True, slots=True)
class DeskPages:
    """The pages of a ``desk``.

    ``shared``: other machines can reach the server, so the desk needs a ``password``.
    """

    desk: ProjectDesk
    token: str
    shared: bool = False
    password: Password | None = None

    def answer(self, request: Request, body: bytes = b"") -> Response:
        """The answer to a request for an address under ``/_briefgen/desk/``."""
        if refusal := self._refusal(request):
            return refusal
        name = request.path.removeprefix(HOME + DESK)
        if request.method == "POST":
            return self._post(name, request, body)
        if name in FILES:
            file = (FOLDER / name).read_bytes()
            return Response(200, {**HTML, "content-type": content_type(name)}, file)
        try:
            if name == "":
                page = self._page(_query(request, "date"))
                return html(page, content_security_policy=POLICY, cache_control="no-store")
            if name == "text":
                return _json(200, self.desk.text(_query(request, "path"), _query(request, "date")))
        except BriefgenError as error:
            return message_page(404, "Not available", reason_of(error.diagnostics))
        return message_page(404, "Page not found", "The desk has no such page.")

    def _refusal(self, request: Request) -> Response | None:
        if self.shared and self.password is None:
            text = "Other machines can reach this server. Start it with --password-file to open the desk."
            return message_page(403, "No desk here", text)
        status = (
            self.password.status(request.headers.get("authorization", ""), request.peer)
            if self.password
            else 200
        )
        if status == 429:
            text = "Wait a minute, and try again."
            return message_page(429, "Too many wrong passwords", text, retry_after="60")
        if status == 401:
            ask = 'Basic realm="briefgen desk", charset="UTF-8"'
            return message_page(401, "Password needed", "Any user name will do.", www_authenticate=ask)
        return None

    def _page(self, date: str, *, looks: bool = True) -> bytes:
        values = self.desk.page(date, looks=looks)
        text = templates_in(FOLDER).get_template("desk.html").render(values, token=self.token, home=HOME)
        return with_snippet(text.encode("utf-8", "replace"))

    def _post(self, name: str, request: Request, body: bytes) -> Response:
        """Do an act, and answer with the page, a refusal, or both versions."""
        if name != "act":
            return _json(404, {"message": "This address accepts no acts."})
        if reason := why_not_write(request.headers, self.token):
            return _json(403, {"message": reason})
        try:
            values = json.loads(body)
            if not isinstance(values, dict):
                raise WrongRequestError("This is no act.")
            return self._act(values)
        except (ValueError, RecursionError, WrongRequestError) as error:
            text = str(error) if isinstance(error, WrongRequestError) else "This is no act."
            return _json(400, {"message": text})
        except ConflictError as error:
            message = f"{error.conflict.path} has changed since this page showed it. Nothing was written."
            return _json(409, {"message": message, **error.conflict._asdict()})
        except BriefgenError as error:
            return _json(409, {"message": reason_of(error.diagnostics)})
        except OSError as error:
            return _json(409, {"message": f"{error.filename} cannot be read: {error.strerror}."})

    def _act(self, values: Mapping[str, Any]) -> Response:
        do, number, date = values.get("do"), values.get("act"), values.get("date", "")
        tab = str(values.get("tab", ""))[:TAB]
        if do == "preview":
            return _json(200, {"html": preview_html(str(values.get("text", "")))})
        if do in ("public", "publish"):
            report = compare(self.desk.root) if do == "public" else publish(self.desk.root)
            return _json(200, report._asdict())
        with self.desk.preview.acts.answering():
            if do in ("undo", "redo"):
                if not isinstance(number, int):
                    raise WrongRequestError("There is no such act.")
                outcome = self.desk.undo(number, redo=do == "redo", tab=tab)
            else:
                outcome = self.desk.perform(request_of(values), tab)
            page = self._page(str(date), looks=False).decode("utf-8")
        return _json(200, {"act": outcome.act, "message": outcome.message, "page": page})


def _query(request: Request, name: str) -> str:
    try:
        return parse_qs(request.query, max_num_fields=10).get(name, [""])[0]
    except ValueError:
        return ""


def _json(status: int, values: Mapping[str, Any]) -> Response:
    headers = {"content-type": "application/json", "cache-control": "no-store"}
    return Response(status, headers, json.dumps(values).encode())

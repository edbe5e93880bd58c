"""The pages under ``/_briefgen/``: the last build, the articles, and the cleaning view.

They show untrusted files: the templates escape everything, and the pages only allow the server's scripts.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.server import url_paths
from briefgen.server.html_pages import HOME, with_snippet
from briefgen.server.internal_templates import POLICY, templates_in
from briefgen.server.responses import HTML, Request, Response, html, message_page
from briefgen.server.security import is_here, why_not_write

if TYPE_CHECKING:
    from briefgen.server.desk.desk_pages import DeskPages
    from briefgen.server.workbench import ProjectWorkbench

FOLDER = Path(__file__).parent / "pages"
OPEN_FILES = frozenset({"live.js", "swap.js", "problems.js", "bar.js", "live.css", "internal.css"})
"""Files that any page of the preview loads."""
WORKBENCH_FILES = frozenset({"workbench.css", "workbench.js"})
CLEAN, DESK = "clean/", "desk/"


@dataclass(frozen=True, slots=True)
class InternalPages:
    """The pages of a ``workbench``.

    ``shared``: other machines can reach the server, so only this one sees the pages, and they are read-only.
    ``desk`` gives the pages of the desk; ``has_desk`` says whether it is open.
    ``token`` is needed to save a decision. It is new in each run, and only in these pages.
    """

    workbench: ProjectWorkbench
    shared: bool = False
    allow_writes: bool = False
    token: str = field(default_factory=lambda: os.urandom(32).hex(), repr=False)
    desk: Callable[[], DeskPages] | None = None
    has_desk: bool = False

    @property
    def takes_writes(self) -> bool:
        """Whether decisions are accepted."""
        return self.allow_writes or not self.shared

    def answer(self, request: Request, body: bytes = b"") -> Response:
        """The answer to a request for an address under ``/_briefgen/``."""
        name = request.path.removeprefix(HOME)
        if name == "bar.js" and not self.has_desk:
            return Response(200, {**HTML, "content-type": url_paths.content_type(name)}, b"")
        if name in OPEN_FILES:
            return _file(name)
        if name.startswith(DESK) and self.desk:
            return self.desk().answer(request, body)
        if not self.takes_writes and not is_here(request.peer):
            text = "Only the machine that runs the server can see these pages."
            return message_page(403, "Not allowed", text)
        if request.method == "POST":
            return self._post(name, request, body)
        return _file(name) if name in WORKBENCH_FILES else self._page(name)

    def _page(self, name: str) -> Response:
        try:
            if name == "":
                return self._rendered("build.html", self.workbench.build())
            if name == CLEAN:
                return self._rendered("articles.html", {"articles": self.workbench.articles()})
            shown = self.workbench.article(name.removeprefix(CLEAN)) if name.startswith(CLEAN) else None
        except self.workbench.refusals as error:
            return message_page(503, "Not available", str(error))
        if shown is None:
            return message_page(404, "Page not found", "The dev server has no such page.")
        return self._rendered("article.html", shown)

    def _rendered(self, template: str, values: Mapping[str, Any]) -> Response:
        token = self.token if self.takes_writes else ""
        text = (
            templates_in(FOLDER)
            .get_template(template)
            .render(values, token=token, home=HOME, has_desk=self.has_desk)
        )
        return html(with_snippet(text.encode()), content_security_policy=POLICY, cache_control="no-store")

    def _post(self, name: str, request: Request, body: bytes) -> Response:
        """Save a decision: 204, or the reason for a refusal as text."""
        if not name.startswith(CLEAN) or name == CLEAN:
            return _line(404, "This address accepts no decisions.")
        if not self.takes_writes:
            text = "Other machines can see this preview, so articles cannot be changed."
            return _line(403, f"{text} --allow-writes allows it.")
        if reason := why_not_write(request.headers, self.token):
            return _line(403, reason)
        try:
            decision = json.loads(body)
        except (ValueError, RecursionError):
            decision = None
        if not isinstance(decision, dict):
            return _line(400, "This is not a decision.")
        article = name.removeprefix(CLEAN)
        try:
            if decision.get("choice") == "outlet":
                result = json.dumps(self.workbench.drop_for_outlet(article, decision))
                headers = {"content-type": "application/json", "cache-control": "no-store"}
                return Response(200, headers, result.encode())
            self.workbench.decide(article, decision)
        except self.workbench.refusals as error:
            return _line(409, str(error))
        return Response(204, {"cache-control": "no-store"})


def _file(name: str) -> Response:
    """One of the server's own scripts and style sheets."""
    body = (FOLDER / name).read_bytes()
    return Response(200, {**HTML, "content-type": url_paths.content_type(name)}, body)


def _line(status: int, text: str) -> Response:
    headers = {"content-type": "text/plain; charset=utf-8", "cache-control": "no-store"}
    return Response(status, headers, text.encode())

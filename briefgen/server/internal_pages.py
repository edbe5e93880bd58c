"""The server's own pages under ``/_briefgen/``: the last build, the articles, an article raw and cleaned, and decisions posted to it.

What they show comes out of untrusted files: the templates escape everything, and the pages allow no script but the server's.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

from briefgen.server import url_paths
from briefgen.server.html_pages import HOME, with_snippet
from briefgen.server.responses import HTML, Request, Response, html, told
from briefgen.server.security import is_here, why_not_write
from briefgen.util.text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import jinja2

FOLDER = Path(__file__).parent / "pages"
OPEN_FILES = frozenset({"live.js", "swap.js", "problems.js", "live.css"})
"""Files that any page of the preview loads."""
DESK_FILES = frozenset({"desk.css", "desk.js"})
CLEAN = "clean/"

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Desk(Protocol):
    """What the pages show, as plain values, and who takes decisions down; see ``briefgen.server.workbench``."""

    @property
    def refusals(self) -> tuple[type[Exception], ...]:
        """What the others may raise; its text is for people."""

    def build(self) -> Mapping[str, Any]:
        """The last build."""

    def articles(self) -> Sequence[Mapping[str, Any]]:
        """All articles, by number of changes."""

    def article(self, name: str) -> Mapping[str, Any] | None:
        """An article raw and cleaned; None where there is none of this name."""

    def decide(self, name: str, decision: Mapping[str, Any]) -> None:
        """Write a decision into an article."""


@dataclass(frozen=True, slots=True)
class Own:
    """The pages of a ``desk``. ``shared`` says that other machines may ask: then only this one sees them, and nobody writes.

    ``token`` is what a page needs to write: it is new in each run, and stands in the pages alone.
    """

    desk: Desk
    shared: bool = False
    allow_writes: bool = False
    token: str = field(default_factory=lambda: os.urandom(32).hex(), repr=False)

    @property
    def takes_writes(self) -> bool:
        """Whether decisions are taken down."""
        return self.allow_writes or not self.shared

    def answer(self, request: Request, body: bytes = b"") -> Response:
        """The answer to a request for an address under ``/_briefgen/``."""
        name = request.path.removeprefix(HOME)
        if name in OPEN_FILES:
            return _file(name)
        if not self.takes_writes and not is_here(request.peer):
            return told(403, "Not from here", "Only the machine that serves this preview sees these pages.")
        if request.method == "POST":
            return self._post(name, request, body)
        return _file(name) if name in DESK_FILES else self._page(name)

    def _page(self, name: str) -> Response:
        try:
            if name == "":
                return self._rendered("build.html", self.desk.build())
            if name == CLEAN:
                return self._rendered("articles.html", {"articles": self.desk.articles()})
            shown = self.desk.article(name.removeprefix(CLEAN)) if name.startswith(CLEAN) else None
        except self.desk.refusals as error:
            return told(503, "Not now", str(error))
        if shown is None:
            return told(404, "Not here", "The dev server has no such page.")
        return self._rendered("article.html", shown)

    def _rendered(self, template: str, values: Mapping[str, Any]) -> Response:
        text = (
            _templates()
            .get_template(template)
            .render(values, token=self.token if self.takes_writes else "", home=HOME)
        )
        return html(with_snippet(text.encode()), content_security_policy=_POLICY, cache_control="no-store")

    def _post(self, name: str, request: Request, body: bytes) -> Response:
        """Take a decision down: 204, or why not as a line of text."""
        if not name.startswith(CLEAN) or name == CLEAN:
            return _line(404, "Nothing is written there.")
        if not self.takes_writes:
            return _line(
                403, "Other machines see this preview, so nothing is written. --allow-writes lets it be."
            )
        if why := why_not_write(request.headers, self.token):
            return _line(403, why)
        try:
            decision = json.loads(body)
        except (ValueError, RecursionError):
            decision = None
        if not isinstance(decision, dict):
            return _line(400, "This is no decision.")
        try:
            self.desk.decide(name.removeprefix(CLEAN), decision)
        except self.desk.refusals as error:
            return _line(409, str(error))
        return Response(204, {"cache-control": "no-store"})


def _file(name: str) -> Response:
    """One of the server's own scripts and style sheets."""
    body = (FOLDER / name).read_bytes()
    return Response(200, {**HTML, "content-type": url_paths.content_type(name)}, body)


def _line(status: int, text: str) -> Response:
    headers = {"content-type": "text/plain; charset=utf-8", "cache-control": "no-store"}
    return Response(status, headers, text.encode())


@cache
def _templates() -> jinja2.Environment:
    """The pages' templates; loaded when somebody looks at such a page, and not before."""
    from datetime import UTC, datetime

    import jinja2

    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )  # fmt: skip
    made.filters["address"] = lambda name: quote(name, safe="/")
    made.filters["clock"] = lambda at: datetime.fromtimestamp(at, UTC).astimezone().strftime("%H:%M:%S")
    made.filters["shown"] = lambda value: printable(str(value))
    made.filters["ms"] = lambda seconds: f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
    return made

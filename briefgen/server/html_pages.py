"""HTML of the server itself: the live reload script, the error page, simple messages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape, unescape
from typing import Any

HOME = "/_briefgen/"
"""The address of the server's own files; no page of a site has it."""
SNIPPET = b'<script type="module" src="/_briefgen/live.js"></script>'

_POLICY = re.compile(
    rb"""(<meta\s+http-equiv=["']?Content-Security-Policy["']?\s+content=")([^"]*)(")""", re.IGNORECASE
)


def with_snippet(html: bytes) -> bytes:
    """A page with the live reload script, which its policy then allows."""
    html = _POLICY.sub(
        lambda meta: meta[1] + _with_us(meta[2].decode("utf-8", "replace")).encode() + meta[3], html
    )
    at = html.lower().rfind(b"</body>")
    return html + SNIPPET if at < 0 else html[:at] + SNIPPET + html[at:]


def _with_us(policy: str) -> str:
    """A content security policy that also allows our script, style sheet and web socket."""
    parts = [part.split() for part in unescape(policy).split(";") if part.strip()]
    directives = {name.lower(): values for name, *values in parts}
    for name in ("script-src", "style-src", "connect-src"):
        allowed = directives.get(name, directives.get("default-src"))
        if allowed is not None and "'self'" not in allowed and "*" not in allowed:
            directives[name] = [*(value for value in allowed if value != "'none'"), "'self'"]
    text = "; ".join(" ".join([name, *values]) for name, values in directives.items())
    return escape(text, quote=False).replace('"', "&quot;")


def error_page(problems: Sequence[Mapping[str, Any]]) -> bytes:
    """The page at every address until the first build succeeds; it reloads by itself."""
    body = "".join(map(_problem, problems)) or "<p>The first build is running.</p>"
    return _page("The site is not built yet", body, 'id="briefgen-error" ')


def plain_page(title: str, text: str) -> bytes:
    """A page with one message."""
    return _page(title, f"<p>{escape(text)}</p>")


def _page(title: str, body: str, attribute: str = "") -> bytes:
    title = escape(title)
    return with_snippet(
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        f'<link rel="stylesheet" href="{HOME}live.css"></head>'
        f'<body><main {attribute}class="briefgen-problems">'
        f"<h1>{title}</h1>{body}</main></body></html>\n".encode()
    )


def _problem(problem: Mapping[str, Any]) -> str:
    """One problem, in the same elements as live.js makes."""
    place = ":".join(str(problem[part]) for part in ("path", "line", "column") if problem[part])
    code = f'<span class="briefgen-code">{escape(problem["code"])}</span>'
    excerpt = "\n".join(problem["excerpt"])
    parts = [
        f'<p class="briefgen-place">{escape(place)} {code}</p>' if place else "",
        f'<p class="briefgen-message">{escape(problem["message"])}</p>',
        f"<pre>{escape(excerpt)}</pre>" if excerpt else "",
        f'<p class="briefgen-hint">{escape(problem["hint"])}</p>' if problem["hint"] else "",
    ]
    return f"<section>{''.join(parts)}</section>"

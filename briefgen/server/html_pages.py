"""The little HTML that is the server's own: the snippet for live reload, the error page, the pages for refusals."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

HOME = "/_briefgen/"
"""Under this address the server's own files stand; no page of a site has it."""
SNIPPET = b'<script type="module" src="/_briefgen/live.js"></script>'

_POLICY = re.compile(
    rb"""(<meta\s+http-equiv=["']?Content-Security-Policy["']?\s+content=")([^"]*)(")""", re.IGNORECASE
)


def with_snippet(html: bytes) -> bytes:
    """A page that follows the builds: the snippet stands before its last ``</body>``, or at its end, and the page allows it."""
    html = _POLICY.sub(
        lambda meta: meta[1] + _with_us(meta[2].decode("utf-8", "replace")).encode() + meta[3], html
    )
    at = html.lower().rfind(b"</body>")
    return html + SNIPPET if at < 0 else html[:at] + SNIPPET + html[at:]


def _with_us(policy: str) -> str:
    """A page's content security policy, so that it lets our script, our style sheet and our web socket in: a site may need none of these."""
    parts = [part.split() for part in unescape(policy).split(";") if part.strip()]
    directives = {name.lower(): values for name, *values in parts}
    for name in ("script-src", "style-src", "connect-src"):
        allowed = directives.get(name, directives.get("default-src"))
        if allowed is not None and "'self'" not in allowed and "*" not in allowed:
            directives[name] = [*(value for value in allowed if value != "'none'"), "'self'"]
    return escape(
        "; ".join(" ".join([name, *values]) for name, values in directives.items()), quote=False
    ).replace('"', "&quot;")


def error_page(problems: Sequence[Mapping[str, Any]]) -> bytes:
    """What stands at every address while there is no site: why, and it comes alive when that is mended."""
    told = "".join(map(_problem, problems)) or "<p>The first build is under way.</p>"
    main = f'<main id="briefgen-error" class="briefgen-problems"><h1>There is no site yet</h1>{told}</main>'
    return _page("There is no site yet", main)


def plain_page(title: str, text: str) -> bytes:
    """A page that says one thing."""
    return _page(
        title, f'<main class="briefgen-problems"><h1>{escape(title)}</h1><p>{escape(text)}</p></main>'
    )


def _page(title: str, main: str) -> bytes:
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    style = f'<link rel="stylesheet" href="{HOME}live.css">'
    return with_snippet(
        f'<!doctype html><html lang="en"><head>{head}{style}</head><body>{main}</body></html>\n'.encode()
    )


def _problem(problem: Mapping[str, Any]) -> str:
    """One problem, in the same elements that live.js makes of it."""
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

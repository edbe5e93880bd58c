"""The templates of the server's own pages, and the policy that they are sent with."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from briefgen.util.text import printable

if TYPE_CHECKING:
    import jinja2

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@cache
def templates_in(folder: Path) -> jinja2.Environment:
    """The templates of a folder, loaded with the first page."""
    from datetime import UTC, datetime

    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "address": lambda name: quote(name, safe="/"),
        "clock": lambda at: datetime.fromtimestamp(at, UTC).astimezone().strftime("%H:%M:%S"),
        "shown": lambda value: printable(str(value)),
        "ms": lambda seconds: f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms",
    }
    return environment

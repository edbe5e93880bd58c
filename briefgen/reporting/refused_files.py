"""Report files that are not read, as they may be secret."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import NOTE, diagnostic
from briefgen.util.git_ignored import ignored_in
from briefgen.util.public_files import HIDDEN, IGNORED, PRIVATE, Refusal, walk

_CODES = {PRIVATE: "file-private", HIDDEN: "file-private", IGNORED: "file-ignored"}
_HINTS = {
    PRIVATE: "move it out of this folder; if it is no secret, give it another name",
    IGNORED: "take it out of .gitignore, if readers may see it",
}


def report_refusal(refusal: Refusal, path: str) -> Diagnostic:
    """A diagnostic for a file that is not read."""
    kind, reason = refusal
    shown = path.encode("utf-8", "replace").decode()
    hint = _HINTS.get(kind, "put a regular file here")
    # A hidden file is never read, so nobody needs to do anything about it.
    severity = NOTE if kind == HIDDEN else ""
    code = _CODES.get(kind, "file-skipped")
    return diagnostic(code, Location(shown), f"this is {reason}, so it is ignored", hint, severity)


def report_refused(root: Path, folder: str) -> Iterator[Diagnostic]:
    """A diagnostic for each file of a folder that is not read."""
    for name, why in walk(root, folder, ignored_in(root)):
        if why:
            yield report_refusal(why, f"{folder}/{name}" if name else folder)

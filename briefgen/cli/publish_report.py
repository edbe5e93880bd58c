"""What ``briefgen publish`` did, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from briefgen.cli import common
from briefgen.reporting import console
from briefgen.util.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from briefgen.model import Diagnostic
    from briefgen.publishing.artifact import Artifact


class PublishResult(NamedTuple):
    """What was done, in a word for programs and a line for people.

    ``pages`` are those that a comparison lists, by added, changed and removed.
    """

    done: str
    line: str
    artifact: Artifact | None = None
    pages: Mapping[str, Sequence[str]] | None = None


class PublishOutput:
    """Shows problems and the result, or collects them for ``--json``."""

    def __init__(self, root: Path, display: console.Display) -> None:
        self.root, self.display = root, display
        self.problems: list[Diagnostic] = []

    def show(self, problems: Sequence[Diagnostic]) -> None:
        """Show problems."""
        self.problems += problems
        console.show(problems, self.root, self.display, all_by="-v")

    def finish(self, result: PublishResult) -> int:
        """Show the result; the exit code."""
        if self.display.form == "json":
            done, message, artifact, pages = result
            url, files = (artifact.url, len(artifact.files)) if artifact else (None, None)
            problems = [*map(console.values, self.problems)]
            values: dict[str, Any] = {
                "done": done,
                "message": message,
                "url": url,
                "files": files,
                "diagnostics": problems,
            }
            values |= {"pages": pages} if pages is not None else {}
            common.print_json(values)
        elif not self.display.quiet:
            common.print_lines(_page_lines(result.pages or {}))
            console.say(result.line)
        return common.FAILED if result.done == "refused" else common.DONE


def _page_lines(pages: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name, addresses in pages.items():
        for address in addresses:
            yield f"{name:8}{printable(address)}"

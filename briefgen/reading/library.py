"""Every article file read or remembered: the first of the two memories, file -> ReadResult.

A file keeps its result while its key holds: the digest of its bytes, its path and the pipeline. The stat only tells when to look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from briefgen.diagnostics import BriefgenError, diagnostic
from briefgen.environment.digest import digest_bytes
from briefgen.environment.reads import Remembered
from briefgen.model import Body, Diagnostic, Location, ReadResult
from briefgen.parallel import map_ordered, workers
from briefgen.reading.reader import load, read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from briefgen.reading.prepare import Pipeline
    from briefgen.reading.scan import Stat

NO_STAT: tuple[int, ...] = ()
"""The stat of what must not be remembered."""


class Library(NamedTuple):
    """All files with their readings, in the order of the scan; the paths read anew; whether it differs from what was remembered."""

    files: dict[str, Remembered]
    read: tuple[str, ...]
    changed: bool


def read_all(
    root: Path,
    articles: Mapping[str, Stat],
    pipeline: Pipeline,
    before: Mapping[str, Remembered],
    jobs: str | int = 1,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Library:
    """Read the article files that are new or changed since ``before``; the others keep their results."""
    now: dict[str, Remembered] = {}
    todo = []
    for path, stat in articles.items():
        known = before.get(path)
        if known and known.stat == tuple(stat) and known.key == pipeline.digest:
            now[path] = known
        else:
            todo.append(path)

    def one(path: str) -> Remembered | None:
        return _read(root, path, tuple(articles[path]), pipeline, before.get(path))

    wanted = workers(jobs, len(todo))
    if wanted > 1:
        _warm()
    fresh = map_ordered(one, todo, wanted, lambda n: progress(n, len(todo)))
    now |= {path: result for path, result in zip(todo, fresh, strict=True) if result is not None}
    anew = tuple(path for path in todo if path in now and not _same(before.get(path), now[path]))
    files = {path: now[path] for path in articles if path in now}
    return Library(files, anew, bool(todo) or files.keys() != before.keys())


def read_body(root: Path, path: str, pipeline: Pipeline) -> Body:
    """The body of one file, read once more.

    Raises:
        KeyError: when the file gives none any more; it has been changed or removed meanwhile.
    """
    result = _read(root, path, NO_STAT, pipeline, None)
    if result is None or not isinstance(result.result.body, Body):
        raise KeyError(path)
    return result.result.body


def _same(before: Remembered | None, now: Remembered) -> bool:
    """Whether a reading stands as it was: the file's bytes and the pipeline are what they were."""
    return before is not None and now.stat != NO_STAT and (before.source, before.key) == (now.source, now.key)


def _read(
    root: Path, path: str, stat: tuple[int, ...], pipeline: Pipeline, known: Remembered | None
) -> Remembered | None:
    """Read one file; a file whose bytes are as before keeps its result, one that vanished meanwhile gives None."""
    try:
        data = (root / path).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        return _failed(
            diagnostic(
                "file-unreadable",
                Location(path),
                f"this file cannot be read: {error.strerror}",
                "mend its permissions",
            )
        )
    source = digest_bytes(data)
    if known and (known.source, known.key) == (source, pipeline.digest):
        return known._replace(stat=stat)
    try:
        loaded = load(data, path)
        result = (
            ReadResult(None, None, (loaded,)) if isinstance(loaded, Diagnostic) else read(loaded, pipeline)
        )
    except BriefgenError as error:
        return _failed(*error.diagnostics)
    except Exception as error:
        message = f"briefgen failed on this file: {type(error).__name__}: {error}"
        return _failed(
            diagnostic("internal-error", Location(path), message, "please report it, with the file")
        )
    return Remembered(stat, source, pipeline.digest, result)


def _failed(*problems: Diagnostic) -> Remembered:
    """A reading that failed for a reason outside the file: nothing to remember, the next build tries again."""
    return Remembered(NO_STAT, "", "", ReadResult(None, None, problems))


def _warm() -> None:
    """Load what every worker needs before they are forked, so that they share it."""
    import nh3  # noqa: F401
    from markdown_it import MarkdownIt  # noqa: F401

"""Read articles, editions and pages, or take their results from the cache.

A result is valid while its key holds: the digest of the file's bytes, its path and the pipeline. The stat
only decides whether to look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from briefgen.cache.sources import CachedReading, arrive, depart
from briefgen.config.folders import RAW
from briefgen.model import Body, Diagnostic, Location, ReadResult
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.reading.article import load, read
from briefgen.reading.discovery import Stat
from briefgen.reading.edition import is_edition, read_edition
from briefgen.reading.import_ledger import has_ledgers, ledger_bytes, ledger_or_none
from briefgen.reading.page import is_page, read_page
from briefgen.reading.pipeline import Pipeline
from briefgen.reading.story import is_story, read_story
from briefgen.util.hashing import digest_bytes
from briefgen.util.parallel import Workers, can_fork, map_ordered, map_over, processes, workers

NO_STAT: tuple[int, ...] = ()
"""The stat of what must not be remembered."""


class Library(NamedTuple):
    """All readings in the order of the scan; the paths read again.

    ``changed`` says whether they differ from the cache.
    """

    files: dict[str, CachedReading]
    read: tuple[str, ...]
    changed: bool


class Raw(NamedTuple):
    """A file's path, stat and bytes, and the ledger of its import.

    All that a reader needs.

    ``key`` is the key of its reading, by default the digest of the pipeline.
    """

    path: str
    stat: tuple[int, ...]
    data: bytes
    ledger: bytes = b""
    key: str = ""


class ReadPool(NamedTuple):
    """Who reads the files: ``jobs`` processes of this machine, or the ``workers`` of a cluster.

    ``make_reader()`` returns a picklable callable that does in other processes what ``read_raw`` does here.
    Without a cluster, processes are spawned where none can be forked.
    """

    jobs: str | int = 1
    progress: Callable[[int, int], None] = lambda done, total: None
    make_reader: Callable[[], Callable[[Raw], CachedReading]] | None = None
    workers: Workers | None = None


IN_PROCESS = ReadPool()
"""Reads every file in this process."""


def read_all(
    root: Path,
    texts: Mapping[str, Stat],
    pipeline: Pipeline,
    before: Mapping[str, CachedReading],
    pool: ReadPool = IN_PROCESS,
) -> Library:
    """Read the files that are new or changed since ``before``; the others keep their results."""
    key = key_of(root, pipeline)
    now: dict[str, CachedReading] = {}
    todo: dict[str, tuple[int, ...]] = {}
    for path, stat in texts.items():
        known = before.get(path)
        if known and known.stat == stat and known.key == key:
            now[path] = known
        else:
            todo[path] = tuple(stat)

    def here(path: str) -> CachedReading | None:
        raw = _fetch(root, path, todo[path], key, before.get(path))
        return read_raw(raw, pipeline) if isinstance(raw, Raw) else raw

    def done(count: int) -> None:
        pool.progress(count, len(todo))

    wanted = workers(pool.jobs, len(todo))
    raws = (_fetch(root, path, stat, key, before.get(path)) for path, stat in todo.items())
    if pool.make_reader and pool.workers and todo:
        fresh = _read_by(pool.workers, pool.make_reader(), list(todo), raws, done)
    elif pool.make_reader and wanted > 1 and not can_fork():
        with processes(wanted) as spawned:
            fresh = _read_by(spawned, pool.make_reader(), list(todo), raws, done)
    else:
        if wanted > 1:
            _warm()
        fresh = dict(zip(todo, _read_here(here, list(todo), wanted, done), strict=True))
    now |= {path: result for path, result in fresh.items() if result is not None}
    anew = tuple(path for path in todo if path in now and not _same(before.get(path), now[path]))
    files = {path: now[path] for path in texts if path in now}
    return Library(files, anew, bool(todo) or files.keys() != before.keys())


def key_of(root: Path, pipeline: Pipeline) -> str:
    """What decides a reading besides the file.

    The pipeline, and whether there are ledgers of imports.
    """
    return f"{pipeline.digest}-{RAW}" if has_ledgers(root) else pipeline.digest


def read_body(root: Path, path: str, pipeline: Pipeline) -> Body:
    """The body of one file, read once more.

    Raises:
        KeyError: when the file gives none any more; it has been changed or removed meanwhile.
    """
    raw = _fetch(root, path, NO_STAT, key_of(root, pipeline), None)
    body = read_raw(raw, pipeline).body if isinstance(raw, Raw) else None
    if not isinstance(body, Body):
        raise KeyError(path)
    return body


def _same(before: CachedReading | None, now: CachedReading) -> bool:
    """Whether the file's bytes and the pipeline are unchanged."""
    return before is not None and now.stat != NO_STAT and (before.source, before.key) == (now.source, now.key)


def _read_here(
    one: Callable[[str], CachedReading | None], paths: Sequence[str], jobs: int, done: Callable[[int], None]
) -> list[CachedReading | None]:
    """Read in this process or in forked ones.

    Forks send plain values: pickling the results would take longer than reading.
    """
    if jobs == 1:
        return map_ordered(one, paths, 1, done)
    sent = map_ordered(lambda path: depart(readings) if (readings := one(path)) else None, paths, jobs, done)
    return [arrive(row) if row else None for row in sent]


def _read_by(
    to: Workers,
    reader: Callable[[Raw], CachedReading],
    paths: Sequence[str],
    raws: Iterator[Raw | CachedReading | None],
    done: Callable[[int], None],
) -> dict[str, CachedReading | None]:
    """Let workers read. They get the bytes, so they need none of our files."""
    readings: dict[str, CachedReading | None] = {}
    sent: list[str] = []

    def to_send() -> Iterator[Raw]:
        for path, raw in zip(paths, raws, strict=True):
            if isinstance(raw, Raw):
                sent.append(path)
                yield raw
            else:
                readings[path] = raw

    results = map_over(to, reader, to_send(), len(paths), done)
    return readings | dict(zip(sent, results, strict=True))


def _fetch(
    root: Path, path: str, stat: tuple[int, ...], key: str, known: CachedReading | None
) -> Raw | CachedReading | None:
    """Load a file, or return its cached reading or an error.

    None for a file that vanished since the scan.
    """
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
                "change its permissions",
            )
        )
    ledger = ledger_bytes(root, data)
    source = digest_bytes(data + ledger)
    if known and (known.source, known.key) == (source, key):
        return known._replace(stat=stat)
    return Raw(path, stat, data, ledger, key)


def read_raw(raw: Raw, pipeline: Pipeline) -> CachedReading:
    """Read one file out of its bytes."""
    try:
        loaded = load(raw.data, raw.path)
        if isinstance(loaded, Diagnostic):
            result = ReadResult(None, None, (loaded,))
        elif is_edition(raw.path, pipeline.content):
            result = read_edition(loaded, pipeline)
        elif is_page(raw.path, pipeline.content):
            result = read_page(loaded, pipeline)
        elif is_story(loaded, pipeline.content):
            result = read_story(loaded, pipeline)
        else:
            result = read(loaded, pipeline, ledger_or_none(raw.ledger))
    except BriefgenError as error:
        return _failed(*error.diagnostics)
    except Exception as error:
        message = f"briefgen failed on this file: {type(error).__name__}: {error}"
        return _failed(
            diagnostic(
                "internal-error", Location(raw.path), message, "please report this error with the file"
            )
        )
    return CachedReading.of(raw.stat, digest_bytes(raw.data + raw.ledger), raw.key or pipeline.digest, result)


def _failed(*problems: Diagnostic) -> CachedReading:
    """A reading that failed for an outside reason: the next build tries again."""
    return CachedReading.of(NO_STAT, "", "", ReadResult(None, None, problems))


def _warm() -> None:
    """Load what every worker needs before they are forked, so that they share it."""
    import nh3  # noqa: F401
    from markdown_it import MarkdownIt  # noqa: F401

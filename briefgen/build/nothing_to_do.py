"""Notice that nothing changed since the last build, by one row of the cache."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import replace

from briefgen.build.fingerprints import Basis, Inputs
from briefgen.build.group import includes
from briefgen.build.run import Build
from briefgen.build.state import files_if_same
from briefgen.cache.pages import ReadSummary
from briefgen.model import Report
from briefgen.reading.reader import Library
from briefgen.reading.unknown_keys import fold_keys

SECOND = 10**9
"""Nanoseconds."""


def report_unchanged(build: Build, basis: Basis) -> Report | None:
    """The report of a build with nothing to do; None if there may be something.

    A server knows more than the cache file and does not ask.
    """
    options = build.options
    if build.cache.stays or options.fresh or options.all or options.changed is not None:
        return None
    known = files_if_same(build, basis.key)
    if known is None:
        return None
    last, files = known
    if not includes(last.validity, options.now) or not _are_in_place(files, str(options.output)):
        return None
    build.diagnostics.extend(last.summary.diagnostics)
    build.diagnostics.extend(last.diagnostics)
    report = build.report(Library({}, (), changed=False), last.articles, last.pages, last.due)
    return replace(report, cleaning=last.summary.cleaning)


def summary_of(build: Build, basis: Basis, inputs: Inputs) -> ReadSummary:
    """Return what the next build must know of the files if nothing changes."""
    files = inputs.library.files
    if build.cache.stays:
        return ReadSummary()
    # A file that could not be read, or changed meanwhile, has no stat.
    is_sure = all(path in files and files[path].stat == stat for path, stat in inputs.scan.texts.items())
    diagnostics = fold_keys(d for one in files.values() for d in one.diagnostics)
    cleaning = {path: one.cleaning for path, one in files.items() if any(one.cleaning)}
    # Whole seconds, as every file system keeps them, and long enough ago to differ from the next write.
    checked = (time.time_ns() // SECOND - 10) * SECOND
    return ReadSummary(basis.key if is_sure else "", checked, tuple(diagnostics), cleaning)


def _are_in_place(files: Iterable[tuple[str, tuple[int, int]]], folder: str) -> bool:
    """Return whether every file of the last build is as that build left it."""
    try:
        for path, (written, size) in files:
            stat = os.stat(f"{folder}/{path}")
            if stat.st_mtime_ns != written or stat.st_size != size:
                return False
    except OSError:
        return False
    return True

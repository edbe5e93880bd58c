"""The reader that is sent to workers which share nothing with this process.

Functions of an extension cannot be sent, as no worker could import them; the settings and the extension's
source can. A worker reads only with the same code: briefgen's own, that of the libraries, and what the
pipeline's digest covers.
"""

from __future__ import annotations

import atexit
import pickle
import sys
import threading
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from briefgen.cache.code_version import code_digest
from briefgen.cache.sources import CachedReading
from briefgen.cleaning.outlet_file import files_of
from briefgen.config import Config
from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.project.extension_loader import load_extensions
from briefgen.project.pipeline import pipeline_of
from briefgen.project.project import Project
from briefgen.reading.pipeline import Pipeline
from briefgen.reading.reader import Raw, read_raw

LIBRARIES = ("markdown-it-py", "mdit-py-plugins", "nh3", "ftfy", "pyyaml", "snowballstemmer")
"""The libraries that shape a reading, besides briefgen's own code."""

_FOLDER = "extensions"
_one_at_a_time = threading.Lock()
_pipelines: dict[str, Pipeline] = {}
_folders: list[TemporaryDirectory[str]] = []


class WorkerSpec(NamedTuple):
    """The settings and the extensions' files; no files if the worker sees the same disk."""

    config: Config
    files: dict[str, bytes] | None


@dataclass(frozen=True, slots=True)
class WorkerReader:
    """Read one file on any machine.

    ``spec`` is pickled, so that only the same briefgen opens it.
    """

    pipeline: str
    code: str
    libraries: tuple[tuple[str, str], ...]
    spec: bytes

    def __call__(self, raw: Raw) -> CachedReading:
        """Read one file, unless this worker would not read as the process that sent it."""
        self._check()
        # A worker may have several threads, and gains nothing by them: reading is Python from end to end.
        with _one_at_a_time:
            if self.pipeline not in _pipelines:
                self._open()
            return read_raw(raw, _pipelines[self.pipeline])

    def _open(self) -> None:
        spec: WorkerSpec = pickle.loads(self.spec)  # noqa: S301 - it comes with the function that reads it
        forget()  # a worker serves many builds and needs the last one's pipeline
        root = spec.config.root
        if spec.files is not None:
            folder = TemporaryDirectory(prefix="briefgen-")
            _folders.append(folder)
            root = _unpack(spec.files, Path(folder.name))
        config = replace(spec.config, root=root)
        try:
            pipeline = pipeline_of(config, load_extensions(config))
        except BriefgenError as error:
            raise _unlike(error.diagnostics[0].message) from error
        if pipeline.digest != self.pipeline:
            raise _unlike("an extension is not the same there")
        _pipelines[self.pipeline] = pipeline

    def _check(self) -> None:
        if self.code != code_digest():
            raise _unlike("another version of briefgen is installed there")
        for (name, ours), (_, theirs) in zip(self.libraries, libraries(), strict=True):
            if ours != theirs:
                raise _unlike(f"{name} is {theirs} there and {ours} here")


def reader_of(project: Project, *, same_disk: bool) -> WorkerReader:
    """What workers need to read the files of a project."""
    config = replace(project.config, root=project.root.absolute() if same_disk else Path(), places={})
    files = None if same_disk else _pack(project)
    spec = pickle.dumps(WorkerSpec(config, files), protocol=5)
    return WorkerReader(project.pipeline.digest, code_digest(), libraries(), spec)


@cache
def libraries() -> tuple[tuple[str, str], ...]:
    """The versions of Python and of the libraries that shape a reading."""
    from importlib.metadata import version

    python = ("Python", f"{sys.version_info.major}.{sys.version_info.minor}")
    return (python, *((name, version(name)) for name in LIBRARIES))


@atexit.register
def forget() -> None:
    """Drop the pipelines, with the folders of the extensions."""
    while _folders:
        _folders.pop().cleanup()
    _pipelines.clear()


def _pack(project: Project) -> dict[str, bytes]:
    """Return the files of outlets' rules and of the project's own extensions."""
    files = {file.relative_to(project.root).as_posix(): file.read_bytes() for file in files_of(project.root)}
    for name in project.config.extensions:
        top = project.root / _FOLDER / name
        for file in (top.with_name(f"{name}.py"), *sorted(top.rglob("*"))):
            if file.is_file() and "__pycache__" not in file.parts:
                files[file.relative_to(project.root).as_posix()] = file.read_bytes()
    return files


def _unpack(files: dict[str, bytes], root: Path) -> Path:
    for name, content in files.items():
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return root


def _unlike(difference: str) -> BriefgenError:
    import socket

    message = f"the worker on {socket.gethostname()} would read otherwise: {difference}"
    hint = "install the same briefgen, libraries and extensions on every worker"
    return BriefgenError(diagnostic("workers-failed", Location("briefgen build"), message, hint))

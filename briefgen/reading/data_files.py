"""Read ``data/*.yml``, ``*.json`` and ``*.csv``, whose values templates know as ``data.NAME``."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import Diagnostics
from briefgen.reporting.refused_files import report_refusal
from briefgen.schema.yaml_tree import compose
from briefgen.util.hashing import digest, digest_bytes
from briefgen.util.public_files import refusal

FOLDER = "data"
"""The folder of a project that holds them."""
SUFFIXES = (".csv", ".json", ".yaml", ".yml")


def files_of(root: Path) -> Iterator[Path]:
    """The project's data files, in order."""
    return (path for path in sorted((root / FOLDER).glob("*")) if path.suffix in SUFFIXES and path.is_file())


def digest_of_data(root: Path) -> str:
    """The digest of all data files; empty if there are none."""
    known = [(path.name, digest_bytes(_bytes(root, path))) for path in files_of(root)]
    return digest(known) if known else ""


def read_data(root: Path, diagnostics: Diagnostics) -> dict[str, Any]:
    """The values of all readable data files by name.

    The others are reported.
    """
    data: dict[str, Any] = {}
    names: dict[str, str] = {}
    for path in files_of(root):
        shown = f"{FOLDER}/{path.name}"
        first = names.setdefault(path.stem, shown)
        if why := refusal(root, shown, FOLDER):
            diagnostics.add(report_refusal(why, shown))
        elif first != shown:
            message = f"{first} is data.{path.stem} already"
            diagnostics.report("data-invalid", Location(shown), message, "rename one of the two files")
        else:
            value = _read(_bytes(root, path), path.suffix, shown, diagnostics)
            if value is not _NOTHING:
                data[path.stem] = value
    return data


_NOTHING = object()


def _bytes(root: Path, path: Path) -> bytes:
    """The bytes of a file; none where it may not or cannot be read."""
    if refusal(root, f"{FOLDER}/{path.name}", FOLDER):
        return b""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _read(content: bytes, suffix: str, shown: str, diagnostics: Diagnostics) -> Any:
    try:
        text = content.decode("utf-8-sig")
        if suffix == ".json":
            return _plain(json.loads(text))
        if suffix == ".csv":
            return _rows(text)
        return _yaml(text, shown, diagnostics)
    except json.JSONDecodeError as error:
        at, message = Location(shown, error.lineno, error.colno), f"this is no JSON: {error.msg}"
    except UnicodeDecodeError as error:
        at, message = Location(shown, content.count(b"\n", 0, error.start) + 1), "this file is not UTF-8"
    except (ValueError, csv.Error, yaml.YAMLError) as error:
        at, message = Location(shown), f"this file cannot be read: {error}"
    diagnostics.report("data-invalid", at, message, "mend the file, or take it out of data/")
    return _NOTHING


def _yaml(text: str, shown: str, diagnostics: Diagnostics) -> Any:
    tree = compose(text, shown)
    if isinstance(tree, Diagnostic):
        diagnostics.add(tree)
        return _NOTHING
    return _plain(yaml.safe_load(text))


def _rows(text: str) -> tuple[dict[str, str], ...]:
    """The rows of a table, each by the names in its first line."""
    lines = text.splitlines(keepends=True)
    separator = max(",;\t", key=lines[0].count) if lines else ","
    rows = csv.DictReader(lines, delimiter=separator, restkey="", restval="", strict=True)
    return tuple([{name: value for name, value in row.items() if name} for row in rows])


def _plain(value: Any) -> Any:
    """A value as texts, numbers, tuples and mappings with texts as keys.

    Raises:
        ValueError: for a value of another type.
    """
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set):
        return tuple([_plain(one) for one in value])
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise ValueError(f"it has a value of the type {type(value).__name__}")

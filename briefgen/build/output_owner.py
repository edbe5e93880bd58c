"""Note beside an output folder which project's site it holds.

No other project then overwrites it.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from briefgen.build.atomic_swap import place_of
from briefgen.config.config import FILE_NAME
from briefgen.util.files import replace_file

NAME = "project.json"


def other_project(root: Path, output: Path) -> str:
    """The folder of another project whose site an output folder holds, or an empty text.

    A project that has moved away, or whose note was copied with its folder, does not count.
    """
    project = _project_of(output)
    is_other = bool(project) and project != os.path.realpath(root)
    return project if is_other and Path(project, FILE_NAME).is_file() else ""


def is_ours(root: Path, output: Path) -> bool:
    """Whether a build of this project has written into an output folder."""
    return _project_of(output) == os.path.realpath(root)


def mark(root: Path, output: Path) -> None:
    """Note that an output folder holds the site of this project.

    Builds go on if the note cannot be written.
    """
    folder = os.path.realpath(output)
    values = {"output": folder, "project": os.path.realpath(root)}
    text = json.dumps(values, indent=2).encode("utf-8", "surrogatepass")
    with suppress(OSError):
        if not is_ours(root, output):
            replace_file(Path(place_of(folder)).with_name(NAME), text)


def _project_of(output: Path) -> str:
    folder = os.path.realpath(output)
    try:
        values = json.loads(Path(f"{folder}.briefgen", NAME).read_bytes())
        return str(values["project"]) if values["output"] == folder else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""

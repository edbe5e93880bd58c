"""All checks in their order. None of them ends the others."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.project.health import disk, libraries, machine
from briefgen.project.health.checks import Check, finding, run_probe

if TYPE_CHECKING:
    from briefgen.config import Config

_FILE = "briefgen.yml"


def examine(root: Path) -> Iterator[Check]:
    """Check the machine and the installation, and the project in ``root`` if it is one."""
    configs: list[Config] = []
    is_project = (root / _FILE).is_file()
    settings = list(run_probe("settings", lambda: _settings(root, configs))) if is_project else []
    config = configs[0] if configs else None
    yield from run_probe("Python", libraries.check_python)
    yield from run_probe("libraries", libraries.check_libraries)
    yield from run_probe("YAML", libraries.check_yaml)
    yield from run_probe("extras", lambda: _extras(config))
    yield from run_probe("git", machine.check_git)
    yield from run_probe("browser", machine.check_browser)
    yield from run_probe("terminal", machine.check_terminal)
    yield from run_probe("locale", machine.check_locale)
    yield from run_probe("open files", machine.check_open_files)
    yield from run_probe("temporary files", disk.check_temporary_folder)
    if is_project:
        yield from settings
        yield from _project(root, config)
    elif root.is_dir():
        yield from run_probe("watching", lambda: machine.check_watching(Path(tempfile.gettempdir())))
        hint = "name a project with -C, or start one: briefgen init"
        detail = f"{root.absolute()} has no {_FILE}, so no project was checked"
        yield finding("doctor-no-project", "project", detail, hint)
    else:
        hint = "name the folder of a project"
        yield finding("doctor-project", "project", f"there is no folder {root}", hint)


def _project(root: Path, config: Config | None) -> Iterator[Check]:
    yield from run_probe("disk", lambda: disk.check_room(root))
    yield from run_probe("project", lambda: disk.check_writable(root))
    if config:
        yield from run_probe("output", lambda: disk.check_output(root, config.output, config.output_mode))
        yield from run_probe("time zone", lambda: _zone(config.timezone))
    yield from run_probe("repository", lambda: machine.check_repository(root))
    yield from run_probe("watching", lambda: machine.check_watching(root))
    yield from run_probe("cache", lambda: _cache(root))


# These rooms load libraries that may be missing.


def _settings(root: Path, configs: list[Config]) -> Check:
    from briefgen.project.health.project_state import check_settings

    check, config = check_settings(root)
    configs += [config] if config else []
    return check


def _extras(config: Config | None) -> Iterator[Check]:
    if config is None:
        return libraries.check_extras()
    from briefgen.project.health.project_state import needed_extras

    return libraries.check_extras(needs=needed_extras(config))


def _zone(name: str) -> Check:
    from briefgen.project.health.project_state import check_zone

    return check_zone(name)


def _cache(root: Path) -> Check:
    from briefgen.project.health.cache_state import check_cache

    return check_cache(root)

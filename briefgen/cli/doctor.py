"""``briefgen doctor``: check the machine, the installation and the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli import common
from briefgen.util.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.project.health.checks import Check

_SIGNS = {"ok": ("✓", "green"), "missing": ("–", "yellow"), "broken": ("✗", "red")}


@click.command("doctor", cls=common.Command)
@common.IN_PROJECT
@common.JSON
def command(project: Path, as_json: bool) -> int:
    """Check the machine, the installation and the project.

    Below each part that must be mended it says how. Nothing is changed. The exit code is 1 if something must
    be mended; optional parts do not count.
    """
    from briefgen.project.health.checks import BROKEN

    checks = list(_checks(project))
    broken = sum(check.state == BROKEN for check in checks)
    if as_json:
        common.print_json([check._asdict() for check in checks])
    else:
        for check in checks:
            sign, colour = _SIGNS[check.state]
            common.print_lines([f"{click.style(sign, fg=colour)} {check.part}: {check.detail}"])
            if check.hint:
                common.print_lines([f"    {check.hint}"])
        common.print_lines([f"{plural(broken, 'part')} to mend." if broken else "All is well."])
    return common.FAILED if broken else common.DONE


def _checks(project: Path) -> Iterator[Check]:
    from briefgen.project.health import cache_state, libraries, machine

    yield libraries.check_python()
    yield from libraries.check_libraries()
    yield libraries.check_yaml()
    yield from libraries.check_extras()
    yield machine.check_git()
    yield machine.check_browser()
    yield machine.check_terminal()
    yield machine.check_open_files()
    yield machine.check_temporary_folder()
    if project.is_dir():
        yield machine.check_room(project)
        yield machine.check_writable(project)
        yield machine.check_watching(project)
        yield cache_state.check_cache(project)

"""``briefgen doctor``: check the machine, the installation and the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli import common
from briefgen.util.text import plural, printable

if TYPE_CHECKING:
    from briefgen.project.health.checks import Check

_SIGNS = {"ok": ("✓", "green"), "missing": ("–", "cyan"), "weak": ("!", "yellow"), "broken": ("✗", "red")}


def _project(context: click.Context, parameter: click.Parameter, folder: Path | None) -> Path:
    try:
        return common.project_at(folder)
    except ImportError:  # the settings need a library that is missing, which is then found
        return folder or Path()


@click.command("doctor", cls=common.Command)
@common.project_option(common.IN_PROJECT_HELP, callback=_project)
@common.JSON
def command(project: Path, as_json: bool) -> int:
    """Check the machine, the installation and the project.

    Below each finding it says what to do. Nothing is changed. The exit code is 1 if something must be
    mended; optional parts and notes do not count. Outside of a project it checks the rest.
    """
    from briefgen.project.health.checks import BROKEN
    from briefgen.project.health.examination import examine

    broken = 0
    checks = []
    for check in examine(project):
        broken += check.state == BROKEN
        checks.append(check)
        if not as_json:
            common.print_lines(_lines(check))
    if as_json:
        common.print_json([check._asdict() for check in checks])
    else:
        common.print_lines([f"{plural(broken, 'part')} to mend." if broken else "All is well."])
    return common.FAILED if broken else common.DONE


def _lines(check: Check) -> list[str]:
    sign, colour = _SIGNS[check.state]
    code = f" [{check.code}]" if check.code else ""
    line = f"{click.style(sign, fg=colour)} {check.part}: {printable(check.detail)}{code}"
    return [line, f"    {printable(check.hint)}"] if check.hint else [line]

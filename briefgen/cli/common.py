"""What all verbs share: common options, the project, the clock and error output."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.model.diagnostics import BriefgenError, in_order
from briefgen.reporting import console
from briefgen.util.text import did_you_mean, printable, shell_word, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import tzinfo
    from typing import TypeVar

    from briefgen.build.options import Options
    from briefgen.importing.importer import Importer
    from briefgen.project.project import Project
    from briefgen.util.activities import Activity

    Verb = TypeVar("Verb", bound=Callable[..., Any])

DONE, FAILED, USAGE = 0, 1, 2
"""Exit codes."""

NOT_OURS = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO}
)
"""Errors of the system that are no fault of briefgen's: full, forbidden, damaged."""

# --- options with one name and one meaning on every verb ---------------------------------------------------
DEFINE = click.option(
    "-D",
    "--define",
    "defines",
    multiple=True,
    metavar="KEY=VALUE",
    help="Override a setting of briefgen.yml for this run.",
)
DRAFTS = click.option("--drafts", is_flag=True, help="Include drafts.")
FORCE = click.option(
    "--force", is_flag=True, help="Go on where the site replaces files or commits that briefgen did not make."
)
DRY_RUN = click.option("--dry-run", is_flag=True, help="Show what would be done; change nothing.")
FAIL_ON_WARNING = click.option(
    "-W", "--fail-on-warning", "strict", is_flag=True, help="Treat warnings as errors."
)
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(console.FORMATS),
    default="text",
    show_default=True,
    help="How to print problems: for people, or as GitHub annotations.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
NITPICKY = click.option(
    "-n", "--nitpicky", "nitpick", is_flag=True, help="Warn about every broken reference."
)
PICTURES = click.option(
    "--pictures", is_flag=True, help="Save the pictures of other sites beside the article."
)
NOW = click.option(
    "--now",
    metavar="DATETIME",
    help="Use this time, such as 2022-03-31 or 2022-03-31T06:31+07:00, to decide what is public.",
)
OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The output folder, instead of the one in briefgen.yml.",
)
QUIET = click.option("-q", "--quiet", is_flag=True, help="Print only warnings and errors.")
VERBOSE = click.option("-v", "--verbose", is_flag=True, help="Print more details.")

# --- the project -------------------------------------------------------------------------------------------
_NAMED = "briefgen.project"
"""Where a click context keeps the folder that ``-C`` names."""


def project_at(folder: Path | None) -> Path:
    """The project in ``folder`` (or here), or in its nearest parent with a ``briefgen.yml``."""
    from briefgen.config import FILE_NAME, find_project

    start = folder or Path()
    if (start / FILE_NAME).is_file() or not start.is_dir():
        return start
    return find_project(start) or start


def _keep(context: click.Context, parameter: click.Parameter, folder: Path | None) -> Path:
    context.meta[_NAMED] = folder
    return project_at(folder)


def _choose(context: click.Context, parameter: click.Parameter, folder: Path | None) -> Path | None:
    by_option = context.meta.get(_NAMED)
    if folder and by_option:
        _check_same(folder, by_option)
    return folder or by_option


def _choose_project(context: click.Context, parameter: click.Parameter, folder: Path | None) -> Path:
    return project_at(_choose(context, parameter, folder))


def _check_same(folder: Path, by_option: Path) -> None:
    if folder.resolve() != by_option.resolve():
        raise click.UsageError(f'the argument names "{folder}", but -C names "{by_option}"; name one project')


def project_option(text: str, name: str = "project", **more: Any) -> Callable[[Verb], Verb]:
    """The option ``-C`` with a help text."""
    more = {"type": click.Path(path_type=Path), "callback": _keep, **more}
    return click.option("-C", "--project", name, metavar="DIR", help=text, **more)


IN_PROJECT_HELP = "The project (default: this folder, or its nearest parent with briefgen.yml)."
IN_PROJECT = project_option(IN_PROJECT_HELP)
_BESIDE_ARGUMENT: Mapping[str, Any] = {"name": "by_option", "is_eager": True, "expose_value": False}


def with_project(verb: Verb) -> Verb:
    """Add the argument PROJECT, and ``-C`` with the same meaning."""
    argument = click.argument(
        "project", default=None, required=False, type=click.Path(path_type=Path), callback=_choose_project
    )
    option = project_option("The project, like the argument PROJECT.", **_BESIDE_ARGUMENT)
    return option(argument(verb))


def with_folder(verb: Verb) -> Verb:
    """Add the argument FOLDER, which may not exist yet, and ``-C`` alike."""
    kind = click.Path(path_type=Path, file_okay=False)
    argument = click.argument("folder", default=None, required=False, type=kind, callback=_choose)
    option = project_option("The project, like the argument FOLDER.", **_BESIDE_ARGUMENT)
    return option(argument(verb))


def is_project(text: str) -> bool:
    """Whether a text names a project folder."""
    from briefgen.config.config import FILE_NAME

    return bool(text) and (Path(text) / FILE_NAME).is_file()


def project_instead(text: str, project: Path) -> tuple[str, Path]:
    """An empty text and the project, if ``text`` names a project.

    Else both arguments unchanged.

    Raises:
        click.UsageError: when ``-C`` names another project.
    """
    if not is_project(text):
        return text, project
    context = click.get_current_context()
    if by_option := context.meta.get(_NAMED):
        _check_same(Path(text), by_option)
    context.params["project"] = Path(text)
    return "", Path(text)


def refuse_project(text: str, what: str, command: str) -> None:
    """Refuse the folder of a project where something else is expected.

    Raises:
        click.UsageError: with the command to type.
    """
    if is_project(text):
        name = printable(text)
        hint = f"type: briefgen {command} -C {shell_word(name)}"
        raise click.UsageError(f'"{name}" is a project folder, not {what}; {hint}')


def open_to_read(root: Path, overrides: Mapping[str, str] | None = None) -> Project:
    """Open a project for a verb that writes neither pages nor the cache.

    Raises:
        BriefgenError: with every error of the settings.
    """
    from briefgen.cache.database import CacheFile
    from briefgen.project.project import open_project
    from briefgen.project.session import ProcessCache

    return open_project(root, overrides, ProcessCache(CacheFile(root), stays=True))


def importer_of(project: Project, now: str | None) -> tuple[Importer, Collection[str]]:
    """The importer of a project, and the hosts that may have a private address.

    Raises:
        click.UsageError: when ``now`` is not a date.
    """
    from briefgen.build.read import read_quietly
    from briefgen.importing.importer import Importer
    from briefgen.importing.inbox_folder import articles_of, read_inbox
    from briefgen.importing.known_articles import KnownArticles
    from briefgen.importing.skipped_items import read_skipped
    from briefgen.util.periods import zone

    moment = current_time(now, zone(project.config.timezone))
    there = [*articles_of(read_quietly(project)), *articles_of(read_inbox(project.root, project.pipeline))]
    importer = Importer(
        project.root, project.pipeline, KnownArticles(there), moment, skipped=read_skipped(project.root)
    )
    return importer, project.config.private_hosts


def build_options(project: Project, now: str | None, *, drafts: bool = False, **more: Any) -> Options:
    """The options of a build: those of the settings, but for ``more``.

    Raises:
        click.UsageError: when ``now`` is not a date.
    """
    from briefgen.build.options import Options
    from briefgen.util.periods import zone

    config = project.config
    moment = current_time(now, zone(config.timezone))
    options = Options(project.root / config.output, config.builders, moment, drafts=drafts)
    return replace(options, **more)


# --- arguments and output ----------------------------------------------------------------------------------


class Command(click.Command):
    """A verb; an error that ends its work is shown and decides the exit code."""

    def invoke(self, context: click.Context) -> Any:
        """Run the verb."""
        try:
            return super().invoke(context)
        except BriefgenError as error:
            failure = error
        except OSError as error:
            if error.errno not in NOT_OURS:
                raise
            failure = system_failure(error)
        values = context.params
        form = "json" if values.get("as_json") else values.get("form", "text")
        return report_error(failure, values.get("project") or Path(), form)


class Actions(click.Group):
    """The actions of a verb; an unknown one is reported with the nearest name."""

    command_class = Command

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The action, or an error that names the nearest one."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            hint = did_you_mean(args[0], self.commands, f"choose from: {', '.join(self.commands)}")
            raise click.UsageError(f'there is no "{printable(args[0])}"; {hint}', context)
        return super().resolve_command(context, args)


def overrides(defines: Sequence[str], *, option: str = "-D", form: str = "KEY=VALUE") -> Mapping[str, str]:
    """The values of an option such as ``-D`` as a mapping.

    Raises:
        click.UsageError: for one without ``=``.
    """
    pairs = {}
    for text in defines:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise click.UsageError(f'{option} takes {form}, not "{text}"')
        pairs[name] = value
    return pairs


def current_time(text: str | None, home: tzinfo) -> datetime:
    """``--now``, else SOURCE_DATE_EPOCH, else the clock, in the time zone ``home``.

    Raises:
        click.UsageError: when the text is not a date.
    """
    from briefgen.cleaning.dates import ACCEPTED, parse_moment

    if text:
        try:
            moment = parse_moment(text, "en", home)
        except ValueError as error:
            raise click.UsageError(f"--now: {error}; {ACCEPTED}") from None
        return moment.instant or datetime.fromisoformat(moment.day).replace(tzinfo=home)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit() and len(epoch) < 12:
        utc = datetime.fromtimestamp(int(epoch), timezone.utc)  # noqa: UP017 - as in cleaning.dates
        return utc.astimezone(home)
    return datetime.now(home)


def language_code(lang: str | None) -> str:
    """The value of ``--lang`` in its one spelling.

    Raises:
        click.UsageError: when it is not a language code.
    """
    from briefgen.util.language_tags import canonical_tag

    code = canonical_tag(lang or "")
    if lang and not code:
        hint = "write one such as en, id or pt-BR"
        raise click.UsageError(f'--lang: "{shorten(lang)}" is not a language code; {hint}')
    return code


def report_waiting() -> None:
    """Say that another build has to end first."""
    console.say("Another build of this project is running; waiting for it to finish.")


def writing_articles(root: Path) -> AbstractContextManager[None]:
    """Let no other command write articles of this project meanwhile; wait for one that does."""
    from briefgen.cache import lock

    if not is_project(str(root)):
        return nullcontext()
    message = "Another command is adding or cleaning articles here; waiting for it to finish."
    return lock.held(root, lambda: console.say(message), lock.ADDING)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines on standard output."""
    for line in lines:
        console.say(line, sys.stdout)


def print_json(value: Any, indent: int | None = 2) -> None:
    """Print a value as JSON."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=indent))


def system_failure(error: OSError) -> BriefgenError:
    """What to say when the system refuses to read or write a file."""
    from briefgen.model import Location
    from briefgen.model.diagnostics import failure

    path = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes | os.PathLike) else ""
    message = f"it cannot be read or written: {error.strerror}"
    hint = "free some space, or change the permissions, and run the command again"
    return failure("write-failed", Location(printable(path) or "a file"), message, hint)


def report_error(error: BriefgenError, root: Path, form: str = "text") -> int:
    """Show what ended the work; the exit code."""
    problems = in_order(error.diagnostics)
    if form == "json":
        from briefgen.model import Report

        print_json(console.report_json(Report(diagnostics=problems), lists=False))
    console.show(problems, root, console.Display(form))
    return exit_code(error)


def report_unfinished(calls: Sequence[Activity]) -> None:
    """Show the calls of extensions that an interrupt ended."""
    from briefgen.events import unfinished

    for call in calls:
        report_error(unfinished(call), Path())


def exit_code(error: BriefgenError) -> int:
    """2 for wrong usage, else 1."""
    return USAGE if error.by_usage else FAILED

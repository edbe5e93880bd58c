"""The table of verbs. The module of a verb is imported when it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import FrameType

import click

from briefgen import __version__
from briefgen.cli.streams import close_streams, open_streams
from briefgen.util import activities, interrupts
from briefgen.util.activities import Activity
from briefgen.util.text import did_you_mean

VERBS = {
    "init": "Start a project with sample articles.",
    "new": "Make an article file.",
    "add": "Make article files from texts, web pages, mails, feeds and tables.",
    "import": "Take over the content of a site made by Hugo, Jekyll, Pelican, Nikola or MkDocs.",
    "fetch": "Fetch the feeds that you follow into the inbox.",
    "inbox": "List the items that wait in the inbox.",
    "take": "Move items of the inbox to the site's articles.",
    "skip": "Remove items from the inbox, for good.",
    "build": "Make the site.",
    "check": "Report every problem; write nothing.",
    "serve": "Preview the site, and rebuild it after every change.",
    "publish": "Check the site, and publish it on GitHub Pages.",
    "send": "Give the mail of an edition to a mail service, as a draft.",
    "print": "Make a PDF file of an edition.",
    "why": "Explain why a page would be rendered.",
    "stories": "Suggest which articles tell the same story, and confirm it.",
    "clean": "Show how articles are cleaned, or clean their files.",
    "edition": "Show the contents of an edition, and freeze it.",
    "theme": "List themes and their options, and show the templates of a page.",
    "inventory": "Fetch and list the inventories of other sites.",
    "doctor": "Check the machine, the installation and the project.",
    "schema": "Print a JSON Schema for editors.",
}
"""Every verb and what it does; its ``command`` is in ``briefgen.cli.<verb>``."""

MODULES = {"why": "explain", "import": "import_site", "print": "print_pdf"}
"""Verbs whose module has another name."""


# Newer versions of click raise it where older ones print the help themselves.
_NO_ARGUMENTS = getattr(click.exceptions, "NoArgsIsHelpError", ())


class Verbs(click.Group):
    """The verbs, each loaded when it is called."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The verbs in the order of the table."""
        return list(VERBS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """A verb by name."""
        if name not in VERBS:
            return None
        command: click.Command = import_module(f"briefgen.cli.{MODULES.get(name, name)}").command
        return command

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb, or an error that names the nearest one."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            hint = did_you_mean(args[0], VERBS, f"choose from: {', '.join(VERBS)}")
            raise click.UsageError(f'there is no verb "{args[0]}"; {hint}', context)
        return super().resolve_command(context, args)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs for ``--help``, without loading them."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="briefgen", message="%(prog)s %(version)s")
def cli() -> None:
    """Make a site of curated briefings from a folder of articles."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run briefgen and exit.

    The codes are 0 for success, 1 for errors, 2 for wrong usage, 128 + N if signal N ended it.
    """
    open_streams()
    interrupts.install(_last_words)
    code = run(arguments)
    if failure := close_streams():
        click.echo(f"briefgen: standard output cannot be written: {failure}", err=True)
        code = code or 1
    # The interpreter would free every value one by one; the system does it at once.
    os._exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run briefgen and return the exit code. Wrong usage is reported in one line."""
    try:
        typed = list(arguments) if arguments is not None else None
        result = cli.main(typed, prog_name="briefgen", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.UsageError as error:
        if isinstance(error, _NO_ARGUMENTS):
            click.echo(error.format_message(), err=True)
            return 2
        name = error.ctx.command_path if error.ctx else "briefgen"
        click.echo(f"{name}: {_one_line(error)} (see {name} --help)", err=True)
        return 2
    except click.ClickException as error:
        click.echo(f"briefgen: {error.format_message()}", err=True)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as error:
        interrupt = error.__cause__ if isinstance(error, click.Abort) else error
        _name_unfinished(getattr(interrupt, "activities", ()))
        click.echo("briefgen: stopped.", err=True)
        return interrupts.exit_code()
    except MemoryError:
        click.echo("briefgen: there is too little memory; -j 1 needs less", err=True)
        return 1
    except Exception as error:
        _report_crash(error, sys.argv[1:] if arguments is None else arguments)
        return 1


def _report_crash(error: Exception, arguments: Sequence[str]) -> None:
    from briefgen.reporting import crash
    from briefgen.util.libraries import failed_module

    module = failed_module(error)
    if isinstance(error, ImportError) and not module.startswith("briefgen"):
        click.echo(f"briefgen: the module {module} cannot be loaded: {error}; install or repair it", err=True)
    else:
        crash.report(error, arguments)


def _last_words(frame: FrameType | None) -> None:
    """Name the extension that keeps this process from ending."""
    call = activities.current(frame)
    _name_unfinished((call,) if call else ())
    click.echo("briefgen: stopped.", err=True)


def _name_unfinished(calls: Sequence[Activity]) -> None:
    if calls:
        from briefgen.cli.common import report_unfinished

        report_unfinished(calls)


def _one_line(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        known = [name for p in (error.ctx.command.params if error.ctx else []) for name in p.opts]
        near = did_you_mean(error.option_name, [name for name in known if name.startswith("--")])
        return f"there is no option {error.option_name}" + (f"; {near}" if near else "")
    message = " ".join(error.format_message().split()).rstrip(".")
    # A second argument is most often a project.
    is_extra = message.startswith("Got unexpected extra argument")
    return f"{message}; name the project with -C DIR" if is_extra and error.ctx else message

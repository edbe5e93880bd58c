"""``briefgen import``: take over the content of a site that another program makes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli import common
from briefgen.model import Diagnostic
from briefgen.model.diagnostics import BriefgenError
from briefgen.reporting import console
from briefgen.util.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefgen.importing.old_sites.take_over import TakenOver

FORMATS = (
    "hugo", "jekyll", "pelican", "nikola", "mkdocs", "wordpress", "ghost", "substack", "buttondown",
)  # fmt: skip


@click.command("import", cls=common.Command)
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("path", metavar="PATH", type=click.Path(exists=True, path_type=Path))
@common.IN_PROJECT
@click.option(
    "--old-url", "url", metavar="URL", default="", help="The address of the old site, if its export lacks it."
)
@common.PICTURES
@common.DRY_RUN
@common.QUIET
@common.NOW
@common.JSON
def command(
    form: str,
    path: Path,
    project: Path,
    url: str,
    pictures: bool,
    dry_run: bool,
    quiet: bool,
    now: str | None,
    as_json: bool,
) -> int:
    """Copy the content of another program's site into this project.

    FORMAT is hugo, jekyll, pelican, nikola or mkdocs (with Material's blog), and PATH the folder of that
    site. Or FORMAT is wordpress, ghost, substack or buttondown, and PATH its export: a file, a folder or a
    ZIP archive. Articles, pages, drafts, pictures and downloads are copied; each old address becomes an
    alias. No file of the project is changed.
    """
    from briefgen.config import read_config
    from briefgen.importing.old_sites import take_over
    from briefgen.importing.old_sites.old_site import ExportOptions
    from briefgen.importing.picture_saver import PictureSaver
    from briefgen.util.periods import zone

    config, _ = read_config(project)
    options = ExportOptions(url, common.current_time(now, zone(config.timezone)))
    if path.is_file() and form in take_over.READERS and path.suffix.lower() != ".zip":
        raise click.UsageError(f"{path} is a file; name the folder of the {form} site")
    saver = PictureSaver(project, config.private_hosts) if pictures else None
    target = take_over.Project(project, config.content, config.static, dry_run, options, saver)
    with common.writing_articles(project):
        outcomes = take_over.take_over(form, path, target)
        return _report(outcomes, quiet=quiet, as_json=as_json, dry=dry_run)


def _report(
    outcomes: Iterable[TakenOver | Diagnostic | BriefgenError],
    *,
    quiet: bool,
    as_json: bool,
    dry: bool,
) -> int:
    """Print each file, each problem, and a summary; the exit code."""
    counts, failed = Counter[tuple[str, str]](), False
    files: list[dict[str, Any]] = []
    problems: list[Diagnostic] = []
    for one in outcomes:
        if isinstance(one, BriefgenError):
            failed = True
            problems += one.diagnostics
        elif isinstance(one, Diagnostic):
            problems.append(one)
        else:
            counts[one.kind, one.what] += 1
            files.append(one._asdict())
            if not quiet and not as_json and one.what == "added":
                verb = "would add" if dry else "added"
                common.print_lines([f"{verb} {one.path}{f' (was {one.address})' if one.address else ''}"])
    if as_json:
        common.print_json({"files": files, "diagnostics": [*map(console.values, problems)]})
    else:
        console.show(problems, Path(), console.Display("text"))
        if not quiet:
            console.say(_summary(counts, dry=dry))
    return common.FAILED if failed else common.DONE


def _summary(counts: Counter[tuple[str, str]], *, dry: bool) -> str:
    added = [
        plural(counts[kind, "added"], kind)
        for kind in ("article", "draft", "page", "file")
        if counts[kind, "added"]
    ]
    same = sum(number for (_, what), number in counts.items() if what == "unchanged")
    verb = "would be added" if dry else "added"
    text = f"{', '.join(added)} {verb}." if added else "Nothing to add."
    return f"{text} {plural(same, 'file')} unchanged." if same else text

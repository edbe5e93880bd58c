"""Check a project as a build would, without rendering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.build.group import group_site
from briefgen.build.plan import plan_pages
from briefgen.build.progress import Progress, no_progress
from briefgen.build.read import read
from briefgen.cleaning.outlet_file import read_outlets
from briefgen.cleaning.outlet_rules import check_examples
from briefgen.crossref import check as references
from briefgen.reading.discovery import scan

if TYPE_CHECKING:
    from briefgen.build.options import Options
    from briefgen.model import Report
    from briefgen.project.project import Project
    from briefgen.site.site import Site
from briefgen.build.build import _report


def check(project: Project, options: Options, progress: Progress = no_progress) -> Report:
    """What a build would tell before it renders; nothing is written, if the project's memory ``stays``.

    Raises:
        BriefgenError: for an unknown builder, and when an extension's handler fails.
    """
    return survey(project, options, progress)[0]


def survey(project: Project, options: Options, progress: Progress) -> tuple[Report, Site]:
    """What ``check`` tells, and the site that it is told of, with the addresses of all its pages.

    Raises:
        BriefgenError: as ``check``.
    """
    told = list(project.diagnostics)
    scanned = scan(project.root, project.config.content)
    told += scanned.diagnostics
    library = read(project, scanned, options, told, progress)
    site = group_site(project, scanned, library, options, told)
    pages = plan_pages(project, project.builders(options.builders), site, told)
    site = site.changed(urls=frozenset([page.url for page in pages]))
    told += references.check(site, nitpick=options.nitpick)
    told += check_examples(read_outlets(project.root))
    count = sum(page.is_html for page in pages)
    return _report(project, options, told, library, len(site.articles), count), site

"""Check a project as a build would, without rendering."""

from __future__ import annotations

from briefgen.build.group import group_site
from briefgen.build.options import Options
from briefgen.build.plan import plan_pages
from briefgen.build.progress import Progress, no_progress
from briefgen.build.read import read
from briefgen.build.run import Build
from briefgen.cleaning.outlet_file import read_outlets
from briefgen.cleaning.outlet_rules import check_examples
from briefgen.crossref import check as references
from briefgen.model import Report
from briefgen.project.project import Project
from briefgen.reading import discovery
from briefgen.reporting.refused_files import report_refused
from briefgen.site.site import Site


def check(project: Project, options: Options, progress: Progress = no_progress) -> Report:
    """Return what a build would report before it renders.

    Nothing is written if the project's cache ``stays``.
    """
    return survey(Build(project, options, progress))[0]


def survey(build: Build) -> tuple[Report, Site]:
    """Return what ``check`` reports, and the site, with the addresses of all its pages."""
    project, diagnostics = build.project, build.diagnostics
    scan = discovery.scan_project(project.config)
    refused = report_refused(project.root, project.config.static)
    diagnostics.extend([*project.diagnostics, *scan.diagnostics, *refused])
    library = read(build, scan)
    site = group_site(build, scan, library)
    pages = plan_pages(build, project.builders(build.options.builders), site)
    site = site.changed(urls=frozenset([page.url for page in pages]))
    diagnostics.extend(references.check(site, build.config, nitpick=build.options.nitpick))
    diagnostics.extend(check_examples(read_outlets(project.root)))
    count = sum(page.is_html for page in pages)
    return build.report(library, len(site.articles), count, site.articles.due), site

"""``briefgen build -b linkcheck``: check every link on the site and on the web.

It is no builder: pages depend on the site alone, and what the web answers does not.
"""

from __future__ import annotations

from dataclasses import replace

from briefgen.build.check import survey
from briefgen.build.options import Options
from briefgen.build.progress import Progress
from briefgen.build.run import Build
from briefgen.cache.store import FOLDER, make_folder
from briefgen.linkcheck import results
from briefgen.linkcheck.external_links import links_of, own_path
from briefgen.linkcheck.report import link_problems
from briefgen.linkcheck.results import Result
from briefgen.linkcheck.scheduler import ask_all
from briefgen.model import Report
from briefgen.model.diagnostics import ERROR, WARNING, in_order, without
from briefgen.project.project import Project
from briefgen.util.files import replace_file

FILE = "linkcheck.jsonl"
"""The results of the last check in ``.briefgen/``, for readers and for the next check."""


def check_links(project: Project, options: Options, progress: Progress) -> tuple[Report, tuple[Result, ...]]:
    """Check the site's links and keep the results in ``.briefgen/``.

    Raises:
        BriefgenError: as ``build.check``.
        OSError: when the results cannot be written.
    """
    report, site = survey(Build(project, options, progress))
    links = links_of(site, project.root)
    outside = {url: at for url, at in links.items() if not own_path(url, project.config.url)}
    file = project.root / FOLDER / FILE
    known = {} if options.fresh or options.all else results.read(file)
    make_folder(project.root)
    answers: dict[str, Result] = {}
    try:
        for answer in ask_all(outside, known, project.config, options.now):
            answers[answer.url] = answer
            progress("asking", len(answers), len(outside))
    finally:  # whoever stops it half-way keeps what was asked
        link_results = tuple([answers[url] for url in sorted(answers)])
        replace_file(file, results.encode(link_results, outside))
    own = {url: at for url, at in links.items() if url not in outside}
    problems = link_problems(site, project, own, link_results, outside)
    shown = without(problems, project.config.suppress_warnings)
    diagnostics = in_order([*report.diagnostics, *shown])
    failed = any(d.severity == ERROR or (options.strict and d.severity == WARNING) for d in diagnostics)
    return replace(report, diagnostics=diagnostics, failed=failed), link_results

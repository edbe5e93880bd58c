"""``briefgen build -b linkcheck``: every link held against the site or, where it leads elsewhere, asked for on the web.

It makes no pages. A builder's pages follow from the site alone, and what the web answers does not; so it stands above the build.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefgen.build import survey
from briefgen.diagnostics import ERROR, WARNING, in_order, without
from briefgen.environment.store import FOLDER, make_folder, replace_file
from briefgen.linkcheck import results
from briefgen.linkcheck.rounds import ask_all
from briefgen.linkcheck.telling import told
from briefgen.linkcheck.websites import links_of, own_path

if TYPE_CHECKING:
    from briefgen.app import Project
    from briefgen.build import Progress
    from briefgen.keys import Options
    from briefgen.linkcheck.results import Result
    from briefgen.model import Report

FILE = "linkcheck.jsonl"
"""The results of the last check, under ``.briefgen/``: for people and programs, and what the next check knows."""


def check_links(project: Project, options: Options, progress: Progress) -> tuple[Report, tuple[Result, ...]]:
    """What is wrong with the site's links, and what became of each link to elsewhere; the results are kept in ``.briefgen/``.

    Raises:
        BriefgenError: as ``build.check``.
        OSError: when the results cannot be written.
    """
    report, site = survey(project, options, progress)
    links = links_of(site, project.root)
    outside = {url: at for url, at in links.items() if not own_path(url, project.config.url)}
    file = project.root / FOLDER / FILE
    known = {} if options.fresh or options.all else results.read(file)
    make_folder(project.root)
    answers: dict[str, Result] = {}
    try:
        for answer in ask_all(outside, known, project.config.linkcheck, options.now):
            answers[answer.url] = answer
            progress("asking", len(answers), len(outside))
    finally:  # whoever stops it half-way keeps what was asked
        found = tuple([answers[url] for url in sorted(answers)])
        replace_file(file, results.written(found, outside))
    own = {url: at for url, at in links.items() if url not in outside}
    problems = without(told(site, project, own, found, outside), project.config.suppress_warnings)
    diagnostics = in_order([*report.diagnostics, *problems])
    failed = any(d.severity == ERROR or (options.strict and d.severity == WARNING) for d in diagnostics)
    return replace(report, diagnostics=diagnostics, failed=failed), found

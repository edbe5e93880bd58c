"""Make the mail of an edition as a build would write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.build.check import survey
from briefgen.build.run import Build
from briefgen.builders.builder import Rendered
from briefgen.events import emit
from briefgen.model.diagnostics import failure
from briefgen.site.queries import QueryEngine, QueryRecorder

if TYPE_CHECKING:
    from briefgen.build.options import Options
    from briefgen.model import Page
    from briefgen.project.project import Project

BUILDER, KIND = "mail", "mail_message"


def edition_message(project: Project, options: Options, date: str, tree: str = "") -> bytes:
    """Return the bytes of an edition's ``mail.eml``; ``tree`` is the language of its tree of pages.

    Raises:
        BriefgenError: when the edition has no mail.
    """
    _, site = survey(Build(project, options))
    answers = QueryEngine(site, project.settings).of(tree)
    builder = project.builders([BUILDER])[tree, BUILDER]
    pages = builder.plan(site.trees.get(tree, site))
    page = next((one for one in pages if one.kind == KIND and one.subject == (date,)), None)
    if page is None:
        message = f"the edition {date} has no mail{f' in {tree}' if tree else ''}"
        raise failure("send-refused", project.config.place("mail"), message, "check that it has a page")
    return _bytes(project, page._replace(tree=tree), builder.render(page, QueryRecorder(answers)))


def _bytes(project: Project, page: Page, content: str | bytes) -> bytes:
    data = content.encode() if isinstance(content, str) else content
    return emit(project.extensions.handlers, "page-rendered", Rendered(page, data)).content

"""Why a page is rendered: the check of a build, said in words that are remembered with the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from briefgen.build.value_diff import Difference, differences
from briefgen.cache.code_version import code_digest
from briefgen.config import Config
from briefgen.config.plain import differing, from_plain, to_plain, with_plain
from briefgen.site.queries import query_text, setting_text
from briefgen.site.settings import SETTINGS, Settings
from briefgen.util.hashing import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.build.options import Options
    from briefgen.build.output import Output
    from briefgen.cache.pages import BuildRecord
    from briefgen.model import Page, Trace
    from briefgen.model.page import Query
    from briefgen.project.project import Project
    from briefgen.site.queries import QueryEngine

NEW = "it was new"
SUBJECT = "it is about something else"
DAMAGED = "its file in the output was changed or missing"
NAMED = 3
"""Queries that a remembered reason names."""


class Reason(NamedTuple):
    """One thing that makes a page be rendered: of which kind, what it is, and what changed in it."""

    kind: str
    what: str
    changes: tuple[Difference, ...] = ()


# --- what shapes pages besides the site -------------------------------------------------------------------


def shaped_by(project: Project, options: Options) -> dict[str, Any]:
    """All that shapes the site besides the articles, as plain values, so that the next build can say what changed."""
    config, theme = project.config, project.studio.theme
    return {
        "now": options.now.isoformat(),
        "drafts": options.drafts,
        "config": differing(config, Config(config.root)),
        "trees": {tree: differing(one, config) for tree, one in project.configs.items()},
        "options": to_plain(theme.options),
        "tokens": bool(theme.tokens),
        "theme": tuple(name for name, _ in theme.chain),
        "template": {name: file.digest for name, file in theme.templates.items()},
        "catalogue": theme.translations | _own_catalogues(project),
        "code": {"briefgen": code_digest(), "extensions": project.extensions.render_digest},
    }


def settings_of(project: Project, shaped: Mapping[str, Any]) -> dict[str, Settings]:
    """The settings that ``shaped_by`` kept, by tree."""
    config = with_plain(Config(project.root), shaped["config"])
    options = from_plain(shaped["options"])
    return {tree: Settings(with_plain(config, own), config, options) for tree, own in shaped["trees"].items()}


def _own_catalogues(project: Project) -> dict[str, str]:
    """The digest of the site's own texts in each language that has some."""
    return {
        f"locales/{config.language}/LC_MESSAGES/site.po": digest(dict(config.strings))
        for config in project.configs.values()
        if config.strings
    }


def shaping(then: Mapping[str, Any], now: Mapping[str, Any], page: Page, project: Project) -> list[Reason]:
    """What changed of all that shapes a page besides the site and the settings.

    ``then`` is empty where nothing is remembered of it.
    """
    if page.kind in ("file", "picture"):
        return [Reason("file", f"the file {page.subject[1]} changed")]
    return list(_shaping(then, now, page, project)) if then else []


def unknown(page: Page) -> Reason:
    """What is said of a page whose builder makes it of something else, where it is not known of what."""
    return Reason("builder", f"what the builder {page.builder} makes it of changed")


def _shaping(
    then: Mapping[str, Any], now: Mapping[str, Any], page: Page, project: Project
) -> Iterator[Reason]:
    for name in project.studio.theme.reached(page.template) if page.template else ():
        if then["template"].get(name) != now["template"].get(name):
            file = project.studio.theme.templates[name]
            yield Reason("template", f"the template {project.studio.theme.show(file.path)} changed")
    if then["tokens"] != now["tokens"]:
        changes = differences(then["options"], now["options"])
        yield Reason("theme-option", "whether theme options need a stylesheet changed", changes)
    if then["theme"] != now["theme"]:
        change = Difference("", " < ".join(then["theme"]), " < ".join(now["theme"]))
        yield Reason("theme", "the theme changed", (change,))
    for name in sorted(then["catalogue"].keys() | now["catalogue"].keys()):
        if then["catalogue"].get(name) != now["catalogue"].get(name):
            yield Reason("catalogue", f"the catalogue {name} changed")
    for name, what in (("briefgen", "briefgen itself"), ("extensions", "the code of the extensions")):
        if then["code"][name] != now["code"][name]:
            yield Reason("code", f"{what} changed")


# --- the check --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Check:
    """Tells of each page whether the file in the output is what it would be if it were rendered now, and if not, why."""

    project: Project
    options: Options
    last: BuildRecord
    shapes: Mapping[str, str]
    answers: QueryEngine
    output: Output
    _shaped: dict[str, Any] = field(default_factory=dict)
    _said: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    @property
    def shaped(self) -> dict[str, Any]:
        """What shapes pages today."""
        if not self._shaped:
            self._shaped = shaped_by(self.project, self.options)
        return self._shaped

    def why(self, page: Page) -> str:
        """Why a page must be rendered; empty where it stands as it would be."""
        trace = self.last.traces.get(page.url)
        if trace is None:
            return NEW
        if self.options.fresh or self.options.all:
            return (
                "all pages were asked for with -E"
                if self.options.fresh
                else "all pages were asked for with -a"
            )
        if trace.about != page.about:
            return SUBJECT
        answers = self.answers.of(page.tree)
        if trace.shape != self.shapes[page.url]:
            settings = [query for query in changed(trace, answers) if query[0] in SETTINGS]
            return _listed([*self._shape(page), *map(_changed, settings)] or [unknown(page).what])
        if not answers.still(trace):
            return asked_anew(trace, answers)
        return "" if self.output.stat(trace.path) == trace.stat else DAMAGED

    def _shape(self, page: Page) -> list[str]:
        """What of the shape changed; pages of one template share the answer."""
        key = (page.builder, page.template, page.url if page.kind in ("file", "picture") else "")
        if key not in self._said:
            reasons = shaping(self.last.shaped, self.shaped, page, self.project)
            self._said[key] = [reason.what for reason in reasons]
        return self._said[key]


def asked_anew(trace: Trace, answers: QueryEngine) -> str:
    """The queries of a trace whose answers changed, as a short text."""
    return said_of(changed(trace, answers))


def said_of(queries: list[Query]) -> str:
    """That the answers to these queries changed, as a short text."""
    return _listed([_changed(query) for query in queries])


def _changed(query: Query) -> str:
    return f"{setting_text(query) if query[0] in SETTINGS else query_text(query)} changed"


def changed(trace: Trace, answers: QueryEngine) -> list[Query]:
    """The queries of a trace that have another answer than they had then."""
    return [q for q, then in zip(trace.queries, trace.answers, strict=True) if answers.digest(q) != then]


def _listed(reasons: list[str]) -> str:
    more = f" and {len(reasons) - NAMED} more" if len(reasons) > NAMED else ""
    return ", ".join(reasons[:NAMED]) + more

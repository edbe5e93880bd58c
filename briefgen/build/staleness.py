"""Check which pages are stale, and say why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from briefgen.build.options import Options
from briefgen.build.run import Build
from briefgen.build.value_diff import Difference, differences
from briefgen.cache.code_version import code_digest
from briefgen.config import Config
from briefgen.config.plain import differing, from_plain, to_plain, with_plain
from briefgen.config.texts import translations
from briefgen.model import Page, Trace
from briefgen.model.page import Query
from briefgen.project.project import Project
from briefgen.site.queries import QueryEngine, query_text, setting_text
from briefgen.site.settings import SETTINGS, Settings
from briefgen.util.hashing import digest

NEW = "it was new"
SUBJECT = "it is about something else"
DAMAGED = "its file in the output was changed or missing"
SHOWN = 3
"""Queries that a reason names."""


class Reason(NamedTuple):
    """One reason to render a page: its kind, a text, and what changed."""

    kind: str
    what: str
    changes: tuple[Difference, ...] = ()


# --- what shapes pages besides the site -------------------------------------------------------------------


def shaped_by(project: Project, options: Options) -> dict[str, Any]:
    """Return what shapes the site besides the articles, as plain values for the next build."""
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


def settings_of(project: Project, inputs: Mapping[str, Any]) -> dict[str, Settings]:
    """Return the settings by tree, from what ``shaped_by`` returned."""
    config = with_plain(Config(project.root), inputs["config"])
    options = from_plain(inputs["options"])
    return {tree: Settings(with_plain(config, own), config, options) for tree, own in inputs["trees"].items()}


def _own_catalogues(project: Project) -> dict[str, str]:
    """The digest of the site's own texts, by the catalogue of each language."""
    texts = {}
    for config in project.configs.values():
        declared = translations(config.own_words, project.config.language, config.language)
        if strings := {text: own for text, own in config.strings.items() if text not in declared}:
            texts[f"locales/{config.language}/LC_MESSAGES/site.po"] = digest(strings)
    return texts


def shaping(
    then: Mapping[str, Any], now: Mapping[str, Any], page: Page, project: Project
) -> Iterator[Reason]:
    """Yield what changed of a page's inputs besides site and settings; ``then`` may be empty."""
    if page.kind in ("file", "picture"):
        yield Reason("file", f"the file {page.subject[1]} changed")
    if page.kind in ("file", "picture") or not then:
        return
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


def unknown(page: Page) -> Reason:
    """Return the reason for a page whose other inputs are not known."""
    return Reason("builder", f"what the builder {page.builder} makes it of changed")


# --- the check --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class StalenessCheck:
    """Check whether the file of a page is what rendering it now would give."""

    build: Build
    answers: QueryEngine
    _inputs: dict[str, Any] = field(default_factory=dict)
    _texts: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    @property
    def inputs(self) -> dict[str, Any]:
        """What shapes pages today, besides the articles."""
        if not self._inputs:
            self._inputs = shaped_by(self.build.project, self.build.options)
        return self._inputs

    def explain(self, page: Page, fingerprint: str) -> str:
        """Return why a page must be rendered; empty if its file is current."""
        trace = self.build.last.traces.get(page.url)
        if trace is None:
            return NEW
        if self.build.options.fresh:
            return "all pages were asked for with -E"
        if self.build.options.all:
            return "all pages were asked for with -a"
        if trace.about != page.about:
            return SUBJECT
        answers = self.answers.of(page.tree)
        if trace.shape != fingerprint:
            settings = [query for query in changed_queries(trace, answers) if query[0] in SETTINGS]
            reasons = [*self._explain_inputs(page), *map(_changed, settings)]
            return _joined(reasons or [unknown(page).what])
        if not answers.still(trace):
            return describe(changed_queries(trace, answers))
        return "" if self.build.output.stat(trace.path) == trace.stat else DAMAGED

    def _explain_inputs(self, page: Page) -> list[str]:
        """Return which inputs changed; pages of one template share the texts."""
        key = (page.builder, page.template, page.url if page.kind in ("file", "picture") else "")
        if key not in self._texts:
            reasons = shaping(self.build.last.inputs, self.inputs, page, self.build.project)
            self._texts[key] = [reason.what for reason in reasons]
        return self._texts[key]


def describe(queries: list[Query]) -> str:
    """Return a short text that says that the answers to these queries changed."""
    return _joined([_changed(query) for query in queries])


def _changed(query: Query) -> str:
    return f"{setting_text(query) if query[0] in SETTINGS else query_text(query)} changed"


def changed_queries(trace: Trace, answers: QueryEngine) -> list[Query]:
    """Return the queries of a trace whose answer is another one now."""
    pairs = zip(trace.queries, trace.answers, strict=True)
    return [query for query, before in pairs if answers.digest(query) != before]


def _joined(reasons: list[str]) -> str:
    more = f" and {len(reasons) - SHOWN} more" if len(reasons) > SHOWN else ""
    return ", ".join(reasons[:SHOWN]) + more

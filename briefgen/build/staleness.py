"""Check which pages are stale, and say why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from briefgen.build.value_diff import Difference, differences
from briefgen.cache.code_version import code_digest
from briefgen.site.queries import query_text
from briefgen.util.hashing import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.build.options import Options
    from briefgen.build.run import Build
    from briefgen.model import Page, Trace
    from briefgen.model.page import Query
    from briefgen.project.project import Project
    from briefgen.site.queries import QueryEngine

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
    """Return what shapes pages besides the articles, as plain values for the next build."""
    config, theme = project.config, project.studio.theme
    settings = (
        "title",
        "description",
        "url",
        "language",
        "languages",
        "paginate",
        "permalinks",
        "pages",
        "feeds",
        "feed_authority",
        "canonical",
        "images",
        "card_fonts",
        "values",
    )
    grouping = (
        "fallback_topic",
        "closed_topics",
        "paginate",
        "permalinks",
        "pages",
        "period",
        "aliases",
        "languages",
    )
    return {
        "now": options.now.isoformat(),
        "drafts": options.drafts,
        "topics": [(t.slug, t.title, t.parent, tuple(t.keywords)) for t in config.topics],
        "grouping": {name: _plain(getattr(config, name)) for name in grouping},
        "setting": {name: _plain(getattr(config, name)) for name in settings},
        "builders": tuple(project.studio.builders),
        "theme": tuple(name for name, _ in theme.chain),
        "option": _plain(theme.options),
        "template": {name: file.digest for name, file in theme.templates.items()},
        "catalogue": theme.translations | _own_catalogues(project),
        "code": {"briefgen": code_digest(), "extensions": project.extensions.render_digest},
    }


def _own_catalogues(project: Project) -> dict[str, str]:
    """The digest of the site's own texts in each language that has some."""
    return {
        f"locales/{config.language}/LC_MESSAGES/site.po": digest(dict(config.strings))
        for config in project.configs.values()
        if config.strings
    }


def _plain(value: Any) -> Any:
    """A value as plain mappings, tuples, texts and numbers, which is what the environment holds."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (tuple, list)):
        return tuple(_plain(one) for one in value)
    return value if value is None or isinstance(value, (bool, int, float, str)) else repr(value)


def shaping(
    then: Mapping[str, Any], now: Mapping[str, Any], page: Page, project: Project
) -> Iterator[Reason]:
    """Yield what changed of a page's inputs besides the site; ``then`` may be empty."""
    if page.kind in ("file", "picture"):
        yield Reason("file", f"the file {page.subject[1]} changed")
        return
    reasons = list(_shaping(then, now, page, project)) if then else []
    yield from reasons or [Reason("builder", f"what the builder {page.builder} makes it of changed")]


def _shaping(
    then: Mapping[str, Any], now: Mapping[str, Any], page: Page, project: Project
) -> Iterator[Reason]:
    for name in project.studio.theme.reached(page.template) if page.template else ():
        if then["template"].get(name) != now["template"].get(name):
            file = project.studio.theme.templates[name]
            yield Reason("template", f"the template {project.studio.theme.show(file.path)} changed")
    for name in now["setting"]:
        if changes := differences({name: then["setting"].get(name)}, {name: now["setting"][name]}):
            yield Reason("setting", f"the setting {name} changed", changes)
    for name in sorted(then["option"].keys() | now["option"].keys()):
        if changes := differences(_only(then["option"], name), _only(now["option"], name)):
            yield Reason("theme-option", f"the theme option {name} changed", changes)
    yield from _shaping_all(then, now)


def _shaping_all(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Reason]:
    """What changed of the things that shape every page of a site."""
    for kind, what in (("theme", "the theme"), ("builders", "the list of builders")):
        if then[kind] != now[kind]:
            change = Difference("", " < ".join(then[kind]), " < ".join(now[kind]))
            yield Reason(kind, f"{what} changed", (change,))
    for name in sorted(then["catalogue"].keys() | now["catalogue"].keys()):
        if then["catalogue"].get(name) != now["catalogue"].get(name):
            yield Reason("catalogue", f"the catalogue {name} changed")
    for name, what in (("briefgen", "briefgen itself"), ("extensions", "the code of the extensions")):
        if then["code"][name] != now["code"][name]:
            yield Reason("code", f"{what} changed")


def _only(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {name: values[name]} if name in values else {}


# --- the check --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class StalenessCheck:
    """Check whether the file of a page is what rendering it now would give."""

    build: Build
    answers: QueryEngine
    _inputs: dict[str, Any] = field(default_factory=dict)
    _texts: dict[tuple[str, str, str], str] = field(default_factory=dict)

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
        if trace.shape != fingerprint:
            return self._explain_inputs(page)
        answers = self.answers.of(page.tree)
        if not answers.still(trace):
            return describe(changed_queries(trace, answers))
        return "" if self.build.output.stat(trace.path) == trace.stat else DAMAGED

    def _explain_inputs(self, page: Page) -> str:
        """Return which inputs changed; pages of one template share the text."""
        key = (page.builder, page.template, page.url if page.kind == "file" else "")
        if key not in self._texts:
            reasons = shaping(self.build.last.inputs, self.inputs, page, self.build.project)
            self._texts[key] = _joined([reason.what for reason in reasons])
        return self._texts[key]


def describe(queries: list[Query]) -> str:
    """Return a short text that says that the answers to these queries changed."""
    return _joined([f"{query_text(query)} changed" for query in queries])


def changed_queries(trace: Trace, answers: QueryEngine) -> list[Query]:
    """Return the queries of a trace whose answer is another one now."""
    pairs = zip(trace.queries, trace.answers, strict=True)
    return [query for query, before in pairs if answers.digest(query) != before]


def _joined(reasons: list[str]) -> str:
    more = f" and {len(reasons) - SHOWN} more" if len(reasons) > SHOWN else ""
    return ", ".join(reasons[:SHOWN]) + more

"""Drop a line for a whole outlet, and find the articles that this changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from briefgen.cleaning.outlet_file import FIELDS, FOLDER, files_of, outlet_of, read_outlets
from briefgen.cleaning.outlet_rules import NAME, Outlet, check_examples, outlet_rule
from briefgen.curation.file_changes import FileChange, bytes_at
from briefgen.curation.file_edits import yaml_values
from briefgen.events import emit
from briefgen.model import Article, Diagnostic, Location
from briefgen.model.diagnostics import BriefgenError, failure
from briefgen.project.project import Project
from briefgen.project_files.text_file import TextFile
from briefgen.reading.article import load
from briefgen.reading.pipeline import Pipeline
from briefgen.reading.prepare import Prepared, prepare
from briefgen.schema import SETTINGS, read_fields
from briefgen.schema.yaml_edit import Value, rewrite
from briefgen.util.text import fold, shorten, slugify
from briefgen.util.urls import host_of

TRIED = 100
"""Articles that are cleaned both ways to see whether they change."""
NEIGHBOUR = 160
"""Letters of the line that an example keeps."""


class OutletPhrase(NamedTuple):
    """A line that goes from all articles of an outlet.

    ``kept`` is a line beside it that stays, for the example. ``head`` has the article's source and address.
    """

    line: str
    kept: str
    head: dict[str, str]


class ChangedArticles(NamedTuple):
    """Articles that change, and how many more have the line in their files."""

    articles: Sequence[Article]
    more: int = 0


def drop_phrase(project: Project, phrase: OutletPhrase) -> FileChange:
    """The change of an outlet's file by which a line goes.

    Raises:
        BriefgenError: when the article names no outlet, or a rule file has errors.
    """
    path = _file_of(project, phrase.head)
    before = bytes_at(project.root, path)
    text = (before or b"").decode("utf-8")
    declared = read_fields(FIELDS, text, path, SETTINGS)
    if declared.diagnostics:
        raise BriefgenError(*declared.diagnostics)
    values: dict[str, Value | None] = {} if before else _naming(phrase.head)
    if fold(phrase.line) in map(fold, declared.values["phrases"]):
        return FileChange(path, before, before)
    written = yaml_values(text, path)
    phrases, examples = (_entries(written.get(name)) for name in ("phrases", "examples"))
    values["phrases"] = [*phrases, phrase.line]
    for example in _examples(phrase):
        after = rewrite(text, path, {**values, "examples": [*examples, example]})
        data = TextFile(before).with_text(after) if before else after.encode("utf-8")
        problems: list[Diagnostic] = []
        outlet = outlet_of(data, path, problems)
        if not problems and not _is_wrong(outlet, example):
            break
    return FileChange(path, before, data)


def changed_articles(project: Project, change: FileChange, line: str) -> ChangedArticles:
    """The articles from which a change of an outlet's file removes a line.

    Raises:
        BriefgenError: when a rule file has errors.
    """
    problems: list[Diagnostic] = []
    outlet = outlet_of(change.after or b"", change.path, problems)
    if problems:
        raise BriefgenError(*problems)
    pipeline = _with_outlet(project, change.path, outlet)
    having = [*_having(project, outlet, fold(line))]
    tried = [one for one in having[:TRIED] if _changes(project, one.path, pipeline)]
    return ChangedArticles(tuple(tried), max(0, len(having) - TRIED))


def _having(project: Project, outlet: Outlet, folded: str) -> Iterator[Article]:
    """The articles of an outlet in whose files a line may stand."""
    for path, one in sorted((project.memory.reads or {}).items()):
        article = one.result.article
        if article and outlet.covers({"source": article.source, "url": article.url}):
            data = bytes_at(project.root, path) or b""
            if folded in fold(data.decode("utf-8", "replace")):
                yield article


def _changes(project: Project, path: str, pipeline: Pipeline) -> bool:
    return _lines(project, path, project.pipeline) != _lines(project, path, pipeline)


def _entries(value: Any) -> list[Any]:
    """A list as it is written; a single entry may stand without one."""
    return value if isinstance(value, list) else [value] if value else []


def head_of(prepared: Prepared) -> dict[str, str]:
    """The source and the address by which an article belongs to an outlet."""
    return {name: prepared.cleaned.draft.head.get(name, "") for name in ("source", "url")}


def _file_of(project: Project, head: dict[str, str]) -> str:
    """The file of an outlet's rules, there already or new."""
    paths = [f"{FOLDER}/{path.name}" for path in files_of(project.root)]
    own = [path for path, one in zip(paths, read_outlets(project.root), strict=True) if one.covers(head)]
    if own:
        return own[0]
    outlet = head["source"] or host_of(head["url"]).removeprefix("www.")
    if not outlet:
        message = "the article names neither its source nor its address, so no outlet's rules cover it"
        raise failure("write-refused", Location(FOLDER), message, "write source: into its front matter")
    name = slugify(outlet)
    names = (f"{FOLDER}/{name}{f'-{n}' if n > 1 else ''}.yml" for n in range(1, 1 << 16))
    return next(path for path in names if path not in paths and bytes_at(project.root, path) is None)


def _naming(head: dict[str, str]) -> dict[str, Value | None]:
    """What names the outlet in a new file."""
    if head["source"]:
        return {"source": head["source"]}
    host = host_of(head["url"]).removeprefix("www.")
    return {"source": host, "hosts": [host]}


def _examples(phrase: OutletPhrase) -> Sequence[dict[str, str]]:
    """Examples to try: with a line that stays, else with the dropped line alone."""
    alone = {"raw": phrase.line, "clean": ""}
    kept = shorten(phrase.kept.strip(), NEIGHBOUR)
    return (*([{"raw": f"{kept}\n{phrase.line}", "clean": kept}] if kept else []), alone)


def _is_wrong(outlet: Outlet, example: dict[str, str]) -> bool:
    mine = [one for one in outlet.examples if (one.raw, one.clean) == (example["raw"], example["clean"])]
    return not mine or any(check_examples([replace(outlet, examples=tuple(mine))]))


def _with_outlet(project: Project, path: str, outlet: Outlet) -> Pipeline:
    """The pipeline of a project in which a file has these rules."""
    paths = [f"{FOLDER}/{one.name}" for one in files_of(project.root)]
    known = dict(zip(paths, read_outlets(project.root), strict=True))
    outlets = [one for _, one in sorted({**known, path: outlet}.items())]
    rules = tuple(outlet_rule(outlets) if rule.name == NAME else rule for rule in project.pipeline.rules)
    return replace(project.pipeline, rules=rules)


def _lines(project: Project, path: str, pipeline: Pipeline) -> list[str]:
    """The lines of an article after cleaning; none where it cannot be read."""
    source = load(bytes_at(project.root, path) or b"", path)
    if isinstance(source, Diagnostic):
        return []
    prepared = prepare(emit(pipeline.handlers, "source-read", source), pipeline)
    return [] if isinstance(prepared, Diagnostic) else [line.text for line in prepared.cleaned.draft.lines]

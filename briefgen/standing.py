"""What a build is going to do, and the last one of this process: where only bodies changed since, the rest of its plan still holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from briefgen.builders import pagefind
from briefgen.environment.reads import unpack
from briefgen.environment.tracing import BODY, PART_BODIES, Answers, question_text
from briefgen.grouping.gate import next_turn
from briefgen.grouping.stories.copies import partners
from briefgen.keys import surroundings
from briefgen.model import Body, PackedBody, StoredBody
from briefgen.reading.library import read_body

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from briefgen.app import Project
    from briefgen.environment.reads import Remembered
    from briefgen.extension import Builder
    from briefgen.keys import Keys, Options
    from briefgen.model import Article, Diagnostic, Page, Trace
    from briefgen.reading.library import Library
    from briefgen.reading.scan import Scan
    from briefgen.site import Site


@dataclass(frozen=True, slots=True)
class Plan:
    """The pages of a site and which of them are stale; ``why`` says by address why a page is stale.

    ``found`` are the diagnostics of grouping, planning and references, ``shaped`` is what ``reasons.shaped_by`` told.
    """

    keys: Keys
    answers: Answers
    builders: Mapping[tuple[str, str], Builder]
    pages: Sequence[Page]
    shapes: Mapping[str, str]
    stale: Sequence[Page]
    why: Mapping[str, str]
    found: tuple[Diagnostic, ...]
    shaped: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """The last build into one output folder, while its process stays: it saves grouping ten thousand heads to follow one edit.

    ``surroundings`` are those of ``keys``. ``turn`` is the moment at which an article is held back no more, or is from then on; ``readers``
    are the pages that asked for a body, ``gatherers`` those that asked for many at once.
    """

    plan: Plan
    project: Project
    options: Options
    scanned: Scan
    files: Mapping[str, Remembered]
    surroundings: str
    turn: datetime | None
    readers: Mapping[str, tuple[str, ...]]
    gatherers: Mapping[str, Trace]

    @classmethod
    def of(cls, plan: Plan, project: Project, options: Options, scanned: Scan, library: Library) -> Standing:
        """What stands after a build."""
        heads = [one.result.article for one in library.files.values() if one.result.article]
        readers: dict[str, list[str]] = {}
        gatherers: dict[str, Trace] = {}
        for url, trace in project.memory.pages[options.output].traces.items():
            for name, arguments in trace.questions:
                if name == BODY:
                    readers.setdefault(str(arguments[0]), []).append(url)
                elif name == PART_BODIES:
                    gatherers[url] = trace
        by_body = {article: tuple(urls) for article, urls in readers.items()}
        turn = next_turn(heads, options.now)
        around = surroundings(project.config)
        return cls(plan, project, options, scanned, library.files, around, turn, by_body, gatherers)

    def follow(self, project: Project, options: Options, scanned: Scan, library: Library) -> Plan | None:
        """The plan of a build before which nothing but bodies changed; None where something else may have."""
        same = replace(options, now=self.options.now, changed=None) == replace(self.options, changed=None)
        if project is not self.project or not same or (self.turn and options.now >= self.turn):
            return None
        if pagefind.NAME in options.builders:
            return None  # its files are named by what bodies say
        if options.changed is None and surroundings(project.config) != self.surroundings:
            return None
        if (
            self.plan.found
            or scanned.files != self.scanned.files
            or library.files.keys() != self.files.keys()
        ):
            return None
        changed = [
            (self.files[path], one) for path, one in library.files.items() if self.files[path] is not one
        ]
        site = self.plan.answers.site
        if not all(_differ_in_body(before, now, site) for before, now in changed):
            return None
        articles = {now.result.article.id: now.result.article for _, now in changed if now.result.article}
        if any(site.is_sealed(name) for name in articles):
            return None  # a published edition holds it to its text, and grouping tells whether it has changed
        heads = {
            **site.articles,
            **{
                name: _with_body(site.articles[name], new)
                for name, new in articles.items()
                if name in site.articles
            },
        }
        site = site.changed(articles=heads, bodies=bodies_of(project, library.files))
        why = {
            url: f"{question_text((BODY, (name,)))} changed"
            for name in articles
            for url in self.readers.get(name, ())
        }
        answers = Answers(site, same_heads=True)
        why |= {
            url: "a body of its part of the articles changed"
            for url, trace in self.gatherers.items()
            if not answers.of(trace.tree).still(trace)
        }
        stale = [page for page in self.plan.pages if page.url in why]
        keys = self.plan.keys._replace(whole="")
        return replace(self.plan, keys=keys, answers=answers, stale=stale, why=why)


def bodies_of(project: Project, files: Mapping[str, Remembered]) -> Callable[[str], Body]:
    """What gives the body that a file holds: it is in hand, on the shelf, or (where it was damaged there) in the file."""

    def body(path: str) -> Body:
        known = files[path].result.body
        if isinstance(known, PackedBody):
            return unpack(known)
        found = project.memory.shelf.body(known) if isinstance(known, StoredBody) else known
        return found or read_body(project.root, path, project.pipeline)

    return body


def _with_body(head: Article, new: Article) -> Article:
    """A head as the site shows it, which grouping may have changed, with what follows from the new body."""
    return head._replace(
        body_digest=new.body_digest, text_digest=new.text_digest, sketch=new.sketch, places=new.places
    )


def _differ_in_body(before: Remembered, now: Remembered, site: Site) -> bool:
    """Whether two readings of a file give the same head, as far as anybody asks for heads, refer to nothing and join the same."""
    old, new = before.result.article, now.result.article
    if old is None or new is None:
        return False
    same_head = (old.id, old.digest, old.references, new.references) == (new.id, new.digest, (), ())
    return same_head and (old.sketch == new.sketch or _partners(old, site) == _partners(new, site))


def _partners(article: Article, site: Site) -> dict[str, int]:
    return partners(article, site.articles.values()) if article.sketch else {}

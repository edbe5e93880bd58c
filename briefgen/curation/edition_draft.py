"""An edition as its curator sees it: what it holds, what is left out and why, and what its file must say for it to stay so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from briefgen.build.group import group_site
from briefgen.build.read import read
from briefgen.model.diagnostics import ERROR, in_order
from briefgen.reading import frontmatter
from briefgen.reading.discovery import EDITIONS, scan
from briefgen.util.periods import edition_of

if TYPE_CHECKING:
    from briefgen.build.options import Options
    from briefgen.model import Article, Diagnostic, Edition, EditionFile, Story
    from briefgen.project.project import Project
    from briefgen.schema.yaml_edit import Value
    from briefgen.site.site import Site


class Layout(NamedTuple):
    """One edition on its curator's desk.

    ``file`` is what its file says, if there is one, ``path`` where that is or would be. ``left_out`` are the articles of its date that
    are not public, with the reason; ``told`` is what a build would say of the edition.
    """

    edition: Edition
    path: str
    file: EditionFile | None
    left_out: tuple[tuple[Article, str], ...]
    told: tuple[Diagnostic, ...]
    site: Site

    @property
    def refused(self) -> tuple[Diagnostic, ...]:
        """The errors that must be mended before it can be frozen."""
        return tuple(one for one in self.told if one.severity == ERROR)


def lay_out(project: Project, options: Options, date: str) -> Layout:
    """The edition of ``date`` (the newest, if that is empty) out of what is there now; nothing is written if the memory ``stays``.

    Raises:
        BriefgenError: when an extension's handler fails.
    """
    told: list[Diagnostic] = list(project.diagnostics)
    scanned = scan(project.root, project.config.content)
    library = read(project, scanned, options, told, lambda phase, done, total: None)
    site = group_site(project, scanned, library, options, told)
    date = date or site.latest_day()
    results = [one.result for one in library.files.values()]
    of_date = [
        r.article for r in results if r.article and edition_of(r.article.day, site.editions.period) == date
    ]
    files = sorted((r.edition for r in results if r.edition and r.edition.date == date), key=lambda e: e.path)
    file = files[0] if files else None
    ours = {article.path for article in of_date} | {one.path for one in files}
    ours |= {path for path in scanned.editions if path.endswith(f"/{date}.md")}
    return Layout(
        site.edition(date),
        file.path if file else f"{project.config.content}/{EDITIONS}/{date}.md",
        file,
        tuple(
            (a, site.unpublished[a.path])
            for a in sorted(of_date, key=lambda a: a.path)
            if a.path in site.unpublished
        ),
        tuple(one for one in in_order(told) if one.location.path in ours and one.code != "held"),
        site,
    )


def freeze(layout: Layout, text: str) -> str:
    """The edition file ``text`` (empty, if there is none) as it must be for the edition to stay as it is.

    Raises:
        BriefgenError: when the file cannot be changed without changing what else it says.
    """
    return frontmatter.rewritten(text, layout.path, _frozen(layout))


def _frozen(layout: Layout) -> dict[str, Value | None]:
    """What ``--freeze`` writes: the items, if they are not listed yet, and what the articles are now."""
    changes: dict[str, Value | None] = {"status": "published"}
    if layout.edition.number:
        changes["number"] = layout.edition.number
    if not layout.edition.published:
        changes["items"] = {
            briefing.topic.slug: [_item(story) for story in briefing.stories]
            for briefing in layout.edition.briefings
        }
    changes["digests"] = {article.id: article.text_digest for article in layout.edition.articles}
    corrections = len(layout.file.corrections) if layout.file else 0
    if corrections:
        changes["sealed"] = corrections
    return changes


def _item(story: Story) -> Value:
    """A story as ``items`` lists it: an article alone by its id, others with their story and what they overlap."""
    if not story.slug:
        return story.lead.id
    others = [member for member in story.members if member.article.id != story.lead.id]
    overlap = {one.article.id: one.overlap for one in others if one.joined == "copy" and one.overlap}
    ids = [story.lead.id, *[member.article.id for member in others]]
    return {"story": story.slug, "articles": ids, **({"overlap": overlap} if overlap else {})}

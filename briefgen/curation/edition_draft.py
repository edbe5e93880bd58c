"""Lay out an edition for its curator, and freeze it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from briefgen.build.group import group_site
from briefgen.build.read import read
from briefgen.build.run import Build
from briefgen.config.folders import EDITIONS
from briefgen.curation.file_changes import FileChange
from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import ERROR, BriefgenError, Diagnostics, failure
from briefgen.reading import discovery, frontmatter
from briefgen.reading.article import load
from briefgen.reading.edition import read_edition

if TYPE_CHECKING:
    from briefgen.build.options import Options
    from briefgen.model import Article, Edition, EditionFile, Story
    from briefgen.project.project import Project
    from briefgen.schema.yaml_edit import Value
    from briefgen.site.site import Site


class Layout(NamedTuple):
    """An edition as its curator sees it.

    ``file`` is its file, if there is one, and ``path`` the place for it. ``left_out`` has the articles of its
    date that are not public, with the reason. ``diagnostics`` are those that a build would report of the
    edition.
    """

    edition: Edition
    path: str
    file: EditionFile | None
    left_out: tuple[tuple[Article, str], ...]
    diagnostics: tuple[Diagnostic, ...]
    site: Site

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The errors to fix before the edition can be frozen."""
        return tuple(one for one in self.diagnostics if one.severity == ERROR)


def lay_out(project: Project, options: Options, date: str) -> Layout:
    """Return the edition of ``date``, or the newest.

    Nothing is written if the project's cache ``stays``.

    Raises:
        BriefgenError: when an extension's handler fails.
    """
    build = Build(project, options, diagnostics=Diagnostics(project.diagnostics))
    scan = discovery.scan_project(project.config)
    library = read(build, scan)
    site = group_site(build, scan, library)
    date = date or site.latest_day()
    results = [one.result for one in library.files.values()]
    articles = sorted([r.article for r in results if r.article], key=lambda one: one.path)
    of_date = [one for one in articles if date in (_edition_of(one, site), site.edition_of(one.day))]
    files = sorted(
        (r.edition for r in results if r.edition and r.edition.date == date and not r.edition.lang),
        key=lambda e: e.path,
    )
    file = files[0] if files else None
    ours = {article.path for article in of_date} | {one.path for one in files}
    ours |= {path for path in scan.editions if path.endswith(f"/{date}.md")}
    return Layout(
        site.edition(date),
        file.path if file else f"{project.config.content}/{EDITIONS}/{date}.md",
        file,
        tuple((one, site.unpublished[one.path]) for one in of_date if one.path in site.unpublished),
        tuple(d for d in build.diagnostics.in_order() if d.location.path in ours and d.code != "held"),
        site,
    )


def _edition_of(article: Article, site: Site) -> str:
    return site.edition_of(article.day, article.slot)


def freeze(layout: Layout, text: str) -> str:
    """Return the text of an edition file that keeps the edition as it is.

    Raises:
        BriefgenError: when the file cannot be changed without changing what else it says.
    """
    return frontmatter.rewritten(text, layout.path, _freezing_values(layout))


def frozen_change(layout: Layout, project: Project) -> FileChange | None:
    """The change that freezes an edition; None if its file is frozen already.

    Raises:
        BriefgenError: when it cannot be changed, or was changed since the edition was laid out.
        OSError: when it cannot be read.
    """
    before = _bytes_of(layout, project)
    after = freeze(layout, before.decode("utf-8")).encode("utf-8")
    return None if after == before else FileChange(layout.path, before if layout.file else None, after)


def _bytes_of(layout: Layout, project: Project) -> bytes:
    """The bytes that the edition's file had; none if there is no file."""
    if not layout.file:
        return b""
    try:
        data = (project.root / layout.path).read_bytes()
    except FileNotFoundError:
        raise _changed(layout) from None
    source = load(data, layout.path)
    now = None if isinstance(source, Diagnostic) else read_edition(source, project.pipeline).edition
    if now is None or now.digest != layout.file.digest:
        raise _changed(layout)
    return data


def _changed(layout: Layout) -> BriefgenError:
    message = "it has changed meanwhile, so it is left as it is"
    return failure("file-changed", Location(layout.path), message, "run the command again")


def _freezing_values(layout: Layout) -> dict[str, Value | None]:
    """Return what ``--freeze`` writes: the items and the articles' digests."""
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
    """Return a story as ``items`` lists it."""
    if not story.slug:
        return story.lead.id
    others = [member for member in story.members if member.article.id != story.lead.id]
    overlap = {one.article.id: one.overlap for one in others if one.joined == "copy" and one.overlap}
    ids = [story.lead.id, *[member.article.id for member in others]]
    return {"story": story.slug, "articles": ids, **({"overlap": overlap} if overlap else {})}

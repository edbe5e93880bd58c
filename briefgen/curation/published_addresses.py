"""Record the addresses of published articles, so that an article that moves leaves a redirect."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.config.folders import ADDRESS_RECORD
from briefgen.model import Article
from briefgen.model.diagnostics import Diagnostics
from briefgen.project.project import Project
from briefgen.project_files.backups import Change
from briefgen.project_files.kinds import Kind, ProjectFile
from briefgen.project_files.writer import write_file
from briefgen.reading.address_record import read_addresses, without_repeats, written
from briefgen.site.site import Site


def record_addresses(project: Project, site: Site) -> int:
    """Record the addresses of public articles with an id; return the number of new ones.

    Raises:
        BriefgenError: when the file cannot be written, or was changed meanwhile.
        OSError: when it cannot be read.
    """
    path = project.root / ADDRESS_RECORD
    before = path.read_bytes() if path.exists() else b""
    known = read_addresses(project.root, Diagnostics())
    current = dict(_addresses(site))
    count = sum(known.get(name, ())[-1:] != (url,) for name, url in current.items())
    if not count:
        return 0
    new = {name: without_repeats((*known.get(name, ()), url)) for name, url in current.items()}
    file, after = ProjectFile(project.root, ADDRESS_RECORD, Kind.ADDRESSES), written(known | new).encode()
    write_file(file, Change(before, after) if before else after, backup=False)
    return count


def _addresses(site: Site) -> Iterator[tuple[str, str]]:
    """The address of each public article or page with an own id, by that id."""
    for tree in site.trees.values() or (site,):
        for one in tree.texts():
            address = tree.article_address(one)
            if _has_id(one) and one.has_page and address:
                yield one.id, address


def _has_id(one: Article) -> bool:
    """Whether the front matter has an id, which stays when the file moves."""
    return "id" in one.places

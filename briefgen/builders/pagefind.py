"""Pagefind's index of the articles (``briefgen[pagefind]``); the search page asks it first.

Its files are named by their content, so every text decides which files there are: the index is made when
pages are planned, and made again when a text changes. It has no filters, whose values Pagefind writes in any
order; the built-in index answers searches with filters.
"""

from __future__ import annotations

import marshal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, ClassVar

from briefgen.builders import PAGEFIND
from briefgen.builders.context import BaseBuilder
from briefgen.builders.html_body import plain_text
from briefgen.builders.search.index import own_words
from briefgen.builders.search.kept_weights import searchable
from briefgen.cache.database import CacheFile, DamagedError, unmarshal
from briefgen.model import Article, Body, Location, Page
from briefgen.model.diagnostics import ERROR, BriefgenError, diagnostic
from briefgen.util.hashing import digest, digest_bytes

if TYPE_CHECKING:
    from briefgen.builders.context import BuilderContext
    from briefgen.site.queries import QueryRecorder
    from briefgen.site.site import Site

NAME = PAGEFIND
MISSING = "Pagefind is not installed, so the search page has its built-in index alone"
INSTALL = "pip install 'briefgen[pagefind]'"
_OURS = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
"""The programs that the search page needs; Pagefind's own search pages are left out."""


@cache
def engine() -> str:
    """The version of Pagefind, which decides its index's bytes; empty if not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("pagefind-bin")
    except PackageNotFoundError:
        return ""


def can_ask(studio: BuilderContext) -> bool:
    """Whether the search page can ask the index."""
    return {NAME, "search"} <= set(studio.builders) and bool(studio.config.address(NAME)) and bool(engine())


@dataclass(frozen=True)
class PagefindBuilder(BaseBuilder):
    """Plans and writes the index."""

    name: ClassVar[str] = NAME
    _at_hand: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    def plan(self, site: Site) -> Iterator[Page]:
        """The files of the index.

        Raises:
            BriefgenError: when Pagefind is missing and only ``-b pagefind`` asks for it.
        """
        if not engine() and NAME not in self.studio.builders:
            raise BriefgenError(diagnostic("extra-missing", Location(f"-b {NAME}"), MISSING, INSTALL, ERROR))
        has_page = site.address("search") and "search.html" in self.studio.theme.templates
        folder = site.address(NAME) if has_page and engine() else ""
        if not folder:
            return
        for path, data in self._files(
            (*site.everything(), *site.pages()), lambda one: site.articles.bodies(one.path), site
        ).items():
            yield Page(f"{folder}{path}", NAME, "search-index", "", (path, digest_bytes(data)))

    def fingerprint(self, page: Page) -> str:
        """The digest of the file's bytes."""
        return str(page.subject[1])

    def render(self, page: Page, site: QueryRecorder) -> bytes:
        """A file of the index; an older build's plan needs the index made first."""
        files = self._at_hand or self._files(
            (*site.everything(), *site.pages()), lambda one: site.body(one.id), site
        )
        return files[str(page.subject[0])]

    def _files(
        self, articles: Sequence[Article], body: Callable[[Article], Body], site: Site | QueryRecorder
    ) -> Mapping[str, bytes]:
        """The files by path, from the last index if it had the same articles."""
        config = self.studio.config
        language = config.language.partition("-")[0].lower()
        own = searchable(config.fields)
        by_path = {_path(one, to): one for one in articles if (to := site.article_address(one))}
        key = digest(
            engine(), language, own, [(path, one.digest, one.body_digest) for path, one in by_path.items()]
        )
        name = "-".join(filter(None, (NAME, config.tree)))  # each language has its own
        file = CacheFile(self.studio.environment or config.root)
        if not by_path:
            return {}  # Pagefind takes an empty index for a mistake
        known = _saved(file, name)
        if not known or known[0] != key:
            files = _indexed({path: _record(one, body(one), own) for path, one in by_path.items()}, language)
            known = (key, files)
            with suppress(OSError, DamagedError), file.write() as writer:  # the next build makes it again
                writer.change("search_indexes", name, {"": marshal.dumps(known)})
        self._at_hand.update(known[1])
        return self._at_hand


def _saved(file: CacheFile, name: str) -> tuple[str, dict[str, bytes]] | None:
    """The last index with its key; None if it cannot be used."""
    try:
        return next(unmarshal(file.read("search_indexes", name).values), None)
    except DamagedError:
        return None


def _path(article: Article, address: str) -> str:
    """The file that stands for an address, which Pagefind gives back as that address."""
    if not article.has_page:  # its record says where it leads
        return f"links/{digest(article.id)}.html"
    return address[1:] + ("index.html" if address.endswith("/") else "")


def _record(article: Article, body: Body, own: Sequence[str]) -> str:
    """An article for Pagefind: its text, and what a result shows."""
    shown = {
        "lang": article.lang,
        "day": article.day,
        "source": article.source,
        "summary": article.description,
        **({} if article.has_page else {"link": article.url}),
    }
    head = [
        f'<meta data-pagefind-meta="{name}[content]" content="{escape(text)}">'
        for name, text in shown.items()
    ]
    names = " ".join((*article.tags, article.source, article.place, article.author, *own_words(article, own)))
    text = "".join([f"<p>{escape(line)}</p>" for line in plain_text(body).split("\n")])
    return (
        f"<!doctype html><html><head>{''.join(head)}</head>"
        f"<body data-pagefind-body><h1>{escape(article.title)}</h1>"
        f"<p>{escape(article.summary)}</p><p>{escape(article.note)}</p>{text}"
        f"<p data-pagefind-weight=2>{escape(names)}</p></body></html>"
    )


def _indexed(records: Mapping[str, str], language: str) -> dict[str, bytes]:
    """The index of these records, in one language so that a search finds all.

    Raises:
        BriefgenError: when Pagefind fails, or there is no room for its files.
    """
    from pagefind_bin import get_executable

    try:
        with TemporaryDirectory(prefix="briefgen-pagefind-") as name:
            pages, index = Path(name, "pages"), Path(name, "index")
            pages.mkdir()
            for path, text in records.items():
                file = pages / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, "utf-8")
            options = ("--site", pages, "--output-path", index, "--force-language", language)
            command = [get_executable(), *options]
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - the extra's own program
            files = [file for file in sorted(index.rglob("*")) if file.is_file()]
            result = {file.relative_to(index).as_posix(): file.read_bytes() for file in files}
    except (OSError, subprocess.SubprocessError) as error:
        hint = "take pagefind out of builders: to build without it"
        raise BriefgenError(
            diagnostic("page-failed", Location(NAME), f"Pagefind failed: {error}", hint)
        ) from error
    return {path: data for path, data in result.items() if _is_used(path)}


def _is_used(path: str) -> bool:
    return path in _OURS or path.endswith((".pf_meta", ".pf_index", ".pf_fragment", ".pagefind"))

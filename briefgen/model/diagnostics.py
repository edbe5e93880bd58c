"""One table of codes, and what is done with a diagnostic: made, sorted, suppressed, counted.

A code is a promise: its name does not change, and ``briefgen.yml`` can suppress warnings and notes by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

ERROR, WARNING, NOTE = "error", "warning", "note"

CODES: dict[str, tuple[str, str]] = {
    # the project
    "config-missing": (ERROR, "There is no briefgen.yml where a project was expected."),
    "config-value": (ERROR, "A value of briefgen.yml or theme.yml is not of the declared type."),
    "config-key": (ERROR, "briefgen.yml or theme.yml holds a key that is not declared."),
    "theme-missing": (ERROR, "The theme is neither in the project's themes/ nor shipped."),
    "theme-file": (ERROR, "A theme lacks its theme.yml, or inherits from itself."),
    "theme-contrast": (WARNING, "A color of the theme's options cannot be read well on another."),
    "extension-missing": (ERROR, "An extension is neither in the project's extensions/ nor installed."),
    "extra-missing": (NOTE, "The settings ask for what needs a library that is not installed."),
    "extension-failed": (ERROR, "An extension raised an exception."),
    # YAML, in briefgen.yml and in front matter
    "yaml-syntax": (ERROR, "The YAML cannot be parsed."),
    "yaml-colon": (ERROR, "A value holds a colon and a space and does not stand in quotes."),
    "yaml-tab": (ERROR, "YAML is indented with a tab."),
    "yaml-quote": (ERROR, "A quoted value is never closed."),
    "yaml-tag": (ERROR, "A YAML tag (!something) asks for a type that is not allowed."),
    "yaml-duplicate": (ERROR, "A key stands twice."),
    "yaml-comment": (WARNING, "An unquoted # makes a comment of the rest of a value."),
    "yaml-entangled": (
        ERROR,
        "A key of a file cannot be changed without changing others; it is left as it was.",
    ),
    "unknown-key": (WARNING, "A key is not declared."),
    "bad-value": (WARNING, "A front-matter value is not of the declared type; it is left out."),
    "url-refused": (WARNING, "A URL's scheme is not allowed; it is left out."),
    # reading an article
    "file-unreadable": (ERROR, "An article file cannot be read."),
    "file-skipped": (WARNING, "A link or special file among the articles is not followed."),
    "encoding": (ERROR, "An article file is not UTF-8."),
    "fence-missing": (ERROR, "The front matter is opened with --- and never closed."),
    "title-missing": (ERROR, "No title in the front matter and none to be found in the text."),
    "title-found": (NOTE, "The title was taken from the text or the file name."),
    "date-missing": (ERROR, "No date in the front matter, the file name or the text."),
    "date-invalid": (ERROR, "A date is not one."),
    "date-found": (NOTE, "The date was taken from the text or the file name."),
    "body-empty": (NOTE, "An article has no text."),
    "body-overlong": (WARNING, "A body has so many lines that it is not cleaned."),
    "body-overmarked": (WARNING, "A body has so much Markdown in it that it is shown as plain text."),
    "rule-unknown": (WARNING, "A clean: skip entry is no cleaning rule."),
    "source-example": (ERROR, "An example of an outlet's rules does not give what it says."),
    "clean-unmatched": (WARNING, "A clean: keep or drop entry is no line of the article."),
    "doubtful-line": (NOTE, "A line looks like noise but was kept."),
    "link-missing": (WARNING, "A link leads to nothing of this site."),
    "link-broken": (
        WARNING,
        "A link leads to a page that is not there any more (asked for with -b linkcheck).",
    ),
    "link-unreachable": (WARNING, "The server that a link leads to gave no answer, or a fault of its own."),
    "link-refused": (NOTE, "A server keeps the page of a link from programs; people may see it."),
    "link-redirected": (NOTE, "A link leads to another address than it names."),
    "image-missing": (WARNING, "An image's file is not there."),
    "image-alt-missing": (WARNING, "No words stand for a picture where it cannot be seen."),
    "image-unsafe": (WARNING, "A picture could do harm, or is none; it is not on the site."),
    "image-faulty": (WARNING, "A picture is damaged, or not what its name says; it is shown as it is."),
    "reference-missing": (
        WARNING,
        "An {article}, {briefing} or {topic} reference leads nowhere (asked for with -n).",
    ),
    "inventory-missing": (WARNING, "The inventory of another site is not there, or is none."),
    "link-held": (WARNING, "A link leads to an article that is held back."),
    # adding
    "import-refused": (ERROR, "An input cannot be made an article."),
    "import-missing": (ERROR, "An input needs libraries that are not installed."),
    "fetch-refused": (ERROR, "An address is not fetched, or what it gives is not taken."),
    # grouping
    "held": (NOTE, "An article is held back: a draft, embargoed, ahead of its date or expired."),
    "topic-fallback": (NOTE, "No declared topic fits; the article goes under the fallback topic."),
    "topic-undeclared": (WARNING, "A topic is not declared and closed_topics is set."),
    "slug-collision": (ERROR, "Two articles have one address."),
    "id-collision": (ERROR, "Two articles have one id."),
    "address-collision": (ERROR, "Two pages have one address."),
    "seen-before": (WARNING, "An article's address or text stands in an earlier edition already."),
    "term-spelling": (NOTE, "A tag or source is spelled in several ways; they share one page."),
    "translation-missing": (WARNING, "An article is to be a translation of one that is not there."),
    "translation-held": (NOTE, "An article is a translation of one that is held back."),
    "translation-circle": (ERROR, "Articles are translations of each other in a circle."),
    "translation-twice": (ERROR, "An article has two translations into one language, or one into its own."),
    # edition files
    "edition-name": (
        ERROR,
        "An edition file's name is no day, week or month, as briefings: {period} asks for.",
    ),
    "edition-double": (ERROR, "Two files speak for one edition."),
    "edition-number": (ERROR, "Two editions have one number."),
    "edition-value": (ERROR, "An edition file lacks a value that another one needs."),
    "edition-unknown": (ERROR, "An edition file names an article that is not there."),
    "edition-date": (ERROR, "An edition file names an article of another date."),
    "edition-twice": (ERROR, "An edition file names an article twice where it can stand once."),
    "edition-topic": (
        ERROR,
        "An edition file names an article under a topic that is not the article's, or not there.",
    ),
    "edition-held": (WARNING, "An edition file gives a place to an article that is held back."),
    "edition-gone": (ERROR, "An article of a published edition is not public any more."),
    "edition-changed": (ERROR, "An article of a published edition was changed, and no correction says so."),
    "edition-late": (WARNING, "An article came after its edition was published, and is not public."),
    "edition-unsealed": (WARNING, "A published edition does not hold all that it shows."),
    "edition-empty": (NOTE, "An edition file stands for a date without public articles."),
    # pages
    "template-syntax": (ERROR, "A template cannot be parsed."),
    "template-variable": (ERROR, "A template asks for a name that does not exist."),
    "template-missing": (ERROR, "A template file does not exist."),
    "template-error": (ERROR, "A template failed."),
    "page-failed": (ERROR, "A builder failed on a page."),
    "write-failed": (ERROR, "An output file cannot be written."),
    "output-in-steps": (
        NOTE,
        "The output folder cannot be exchanged in one step; its files were put in place one by one.",
    ),
    "workers-failed": (ERROR, "Worker processes, or those of a cluster, are lost or are not like this one."),
    "verify-failed": (ERROR, "An output file is not what a clean build makes (asked for with --verify)."),
    # publishing
    "publish-url": (ERROR, "url has not the base path that GitHub serves the repository under."),
    "publish-link": (ERROR, "A link of a page leads to nothing of the site."),
    "publish-anchor": (ERROR, "A link names a place of a page that the page does not have."),
    "publish-asset": (ERROR, "A picture, stylesheet or other file that a page fetches is not there."),
    "publish-base": (ERROR, "A link that begins with / leads out of the path that the site lives under."),
    "publish-insecure": (ERROR, "A page of a secure site fetches a file over http."),
    "publish-draft": (ERROR, "An article that is held back stands in a file of the site."),
    "publish-orphan": (WARNING, "No way leads from the home page to a page."),
    "publish-size": (ERROR, "A file or the site is larger than GitHub Pages takes."),
    "publish-case": (ERROR, "Two files differ in nothing but case."),
    "publish-name": (ERROR, "A file has a name that not every system takes."),
    "publish-file": (ERROR, "A file of the site is not what the build wrote."),
    "publish-uncommitted": (ERROR, "What the site is made of is not committed."),
    "publish-diverged": (ERROR, "The branch to publish to has commits that are not known here."),
    "publish-git": (ERROR, "Git, or a file that publishing needs, cannot be had."),
    "internal-error": (ERROR, "briefgen itself failed."),
    "environment-unreadable": (NOTE, "What the last build knew could not be used; everything is built anew."),
}
"""Every code with its severity and what it means."""

_RANK = {ERROR: 0, WARNING: 1, NOTE: 2}


def diagnostic(code: str, location: Location, message: str, hint: str = "", severity: str = "") -> Diagnostic:
    """A diagnostic with the severity of its code, unless another is given.

    Raises:
        KeyError: for a code that is not in the table.
    """
    return Diagnostic(code, severity or CODES[code][0], location, message, hint)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each diagnostic once: the gravest last, where a terminal leaves them in sight, and by place within a severity."""
    return tuple(sorted(set(diagnostics), key=lambda d: (-_RANK[d.severity], d.location, d.code, d.message)))


def without(diagnostics: Iterable[Diagnostic], suppressed: Collection[str]) -> tuple[Diagnostic, ...]:
    """The diagnostics whose code is not suppressed; an error is never suppressed."""
    return tuple(d for d in diagnostics if d.severity == ERROR or d.code not in suppressed)


def count(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """How many there are of each severity."""
    counts = {ERROR: 0, WARNING: 0, NOTE: 0}
    for item in diagnostics:
        counts[item.severity] += 1
    return counts


class Diagnostics:
    """Collect what the stages of a run report."""

    def __init__(self, items: Iterable[Diagnostic] = ()) -> None:
        self._items = list(items)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def add(self, item: Diagnostic) -> None:
        """Add one diagnostic."""
        self._items.append(item)

    def report(self, code: str, location: Location, message: str, hint: str = "") -> None:
        """Add a diagnostic with the severity of its code.

        Raises:
            KeyError: for a code that is not in the table.
        """
        self.add(diagnostic(code, location, message, hint))

    def extend(self, items: Iterable[Diagnostic]) -> None:
        """Add several diagnostics."""
        self._items.extend(items)

    def suppress(self, codes: Collection[str]) -> Diagnostics:
        """Return these without the warnings and notes of some codes."""
        return Diagnostics(without(self, codes))

    def in_order(self) -> tuple[Diagnostic, ...]:
        """Return each diagnostic once, errors last; see ``in_order``."""
        return in_order(self)

    def errors(self) -> tuple[Diagnostic, ...]:
        """Return the errors, in the order of their report."""
        return tuple(item for item in self if item.severity == ERROR)

    def has_errors(self, *, strict: bool = False) -> bool:
        """Return whether there is an error or, if ``strict``, a warning."""
        return any(item.severity == ERROR or (strict and item.severity == WARNING) for item in self)


class BriefgenError(Exception):
    """Something that ends the work, said to the user as diagnostics and never as a traceback."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(f"{d.location}: {d.message}" for d in diagnostics))
        self.diagnostics = diagnostics

    @property
    def by_usage(self) -> bool:
        """Whether what was typed is at fault: where it was typed (``-D``), or in a folder that is no project."""
        return all(d.location.path.startswith("-D ") or d.code == "config-missing" for d in self.diagnostics)

    def __reduce__(self) -> tuple[type[BriefgenError], tuple[Diagnostic, ...]]:
        return type(self), self.diagnostics  # so that it comes whole out of a worker process


class Location(NamedTuple):
    """A place in a file. Lines and columns count from 1; 0 says that only the file is known."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])


class Diagnostic(NamedTuple):
    """One thing that somebody should know: its code, how grave it is, where it is and what to do."""

    code: str
    severity: str
    location: Location
    message: str
    hint: str = ""

"""The table of diagnostic codes; make, sort, suppress and count diagnostics.

The name of a code never changes: ``briefgen.yml`` can suppress warnings and notes by it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

ERROR, WARNING, NOTE = "error", "warning", "note"

CODES: dict[str, tuple[str, str]] = {
    # the project
    "config-missing": (ERROR, "The folder has no briefgen.yml, so it is not a project."),
    "config-value": (ERROR, "A value in briefgen.yml or theme.yml has the wrong type."),
    "config-key": (ERROR, "A key in briefgen.yml or theme.yml is unknown."),
    "theme-missing": (ERROR, "The theme does not exist, neither in themes/ nor in briefgen."),
    "theme-file": (ERROR, "A theme has no theme.yml, or inherits from itself."),
    "theme-contrast": (WARNING, "Two colors of the theme options have too little contrast."),
    "extension-missing": (
        ERROR,
        "The extension does not exist, neither in extensions/ nor as an installed package.",
    ),
    "extra-missing": (NOTE, "A setting needs a library that is not installed."),
    "extension-failed": (ERROR, "An extension raised an exception, gave a wrong answer, or did not return."),
    # YAML, in briefgen.yml and in front matter
    "yaml-syntax": (ERROR, "The YAML cannot be parsed."),
    "yaml-colon": (ERROR, "A value with a colon and a space is not in quotes."),
    "yaml-tab": (ERROR, "The YAML is indented with a tab."),
    "yaml-quote": (ERROR, "A quoted value is never closed."),
    "yaml-tag": (ERROR, "A YAML tag (!something) is not allowed."),
    "yaml-duplicate": (ERROR, "A key appears twice."),
    "yaml-comment": (WARNING, "An unquoted # makes the rest of a value a comment."),
    "yaml-entangled": (ERROR, "A key cannot be changed without changing others, so the file is unchanged."),
    "unknown-key": (WARNING, "A key is unknown."),
    "bad-value": (WARNING, "A front matter value has the wrong type and is ignored."),
    "url-refused": (WARNING, "The scheme of a URL is not allowed; the URL is ignored."),
    # reading an article
    "file-unreadable": (ERROR, "A file or folder cannot be read."),
    "file-skipped": (WARNING, "A special file, or a link that leaves its folder, is skipped."),
    "file-private": (WARNING, "A file has the name of a secret, or is hidden, so it is not read."),
    "file-ignored": (NOTE, "Git ignores a file, so it is not read."),
    "git-unavailable": (NOTE, "Git cannot say which files it ignores, so they are read."),
    "file-unread": (NOTE, "Files in the content folder are not read as articles."),
    "no-articles": (WARNING, "The content folder has no articles."),
    "encoding": (ERROR, "A file is not UTF-8."),
    "fence-missing": (ERROR, "The front matter never ends, or does not begin in line 1."),
    "head-syntax": (ERROR, "Front matter in TOML cannot be parsed."),
    "head-form": (ERROR, "briefgen cannot change front matter that is not YAML."),
    "unused-key": (NOTE, "A key means something to another program only, so nothing is made of it."),
    "status-unknown": (WARNING, "A status is unknown, so the article is not public."),
    "title-missing": (ERROR, "An article has no title, neither in the front matter nor in the text."),
    "title-found": (NOTE, "The title was taken from the text or the file name."),
    "page-dated": (NOTE, "A file in content/pages/ has a date; it is a page of the site, not an article."),
    "date-missing": (
        ERROR,
        "An article has no date, neither in the front matter nor in the file name or the text.",
    ),
    "date-invalid": (ERROR, "A date is invalid."),
    "date-replaced": (WARNING, "A date cannot be read, so another one was taken, or today's."),
    "date-today": (WARNING, "An added article has no date, so it has the date of the day."),
    "date-found": (NOTE, "The date was taken from the text."),
    "body-empty": (NOTE, "An article has no text."),
    "body-overlong": (WARNING, "An article has too many lines to be cleaned."),
    "body-overmarked": (WARNING, "An article has too much Markdown, so it is shown as plain text."),
    "rule-unknown": (WARNING, "A rule in clean: skip does not exist."),
    "source-example": (ERROR, "An example in sources/*.yml does not give the expected result."),
    "clean-unmatched": (WARNING, "An entry of clean: keep or drop matches no line of the article."),
    "cleaning-heavy": (WARNING, "Cleaning removed more than a fifth of the words of a file."),
    "doubtful-line": (NOTE, "A line looks like junk but was kept."),
    "link-missing": (WARNING, "An internal link points to a page that does not exist."),
    "link-broken": (WARNING, "An external link is broken (checked with -b linkcheck)."),
    "link-unreachable": (WARNING, "The server of an external link did not respond, or failed."),
    "link-refused": (NOTE, "A server does not allow programs to check a link; it may work in a browser."),
    "link-redirected": (NOTE, "A link redirects to another address."),
    "template-tag": (WARNING, "Markup of another program is shown as text; briefgen runs none."),
    "html-removed": (WARNING, "Pages do not show this HTML element, such as a frame or a form."),
    "html-unknown": (WARNING, "A tag in angle brackets is no HTML element; it is shown as text."),
    "role-unknown": (WARNING, "A role such as `{topics}` does not exist."),
    "image-missing": (WARNING, "The file of an image does not exist."),
    "image-alt-missing": (WARNING, "An image has no alternative text."),
    "image-blocked": (WARNING, "An image of another site is blocked by the pages' security policy."),
    "image-unsafe": (WARNING, "An image is unsafe or is not an image, so it is not on the site."),
    "image-faulty": (WARNING, "An image is damaged or has the wrong suffix; it is used unchanged."),
    "reference-missing": (
        WARNING,
        "An {article}, {briefing} or {topic} reference is broken (checked with -n).",
    ),
    "inventory-missing": (WARNING, "The inventory of another site is missing or invalid."),
    "link-held": (WARNING, "A link points to an article that is not public."),
    # adding
    "import-refused": (ERROR, "An input cannot be made into an article."),
    "import-missing": (ERROR, "An input needs a library that cannot be loaded."),
    "columns-unread": (NOTE, "Columns of a table are not read."),
    "import-left-out": (WARNING, "A file or item of another program's site is not taken over."),
    "import-address": (WARNING, "A static site cannot answer an old address of another program's site."),
    "picture-unsaved": (WARNING, "A picture cannot be saved beside its article; its web address stays."),
    "links-relative": (WARNING, "A page does not say its address, so links to its own site are left out."),
    "mail-left-out": (NOTE, "An attachment, or the mail that a mail answers, is not in the article."),
    "charset-unknown": (WARNING, "An input is not in the encoding that it declares."),
    "fetch-refused": (ERROR, "An address cannot be fetched, or its content is not supported."),
    "fetch-redirected": (WARNING, "An address redirects to another site, or to one without encryption."),
    "feed-failed": (WARNING, "A feed cannot be fetched or read; the other feeds are."),
    "feed-moved": (WARNING, "A feed has moved for good to another address."),
    "feed-delayed": (NOTE, "The server of a feed wants no request before a certain time."),
    "feed-teaser": (NOTE, "The page of a feed's entry was not read, so the item has the feed's text."),
    "inbox-unknown": (ERROR, "The inbox has no item of this name, or several."),
    "merge-conflict": (ERROR, "An article made again conflicts with edits by hand, so it is unchanged."),
    # menus and files of the frame
    "menu-missing": (WARNING, "An entry of menu: or footer: leads nowhere."),
    "static-missing": (WARNING, "A file that logo:, favicon: or css: names is not in the static folder."),
    "data-invalid": (ERROR, "A file in data/ cannot be read."),
    # grouping
    "held": (
        NOTE,
        "An article is not public: a draft, under embargo, dated in the future, expired, or marked too high.",
    ),
    "marking-unknown": (WARNING, "A marking is not in markings:, so what has it is not public."),
    "rights-unlinked": (
        WARNING,
        "An article may only be shown as a link, and has no address of the original.",
    ),
    "topic-fallback": (NOTE, "No declared topic fits, so the article has the fallback topic."),
    "topic-undeclared": (
        WARNING,
        "A topic is not declared, and its name is close to a declared one or closed_topics is set.",
    ),
    "slug-collision": (ERROR, "Two articles have the same address."),
    "id-collision": (ERROR, "Two articles have the same id."),
    "address-collision": (ERROR, "Two pages have the same address."),
    "seen-before": (WARNING, "The URL or text of an article is already in an earlier edition."),
    "term-spelling": (NOTE, "A tag or source has several spellings; they share one page."),
    "translation-missing": (WARNING, "The original of a translation does not exist."),
    "translation-held": (NOTE, "The original of a translation is not public."),
    "translation-circle": (ERROR, "Articles are translations of each other in a circle."),
    "translation-twice": (ERROR, "An article has two translations into one language, or one into its own."),
    "story-double": (ERROR, "Two files are the text of one story."),
    "story-unused": (WARNING, "A file in content/stories/ belongs to no article."),
    # edition files
    "edition-name": (ERROR, "The name of an edition file is not a date of the configured period."),
    "edition-double": (ERROR, "Two files describe the same edition."),
    "edition-number": (ERROR, "Two editions have the same number."),
    "edition-value": (ERROR, "An edition file lacks a required value."),
    "edition-unknown": (ERROR, "An edition file names an article that does not exist."),
    "edition-date": (ERROR, "An edition file names an article of another date."),
    "edition-twice": (ERROR, "An edition file names an article twice where only once is allowed."),
    "edition-topic": (ERROR, "An edition file names an article under a topic that it does not have."),
    "edition-held": (WARNING, "An edition file names an article that is not public."),
    "edition-gone": (ERROR, "An article of a published edition is no longer public."),
    "edition-changed": (ERROR, "An article of a published edition was changed without a correction."),
    "edition-late": (WARNING, "An article was added after its edition was published, so it is not public."),
    "edition-final": (ERROR, "An act would change a published edition."),
    "edition-act": (ERROR, "An act on an edition cannot be done."),
    "edition-unsealed": (WARNING, "A published edition lacks the items or digests that --freeze writes."),
    "edition-empty": (NOTE, "An edition file is for a date without public articles."),
    # pages
    "template-syntax": (ERROR, "A template has a syntax error."),
    "template-variable": (ERROR, "A template uses a name that does not exist."),
    "template-missing": (ERROR, "A template file does not exist."),
    "template-error": (ERROR, "A template failed."),
    "page-failed": (ERROR, "A builder failed on a page."),
    "write-failed": (ERROR, "A file cannot be written."),
    "write-refused": (
        ERROR,
        "A command may not write a file: it is of another kind, read-only or hard-linked.",
    ),
    "file-changed": (ERROR, "A file was changed while a command worked on it, so it is left as it is."),
    "output-foreign": (ERROR, "A build would overwrite files that are not briefgen's."),
    "output-shared": (ERROR, "The output folder holds the site of another project."),
    "address-moved": (NOTE, "An article has a new address, and the old one leads nowhere."),
    "address-redirected": (
        NOTE,
        "An article has a new address since it was published; the old one leads to it.",
    ),
    "addresses-line": (WARNING, "A line of `addresses.txt` cannot be read."),
    "output-in-steps": (
        NOTE,
        "The output folder could not be replaced in one step, so files were moved one by one.",
    ),
    "workers-failed": (ERROR, "Worker processes were lost, or run another version of briefgen."),
    "verify-failed": (ERROR, "An output file differs from a clean build (checked with --verify)."),
    # publishing
    "publish-url": (ERROR, "The path of url is not the one at which GitHub serves the repository."),
    "publish-link": (ERROR, "A link on a page points to nothing on the site."),
    "publish-anchor": (ERROR, "A link points to an anchor that the page does not have."),
    "publish-asset": (ERROR, "An image, stylesheet or other file of a page does not exist."),
    "publish-base": (ERROR, "A link beginning with / points outside the path of the site."),
    "publish-insecure": (ERROR, "An https page loads a file over http."),
    "publish-draft": (ERROR, "The site contains an article that is not public."),
    "publish-secret": (ERROR, "A file of the site contains a key, token or password."),
    "mail-size": (WARNING, "The mail of an edition is so large that Gmail shows only its beginning."),
    "publish-domain": (WARNING, "A publication drops or changes the custom domain of the site."),
    "publish-orphan": (WARNING, "A page cannot be reached from the home page."),
    "publish-size": (ERROR, "A file or the site exceeds a size limit of GitHub Pages."),
    "publish-case": (ERROR, "The names of two files differ only in case."),
    "publish-name": (ERROR, "A file name is not valid on every system."),
    "publish-file": (ERROR, "A file of the site is not as the build wrote it."),
    "publish-uncommitted": (ERROR, "Files that the site is made from are not committed."),
    "publish-diverged": (ERROR, "The branch has commits that are not known here."),
    "publish-git": (ERROR, "Git, or a file that publishing needs, is not available."),
    # sending
    "send-refused": (ERROR, "An edition is not sent."),
    "send-unknown": (ERROR, "A service did not say whether it got an edition, so it is not sent again."),
    "send-record": (ERROR, "A line of `sent.jsonl` cannot be read."),
    # the machine, the installation and the project, as `briefgen doctor` finds them
    "doctor-python": (ERROR, "briefgen does not run on this version of Python."),
    "doctor-python-untested": (NOTE, "briefgen was not tested with this version of Python."),
    "doctor-library": (ERROR, "A library that briefgen needs is missing, too old or damaged."),
    "doctor-yaml": (ERROR, "PyYAML lacks its fast loader."),
    "doctor-extra": (NOTE, "An extra is not installed; the project does without."),
    "doctor-extra-needed": (ERROR, "An extra that the project needs is not installed."),
    "doctor-extra-damaged": (ERROR, "An extra is installed in part, or cannot be loaded."),
    "doctor-git": (ERROR, "Git is missing or fails."),
    "doctor-repository": (NOTE, "The project is in no git repository."),
    "doctor-repository-refused": (ERROR, "Git refuses to work in the repository of the project."),
    "doctor-shallow": (WARNING, "The git repository is a shallow clone."),
    "doctor-browser": (NOTE, "There is no Chromium, which makes PDF files."),
    "doctor-browser-missing": (ERROR, "BRIEFGEN_CHROMIUM names a program that does not exist."),
    "doctor-terminal": (ERROR, "The output, texts or file names are not in UTF-8."),
    "doctor-open-files": (ERROR, "A process may open too few files."),
    "doctor-temporary": (ERROR, "Temporary files cannot be made."),
    "doctor-disk": (ERROR, "A disk is full, or nearly."),
    "doctor-folder": (ERROR, "A folder that briefgen writes to cannot be written."),
    "doctor-watching": (ERROR, "Changed files are not noticed at once."),
    "doctor-cache": (ERROR, "The cache of the last build cannot be written."),
    "doctor-cache-damaged": (WARNING, "The cache of the last build cannot be used."),
    "doctor-cache-locked": (NOTE, "Another command is using the cache."),
    "doctor-time-zone": (ERROR, "The system has no data on time zones."),
    "doctor-project": (ERROR, "The project's folder does not exist."),
    "doctor-no-project": (NOTE, "The folder is no project, so no project was checked."),
    "doctor-settings": (ERROR, "briefgen.yml has errors."),
    "doctor-check": (ERROR, "A check of `briefgen doctor` failed."),
    "internal-error": (ERROR, "briefgen itself failed."),
    "environment-unreadable": (NOTE, "The cache could not be used, so everything is rebuilt."),
}
"""Every code with its severity and meaning."""

_RANK = {ERROR: 0, WARNING: 1, NOTE: 2}


def diagnostic(code: str, location: Location, message: str, hint: str = "", severity: str = "") -> Diagnostic:
    """Make a diagnostic, by default with the severity of its code.

    Raises:
        KeyError: for a code that is not in the table.
    """
    return Diagnostic(code, severity or CODES[code][0], location, message, hint)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each diagnostic once, by severity and place; errors last, where a terminal shows them."""
    return tuple(sorted(set(diagnostics), key=lambda d: (-_RANK[d.severity], d.location, d.code, d.message)))


def without(diagnostics: Iterable[Diagnostic], suppressed: Collection[str]) -> tuple[Diagnostic, ...]:
    """The diagnostics that are not suppressed; errors never are."""
    return tuple(d for d in diagnostics if d.severity == ERROR or d.code not in suppressed)


def count(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """The number of diagnostics of each severity."""
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
    """An error that ends the work; shown as diagnostics, never as a traceback."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(f"{d.location}: {d.message}" for d in diagnostics))
        self.diagnostics = diagnostics

    @property
    def by_usage(self) -> bool:
        """Whether the command line is wrong, such as a ``-D`` value or the project folder."""
        return all(d.location.path.startswith("-D ") or d.code == "config-missing" for d in self.diagnostics)

    def __reduce__(self) -> tuple[type[BriefgenError], tuple[Diagnostic, ...]]:
        return type(self), self.diagnostics  # so that it can be pickled by a worker process


def failure(code: str, location: Location, message: str, hint: str = "") -> BriefgenError:
    """Make an error with one diagnostic, to raise."""
    return BriefgenError(diagnostic(code, location, message, hint))


class Location(NamedTuple):
    """A place in a file. Lines and columns count from 1; 0 means unknown."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])


class Diagnostic(NamedTuple):
    """A problem: its code, severity, place, message, and a hint what to do."""

    code: str
    severity: str
    location: Location
    message: str
    hint: str = ""

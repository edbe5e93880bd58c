"""Catalogues for translators (gettext's ``.pot``): the theme's texts and the site's own strings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import ClassVar, NamedTuple

from briefgen.builders.context import BaseBuilder
from briefgen.model import Page
from briefgen.site.queries import QueryRecorder
from briefgen.site.site import Site
from briefgen.theming.theme import ThemeFile
from briefgen.util.hashing import digest
from briefgen.util.i18n import load_babel

THEME, SITE = "theme", "site"
FUNCTIONS = ("_", "gettext", "ngettext")
"""What marks a text of a template as one to translate."""

_HEAD = """\
# Texts of the {name}, for translators: copy it as <language>.po and fill in every msgstr.
msgid ""
msgstr ""
"Language: \\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
"""The head of a catalogue, without Babel's time stamp: the same texts give the same bytes."""


class Message(NamedTuple):
    """A text to translate (singular, perhaps plural) and its place, if it has one."""

    forms: tuple[str, ...]
    file: str = ""
    line: int = 0


class GettextBuilder(BaseBuilder):
    """Plans and writes the two catalogues."""

    name: ClassVar[str] = "gettext"

    def plan(self, site: Site) -> Iterator[Page]:
        """A catalogue of the theme and one of the site, in the main tree only."""
        for name in (THEME, SITE) if not site.tree else ():
            if url := site.address("gettext", name=name):
                yield Page(url, self.name, "gettext", "", (name,))

    def fingerprint(self, page: Page) -> str:
        """The templates of the whole chain, or the strings of the settings with their places."""
        if page.subject[0] == THEME:
            files = [(name, file.digest) for name, file in self._templates()]
            return digest(self.studio.fingerprint, files)
        return digest(self.studio.fingerprint, list(self._declared()))

    def render(self, page: Page, site: QueryRecorder) -> bytes:
        """One catalogue, its texts in alphabetical order."""
        if page.subject[0] == THEME:
            return _catalogue(THEME, self._of_templates())
        topics = (Message((title,)) for title in site.titles_of_topics())
        return _catalogue(SITE, [*self._declared(), *topics])

    def _templates(self) -> list[tuple[str, ThemeFile]]:
        """Every template of the chain, those too that a child hides, by theme and name."""
        folders = dict(self.studio.theme.chain)
        files = {file.path: file for file in self.studio.theme.templates.values()}
        named = [
            (f"{file.theme}/{path.relative_to(folders[file.theme] / 'templates').as_posix()}", file)
            for path, file in files.items()
        ]
        return sorted(named)

    def _of_templates(self) -> Iterator[Message]:
        """The texts of the templates that are written out."""
        from jinja2 import Environment
        from jinja2.ext import extract_from_ast

        environment = Environment(autoescape=True)
        for name, file in self._templates():
            tree = environment.parse(file.path.read_text("utf-8"), name, str(file.path))
            for line, function, message in extract_from_ast(tree, FUNCTIONS):
                entries = message if isinstance(message, tuple) else (message,)
                texts = entries[: 2 if function == "ngettext" else 1]
                if all(texts):  # what stands in a variable is not known here
                    yield Message(tuple(map(str, texts)), name, line)

    def _declared(self) -> Iterator[Message]:
        """The strings of ``briefgen.yml`` that readers see, with their places."""
        config = self.studio.declared
        for name in ("title", "description"):
            if text := getattr(config, name):
                yield Message((text,), *config.place(name)[:2])
        for n, topic in enumerate(config.topics):
            at = config.places.get(f"topics.{n}.title", config.place(f"topics.{n}"))
            yield Message((topic.title,), *at[:2])
            if topic.description:
                yield Message((topic.description,), *config.place(f"topics.{n}.description")[:2])


def _catalogue(name: str, texts: Iterable[Message]) -> bytes:
    """A catalogue of these texts, each once, with all its places."""
    load_babel()
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    result = Catalog(charset="utf-8", creation_date=datetime(1970, 1, 1, tzinfo=UTC))
    for forms, file, line in texts:
        result.add(forms if len(forms) > 1 else forms[0], locations=[(file, line)] if file else [])
    catalogue = BytesIO()
    write_po(catalogue, result, width=0, omit_header=True, sort_output=True)
    return _HEAD.format(name=name).encode() + catalogue.getvalue()

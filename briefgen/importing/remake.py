"""Make an added article again from its raw input with today's rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from briefgen.config.folders import RAW
from briefgen.importing import formats
from briefgen.importing.document import ImportedDocument, Input
from briefgen.importing.importer import ledger_of, paragraph_changes
from briefgen.importing.local_pictures import LocalPictures
from briefgen.importing.marked_lines import without_markup
from briefgen.importing.normalize import normalize
from briefgen.importing.raw_store import RawStore
from briefgen.importing.split_items import item_of
from briefgen.model import Diagnostic
from briefgen.model.diagnostics import BriefgenError
from briefgen.project_files.backups import name_of
from briefgen.reading import frontmatter
from briefgen.reading.import_ledger import KEY
from briefgen.schema import read_fields
from briefgen.util.merge import merge

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from briefgen.importing.normalize import NormalizedArticle
    from briefgen.reading.import_ledger import ImportLedger
    from briefgen.reading.pipeline import Pipeline
    from briefgen.schema.yaml_edit import Value
    from briefgen.util.merge import Conflict

_KEPT = ("title", "date", "lang", "source", "url")
"""Keys that cleaning takes from the article's front matter, not from the raw input."""


class Remade(NamedTuple):
    """An article made again.

    The text of its file, its ledger, and what is other in its body.

    Where hand edits and the new text conflict, the text has the hand edits.
    """

    text: str
    new: NormalizedArticle
    ledger: ImportLedger
    changes: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class Remaker:
    """Makes the added articles of a project again."""

    root: Path
    pipeline: Pipeline
    now: datetime

    def remake(self, text: str, path: str, ledger: ImportLedger) -> Remade:
        """Make the article in ``text`` again. What people changed in its body since stays.

        Raises:
            BriefgenError: when the front matter is broken, or the raw input is refused today.
            OSError: when the raw input cannot be read.
            ValueError: when the raw input is not the one that was stored.
        """
        parts = frontmatter.split(text, path)
        if isinstance(parts, Diagnostic):
            raise BriefgenError(parts)
        document = read_raw_input(self.root, ledger)
        new = normalize(document, overrides_of(parts, path), self.pipeline, self.now)
        again = ledger_of(document, new, ledger.raw, ledger.columns)
        folder = (self.root / path).parent
        before, after = (LocalPictures.beside(folder, body).local(body) for body in (ledger.body, new.body))
        merged = merge(before, parts.body, after)
        changes = paragraph_changes(parts.body, merged.text)
        name = name_of(again.to_bytes(), ".json")
        whole = frontmatter.rewritten(text, path, {KEY: name}) if again != ledger else text
        whole = whole[: len(whole) - len(parts.body)] + merged.text
        return Remade(whole, new, again, changes, merged.conflicts)


def overrides_of(parts: frontmatter.Parts, path: str) -> dict[str, Value]:
    """What an article's front matter says about its cleaning."""
    values = read_fields(frontmatter.FIELDS, parts.head or "", path).values
    overrides: dict[str, Value] = {key: values[key] for key in _KEPT if values[key]}
    clean = values["clean"]
    if isinstance(clean, dict):
        return overrides | {f"clean.{name}": list(texts) for name, texts in clean.items() if texts}
    return overrides | {"clean": clean}


def read_raw_input(root: Path, ledger: ImportLedger) -> ImportedDocument:
    """The article in its raw input.

    Raises:
        BriefgenError: when the input is refused today.
        OSError: when the file cannot be read.
        ValueError: when it is not the one that was stored.
    """
    store = RawStore(root)
    payload = Input(f"{RAW}/{ledger.raw}", store.fetch(ledger.raw), ledger.kind, ledger.url)
    return document_in(payload, ledger.item, ledger.columns, plain=ledger.plain)


def document_in(
    payload: Input, item: str, columns: Mapping[str, str], *, plain: bool = False
) -> ImportedDocument:
    """One article of an input; ``plain``: its words alone.

    Raises:
        BriefgenError: when the input is refused today.
        ValueError: when it has no such article.
    """
    for document in formats.read_documents(payload, columns):
        if isinstance(document, ImportedDocument):
            found = document if document.item == item else item_of(document, item)
            if found is not None:
                return without_markup(found) if plain else found
    raise ValueError(f"{payload.origin} no longer contains it")

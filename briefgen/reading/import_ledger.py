"""How ``briefgen add`` made an article.

Its raw input, every change by cleaning, and the text that came out.

The ledger is a file in ``raw/``, named by its digest. The article's front matter names it (``raw``), so
that a reading depends on nothing but the bytes of the article.
"""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, replace
from hashlib import sha256
from pathlib import Path

from briefgen.cleaning.engine import KEEP, Cleaned, bare
from briefgen.config.folders import BACKUP_SUFFIX, RAW
from briefgen.model import Doubt, Draft, Edit, Line
from briefgen.reading.prepare import Prepared

"""Of the ledgers of changes that commands made to files; those belong to no import."""
KEY = "raw"
"""The key of front matter that names the ledger."""

_DECLARED = re.compile(rb"^raw: *['\"]?([0-9a-f]{2}/[0-9a-f]{64}\.json)['\"]?[ \t]*\r?$", re.MULTILINE)
_END = re.compile(rb"^---[ \t]*\r?$", re.MULTILINE)
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+|(?<=\?)\S+")
_PRIVATE = ".eml"
"""The suffix of raw inputs whose removed lines are never on a page: they name the reader of the mail."""


@dataclass(frozen=True, slots=True)
class ImportLedger:
    """One import of an article.

    ``raw`` is the file in ``raw/`` with the bytes that came in, ``kind`` their content type, ``item`` which
    article in them. ``columns`` are the columns of a table that were named, ``ruleset`` is the rule set that
    cleaned it. ``lines`` are the lines before cleaning, ``edits`` and ``doubts`` what cleaning did and said,
    by line number. ``body`` is the text as it was written. ``plain`` says that words alone were taken.
    """

    raw: str
    item: str
    url: str
    columns: Mapping[str, str]
    ruleset: int
    lines: tuple[str, ...]
    edits: tuple[Edit, ...]
    doubts: tuple[Doubt, ...]
    body: str
    kind: str = ""
    plain: bool = False

    def to_bytes(self) -> bytes:
        """The ledger as JSON."""
        values = asdict(self) | {"edits": [*map(astuple, self.edits)], "doubts": [*map(astuple, self.doubts)]}
        return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")

    @classmethod
    def of_bytes(cls, data: bytes) -> ImportLedger:
        """A ledger out of its JSON.

        Raises:
            ValueError: when these are not the bytes of a ledger.
        """
        try:
            values = json.loads(data)
            values["lines"] = tuple(values["lines"])
            values["edits"] = edits = tuple(Edit(*one) for one in values["edits"])
            values["doubts"] = tuple(Doubt(*one) for one in values["doubts"])
            if not all(isinstance(text, str) for text in (*values["lines"], *(e.before for e in edits))):
                raise TypeError("a line is no text")
            return cls(**values)
        except (KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError(f"not a ledger: {error}") from None

    @property
    def raw_lines(self) -> tuple[Line, ...]:
        """The lines before cleaning, numbered from 1."""
        return tuple(Line(number, text) for number, text in enumerate(self.lines, 1))

    def cleaned(self) -> Cleaned:
        """What the rules made of the raw lines."""
        lines = {line.number: line for line in self.raw_lines}
        for edit in self.edits:
            if edit.after is None:
                lines.pop(edit.line, None)
            else:
                lines[edit.line] = Line(edit.line, edit.after)
        draft = Draft({}, "", tuple(lines[number] for number in sorted(lines)), plain=True)
        return Cleaned(draft, self.edits, self.doubts)

    def edits_for_page(self) -> tuple[Edit, ...]:
        """The edits as readers may see them.

        Without addresses, and without any words of a mail.
        """
        if self.raw.endswith(_PRIVATE):
            return tuple(
                replace(edit, before="", after=None if edit.after is None else "") for edit in self.edits
            )
        return tuple(replace(edit, before=_ADDRESS.sub("…", edit.before)) for edit in self.edits)


def ledger_bytes(root: Path, article: bytes) -> bytes:
    """The ledger that an article's front matter names, as bytes.

    None where it is not there or is damaged.
    """
    article = article.removeprefix(BOM_UTF8)
    if b"\nraw:" not in article or not article.startswith(b"---"):
        return b""
    end = _END.search(article, 4)
    match = _DECLARED.search(article, 0, end.start() if end else 0)
    if not match:
        return b""
    try:
        data = (root / RAW / match[1].decode()).read_bytes()
    except OSError:
        return b""
    return data if sha256(data).hexdigest() == match[1][3:67].decode() else b""


def has_ledgers(root: Path) -> bool:
    """Whether anything was imported into this project."""
    return any(not file.name.endswith(BACKUP_SUFFIX) for file in (root / RAW).glob("*/*.json"))


def load_ledger(root: Path, article: bytes) -> ImportLedger | None:
    """The ledger that an article's front matter names, or None."""
    return ledger_or_none(ledger_bytes(root, article))


def ledger_or_none(data: bytes) -> ImportLedger | None:
    """A ledger out of its JSON.

    None for no bytes, and for bytes that are none.
    """
    try:
        return ImportLedger.of_bytes(data) if data else None
    except ValueError:
        return None


def with_doubts(prepared: Prepared, ledger: ImportLedger) -> Prepared:
    """The article with the undecided doubts of its import."""
    clean = prepared.declared.values["clean"]
    decided = {bare(text) for text in clean[KEEP]} if isinstance(clean, dict) and clean else set()
    texts = {line.number: line.text for line in ledger.cleaned().draft.lines}
    open_doubts = {bare(texts[doubt.line]): doubt for doubt in ledger.doubts if doubt.line in texts}
    doubts = {doubt.line: doubt for doubt in prepared.cleaned.doubts}
    for line in prepared.cleaned.draft.nonblank:
        doubt = open_doubts.get(bare(line.text))
        if doubt and bare(line.text) not in decided:
            doubts.setdefault(line.number, replace(doubt, line=line.number))
    in_order = tuple(doubt for _, doubt in sorted(doubts.items()))
    return replace(prepared, cleaned=replace(prepared.cleaned, doubts=in_order))


def view(prepared: Prepared, ledger: ImportLedger) -> Prepared:
    """An added article with its raw input as its text, to be shown."""
    cleaned = ledger.cleaned()
    draft = replace(cleaned.draft, head=prepared.cleaned.draft.head, lang=prepared.lang)
    body = "".join(f"{text}\n" for text in ledger.lines)
    return replace(prepared, body=body, cleaned=replace(cleaned, draft=draft))

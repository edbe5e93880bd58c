"""Import a mailbox (.mbox): each mail in it is an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefgen.importing import eml
from briefgen.importing.document import ImportedDocument, Input, refusal
from briefgen.model.diagnostics import BriefgenError

MOST_MAILS = 10_000
"""A mailbox with more mails is an archive."""
_START = re.compile(rb"^From [^\n]*\d{4}[^\n]*\r?\n", re.MULTILINE)
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


def read(payload: Input) -> Iterator[ImportedDocument | BriefgenError]:
    """Each mail as an article, or why it is none.

    Raises:
        BriefgenError: for a file that is no mailbox.
    """
    starts = [*_START.finditer(payload.data)]
    if not starts:
        raise refusal(
            payload.origin, "this is not a mailbox: no line begins with From", "add its mails as .eml"
        )
    if len(starts) > MOST_MAILS:
        raise refusal(
            payload.origin, f"this mailbox has more than {MOST_MAILS:,} mails", "split it into several files"
        )
    ends = [*(match.start() for match in starts[1:]), len(payload.data)]
    for n, (match, end) in enumerate(zip(starts, ends, strict=True), 1):
        data = _QUOTED.sub(rb"\1", payload.data[match.end() : end])
        try:
            yield from eml.read(Input(f"{payload.origin}#{n}", data, "message/rfc822"))
        except BriefgenError as error:
            yield error

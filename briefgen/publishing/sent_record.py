"""``sent.jsonl``: which editions were given to which service.

An attempt has a line before its request and one after it. One that has only the first may have reached the
service, so it is not repeated.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from briefgen.model import Location
from briefgen.model.diagnostics import failure

BEGUN, CREATED, DONE, FAILED = "begun", "created", "done", "failed"
"""What became of an attempt; a draft that is CREATED lacks its content."""


class Attempt(NamedTuple):
    """One attempt to send an edition, with no address and no key.

    ``account`` is the variable of the key, or the account at a mail server. ``list`` is the list, the file of
    addresses, or empty. ``is_test`` marks a test mail. ``name`` is that of the draft, and ``id`` what the
    service calls it.
    """

    edition: str
    digest: str
    service: str
    sender: str
    url: str
    account: str
    list: str
    language: str
    name: str
    is_test: bool = False
    state: str = BEGUN
    id: str = ""
    at: str = ""

    def has_target_of(self, other: Attempt) -> bool:
        """Whether both give the same edition to the same readers.

        A test of a mail that has changed is another one.
        """
        names = ["edition", "service", "url", "account", "list", "language", "is_test"]
        names += ["digest"] if self.is_test else []
        return all(getattr(self, name) == getattr(other, name) for name in names)


def read_attempts(path: Path) -> list[Attempt]:
    """The attempts, each in its last state, in their order.

    Raises:
        BriefgenError: when a line cannot be read.
        OSError: when the file cannot be read.
    """
    text = path.read_text("utf-8", "replace") if path.exists() else ""
    attempts: dict[str, Attempt] = {}
    for n, line in enumerate(text.split("\n"), 1):
        if line.strip():
            one = _attempt(line, Location(path.name, n))
            attempts[one.name] = one
    if text and not text.endswith("\n"):
        raise _damaged(Location(path.name, text.count("\n") + 1))
    return list(attempts.values())


def _attempt(line: str, place: Location) -> Attempt:
    try:
        one = Attempt(**json.loads(line))
    except (ValueError, TypeError, RecursionError):
        raise _damaged(place) from None
    texts = (*one[:9], one.id, one.at)
    states = (BEGUN, CREATED, DONE, FAILED)
    if not all(isinstance(text, str) for text in texts) or one.state not in states:
        raise _damaged(place)
    return one


def _damaged(place: Location) -> Exception:
    hint = "see at the service whether the edition is there, then correct or delete the line"
    return failure("send-record", place, "this line cannot be read, so nothing is sent", hint)


def last_attempt(attempts: Iterable[Attempt], new: Attempt) -> Attempt | None:
    """The last attempt with the same target that did not fail."""
    same = [one for one in attempts if one.has_target_of(new) and one.state != FAILED]
    return same[-1] if same else None


def record(path: Path, attempt: Attempt) -> None:
    """Append an attempt; it is on the disk when this returns.

    Raises:
        OSError: when it cannot be written.
    """
    line = json.dumps(attempt._asdict(), ensure_ascii=False) + "\n"
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    file = os.open(path, flags, 0o644)
    with os.fdopen(file, "ab", buffering=0) as stream:
        stream.write(line.encode())
        os.fsync(stream.fileno())

"""``senders:``, the ways to send the mail of an edition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from briefgen.model import Diagnostic, Location
from briefgen.model.sender import SERVICES, Sender
from briefgen.schema import Address, Choice, Field, LanguageCode, MapOf, Record, Text, Whole
from briefgen.util.urls import wrong_with

SENDERS = MapOf(
    Record(
        Field(
            "service", Choice(SERVICES), "", "The mail service, or smtp for your own addresses.", vital=True
        ),
        Field(
            "key", Text("BUTTONDOWN_API_KEY"), "", "The environment variable that has the key or password."
        ),
        Field("url", Address(wrong_with), "", "The address of your listmonk or Mailcoach."),
        Field("list", Text("3"), "", "The list of readers, by its id at the service."),
        Field("template", Text("1"), "", "The template at the service, by its id or name."),
        Field(
            "language", LanguageCode("id"), "", "The language of the mail, if it has its own tree of pages."
        ),
        Field("host", Text("mail.example.org"), "", "The mail server (smtp)."),
        Field(
            "port", Whole(1), 587, "The port of the mail server: 587, or 465 for TLS from the start (smtp)."
        ),
        Field("user", Text(), "", "The account at the mail server (smtp)."),
        Field("recipients", Text("team.txt"), "", "A file with your own addresses, one a line (smtp)."),
    )
)
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")


def senders_of(values: Mapping[str, Mapping[str, Any]], places: Mapping[str, Location]) -> dict[str, Sender]:
    """The senders by name."""
    return {
        name: Sender(name, place=places.get(f"senders.{name}", Location("")), **one)
        for name, one in values.items()
    }


def wrong_senders(senders: Mapping[str, Sender], *public: str) -> Iterator[tuple[str, str, str]]:
    """The key, message and hint of each mistake; ``public`` are folders whose files are published.

    No message repeats what stands in ``key:``, which may be a secret.
    """
    for name, one in senders.items():
        if not one.service:
            yield f"{name}", f"the sender {name} has no service", f"write service: {SERVICES[0]}"
        if one.key and not _VARIABLE.fullmatch(one.key):
            message = f"key: of the sender {name} is not the name of an environment variable"
            yield (
                f"{name}.key",
                message,
                "write a name such as MAIL_KEY, and keep the key itself out of files",
            )
        if one.recipients and PurePosixPath(one.recipients).parts[0] in public:
            message = f"the addresses in {one.recipients} would be published"
            yield f"{name}.recipients", message, "put the file beside briefgen.yml"


def without_excerpts(
    problems: Iterable[Diagnostic], senders: Mapping[str, Sender], places: Mapping[str, Location]
) -> list[Diagnostic]:
    """The problems, without line numbers where the console would show a key.

    Somebody may have written the key itself into the file.
    """
    names = [name for name, one in senders.items() if one.key and not _VARIABLE.fullmatch(one.key)]
    lines = {places[f"senders.{name}.key"].line for name in names if f"senders.{name}.key" in places}
    return [
        one._replace(location=Location(one.location.path)) if one.location.line in lines else one
        for one in problems
    ]

"""A way to send the mail of an edition."""

from __future__ import annotations

from typing import NamedTuple

from briefgen.model.diagnostics import Location

SMTP = "smtp"
SERVICES = ("buttondown", "listmonk", "mailchimp", "brevo", "mailcoach", SMTP)
"""The services that a sender may name."""


class Sender(NamedTuple):
    """A service with what it needs to know, but for its key.

    ``key`` is the environment variable with the key or password; empty means the service's own. ``url``,
    ``list`` and ``template`` belong to mail services; ``host``, ``port``, ``user`` and ``recipients`` (a file
    of addresses) to smtp. ``language`` chooses a tree of pages. ``place`` is where the settings name it.
    """

    name: str
    service: str
    key: str = ""
    url: str = ""
    list: str = ""
    template: str = ""
    language: str = ""
    host: str = ""
    port: int = 587
    user: str = ""
    recipients: str = ""
    place: Location = Location("")

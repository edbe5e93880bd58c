"""The table of mail services: how each is asked for a draft, and for its newest drafts.

By their public descriptions: docs.buttondown.com, listmonk.app/docs/apis, mailchimp.com/developer/marketing,
developers.brevo.com and mailcoach.app/docs.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from briefgen.model.sender import Sender
from briefgen.publishing.letter import Letter

Fields = Callable[[Letter, Sender, str], Mapping[str, Any]]
"""From a letter, its sender and the name of the draft to the body of a request."""
BRACES = r"\{(?=[{%#])"


class Service(NamedTuple):
    """A mail service.

    ``key`` is the environment variable of its key, and ``auth`` the header made of the key. ``base`` is its
    address (of a key's region, for ``{region}``); without one, ``url:`` is needed. ``path`` makes a draft by
    POST, and ``fields`` is its body; ``content`` is a second request, by PUT, for a service that wants one.
    ``newest`` lists drafts and mails, newest first. ``id``, ``rows`` and ``name`` are keys of the answers.
    ``needs`` are settings that cannot be left out; ``numbers`` are those that must be numbers. ``marks`` is
    the pattern of template tags, and ``unsubscribe`` the one for the link.
    """

    key: str
    auth: Callable[[str], tuple[str, str]]
    base: str
    path: str
    fields: Fields
    newest: str
    id: tuple[str, ...]
    rows: tuple[str, ...]
    name: tuple[str, ...]
    unsubscribe: str
    needs: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    marks: str = BRACES
    content: tuple[str, Fields] | None = None

    def address(self, sender: Sender, key: str) -> str:
        """The address of its API; empty if neither the settings nor the key say it."""
        base = sender.url.rstrip("/") or self.base
        region = re.fullmatch(r".*-([a-z]{2,4}[0-9]{1,3})", key)
        if "{region}" in base:
            return base.format(region=region[1]) if region else ""
        return base


def _authorization(form: str) -> Callable[[str], tuple[str, str]]:
    return lambda key: ("Authorization", form.format(key))


def _basic(key: str) -> tuple[str, str]:
    return "Authorization", f"Basic {b64encode(f'briefgen:{key}'.encode()).decode()}"


def _buttondown(letter: Letter, sender: Sender, name: str) -> Mapping[str, Any]:
    # Without a status, Buttondown sends the mail to all readers at once.
    more = {"template": sender.template} if sender.template else {}
    body = f"<!-- buttondown-editor-mode: fancy -->\n{letter.html}"
    return {
        "subject": letter.subject,
        "body": body,
        "status": "draft",
        "metadata": {"briefgen": name},
        **more,
    }


def _listmonk(letter: Letter, sender: Sender, name: str) -> Mapping[str, Any]:
    more: dict[str, Any] = {"from_email": letter.sender} if letter.sender else {}
    if sender.template:
        more["template_id"] = int(sender.template)
    return {
        "name": name,
        "subject": letter.subject,
        "lists": [int(sender.list)],
        "type": "regular",
        "content_type": "html",
        "body": letter.html,
        "altbody": letter.text,
        **more,
    }


def _mailchimp(letter: Letter, sender: Sender, name: str) -> Mapping[str, Any]:
    settings = {"title": name, "subject_line": letter.subject}
    if letter.sender:
        settings |= {"from_name": letter.sender_name, "reply_to": letter.sender_address}
    return {"type": "regular", "recipients": {"list_id": sender.list}, "settings": settings}


def _mailchimp_content(letter: Letter, sender: Sender, name: str) -> Mapping[str, Any]:
    return {"html": letter.html, "plain_text": letter.text}


def _brevo(letter: Letter, sender: Sender, name: str) -> Mapping[str, Any]:
    return {
        "name": name,
        "subject": letter.subject,
        "sender": {"name": letter.sender_name or letter.sender_address, "email": letter.sender_address},
        "htmlContent": letter.html,
        "recipients": {"listIds": [int(sender.list)]},
    }


def _mailcoach(letter: Letter, sender: Sender, name: str) -> Mapping[str, Any]:
    more = {"template_uuid": sender.template} if sender.template else {}
    texts = {"name": name, "subject": letter.subject, "html": letter.html}
    return {**texts, "email_list_uuid": sender.list, **more}


SERVICES: Mapping[str, Service] = {
    "buttondown": Service(
        "BUTTONDOWN_API_KEY", _authorization("Token {}"), "https://api.buttondown.com/v1", "/emails",
        _buttondown, "/emails?ordering=-creation_date", ("id",), ("results",), ("metadata", "briefgen"),
        "{{ unsubscribe_url }}",
    ),
    "listmonk": Service(
        "LISTMONK_API_KEY", _authorization("token {}"), "", "/api/campaigns", _listmonk,
        "/api/campaigns?order_by=created_at&order=DESC&page=1&per_page=20", ("data", "id"),
        ("data", "results"), ("name",), "{{ UnsubscribeURL }}", ("url", "list"), ("list", "template"),
    ),
    "mailchimp": Service(
        "MAILCHIMP_API_KEY", _basic, "https://{region}.api.mailchimp.com/3.0", "/campaigns", _mailchimp,
        "/campaigns?count=20&sort_field=create_time&sort_dir=DESC", ("id",), ("campaigns",),
        ("settings", "title"), "*|UNSUB|*", ("list",), (), r"\*(?=\|)", ("/content", _mailchimp_content),
    ),
    "brevo": Service(
        "BREVO_API_KEY", lambda key: ("api-key", key), "https://api.brevo.com/v3", "/emailCampaigns", _brevo,
        "/emailCampaigns?limit=20&sort=desc&excludeHtmlContent=true", ("id",), ("campaigns",), ("name",),
        "{{ unsubscribe }}", ("list", "mail.sender"), ("list",), r"\{(?=[{%#A-Z])",
    ),
    "mailcoach": Service(
        "MAILCOACH_API_KEY", _authorization("Bearer {}"), "", "/api/campaigns", _mailcoach,
        "/api/campaigns?filter%5Bsearch%5D={name}", ("data", "uuid"), ("data",), ("name",),
        "{{ unsubscribeUrl }}", ("url", "list"),
    ),
}  # fmt: skip
"""The services with an API, by name."""


def newest_path(service: Service, name: str) -> str:
    """The path that lists the newest drafts, or those with a name."""
    return service.newest.replace("{name}", quote(name, safe=""))


def value_at(answer: Any, path: tuple[str, ...]) -> Any:
    """The value under these keys; None if there is none."""
    for key in path:
        answer = answer.get(key) if isinstance(answer, dict) else None
    return answer

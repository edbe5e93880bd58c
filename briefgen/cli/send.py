"""``briefgen send``: give the mail of an edition to a mail service, as a draft."""

from __future__ import annotations

import os
import secrets
import sys
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import TYPE_CHECKING, NamedTuple

import click

from briefgen.cli import common
from briefgen.config.folders import SENT_RECORD
from briefgen.model.diagnostics import failure
from briefgen.model.sender import SMTP
from briefgen.reporting import console
from briefgen.util.text import did_you_mean, printable

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.build.options import Options
    from briefgen.config import Config
    from briefgen.model.diagnostics import BriefgenError
    from briefgen.model.sender import Sender
    from briefgen.project.project import Project
    from briefgen.publishing.letter import Letter
    from briefgen.publishing.sending import DraftMaker
    from briefgen.publishing.sent_record import Attempt


class Order(NamedTuple):
    """What to send: an edition, by a sender, perhaps as a test to one address."""

    date: str
    sender: Sender
    test: str
    again: bool


@click.command("send", cls=common.Command)
@click.argument("date")
@common.IN_PROJECT
@click.option("--to", "name", required=True, metavar="NAME", help="The sender, as senders: names it.")
@click.option("--test", default="", metavar="ADDRESS", help="Send it to this address alone (smtp).")
@click.option("--again", is_flag=True, help="Send it although it was sent before, or may have been.")
@common.DRY_RUN
@common.DEFINE
@common.NOW
@common.JSON
def command(
    date: str,
    project: Path,
    name: str,
    test: str,
    again: bool,
    dry_run: bool,
    defines: tuple[str, ...],
    now: str | None,
    as_json: bool,
) -> int:
    """Give the mail of the edition DATE to a mail service, as a draft.

    You send it there. The edition must be frozen. Keys come from the environment. sent.jsonl remembers what
    was sent, so nothing is sent twice.
    """
    from briefgen.cache import lock

    opened = common.open_to_read(project, common.overrides(defines))
    order = Order(date, _sender(opened.config, name), test, again)
    options = common.build_options(opened, now)
    _check_order(order, opened.config)
    _check_edition(opened, options, order)
    with lock.held(opened.environment, _report_waiting, "send.lock"):
        attempt = _send(opened, options, order, dry_run=dry_run)
    if as_json:
        common.print_json({**attempt._asdict(), "dry_run": dry_run})
    else:
        common.print_lines([_result(attempt, dry_run=dry_run)])
    return common.DONE


def _report_waiting() -> None:
    console.say("Another command is sending an edition; waiting for it to finish.")


# --- what is asked for -------------------------------------------------------------------------------------


def _sender(config: Config, name: str) -> Sender:
    if name in config.senders:
        return config.senders[name]
    hint = did_you_mean(name, config.senders, "add it to senders: in briefgen.yml")
    raise failure("config-value", config.place("senders"), f'there is no sender "{printable(name)}"', hint)


def _check_order(order: Order, config: Config) -> None:
    """Refuse what a sender cannot do, and one that lacks a setting."""
    from briefgen.publishing.mail_services import SERVICES
    from briefgen.publishing.smtp import is_address

    sender = order.sender
    if order.test and sender.service != SMTP:
        raise click.UsageError(f"--test needs a sender with service: smtp; {sender.name} is {sender.service}")
    if order.test and not is_address(order.test):
        raise click.UsageError("--test takes one mail address, such as me@example.org")
    service = SERVICES.get(sender.service)
    needs = service.needs if service else ("host", "mail.sender", *(() if order.test else ("recipients",)))
    for key in needs:
        if not ("@" in parseaddr(config.mail.sender)[1] if key == "mail.sender" else getattr(sender, key)):
            raise _wrong(sender, f"{sender.service} needs {key}:", f"add {key}: to briefgen.yml")
    for key in service.numbers if service else ():
        value = getattr(sender, key)
        if value and not (value.isascii() and value.isdigit()):
            hint = f"write the number that {sender.service} shows"
            raise _wrong(sender, f"{key}: of the sender {sender.name} is not a number", hint)
    if service and sender.list and "list" not in service.needs:
        message = f"{sender.service} knows no list:; its key belongs to one newsletter"
        raise _wrong(sender, message, "delete list:")


def _check_edition(project: Project, options: Options, order: Order) -> None:
    """Refuse an edition that has errors or, for a list, is not frozen."""
    from briefgen.curation.edition_draft import lay_out

    layout = lay_out(project, options, order.date)
    if not layout.edition.briefings:
        newest = layout.site.latest_day()
        hint = f"the newest is {newest}" if newest else "there are no editions yet"
        raise click.UsageError(f'there is no edition "{printable(order.date)}"; {hint}')
    if layout.errors:
        console.show(layout.diagnostics, project.root)
        raise click.ClickException(f"edition {order.date} was not sent: fix the errors first")
    if not (order.test or (layout.file and layout.file.frozen)):
        hint = f"run `briefgen edition {order.date} --freeze` first"
        raise _wrong(order.sender, f"the edition {order.date} is not frozen, so it can still change", hint)


def _wrong(sender: Sender, message: str, hint: str) -> BriefgenError:
    return failure("send-refused", sender.place, message, hint)


# --- sending -----------------------------------------------------------------------------------------------


def _send(project: Project, options: Options, order: Order, *, dry_run: bool) -> Attempt:
    """Send the edition, unless it was sent."""
    from briefgen.curation.edition_mail import edition_message
    from briefgen.publishing.letter import letter_of
    from briefgen.publishing.sending import already_sent
    from briefgen.publishing.sent_record import DONE, last_attempt, read_attempts

    path = project.root / SENT_RECORD
    message = edition_message(project, options, order.date, _tree(project, order.sender))
    letter = letter_of(message, order.date, project.config.mail.unsubscribe)
    attempt = _attempt(project.config, order, letter)
    last = None if order.again else last_attempt(read_attempts(path), attempt)
    if last and last.state == DONE:
        raise already_sent(last, letter.digest)
    if order.sender.service == SMTP:
        return _send_by_smtp(project, order, message, (attempt, last), dry_run=dry_run)
    return _make_draft(_draft_maker(project, order.sender, letter, path), attempt, last, dry_run=dry_run)


def _tree(project: Project, sender: Sender) -> str:
    if sender.language in project.studios:
        return sender.language
    if sender.language == project.config.language:
        return ""
    hint = "leave language: out, or name a language of languages: that has a tree of its own"
    raise _wrong(sender, f"the site has no pages in {sender.language}", hint)


def _attempt(config: Config, order: Order, letter: Letter) -> Attempt:
    """A new attempt, whose draft has a name of its own."""
    from briefgen.publishing.mail_services import SERVICES
    from briefgen.publishing.sent_record import Attempt

    sender = order.sender
    service = SERVICES.get(sender.service)
    account = (sender.key or service.key) if service else sender.user
    return Attempt(
        edition=order.date,
        digest=letter.digest,
        service=sender.service,
        sender=sender.name,
        url=sender.url or sender.host,
        account=account,
        list="" if order.test else sender.list or sender.recipients,
        language=sender.language,
        name=f"{' '.join(config.title.split())} {order.date} [{secrets.token_hex(4)}]",
        is_test=bool(order.test),
        at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _draft_maker(project: Project, sender: Sender, letter: Letter, path: Path) -> DraftMaker:
    from briefgen.publishing.mail_client import MailApi
    from briefgen.publishing.mail_services import SERVICES
    from briefgen.publishing.sending import DraftMaker

    service = SERVICES[sender.service]
    variable = sender.key or service.key
    key = _secret(sender, variable)
    base = service.address(sender, key)
    if not base:
        hint = "add url: to the sender, such as https://us6.api.mailchimp.com/3.0"
        raise _wrong(sender, f"the key in {variable} does not name its region", hint)
    api = MailApi(base, service.auth(key), key, variable, project.config.private_hosts)
    return DraftMaker(path, letter, sender, service, api)


def _secret(sender: Sender, variable: str) -> str:
    """The key or password in the environment, which no message repeats."""
    value = os.environ.get(variable, "").strip()
    if not value:
        message = f"the environment variable {variable} is not set"
        raise _wrong(sender, message, f"set it to the key or password for {sender.service}")
    if not (value.isascii() and value.isprintable()):
        raise _wrong(sender, f"{variable} has characters that no key has", "copy the key again")
    return value


def _make_draft(maker: DraftMaker, attempt: Attempt, last: Attempt | None, *, dry_run: bool) -> Attempt:
    """Make a draft; complete the one of an earlier attempt, if the service has it."""
    from briefgen.publishing.sent_record import CREATED

    if dry_run:
        return last or attempt
    if last and last.state == CREATED:
        return maker.complete(last)
    if last:
        if earlier := maker.find(last):
            return earlier
        _confirm(maker.path, last)
    return maker.make(attempt)


def _confirm(path: Path, last: Attempt) -> None:
    """Ask whether an earlier attempt did nothing; without a terminal, take nothing for granted."""
    from briefgen.publishing.sending import forget, not_found

    question = f'An attempt did not end. Is "{last.name}" missing at {last.service}, so that it can be sent?'
    if not (sys.stdin.isatty() and click.confirm(printable(question), err=True)):
        raise not_found(last)
    forget(path, last)


def _send_by_smtp(
    project: Project, order: Order, message: bytes, attempts: tuple[Attempt, Attempt | None], *, dry_run: bool
) -> Attempt:
    from briefgen.publishing.sending import send_once
    from briefgen.publishing.smtp import MailServer, send_mail

    sender, config, path = order.sender, project.config, project.root / SENT_RECORD
    recipients = (order.test,) if order.test else _recipients(project.root, sender)
    password = _secret(sender, sender.key or "SMTP_PASSWORD") if sender.user else ""
    server = MailServer(sender.host, sender.port, sender.user, password, config.private_hosts)
    attempt, last = attempts
    if dry_run:
        return attempt
    if last:
        _confirm(path, last)
    return send_once(path, attempt, lambda: send_mail(message, recipients, server))


def _recipients(root: Path, sender: Sender) -> tuple[str, ...]:
    from briefgen.publishing.smtp import addresses_of

    try:
        return addresses_of((root / sender.recipients).read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", "") or str(error)
        hint = "write one address a line; lists of readers belong to a mail service"
        raise _wrong(sender, f"{sender.recipients} cannot be used: {why}", hint) from None


def _result(attempt: Attempt, *, dry_run: bool) -> str:
    what = f"the mail of {attempt.edition}"
    to = f"{attempt.sender} ({attempt.service})"
    if dry_run:
        return printable(f"Would give {what} to {to}.")
    if attempt.service == SMTP:
        return printable(f"Sent {what} to {'a test address' if attempt.is_test else attempt.list} by {to}.")
    return printable(f'{to} has the draft "{attempt.name}" ({attempt.id}). Look at it there, and send it.')

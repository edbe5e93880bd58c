"""Send an edition once: record the attempt, make the request, record what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from briefgen.model.diagnostics import BriefgenError, Location, failure
from briefgen.model.sender import Sender
from briefgen.publishing.letter import Letter, for_service
from briefgen.publishing.mail_client import MailApi, RefusedError, ServiceError, UncertainError
from briefgen.publishing.mail_services import Service, newest_path, value_at
from briefgen.publishing.sent_record import CREATED, DONE, FAILED, Attempt, record

AGAIN = "--again sends it once more"


class DraftMaker(NamedTuple):
    """Makes the draft of one letter at one service, and writes to the record at ``path``."""

    path: Path
    letter: Letter
    sender: Sender
    service: Service
    api: MailApi

    @property
    def ready(self) -> Letter:
        """The letter as the service gets it."""
        return for_service(self.letter, self.service.marks, self.service.unsubscribe)

    def make(self, attempt: Attempt) -> Attempt:
        """Make a new draft.

        Raises:
            BriefgenError: when there is none, or nobody knows.
        """

        def create() -> str:
            fields = self.service.fields(self.ready, self.sender, attempt.name)
            return self._id_in(self.api.ask("POST", self.service.path, fields), self.service.id)

        state = CREATED if self.service.content else DONE
        return self.complete(send_once(self.path, attempt, create, state))

    def find(self, attempt: Attempt) -> Attempt | None:
        """The attempt, completed, if the service has its draft; else None.

        Raises:
            BriefgenError: when the service cannot be asked.
        """
        service = self.service
        try:
            rows = value_at(self.api.ask("GET", newest_path(service, attempt.name)), service.rows)
            if not isinstance(rows, list):
                raise UncertainError("the answer of the service has no list of drafts")
            same = [one for one in rows if value_at(one, service.name) == attempt.name]
            id_ = self._id_in(same[0], service.id[-1:]) if same else ""
        except ServiceError as error:
            raise _unknown(attempt, f"{error.message}, so it cannot be looked up") from None
        if not id_:
            return None
        return self.complete(_recorded(self.path, attempt, CREATED if service.content else DONE, id_))

    def complete(self, attempt: Attempt) -> Attempt:
        """Give a draft its content, if it lacks it. This may be repeated.

        Raises:
            BriefgenError: when the service does not take it.
        """
        if attempt.state != CREATED or self.service.content is None:
            return attempt
        path, fields = self.service.content
        values = fields(self.ready, self.sender, attempt.name)
        try:
            self.api.ask("PUT", f"{self.service.path}/{attempt.id}{path}", values)
        except ServiceError as error:
            message = f"the draft {attempt.id} is made, but may lack its content: {error.message}"
            hint = f"run the command again, which changes the same draft; if it is gone, {AGAIN}"
            raise failure("send-refused", _place(attempt), message, hint) from None
        return _recorded(self.path, attempt._replace(digest=self.letter.digest), DONE, attempt.id)

    def _id_in(self, answer: object, path: tuple[str, ...]) -> str:
        id_ = value_at(answer, path)
        text = str(id_) if isinstance(id_, str | int) else ""
        if not (text.isascii() and text.replace("-", "").replace("_", "").isalnum() and len(text) <= 100):
            raise UncertainError("the service did not name the draft that it made")
        return text


def send_once(path: Path, attempt: Attempt, deliver: Callable[[], str], state: str = DONE) -> Attempt:
    """Record an attempt, deliver, and record the id that came of it.

    If nobody knows what came of it, the record says so, because its second line is missing.

    Raises:
        BriefgenError: when it was refused, or nobody knows.
    """
    _recorded(path, attempt, attempt.state, "")
    try:
        id_ = deliver()
    except RefusedError as error:
        _recorded(path, attempt, FAILED, "")
        raise refused(attempt.sender, error) from None
    except UncertainError as error:
        raise _unknown(attempt, error.message) from None
    return _recorded(path, attempt, state, id_)


def _recorded(path: Path, attempt: Attempt, state: str, id_: str) -> Attempt:
    """The attempt in a new state, which the record has.

    Raises:
        BriefgenError: when the record cannot be written.
    """
    new = attempt._replace(state=state, id=id_)
    try:
        record(path, new)
    except OSError as error:
        message = f"it cannot be written: {error.strerror}"
        done = f"; {attempt.service} has the draft {id_}" if id_ else ""
        hint = f"correct that before you send anything{done}"
        raise failure("write-failed", Location(path.name), message, hint) from None
    return new


def forget(path: Path, attempt: Attempt) -> None:
    """Record that an attempt did not reach the service.

    Raises:
        BriefgenError: when the record cannot be written.
    """
    _recorded(path, attempt, FAILED, "")


def refused(sender: str, error: ServiceError) -> BriefgenError:
    """What to say of an edition that certainly was not sent."""
    return failure("send-refused", Location(f"senders.{sender}"), f"not sent: {error.message}", error.hint)


def already_sent(attempt: Attempt, digest: str) -> BriefgenError:
    """What to say of an edition that was sent before."""
    changed = "" if attempt.digest == digest else "; it has changed since"
    as_ = f" as {attempt.id}" if attempt.id else ""
    message = f"{attempt.edition} was sent on {attempt.at[:10]}{as_}{changed}"
    return failure("send-refused", _place(attempt), message, f"nothing to do; {AGAIN}")


def not_found(attempt: Attempt) -> BriefgenError:
    """What to say of an earlier attempt of which nobody knows what came of it."""
    return _unknown(attempt, f"an attempt on {attempt.at[:10]} did not end")


def _unknown(attempt: Attempt, message: str) -> BriefgenError:
    what = f'look for "{attempt.name}" at {attempt.service}'
    return failure("send-unknown", _place(attempt), message, f"{what}; if it is not there, {AGAIN}")


def _place(attempt: Attempt) -> Location:
    return Location(f"senders.{attempt.sender}")

"""Fetch the feeds that a project follows into its inbox."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import NamedTuple, TypeAlias

from briefgen.curation.feed_results import DELAYED, FAILED, NEW, UNCHANGED, FeedResult
from briefgen.curation.host_queues import HostLocks, HostQueues
from briefgen.importing.document import ImportedDocument, Input
from briefgen.importing.feed_request import (
    BusyHostError,
    FeedAnswer,
    Validators,
    request_feed,
    request_page,
)
from briefgen.importing.fetch import TIMEOUT
from briefgen.importing.formats import read_documents
from briefgen.importing.importer import ADDED, Importer, Outcome
from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import WARNING, BriefgenError, diagnostic, failure
from briefgen.model.subscription import Subscription
from briefgen.schema.yaml_edit import Value
from briefgen.util.public_addresses import ANY
from briefgen.util.urls import host_of

_TO_REPEAT = frozenset({"write-failed", "write-refused", "file-changed", "internal-error"})
"""Codes of problems that another run may not have."""

Progress: TypeAlias = Callable[[str, int, int], None]


class FeedReport(NamedTuple):
    """What became of a feed.

    Its result, its items, what is wrong, and how many entries were known.
    """

    feed: Subscription
    result: FeedResult
    outcomes: tuple[Outcome, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    known: int = 0


@dataclass(frozen=True)
class FeedCollector:
    """One run of ``briefgen fetch``.

    ``results`` are those of earlier runs by address, ``private`` the hosts of the project that may have a
    private address, ``seconds`` the time that a server has for an answer.
    """

    importer: Importer
    results: Mapping[str, FeedResult]
    now: datetime
    private: Collection[str] = ()
    seconds: float = TIMEOUT
    _locks: HostLocks = field(default_factory=HostLocks)
    _busy: set[str] = field(default_factory=set)

    def collect(self, feeds: Sequence[Subscription], progress: Progress) -> Iterator[FeedReport]:
        """Fetch feeds, and put their new items into the inbox in order.

        The items of a feed are written before it is yielded. So whoever keeps its result only then never
        loses an item, whatever stops the run.
        """
        queues = HostQueues(self._ask, lambda feed: feed.url)
        progress("fetching", 0, len(feeds))
        for n, (feed, answer) in enumerate(queues.answers(feeds), 1):
            yield self._report(feed, answer)
            progress("fetching", n, len(feeds))

    def _ask(self, feed: Subscription) -> FeedAnswer | BriefgenError:
        known = self.results.get(feed.url, FeedResult(feed.url))
        if known.is_delayed(self.now):
            after = datetime.fromisoformat(known.after)
            return FeedAnswer(None, known.validators, known.moved, after)
        private = ANY if feed.allow_private else self.private
        try:
            with self._locks.of(feed.url):
                return request_feed(feed.url, known.validators, private, self.now, self.seconds)
        except BriefgenError as error:
            return error

    def _report(self, feed: Subscription, answer: FeedAnswer | BriefgenError) -> FeedReport:
        known = self.results.get(feed.url, FeedResult(feed.url))
        result = known._replace(
            source=feed.source or known.source,
            added=0,
            after="",
            detail="",
            checked=self.now.isoformat(" ", "seconds"),
        )
        if isinstance(answer, BriefgenError):
            return _failure_report(feed, result, answer)
        result = result._replace(moved=answer.moved)
        problems = [*_move_problems(feed, answer)]
        if answer.after:
            at = answer.after.isoformat(" ", "seconds")
            message = f"{feed.name}: the server wants no request before {at}"
            problems.append(diagnostic("feed-delayed", feed.place, message, f"its address is {feed.url}"))
            return FeedReport(feed, result._replace(status=DELAYED, after=at), problems=tuple(problems))
        if answer.payload is None:
            return FeedReport(feed, result._replace(status=UNCHANGED), problems=tuple(problems))
        return self._import(feed, answer.payload, result, (answer.validators, problems))

    def _import(
        self,
        feed: Subscription,
        payload: Input,
        result: FeedResult,
        more: tuple[Validators, list[Diagnostic]],
    ) -> FeedReport:
        """Put the new items of a feed into the inbox.

        Its validators count only if each item is dealt with: else the next run reads it again.
        """
        validators, problems = more
        outcomes: list[Outcome] = []
        known, is_complete = 0, True
        try:
            for item in islice(self._documents(payload), feed.limit):
                if feed.whole and self.importer.knows_address(item.fields.get("url", "")):
                    known += 1
                    continue
                outcome = self._add(feed, item, problems)
                if isinstance(outcome, Outcome):
                    outcomes.append(outcome)
                else:
                    problems += [one._replace(severity=WARNING) for one in outcome.diagnostics]
                    is_complete = is_complete and outcome.diagnostics[0].code not in _TO_REPEAT
        except BriefgenError as error:
            if not outcomes and not known:
                return _failure_report(feed, result, error)
            is_complete = False
            problems += error.diagnostics
        if is_complete:
            result = result._replace(etag=validators.etag, modified=validators.modified)
        added = sum(outcome.what == ADDED for outcome in outcomes)
        source = result.source or next((str(one.new.fields.get("source", "")) for one in outcomes), "")
        result = result._replace(status=NEW if added else UNCHANGED, added=added, source=source)
        return FeedReport(feed, result, tuple(outcomes), tuple(problems), known)

    def _documents(self, payload: Input) -> Iterator[ImportedDocument]:
        """The entries of a feed; one that cannot be read is left out."""
        return (item for item in read_documents(payload) if isinstance(item, ImportedDocument))

    def _add(
        self, feed: Subscription, document: ImportedDocument, problems: list[Diagnostic]
    ) -> Outcome | BriefgenError:
        """Put an entry into the inbox, or say why it is not there."""
        try:
            if feed.whole:
                document = self._whole(feed, document, problems)
            return self._importer(feed).add_document(document, _fields_of(feed))
        except BriefgenError as error:
            return error
        except OSError as error:
            message = f"cannot read or write {error.filename}: {error.strerror}"
            hint = "fix the permissions, or free some space"
            return failure("write-failed", Location(document.origin), message, hint)
        except Exception as error:  # a fault of briefgen or of a library must not stop the other entries
            message = f"briefgen failed on this entry: {type(error).__name__}: {error}"
            return failure("internal-error", Location(document.origin), message, "please report it")

    def _importer(self, feed: Subscription) -> Importer:
        """The importer, which asks for pictures like the collector for pages."""
        saver = self.importer.pictures
        if saver is None:
            return self.importer
        own = (host_of(feed.url),) if feed.allow_private else ()
        asking = replace(saver, private=(*own, *self.private), seconds=self.seconds, turn=self._locks.of)
        return replace(self.importer, pictures=asking)

    def _whole(
        self, feed: Subscription, document: ImportedDocument, problems: list[Diagnostic]
    ) -> ImportedDocument:
        """The entry with the text of its page.

        If that is of no use, the entry stays as it is, with a note.
        """
        url = document.fields.get("url", "")
        try:
            payload = self._page(feed, url, document.origin)
            page = next(one for one in read_documents(payload) if isinstance(one, ImportedDocument))
            if _words(page) < _words(document):
                raise failure("fetch-refused", Location(url), "the page has less text than the feed")
        except (BriefgenError, StopIteration) as error:
            why = error.diagnostics[0].message if isinstance(error, BriefgenError) else "it has no article"
            message = f"the item has the feed's text, since its page was not read: {why}"
            hint = "open the page, save it, and add the file: briefgen add --inbox --anyway FILE"
            problems.append(diagnostic("feed-teaser", Location(url or document.origin), message, hint))
            return document
        fields = {**page.fields, **document.fields}
        return replace(
            page, fields=fields, dates=(*document.dates, *page.dates), unpublished=document.unpublished
        )

    def _page(self, feed: Subscription, url: str, origin: str) -> Input:
        """The page of an entry, unless its host refuses more requests.

        Raises:
            BriefgenError: when there is none, or it is not read.
        """
        if not url:
            raise failure("fetch-refused", Location(origin), "the entry names no page")
        host = host_of(url)
        if host in self._busy:
            raise failure("fetch-refused", Location(url), "its host wants no more requests now")
        private = (host_of(feed.url), *self.private) if feed.allow_private else self.private
        try:
            with self._locks.of(url):
                return request_page(url, private, self.seconds)
        except BusyHostError:
            self._busy.add(host)
            raise


def _fields_of(feed: Subscription) -> dict[str, Value]:
    """The front matter that the settings of a feed give to its items."""
    fields: dict[str, Value] = {"source": feed.source, "topic": feed.topic, "lang": feed.lang}
    return {name: value for name, value in fields.items() if value} | (
        {"tags": list(feed.tags)} if feed.tags else {}
    )


def _words(document: ImportedDocument) -> int:
    return sum(len(line.text.split()) for line in document.lines)


def _move_problems(feed: Subscription, answer: FeedAnswer) -> Iterator[Diagnostic]:
    if answer.moved:
        message = f"{feed.name}: the feed has moved to {answer.moved}"
        yield diagnostic("feed-moved", feed.place, message, "write the new address")


def _failure_report(feed: Subscription, result: FeedResult, error: BriefgenError) -> FeedReport:
    """A feed that was not read: a warning, since the others are."""
    first = error.diagnostics[0]
    message = f"{feed.name}: {first.message}"
    problem = diagnostic("feed-failed", feed.place, message, first.hint)
    return FeedReport(feed, result._replace(status=FAILED, detail=first.message), problems=(problem,))

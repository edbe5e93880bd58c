"""The events of a build, and the calls of extensions.

A handler takes one frozen value and returns another of the same kind, or None to keep it. No handler keeps
state. Whatever an extension raises names it and its line.
"""

from __future__ import annotations

import inspect
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from functools import wraps
from types import TracebackType
from typing import Any, NamedTuple, TypeVar

from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, failure
from briefgen.util import activities, forks
from briefgen.util.activities import LONG, Activity
from briefgen.util.interrupts import Interrupt, was_interrupted
from briefgen.util.parallel import WorkersError
from briefgen.util.text import shorten

EVENTS: dict[str, str] = {
    "config-loaded": "the Config, before anything is read",
    "source-read": "the Source of one article, before its front matter is parsed",
    "article-read": "the ReadResult of one article",
    "site-grouped": "the Site, before pages are planned",
    "pages-planned": "all Pages, as a tuple",
    "page-context": "the PageContext that a template is about to see",
    "page-rendered": "the Rendered page, before it is compared and written",
    "build-finished": "the Report",
}
"""Every event and the value it hands over."""

READING_EVENTS = frozenset({"source-read", "article-read"})
"""Events whose handlers shape what is remembered of a file."""

RENDERING_EVENTS = frozenset({"page-context", "page-rendered"})
"""Events whose handlers shape a page's bytes."""

LONGEST = 300
"""Characters of an exception's text in a message."""
HINT = "fix the extension, or remove it from extensions:"

Value = TypeVar("Value")


class Handler(NamedTuple):
    """A handler, and what it is called in messages."""

    call: Callable[[Any], Any]
    activity: Activity


def emit(
    handlers: Mapping[str, tuple[Handler, ...]],
    event: str,
    value: Value,
    complain: Callable[[Value, Value], str] | None = None,
) -> Value:
    """Hand ``value`` to the event's handlers, in the order of registration.

    ``complain`` says what is wrong with an answer, if anything; by default, which field has a wrong type.

    Raises:
        BriefgenError: naming the extension, when a handler fails or gives back another kind of value.
    """
    for handler in handlers.get(event, ()):
        call = ExtensionCall(handler.activity)
        with call:
            answer = handler.call(value)
        if answer is None:
            continue
        if type(answer) is not type(value):
            raise call.refuse(type(answer).__name__, f"return a {type(value).__name__} or None")
        if complaint := (complain or wrong_field)(value, answer):
            raise call.refuse(complaint)
        value = answer
    return value


def wrong_field(before: Any, after: Any) -> str:
    """Which field of an answer has a wrong kind of value, in words.

    Empty if none has.
    """
    for name, note in getattr(type(before), "__annotations__", {}).items():
        old, new = getattr(before, name, None), getattr(after, name, None)
        named, types = "None" if new is None else type(new).__name__, set(re.findall(r"\w+", str(note)))
        if old is new or (old is None and not types <= _PLAIN):
            continue
        if named not in types and _kind(old) is not _kind(new):
            return f"a {type(after).__name__} whose {name} is {named}"
        if type(old) is type(new) and (inner := wrong_field(old, new)):
            return inner
    return ""


_PLAIN = {"str", "bool", "int", "float", "None"}


def _kind(value: Any) -> Any:
    """What may replace a value, as a type.

    Any mapping replaces a mapping, but a named tuple only itself.
    """
    if hasattr(type(value), "_fields"):
        return type(value)
    kinds = (str, bytes, int | float, Mapping, AbstractSet, Sequence)
    return next((kind for kind in kinds if isinstance(value, kind)), type(value))


class ExtensionCall:
    """A context for a call of an extension: errors name the extension and line.

    What it prints goes to standard error, for standard output is for programs.
    """

    __slots__ = ("_activity", "_folder", "_hint", "_stdout")

    def __init__(self, activity: Activity, hint: str = HINT) -> None:
        self._activity, self._hint = activity, hint

    def __enter__(self) -> None:
        self._folder = _current_folder()
        forks.enter()
        self._activity = activities.begin(self._activity)
        self._stdout, sys.stdout = sys.stdout, sys.stderr

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        sys.stdout = self._stdout
        has_forked = forks.leave()
        call = self._activity
        activities.end(call)
        if isinstance(error, Interrupt) or was_interrupted():
            raise _interrupt(call.at(activities.line_of_trace(call, trace))) from error
        if isinstance(error, BriefgenError):
            return
        if error is not None:
            raise self._blame(error) from error
        if has_forked:
            raise self._failure(
                f"{call.doing} forked, and the child returned", "start other programs instead"
            )
        if _current_folder() != self._folder:
            with suppress(OSError):
                os.chdir(self._folder)
            raise self._failure(f"{call.doing} changed the current folder", "use absolute paths instead")

    def refuse(self, answer: str, hint: str = HINT) -> BriefgenError:
        """Return the error for a wrong answer."""
        return _failure(self._activity, f"{self._activity.doing} returned {answer}", hint)

    def _failure(self, message: str, hint: str) -> BriefgenError:
        return _failure(self._activity, message, hint)

    def _blame(self, error: BaseException) -> BriefgenError:
        at = self._activity.at(activities.line_of_trace(self._activity, error.__traceback__))
        return _failure(at, f"{at.doing} raised {_text(error)}", self._hint)


def guarded(
    activity: Activity,
    function: Callable[..., Any],
    convert: Callable[[Any], Any] = lambda answer: answer,
    hint: str = HINT,
) -> Callable[..., Any]:
    """Return a function of an extension that names the extension when it fails."""

    @wraps(function)
    def call(*arguments: Any, **named: Any) -> Any:
        with ExtensionCall(activity, hint):
            return convert(function(*arguments, **named))

    return call


def activity_of(origin: Activity, doing: str, function: Any) -> Activity:
    """Return what an extension's function does, with the line where it begins."""
    with suppress(Exception):
        function = inspect.unwrap(function)
        function = function if hasattr(function, "__code__") else type(function).__call__
    code = getattr(function, "__code__", None)
    activity = origin._replace(doing=doing)
    return activity.at(code and activities.place(activity, code.co_filename, code.co_firstlineno))


def _failure(at: Activity, message: str, hint: str) -> BriefgenError:
    text = f"the extension {at.extension} failed: {message}"
    return failure("extension-failed", Location(at.file, at.line), text, hint)


def _text(error: BaseException) -> str:
    try:
        text = shorten(" ".join(str(error).split()), LONGEST)
    except Exception:
        text = ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _current_folder() -> str:
    try:
        return os.getcwd()  # noqa: PTH109 - a Path costs more than the call
    except OSError:
        return ""


# --- extensions that do not return ------------------------------------------------------------------------


def _interrupt(call: Activity) -> Interrupt:
    interrupt = Interrupt()
    if call.seconds >= LONG:
        interrupt.activities = (call,)
    return interrupt


def unfinished(call: Activity) -> BriefgenError:
    """Return the error for an extension that was interrupted."""
    message = f"{call.doing} has not returned for {call.seconds:.0f} s"
    return _failure(call, message, "find out what it waits for, or remove it from extensions:")


@contextmanager
def reporting_lost_workers() -> Iterator[None]:
    """Report lost workers, and the extension that ended one.

    Raises:
        BriefgenError: instead of ``WorkersError``.
    """
    try:
        yield
    except WorkersError as error:
        memory = "if the system has too little memory, use -j 1; the output is unchanged"
        if error.activity is not None:
            message = f"{error.activity.doing} ended its process ({error.ending})"
            hint = memory if error.ending.startswith("signal") else "raise an exception instead"
            raise _failure(error.activity, message, hint) from error
        hint = memory if error.ending else "run it again; the output is unchanged"
        raise failure("workers-failed", Location("briefgen build"), str(error), hint) from error

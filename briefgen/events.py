"""The events of a build, and how handlers change values.

A handler takes one frozen value and returns another of the same kind, or None to keep it. No handler keeps
state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, failure

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

Value = TypeVar("Value")


class Handler(NamedTuple):
    """A handler and the extension (name, file) it belongs to."""

    call: Callable[[Any], Any]
    extension: str
    file: str


def emit(handlers: Mapping[str, tuple[Handler, ...]], event: str, value: Value) -> Value:
    """Hand ``value`` to the event's handlers, in the order of registration.

    Raises:
        BriefgenError: naming the extension, when a handler fails or gives back another kind of value.
    """
    for handler in handlers.get(event, ()):
        try:
            answer = handler.call(value)
        except BriefgenError:
            raise
        except Exception as error:
            raise blame(error, handler.extension, handler.file, f"its handler of {event}") from error
        if answer is None:
            continue
        if type(answer) is not type(value):
            kind = type(answer).__name__
            message = f"the extension {handler.extension} failed: its handler of {event} returned {kind}"
            hint = f"return a {type(value).__name__} or None"
            code = getattr(handler.call, "__code__", None)
            at = Location(handler.file, code.co_firstlineno if code else 0)
            raise failure("extension-failed", at, message, hint)
        value = answer
    return value


def blame(error: Exception, extension: str, file: str, doing: str) -> BriefgenError:
    """Turn an extension's exception into a diagnostic at its line of code."""
    trace, line = error.__traceback__, 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.replace("\\", "/").endswith(file):
            line = trace.tb_lineno
        trace = trace.tb_next
    message = f"the extension {extension} failed: {doing} raised {type(error).__name__}: {error}"
    hint = "fix the extension, or remove it from extensions:"
    return failure("extension-failed", Location(file, line), message, hint)

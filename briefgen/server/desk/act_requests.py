"""JSON that the desk's page sends -> acts; anything else is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from briefgen.curation import acts
from briefgen.curation.acts import Act

MOST = 500
"""Articles that one act may name."""


class WrongRequestError(Exception):
    """What was sent is no act."""


class ActRequest(NamedTuple):
    """An act on the edition of ``date``.

    ``versions`` has by path the digests of the files that the page showed, ``was`` the digest of the
    introduction.
    """

    act: Act
    date: str
    versions: Mapping[str, str]
    was: str


class _Values:
    """The values of a request, checked as they are asked for."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def text(self, name: str) -> str:
        value = self._values.get(name, "")
        if not isinstance(value, str) or "\0" in value:
            raise WrongRequestError(f"{name} must be a text.")
        return value.encode("utf-8", "replace").decode("utf-8")

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._values.get(name, [])
        if not isinstance(value, list) or len(value) > MOST or not all(isinstance(one, str) for one in value):
            raise WrongRequestError(f"{name} must be a list of at most {MOST} texts.")
        return tuple(dict.fromkeys(value))

    def articles(self) -> tuple[str, ...]:
        paths = self.texts("articles")
        if not paths:
            raise WrongRequestError("Select an article first.")
        return paths

    def one(self) -> str:
        return self.articles()[0]

    def mapping(self, name: str) -> dict[str, str]:
        value = self._values.get(name, {})
        if not isinstance(value, dict) or len(value) > MOST:
            raise WrongRequestError(f"{name} must be an object.")
        inner = _Values(value)
        return {key: inner.text(key) for key in value}

    def fields(self) -> dict[str, str | tuple[str, ...]]:
        fields: dict[str, str | tuple[str, ...]] = dict(self.mapping("fields"))
        if "tags" in fields:
            fields["tags"] = tuple(dict.fromkeys(one.strip() for one in str(fields["tags"]).split(",")))
        return fields


_ACTS: Mapping[str, Callable[[_Values], Act]] = {
    "take": lambda v: acts.Take(v.articles(), v.text("topic"), v.text("story")),
    "skip": lambda v: acts.Skip(v.articles()),
    "lead": lambda v: acts.Lead(v.one()),
    "move": lambda v: acts.Move(v.one(), v.text("topic"), v.text("before")),
    "topic": lambda v: acts.SetTopic(v.articles(), v.text("topic")),
    "fields": lambda v: acts.SetFields(v.articles(), v.fields()),
    "hold": lambda v: acts.HoldBack(v.articles()),
    "release": lambda v: acts.Release(v.articles()),
    "delete": lambda v: acts.Delete(v.articles()),
    "join": lambda v: acts.Join(v.articles(), v.text("story")),
    "split": lambda v: acts.Split(v.articles()),
    "reject": lambda v: acts.Reject(v.articles()),
    "introduce": lambda v: acts.Introduce(v.text("text")),
    "describe": lambda v: acts.Describe(v.text("title"), v.text("status")),
    "correct": lambda v: acts.Correct(v.text("text"), v.text("article")),
    "freeze": lambda v: acts.Freeze(),
}


def request_of(values: Mapping[str, Any]) -> ActRequest:
    """The act that a page asks for.

    Raises:
        WrongRequestError: when it asks for none.
    """
    own = _Values(values)
    make = _ACTS.get(own.text("do"))
    if make is None:
        raise WrongRequestError("There is no such act.")
    return ActRequest(make(own), own.text("date"), own.mapping("versions"), own.text("was"))

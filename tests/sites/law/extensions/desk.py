"""The law's site adds a rule, a filter, a builder, and a change of every source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from briefgen.cleaning.findings import removed
from briefgen.cleaning.rule import rule
from briefgen.model import Page

PHRASE = "*** desk copy"


@rule()
def desk_copy(draft: Any) -> Any:
    """A mark of our own desk."""
    return (removed(line) for line in draft.lines if line.text.startswith(PHRASE))


def loud(text: str) -> str:
    return text.upper()


def on_source(source: Any) -> Any:
    return replace(source, text=source.text.replace("a plain word", "a better word"))


@dataclass(frozen=True)
class WordsBuilder:
    """One text file with the words of every article: it asks for all bodies."""

    studio: Any
    name: ClassVar[str] = "words"

    def plan(self, site: Any) -> Any:
        yield Page("/words.txt", self.name, "words", "")

    def fingerprint(self, page: Any) -> str:
        return self.studio.fingerprint

    def render(self, page: Any, site: Any) -> str:
        return "".join(f"{one.id} {site.body(one.id).words}\n" for one in site.everything())


def setup(registry: Any) -> None:
    registry.add_rule(desk_copy)
    registry.add_filter("loud", loud)
    registry.add_builder("words", WordsBuilder)
    registry.connect("source-read", on_source)

"""An extension that uses every part of the door: see docs/how-to/extend.md."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from briefgen.cleaning.findings import removed
from briefgen.cleaning.rule import rule
from briefgen.schema import Field, Text
from briefgen.model import Page


@rule(langs=("en",))
def desk_copy(draft: Any) -> Any:
    """A mark of our own desk: `*** desk copy ***`."""
    return (removed(line) for line in draft.lines if line.text.startswith("*** desk copy"))


def shout(text: str) -> str:
    return text.upper()


@dataclass(frozen=True)
class CountBuilder:
    """One text file that says how many articles there are."""

    studio: Any
    name: ClassVar[str] = "count"

    def plan(self, site: Any) -> Any:
        yield Page("/count.txt", self.name, "count", "")

    def fingerprint(self, page: Any) -> str:
        return self.studio.fingerprint

    def render(self, page: Any, site: Any) -> str:
        return f"{len(site.everything())} articles\n"


def on_config(config: Any) -> Any:
    return replace(config, description="described by the desk")


def on_source(source: Any) -> Any:
    return replace(source, text=source.text.replace("a word", "a better word"))


def on_article(result: Any) -> Any:
    return None if result.article is None else replace(result, article=result.article._replace(author="The desk"))


def on_site(site: Any) -> Any:
    return site.changed(per_page=7)


def on_pages(pages: Any) -> Any:
    return (*pages, Page("/desk/", "html", "404", "404.html"))


def on_context(context: Any) -> Any:
    return context.with_values(desk="set by the desk")


def on_rendered(rendered: Any) -> Any:
    return replace(rendered, content=rendered.content + b"<!-- seen by the desk -->\n")


def on_finished(report: Any) -> Any:
    return replace(report, seconds={**report.seconds, "desk": 0.0})


def setup(registry: Any) -> dict[str, str]:
    registry.add_rule(desk_copy, before="mixed-quotes")
    registry.add_filter("shout", shout)
    registry.add_builder("count", CountBuilder)
    registry.add_config_value(Field("desk_motto", Text(), "No motto", "A sentence in the footer."))
    registry.connect("config-loaded", on_config)
    registry.connect("source-read", on_source)
    registry.connect("article-read", on_article)
    registry.connect("site-grouped", on_site)
    registry.connect("pages-planned", on_pages)
    registry.connect("page-context", on_context)
    registry.connect("page-rendered", on_rendered)
    registry.connect("build-finished", on_finished)
    return {"version": "1.0"}

"""A builder of an extension, whose failures and wrong answers name the extension."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from briefgen.builders.builder import Builder, BuilderFactory
from briefgen.events import ExtensionCall, activity_of
from briefgen.model import Page
from briefgen.model.output_path import page_problem
from briefgen.site.queries import QueryRecorder
from briefgen.site.site import Site
from briefgen.util.activities import Activity


@dataclass(frozen=True, slots=True)
class GuardedBuilder:
    """A builder of an extension. ``origin`` names the extension in messages."""

    name: str
    inner: Builder
    origin: Activity

    @staticmethod
    def factory(origin: Activity, name: str, factory: BuilderFactory) -> BuilderFactory:
        """Return a factory for the guarded builder."""

        def make(context: Any) -> Any:
            with ExtensionCall(activity_of(origin, f"its builder {name}", factory)):
                return GuardedBuilder(name, factory(context), origin)

        return make

    def plan(self, site: Site) -> Iterable[Page]:
        """Return every page; each is checked."""
        call = self._call("plan")
        with call:
            pages = list(self.inner.plan(site))
        for page in pages:
            if problem := page_problem(page):
                raise call.refuse(problem)
        return pages

    def fingerprint(self, page: Page) -> str:
        """Return what shapes a page besides the site."""
        call = self._call("fingerprint", page)
        with call:
            answer = self.inner.fingerprint(page)
        if not isinstance(answer, str):
            raise call.refuse(type(answer).__name__, "return a str")
        return answer

    def render(self, page: Page, site: QueryRecorder) -> str | bytes:
        """Return the content of a page."""
        call = self._call("render", page)
        with call:
            answer = self.inner.render(page, site)
        if not isinstance(answer, str | bytes):
            raise call.refuse(type(answer).__name__, "return a str or bytes")
        return answer

    def _call(self, method: str, page: Page | None = None) -> ExtensionCall:
        doing = f"{method} of its builder {self.name}" + (f" on {page.url}" if page else "")
        return ExtensionCall(activity_of(self.origin, doing, getattr(self.inner, method, None)))

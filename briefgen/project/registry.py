"""Register rules, builders, filters, config values and event handlers, built-in or not.

An extension is a module with ``setup(registry)``; it may return metadata such as ``{"version": "1.0"}``.
See docs/how-to/extend.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from briefgen.builders.builder import BuilderFactory
from briefgen.cleaning.outlet_rules import Outlet, outlet_rule
from briefgen.cleaning.rule import Rule
from briefgen.events import EVENTS, READING_EVENTS, RENDERING_EVENTS, Handler, activity_of, guarded
from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, failure
from briefgen.project.guarded_builder import GuardedBuilder
from briefgen.schema import Field
from briefgen.util.activities import Activity
from briefgen.util.text import did_you_mean


@dataclass(frozen=True, slots=True)
class Extensions:
    """All that was registered.

    ``read_digest`` covers the code that shapes readings, ``render_digest`` the code that shapes pages,
    ``digest`` all of it.
    """

    rules: tuple[Rule, ...] = ()
    builders: Mapping[str, BuilderFactory] = field(default_factory=dict)
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()
    handlers: Mapping[str, tuple[Handler, ...]] = field(default_factory=dict)
    read_digest: str = ""
    render_digest: str = ""
    digest: str = ""
    files: tuple[str, ...] = ()
    outlets: tuple[Outlet, ...] = ()


class Registry:
    """What ``setup`` fills; ``freeze`` returns the result."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self._builders: dict[str, BuilderFactory] = {}
        self._filters: dict[str, Callable[..., Any]] = {}
        self._fields: list[Field] = []
        self._handlers: dict[str, list[Handler]] = {}
        self._files: list[str] = []
        self._outlets: tuple[Outlet, ...] = ()
        self._digests: dict[str, list[str]] = {"read": [], "render": [], "all": []}
        self._origin, self._digest = Activity("briefgen", ""), ""

    def begin(self, origin: Activity, digest: str) -> None:
        """Begin the registrations of an extension; ``digest`` covers its code."""
        self._origin, self._digest = origin, digest
        self._files.append(origin.file)
        self._shapes("all")

    def add_rule(self, new: Rule, *, before: str = "") -> None:
        """Add a cleaning rule at the end, or before the rule of that name."""
        if not isinstance(new, Rule):
            raise self._refuse("add_rule takes a rule", "write @rule() above the function")
        names = [known.name for known in self._rules]
        if new.name in names:
            raise self._refuse(f"there is a rule {new.name} already")
        if before and before not in names:
            raise self._refuse(f"there is no rule {before} to stand before", did_you_mean(before, names))
        if self._is_foreign:
            at = activity_of(self._origin, f"its cleaning rule {new.name}", new.find)
            hint = f"clean: {{skip: [{new.name}]}} goes on without it"
            new = replace(new, find=guarded(at, new.find, list, hint))
        self._rules.insert(names.index(before) if before else len(names), new)
        self._shapes("read")

    def add_outlets(self, outlets: tuple[Outlet, ...]) -> None:
        """Add what the project says of its outlets."""
        self._outlets = outlets
        self.add_rule(outlet_rule(outlets), before="placeholder")

    def add_builder(self, name: str, factory: BuilderFactory) -> None:
        """Add an output format; ``factory(studio)`` makes its builder on demand."""
        if name in self._builders:
            raise self._refuse(f"there is a builder {name} already")
        self._builders[name] = (
            GuardedBuilder.factory(self._origin, name, factory) if self._is_foreign else factory
        )
        self._shapes("render")

    def add_filter(self, name: str, function: Callable[..., Any]) -> None:
        """Add a filter for templates."""
        if self._is_foreign:
            function = guarded(activity_of(self._origin, f"its filter {name}", function), function)
        self._filters[name] = function
        self._shapes("render")

    def add_config_value(self, new: Field) -> None:
        """Declare a key of ``briefgen.yml``; its value is in ``config.values``."""
        if new.name in {known.name for known in self._fields}:
            raise self._refuse(f"the config value {new.name} is declared already")
        self._fields.append(new)

    def connect(self, event: str, handler: Callable[[Any], Any]) -> None:
        """Call ``handler`` at an event; see ``briefgen.events.EVENTS``."""
        if event not in EVENTS:
            raise self._refuse(f"there is no event {event}", did_you_mean(event, EVENTS))
        self._handlers.setdefault(event, []).append(
            Handler(handler, activity_of(self._origin, f"its handler of {event}", handler))
        )
        if event in READING_EVENTS:
            self._shapes("read")
        if event in RENDERING_EVENTS:
            self._shapes("render")

    def freeze(self) -> Extensions:
        """Return all that was registered."""
        return Extensions(
            tuple(self._rules),
            dict(self._builders),
            dict(self._filters),
            tuple(self._fields),
            {event: tuple(handlers) for event, handlers in self._handlers.items()},
            "/".join(self._digests["read"]),
            "/".join(self._digests["render"]),
            "/".join(self._digests["all"]),
            tuple(self._files),
            self._outlets,
        )

    @property
    def _is_foreign(self) -> bool:
        """Whether the code is not briefgen's own."""
        return bool(self._origin.path)

    def _shapes(self, what: str) -> None:
        if self._digest and self._digest not in self._digests[what]:
            self._digests[what].append(self._digest)

    def _refuse(self, message: str, hint: str = "") -> BriefgenError:
        text = f"the extension {self._origin.extension} failed: {message}"
        return failure("extension-failed", Location(self._origin.file), text, hint)

"""Register everything that comes with briefgen, as an extension would."""

from __future__ import annotations

from briefgen.builders import BUILT_IN, made_by
from briefgen.cleaning.rules import ORDER
from briefgen.project.registry import Registry


def setup(registry: Registry) -> None:
    """Register the built-in cleaning rules and builders."""
    for rule in ORDER:
        registry.add_rule(rule)
    for name, place in BUILT_IN.items():
        registry.add_builder(name, made_by(place))

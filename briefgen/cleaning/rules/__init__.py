"""The cleaning rules, in the order in which they run: text is mended first, junk lines go, then fields are found.

A rule module holds one subject; ``setup`` lists every rule by name, through the same door that an extension uses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.cleaning.rules import (
    datelines,
    encoding,
    promos,
    provenance,
    quotes,
    repeats,
    signoffs,
    strays,
    titles,
    widgets,
)

if TYPE_CHECKING:
    from briefgen.extension import Registry, Rule

ORDER: tuple[Rule, ...] = (
    encoding.mojibake,
    encoding.invisible_characters,
    widgets.placeholder,
    widgets.font_size,
    widgets.widget,
    promos.read_also,
    titles.title_line,
    titles.repeated_title,
    repeats.repeated_block,
    signoffs.sign_off,
    strays.stray_line,
    datelines.dateline,
    provenance.source_credit,
    provenance.date_in_text,
    quotes.mixed_quotes,
)
"""Every built-in rule. What finds fields stands after what removes lines, so that it meets only the article's own."""


def setup(registry: Registry) -> None:
    """Register the built-in rules."""
    for rule in ORDER:
        registry.add_rule(rule)

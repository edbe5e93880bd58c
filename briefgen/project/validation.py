"""Check the config against what is registered and installed."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.builders import CARDS, PAGEFIND
from briefgen.config import CleanSettings, Config
from briefgen.images import rasterize, resize
from briefgen.model import Diagnostic
from briefgen.model.diagnostics import WARNING, diagnostic
from briefgen.project.registry import Extensions
from briefgen.reading.frontmatter import FIELDS
from briefgen.reading.synonyms import IGNORE, NAMES, letters
from briefgen.util.text import did_you_mean


def check_clean(config: Config, extensions: Extensions) -> Iterator[Diagnostic]:
    """Report rule names in ``clean: skip`` that no rule has."""
    known = [rule.name for rule in extensions.rules]
    levels: list[tuple[str, CleanSettings]] = [("clean", config.clean)]
    levels += [(f"clean.sources.{name}", settings) for name, settings in config.clean_sources.items()]
    for dotted, settings in levels:
        for n, name in enumerate(settings.skip):
            if name not in known:
                at = config.places.get(f"{dotted}.skip.{n}", config.place(f"{dotted}.skip"))
                hint = did_you_mean(name, known, "`briefgen clean --explain FILE` names the rules")
                yield diagnostic("config-value", at, f'there is no cleaning rule "{name}"', hint)


def check_front_matter(config: Config) -> Iterator[Diagnostic]:
    """Report fields in ``front_matter`` that do not exist."""
    known = [*(field.name for field in FIELDS), *(one.name for one in config.fields), IGNORE]
    for key, name in config.front_matter.items():
        if name not in known:
            at = config.place(f"front_matter.{key}")
            hint = did_you_mean(name, known, f"there are: {', '.join(known)}")
            yield diagnostic("config-value", at, f'there is no field "{name}"', hint)


def check_fields(config: Config) -> Iterator[Diagnostic]:
    """Report declarations in ``fields`` that cannot be."""
    for one in config.fields:
        at = config.place(f"fields.{one.name}")
        if letters(one.name) in NAMES:
            message = f"{one.name} is a key of briefgen's own"
            yield diagnostic("config-value", at, message, "choose another name")
        elif not one.name.isidentifier() or hasattr(dict, one.name):
            message = f'templates cannot use "{one.name}" as a name'
            yield diagnostic("config-value", at, message, "write one word of letters, digits and _")
        elif (one.type == "choice") != bool(one.values):
            message = (
                f"{one.name} is a choice without values"
                if not one.values
                else (f"{one.name} has values, but is no choice")
            )
            yield diagnostic("config-value", at, message, "write {type: choice, values: [one, two]}")


def check_builders(config: Config, extensions: Extensions) -> Iterator[Diagnostic]:
    """Report builders in the settings that nobody registered."""
    for n, name in enumerate(config.builders):
        if name not in extensions.builders:
            at = config.places.get(f"builders.{n}", config.place("builders"))
            hint = did_you_mean(
                name, extensions.builders, f"there are: {', '.join(sorted(extensions.builders))}"
            )
            yield diagnostic("config-value", at, f'there is no builder "{name}"', hint)


def check_extras(config: Config) -> Iterator[Diagnostic]:
    """Report what the settings ask for and is not installed."""
    if "images" in config.places and config.images.widths and not resize.version():
        message = "smaller copies of pictures need Pillow, which is not installed; pictures stay as they are"
        yield diagnostic("extra-missing", config.place("images"), message, "pip install 'briefgen[images]'")
    at = config.place("builders")
    if CARDS in config.builders:
        from briefgen.builders import social_cards

        if not rasterize.engine():
            yield diagnostic("extra-missing", at, social_cards.MISSING, social_cards.INSTALL, WARNING)
    if PAGEFIND in config.builders:
        from briefgen.builders import pagefind

        if not pagefind.engine():
            yield diagnostic("extra-missing", at, pagefind.MISSING, pagefind.INSTALL, WARNING)

"""The values of a theme's options: those of ``briefgen.yml`` where given, typed as the themes declare them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefgen.model.diagnostics import diagnostic
from briefgen.schema import Choice, Field, Flag, Kind, Whole, read_fields
from briefgen.theming import design_tokens
from briefgen.util.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.config import Config
    from briefgen.model import Diagnostic
    from briefgen.theming.manifest import Option


def values_of(options: Mapping[str, Option], config: Config) -> tuple[dict[str, Any], list[Diagnostic]]:
    """The value of every option, and what is wrong with those that are given."""
    problems: list[Diagnostic] = []
    given = {}
    for name, text in config.theme_options.items():
        if name in options:
            given[name] = text
            continue
        hint = did_you_mean(name, options, f"known are: {', '.join(options)}")
        message = f'the theme {config.theme} has no option "{name}"'
        problems.append(diagnostic("config-key", config.place(f"theme.options.{name}"), message, hint))
    values = {}
    for name, option in options.items():
        values[name], wrong = typed(option, given.get(name, option.default))
        if wrong:
            at = config.place(f"theme.options.{name}") if name in given else option.place
            problems.append(diagnostic("config-value", at, wrong, option.help))
    if not problems:
        problems += _alike(options, values, given, config)
    return values, problems


def typed(option: Option, text: str) -> tuple[Any, str]:
    """An option's value out of its text, or what is wrong with it."""
    if option.type == "text":
        return text, ""
    if option.type in design_tokens.TYPES:
        try:
            return design_tokens.value(option.type, text), ""
        except ValueError as error:
            return None, f'{option.name} must be {error}, not "{text}"'
    kinds: dict[str, Kind] = {"flag": Flag(), "whole": Whole(), "choice": Choice(option.choices)}
    read = read_fields((Field(option.name, kinds[option.type]),), f"{option.name}: {text}", "")
    return read.values[option.name], read.diagnostics[0].message if read.diagnostics else ""


def _alike(
    options: Mapping[str, Option], values: Mapping[str, Any], given: Mapping[str, str], config: Config
) -> Iterator[Diagnostic]:
    """Colors of which one is read on the other and that are too alike for it, where one of the two is given."""
    for name, option in options.items():
        for ground in option.on:
            if not {name, ground} & set(given):
                continue
            for look, front, back in zip(("light", "dark"), values[name], values[ground], strict=True):
                ratio = design_tokens.contrast(front, back)
                if ratio < design_tokens.READABLE:
                    at = config.place(f"theme.options.{name if name in given else ground}")
                    message = f"{name} {front} on {ground} {back} ({look}) has a contrast of {ratio:.1f}"
                    hint = (
                        f"text needs {design_tokens.READABLE}: take two colors that differ more in lightness"
                    )
                    yield diagnostic("theme-contrast", at, message, hint)

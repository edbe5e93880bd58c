"""Check and parse the options of a theme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import diagnostic
from briefgen.theming import design_tokens
from briefgen.util.text import did_you_mean

if TYPE_CHECKING:
    from briefgen.theming.manifest import Option

FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class ThemeChoice(NamedTuple):
    """What a project chooses: a theme, its options as typed, and where each is written."""

    name: str
    root: Path
    options: Mapping[str, str]
    place: Location
    places: Mapping[str, Location]

    def option_place(self, name: str) -> Location:
        """Where an option is set; the theme's own place if that is unknown."""
        return self.places.get(name, self.place)


def option_values(
    options: Mapping[str, Option], choice: ThemeChoice
) -> tuple[dict[str, Any], list[Diagnostic]]:
    """Return the value of every option, and what is wrong with those that are set."""
    problems: list[Diagnostic] = []
    for name in choice.options.keys() - options.keys():
        hint = did_you_mean(name, options, f"known are: {', '.join(options)}")
        message = f'the theme {choice.name} has no option "{name}"'
        problems.append(diagnostic("config-key", choice.option_place(name), message, hint))
    values = {}
    chosen = {
        name: choice.options.get(name, choice.options.get(option.follows, ""))
        for name, option in options.items()
    }
    for name, option in options.items():
        text = choice.options.get(name, chosen[name] or option.default)
        try:
            values[name] = parse_option(option, text)
        except ValueError as error:
            values[name] = None
            if name not in choice.options and text != option.default:
                continue  # the option that it follows is reported
            at = choice.option_place(name) if name in choice.options else option.place
            message = f'{name} must be {error}, not "{text}"'
            problems.append(diagnostic("config-value", at, message, option.help))
    if not problems:
        values |= _readable(options, values, chosen)
        problems += _low_contrast(options, values, choice)
    return values, problems


def parse_option(option: Option, text: str) -> Any:
    """Return an option's value, or raise a ValueError with what it must be."""
    if option.type == "text":
        return text
    if option.type == "flag":
        if text.casefold() not in FLAGS:
            raise ValueError("true or false")
        return FLAGS[text.casefold()]
    if option.type == "whole":
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise ValueError("a whole number of at least 0")
        return int(text)
    if option.type == "choice":
        if text not in option.choices:
            raise ValueError(f"one of {', '.join(option.choices)}")
        return text
    return design_tokens.value(option.type, text)


def _readable(
    options: Mapping[str, Option], values: Mapping[str, Any], chosen: Mapping[str, str]
) -> dict[str, Any]:
    """Colors derived from one for light and dark, readable on their grounds."""
    return {
        name: tuple(
            design_tokens.readable(shade, [values[ground][n] for ground in option.on])
            for n, shade in enumerate(values[name])
        )
        for name, option in options.items()
        if option.on and len(chosen[name].split()) == 1
    }


def _low_contrast(
    options: Mapping[str, Option], values: Mapping[str, Any], choice: ThemeChoice
) -> Iterator[Diagnostic]:
    """Report text and background colors that are too alike, if one is set."""
    for name, option in options.items():
        for ground in option.on:
            if not {name, ground} & set(choice.options):
                continue
            for look, front, back in zip(("light", "dark"), values[name], values[ground], strict=True):
                ratio = design_tokens.contrast(front, back)
                if ratio < design_tokens.READABLE:
                    at = choice.option_place(name if name in choice.options else ground)
                    message = f"{name} {front} on {ground} {back} ({look}) has a contrast of {ratio:.1f}"
                    needed = design_tokens.READABLE
                    hint = f"text needs {needed}: choose two colors that differ more in lightness"
                    yield diagnostic("theme-contrast", at, message, hint)

"""What may stand in ``theme.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.schema import SETTINGS, Choice, Field, ListOf, Record, Text, Texts, read_fields

FILE_NAME = "theme.yml"
TYPES = ("text", "flag", "whole", "choice", "color", "fonts", "length")
FIELDS: tuple[Field, ...] = (
    Field("name", Text(), "", "The theme's name."),
    Field("inherit", Text(), "", "The theme that this one builds on."),
    Field("help", Text(), "", "A sentence on what the theme is."),
    Field(
        "options",
        ListOf(
            Record(
                Field("name", Text(), "", "The option's name."),
                Field(
                    "type",
                    Choice(TYPES),
                    "text",
                    "Its kind; colors, fonts and lengths become CSS properties.",
                ),
                Field("choices", Texts(), (), "The words of a choice."),
                Field("on", Texts(), (), "The colors that a color is read on: a pair too alike is told."),
                Field(
                    "follows", Text(), "", "The color that a color takes its value from, if only that is set."
                ),
                Field("default", Text(), "", "The value when it is not given."),
                Field("help", Text(), "", "What it does."),
            )
        ),
        (),
        "The options that briefgen.yml can set.",
    ),
)


class Option(NamedTuple):
    """An option as the theme ``theme`` declares it; ``place`` is where its default stands."""

    name: str
    type: str
    choices: tuple[str, ...]
    on: tuple[str, ...]
    follows: str
    default: str
    help: str
    theme: str
    place: Location


class ThemeManifest(NamedTuple):
    """One ``theme.yml``; ``place`` is where its ``inherit`` stands."""

    inherit: str
    help: str
    options: Mapping[str, Option]
    place: Location


def read_theme(folder: Path, path: str) -> ThemeManifest:
    """The ``theme.yml`` of a theme's folder, which messages call ``path``."""
    at = Location(f"{path}/{FILE_NAME}")
    if (folder / FILE_NAME).is_symlink():
        raise BriefgenError(diagnostic("theme-file", at, "this is a link", "put a regular file here"))
    try:
        text = (folder / FILE_NAME).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        message, hint = "this theme has no readable theme.yml", "write name: and inherit: into it"
        raise BriefgenError(diagnostic("theme-file", at, message, hint)) from None
    read = read_fields(FIELDS, text, at.path, SETTINGS)
    if read.diagnostics:
        raise BriefgenError(*read.diagnostics)
    values: dict[str, Any] = dict(read.values)
    options = {
        option["name"]: Option(**option, theme=folder.name, place=read.places.get(f"options.{n}.default", at))
        for n, option in enumerate(values["options"])
    }
    return ThemeManifest(values["inherit"], values["help"], options, read.places.get("inherit", at))

"""Themes: the chain of folders, their typed options, their templates, and the digest of a template's closure.

A theme inherits from another by name. A file of the child hides the parent's of the same name; ``base/page.html`` names the file of
one theme of the chain. Finding and digesting needs no Jinja: that is loaded with the first page that renders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.diagnostics import BriefgenError, diagnostic
from briefgen.environment.digest import digest, digest_bytes
from briefgen.fields import Choice, Field, Flag, Kind, ListOf, Record, Text, Texts, Whole, read_fields
from briefgen.model import Location
from briefgen.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefgen.config import Config
    from briefgen.model import Diagnostic

FILE_NAME = "theme.yml"
FIELDS: tuple[Field, ...] = (
    Field("name", Text(), "", "The theme's name."),
    Field("inherit", Text(), "", "The theme that this one builds on."),
    Field("help", Text(), "", "A sentence on what the theme is."),
    Field(
        "options",
        ListOf(
            Record(
                (
                    Field("name", Text(), "", "The option's name."),
                    Field("type", Choice(("text", "flag", "whole", "choice")), "text", "What its value is."),
                    Field("choices", Texts(), (), "The words of a choice."),
                    Field("default", Text(), "", "The value when it is not given."),
                    Field("help", Text(), "", "What it does."),
                )
            )
        ),
        (),
        "The options that briefgen.yml can set.",
    ),
)
"""What may stand in ``theme.yml``."""

_NAMED = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\b([^%]*)")
_LITERAL = re.compile(
    r"\s*([\"'])([^\"']+)\1\s*(?:(?:as|import|with|without|ignore)\b.*)?[-+]?\s*", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A template or static file of the chain: the theme it is from, where it is, and the digest of its bytes."""

    theme: str
    path: Path
    digest: str


@dataclass(frozen=True)
class Theme:
    """A theme with all that it inherits. ``chain`` stands child first; ``shown`` maps a folder to how messages name it."""

    name: str
    chain: tuple[tuple[str, Path], ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    shown: Mapping[Path, str] = field(default_factory=dict)

    @cached_property
    def templates(self) -> dict[str, ThemeFile]:
        """Every template by name, each also as ``theme/name``."""
        named = {f"{theme}/{name}": file for theme, name, file in self._files("templates")}
        for _, name, file in self._files("templates"):
            named.setdefault(name, file)
        return named

    @cached_property
    def static(self) -> dict[str, ThemeFile]:
        """Every static file by its path under ``static/``."""
        found: dict[str, ThemeFile] = {}
        for _, name, file in self._files("static"):
            found.setdefault(name, file)
        return found

    @cached_property
    def digest(self) -> str:
        """The digest of the options and of what all templates share: the theme's names and its catalogues."""
        locales = [file.digest for _, _, file in self._files("locale")]
        return digest([name for name, _ in self.chain], dict(self.options), locales)

    @cached_property
    def translations(self) -> dict[str, str]:
        """The digest of every file of the catalogues, by theme and name."""
        return {f"{theme}/{name}": file.digest for theme, name, file in self._files("locale")}

    def closure(self, name: str) -> str:
        """The digest of a template and of every template that it extends, includes or imports."""
        if name not in self._closures:
            self._closures[name] = digest(
                *(f"{one} {self.templates[one].digest}" for one in self.reached(name))
            )
        return self._closures[name]

    def catalogues(self, language: str) -> list[Path]:
        """The ``.po`` files for a language, the child's first."""
        wanted = (f"{language}.po", f"{language.partition('-')[0]}.po")
        return [file.path for _, name, file in self._files("locale") if name in wanted]

    def show(self, path: Path) -> str:
        """A file of the theme as messages name it."""
        for _, folder in self.chain:
            if path.is_relative_to(folder):
                return f"{self.shown.get(folder, folder.as_posix())}/{path.relative_to(folder).as_posix()}"
        return path.as_posix()

    @cached_property
    def _closures(self) -> dict[str, str]:
        return {}

    @cached_property
    def _read(self) -> dict[str, list[tuple[str, str, ThemeFile]]]:
        return {}

    def _files(self, kind: str) -> list[tuple[str, str, ThemeFile]]:
        """(theme, name, file) of every file in a folder of the chain, child first."""
        if kind not in self._read:
            self._read[kind] = [
                (
                    theme,
                    path.relative_to(folder / kind).as_posix(),
                    ThemeFile(theme, path, digest_bytes(path.read_bytes())),
                )
                for theme, folder in self.chain
                for path in sorted((folder / kind).rglob("*"))
                if path.is_file() and not path.name.startswith(".")
            ]
        return self._read[kind]

    def reached(self, name: str) -> list[str]:
        """The names of the templates that ``name`` can lead to; all of them where a name is not written out."""
        todo, reached = [name], set[str]()
        while todo:
            at = todo.pop()
            if at in reached or at not in self.templates:
                continue
            reached.add(at)
            for wanted in _NAMED.findall(self.templates[at].path.read_text("utf-8", "replace")):
                literal = _LITERAL.fullmatch(wanted)
                todo += [literal[2]] if literal else list(self.templates)
        return sorted(reached)


def shipped_themes() -> Path:
    """The folder of the themes that come with briefgen: in the package, or beside it in a checkout."""
    inside = Path(__file__).parent / "themes"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "themes"


def available(root: Path) -> dict[str, Path]:
    """All themes by name; the project's own come before shipped ones of the same name."""
    found: dict[str, Path] = {}
    for place in (root / "themes", shipped_themes()):
        if place.is_dir():
            for folder in sorted(place.iterdir()):
                if folder.is_dir() and not folder.name.startswith((".", "_")):
                    found.setdefault(folder.name, folder)
    return found


def load_theme(config: Config) -> tuple[Theme, list[Diagnostic]]:
    """The theme of a project, with its options checked.

    Raises:
        BriefgenError: when the theme or one that it inherits is not there or has no readable theme.yml.
    """
    known = available(config.root)
    chain: list[tuple[str, Path]] = []
    options: dict[str, Mapping[str, Any]] = {}
    shown = {folder: _shown(folder, config.root) for folder in known.values()}
    name, asked_at = config.theme, config.place("theme.name" if "theme.name" in config.places else "theme")
    while name:
        if name not in known:
            hint = did_you_mean(name, known, "") or "take one of them"
            raise BriefgenError(
                diagnostic(
                    "theme-missing",
                    asked_at,
                    f'there is no theme "{name}"; there are: {", ".join(known) or "none"}',
                    hint,
                )
            )
        folder = known[name]
        if folder in [path for _, path in chain]:
            raise BriefgenError(
                diagnostic(
                    "theme-file", asked_at, f'the theme "{name}" inherits from itself', "mend its inherit:"
                )
            )
        chain.append((name, folder))
        declared, places = _read_theme(folder, f"{shown[folder]}/{FILE_NAME}")
        options = {**{option["name"]: option for option in declared["options"]}, **options}
        name, asked_at = declared["inherit"], places.get("inherit", Location(f"{shown[folder]}/{FILE_NAME}"))
    values, problems = _option_values(options, config)
    return Theme(config.theme, tuple(chain), values, shown), problems


def _shown(folder: Path, root: Path) -> str:
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else f"themes/{folder.name}"


def _read_theme(folder: Path, shown: str) -> tuple[Mapping[str, Any], Mapping[str, Location]]:
    try:
        text = (folder / FILE_NAME).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise BriefgenError(
            diagnostic(
                "theme-file",
                Location(shown),
                "this theme has no readable theme.yml",
                "write name: and inherit: into it",
            )
        ) from None
    declared = read_fields(FIELDS, text, shown, bad_value="config-value", unknown_key="config-key")
    if declared.diagnostics:
        raise BriefgenError(*declared.diagnostics)
    return declared.values, declared.places


def _option_values(
    options: Mapping[str, Mapping[str, Any]], config: Config
) -> tuple[dict[str, Any], list[Diagnostic]]:
    """The options' values: those of ``briefgen.yml`` where given, typed as the themes declare them."""
    problems: list[Diagnostic] = []
    texts = {name: option["default"] for name, option in options.items()}
    for name, text in config.theme_options.items():
        if name not in options:
            hint = did_you_mean(name, options, f"known are: {', '.join(options)}")
            problems.append(
                diagnostic(
                    "config-key",
                    config.place(f"theme.options.{name}"),
                    f'the theme {config.theme} has no option "{name}"',
                    hint,
                )
            )
        else:
            texts[name] = text
    values = {}
    for name, text in texts.items():
        value, wrong = _typed(name, text, options[name])
        if wrong:
            problems.append(
                diagnostic(
                    "config-value", config.place(f"theme.options.{name}"), wrong, options[name]["help"]
                )
            )
        values[name] = value
    return values, problems


def _typed(name: str, text: str, option: Mapping[str, Any]) -> tuple[Any, str]:
    """An option's value out of its text, or what is wrong with it."""
    kinds: dict[str, Kind] = {
        "text": Text(),
        "flag": Flag(),
        "whole": Whole(),
        "choice": Choice(option["choices"]),
    }
    if option["type"] == "text":
        return text, ""
    declared = read_fields((Field(name, kinds[option["type"]]),), f"{name}: {text}", FILE_NAME)
    return declared.values[name], declared.diagnostics[0].message if declared.diagnostics else ""


def static_folder(root: Path, name: str) -> Iterator[tuple[str, Path]]:
    """(path in the site, file) of the project's own static files; links out of the project are passed by."""
    base = root / name
    inside = root.resolve()
    for path in sorted(base.rglob("*")) if base.is_dir() else ():
        hidden: Sequence[str] = [part for part in path.relative_to(base).parts if part.startswith(".")]
        if path.is_file() and not hidden and path.resolve().is_relative_to(inside):
            yield path.relative_to(base).as_posix(), path

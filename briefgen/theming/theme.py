"""A theme's chain of folders: its files by name, and the digests of templates.

This needs no Jinja, which is loaded with the first page that renders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.theming.design_tokens import css
from briefgen.util.git_ignored import IgnoredPaths, ignored_in
from briefgen.util.hashing import digest, digest_bytes
from briefgen.util.public_files import Refusal, walk

if TYPE_CHECKING:
    from briefgen.theming.manifest import Option

KINDS = ("templates", "static", "locale")
"""The folders of a theme."""

_NAMED = re.compile(r"\{%[-+]?\s*(extends|include|import|from)\b([^%]*)")
_IMPORT = re.compile(rb'^@import "([\w./-]+\.css)";$', re.MULTILINE | re.ASCII)
_BLOCK = re.compile(r"\{%[-+]?\s*block\s+(\w+)")
_LITERAL = re.compile(
    r"\s*([\"'])([^\"']+)\1\s*(?:(?:as|import|with|without|ignore)\b.*)?[-+]?\s*", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A template or static file: its theme, its path and its digest."""

    theme: str
    path: Path
    digest: str


@dataclass(frozen=True)
class Theme:
    """A theme with its ancestors.

    ``chain`` has the child first; ``shown`` maps a folder to its name in messages; ``options`` are values by
    name, ``declared`` what the themes say of each. ``root`` is the project, whose git may ignore files.
    """

    name: str
    chain: tuple[tuple[str, Path], ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    shown: Mapping[Path, str] = field(default_factory=dict)
    declared: Mapping[str, Option] = field(default_factory=dict)
    root: Path | None = None

    @cached_property
    def templates(self) -> dict[str, ThemeFile]:
        """Every template by name; ``theme/name`` is the one that this theme would take."""
        result: dict[str, ThemeFile] = {}
        names = [name for name, _ in self.chain]
        for theme, name, file in self._files("templates"):
            result.setdefault(name, file)
            for child in names[: names.index(theme) + 1]:
                result.setdefault(f"{child}/{name}", file)
        return result

    @cached_property
    def static(self) -> dict[str, ThemeFile]:
        """Every static file by its path under ``static/``."""
        result: dict[str, ThemeFile] = {}
        for _, name, file in self._files("static"):
            result.setdefault(name, file)
        return result

    @cached_property
    def digest(self) -> str:
        """The digest of what all templates share: the names of the themes and their catalogues."""
        locales = [file.digest for _, _, file in self._files("locale")]
        return digest([name for name, _ in self.chain], locales)

    @cached_property
    def tokens(self) -> str:
        """The stylesheet of the tokens that ``briefgen.yml`` changes; empty where it changes none."""
        return css(self.declared, self.options)

    @cached_property
    def translations(self) -> dict[str, str]:
        """The digest of every file of the catalogues, by theme and name."""
        return {f"{theme}/{name}": file.digest for theme, name, file in self._files("locale")}

    def closure(self, name: str) -> str:
        """The digest of a template and of every template that it extends, includes or imports."""
        if name not in self._closures:
            files = (f"{one} {self.templates[one].digest}" for one in self.reached(name))
            self._closures[name] = digest(*files)
        return self._closures[name]

    def stylesheet(self, name: str, *above: str) -> bytes:
        """A stylesheet with the theme's stylesheets that it imports in their places.

        ``above`` are those that import it. Imports from elsewhere, or in a circle, stay.
        """

        def imported(match: re.Match[bytes]) -> bytes:
            wanted = match[1].decode()
            is_ours = wanted in self.static and wanted not in (name, *above)
            return self.stylesheet(wanted, name, *above) if is_ours else match[0]

        return _IMPORT.sub(imported, self.static[name].path.read_bytes())

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
                for name, why in sorted(self._walk(folder, kind), key=lambda one: one[0].split("/"))
                if why is None
                for path in (folder / kind / name,)
            ]
        return self._read[kind]

    def refused(self) -> Iterator[tuple[str, Refusal]]:
        """Files of the project's themes that are not read, by shown path."""
        for _, folder in self.chain:
            for kind in KINDS if self._is_own(folder) else ():
                for name, why in self._walk(folder, kind):
                    if why:
                        yield self.show(folder / kind / name), why

    def _walk(self, folder: Path, kind: str) -> Iterator[tuple[str, Refusal | None]]:
        """The files of one kind in a theme's folder; links lead nowhere else."""
        ignored = IgnoredPaths()
        if self.root is not None and self._is_own(folder):
            ignored = ignored_in(self.root).within(folder.relative_to(self.root).as_posix())
        for name, why in walk(folder, kind, ignored):
            yield name, why and why._replace(reason=why.reason.replace("the project", "the theme"))

    def _is_own(self, folder: Path) -> bool:
        return self.root is not None and folder.is_relative_to(self.root)

    def reached(self, name: str) -> list[str]:
        """The templates that ``name`` can lead to; all, if a name is not literal."""
        todo, reached = [name], set[str]()
        while todo:
            at = todo.pop()
            if at in reached or at not in self.templates:
                continue
            reached.add(at)
            for _, wanted in self.named(at):
                todo += [wanted] if wanted else list(self.templates)
        return sorted(reached)

    def named(self, name: str) -> list[tuple[str, str]]:
        """(how, which) for each template that ``name`` uses; which is empty if not literal."""
        result = []
        for how, wanted in _NAMED.findall(self._text(name)):
            literal = _LITERAL.fullmatch(wanted)
            result.append((how, literal[2] if literal else ""))
        return result

    def blocks(self, name: str) -> list[str]:
        """The blocks that a template fills or opens, in their order."""
        return list(dict.fromkeys(_BLOCK.findall(self._text(name))))

    def layers(self, kind: str, name: str) -> list[ThemeFile]:
        """Every file with this name in the chain, the used one first."""
        return [file for _, own, file in self._files(kind) if own == name]

    def _text(self, name: str) -> str:
        return self.templates[name].path.read_text("utf-8", "replace")

"""Settings as queries: every read of a setting is recorded.

This holds in templates, builders and grouping while ``recording`` is active. There is no list of who reads
which setting, so none can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from types import FunctionType, MethodType
from typing import Any, TypeAlias

from briefgen.model.page import Query

CONFIG, PROJECT, THEME = "config", "project", "theme"
"""Names of queries: the config of a tree, the project's own config, the options of the theme."""
SETTINGS = frozenset({CONFIG, PROJECT, THEME})
UNRECORDED = frozenset({"root"})
"""Fields that no output depends on: a project that moves to another folder builds the same site."""

Reads: TypeAlias = "dict[Query, None]"
_reads: ContextVar[Reads | None] = ContextVar("reads", default=None)


@contextmanager
def recording(reads: Reads) -> Iterator[None]:
    """Record in ``reads`` every setting that is read inside the block."""
    token = _reads.set(reads)
    try:
        yield
    finally:
        _reads.reset(token)


def record(query: Query) -> None:
    """Record a read, if somebody is recording."""
    reads = _reads.get()
    if reads is not None:
        reads[query] = None


class RecordedMapping(Mapping[str, Any]):
    """A mapping that records reads of its keys, or of the whole on iteration."""

    __slots__ = ("_entries", "_whole")

    def __init__(self, values: Mapping[str, Any], whole: Query) -> None:
        name, path = whole
        self._whole = whole
        self._entries = {key: ((name, (*path, key)), value) for key, value in values.items()}

    def __getitem__(self, key: str) -> Any:
        entry = self._entries.get(key)
        if entry is None:
            # A key that is missing now may be added later.
            name, path = self._whole
            record((name, (*path, key)))
            raise KeyError(key)
        record(entry[0])
        return entry[1]

    def __getattr__(self, name: str) -> Any:
        if name[:1] == "_":
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __iter__(self) -> Iterator[str]:
        record(self._whole)
        return iter(self._entries)

    def __len__(self) -> int:
        record(self._whole)
        return len(self._entries)

    def __dir__(self) -> list[str]:
        return sorted(self._entries)


class RecordedConfig:
    """A config, or a part of one, that records which of its fields are read.

    Its properties and methods record the fields that they read.
    """

    __slots__ = ("_known", "_path", "_values")

    def __init__(self, values: Any, name: str, path: tuple[str, ...] = ()) -> None:
        self._values, self._path = values, path
        self._known: dict[str, tuple[Query | None, Any]] = {
            field.name: _recorded(getattr(values, field.name), (name, (*path, field.name)))
            for field in fields(values)
        }

    def __getattr__(self, name: str) -> Any:
        known = self._known.get(name)
        if known is not None:
            query, value = known
            if query is not None:
                record(query)
            return value
        member = getattr(type(self._values), name)
        if isinstance(member, property) and member.fget:
            return member.fget(self)
        return MethodType(member, self) if isinstance(member, FunctionType) else member

    def __dir__(self) -> list[str]:
        return [*self._known]


def _recorded(value: Any, query: Query) -> tuple[Query | None, Any]:
    """What a read of a field records, and its value; nested values record their own."""
    name, path = query
    if path[-1] in UNRECORDED:
        return None, value
    if is_dataclass(value):
        return None, RecordedConfig(value, name, path)
    return (None, RecordedMapping(value, query)) if isinstance(value, Mapping) else (query, value)


class TemplateConfig(Mapping[str, Any]):
    """What templates know as ``config``: the values that extensions declare, then every setting."""

    __slots__ = ("_config", "_fields")

    def __init__(self, config: RecordedConfig, own: Mapping[str, Any]) -> None:
        self._config, self._fields = config, frozenset(dir(config)) - frozenset(own)

    def __getitem__(self, key: str) -> Any:
        try:
            return getattr(self, key)
        except AttributeError:
            raise KeyError(key) from None

    def __getattr__(self, name: str) -> Any:
        if name[:1] == "_":
            raise AttributeError(name)
        return getattr(self._config if name in self._fields else self._config.values, name)

    def __iter__(self) -> Iterator[str]:
        return iter([*self._config.values, *sorted(self._fields)])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __dir__(self) -> list[str]:
        return [*self]


@dataclass(frozen=True)
class Settings:
    """The settings of one tree of pages: answers to queries, and views that record reads.

    ``tree`` is the config of the tree, ``project`` that of ``briefgen.yml``, ``theme`` the values of the
    theme's options.
    """

    tree: Any
    project: Any
    theme: Mapping[str, Any]

    def answer(self, query: Query) -> Any:
        """The value of a setting.

        Raises:
            KeyError: for a setting that there is not.
        """
        name, path = query
        value = {CONFIG: self.tree, PROJECT: self.project, THEME: self.theme}[name]
        for part in path:
            if not isinstance(value, Mapping) and not hasattr(value, part):
                raise KeyError(part)
            value = value[part] if isinstance(value, Mapping) else getattr(value, part)
        return value

    @cached_property
    def config(self) -> Any:
        """The tree's config, whose reads are recorded."""
        return RecordedConfig(self.tree, CONFIG)

    @cached_property
    def declared(self) -> Any:
        """The project's config, whose reads are recorded."""
        return RecordedConfig(self.project, PROJECT)

    @cached_property
    def options(self) -> Mapping[str, Any]:
        """The theme's options, whose reads are recorded."""
        return RecordedMapping(self.theme, (THEME, ()))

    @cached_property
    def in_templates(self) -> Mapping[str, Any]:
        """What templates know as ``config``."""
        return TemplateConfig(self.config, self.tree.values)

    @cached_property
    def plain(self) -> dict[str, Any]:
        """All settings by name, to compare or digest them as one."""
        return {
            CONFIG: settings_by_name(self.tree),
            PROJECT: settings_by_name(self.project),
            THEME: dict(self.theme),
        }


def settings_by_name(config: Any) -> dict[str, Any]:
    """Every field of a config that an output may depend on."""
    return {one.name: getattr(config, one.name) for one in fields(config) if one.name not in UNRECORDED}

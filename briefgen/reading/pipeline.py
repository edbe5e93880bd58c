"""Everything that shapes how a file is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from briefgen.cleaning.rule import Rule
from briefgen.config import CleanSettings, OwnField, RightsSettings
from briefgen.config.slots import EditionSlot
from briefgen.events import Handler
from briefgen.model import Topic


@dataclass(frozen=True, slots=True)
class Pipeline:
    """All that shapes a reading besides the file; ``digest`` covers all of it.

    A field with the name of a setting holds that setting. Reading uses no other settings.
    """

    rules: tuple[Rule, ...] = ()
    handlers: Mapping[str, tuple[Handler, ...]] = field(default_factory=dict)
    content: str = "content"
    language: str = "en"
    timezone: str = "UTC"
    keep_offsets: bool = True
    date_order: str = ""
    period: str = "day"
    slots: tuple[EditionSlot, ...] = ()
    excerpt_length: int = 200
    rights: RightsSettings = field(default_factory=RightsSettings)
    clean: CleanSettings = field(default_factory=CleanSettings)
    clean_sources: Mapping[str, CleanSettings] = field(default_factory=dict)
    topics: tuple[Topic, ...] = ()
    front_matter: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[OwnField, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""

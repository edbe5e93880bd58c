"""``briefgen.yml``: declared once, read with types and places.

``schema`` declares the settings, ``config`` has the frozen values, ``checks`` the checks beyond types,
``loader`` reads the file, ``permalinks`` has the addresses of pages, and ``languages`` the settings of
each language.
"""

from briefgen.config.config import (
    FILE_NAME,
    CleanSettings,
    Config,
    Language,
    LinkcheckSettings,
    OwnField,
    RightsSettings,
    with_values,
)
from briefgen.config.languages import in_tree
from briefgen.config.loader import find_project, read_config
from briefgen.config.permalinks import ADDRESSES, PAGE_KINDS, SLOTS
from briefgen.config.schema import CLEAN_FIELDS, FIELDS

__all__ = [
    "ADDRESSES", "CLEAN_FIELDS", "FIELDS", "FILE_NAME", "PAGE_KINDS", "SLOTS", "CleanSettings", "Config",
    "Language", "LinkcheckSettings", "OwnField", "RightsSettings", "find_project", "in_tree", "read_config",
    "with_values",
]  # fmt: skip

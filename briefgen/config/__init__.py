"""``briefgen.yml``: declared once, read with types, told with places.

``declared`` is the table of what may stand in it, ``settings`` the frozen values, ``checks`` what the types cannot see, ``reading`` the way
from the file to the values, ``addresses`` where each kind of page stands, ``languages`` the settings as the readers of each language see them.
"""

from briefgen.config.config import FILE_NAME, CleanSettings, Config, Language, LinkcheckSettings, with_values
from briefgen.config.languages import in_tree
from briefgen.config.loader import find_project, read_config
from briefgen.config.permalinks import ADDRESSES, PAGE_KINDS, SLOTS
from briefgen.config.schema import CLEAN_FIELDS, FIELDS

__all__ = [
    "ADDRESSES",
    "CLEAN_FIELDS",
    "FIELDS",
    "FILE_NAME",
    "PAGE_KINDS",
    "SLOTS",
    "CleanSettings",
    "Config",
    "Language",
    "LinkcheckSettings",
    "find_project",
    "in_tree",
    "read_config",
    "with_values",
]

"""``briefgen.yml``: declared once, read with types, told with places.

``declared`` is the table of what may stand in it, ``settings`` the frozen values, ``checks`` what the types cannot see, ``reading`` the way
from the file to the values, ``addresses`` where each kind of page stands, ``languages`` the settings as the readers of each language see them.
"""

from briefgen.config.addresses import ADDRESSES, PAGE_KINDS, SLOTS
from briefgen.config.declared import CLEAN_FIELDS, FIELDS
from briefgen.config.languages import Language, in_tree
from briefgen.config.reading import find_project, read_config
from briefgen.config.settings import FILE_NAME, CleanSettings, Config, LinkcheckSettings, with_values

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

"""Themes: their chain of folders, their typed options, their templates.

A theme inherits from another by name. A file of the child hides the parent's of the same name; ``base/page.html`` is the file
that ``base`` would take. What differs may also be a block of a template, or no more than values of options: a token (a colour, fonts, a
length) becomes a custom property of the stylesheet (``tokens``).
"""

from briefgen.theming.discovery import available, shipped_themes
from briefgen.theming.loader import inherited, load_theme, options_of
from briefgen.theming.manifest import FIELDS, FILE_NAME
from briefgen.theming.options import ThemeChoice
from briefgen.theming.theme import Theme, ThemeFile
from briefgen.util.files import static_folder

__all__ = [
    "FIELDS",
    "FILE_NAME",
    "Theme",
    "ThemeChoice",
    "ThemeFile",
    "available",
    "inherited",
    "load_theme",
    "options_of",
    "shipped_themes",
    "static_folder",
]

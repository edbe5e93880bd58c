"""Themes: their chain of folders, their typed options, their templates.

A theme inherits from another by name. A file of the child hides the parent's file of the same name;
``base/page.html`` is the file that ``base`` would take. A theme may also change a block of a template, or
only values of options: a token (a colour, fonts, a length) becomes a custom property of the stylesheet.
"""

"""Whether a page that an extension made can be written."""

from __future__ import annotations

import re
from typing import Any

from briefgen.model.page import Page

LONGEST = 255
"""Bytes of a name in a folder, on the usual file systems."""
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?|\.git|git~[0-9]+", re.IGNORECASE)
"""Names that Windows has for devices, and the folder of git."""


def page_problem(page: Any) -> str:
    """What is wrong with a page that an extension made; empty if nothing is.

    It completes the sentence "it returned ...".
    """
    if not isinstance(page, Page):
        return f"{type(page).__name__} in the place of a Page"
    texts: dict[str, Any] = {
        "url": page.url,
        "builder": page.builder,
        "kind": page.kind,
        "template": page.template,
    }
    for name, value in {**texts, "tree": page.tree}.items():
        if not isinstance(value, str):
            return f"a Page whose {name} is {type(value).__name__}"
    subject: Any = page.subject
    if not (isinstance(subject, tuple) and all(isinstance(part, str | int) for part in subject)):
        return f"the page {page.url}, whose subject is no tuple of texts and numbers"
    problem = address_problem(page.url)
    return f"the page {page.url!a}, {problem}" if problem else ""


def address_problem(url: str) -> str:
    """Why a page may not have this address; empty if it may.

    It must be a file in the output folder.
    """
    if not url.startswith("/"):
        return 'whose address does not begin with "/"'
    if "\\" in url:
        return "whose address has a backslash"
    names = url.removesuffix("/")[1:].split("/") if url != "/" else []
    for name in names:
        if name in ("", ".", ".."):
            return "which is outside of the output folder"
        if any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or 0xD800 <= ord(char) < 0xE000 for char in name):
            return "whose address has a character that no file name may have"
        if RESERVED.fullmatch(name.rstrip(". ")) or name != name.rstrip(". "):
            return "whose file name is reserved"
        if len(name.encode()) > LONGEST:
            return "whose file name is too long"
    return ""

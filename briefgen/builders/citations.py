"""Cite an article or an edition as CSL-JSON (citationstyles.org, 1.0.2) and as BibTeX.

Every value may come from an untrusted article: JSON quotes it, and BibTeX gets no brace or backslash of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from briefgen.config import Config
from briefgen.model import Article, Issue
from briefgen.util.collections import without_empty
from briefgen.util.hashing import digest
from briefgen.util.periods import first_day

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPED = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "#": r"\#", "$": r"\$", "%": r"\%", "&": r"\&",
    "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_SPECIAL = re.compile("[" + re.escape("".join(_ESCAPED)) + "]")
_NOT_IN_KEYS = re.compile(r"[^A-Za-z0-9-]+")


def cite_article(article: Article, address: str, config: Config) -> dict[str, Any]:
    """An article as a CSL item: its outlet's, if known, read at ``address``."""
    author = article.author or article.byline
    return without_empty(
        {
            "id": article.id,
            "type": "article-newspaper" if article.source else "webpage",
            "title": article.title,
            "author": [{"literal": author}] if author else None,
            "container-title": article.source or config.title,
            "issued": _date(article.day),
            "accessed": _date(article.fetched[:10]) if article.fetched else None,
            "publisher": article.agency,
            "publisher-place": article.place,
            "language": article.lang,
            "URL": article.url or address,
            "archive": config.title if article.url else None,
            "archive_location": address if article.url else None,
        }
    )


def cite_edition(issue: Issue, title: str, address: str, config: Config) -> dict[str, Any]:
    """An edition as a CSL item."""
    return without_empty(
        {
            "id": issue.date,
            "type": "webpage",
            "title": title,
            "container-title": config.title,
            "number": str(issue.number) if issue.number else None,
            "issued": _date(first_day(issue.date)),
            "language": config.language,
            "URL": address,
        }
    )


def csl_json(item: Mapping[str, Any]) -> str:
    """A list of one item for reference managers, one line for each value."""
    lines = [f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in item.items()]
    return "[{\n" + ",\n".join(lines) + "\n}]"


def bibtex(item: Mapping[str, Any]) -> str:
    """A CSL item of ours as a BibTeX entry."""
    year, month, day = item["issued"]["date-parts"][0]
    fields = {
        "title": item["title"],
        "author": item["author"][0]["literal"] if "author" in item else "",
        "journal" if item["type"] == "article-newspaper" else "howpublished": item["container-title"],
        "number": item.get("number", ""),
        "address": item.get("publisher-place", ""),
        "year": str(year),
        "day": str(day),
        "language": item["language"],
        "urldate": "-".join(f"{part:02}" for part in item["accessed"]["date-parts"][0])
        if "accessed" in item
        else "",
    }
    lines = [f"  {name} = {{{{{_escaped(value)}}}}}," for name, value in fields.items() if value]
    lines.insert(-1, f"  month = {_MONTHS[month - 1]},")
    lines.append(f"  url = {{{_verbatim(item['URL'])}}}")
    kind = "article" if item["type"] == "article-newspaper" else "misc"
    return "\n".join([f"@{kind}{{{_key(item)},", *lines, "}"])


def _date(day: str) -> dict[str, Any]:
    return {"date-parts": [[int(part) for part in day.split("-")]]}


def _key(item: Mapping[str, Any]) -> str:
    """The key of a citation: letters, digits and hyphens, which cannot end the entry."""
    words = _NOT_IN_KEYS.sub("-", item["id"]).strip("-")
    return words if words == item["id"] else f"{words}-{digest(item['id'])[:6]}".lstrip("-")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda hit: _ESCAPED[hit[0]], " ".join(text.split()))


def _verbatim(url: str) -> str:
    """An address as it is, without the characters that could end its field."""
    return re.sub(r"[\s{}\\]", lambda hit: f"%{ord(hit[0]):02X}", url)

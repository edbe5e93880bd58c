"""The JSON Schema (2020-12) of the API's files."""

from __future__ import annotations

from typing import Any

from briefgen.model.rights import EXCERPT, LINK

VERSION = 1

_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_URL = {"type": "string", "format": "uri"}
_DAY = {
    "type": "string",
    "description": "The day (2022-03-31), week (2022-W13) or month (2022-03) of the edition.",
}
_MOMENT = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?$"}


def _object(required: str, **properties: Any) -> dict[str, Any]:
    """An object with these properties, of which the first words must be there."""
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


_PLACES = {"url": _URL, "api": _URL}
_VERSION = {"version": {"const": VERSION}}
_TOPIC = _object("slug title", slug=_TEXT, title=_TEXT)
_STORIES = {"topic": _TOPIC, "stories": _list(_ref("edition_story"))}
_ITEM = {
    "id": {
        "type": "string",
        "description": "Does not change when the title, the slug or the domain changes.",
    },
    "title": _TEXT,
    **_PLACES,
    "published": _MOMENT,
    "updated": _MOMENT,
    "language": _TEXT,
    "topics": _list(_TEXT),
    "tags": _list(_TEXT),
    "source": _object("title", title=_TEXT, url=_URL),
    "author": _TEXT,
    "summary": _TEXT,
    "note": {"type": "string", "description": "The words of the site's editors."},
    "own": {"type": "object", "description": "Keys that the site declares."},
    "rights": {"enum": [EXCERPT, LINK], "description": "How much is shown, where it is not the whole text."},
    "original": {**_URL, "description": "The address of the original article."},
    "image": _URL,
    "story": _TEXT,
}
_WORDS = {"title": _TEXT, "summary": _TEXT, "note": _TEXT}
"""The editors' own words on a story."""
_TRANSLATION = _object("language url", language=_TEXT, url=_URL)
_CORRECTION = _object("date text", date=_MOMENT, text=_TEXT, article=_TEXT)
_BODY = {
    "corrections": _list(_CORRECTION),
    "translations": _list(_TRANSLATION),
    "html": _TEXT,
    "text": _TEXT,
    "words": _COUNT,
    "cleaned_lines": _COUNT,
}
_HEAD = "id title published language"
"""An article that is only a link has no page, and so no ``api``."""

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Files of the JSON API",
    "anyOf": [_ref(name) for name in ("index", "edition", "briefing", "story", "article", "page")],
    "$defs": {
        "index": _object(
            "version title url language topics editions",
            **_VERSION,
            title=_TEXT,
            description=_TEXT,
            url=_URL,
            language=_TEXT,
            schema=_URL,
            topics=_list(_object("slug title count", slug=_TEXT, title=_TEXT, parent=_TEXT, count=_COUNT)),
            editions=_list(_object("date count", date=_DAY, count=_COUNT, **_PLACES)),
            pages=_list(_object("id title url api", id=_TEXT, title=_TEXT, **_PLACES)),
        ),
        "edition": _object(
            "version date briefings",
            **_VERSION,
            date=_DAY,
            **_PLACES,
            title=_TEXT,
            number=_COUNT,
            introduction={"type": "string", "description": "HTML."},
            lead={"type": "string", "description": "The id of the first article."},
            corrections=_list(_CORRECTION),
            briefings=_list(_object("topic stories", **_STORIES)),
        ),
        "briefing": _object("version date topic stories", **_VERSION, date=_DAY, **_PLACES, **_STORIES),
        "story": _object(
            "version id articles",
            **_VERSION,
            id=_TEXT,
            **_PLACES,
            **_WORDS,
            introduction={"type": "string", "description": "HTML."},
            articles=_list(_ref("article_head")),
        ),
        "article": _object(
            f"version {_HEAD} url api html text words cleaned_lines", **_VERSION, **_ITEM, **_BODY
        ),
        "page": _object(
            "version id title url api language html text words",
            **_VERSION,
            id=_TEXT,
            title=_TEXT,
            **_PLACES,
            language=_TEXT,
            summary=_TEXT,
            translations=_list(_TRANSLATION),
            html=_TEXT,
            text=_TEXT,
            words=_COUNT,
        ),
        "article_head": _object(_HEAD, **_ITEM),
        "edition_story": _object(
            "lead others", **_WORDS, lead=_ref("article_head"), others=_list(_ref("article_head"))
        ),
    },
}
"""What ``schema.json`` holds."""

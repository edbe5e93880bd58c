"""A site's languages: which have a tree, where, and with which settings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from briefgen.config.config import Config, Language
from briefgen.config.texts import translations
from briefgen.model import Diagnostic
from briefgen.model.diagnostics import diagnostic

_PATH = re.compile(r"(?:/[\w.~-]*[\w~-])+/")


def languages_of(values: Mapping[str, Any]) -> tuple[Language, ...]:
    """Parse ``languages:``. The main language and ``mixed`` ones have no own tree."""
    languages = []
    for one in values["languages"]:
        is_main = one["mixed"] or one["code"] == values["language"]
        path = "" if is_main else (one["path"] or f"/{one['code'].lower()}/").rstrip("/")
        languages.append(Language(one["code"], one["title"], one["description"], path))
    return tuple(languages)


def in_tree(config: Config, tree: str, strings: Mapping[str, str]) -> Config:
    """The settings of a tree: its language, and translations of the site's own texts."""
    code = tree or config.language
    own = next((one for one in config.languages if one.code == code), Language(code))
    strings = {**strings, **translations(config.own_words, config.language, code)}
    return replace(
        config,
        tree=tree,
        language=code,
        title=own.title or strings.get(config.title, config.title),
        description=own.description or strings.get(config.description, config.description),
        strings=strings,
    )


def check_languages(config: Config, values: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Codes that are none, what is declared twice, and paths that cannot be."""
    codes, paths = set[str](), set[str]()
    for n, (own, words) in enumerate(zip(config.languages, values["languages"], strict=True)):
        at = config.place(f"languages.{n}")
        path_at = config.places.get(f"languages.{n}.path", at)
        if not own.code:
            hint = "write - {code: id, title: Kabar Harian}"
            yield diagnostic("config-value", at, "a language needs a code", hint)
        elif own.code in codes:
            message = f'the language "{own.code}" is declared twice'
            yield diagnostic("config-value", at, message, "keep one of the two")
        elif words["path"] and (words["mixed"] or own.code == config.language):
            what = "mixed into the main tree" if words["mixed"] else "the language of the main tree"
            message = f'"{own.code}" is {what}, which stands at /'
            yield diagnostic("config-value", path_at, message, "take path: out")
        elif (own.path or words["path"]) and (not _PATH.fullmatch(f"{own.path}/") or own.path in paths):
            message = f'"{own.path}/" cannot be where the pages in {own.code} stand'
            hint = f"write a folder that no other language has, such as /{own.code.lower()}/"
            yield diagnostic("config-value", path_at, message, hint)
        codes.add(own.code)
        paths.add(own.path)

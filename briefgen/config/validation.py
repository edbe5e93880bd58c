"""What is wrong with settings that the types alone cannot see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from briefgen.config.languages import check_languages
from briefgen.config.permalinks import ADDRESSES, SLOTS
from briefgen.model.diagnostics import CODES, diagnostic
from briefgen.util.text import did_you_mean, fold
from briefgen.util.urls import slots

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.config.config import Config
    from briefgen.model import Diagnostic

_AUTHORITY = re.compile(r"[A-Za-z0-9][A-Za-z0-9.@_-]*,[0-9]{4}(-[0-9]{2}){0,2}")
"""Of RFC 4151: a domain or an e-mail address, and a date."""


def check(config: Config, values: Mapping[str, Any]) -> list[Diagnostic]:
    """What the types alone cannot see."""
    result = [
        *_check_place_and_time(config),
        *check_languages(config, values),
        *_check_topics(config, values),
        *_check_permalinks(config),
        *_check_identity(config),
        *_check_aliases(config, values),
        *_check_images(config),
        *_check_inventories(config),
        *_check_fonts(config),
    ]
    for n, code in enumerate(config.suppress_warnings):
        if code not in CODES:
            at = config.places.get(f"suppress_warnings.{n}", config.place("suppress_warnings"))
            result.append(
                diagnostic("config-value", at, f'there is no code "{code}"', did_you_mean(code, CODES))
            )
    return result


def _check_place_and_time(config: Config) -> list[Diagnostic]:
    from zoneinfo import ZoneInfo, available_timezones

    result = []
    try:
        ZoneInfo(config.timezone)
    except (KeyError, ValueError, OSError):
        hint = did_you_mean(config.timezone, available_timezones(), "write one such as Asia/Jakarta or UTC")
        result.append(
            diagnostic(
                "config-value", config.place("timezone"), f'there is no time zone "{config.timezone}"', hint
            )
        )
    root = config.root.absolute()
    output, content = (root / config.output).resolve(), (root / config.content).resolve()
    if (
        output == root.resolve()
        or output in (root.resolve() / ".git", content)
        or output in content.parents
        or content in output.parents
    ):
        message = f'output "{config.output}" would be mixed with the project\'s own files'
        result.append(
            diagnostic(
                "config-value", config.place("output"), message, "write a folder of its own, such as site"
            )
        )
    return result


def _check_topics(config: Config, values: Mapping[str, Any]) -> list[Diagnostic]:
    result, seen = [], {config.fallback_topic} - {t.slug for t in config.topics}
    slugs = {t.slug for t in config.topics}
    for n, topic in enumerate(config.topics):
        at = config.place(f"topics.{n}")
        if not (values["topics"][n]["slug"] or values["topics"][n]["title"]):
            result.append(
                diagnostic(
                    "config-value",
                    at,
                    "a topic needs a slug or a title",
                    "write - {slug: world, title: World}",
                )
            )
        elif topic.slug in seen:
            result.append(
                diagnostic(
                    "config-value", at, f'the topic "{topic.slug}" is declared twice', "keep one of the two"
                )
            )
        if topic.parent and (topic.parent not in slugs or topic.parent == topic.slug):
            hint = did_you_mean(topic.parent, slugs - {topic.slug})
            result.append(
                diagnostic(
                    "config-value",
                    config.place(f"topics.{n}.parent"),
                    f'there is no topic "{topic.parent}"',
                    hint,
                )
            )
        seen.add(topic.slug)
    return result + _check_circles(config)


def _check_circles(config: Config) -> list[Diagnostic]:
    """Topics that are above themselves."""
    above = {topic.slug: topic.parent for topic in config.topics}
    result = []
    for n, topic in enumerate(config.topics):
        line, at = [topic.slug], topic.parent
        while at and at not in line:
            line.append(at)
            at = above.get(at, "")
        if at == topic.slug and len(line) > 1:
            message = f"{' belongs to '.join([*line, at])}, which is a circle"
            place = config.place(f"topics.{n}.parent")
            result.append(diagnostic("config-value", place, message, "take one parent: out"))
    return result


def _check_images(config: Config) -> list[Diagnostic]:
    if config.images.quality <= 100:
        return []
    at = config.place("images.quality")
    return [
        diagnostic(
            "config-value", at, f"images.quality is {config.images.quality}", "write 1 to 100; 80 is usual"
        )
    ]


def _check_inventories(config: Config) -> Iterator[Diagnostic]:
    for name, one in config.inventories.items():
        at = config.place(f"inventories.{name}")
        if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
            message = f'"{name}" is no name of an inventory'
            yield diagnostic("config-value", at, message, "write one word of letters, digits and hyphens")
        if not one.url:
            yield diagnostic("config-value", at, f"{name} has no url", "write the address of its site")


def _check_fonts(config: Config) -> Iterator[Diagnostic]:
    for n, name in enumerate(config.card_fonts):
        if not (config.root / name).is_file():
            at = config.places.get(f"cards.fonts.{n}", config.place("cards.fonts"))
            hint = "name a file of the project, as fonts/NotoSans.ttf"
            yield diagnostic("config-value", at, f'there is no font "{name}"', hint)


def _check_identity(config: Config) -> list[Diagnostic]:
    if not config.feed_authority or _AUTHORITY.fullmatch(config.feed_authority):
        return []
    message = f'"{config.feed_authority}" is no domain and year'
    hint = "write a domain that was yours in that year, as example.org,2022"
    return [diagnostic("config-value", config.place("feed_authority"), message, hint)]


def _check_aliases(config: Config, values: Mapping[str, Any]) -> list[Diagnostic]:
    """Another spelling that stands for two names, or is a name itself."""
    result = []
    for what, names in values["aliases"].items():
        stands = {fold(name): name for name in names}
        for name, others in names.items():
            for n, other in enumerate(others):
                if stands.setdefault(fold(other), name) != name:
                    at = config.place(f"aliases.{what}.{name}")
                    at = config.places.get(f"aliases.{what}.{name}.{n}", at)
                    message = f'"{other}" cannot stand for "{name}": it is "{stands[fold(other)]}" already'
                    result.append(diagnostic("config-value", at, message, "let it stand for one of the two"))
    return result


def _check_permalinks(config: Config) -> list[Diagnostic]:
    result = []
    for kind, pattern in config.permalinks.items():
        at, have, may = config.place(f"permalinks.{kind}"), slots(pattern), SLOTS[kind]
        need = {"slug"} if kind == "article" else may
        if unknown := sorted(have - may):
            hint = did_you_mean(unknown[0], may, f"known are: {', '.join(sorted(may)) or 'none'}")
            result.append(
                diagnostic("config-value", at, f"{{{unknown[0]}}} is unknown in the address of {kind}", hint)
            )
        elif missing := sorted(need - have):
            message = f"without {{{missing[0]}}} all pages of this kind would have one address"
            result.append(diagnostic("config-value", at, message, f"put {{{missing[0]}}} into it"))
        elif (
            not pattern.startswith("/")
            or ".." in pattern
            or not (pattern.endswith("/") or "." in pattern.rsplit("/", 1)[1])
        ):
            message = "an address begins with / and ends with / or a file name"
            result.append(diagnostic("config-value", at, message, f"write it as {ADDRESSES[kind]}"))
    return result

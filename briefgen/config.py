"""``briefgen.yml``: declared once, read with types, told with places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from briefgen.diagnostics import CODES, BriefgenError, diagnostic
from briefgen.fields import (
    Address,
    Either,
    Field,
    Flag,
    ListOf,
    MapOf,
    Record,
    Text,
    Texts,
    Whole,
    read_fields,
)
from briefgen.fields.explain import in_quotes
from briefgen.model import Location, Topic
from briefgen.text import did_you_mean, slugify
from briefgen.urls import slots, wrong_with

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from briefgen.model import Diagnostic

FILE_NAME = "briefgen.yml"

ADDRESSES: dict[str, str] = {
    "home": "/",
    "edition": "/{date}/",
    "briefing": "/{date}/{topic}/",
    "topic": "/topics/{topic}/",
    "topics": "/topics/",
    "article": "/articles/{slug}/",
    "story": "/stories/{slug}/",
    "tag": "/tags/{tag}/",
    "tags": "/tags/",
    "source": "/sources/{source}/",
    "sources": "/sources/",
    "archive": "/archive/",
    "404": "/404.html",
    "feed": "/feed.xml",
    "topic_feed": "/topics/{topic}/feed.xml",
    "sitemap": "/sitemap.xml",
}
"""Where each kind of page stands; ``permalinks`` changes it."""

SLOTS: dict[str, set[str]] = {
    **{kind: slots(pattern) for kind, pattern in ADDRESSES.items()},
    "article": {"slug", "date", "year", "month", "day", "lang"},
}

PAGE_KINDS = tuple(
    kind for kind in ADDRESSES if kind not in ("home", "article", "feed", "topic_feed", "sitemap")
)
"""The page kinds that ``pages`` can switch off."""

CLEAN_FIELDS = (
    Field("skip", Texts(), (), "Names of cleaning rules to switch off."),
    Field("keep", ListOf(Text()), (), "Lines that stay, whatever a rule says, by their text."),
    Field("drop", ListOf(Text()), (), "Lines that go, by their text."),
)

FIELDS: tuple[Field, ...] = (
    Field("title", Text("Daily Brief"), "Briefing", "The name of the site."),
    Field("description", Text(), "", "One sentence on what the site is."),
    Field(
        "url",
        Address(wrong_with),
        "https://example.org/",
        "Where the site will live; a path after the host is its base path.",
        vital=True,
    ),
    Field("language", Text("en"), "en", "The language of the pages, as in en, id or pt-BR."),
    Field("timezone", Text("Asia/Jakarta"), "UTC", "The zone in which a date without one is a day."),
    Field("content", Text(), "content", "The folder of the articles."),
    Field("output", Text(), "site", "The folder that the site is written to."),
    Field("static", Text(), "static", "A folder whose files are copied to the site as they are."),
    Field(
        "theme",
        Either(
            Text("ledger"),
            Record(
                (
                    Field("name", Text(), "ledger", "The theme."),
                    Field("options", MapOf(Text()), {}, "Options of the theme."),
                )
            ),
        ),
        "ledger",
        "The theme by name, or its name and options.",
    ),
    Field(
        "topics",
        ListOf(
            Record(
                (
                    Field("slug", Text(), "", "The topic's part of an address."),
                    Field("title", Text(), "", "The topic's name for readers."),
                    Field("parent", Text(), "", "The slug of the topic that this one belongs to."),
                    Field("keywords", Texts(), (), "Words that give an article without a topic this one."),
                )
            )
        ),
        (),
        "The topics, in the order of a briefing.",
    ),
    Field("fallback_topic", Text(), "other", "The topic of articles that fit no other."),
    Field("closed_topics", Flag(), False, "Warn of a topic that is not declared."),
    Field("permalinks", MapOf(Text(), tuple(ADDRESSES)), {}, "Addresses by kind of page."),
    Field("pages", MapOf(Flag(), PAGE_KINDS), {}, "Kinds of page to switch off (false)."),
    Field("paginate", Whole(1), 50, "How many items a page of a list holds."),
    Field("builders", Texts(), ("html", "feed"), "What a plain build makes."),
    Field(
        "clean",
        Either(
            Flag(),
            Record((*CLEAN_FIELDS, Field("sources", MapOf(Record(CLEAN_FIELDS)), {}, "The same by source."))),
        ),
        {},
        "How articles are cleaned, for the site and by source; false switches it off.",
    ),
    Field(
        "extensions",
        Texts(),
        (),
        "Extensions to load: a file or folder of extensions/, or an installed module.",
    ),
    Field("suppress_warnings", Texts(), (), "Codes of warnings and notes that are not told."),
)
"""What may stand in ``briefgen.yml``; extensions add their own."""


@dataclass(frozen=True, slots=True)
class CleanSettings:
    """What ``clean:`` says at one level (site, source or article)."""

    enabled: bool = True
    skip: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()

    @classmethod
    def of(cls, value: Any) -> CleanSettings:
        """The settings of a ``clean:`` value: a flag, a mapping, or nothing."""
        if isinstance(value, bool):
            return cls(enabled=value)
        if not value:
            return cls()
        return cls(skip=value["skip"], keep=value["keep"], drop=value["drop"])


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one project. ``root`` is its folder; ``places`` says where each value stands in ``briefgen.yml``."""

    root: Path
    title: str = "Briefing"
    description: str = ""
    url: str = "https://example.org/"
    language: str = "en"
    timezone: str = "UTC"
    content: str = "content"
    output: str = "site"
    static: str = "static"
    theme: str = "ledger"
    theme_options: Mapping[str, str] = field(default_factory=dict)
    topics: tuple[Topic, ...] = ()
    fallback_topic: str = "other"
    closed_topics: bool = False
    permalinks: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, bool] = field(default_factory=dict)
    paginate: int = 50
    builders: tuple[str, ...] = ("html", "feed")
    clean: CleanSettings = field(default_factory=CleanSettings)
    clean_sources: Mapping[str, CleanSettings] = field(default_factory=dict)
    extensions: tuple[str, ...] = ()
    suppress_warnings: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict)

    def address(self, kind: str) -> str:
        """The address pattern of a kind of page, or an empty text when the kind is switched off."""
        if not self.pages.get(kind, True):
            return ""
        return self.permalinks.get(kind, ADDRESSES[kind])

    def place(self, name: str) -> Location:
        """Where a value stands, or the file when it is not given."""
        return self.places.get(name, Location(FILE_NAME))


def find_project(start: Path) -> Path | None:
    """The nearest folder at or above ``start`` that holds a ``briefgen.yml``."""
    start = start.absolute()
    return next((folder for folder in (start, *start.parents) if (folder / FILE_NAME).is_file()), None)


def read_config(
    root: Path, overrides: Mapping[str, str] | None = None, extra: Sequence[Field] = ()
) -> tuple[Config, list[Diagnostic]]:
    """Read and check ``briefgen.yml`` in ``root``; ``extra`` are the fields that extensions declare.

    ``overrides`` are ``-D`` settings, dotted names to YAML values. All that is wrong comes back at once.

    Raises:
        BriefgenError: when there is no such file or it cannot be parsed.
    """
    path = root / FILE_NAME
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        message = f"no {FILE_NAME} here" if root.is_dir() else "there is no such folder"
        hint = "run `briefgen init` to start a project here, or name a project's folder"
        raise BriefgenError(diagnostic("config-missing", Location(str(root)), message, hint)) from None
    except UnicodeDecodeError as error:
        at = Location(FILE_NAME, error.object.count(b"\n", 0, error.start) + 1)
        raise BriefgenError(
            diagnostic("encoding", at, f"{FILE_NAME} is not UTF-8", "save it as UTF-8")
        ) from None
    fields = (*FIELDS, *extra)
    declared = read_fields(fields, text, FILE_NAME, bad_value="config-value", unknown_key="config-key")
    if declared.broken:
        raise BriefgenError(*declared.diagnostics)
    values, places, problems = dict(declared.values), dict(declared.places), list(declared.diagnostics)
    for name, value in (overrides or {}).items():
        problems += _override(fields, values, name, value)
    config = _config(root, values, places, {f.name: values[f.name] for f in extra})
    return config, [*problems, *_check(config, values)]


def _override(fields: Sequence[Field], values: dict[str, Any], name: str, value: str) -> Sequence[Diagnostic]:
    """Set one ``-D name=value`` over what the file says; inner keys of a mapping leave their neighbours alone."""
    keys = name.split(".")
    for typed in (value, in_quotes(value)):  # what is no YAML is meant as a text
        given = read_fields(
            fields,
            "\n".join(f"{' ' * depth}{key}:" for depth, key in enumerate(keys)) + f" {typed}",
            f"-D {name}",
            bad_value="config-value",
            unknown_key="config-key",
        )
        if not given.broken:
            break
    if not given.diagnostics:
        old, new = values[keys[0]], given.values[keys[0]]
        if isinstance(old, dict) and isinstance(new, dict):
            new = {**old, **{k: v for k, v in new.items() if f"{keys[0]}.{k}" in given.places}}
        values[keys[0]] = new
    return [d._replace(location=Location(f"-D {name}")) for d in given.diagnostics]


def _config(
    root: Path, values: dict[str, Any], places: Mapping[str, Location], extra: Mapping[str, Any]
) -> Config:
    theme = values["theme"] if isinstance(values["theme"], dict) else {"name": values["theme"], "options": {}}
    clean = values["clean"]
    by_source = clean.get("sources", {}) if isinstance(clean, dict) else {}
    return Config(
        root=root,
        theme=theme["name"],
        theme_options=theme["options"],
        topics=tuple(_topic(t) for t in values["topics"]),
        clean=CleanSettings.of(clean),
        clean_sources={name: CleanSettings.of(value) for name, value in by_source.items()},
        values=extra,
        places=places,
        **{
            name: values[name]
            for name in (
                "title", "description", "url", "language", "timezone", "content", "output", "static", "fallback_topic",
                "closed_topics", "permalinks", "pages", "paginate", "builders", "extensions", "suppress_warnings",
            )
        },
    )  # fmt: skip


def _topic(values: Mapping[str, Any]) -> Topic:
    slug = slugify(values["slug"] or values["title"] or "")
    return Topic(
        slug,
        values["title"] or slug.replace("-", " ").title(),
        slugify(values["parent"]) if values["parent"] else "",
        values["keywords"],
    )


def _check(config: Config, values: Mapping[str, Any]) -> list[Diagnostic]:
    """What the types alone cannot see."""
    found = [*_check_place_and_time(config), *_check_topics(config, values), *_check_permalinks(config)]
    for n, code in enumerate(config.suppress_warnings):
        if code not in CODES:
            at = config.places.get(f"suppress_warnings.{n}", config.place("suppress_warnings"))
            found.append(
                diagnostic("config-value", at, f'there is no code "{code}"', did_you_mean(code, CODES))
            )
    return found


def _check_place_and_time(config: Config) -> list[Diagnostic]:
    from zoneinfo import ZoneInfo, available_timezones

    found = []
    try:
        ZoneInfo(config.timezone)
    except (KeyError, ValueError, OSError):
        hint = did_you_mean(config.timezone, available_timezones(), "write one such as Asia/Jakarta or UTC")
        found.append(
            diagnostic(
                "config-value", config.place("timezone"), f'there is no time zone "{config.timezone}"', hint
            )
        )
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", config.language):
        message = f'"{config.language}" is no language code'
        found.append(
            diagnostic("config-value", config.place("language"), message, "write one such as en, id or pt-BR")
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
        found.append(
            diagnostic(
                "config-value", config.place("output"), message, "write a folder of its own, such as site"
            )
        )
    return found


def _check_topics(config: Config, values: Mapping[str, Any]) -> list[Diagnostic]:
    found, seen = [], {config.fallback_topic} - {t.slug for t in config.topics}
    slugs = {t.slug for t in config.topics}
    for n, topic in enumerate(config.topics):
        at = config.place(f"topics.{n}")
        if not (values["topics"][n]["slug"] or values["topics"][n]["title"]):
            found.append(
                diagnostic(
                    "config-value",
                    at,
                    "a topic needs a slug or a title",
                    "write - {slug: world, title: World}",
                )
            )
        elif topic.slug in seen:
            found.append(
                diagnostic(
                    "config-value", at, f'the topic "{topic.slug}" is declared twice', "keep one of the two"
                )
            )
        if topic.parent and (topic.parent not in slugs or topic.parent == topic.slug):
            hint = did_you_mean(topic.parent, slugs - {topic.slug})
            found.append(
                diagnostic(
                    "config-value",
                    config.place(f"topics.{n}.parent"),
                    f'there is no topic "{topic.parent}"',
                    hint,
                )
            )
        seen.add(topic.slug)
    return found


def _check_permalinks(config: Config) -> list[Diagnostic]:
    found = []
    for kind, pattern in config.permalinks.items():
        at, have, may = config.place(f"permalinks.{kind}"), slots(pattern), SLOTS[kind]
        need = {"slug"} if kind == "article" else may
        if unknown := sorted(have - may):
            hint = did_you_mean(unknown[0], may, f"known are: {', '.join(sorted(may)) or 'none'}")
            found.append(
                diagnostic("config-value", at, f"{{{unknown[0]}}} is unknown in the address of {kind}", hint)
            )
        elif missing := sorted(need - have):
            message = f"without {{{missing[0]}}} all pages of this kind would have one address"
            found.append(diagnostic("config-value", at, message, f"put {{{missing[0]}}} into it"))
        elif (
            not pattern.startswith("/")
            or ".." in pattern
            or not (pattern.endswith("/") or "." in pattern.rsplit("/", 1)[1])
        ):
            message = "an address begins with / and ends with / or a file name"
            found.append(diagnostic("config-value", at, message, f"write it as {ADDRESSES[kind]}"))
    return found


def with_values(config: Config, **changes: Any) -> Config:
    """A copy of ``config`` with some values changed: what an extension's ``config-loaded`` handler gives back."""
    return replace(config, **changes)

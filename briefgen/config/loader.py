"""``briefgen.yml``: found, read with types, told with places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from briefgen.config.config import (
    FILE_NAME,
    CleanSettings,
    Config,
    EpubSettings,
    FeedSettings,
    ImageSettings,
    InventorySettings,
    LinkcheckSettings,
    MailSettings,
    MarkingSettings,
    OwnField,
    RightsSettings,
)
from briefgen.config.languages import languages_of
from briefgen.config.markings import Markings
from briefgen.config.navigation import SocialLink, menu_of, static_name
from briefgen.config.schema import FIELDS
from briefgen.config.senders import senders_of, without_excerpts
from briefgen.config.slots import slots_of
from briefgen.config.texts import text_in
from briefgen.config.validation import check
from briefgen.model import Diagnostic, Location, Topic
from briefgen.model.diagnostics import BriefgenError, failure
from briefgen.schema import SETTINGS, Declared, Field, read_fields
from briefgen.schema.subscription_fields import subscriptions_of
from briefgen.schema.yaml_errors import in_quotes
from briefgen.util.text import fold, slugify
from briefgen.util.urls import ascii_host

FOLLOW = "follow"


def find_project(start: Path) -> Path | None:
    """The nearest folder at or above ``start`` that holds a ``briefgen.yml``."""
    start = start.absolute()
    return next((folder for folder in (start, *start.parents) if (folder / FILE_NAME).is_file()), None)


def read_config(
    root: Path, overrides: Mapping[str, str] | None = None, extra: Sequence[Field] = (), text: str = ""
) -> tuple[Config, list[Diagnostic]]:
    """Read and check ``briefgen.yml`` in ``root``; ``extra`` are the fields that extensions declare.

    ``overrides`` are ``-D`` settings, dotted names to YAML values. ``text`` stands in for the file. All
    problems are returned at once.

    Raises:
        BriefgenError: when there is no such file or it cannot be parsed.
    """
    text = text or _text_of(root)
    fields = (*FIELDS, *extra)
    declared = _read(fields, text, FILE_NAME)
    if declared.broken:
        raise BriefgenError(*declared.diagnostics)
    values, places, problems = dict(declared.values), dict(declared.places), list(declared.diagnostics)
    _write_in_full(values)
    for name, value in (overrides or {}).items():
        problems += _override(fields, values, name, value)
    config = _config(root, values, places, {f.name: values[f.name] for f in extra})
    # What has the wrong type is reported once: its default may break other rules, too.
    places_at = {problem.location for problem in problems}
    more = [problem for problem in check(config, values) if problem.location not in places_at]
    return config, without_excerpts([*problems, *more], config.senders, places)


def _text_of(root: Path) -> str:
    try:
        return (root / FILE_NAME).read_bytes().decode("utf-8-sig")
    except OSError:
        message = f"no {FILE_NAME} here" if root.is_dir() else "there is no such folder"
        hint = "run `briefgen init` to start a project here, or name a project's folder"
        raise failure("config-missing", Location(str(root)), message, hint) from None
    except UnicodeDecodeError as error:
        at = Location(FILE_NAME, error.object.count(b"\n", 0, error.start) + 1)
        raise failure("encoding", at, f"{FILE_NAME} is not UTF-8", "save it as UTF-8") from None


def _read(fields: Sequence[Field], text: str, path: str) -> Declared:
    return read_fields(fields, text, path, SETTINGS)


def _override(fields: Sequence[Field], values: dict[str, Any], name: str, value: str) -> Sequence[Diagnostic]:
    """Apply one ``-D name=value``; other keys of a mapping stay."""
    keys = name.split(".")
    for typed in (value, in_quotes(value)):  # what is no YAML is meant as a text
        text = "\n".join(f"{' ' * depth}{key}:" for depth, key in enumerate(keys)) + f" {typed}"
        input_ = _read(fields, text, f"-D {name}")
        if not input_.broken:
            break
    if not input_.diagnostics:
        old, new = values[keys[0]], input_.values[keys[0]]
        values[keys[0]] = _laid_over(old, new, keys[0], input_.places)
        _write_in_full(values)
    return [d._replace(location=Location(f"-D {name}")) for d in input_.diagnostics]


def _write_in_full(values: dict[str, Any]) -> None:
    """Write settings in their long form.

    The theme's name and the list of feeds have a short one.
    """
    if not isinstance(values["theme"], dict):
        values["theme"] = {"name": values["theme"], "options": {}}
    if not isinstance(values["feeds"], dict):
        values["feeds"] = {"follow": values["feeds"]}


def _laid_over(old: Any, new: Any, name: str, values: Mapping[str, Location]) -> Any:
    """Fill what ``new`` does not set from ``old``, at every depth.

    ``values`` has the dotted names that ``new`` sets.
    """
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    entries = {
        key: _laid_over(old.get(key), value, f"{name}.{key}", values)
        for key, value in new.items()
        if f"{name}.{key}" in values
    }
    return {**old, **entries}


def _config(
    root: Path, values: dict[str, Any], places: Mapping[str, Location], extra: Mapping[str, Any]
) -> Config:
    clean = values["clean"]
    by_source = clean.get("sources", {}) if isinstance(clean, dict) else {}
    return Config(
        root=root,
        logo=static_name(values["logo"], values["static"]),
        favicon=static_name(values["favicon"], values["static"]),
        css=tuple([static_name(name, values["static"]) for name in values["css"]]),
        menu=menu_of("menu", values["menu"]),
        footer=menu_of("footer", values["footer"]),
        social=tuple([SocialLink(one["title"], one["url"]) for one in values["social"] if one["url"]]),
        redirects=values["redirects"],
        theme=values["theme"]["name"],
        theme_options=values["theme"]["options"],
        topics=tuple(_topic(t, values["language"]) for t in values["topics"]),
        own_words=_own_words(values["topics"]),
        languages=languages_of(values),
        clean=CleanSettings.of(clean),
        feeds=FeedSettings(**{key: value for key, value in values["feeds"].items() if key != FOLLOW}),
        subscriptions=tuple(subscriptions_of(values["feeds"].get(FOLLOW, ()), places, _follow_name(places))),
        mail=MailSettings(**values["mail"]),
        senders=senders_of(values["senders"], places),
        epub=EpubSettings(**values["epub"]),
        images=ImageSettings(**values["images"]),
        image_hosts=tuple([ascii_host(host.lower()) for host in values["image_hosts"]]),
        card_fonts=values["cards"]["fonts"],
        inventories={name: _inventory(name, value) for name, value in values["inventories"].items()},
        linkcheck=LinkcheckSettings(**values["linkcheck"]),
        clean_sources={name: CleanSettings.of(value) for name, value in by_source.items()},
        period=values["briefings"]["period"],
        slots=slots_of(values["slots"]),
        rights=RightsSettings(values["rights"]),
        marking=_marking(values),
        fields=tuple([_own_field(name, value) for name, value in values["fields"].items()]),
        aliases={
            what: {fold(other): name for name, others in names.items() for other in others}
            for what, names in values["aliases"].items()
        },
        values=extra,
        places=places,
        **{
            name: values[name]
            for name in (
                "title", "description", "url", "language", "timezone", "content", "include", "front_matter",
                "output", "output_mode", "static",
                "fallback_topic", "closed_topics", "permalinks", "pages", "paginate", "builders",
                "extensions", "suppress_warnings", "feed_authority", "canonical", "keep_offsets",
                "date_order", "private_hosts", "excerpt_length", "markings",
            )
        },
    )  # fmt: skip


def _follow_name(places: Mapping[str, Location]) -> str:
    """The dotted name of the list of feeds to follow, short or long."""
    long = f"feeds.{FOLLOW}"
    return long if long in places else "feeds"


def _inventory(name: str, value: str | Mapping[str, str]) -> InventorySettings:
    url, file = (value, "") if isinstance(value, str) else (value["url"], value["file"])
    return InventorySettings(f"{url.rstrip('/')}/" if url else "", file or f"inventories/{name}.inv")


def _own_field(name: str, value: str | Mapping[str, Any]) -> OwnField:
    return OwnField(name, value) if isinstance(value, str) else OwnField(name, **value)


def _marking(values: Mapping[str, Any]) -> MarkingSettings:
    """The marking of the site, with its label as ``markings:`` writes it."""
    value = values["marking"]
    settings = MarkingSettings(**value) if isinstance(value, dict) else MarkingSettings(value)
    return replace(settings, label=Markings(values["markings"]).written(settings.label))


def _topic(values: Mapping[str, Any], language: str) -> Topic:
    title, description = (text_in(values[key], language) for key in ("title", "description"))
    slug = slugify(values["slug"] or title)
    parent = slugify(values["parent"]) if values["parent"] else ""
    title = title or slug.replace("-", " ").title()
    return Topic(slug, title, parent, values["keywords"], description)


def _own_words(topics: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, str], ...]:
    """The titles and descriptions of topics that are given by language."""
    texts = [topic[key] for topic in topics for key in ("title", "description")]
    return tuple([text for text in texts if isinstance(text, Mapping)])

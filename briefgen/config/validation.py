"""Check settings beyond their types."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from briefgen.config.config import FILE_NAME, Config
from briefgen.config.folders import INBOX
from briefgen.config.languages import check_languages
from briefgen.config.markings import Markings
from briefgen.config.navigation import former_address, with_children
from briefgen.config.permalinks import ADDRESSES, SLOTS
from briefgen.config.senders import wrong_senders
from briefgen.config.slots import wrong_slots
from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import CODES, diagnostic
from briefgen.util.text import did_you_mean, fold
from briefgen.util.urls import LINK_SCHEMES, ascii_host, is_site_address, scheme, slots

OWN_FOLDERS = (
    ".git", ".briefgen", "raw", "sources", "themes", "extensions", "locales", "inventories", "data", "inbox",
)  # fmt: skip
"""Folders of a project that the site may not be written to, besides content and static."""
_AUTHORITY = re.compile(r"[A-Za-z0-9][A-Za-z0-9.@_-]*,[0-9]{4}(-[0-9]{2}){0,2}")
"""Of RFC 4151: a domain or an e-mail address, and a date."""

_IMAGE_HOST = re.compile(r"(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)+(?::[0-9]{1,5})?|localhost(?::[0-9]{1,5})?")
_PRIVATE_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f:.]+")


def check(config: Config, values: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Find every problem that the types alone do not show."""
    yield from _check_place_and_time(config)
    yield from check_languages(config, values)
    yield from _check_topics(config, values)
    yield from _check_permalinks(config)
    yield from _check_identity(config)
    yield from _check_aliases(config, values)
    yield from _check_images(config)
    yield from _check_hosts(config)
    yield from _check_inventories(config)
    yield from _check_fonts(config)
    yield from _check_menus(config)
    yield from _check_redirects(config)
    yield from _check_subscriptions(config, values)
    for name, message, hint in wrong_senders(config.senders, config.content, config.static, config.output):
        yield _wrong(config.place(f"senders.{name}"), message, hint)
    yield from _check_markings(config)
    for message, hint in wrong_slots(config.slots, config.period):
        yield _wrong(config.place("slots"), message, hint)
    for n, code in enumerate(config.suppress_warnings):
        if code not in CODES:
            at = config.places.get(f"suppress_warnings.{n}", config.place("suppress_warnings"))
            yield _wrong(at, f'there is no code "{code}"', did_you_mean(code, CODES))


def _wrong(at: Location, message: str, hint: str) -> Diagnostic:
    return diagnostic("config-value", at, message, hint)


def _check_place_and_time(config: Config) -> Iterator[Diagnostic]:
    from zoneinfo import ZoneInfo, available_timezones

    try:
        ZoneInfo(config.timezone)
    except (KeyError, ValueError, OSError):
        hint = did_you_mean(config.timezone, available_timezones(), "write one such as Asia/Jakarta or UTC")
        yield _wrong(config.place("timezone"), f'there is no time zone "{config.timezone}"', hint)
    if is_own_folder(config, config.root / config.output):
        message = f'output "{config.output}" would be mixed with the project\'s own files'
        yield _wrong(config.place("output"), message, "write a separate folder, such as site")
    if _has_inbox(config):
        message = f'content "{config.content}" holds items that nobody has decided on, in {INBOX}/'
        yield _wrong(config.place("content"), message, "write a separate folder, such as content")
    if _publishes_own_files(config):
        message = f'static "{config.static}" would publish the project\'s own files'
        yield _wrong(config.place("static"), message, "write a separate folder, such as static")


def _check_markings(config: Config) -> Iterator[Diagnostic]:
    names = [fold(one) for one in config.markings]
    for n, label in enumerate(config.markings):
        if names.index(names[n]) != n or not names[n]:
            at = config.places.get(f"markings.{n}", config.place("markings"))
            yield _wrong(at, f'the marking "{label}" is declared twice or empty', "take it out")
    label = config.marking.label
    if Markings(config.markings).rank(label) is None:
        at = config.places.get("marking.label", config.place("marking"))
        there = f"there are: {', '.join(config.markings)}"
        yield _wrong(at, f'there is no marking "{label}"', did_you_mean(label, config.markings, there))


def _check_subscriptions(config: Config, values: Mapping[str, Any]) -> Iterator[Diagnostic]:
    seen = set[str]()
    for one in config.subscriptions:
        if one.url in seen:
            yield _wrong(one.place, "this feed is named twice", "keep one of the two")
        seen.add(one.url)
    for n, one in enumerate(values["feeds"].get("follow", ())):
        names = (f"feeds.follow.{n}", f"feeds.{n}")
        if not one["url"] and not any(f"{name}.url" in config.places for name in names):
            at = next((config.places[name] for name in names if name in config.places), config.place("feeds"))
            yield _wrong(at, "a feed has no url", "write {url: https://courier.example/feed.xml}")


def is_own_folder(config: Config, output: Path) -> bool:
    """Whether a folder holds files of any project, or home folders."""
    root, out = config.root.resolve(), output.resolve()
    own = _own_folders(root, config.content, config.static)
    other = next((folder for folder in (out, *out.parents) if (folder / FILE_NAME).is_file()), root)
    if other not in (root, *root.parents):
        own |= {other, *_own_folders(other, "content", "static")}
    overlaps = any(out == one or one in out.parents or out in one.parents for one in own - {other})
    return overlaps or out in own or any(out == place or out in place.parents for place in (root, _home()))


def _own_folders(root: Path, *names: str) -> set[Path]:
    return {(root / name).resolve() for name in (*names, *OWN_FOLDERS)} - {root}


def _home() -> Path:
    try:
        return Path.home().resolve()
    except RuntimeError:  # this account has none
        return Path(Path.cwd().anchor)


def _publishes_own_files(config: Config) -> bool:
    """Whether the folder of static files overlaps files that are not static."""
    root, static = config.root.resolve(), (config.root / config.static).resolve()
    content = (root / config.content).resolve()
    if static in (root, content) or static in root.parents or static in content.parents:
        return True
    own = {(root / name).resolve() for name in OWN_FOLDERS}
    return any(static == one or one in static.parents or static in one.parents for one in own)


def _has_inbox(config: Config) -> bool:
    """Whether the folder of articles lies in the inbox, or around the project.

    A build leaves the inbox out where the folder is the project itself.
    """
    root, content = config.root.resolve(), (config.root / config.content).resolve()
    inbox = root / INBOX
    return content == inbox or inbox in content.parents or content in root.parents


def _check_topics(config: Config, values: Mapping[str, Any]) -> Iterator[Diagnostic]:
    slugs = {t.slug for t in config.topics}
    seen = {config.fallback_topic} - slugs
    for n, topic in enumerate(config.topics):
        at = config.place(f"topics.{n}")
        if not (values["topics"][n]["slug"] or values["topics"][n]["title"]):
            yield _wrong(at, "a topic needs a slug or a title", "write - {slug: world, title: World}")
        elif topic.slug in seen:
            yield _wrong(at, f'the topic "{topic.slug}" is declared twice', "keep one of the two")
        if topic.parent and (topic.parent not in slugs or topic.parent == topic.slug):
            hint = did_you_mean(topic.parent, slugs - {topic.slug})
            at = config.place(f"topics.{n}.parent")
            yield _wrong(at, f'there is no topic "{topic.parent}"', hint)
        seen.add(topic.slug)
    yield from _check_circles(config)


def _check_circles(config: Config) -> Iterator[Diagnostic]:
    """Topics that are above themselves."""
    above = {topic.slug: topic.parent for topic in config.topics}
    for n, topic in enumerate(config.topics):
        line, at = [topic.slug], topic.parent
        while at and at not in line:
            line.append(at)
            at = above.get(at, "")
        if at == topic.slug and len(line) > 1:
            message = f"{' belongs to '.join([*line, at])}, which is a circle"
            yield _wrong(config.place(f"topics.{n}.parent"), message, "delete one parent:")


def _check_images(config: Config) -> Iterator[Diagnostic]:
    quality = config.images.quality
    if quality > 100:
        yield _wrong(config.place("images.quality"), f"images.quality is {quality}", "write 1 to 100")


def _check_hosts(config: Config) -> Iterator[Diagnostic]:
    """Check hosts: each goes into the policy of every page.

    So each must be one host and no more.
    """
    for name, form in (("image_hosts", _IMAGE_HOST), ("private_hosts", _PRIVATE_HOST)):
        for n, host in enumerate(getattr(config, name)):
            if not form.fullmatch(ascii_host(host.lower())):
                at = config.places.get(f"{name}.{n}", config.place(name))
                hint = "write the host alone, as img.example.org, without https:// and path"
                yield _wrong(at, f'"{host}" is not a host', hint)


def _check_inventories(config: Config) -> Iterator[Diagnostic]:
    for name, one in config.inventories.items():
        at = config.place(f"inventories.{name}")
        if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
            message = f'"{name}" cannot name an inventory'
            yield _wrong(at, message, "write one word of letters, digits and hyphens")
        if not one.url:
            yield _wrong(at, f"{name} has no url", "write the address of its site")


def _check_fonts(config: Config) -> Iterator[Diagnostic]:
    for n, name in enumerate(config.card_fonts):
        if not (config.root / name).is_file():
            at = config.places.get(f"cards.fonts.{n}", config.place("cards.fonts"))
            yield _wrong(
                at, f'there is no font "{name}"', "name a file of the project, as fonts/NotoSans.ttf"
            )


def _check_menus(config: Config) -> Iterator[Diagnostic]:
    for entry in with_children((*config.menu, *config.footer)):
        if entry.url and not _is_link(entry.url):
            at = config.places.get(f"{entry.place}.url", config.place(entry.place))
            yield _wrong(at, f'a menu cannot lead to "{entry.url}"', "write /about/ or a whole web address")
    for n, (title, _) in enumerate(config.social):
        if not title:
            yield _wrong(config.place(f"social.{n}"), "this link has no title", "add title:")


def _is_link(url: str) -> bool:
    """Whether a page may link to an address, of this site or another."""
    within = url.startswith("/") and is_site_address(url.partition("#")[0].partition("?")[0])
    return within or scheme(url) in LINK_SCHEMES


def _check_redirects(config: Config) -> Iterator[Diagnostic]:
    for old, new in config.redirects.items():
        at = config.place(f"redirects.{old}")
        if not (old.startswith("/") and is_site_address(old)) or old == "/":
            message = f'"{old}" is not an address that can lead elsewhere'
            yield _wrong(at, message, "write an address of this site, such as /old/")
        elif not _is_link(new):
            yield _wrong(at, f'a redirect cannot lead to "{new}"', "write /new/ or a whole web address")
        elif former_address(new) in map(former_address, config.redirects):
            message = f"{old} leads to {new}, which is redirected itself"
            yield _wrong(at, message, "let it lead to the last address")


def _check_identity(config: Config) -> Iterator[Diagnostic]:
    if config.feed_authority and not _AUTHORITY.fullmatch(config.feed_authority):
        message = f'"{config.feed_authority}" is not a domain and a year'
        hint = "write a domain that you owned in that year, as example.org,2022"
        yield _wrong(config.place("feed_authority"), message, hint)


def _check_aliases(config: Config, values: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Other spellings that stand for two names, or are names themselves."""
    for what, names in values["aliases"].items():
        stands = {fold(name): name for name in names}
        for name, others in names.items():
            for n, other in enumerate(others):
                if stands.setdefault(fold(other), name) != name:
                    at = config.place(f"aliases.{what}.{name}")
                    at = config.places.get(f"aliases.{what}.{name}.{n}", at)
                    message = f'"{other}" cannot stand for "{name}": it is "{stands[fold(other)]}" already'
                    yield _wrong(at, message, "let it stand for one of the two")


def _check_permalinks(config: Config) -> Iterator[Diagnostic]:
    for kind, pattern in config.permalinks.items():
        at, have, may = config.place(f"permalinks.{kind}"), slots(pattern), SLOTS[kind]
        need = {"slug"} if kind in ("article", "page") else may
        is_page = pattern.endswith("/") or "." in pattern.rpartition("/")[2]
        if unknown := sorted(have - may):
            hint = did_you_mean(unknown[0], may, f"known are: {', '.join(sorted(may)) or 'none'}")
            yield _wrong(at, f"{{{unknown[0]}}} is unknown in the address of {kind}", hint)
        elif missing := sorted(need - have):
            message = f"without {{{missing[0]}}} all pages of this kind would have one address"
            yield _wrong(at, message, f"put {{{missing[0]}}} into it")
        elif not (pattern.startswith("/") and ".." not in pattern and is_page):
            message = "an address begins with / and ends with / or a file name"
            yield _wrong(at, message, f"write it as {ADDRESSES[kind]}")

"""The feeds that a project follows: those of ``briefgen.yml``, and those of its outlets' files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from briefgen.cleaning.outlet_file import FIELDS, FOLDER, files_of
from briefgen.config import Config
from briefgen.model.diagnostics import failure
from briefgen.model.subscription import Subscription
from briefgen.schema import SETTINGS, read_fields
from briefgen.schema.subscription_fields import subscriptions_of
from briefgen.util.text import did_you_mean, fold, printable
from briefgen.util.urls import host_of


def subscriptions(config: Config) -> list[Subscription]:
    """Every feed that a project follows, each address once."""
    feeds = [*config.subscriptions, *_of_outlets(config)]
    return list({feed.url: feed for feed in reversed(feeds)}.values())[::-1]


def select(
    feeds: Sequence[Subscription], names: Sequence[str], config: Config, outlets: Mapping[str, str]
) -> list[Subscription]:
    """The feeds with these names: an outlet, a host or an address. Without names, all.

    ``outlets`` has the outlets that feeds named when they were last fetched, by address.

    Raises:
        BriefgenError: when there are no feeds, or none of a name.
    """
    if not feeds:
        hint = "add feeds: [{url: https://courier.example/feed.xml}] to briefgen.yml"
        raise failure("config-value", config.place("feeds"), "the settings name no feeds", hint)
    chosen: list[Subscription] = []
    for name in names:
        own = [feed for feed in feeds if fold(name) in map(fold, _names_of(feed, outlets))]
        if not own:
            known = [outlets.get(feed.url) or feed.name for feed in feeds]
            hint = did_you_mean(name, known, f"choose from: {', '.join(known)}")
            message = f'there is no feed of "{printable(name)}"'
            raise failure("config-value", config.place("feeds"), message, hint)
        chosen += own
    return list(dict.fromkeys(chosen)) or list(feeds)


def _names_of(feed: Subscription, outlets: Mapping[str, str]) -> list[str]:
    return [name for name in (feed.url, host_of(feed.url), feed.source, outlets.get(feed.url, "")) if name]


def _of_outlets(config: Config) -> Iterator[Subscription]:
    """The feeds of ``sources/*.yml``; opening the project has reported what is wrong there."""
    for path in files_of(config.root):
        text = path.read_bytes().decode("utf-8-sig", "replace")
        declared = read_fields(FIELDS, text, f"{FOLDER}/{path.name}", SETTINGS)
        source = declared.values["source"] or path.stem
        yield from subscriptions_of(declared.values["feeds"], declared.places, "feeds", source)

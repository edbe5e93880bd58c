"""How settings name a feed to follow, in ``briefgen.yml`` and in the files of outlets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from briefgen.model import Location
from briefgen.model.subscription import DEFAULT_LIMIT, Subscription
from briefgen.schema.containers import ListOf, Record, Texts
from briefgen.schema.field import Field
from briefgen.schema.scalars import Address, Flag, LanguageCode, Text, Whole
from briefgen.util.urls import wrong_with

SUBSCRIPTIONS = ListOf(
    Record(
        Field("url", Address(wrong_with), "", "The address of the feed (RSS, Atom or JSON Feed)."),
        Field("source", Text(), "", "The outlet of its items; else the feed's title."),
        Field("topic", Text(), "", "The topic of its items."),
        Field("tags", Texts(), (), "Tags of its items, instead of the feed's categories."),
        Field("lang", LanguageCode("en"), "", "The language of its items; else it is detected."),
        Field("limit", Whole(1), DEFAULT_LIMIT, "How many entries count, from the first one."),
        Field("whole", Flag(), False, "Fetch the page of each new entry, for feeds that have only teasers."),
        Field("allow_private", Flag(), False, "The feed may have a private address, as on your own network."),
    )
)


def subscriptions_of(
    values: Iterable[Mapping[str, Any]], places: Mapping[str, Location], name: str, source: str = ""
) -> Iterator[Subscription]:
    """The feeds of a list that was read under ``name``.

    ``source`` is the outlet of those that name none.
    """
    for n, one in enumerate(values):
        place = places.get(f"{name}.{n}.url") or places.get(f"{name}.{n}") or Location("")
        if one["url"]:
            yield Subscription(**{**one, "source": one["source"] or source, "place": place})

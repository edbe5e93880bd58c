"""The inventories of other sites, which a project keeps as files.

``{article}`name:slug` `` refers to an entry. A build reads the files without a network, so it gives the same
site today and in a year; ``briefgen inventory fetch`` renews them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from briefgen.model.diagnostics import diagnostic
from briefgen.util import objects_inv
from briefgen.util.hashing import digest, digest_bytes

if TYPE_CHECKING:
    from collections.abc import Collection

    from briefgen.config import Config
    from briefgen.model import Diagnostic
    from briefgen.site.link_targets import Inventory


def digest_of(config: Config) -> str:
    """The digest of the inventory files and their addresses; empty if there are none."""
    known = config.inventories
    return (
        digest([(name, one.url, digest_bytes(_bytes(config, name))) for name, one in known.items()])
        if known
        else ""
    )


def read_all(config: Config, used: Collection[str], diagnostics: list[Diagnostic]) -> dict[str, Inventory]:
    """The entries of the inventories; those that are not ``used`` are not read."""
    return {name: _read(config, name, diagnostics) if name in used else {} for name in config.inventories}


def _read(config: Config, name: str, diagnostics: list[Diagnostic]) -> Inventory:
    url, file = config.inventories[name]
    data = _bytes(config, name)
    try:
        if not data:
            raise ValueError("it is not there")
        return parsed(data, url)
    except ValueError as error:
        message = f"the inventory {file} cannot be used: {error}"
        hint = f"run `briefgen inventory fetch {name}`, and keep the file with the project"
        diagnostics.append(
            diagnostic("inventory-missing", config.place(f"inventories.{name}"), message, hint)
        )
        return {}


@lru_cache(maxsize=16)
def parsed(data: bytes, url: str) -> Inventory:
    """(role, name) -> (address, title) of the bytes of an inventory.

    Raises:
        ValueError: for what is not an inventory.
    """
    return {(one.role, one.name): (one.address, one.title) for one in objects_inv.read(data, url)}


def _bytes(config: Config, name: str) -> bytes:
    """The bytes of an inventory's file, none where there is none."""
    try:
        with (config.root / config.inventories[name].file).open("rb") as file:
            return file.read(objects_inv.MOST)
    except OSError:
        return b""

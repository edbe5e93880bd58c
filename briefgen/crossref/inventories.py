"""Read the inventories of other sites, which a project keeps as files.

``{article}`name:slug` `` refers to what they hold. A build does not use the network, so it gives the same
site today and in a year; ``briefgen inventory fetch`` renews the files.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from briefgen.config import Config
from briefgen.model.diagnostics import Diagnostics
from briefgen.site.link_targets import Inventory
from briefgen.util import objects_inv
from briefgen.util.hashing import digest, digest_bytes
from briefgen.util.public_files import refusal


def digest_of(config: Config) -> str:
    """Return the digest of the inventories' files and addresses; empty if there are none."""
    known = config.inventories.items()
    return (
        digest([(name, one.url, digest_bytes(_bytes(config, name))) for name, one in known]) if known else ""
    )


def read_all(config: Config, names: Collection[str], diagnostics: Diagnostics) -> dict[str, Inventory]:
    """Return every inventory by name; only those in ``names`` are read."""
    return {name: _read(config, name, diagnostics) if name in names else {} for name in config.inventories}


def _read(config: Config, name: str, diagnostics: Diagnostics) -> Inventory:
    url, file = config.inventories[name]
    data = _bytes(config, name)
    try:
        if why := refusal(config.root, file, ""):
            raise ValueError(f"it is {why.reason}")
        if not data:
            raise ValueError("it is not there")
        return parsed(data, url)
    except ValueError as error:
        message = f"the inventory {file} cannot be used: {error}"
        hint = f"run `briefgen inventory fetch {name}`, and keep the file with the project"
        diagnostics.report("inventory-missing", config.place(f"inventories.{name}"), message, hint)
        return {}


@lru_cache(maxsize=16)
def parsed(data: bytes, url: str) -> Inventory:
    """Return the entries of an inventory: (role, name) -> (address, title).

    Raises:
        ValueError: for what is not an inventory.
    """
    return {(one.role, one.name): (one.address, one.title) for one in objects_inv.read(data, url)}


def _bytes(config: Config, name: str) -> bytes:
    """The bytes of an inventory's file, none where there is none."""
    if refusal(config.root, config.inventories[name].file, ""):
        return b""
    try:
        with (config.root / config.inventories[name].file).open("rb") as file:
            return file.read(objects_inv.MOST)
    except OSError:
        return b""

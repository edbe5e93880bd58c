"""Check a project: its settings, and what they need."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from briefgen.model.diagnostics import ERROR, BriefgenError
from briefgen.project.health.checks import OK, Check, finding
from briefgen.util.text import plural

if TYPE_CHECKING:
    from briefgen.config import Config


def check_settings(root: Path) -> tuple[Check, Config | None]:
    """Whether ``briefgen.yml`` can be read; the settings, if so. No extension is loaded."""
    from briefgen.config import read_config

    config = None
    try:
        config, problems = read_config(root)
    except BriefgenError as error:
        problems = list(error.diagnostics)
    # A key that is unknown here may be an extension's.
    allowed = {"config-key"} if config and config.extensions else set()
    errors = [one for one in problems if one.severity == ERROR and one.code not in allowed]
    if not errors:
        return Check("settings", OK, "briefgen.yml has no errors"), config
    first = errors[0]
    detail = f"{plural(len(errors), 'error')}, the first at {first.location}: {first.message}"
    hint = first.hint or "run briefgen check, which shows all of them"
    return finding("doctor-settings", "settings", detail, hint), config


def needed_extras(config: Config | None) -> Mapping[str, str]:
    """The extras that the settings need, each with the setting."""
    from briefgen.builders import CARDS, PAGEFIND

    if config is None:
        return {}
    needs = {
        "images": ("images", "images" in config.places and bool(config.images.widths)),
        "cards": ("cards in builders", CARDS in config.builders),
        "pagefind": ("pagefind in builders", PAGEFIND in config.builders),
        "import": ("whole: true of a feed", any(feed.whole for feed in config.subscriptions)),
    }
    return {extra: setting for extra, (setting, is_needed) in needs.items() if is_needed}


def check_zone(name: str) -> Check:
    """Whether the system knows the time zone of the project."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        hint = "write one such as Asia/Jakarta; if that is unknown as well, run: python -m pip install tzdata"
        return finding("doctor-time-zone", "time zone", f"{name} is not known here", hint)
    return Check("time zone", OK, name)

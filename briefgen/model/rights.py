"""How much of an outlet's text a site may show."""

from __future__ import annotations

FULL, EXCERPT, LINK = "full", "excerpt", "link"
RIGHTS = (FULL, EXCERPT, LINK)
"""All of it, its first sentences, or only its title. From the most to the least."""

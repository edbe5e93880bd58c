"""Metadata by the address of the repository: links beside the package, and in its README.

The release workflow sets the address in ``BRIEFGEN_REPOSITORY``. Without it, links stay relative.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_RELATIVE_LINK = re.compile(r"(!?)(\[[^\[\]]*\]\()(?![a-z]+:|#)([^()\s]+\))")


class RepositoryMetadataHook(MetadataHookInterface):
    """Fills ``readme`` and ``urls``."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Write both fields; a source archive already has them in ``PKG-INFO``."""
        repository = os.environ.get("BRIEFGEN_REPOSITORY", "").removesuffix(".git").rstrip("/")
        tag = f"v{metadata['version']}" if "version" in metadata else "HEAD"
        text = (Path(self.root) / "README.md").read_text("utf-8")
        if repository:
            text = absolute_links(text, repository, tag)
        metadata.setdefault("readme", {"content-type": "text/markdown", "text": text})
        metadata.setdefault("urls", urls(repository) if repository else {})


def absolute_links(text: str, repository: str, tag: str) -> str:
    """Return Markdown with links and pictures of the repository as addresses."""
    kinds = {"": "blob", "!": "raw"}
    return _RELATIVE_LINK.sub(
        lambda link: f"{link[1]}{link[2]}{repository}/{kinds[link[1]]}/{tag}/{link[3]}", text
    )


def urls(repository: str) -> dict[str, str]:
    """Return the addresses that an index shows beside a package."""
    addresses = {
        "Repository": repository,
        "Issues": f"{repository}/issues",
        "Changelog": f"{repository}/blob/HEAD/CHANGELOG.md",
    }
    if site := re.fullmatch(r"https://github\.com/([^/]+)/([^/]+)", repository):
        addresses["Documentation"] = f"https://{site[1].lower()}.github.io/{site[2]}/"
    return addresses

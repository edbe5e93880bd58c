"""Find parts of a text that only members or paying readers could see."""

from __future__ import annotations

import re
from collections.abc import Mapping

_MARKS = re.compile(
    r"<!--\s*(?:members-only|kg-gated-block:begin[^>]*nonMember:false|wp:jetpack/paywall|wp:premium-content/)"
    r"|class=[\"'][^\"']*\b(?:paywall-jump|paywall)\b"
    r"|\{%-?\s*(?:el)?if\b[^%]*\b(?:premium|subscriber)"
    r"|\[/(?:members?(?:[_-]?(?:only|logged_in))?|mepr-show|private|paid|premium|restrict(?:ed)?|protected|membership"
    r"|ihc-hide-content|s2If|s2member[\w-]*|um_loggedin|pms-restrict|wcm_restrict|arm_restrict_content|is_paid"
    r"|wlm_\w+|rcp_\w+|restrict_content|ppw|passster|content_protector)\]",
    re.IGNORECASE,
)
_ACCESS = "_jetpack_newsletter_access"


def has_parts_for_members(text: str) -> bool:
    """Whether a part of a text is not for everybody."""
    return bool(_MARKS.search(text))


def is_for_subscribers(meta: Mapping[str, str]) -> bool:
    """Whether the custom fields of a WordPress post keep it for subscribers."""
    return meta.get(_ACCESS, "everybody") not in ("", "everybody")

"""The canonical address of an article: what tells one article from another, without what tells one reader from another."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"(?:utm_|at_|pk_|mtm_|hsa_|_hs|vero_|mc_[ce]id|oly_|wt[._]|ns_|sc_)\w*"
    r"|[a-z]*clid|igsh(?:id)?|yclid|_ga|_gl|spm|xtor|cmpid|cmp|ref|ref_src|ref_url|ref_source|source|s_cid|ncid|ito|smid|partner|feature"
    r"|fb_action_ids|fb_action_types|fb_source|share|shared|share_id|via|guccounter|guce_referrer\w*|soc_src|soc_trk|taid|tpcc|amp|outputtype|page_source|intcmp|icid|ocid|cvid|mibextid"
)
"""Parameters that say where a reader came from."""
_PORTS = {"http": 80, "https": 443}


def canonical(url: str) -> str:
    """``url`` without tracking, anchor, port that goes without saying, and letters' case of the host; parameters in order.

    An address that cannot be taken apart comes back as it is.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url
    if not host:
        return url
    scheme = parts.scheme.lower()
    where = f"[{host}]" if ":" in host else host
    if port and port != _PORTS.get(scheme):
        where += f":{port}"
    kept = [
        (k, v)
        for k, v in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(k.lower())
    ]
    return urlunsplit((scheme, where, parts.path or "/", urlencode(sorted(kept)), ""))


def same_place(url: str) -> str:
    """What two addresses of one article have in common: no scheme, no ``www.``/``m.``/``amp.``, no slash at the end; for comparing only."""
    parts = urlsplit(canonical(url))
    host = re.sub(r"^(?:www|m|mobile|amp)\.", "", parts.netloc)
    path = re.sub(r"/(?:amp|index\.html?)?$", "", parts.path)
    return f"{host}{path}?{parts.query}" if host else ""

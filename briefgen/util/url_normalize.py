"""Canonical URLs, so that two addresses of one article compare equal."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

TRACKING_PREFIXES = (
    "utm_", "itm_", "mtm_", "pk_", "piwik_", "hsa_", "guce_", "at_", "__tn__", "vero_", "oly_",
)  # fmt: skip
"""Prefixes of tracking parameters (analytics, newsletters, advertisements)."""

_NAMES = """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid yclid ttclid igshid igsh mibextid li_fat_id
    irclickid gad_source _ga _gl _hsenc _hsmi mc_cid mc_eid mkt_tok cmpid ncid ocid ito xtor smid smtyp
    sr_share spm scm taid tpcc guccounter soc_src soc_trk ref_src ref_url __twitter_impression wt_mc wt.mc_id
    s_kwcid ns_campaign ns_mchannel ns_source cx_testid cx_testvariant cx_artpos ref referrer
"""
TRACKING = frozenset(_NAMES.split())
"""Whole names of such parameters."""

VIEWS = frozenset(
    {("page", "all"), ("single", "1"), ("showpage", "all"), ("amp", ""), ("amp", "1"), ("output", "amp"),
     ("outputtype", "amp"), ("print", "1")}
)  # fmt: skip
"""Parameters that ask for another view of the same article: on one page, for a phone, for paper."""

_HOST_OF_A_VIEW = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_END_OF_A_VIEW = re.compile(r"(?:/(?:amp|index\.(?:html?|php))|(?<=[^/])\.amp)?/*$")
_PLAINLY_CANONICAL = re.compile(
    r"https?://(?:www\.)?"
    r"((?!(?:www\d?|m|mobile|amp)\.)[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9_-]+)*(?<!/amp))/?"
)
_DEFAULT_PORT = re.compile(r":(?:80|443)$")


def without_tracking(url: str) -> str:
    """``url`` without the parameters that say where a reader came from.

    A URL that cannot be parsed, or without such parameters, stays letter for letter.
    """
    parts = _split(url)
    if parts is None or not parts.query:
        return url
    pairs = [pair for pair in parts.query.split("&") if not _is_tracking(unquote(pair.partition("=")[0]))]
    query = "&".join(pairs)
    return url if query == parts.query else urlunsplit(parts._replace(query=query))


def canonical(url: str) -> str:
    """A text that all addresses of one article share; empty for other texts.

    It leaves out the scheme, ``www.``, ``m.`` and ``amp.``, tracking, other views of the article, the order
    of parameters, the fragment and a final slash. The case of the path stays, since it can make two pages.
    """
    if plain := _PLAINLY_CANONICAL.fullmatch(url):  # as most are; parsing takes ten times as long
        return plain[1]
    parts = _split(url)
    if parts is None:
        return ""
    host = _HOST_OF_A_VIEW.sub("", _DEFAULT_PORT.sub("", parts.netloc.rpartition("@")[2].lower()))
    path = quote(unquote(_END_OF_A_VIEW.sub("", parts.path, count=1)), safe="/:@!$&'()*+,;=~")
    pairs = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _is_tracking(name) and (name.lower(), value.lower()) not in VIEWS
    )
    return f"{host}{path}" + (f"?{urlencode(pairs)}" if pairs else "")


def _split(url: str) -> SplitResult | None:
    """The parts of a web address, or None for anything else."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return parts if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def _is_tracking(name: str) -> bool:
    name = name.lower()
    return name in TRACKING or name.startswith(TRACKING_PREFIXES)

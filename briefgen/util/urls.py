"""URLs: allowed schemes, address patterns, and links between pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import quote, urlsplit

WEB_SCHEMES = frozenset({"http", "https"})
LINK_SCHEMES = WEB_SCHEMES | {"mailto", "tel"}
"""Schemes that a link in an article may have; everything else is refused."""

NO_ONES_OWN = ("github.io", "example.org", "example.com", "example.net")
"""Domains under which nobody publishes at a name that GitHub would have to be told."""

_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_PLAINLY_WHOLE = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[!-~]*)?")
_NOT_IN_ADDRESSES = re.compile(r"[\s\x00-\x1f\x7f\"'<>\\^`{|}]")
_LONGEST_NAME = 200
"""Bytes of a file name; file systems allow 255, and a build adds to names while it writes."""
_IN_FRAGMENT = "%/:=&?~+!$,;'@()*"
_SLOT = re.compile(r"\{(\w+)\}")


def scheme(url: str) -> str:
    """The scheme of ``url`` in lower case; empty for a relative one.

    Characters that browsers skip are skipped.
    """
    match = _SCHEME.match(_CONTROL.sub("", url))
    return match[1].lower() if match else ""


def is_safe(url: str, schemes: frozenset[str] = LINK_SCHEMES) -> bool:
    """Whether a link may lead there: a relative address, or one with an allowed scheme."""
    named = scheme(url)
    return named in schemes or not named


def is_site_address(text: str) -> bool:
    """Whether a text is an address of this site that can be a file."""
    if _NOT_IN_ADDRESSES.search(text):
        return False
    parts = text.split("/")
    is_short = all(len(part.encode("utf-8", "replace")) <= _LONGEST_NAME for part in parts)
    is_inside = not text.startswith("//") and "\\" not in text and not {"..", "."} & set(parts)
    return is_short and is_inside and is_safe(text)


def host_of(url: str) -> str:
    """The host of ``url`` in lower case, without its port; empty if there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def wrong_with(url: str) -> str:
    """What is wrong with ``url`` as a web address, or an empty text."""
    if _PLAINLY_WHOLE.fullmatch(url):  # as most are; taking an address apart takes ten times as long
        return ""
    if _CONTROL.search(url):
        return "an address holds no spaces or control characters"
    if scheme(url) not in WEB_SCHEMES:
        return f"the scheme {scheme(url)}: is not allowed" if scheme(url) else "this is no whole web address"
    return "" if host_of(url) else "this is no whole web address"


def ascii_host(host: str) -> str:
    """A host name in ASCII; itself where that is impossible."""
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return host


def ascii_url(url: str) -> str:
    """``url`` as a request has it: in ASCII and without its fragment.

    Raises:
        ValueError: when its host is no host name.
    """
    parts = urlsplit(url)
    netloc = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    path, query = (quote(part, "%/:=&?~+!$,;'@()*[]") for part in (parts.path, parts.query))
    return parts._replace(netloc=netloc, path=path, query=query, fragment="").geturl()


def web_address(url: str) -> str:
    """``url`` in ASCII with its fragment; empty for one that strict readers refuse."""
    try:
        parts = urlsplit(_CONTROL.sub("", url))
        whole, port = ascii_url(parts._replace(scheme=parts.scheme.lower()).geturl()), parts.port
    except ValueError:
        return ""
    fragment = f"#{quote(parts.fragment, _IN_FRAGMENT)}" if parts.fragment else ""
    is_host = port != 0 and re.fullmatch(r"[A-Za-z0-9_.-]+|[0-9A-Fa-f:.]+", parts.hostname or "")
    return f"{whole}{fragment}" if is_host or not parts.netloc.isascii() else ""


def may_load(url: str, hosts: Iterable[str]) -> bool:
    """Whether a Content-Security-Policy that names ``hosts`` lets a page load ``url``.

    ``*.example.org`` are the hosts under it. A host without a port has the port of the scheme.
    """
    try:
        parts = urlsplit(url)
        host, port = ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        return False
    port = None if port == {"http": 80, "https": 443}.get(parts.scheme) else port
    at = f"{host}:{port}" if port else host
    return any(at.endswith(name[1:]) if name.startswith("*.") else at == name for name in hosts)


def is_remote(url: str) -> bool:
    """Whether a whole address, or one that begins with ``//``, names a host."""
    return bool(host_of(url))


def is_same_site(one: str, other: str) -> bool:
    """Whether two hosts are one, apart from ``www.``, or one lies under the other."""
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return under_one_of(one, (other,)) or under_one_of(other, (one,))


def slots(pattern: str) -> set[str]:
    """The names that stand in braces in an address pattern."""
    return set(_SLOT.findall(pattern))


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """An address out of its pattern."""
    return _filled(pattern, tuple(values.items()))


@lru_cache(maxsize=1 << 16)
def _filled(pattern: str, values: tuple[tuple[str, str], ...]) -> str:
    known = dict(values)
    return _SLOT.sub(lambda slot: known[slot[1]], pattern)


def relative(start: str, target: str) -> str:
    """The relative link from the page ``start`` to ``target``; an anchor stays.

    Both begin with ``/``; a whole address stays as it is. Links are relative, so that one output works at the
    root of a domain, under any base path and from a folder on disk.
    """
    if target[:1] != "/" and scheme(target) in WEB_SCHEMES:
        return target
    return _climbed(start.count("/") - 1, target)


@lru_cache(maxsize=1 << 16)
def _climbed(steps: int, target: str) -> str:
    """The link from a page that is so many folders deep.

    The links of the navigation are the same on thousands of pages.
    """
    path, hash_sign, anchor = target[1:].partition("#")
    # A colon is quoted too: in the first part of a relative address it would end a scheme.
    return ("../" * steps + quote(path, safe="/@!$&'()*+,;=~") or "./") + hash_sign + anchor


def absolute(base: str, target: str) -> str:
    """``target`` as a whole address under the site's ``url``.

    It begins with ``/``, or is whole already.
    """
    if target[:1] != "/" and scheme(target) in WEB_SCHEMES:
        return target
    return base.rstrip("/") + quote(target, safe="/:@!$&'()*+,;=~#")


def tag_uri(authority: str, kind: str, name: str) -> str:
    """A tag URI (RFC 4151): a feed id that stays when the site moves.

    ``authority`` is a domain and a date on which it is owned.
    """
    return f"tag:{authority}:{kind}/{quote(name)}"


def beside(page: str, name: str) -> str:
    """The address of the same page in another format.

    It is ``index.txt`` for ``/a/`` and ``a.txt`` for ``/a.html``.
    """
    folder, _, own = page.rpartition("/")
    stem, dot, _ = own.rpartition(".")
    ending = name.rpartition(".")[2]
    return f"{folder}/{stem}.{ending}" if dot else f"{folder}/{name}"


def base_path(url: str) -> str:
    """The path that the site lives under: ``/`` or ``/repo/``."""
    return quote(urlsplit(url).path.rstrip("/"), safe="/%") + "/"


def under_one_of(host: str, domains: Iterable[str]) -> bool:
    """Whether ``host`` is one of these domains or lies under one."""
    return any(host == name or host.endswith(f".{name}") for name in domains)


def custom_domain(url: str) -> str:
    """The custom domain of ``url``, as GitHub Pages wants it in ``CNAME``; else empty.

    A site under a path has none (its domain is that of another site), nor has one of github.io, of
    example.org, or without a dot.
    """
    host = host_of(url)
    if base_path(url) != "/" or "." not in host or host.rpartition(".")[2].isdigit():
        return ""
    if under_one_of(host, NO_ONES_OWN):
        return ""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


INDEX = "index.html"


def address_of(path: str) -> str:
    """The address of a page by the path of its file in the folder."""
    return "/" + (path.removesuffix(INDEX) if path == INDEX or path.endswith(f"/{INDEX}") else path)

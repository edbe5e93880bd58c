"""Keys, tokens and passwords in the files of a site."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import diagnostic
from briefgen.publishing.searchable import decode

if TYPE_CHECKING:
    from briefgen.publishing.artifact import Artifact

_PLACEHOLDER = re.compile(
    r"(?:x|\*|\.|…|-|_)+|<.*|\$.*|%.*|\{.*|\[.*|&lt;.*"
    r"|(?:your|my|the|a|some)?[-_]?(?:user(?:name)?|pass(?:word|wd|phrase)?|pwd?|secret|token|key|example|test"
    r"|change[-_]?(?:me|it|this)|guest|anonymous|admin|root|redacted|hidden|removed)[-_]?(?:here)?",
    re.IGNORECASE,
)
"""What stands in instructions where readers put their own password."""
_QUOTE = r"(?:\\?[\"']|&quot;|&#3[49];|&#x2[27];)?"
_GAP = r"(?:\s|\\[nr]|&#1[03];|&#x[aAdD];|<br ?/?>|\")*"


class Kind(NamedTuple):
    """One kind of secret.

    ``contains`` are texts one of which a file must have, ``is_real`` looks at a match more closely.

    The texts are fast to find, so the pattern runs on few files.
    """

    name: str
    contains: tuple[str, ...]
    pattern: re.Pattern[str]
    is_real: Callable[[re.Match[str]], bool] = lambda match: True


def _varied(match: re.Match[str]) -> bool:
    """Whether a token looks random, as no word and no example does."""
    text = match[1] if match.re.groups else match[0]
    if "example" in text.lower() or re.search(r"(.)\1{5}", text):
        return False
    counts = Counter(text)
    entropy = -sum(n / len(text) * log2(n / len(text)) for n in counts.values())
    return entropy >= 3.0 and any(char.isdigit() for char in text) and any(char.isalpha() for char in text)


def _is_token(match: re.Match[str]) -> bool:
    """Whether this is a JSON Web Token, and not the one of all tutorials."""
    head, claims = (_unpacked(part) for part in match[0].split(".")[:2])
    return (
        isinstance(head, dict)
        and "alg" in head
        and isinstance(claims, dict)
        and claims.get("sub") != "1234567890"
    )


def _unpacked(part: str) -> object:
    try:
        return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return None


def _is_password(match: re.Match[str]) -> bool:
    name, password, host = match[1], match[2], match[3]
    shown = host.endswith((".example", "example.com", "example.org", "example.net"))
    return (
        not _PLACEHOLDER.fullmatch(password)
        and name.lower() != password.lower()
        and not (shown and not _mixed(password))
    )


def _mixed(text: str) -> bool:
    return any(char.isdigit() for char in text) and any(char.isalpha() for char in text)


def _kind(name: str, contains: str, pattern: str, is_real: Callable[[re.Match[str]], bool] = _varied) -> Kind:
    return Kind(name, tuple(contains.split()), re.compile(pattern), is_real)


def _any(match: re.Match[str]) -> bool:
    return True


KINDS: tuple[Kind, ...] = (
    _kind(
        "private key",
        "PRIVATE",
        rf"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----{_GAP}"
        rf"(?:[A-Za-z][A-Za-z-]*: [^\n<\\]*{_GAP})*[A-Za-z0-9+/=]{{16,}}",
        _any,
    ),
    _kind(
        "PuTTY private key",
        "PuTTY-User-Key-File",
        r"PuTTY-User-Key-File-\d: [\s\S]{0,4000}?Private-Lines: \d",
        _any,
    ),
    _kind("age private key", "AGE-SECRET-KEY-", r"AGE-SECRET-KEY-(?:PQ-)?1[02-9A-Z]{50,}", _any),
    _kind(
        "GitHub token",
        "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_",
        r"\b(?:gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9_]{50,255})\b",
    ),
    _kind(
        "AWS access key",
        "AKIA ASIA ABIA ACCA",
        r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b",
        lambda match: not match[0].endswith("EXAMPLE") and len(set(match[0])) > 6,
    ),
    _kind(
        "AWS secret key",
        "aws AWS Aws",
        rf"(?i:aws[\w.\- ]{{0,20}}(?:secret|key)[\w.\- ]{{0,20}}{_QUOTE}\s{{0,9}}[:=]{{1,2}}\s{{0,9}})"
        rf"{_QUOTE}"
        r"([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
    ),
    _kind(
        "Slack token",
        "xox xapp-",
        r"\b(?:xox[abeoprs](?:\.xox[bp])?-[A-Za-z0-9-]{20,}|xapp-\d-[A-Za-z0-9-]{30,})",
    ),
    _kind(
        "Slack webhook",
        "hooks.slack.com",
        r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Z0-9]{8,}/[A-Z0-9]{8,}/([A-Za-z0-9]{20,})",
    ),
    _kind(
        "Discord webhook",
        "/api/webhooks/",
        r"discord(?:app)?\.com/api/(?:v\d+/)?webhooks/\d{17,20}/([A-Za-z0-9_-]{60,})",
    ),
    _kind("Google API key", "AIza", r"\bAIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])"),
    _kind("Google token", "GOCSPX- ya29.", r"\b(?:GOCSPX-[0-9A-Za-z_-]{28}|ya29\.[0-9A-Za-z_-]{30,})"),
    _kind(
        "GitLab token",
        "glpat- gldt- glrt- glcbt- glptt- glft- glimt- glagent- glsoat- gloas- glffct-",
        r"\bgl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|oas|ffct)-[0-9A-Za-z_.-]{20,}",
    ),
    _kind(
        "npm token",
        "npm_ _authToken",
        r"\bnpm_[A-Za-z0-9]{36}\b|_authToken\s{0,9}=\s{0,9}([A-Za-z0-9_.-]{20,})",
        _any,
    ),
    _kind("PyPI token", "pypi-AgE", r"\bpypi-AgE[A-Za-z0-9_-]{50,}"),
    _kind("Stripe key", "sk_live_ rk_live_", r"\b[sr]k_live_[A-Za-z0-9]{16,}"),
    _kind(
        "key of an AI service",
        "sk-",
        r"\bsk-(?:(?:ant|proj|svcacct|admin|or)-[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20})",
    ),
    _kind("Hugging Face token", "hf_", r"\bhf_[A-Za-z]{34}\b", _any),
    _kind("SendGrid key", "SG.", r"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])"),
    _kind("Telegram token", ":AA", r"\b\d{8,10}:(AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9_-])"),
    _kind("DigitalOcean token", "dop_v1_ doo_v1_ dor_v1_", r"\bdo[por]_v1_[a-f0-9]{64}\b"),
    _kind("Docker token", "dckr_", r"\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{27,}"),
    _kind("Vault token", "hvs. hvb.", r"\bhv[sb]\.[A-Za-z0-9_-]{24,}"),
    _kind("Shopify token", "shpat_ shpca_ shppa_ shpss_", r"\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b"),
    _kind("Azure storage key", "AccountKey", r"AccountKey=[A-Za-z0-9+/]{86}=="),
    _kind(
        "JSON Web Token",
        "eyJ",
        r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}",
        _is_token,
    ),
    _kind(
        "password in a URL",
        "://",
        r"://([^\s/:@\"'<>?#&,]{0,80}):([^\s/:@\"'<>?#]{3,200})@([A-Za-z0-9.-]+)",
        _is_password,
    ),
    _kind(
        "secret of a settings file",
        "SECRET TOKEN PASSWORD PASSWD API_KEY APIKEY PRIVATE_KEY ACCESS_KEY",
        r"(?m)(?:^|[>\s;]|\\n)(?:export )?[A-Z0-9_]{0,60}"
        r"(?:SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|PRIVATE_KEY|ACCESS_KEY)[A-Z0-9_]{0,60}="
        rf"{_QUOTE}([A-Za-z0-9_+/.~!@#$%^*-]{{12,200}})",
    ),
)  # fmt: skip


def check(artifact: Artifact) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each kind of secret in each file, without the secret."""
    for path in sorted(artifact.files):
        text = decode(artifact.read(path))
        for kind in KINDS:
            if any(word in text for word in kind.contains) and (at := _first(kind, text)) is not None:
                yield _leak(artifact, path, kind, text.count("\n", 0, at) + 1)


def _first(kind: Kind, text: str) -> int | None:
    """Where the first secret of a kind is."""
    return next((match.start() for match in kind.pattern.finditer(text) if kind.is_real(match)), None)


def _leak(artifact: Artifact, path: str, kind: Kind, line: int) -> Diagnostic:
    # Without the line, which the terminal would show, and with it the secret.
    place = Location((artifact.folder / path).as_posix())
    article = artifact.articles.get(path)
    source = f"; it is the page of {article.path}" if article else ""
    message = f"{path} has what looks like a secret in line {line} ({kind.name}){source}"
    hint = "take it out, and revoke it if anybody may have seen it; shorten an example with …"
    return diagnostic("publish-secret", place, message, hint)

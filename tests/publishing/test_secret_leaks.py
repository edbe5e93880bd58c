"""Secrets in the files of a site are named by file and kind, and never shown."""

from __future__ import annotations

import base64
import gzip
import html
import json
import random
import string
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.model import Diagnostic
from briefgen.publishing.artifact import Artifact
from briefgen.publishing.secret_leaks import KINDS, check

RANDOM = random.Random(11)  # noqa: S311 - for examples
BECH32 = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"
LETTERS = string.ascii_letters + string.digits


def some(length: int, letters: str = LETTERS) -> str:
    return "".join(RANDOM.choices(letters, k=length - 2)) + "a7"


def upper(length: int) -> str:
    return "".join(RANDOM.choices(string.ascii_uppercase + "234567", k=length))


def token(head: dict[str, str], claims: dict[str, str]) -> str:
    parts = (json.dumps(part).encode() for part in (head, claims))
    return ".".join([*(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts), some(43)])


def armoured(kind: str) -> str:
    lines = "\n".join(some(64) for _ in range(4))
    return f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----"


SECRETS = {
    "private key": [armoured(f"{kind}PRIVATE KEY") for kind in ("", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED ")]
    + [armoured("PGP PRIVATE KEY BLOCK")],
    "PuTTY private key": ["PuTTY-User-Key-File-3: ssh-ed25519\nComment: x\nPrivate-Lines: 1\nAAAA"],
    "age private key": ["AGE-SECRET-KEY-1" + "".join(RANDOM.choices(BECH32, k=58))],
    "GitHub token": [f"gh{letter}_{some(36)}" for letter in "pousr"] + [f"github_pat_{some(22)}_{some(59)}"],
    "AWS access key": [f"AKIA{upper(16)}", f"ASIA{upper(16)}"],
    "AWS secret key": [f"aws_secret_access_key = {some(40)}", f'"AwsSecretKey": "{some(40)}"'],
    "Slack token": [f"xoxb-{some(12)}-{some(12)}-{some(24)}", f"xapp-1-A{some(10)}-{some(13)}-{some(40)}"],
    "Slack webhook": [f"https://hooks.slack.com/services/T{upper(9)}/B{upper(9)}/{some(24)}"],
    "Discord webhook": [f"https://discord.com/api/webhooks/{'8' * 18}/{some(68)}"],
    "Google API key": [f"AIza{some(35)}"],
    "Google token": [f"GOCSPX-{some(28)}", f"ya29.{some(60)}"],
    "GitLab token": [f"glpat-{some(20)}", f"glrt-{some(20)}"],
    "npm token": [f"npm_{some(36)}", f"//registry.npmjs.org/:_authToken={some(36)}"],
    "PyPI token": [f"pypi-AgEIcHlwaS5vcmc{some(80)}"],
    "Stripe key": [f"sk_live_{some(24)}"],
    "key of an AI service": [f"sk-proj-{some(48)}", f"sk-ant-api03-{some(90)}"],
    "Hugging Face token": ["hf_" + "".join(RANDOM.choices(string.ascii_letters, k=34))],
    "SendGrid key": [f"SG.{some(22)}.{some(43)}"],
    "Telegram token": [f"{'7' * 10}:AA{some(33)}"],
    "DigitalOcean token": [f"dop_v1_{''.join(RANDOM.choices('0123456789abcdef', k=64))}"],
    "Docker token": [f"dckr_pat_{some(27)}"],
    "Vault token": [f"hvs.{some(90)}"],
    "Shopify token": [f"shpat_{''.join(RANDOM.choices('0123456789abcdef', k=32))}"],
    "Azure storage key": [f"AccountKey={some(86)}=="],
    "JSON Web Token": [token({"alg": "HS256", "typ": "JWT"}, {"sub": "ann", "exp": "9"})],
    "password in a URL": [
        f"postgres://desk:{some(10)}@db.weir.example:5432/news", f"https://ann:{some(8)}@host.net/a.git",
        "redis://:correct-horse-battery@cache.internal/0", f"https://x-access-token:{some(30)}@forge.net/a",
    ],
    "secret of a settings file": [f"DB_PASSWORD={some(16)}", f'export MAIL_API_KEY="{some(24)}"'],
}  # fmt: skip


def told(folder: Path, files: dict[str, bytes]) -> list[Diagnostic]:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return list(check(Artifact(folder, dict.fromkeys(files, ""), "https://desk.example/")))


def test_each_kind_has_an_example() -> None:
    assert list(SECRETS) == [kind.name for kind in KINDS]


@pytest.mark.parametrize("kind", SECRETS)
def test_each_kind_is_found_in_every_form_of_file(kind: str, tmp_path: Path) -> None:
    for number, secret in enumerate(SECRETS[kind]):
        page = f"<!doctype html><title>x</title>\n<p>The weir</p>\n<p>{html.escape(secret)}</p>"
        files = {
            "a.txt": f"The weir\n{secret}\n".encode(),
            "a/index.html": page.encode(),
            "a.json": json.dumps({"text": f"The weir {secret} is wet"}).encode(),
            "a.gz": gzip.compress(secret.encode()),
            "settings": secret.encode(),
        }
        problems = told(tmp_path / str(number), files)
        found = {(one.message.split()[0], kind) for one in problems if f"({kind})" in one.message}
        assert found == {(path, kind) for path in files}, secret
        assert {one.code for one in problems} == {"publish-secret"}
        for line in secret.splitlines():
            assert not [one for one in problems if line in f"{one.location}{one.message}{one.hint}"]


ORDINARY = """\
Keys are stored below "-----BEGIN PRIVATE KEY-----" and "-----END PRIVATE KEY-----", says the manual.
-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEabcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOP
-----END PUBLIC KEY-----
A token begins with ghp_, github_pat_, xoxb-, glpat-, npm_ or AKIA; yours may be
ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.
AWS shows AKIAIOSFODNN7EXAMPLE and wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY in its documents.
Write postgres://user:password@localhost/db or https://USERNAME:PASSWORD@example.com/ or
ftp://$USER:$PASS@host/.
Also mongodb://<user>:<password>@cluster.net/, https://{name}:{password}@host.net/ and
amqp://guest:guest@localhost.
Open http://localhost:8000/@ann, https://social.example/@ann@other.example, ssh://git@host.example:22/a.git.
See https://maps.example/@52.1,4.3,17z and mailto:ann@weir.example, at 10:30@the quay, http://10.0.0.1:80@.
The usual example is {example}.
Set DB_PASSWORD=changeme, API_KEY=your-api-key-here, TOKEN=${SECRET}, SECRET_KEY=<secret>,
PASSWORD=xxxxxxxxxxxxxxxx.
The password is: harbour. SECRET: the mayor knew. TOKEN RING networks. sk-learn, SG.1,
hf_hub, ya29 and AIza are names.
Digest sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08,
commit 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12.
<img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDw==">
""".replace("{example}", token({"alg": "HS256", "typ": "JWT"}, {"sub": "1234567890", "name": "John Doe"}))


def test_ordinary_texts_are_not_taken_for_secrets(tmp_path: Path) -> None:
    files = {f"{n}/index.html": line.encode() for n, line in enumerate(ORDINARY.splitlines())}
    files |= {"all.txt": ORDINARY.encode(), "all.json": json.dumps(ORDINARY).encode()}
    assert [one.message for one in told(tmp_path, files)] == []


@pytest.mark.parametrize("name", ["small", "extended", "tongues", "curated"])
def test_the_sites_of_other_tests_have_no_secrets(name: str, tmp_path: Path) -> None:
    site = SiteTest.from_site(name, tmp_path).build()
    files = dict.fromkeys(site.tree(), "")
    assert list(check(Artifact(site.output, files, "https://desk.example/"))) == []


def test_a_long_text_of_capitals_and_digits_takes_no_long_time(tmp_path: Path) -> None:
    lines = [
        "SECRET" * 40_000,
        "A" * 200_000 + "TOKEN=",
        "eyJ" * 60_000,
        "a://" * 50_000,
        "-----BEGIN " * 20_000,
    ]
    files = {f"{n}.txt": (line + "PRIVATE aws AKIA").encode() for n, line in enumerate(lines)}
    assert told(tmp_path, files) == []

"""``briefgen send``: what it refuses, what it remembers, and mails to one's own addresses."""

from __future__ import annotations

import email
import json
import shutil
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from sending.mailfakes import KEY, FakeMailServer, serving, serving_mail
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.model.diagnostics import BriefgenError
from briefgen.publishing.mail_client import RefusedError, UncertainError
from briefgen.publishing.sent_record import read_attempts
from briefgen.publishing.smtp import MailServer, addresses_of, send_mail

SETTINGS = """\
title: Tide Table
url: https://tide.example/
private_hosts: [127.0.0.1]
mail: {sender: News Desk <desk@tide.example>, unsubscribe: "{{ unsubscribe_url }}"}
senders:
  readers: {service: listmonk, url: "http://127.0.0.1:9", list: "3", key: TIDE_KEY}
  team: {service: smtp, host: 127.0.0.1, port: 9, recipients: team.txt}
"""
ARTICLE = """\
---
title: Ebb at {n}
date: 2024-05-0{n}T08:00Z
{more}---
The water {{{{ .Subscriber.Email }}}} left the harbour of place{n} at {n}, and stayed away all day long.
"""
DATE = "2024-05-03"


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose edition of May 3 is frozen; that of May 4 is open."""
    files = {"briefgen.yml": SETTINGS, "team.txt": "# us\nann@tide.example\nbo@tide.example  # Bo\n"}
    files |= {f"content/ebb-{n}.md": ARTICLE.format(n=n, more="") for n in (3, 4)}
    files["content/held.md"] = ARTICLE.format(n=3, more="draft: true\n").replace("Ebb", "Nobody may read")
    site = SiteTest.of_files(files, tmp_path_factory.mktemp("send"))
    assert run(["edition", DATE, "-C", str(site.root), "--freeze"]) == 0
    return site.root


@pytest.fixture
def root(frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TIDE_KEY", KEY)
    return Path(shutil.copytree(frozen, tmp_path / "project"))


def send(root: Path, *words: str, to: str = "readers", port: int | str = "") -> int:
    """Run the command; ``port`` is that of a fake."""
    text = (root / "briefgen.yml").read_text().replace(':9"', f':{port}"').replace("port: 9", f"port: {port}")
    (root / "briefgen.yml").write_text(text if port else (root / "briefgen.yml").read_text())
    return run(["send", *(words or (DATE,)), "-C", str(root), "--to", to])


def states(root: Path) -> list[str]:
    path = root / "sent.jsonl"
    return [json.loads(line)["state"] for line in path.read_text().splitlines()] if path.exists() else []


def test_an_edition_goes_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving("listmonk") as fake:
        port = fake.url.rpartition(":")[2]
        assert send(root, DATE, "--dry-run", port=port) == 0
        assert (fake.asked, states(root)) == ([], [])
        assert send(root) == 0
        assert "has the draft" in capsys.readouterr().out
        assert send(root) == 1
        said = capsys.readouterr().err
        assert "was sent on" in said
        assert "--again" in said
        assert states(root) == ["begun", "done"]
        assert len(fake.drafts) == 1
        assert send(root, DATE, "--again", "--json") == 0
        values = json.loads(capsys.readouterr().out)
        assert (values["id"], values["state"]) == ("2", "done")
        assert [one["data"]["name"] for one in fake.drafts] == [
            one.name for one in read_attempts(root / "sent.jsonl")
        ]
    draft = fake.drafts[0]["data"]
    assert draft["subject"].startswith("Tide Table: ")
    assert draft["from_email"] == "News Desk <desk@tide.example>"
    for text in (draft["body"], draft["altbody"]):
        assert "Ebb at 3" in text
        assert "Nobody may read" not in text
        assert "{{ .Subscriber" not in text
        assert text.count("{{ UnsubscribeURL }}") == 1
    assert KEY not in "".join(path.read_text() for path in root.glob("*.*") if path.is_file())


def test_an_attempt_that_did_not_end_asks(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving("listmonk") as fake:
        fake.fault = "lost"
        assert send(root, port=fake.url.rpartition(":")[2]) == 1
        fake.fault = 0
        assert send(root) == 0, "the service has the draft"
        assert len(fake.drafts) == 1
        assert states(root) == ["begun", "begun", "done"][1:], capsys.readouterr().err
        (root / "sent.jsonl").unlink()
        fake.drafts.clear()
        fake.fault = "silent"
        assert send(root) == 1
        fake.fault = 0
        capsys.readouterr()
        assert send(root) == 1, "nobody is there to ask"
        assert "send-unknown" in capsys.readouterr().err
        assert fake.drafts == []
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        for answer, code, count in ((False, 1, 0), (True, 0, 1)):
            monkeypatch.setattr("click.confirm", lambda *words, answer=answer, **more: answer)
            assert (send(root), len(fake.drafts)) == (code, count)
        assert states(root) == ["begun", "failed", "begun", "done"]


def test_what_is_not_sent(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def says(*words: str, **more: Any) -> str:
        assert send(root, *words, **more) in (1, 2)
        return capsys.readouterr().err

    assert "is not frozen" in says("2024-05-04")
    assert 'there is no edition "2024-06-01"' in says("2024-06-01")
    assert "did you mean" in says(to="reader")
    assert "--test needs a sender with service: smtp" in says(DATE, "--test", "me@tide.example")
    assert "one mail address" in says(DATE, "--test", "me@x.example\nBcc: all@x.example", to="team")
    monkeypatch.setenv("TIDE_KEY", "two\nlines")
    assert "characters that no key has" in says()
    monkeypatch.delenv("TIDE_KEY")
    assert "TIDE_KEY is not set" in says()
    assert states(root) == []
    (root / "sent.jsonl").write_text('{"edition": "2024-05-03"}\n')
    assert "sent.jsonl:1" in says()
    good = (root / "briefgen.yml").read_text()
    for old, new, words in (
        ("url: \"http://127.0.0.1:9\", ", "", "listmonk needs url:"),
        ('list: "3"', 'list: "three"', "is not a number"),
        ("key: TIDE_KEY", "key: abcd-1234-secret", "not the name of an environment variable"),
        ("recipients: team.txt", "recipients: static/team.txt", "would be published"),
        ("service: listmonk, url", "service: buttondown, url", "knows no list:"),
        ("service: listmonk, url", "service: brevo, url", "brevo needs mail.sender:"),
    ):  # fmt: skip
        text = good.replace("<desk@tide.example>", "") if "brevo" in new else good
        (root / "briefgen.yml").write_text(text.replace(old, new))
        said = says()
        assert words in said
        assert "briefgen.yml" in said
        assert "1234" not in said, "a key in the file is in no excerpt"


def test_mails_to_own_addresses(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving_mail() as fake:
        assert send(root, "2024-05-04", "--test", "me@tide.example", to="team", port=fake.port) == 0
        assert send(root, "2024-05-04", "--test", "me@tide.example", to="team") == 1, "the same mail"
        text = (root / "content/ebb-4.md").read_text()
        (root / "content/ebb-4.md").write_text(text.replace("harbour", "bay"))
        assert send(root, "2024-05-04", "--test", "me@tide.example", to="team") == 0, "another mail"
        assert send(root, "2024-05-04", to="team") == 1, "an open edition is for tests only"
        assert send(root, to="team") == 0
        assert send(root, to="team") == 1
        (root / "sent.jsonl").rename(root / "kept.jsonl")
        fake.drops = True
        assert send(root, to="team") == 1, "the server did not say whether it has the mail"
        fake.drops = False
        assert send(root, to="team") == 1, "so it is not sent again"
        assert states(root) == ["begun"]
        (root / "kept.jsonl").replace(root / "sent.jsonl")
        del fake.mails[3:]
    assert [one for one, _ in fake.mails] == [["me@tide.example"]] * 2 + [
        ["ann@tide.example", "bo@tide.example"]
    ]
    first, *_, last = [email.message_from_bytes(data, policy=SMTP) for _, data in fake.mails]
    assert (first["To"], last["To"]) == ("me@tide.example", "undisclosed-recipients:;")
    assert first["From"] == "News Desk <desk@tide.example>"
    assert [part.get_content_type() for part in last.iter_parts()] == ["text/plain", "text/html"]
    assert "Ebb at 3" in last.get_body(("plain",)).get_content()
    record = (root / "sent.jsonl").read_text()
    assert not any(f"{one}@" in record for one in ("me", "ann", "bo")), "the record has no address"
    capsys.readouterr()


MAIL = b"From: Desk <desk@tide.example>\r\nMessage-ID: <1@tide.example>\r\nSubject: x\r\n\r\n.dot\r\n"


def test_what_a_mail_server_refuses() -> None:
    def deliver(
        fake: FakeMailServer, *recipients: str, user: str = "", private: tuple[str, ...] = ("127.0.0.1",)
    ) -> str:
        server = MailServer("127.0.0.1", fake.port, user, "pa55word", private, 2)
        return send_mail(MAIL, recipients or ("me@tide.example",), server)

    with serving_mail() as fake:
        assert deliver(fake) == "<1@tide.example>"
        assert fake.mails[0][1].endswith(b"\r\n\r\n.dot\r\n")
        for refused in ("MAIL", "RCPT TO:<BO@", "DATA"):
            fake.refused = (refused,)
            with pytest.raises(RefusedError, match="550"):
                deliver(fake, "ann@tide.example", "bo@tide.example")
        fake.refused = ()
        with pytest.raises(RefusedError, match="no encryption"):
            deliver(fake, user="ann")
        with pytest.raises(RefusedError, match="not a public address"):
            deliver(fake, private=())
        assert len(fake.mails) == 1, "if one address is refused, nobody gets it"
        fake.drops = True
        with pytest.raises(UncertainError):
            deliver(fake)
    with pytest.raises(RefusedError, match="refuses it"):
        deliver(fake)


def test_files_of_addresses() -> None:
    assert addresses_of("# team\n\na@b.example\nc@d.example # C\na@b.example\n") == (
        "a@b.example",
        "c@d.example",
    )
    many = "\n".join(f"a{n}@b.example" for n in range(51))
    for text, why in (
        ("", "no address"), ("a@b.example\nAnn <c@d.example>", "line 2"), (many, "more than 50"),
        ("a@b", "line 1"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=why):
            addresses_of(text)


def test_damaged_records_stop_everything(tmp_path: Path) -> None:
    path = tmp_path / "sent.jsonl"
    whole = json.dumps(dict.fromkeys(
        ("edition", "digest", "service", "sender", "url", "account", "list", "language", "name"), "x"
    ))  # fmt: skip
    path.write_text(f"{whole}\n\n")
    assert [one.state for one in read_attempts(path)] == ["begun"]
    for text in (
        whole,
        f"{whole}\n{whole[:20]}\n",
        "[1]\n",
        '{"a": 1}\n',
        whole.replace('"x"', "1", 1) + "\n",
    ):
        path.write_text(text)
        with pytest.raises(BriefgenError, match="cannot be read"):
            read_attempts(path)

"""Each mail service, as a fake that checks requests: a draft is made once, whatever fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sending.mailfakes import DESCRIPTIONS, KEY, FakeService, serving

from briefgen.model.diagnostics import BriefgenError
from briefgen.model.sender import SERVICES as NAMES
from briefgen.model.sender import SMTP, Sender
from briefgen.publishing.letter import Letter, for_service
from briefgen.publishing.mail_client import MailApi, RefusedError
from briefgen.publishing.mail_services import SERVICES
from briefgen.publishing.sending import DraftMaker
from briefgen.publishing.sent_record import Attempt, last_attempt, read_attempts

HERE = ("127.0.0.1",)
PLACEHOLDER = "{{ unsubscribe_url }}"
LETTER = Letter(
    "2024-05-03",
    "Tides {{ secret }} and *|EMAIL|*",
    "News Desk <desk@tide.example>",
    f"<style>.a {{ color: red }}</style><p>{{{{ subscriber.email }}}} {{% now %}} *|FNAME|* {{EMAIL}}</p>"
    f'<a href="https://evil.example/?{{{{ email }}}}*|EMAIL|*{{EMAIL}}">x</a>'
    f'<a href="{PLACEHOLDER}">Leave</a>',
    f"{PLACEHOLDER} in an item\nUnsubscribe: {PLACEHOLDER}\n",
    PLACEHOLDER,
)


@pytest.fixture(params=sorted(DESCRIPTIONS))
def fake(request: pytest.FixtureRequest) -> Iterator[FakeService]:
    with serving(request.param) as service:
        yield service


def maker(fake: FakeService, folder: Path, *, key: str = KEY, list_: str = "3") -> DraftMaker:
    name = fake.name
    service = SERVICES[name]
    sender = Sender("readers", name, url=fake.url, list=list_)
    api = MailApi(service.address(sender, key), service.auth(key), key, service.key, HERE, 0.4)
    return DraftMaker(folder / "sent.jsonl", LETTER, sender, service, api)


def attempt(maker: DraftMaker, name: str = "Tides 2024-05-03 [0a]") -> Attempt:
    one = maker.sender
    return Attempt("2024-05-03", LETTER.digest, one.service, one.name, one.url, "KEY", one.list, "", name)


def refusal(maker: DraftMaker) -> str:
    """What is said of a draft that cannot be made; the key is in none of it."""
    with pytest.raises(BriefgenError) as caught:
        maker.make(attempt(maker))
    (problem,) = caught.value.diagnostics
    words = f"{problem.code}: {problem.message}; {problem.hint}"
    secrets = (KEY, *KEY.split(":"), maker.api.auth[1], maker.api.key)
    assert not any(secret in f"{words} {maker.path.read_text()}" for secret in secrets), words
    return words


def test_every_service_but_smtp_is_in_the_table() -> None:
    assert {*SERVICES, SMTP} == set(NAMES)
    assert SERVICES.keys() == DESCRIPTIONS.keys()


def test_a_draft_is_made_and_remembered(fake: FakeService, tmp_path: Path) -> None:
    one = maker(fake, tmp_path)
    done = one.make(attempt(one))
    assert len(fake.drafts) == 1
    assert done.state == "done"
    assert done.id
    assert done.digest == LETTER.digest, (
        "the record has the digest of the mail, not of its form at the service"
    )
    (kept,) = read_attempts(one.path)
    assert kept == done
    assert last_attempt([kept], attempt(one, "another")) == kept
    assert KEY not in one.path.read_text()
    sent = str(fake.contents or fake.fields)
    assert f'href="{one.service.unsubscribe}"' in sent
    assert all(code not in path for _, path in fake.asked for code in ("send", "schedule", "actions"))


def test_no_text_of_an_article_is_a_template_at_the_service(fake: FakeService, tmp_path: Path) -> None:
    one = maker(fake, tmp_path)
    own, ready = one.service.unsubscribe, one.ready
    tags = r"\*\|" if own.startswith("*") else r"\{[{%#]"
    tags = rf"{tags}|\{{[A-Z]" if one.service is SERVICES["brevo"] else tags
    assert re.findall(tags, ready.html.replace(own, "", 1)) == []
    assert re.findall(tags, ready.text.replace(own, "", 1)) == []
    assert re.findall(tags, ready.subject) == []
    assert ready.text.endswith(f"Unsubscribe: {own}\n"), "only the last one is the link"
    assert ".a { color: red }" in ready.html
    assert for_service(LETTER._replace(unsubscribe=""), one.service.marks, own).html.count(own) == 0


@pytest.mark.parametrize(("code", "says"), [
    (401, "does not accept the key"), (403, "does not accept the key"), (429, "try again in 90 seconds"),
    (422, "the service refuses it (422): failed for …"), (302, "redirects"),
])  # fmt: skip
def test_a_refused_request_may_be_repeated(fake: FakeService, tmp_path: Path, code: int, says: str) -> None:
    one = maker(fake, tmp_path)
    fake.fault = code
    words = refusal(one)
    assert words.startswith("send-refused")
    assert says in words
    assert last_attempt(read_attempts(one.path), attempt(one)) is None
    fake.fault = 0
    assert one.make(attempt(one, "again")).state == "done"
    assert len(fake.drafts) == 1


def test_a_wrong_key_and_a_wrong_list_are_refused(fake: FakeService, tmp_path: Path) -> None:
    words = refusal(maker(fake, tmp_path, key="robot:wrongkey"))
    assert "does not accept the key" in words
    assert "check " in words
    if fake.description.wrong_list is not DESCRIPTIONS["buttondown"].wrong_list:
        assert "there is no such list" in refusal(maker(fake, tmp_path, list_="4"))
    assert fake.drafts == []


@pytest.mark.parametrize("fault", [500, 503, "late", "lost", "silent"])
def test_a_request_that_may_have_arrived_is_not_repeated(
    fake: FakeService, tmp_path: Path, fault: int | str
) -> None:
    one = maker(fake, tmp_path)
    fake.fault = fault
    words = refusal(one)
    assert words.startswith("send-unknown")
    assert "Tides 2024-05-03 [0a]" in words
    fake.fault = 0
    last = last_attempt(read_attempts(one.path), attempt(one, "next"))
    assert last is not None
    assert last.state == "begun"
    has_arrived = fault in ("late", "lost")
    found = one.find(last)
    assert (found is not None) == has_arrived == (len(fake.drafts) == 1)
    if found:
        assert found.state == "done"
        assert read_attempts(one.path) == [found]
        assert bool(fake.contents) == bool(fake.description.content)
    assert sum(method == "POST" for method, _ in fake.asked) == 1
    fake.fault, fake.fault_at = 500, "GET"
    with pytest.raises(BriefgenError, match="cannot be looked up"):
        one.find(last)
    fake.fault = 0
    fake.description = fake.description._replace(
        rows=lambda drafts: {"data": 3, "results": "x", "campaigns": {}}
    )
    with pytest.raises(BriefgenError, match="cannot be looked up"):
        one.find(last)


@pytest.mark.parametrize("fault", [500, 422, "late", "lost"])
def test_a_draft_without_its_content_gets_it_later(tmp_path: Path, fault: int | str) -> None:
    with serving("mailchimp") as fake:
        one = maker(fake, tmp_path)
        fake.fault, fake.fault_at = fault, "PUT"
        assert "the draft c1 is made" in refusal(one)
        fake.fault = 0
        last = last_attempt(read_attempts(one.path), attempt(one, "next"))
        assert last is not None
        assert (last.state, last.id) == ("created", "c1")
        assert one.complete(last).state == "done"
        assert fake.contents.keys() == {"c1"}
        assert len(fake.drafts) == 1


def test_an_answer_without_an_id_is_no_success(fake: FakeService, tmp_path: Path) -> None:
    one = maker(fake, tmp_path)
    fake.description = fake.description._replace(made=lambda fields, n: {"id": "../x y", "data": [n]})
    assert refusal(one).startswith("send-unknown")


def test_a_key_goes_nowhere_without_encryption(tmp_path: Path) -> None:
    def ask(url: str, *private: str) -> str:
        api = MailApi(url, ("Authorization", "Token abcd1234"), "abcd1234", "KEY", private, 0.4)
        with pytest.raises(RefusedError) as caught:
            api.ask("POST", "/emails", {})
        return f"{caught.value.message} {caught.value.hint}"

    assert "without encryption" in ask("http://mail.example")
    assert "without encryption" in ask("http://127.0.0.1:9")
    assert "not a public address" in ask("https://127.0.0.1:9")
    assert "cannot be reached" in ask("http://127.0.0.1:9", "127.0.0.1")


def test_the_key_of_mailchimp_names_its_region() -> None:
    service, sender = SERVICES["mailchimp"], Sender("readers", "mailchimp")
    assert service.address(sender, "0123abcd-us6") == "https://us6.api.mailchimp.com/3.0"
    for key in ("0123abcd", "x-evil.example/us6", "x-us6.evil.example", "x-"):
        assert service.address(sender, key) == ""

"""The desk's pages without a browser: what they show, what they refuse, and what a race leaves behind."""

from __future__ import annotations

import asyncio
import base64
import json
import random
import threading
from collections import Counter
from datetime import datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from desksite import CONFIG, DATE, EDITION, article, tree, write_site

from briefgen.curation.file_changes import FileChange
from briefgen.reading import frontmatter
from briefgen.server.asgi import App
from briefgen.server.desk.desk_pages import DeskPages
from briefgen.server.desk.password import ATTEMPTS, WAIT, Password
from briefgen.server.desk.project_desk import ProjectDesk
from briefgen.server.internal_pages import InternalPages
from briefgen.server.live_reload import LiveReload
from briefgen.server.preview import Preview, PreviewSite
from briefgen.server.responses import LONGEST, Request
from briefgen.server.workbench import ProjectWorkbench
from briefgen.util.compare_and_swap import ChangedMeanwhileError, replace_unchanged
from briefgen.util.hashing import digest_bytes

if TYPE_CHECKING:
    from pathlib import Path

FILE = f"content/editions/{DATE}.md"
FERRY, FAIR, BUOYS = "content/2024/ferry.md", "content/2024/fair.md", "content/2024/buoys.md"
TIDE, MAST = "inbox/2024-05-01-tide.md", "inbox/2024-05-02-mast.md"
OURS = {
    "host": "127.0.0.1:8000",
    "origin": "http://127.0.0.1:8000",
    "content-type": "application/json",
    "x-briefgen-token": "token",
}
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus=alert(1) autofocus tabindex=1 x='",
    "{{ 7*7 }}{% raw %}",
    "</textarea></title><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "\u202egnirts\u2066",
)


def preview_of(root: Path) -> Preview:
    def clock(home: Any) -> datetime:
        return datetime(2024, 5, 1, 18, tzinfo=home)

    made = Preview(PreviewSite(root, {}, "http://127.0.0.1:8000", clock), LiveReload())
    made.begin()
    return made


def pages_of(root: Path) -> DeskPages:
    return DeskPages(ProjectDesk(preview_of(root)), "token")


@pytest.fixture
def pages(root: Path) -> DeskPages:
    return pages_of(root)


def show(pages: DeskPages, date: str = DATE) -> str:
    answer = pages.answer(Request("GET", "/_briefgen/desk/", {}, f"date={date}"))
    assert isinstance(answer.body, bytes)
    return answer.body.decode()


def act(pages: DeskPages, headers: dict[str, str] | None = None, **values: Any) -> tuple[int, dict[str, Any]]:
    body = json.dumps({"date": DATE, **values}).encode()
    answer = pages.answer(Request("POST", "/_briefgen/desk/act", headers or OURS), body)
    assert isinstance(answer.body, bytes)
    return answer.status, json.loads(answer.body)


def test_the_page_shows_inbox_and_edition_and_an_act_at_once(root: Path, pages: DeskPages) -> None:
    text = show(pages)
    for part in (
        "Springflut",
        "Mast falls",
        "Low water",
        "Two ships and a fair.",
        "Pilots wait",
        "German",
        "Keys",
    ):
        assert part in text
    without_script = text[text.index("<noscript") : text.index("</noscript>")]
    assert f"briefgen take ID --edition {DATE}" in without_script
    assert FILE in without_script
    status, result = act(pages, do="take", articles=[TIDE], topic="sea")
    assert (status, result["message"].partition(" (")[0]) == (200, "Taken: “Springflut”")
    assert 'data-path="content/2024/2024-05-01-tide.md"' in result["page"]
    assert TIDE not in result["page"]
    _, moved = act(pages, do="move", articles=[BUOYS], topic="sea", before=FERRY)
    assert moved["page"].index("Buoys painted") < moved["page"].index("Ferry late")
    before = tree(root)
    assert "2024-05-01: It was green." in act(pages, do="correct", text="It was green.")[1]["page"]
    assert act(pages, do="undo", act=3)[0] == 200
    act(pages, do="fields", articles=[FERRY], fields={"title": "Ferry on time", "tags": "sea, , late,sea"})
    assert "tags:\n  - sea\n  - late\n" in (root / FERRY).read_text()
    number = act(pages, do="hold", articles=[FAIR])[1]["act"]
    for do in ("undo", "redo", "undo"):
        assert act(pages, do=do, act=number)[0] == 200
    assert act(pages, do="undo", act=number)[0] == 409
    assert act(pages, do="undo", act=number - 1)[0] == 200
    assert tree(root) == before
    (root / FILE).write_text(EDITION + "\nBy hand.\n")
    status, refused = act(pages, do="undo", act=moved["act"])
    assert (status, "nothing was written" in refused["message"]) == (409, True)
    assert (root / FILE).read_text() == EDITION + "\nBy hand.\n"
    shown = act(pages, do="preview", text="**bold** <script>alert(1)</script>")[1]["html"]
    assert "<strong>bold</strong>" in shown
    assert "<script" not in shown


def test_a_file_that_changed_meanwhile_is_shown_in_both_versions(root: Path, pages: DeskPages) -> None:
    page = show(pages)
    version = page.partition('data-version="')[2].partition('"')[0]
    (root / FILE).write_text(EDITION.replace("Two ships", "Four ships"))
    status, conflict = act(pages, do="lead", articles=[FAIR], versions={FILE: version})
    assert status == 409
    assert "Four ships" in conflict["now"]
    assert "lead: fair" in conflict["wanted"]
    assert "lead" not in (root / FILE).read_text()
    was = page.partition('id="introduction" rows="3" data-version="')[2].partition('"')[0]
    status, conflict = act(pages, do="introduce", text="No ship.", was=was)
    assert (status, "Four ships" in conflict["now"], "No ship." in conflict["wanted"]) == (409, True, True)
    assert act(pages, do="lead", articles=[FAIR])[0] == 200


def test_only_a_page_of_this_run_may_act_and_nonsense_is_refused(root: Path, pages: DeskPages) -> None:
    before = tree(root)
    forged = [
        {**OURS, "origin": "https://evil.example"},
        {**OURS, "origin": ""},
        {**OURS, "host": "evil.example"},
        {**OURS, "x-briefgen-token": "old"},
        {name: value for name, value in OURS.items() if name != "x-briefgen-token"},
        {**OURS, "content-type": "application/x-www-form-urlencoded"},
        {**OURS, "sec-fetch-site": "cross-site"},
    ]
    assert [act(pages, one, do="skip", articles=[TIDE])[0] for one in forged] == [403] * len(forged)
    names = [
        "../briefgen.yml",
        "/etc/passwd",
        "content/../briefgen.yml",
        "inbox/../content/2024/ferry.md",
        "",
        "\0",
        "..",
    ]
    for do in ("take", "skip", "lead", "delete", "hold", "join", "split", "fields"):
        for name in names:
            assert act(pages, do=do, articles=[name], fields={"title": "x"})[0] in (400, 409), (do, name)
    for values in (
        {"do": "nothing"},
        {"do": ["lead"]},
        {"do": "lead"},
        {"do": "lead", "articles": FAIR},
        {"do": "fields", "articles": [FAIR], "fields": {"title": 1}},
        {"do": "fields", "articles": [FAIR], "fields": {"../x": "1"}},
        {"do": "lead", "articles": [FAIR], "date": "../../x"},
        {"do": "topic", "articles": [FAIR] * 501 + [f"x{n}" for n in range(501)], "topic": "sea"},
        {"do": "undo", "act": "1"},
        {"do": "undo", "act": 99},
    ):
        assert act(pages, **values)[0] in (400, 409), values
    for body in (b"", b"[]", b"{", b"[" * 50_000, b"\xff"):
        answer = pages.answer(Request("POST", "/_briefgen/desk/act", OURS), body)
        assert answer.status == 400
    for path in ("/_briefgen/desk/../../x", "/_briefgen/desk/desk.html", "/_briefgen/desk/%2e%2e/x"):
        assert pages.answer(Request("GET", path, {})).status == 404
    assert pages.answer(Request("GET", "/_briefgen/desk/", {}, "date=../../etc")).status == 404
    assert tree(root) == before


def test_a_post_of_ten_megabytes_is_cut_off(root: Path) -> None:
    preview = preview_of(root)
    internal = InternalPages(
        ProjectWorkbench(preview), token=OURS["x-briefgen-token"], desk=lambda: pages_of(root), has_desk=True
    )
    app, sent, pieces = App(preview.folder, preview.live, internal), [], []

    async def receive() -> dict[str, Any]:
        pieces.append(1)
        return {"type": "http.request", "body": b"x" * 32_768, "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(name.encode(), value.encode()) for name, value in OURS.items()]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/_briefgen/desk/act",
        "query_string": b"",
        "headers": headers,
    }
    asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == 413
    assert len(pieces) <= LONGEST // 32_768 + 1


def test_hostile_texts_are_shown_as_they_are(tmp_path: Path) -> None:
    root = write_site(tmp_path / "hostile")
    for n, text in enumerate(HOSTILE):
        quoted = json.dumps(text)
        more = f"summary: {quoted}\nnote: {quoted}\ntags: [{quoted}]\nsource: {quoted}\nstory: {quoted}\n"
        (root / f"content/2024/evil-{n}.md").write_text(
            article("x", "sea", text, more).replace("title: 'x'", f"title: {quoted}"), "utf-8"
        )
        (root / f"inbox/evil-{n}.md").write_text(
            f"---\ntitle: {quoted}\ndate: {DATE}\nsource: {quoted}\n---\n{text}\n"
        )
    (root / FILE).write_text(f"---\ntitle: {json.dumps(HOSTILE[0])}\n---\n{''.join(HOSTILE)}\n")
    pages = pages_of(root)
    text = show(pages)
    assert "alert(1)" in text
    for part in ("<script>alert", "<img src=x", "<svg/onload", "</textarea></title>"):
        assert part not in text, part
    names: set[str] = set()

    class Attributes(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            names.update(name for name, _ in attrs)

    Attributes().feed(text)
    assert not {name for name in names if name.startswith("on") or name == "autofocus"}


def test_a_slot_of_the_day_has_a_desk_of_its_own(root: Path) -> None:
    (root / "briefgen.yml").write_text(f"{CONFIG}slots: [morning, evening]\n", "utf-8")
    (root / FILE).unlink()
    pages, evening, taken = pages_of(root), f"{DATE}-evening", "content/2024/2024-05-01-tide.md"
    text = show(pages, evening)
    assert f'<option value="{evening}" selected>Thursday, May 2, 2024, evening' in text
    assert f'<option value="{DATE}-morning">' in text
    assert act(pages, do="take", articles=[TIDE], topic="sea", date=evening)[0] == 200
    assert "slot: evening\n" in (root / taken).read_text("utf-8")
    page = act(pages, do="lead", articles=[taken], date=evening)[1]["page"]
    assert f'data-path="{taken}"' in page
    assert act(pages, do="freeze", date=evening)[0] == 200
    assert "status: published\n" in (root / f"content/editions/{evening}.md").read_text("utf-8")
    assert f'data-path="{taken}"' not in show(pages, f"{DATE}-morning")
    assert f'data-date="{DATE}"' in show(pages, f"{DATE}-ferry-late"), "an article's address"


def test_a_file_that_cannot_be_written_is_named(root: Path, pages: DeskPages) -> None:
    show(pages)
    before = tree(root)
    for name in (FILE, FERRY, FAIR, MAST):
        (root / name).chmod(0o444)
    for values in (
        {"do": "topic", "articles": [BUOYS, FERRY], "topic": "town"},
        {"do": "lead", "articles": [FAIR]},
        {"do": "delete", "articles": [FAIR]},
        {"do": "take", "articles": [TIDE, MAST]},
        {"do": "skip", "articles": [MAST]},
        {"do": "introduce", "text": "x"},
    ):
        status, refused = act(pages, **values)
        assert (status, "read-only" in refused["message"]) == (409, True), (values, refused)
    assert tree(root) == before


def test_a_shared_desk_needs_its_password_and_few_guesses_are_free() -> None:
    now = [0.0]
    password = Password("correct horse", lambda: now[0])

    def header(text: str) -> str:
        return "Basic " + base64.b64encode(f"me:{text}".encode()).decode()

    assert password.status("", "10.0.0.1") == 401
    assert password.status(header("correct horse"), "10.0.0.1") == 200
    wrong = [header("no"), "Bearer correct horse", "Basic correct horse", "Basic !!", header("")]
    assert [password.status(one, "10.0.0.1") for one in wrong] == [401] * ATTEMPTS
    assert password.status(header("correct horse"), "10.0.0.1") == 429
    assert password.status(header("correct horse"), "10.0.0.2") == 200
    now[0] += WAIT
    assert password.status(header("correct horse"), "10.0.0.1") == 200
    assert "horse" not in repr(password)


def test_without_a_password_a_shared_server_has_no_desk(root: Path) -> None:
    desk = ProjectDesk(preview_of(root))
    here = Request("GET", "/_briefgen/desk/", {}, f"date={DATE}", "127.0.0.1")
    assert DeskPages(desk, "token", shared=True).answer(here).status == 403
    assert (
        DeskPages(desk, "token", shared=True)
        .answer(Request("POST", "/_briefgen/desk/act", OURS), b"{}")
        .status
        == 403
    )
    closed = DeskPages(desk, "token", shared=True, password=Password("correct horse"))
    assert closed.answer(here).status == 401
    assert "www-authenticate" in closed.answer(here).headers
    key = {"authorization": "Basic " + base64.b64encode(b":correct horse").decode()}
    assert closed.answer(Request("GET", "/_briefgen/desk/", key, f"date={DATE}")).status == 200


KINDS = ("fields", "topic", "lead", "move", "join", "split", "hold", "release", "introduce", "correct")


class PagelessDesk(DeskPages):
    """Acts are answered as ever, without the page that follows them."""

    def _page(self, date: str, *, looks: bool = True) -> bytes:
        return b""


class Race:
    """Two people and an editor who change the same files, and all that they wrote."""

    def __init__(self, root: Path) -> None:
        self.root, self.pages = root, PagelessDesk(ProjectDesk(preview_of(root)), "token")
        names = ("ferry", "pilots", "dredger", "buoys", "fair", "baker")
        self.paths = [f"content/2024/{name}.md" for name in names]
        self.answers: list[int] = []
        self.written: list[FileChange] = []
        self.broken: list[str] = []
        self.done = threading.Event()

    def person(self, number: int) -> None:
        """A hundred acts on what the files say just now."""
        own = random.Random(number)  # noqa: S311 - a walk that can be repeated
        for n in range(100):
            one, other = own.sample(self.paths, 2)
            articles, do = [one], own.choice(KINDS)
            values: dict[str, Any] = {"topic": own.choice(["sea", "town"]), "text": f"By {number}-{n}."}
            if do == "fields":
                values = {"fields": {"tags": f"{number}-{n}, fair"}}
            elif do == "join":
                articles += [other]
            seen = {path: digest_bytes((self.root / path).read_bytes()) for path in (*articles, FILE)}
            status, result = act(self.pages, do=do, articles=articles, versions=seen, **values)
            self.answers.append(status)
            if result.get("act"):
                self.written += self.pages.desk.journal.changes(result["act"], redo=False)

    def editor(self) -> None:
        """Save a line, as an editor does that looks whether the file has changed."""
        for n in range(60):
            path = FILE if n % 2 else self.paths[n % len(self.paths)]
            before = (self.root / path).read_bytes()
            after = before + f"\nA line {n} by hand.\n".encode()
            try:
                replace_unchanged(self.root / path, before, after, self.root / ".briefgen")
            except ChangedMeanwhileError:
                continue
            self.written.append(FileChange(path, after, before))

    def reader(self) -> None:
        while not self.done.wait(0.002):
            for path in (*self.paths, FILE):
                parts = frontmatter.split((self.root / path).read_text("utf-8"), path)
                if not isinstance(parts, frontmatter.Parts) or parts.head is None:
                    self.broken.append(path)


def test_two_people_and_an_editor_at_once_lose_nothing(root: Path) -> None:
    """Each of 200 acts is on disk or answered 409, and every file can be read at every moment."""
    before = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.md")}
    race = Race(root)
    watching = threading.Thread(target=race.reader)
    people = [threading.Thread(target=race.person, args=(n,)) for n in (1, 2)]
    people.append(threading.Thread(target=race.editor))
    for one in (watching, *people):
        one.start()
    for one in people:
        one.join()
    race.done.set()
    watching.join()
    assert not race.broken
    assert len(race.answers) == 200
    assert set(race.answers) == {200, 409}
    # Each text that was written is what the next one was made of, or is on disk now.
    for path in (*race.paths, FILE):
        undoing = [one for one in race.written if one.path == path]
        made = Counter([before[path], *(one.before for one in undoing)])
        used = Counter([*(one.after for one in undoing), (root / path).read_bytes()])
        assert made == used, path

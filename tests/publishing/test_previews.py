"""``briefgen publish --preview`` against a real bare repository."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pushedsite import PERSON, URL, Desk

from briefgen.cli.main import run
from briefgen.publishing.previews import as_unlisted

TOKEN = re.compile(r"preview/([0-9a-f]{32})/")
HEAD = "---\ntitle: {title}\ndate: 2031-05-02\ntopic: World\nsource: Harbour Post\nlang: en\n{more}---\n"


def article(title: str, more: str = "", text: str = "The pilots met at noon.") -> str:
    return f"{HEAD.format(title=title, more=more)}\n{text}\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    for name, value in PERSON.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1935488000")  # 2031-05-02
    return Desk(tmp_path)


def preview_files(desk: Desk) -> dict[str, str]:
    """The files of the preview by their paths in it, as text."""
    names = [name for name in desk.files if TOKEN.match(name)]
    return {TOKEN.sub("", name): desk.git(desk.remote, "show", f"gh-pages:{name}") for name in names}


def tokens(desk: Desk) -> set[str]:
    return {match[1] for name in desk.files if (match := TOKEN.match(name))}


def test_a_preview_shows_the_draft_edition_and_nothing_else_that_is_unpublished(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.site.write("content/editions/2031-05-02.md", "---\ntitle: The quiet harbour\nstatus: draft\n---\n")
    desk.site.write("content/editions/2031-05-01.md", "---\ntitle: Another secret one\nstatus: draft\n---\n")
    desk.site.write("content/may/pilots.md", article("Pilots agree on a rota"))
    desk.site.write("content/may/held.md", article("Nobody may read this line", "draft: true\n"))
    long = "\n\n".join(f"Sentence {n} tells of a mill that turns by the river again." for n in range(40))
    desk.site.write("content/may/short.md", article("A mill turns again", "rights: excerpt\n", long))
    desk.commit("Tomorrow")
    assert desk.publish() == 0
    public = {name: desk.git(desk.remote, "rev-parse", f"gh-pages:{name}") for name in desk.files}
    assert not any("pilots" in name for name in public), "the edition is a draft"

    capsys.readouterr()
    assert run(["publish", str(desk.root), "--preview", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    (token,) = tokens(desk)
    assert f"{URL}preview/{token}/2031-05-02/" in shown["message"]
    assert "can read it" in shown["message"]
    assert "--remove" in shown["message"]
    files = preview_files(desk)
    pages = {name: text for name, text in files.items() if name.endswith(".html")}
    assert any("Pilots agree on a rota" in text for text in pages.values())
    assert any("The quiet harbour" in text for text in pages.values())
    everything = "\n".join(files.values())
    assert "Nobody may read" not in everything
    assert "Another secret" not in everything
    assert "Sentence 39" not in everything, "the rights of an excerpt"
    assert all(text.count('name="robots" content="noindex, nofollow') == 1 for text in pages.values())
    assert not [name for name in files if name.endswith((".xml", ".txt", ".json")) and name != "edition.txt"]
    # What readers see is as it was, and says nothing of the preview.
    assert {name: desk.git(desk.remote, "rev-parse", f"gh-pages:{name}") for name in public} == public
    assert not any(token in desk.git(desk.remote, "show", f"gh-pages:{name}") for name in public)


def test_a_preview_keeps_its_address_and_stays_until_it_is_removed(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.site.write("content/may/pilots.md", article("Pilots agree on a rota", "", "First words."))
    desk.commit("May")
    assert desk.publish() == 0
    assert desk.publish("--preview") == 0
    before = tokens(desk)
    desk.site.write("content/may/pilots.md", article("Pilots agree on a rota", "", "Second words."))
    assert desk.publish("--preview", "--dry-run") == 0
    assert "First words" in "".join(preview_files(desk).values())
    assert desk.publish("--preview") == 0, "what a colleague looks at need not be committed"
    assert tokens(desk) == before
    assert len(before) == 1
    assert "Second words" in "".join(preview_files(desk).values())
    desk.commit("Second")
    capsys.readouterr()
    assert run(["publish", str(desk.root), "--compare", "--json"]) == 0
    assert not [one for one in json.loads(capsys.readouterr().out)["pages"]["removed"] if "preview" in one]
    assert run(["publish", str(desk.root)]) == 0, "the source of what is published is still known"
    assert "still online: 2031-05-02" in capsys.readouterr().err
    assert tokens(desk) == before
    assert desk.publish("--preview", "--remove", "--of", "2031-05-01") == 0
    assert tokens(desk) == before, "that of another edition stays"
    site = {name for name in desk.files if not TOKEN.match(name)}
    assert desk.publish("--preview", "--remove", "--orphan") == 0
    assert not tokens(desk)
    assert set(desk.files) == site
    assert len(desk.messages) == 1, "no history keeps the preview"
    assert desk.publish("--preview", "--remove") == 0
    assert desk.publish() == 0


def test_each_edition_has_a_preview_of_its_own(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.site.write("content/may/pilots.md", article("Pilots agree on a rota"))
    desk.site.write("content/may/ferry.md", article("The ferry is late").replace("05-02", "05-03"))
    desk.commit("May")
    assert desk.publish("--preview") == 0, "nothing is published yet"
    assert desk.publish("--preview", "--of", "2031-05-02") == 0
    assert len(tokens(desk)) == 2
    names = {desk.git(desk.remote, "show", f"gh-pages:preview/{one}/edition.txt") for one in tokens(desk)}
    assert names == {"2031-05-02", "2031-05-03"}
    assert desk.publish() == 0, "the branch is known"
    assert "index.html" in desk.files
    assert len(tokens(desk)) == 2
    for wrong in (["--of", "2033-01-01"], ["--of", "../x"], ["--check"], ["--force"]):
        assert run(["publish", str(desk.root), "--preview", *wrong]) != 0, wrong
    assert run(["publish", str(desk.root), "--remove"]) == 2
    tip = desk.tip
    desk.site.write(
        "content/may/key.md", article("A key", "", "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n")
    )
    assert run(["publish", str(desk.root), "--preview", "--of", "2031-05-02"]) == 1
    assert "publish-secret" in capsys.readouterr().err
    assert desk.tip == tip


def test_a_site_that_a_workflow_publishes_has_no_branch_for_previews(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.site.write("content/may/pilots.md", article("Pilots agree on a rota"))
    desk.site.write(".github/workflows/pages.yml", "on: push\n")
    desk.commit("May")
    assert run(["publish", str(desk.root), "--preview"]) == 1
    assert "workflows/pages.yml" in capsys.readouterr().err
    assert not desk.tip


@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html><html lang=en><head><title>A</title></head><body><header>B</header>",
        "<!DOCTYPE html>\n<HTML><HEAD data-x=1>\n</HEAD>",
        "<!doctype html><title>A</title><header><p>B",
        "<p>no head at all",
        "",
    ],
)
def test_any_page_becomes_unlisted(page: str) -> None:
    from selectolax.lexbor import LexborHTMLParser

    made = as_unlisted(page.encode()).decode()
    tree = LexborHTMLParser(made)
    assert tree.css_first('head > meta[name="robots"]').attributes["content"].startswith("noindex")
    assert re.sub(r'<meta name="(robots|referrer)"[^>]*>', "", made) == page

"""Golden results of ``briefgen add`` for each form of input.

``--renew`` writes them again.
"""

from __future__ import annotations

import io
import json
import re
import shlex
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run
from tests.cases import Case, read_cases, replace_block

GOLDEN = Path(__file__).parent / "golden"
CASES = [(path, case) for path in sorted(GOLDEN.glob("*.md")) for case in read_cases(path)]
PAGE = next(
    block for name, block in read_cases(GOLDEN / "page.md")[0].blocks.items() if name.startswith("input")
)
NOW = ["--now", "2024-05-12T12:00:00+00:00"]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteTest:
    made = SiteTest.of_files({"briefgen.yml": "title: Sea\ntimezone: Asia/Jakarta\n"}, tmp_path)
    monkeypatch.chdir(made.root)
    return made


def articles(site: SiteTest) -> str:
    paths = sorted((site.root / "content").rglob("*.md"))
    text = "".join(
        f"=== {path.relative_to(site.root).as_posix()}\n{path.read_text('utf-8')}" for path in paths
    )
    return re.sub(r"(?m)^raw: [0-9a-f]{2}/[0-9a-f]{64}\.json$", "raw: LEDGER", text)


def paste(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


@pytest.mark.parametrize(
    ("path", "case"), CASES, ids=lambda value: value.title if isinstance(value, Case) else value.stem
)
def test_golden(
    path: Path,
    case: Case,
    site: SiteTest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    renew: bool,
) -> None:
    info, text = next((name, block) for name, block in case.blocks.items() if name.startswith("input"))
    name = info.split()[1]
    if name == "-":
        paste(text, monkeypatch)
    else:
        site.write(name, text)
    assert run(["add", name, *shlex.split(case.blocks["options"]), *NOW]) == 0
    told = capsys.readouterr()
    found = {"console": told.out + told.err, "articles": articles(site)}
    if renew:
        for block, now in found.items():
            replace_block(path, case.title, block, now)
        return
    assert found == {block: case.blocks[block] for block in found}
    assert not site.build().report.failed, site.report.diagnostics


def test_each_again_is_known(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("page.html", PAGE)
    assert run(["add", "page.html", "-q", *NOW]) == 0
    before = articles(site)
    assert run(["add", "page.html", *NOW]) == 0
    assert capsys.readouterr().out.startswith(
        "already in the project: content/2024/2024-05-03-harbour-to-close"
    )
    assert articles(site) == before
    assert run(["add", "page.html", "-q", "--anyway", *NOW]) == 0
    assert articles(site).count("=== ") == 2


def test_what_the_outlet_changed_is_shown_and_stored(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("page.html", PAGE)
    run(["add", "page.html", "-q", "--topic", "sea", *NOW])
    path = next((site.root / "content").rglob("*.md")).relative_to(site.root).as_posix()
    site.edit(path, "topic: sea", "topic: sea  # ours")
    site.edit("page.html", "40,000 crowns", "60,000 crowns")
    assert run(["add", "page.html", "--dry-run", *NOW]) == 0
    assert capsys.readouterr().out.startswith(f"would be updated {path}")
    assert "40,000" in articles(site)
    assert run(["add", "page.html", *NOW]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith(f"updated {path}")
    assert [line[:4] for line in told[1:]] == ["  - ", "  + "]
    assert "60,000 crowns" in told[2]
    now = articles(site)
    assert "topic: sea  # ours" in now
    assert "60,000" in now
    assert "updated: 2024-05-03 09:00+02:00" in now  # 14:00 in the site's zone
    for kept in (site.root / "raw").glob("*/*"):
        assert sha256(kept.read_bytes()).hexdigest() == kept.stem
    record = json.loads(next((site.root / "raw").glob("*.json")).read_text("utf-8"))
    assert len({take["raw"] for take in record["takes"]}) == 2
    assert run(["add", "page.html", *NOW]) == 0
    assert capsys.readouterr().out.startswith("already in the project")


def test_what_somebody_wrote_is_never_written_over(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("page.html", PAGE)
    run(["add", "page.html", "-q", *NOW])
    path = next((site.root / "content").rglob("*.md")).relative_to(site.root).as_posix()
    site.edit(path, "Divers are to mend", "Divers will mend")
    before = articles(site)
    site.edit("page.html", "40,000 crowns", "60,000 crowns")
    assert run(["add", "page.html", *NOW]) == 0
    told = capsys.readouterr()
    assert told.out.startswith(f"changed both here and by the outlet, for you to decide: {path}")
    assert "60,000 crowns" in told.out
    assert articles(site) == before


def test_a_dry_run_writes_nothing(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("page.html", PAGE)
    before = sorted(site.root.rglob("*"))
    assert run(["add", "page.html", "--dry-run", *NOW]) == 0
    assert sorted(site.root.rglob("*")) == before
    told = capsys.readouterr()
    assert told.out.startswith("would be added content/2024/2024-05-03-harbour-to-close")
    assert told.err == "1 added; nothing was written.\n"


def test_a_folder_and_a_list_of_saved_files(site: SiteTest) -> None:
    site.write(
        "saved/a.txt",
        (
            "The ferry left\n\nThe ferry left at noon on 2024-05-01 with nobody on board, and came "
            "back at six.\n"
        ),
    )
    site.write("saved/deep/b.html", PAGE).write("saved/.hidden/c.txt", "No").write("saved/d.bin", "No")
    assert run(["add", "saved", "-q", *NOW]) == 0
    assert articles(site).count("=== ") == 2
    site.write(
        "saved/list.opml",
        (
            '<opml><body><outline text="x"><outline xmlUrl="deep/b.html"/><outline '
            'url="a.txt"/></outline></body></opml>'
        ),
    )
    assert run(["add", "saved/list.opml", "-q", *NOW]) == 0
    assert articles(site).count("=== ") == 2


def test_one_bad_input_does_not_hold_up_the_others(
    site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("bad.jsonl", '{"text": "The ferry left at noon.", "title": "Ferry"}\n{"text": \n').write(
        "page.html", PAGE
    )
    assert run(["add", "bad.jsonl", "page.html", "nothing.txt", *NOW]) == 1
    told = capsys.readouterr().err
    assert "bad.jsonl:2: error: this line is not JSON" in told
    assert "nothing.txt: error: this file cannot be read" in told
    assert told.endswith("2 added, 2 failed.\n")


def test_json_has_each_article_and_each_problem(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("page.html", PAGE)
    for outcome, code in (("added", 1), ("known", 1)):
        assert run(["add", "page.html", "nothing.txt", "--json", *NOW]) == code
        output = capsys.readouterr()
        values = json.loads(output.out)
        assert [one["outcome"] for one in values["articles"]] == [outcome]
        assert (site.root / values["articles"][0]["path"]).is_file()
        assert [(one["code"], one["path"]) for one in values["diagnostics"]] == [
            ("import-refused", "nothing.txt")
        ]
        assert output.err == ""


def test_json_has_the_problems_of_the_settings(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    site.edit("briefgen.yml", "title: Sea", "titel: Sea")
    assert run(["add", "page.html", "--json", *NOW]) == 1
    values = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in values["diagnostics"]] == ["config-key"]


@pytest.mark.parametrize(
    "title",
    [
        "../../../etc/passwd",
        "/etc/passwd",
        "con",
        "a/../../b",
        "\\\\server\\share",
        "x" * 5000,
        ".",
        "~root",
        "a\u202eb\x00c",
    ],
)
def test_a_title_is_no_path(title: str, site: SiteTest) -> None:
    before = set(site.root.parent.rglob("*"))
    site.write(
        "one.json",
        json.dumps(
            {"title": title, "date": "2024-05-01", "text": "The ferry left at noon, and it came back at six."}
        ),
    )
    assert run(["add", "one.json", "-q", *NOW]) == 0
    made = {
        path.relative_to(site.root).as_posix()
        for path in set(site.root.parent.rglob("*")) - before
        if path.suffix == ".md"
    }
    assert len(made) == 1
    assert made.pop().startswith("content/2024/2024-05-01-")
    assert not site.build().report.failed


def test_wrong_usage_is_told_in_a_line(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["add"]) == 2
    assert run(["add", "x", "--column", "txt=isi"]) == 2
    assert 'there is no field "txt"; did you mean "text"?' in capsys.readouterr().err
    assert run(["add", "x", "--column", "text"]) == 2
    assert run(["add", "x", "--lang", "English, please"]) == 2
    assert run(["add", "content/x.txt", *NOW]) == 1
    assert "it is already an article" in capsys.readouterr().err


LONG = (
    "The ferry left at noon with nobody on board, and it came back at six in the evening, the master of "
    "the harbour said when he was asked on the quay whether it would leave again before the pier has been "
    "mended and the storm has passed over the island."
)


@pytest.mark.parametrize(
    ("source", "text", "told"),
    [
        ("Post", LONG.replace("six", "seven"), "already in the project: content/2024/2024-05-01-ferry.md"),
        ("", LONG, "already in the project: content/2024/2024-05-01-ferry.md"),
        ("Courier", LONG, "added content/2024/2024-05-02-the-other-ferry.md"),
        (
            "Post",
            LONG.translate(str.maketrans("aeiou", "eioua")),
            "added content/2024/2024-05-02-the-other-ferry.md",
        ),
    ],
)
def test_a_near_copy_is_known_unless_another_outlet_has_it(
    source: str, text: str, told: str, site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write(
        "content/2024/2024-05-01-ferry.md",
        f"---\ntitle: Ferry\ndate: 2024-05-01\nsource: Post\nlang: en\n---\n\n{LONG}\n",
    )
    row = {"title": "The other ferry", "date": "2024-05-02", "text": text, "source": source, "lang": "en"}
    site.write("one.json", json.dumps({key: value for key, value in row.items() if value}))
    assert run(["add", "one.json", *NOW]) == 0
    out = capsys.readouterr().out
    assert out.startswith(told)
    assert ("100 % the same as content/2024/2024-05-01-ferry.md" in out) == (source == "Courier")


def test_a_short_paste_is_known_again(
    site: SiteTest, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for told in ("added content/", "already in the project: content/"):
        paste("The harbour is open again\n\nThe council said so at noon.\n", monkeypatch)
        assert run(["add", "-", *NOW]) == 0
        assert capsys.readouterr().out.startswith(told)


@pytest.mark.parametrize(("name", "library"), [("page.html", "trafilatura"), ("feed.xml", "defusedxml")])
def test_without_the_extra_it_says_what_to_install(
    name: str,
    library: str,
    site: SiteTest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    site.write("page.html", PAGE).write("feed.xml", "<rss/>").write("a.txt", f"Ferry\n{LONG}\n")
    monkeypatch.setitem(sys.modules, library, None)
    assert run(["add", name, "a.txt", *NOW]) == 1
    told = capsys.readouterr()
    assert "[import-missing]" in told.err
    assert "pip install 'briefgen[import]'" in told.err
    assert told.out.startswith("added content/")


def test_a_dry_run_knows_what_it_would_add(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("a.html", PAGE).write("b.html", PAGE)
    assert run(["add", "a.html", "b.html", "--dry-run", *NOW]) == 0
    assert [
        line.partition(":")[0].partition(" content")[0] for line in capsys.readouterr().out.splitlines()
    ] == ["would be added", "already in the project"]


def test_an_id_is_given_once(site: SiteTest) -> None:
    for folder in ("one", "two"):
        row = {
            "title": "Ferry",
            "date": "2024-05-01",
            "lang": "en",
            "text": f"The ferry of harbour {folder} left at noon.",
        }
        site.write("row.json", json.dumps(row))
        assert run(["add", "row.json", "-q", *NOW]) == 0
        if folder == "one":
            site.move("content/2024/2024-05-01-ferry.md", "content/old/ferry.md")
    assert "id: 2024-05-01-ferry-2" in (site.root / "content/2024/2024-05-01-ferry-2.md").read_text("utf-8")

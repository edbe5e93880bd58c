"""Two ``add`` at once lose nothing; what was deleted does not come back; short texts are told apart."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.util.files import create_file

NOW = ["--now", "2024-05-12T12:00:00+00:00"]
ROUNDS = 12


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteTest:
    made = SiteTest.of_files({"briefgen.yml": "title: Mill\nurl: https://example.org/\n"}, tmp_path)
    monkeypatch.chdir(made.root)
    return made


def articles(site: SiteTest) -> list[Path]:
    return sorted((site.root / "content").rglob("*.md"))


def row(text: str, title: str = "The mill turns again", **more: str) -> str:
    return json.dumps({"title": title, "date": "2024-05-01", "lang": "en", "text": text} | more)


def test_twelve_rounds_of_two_at_once_lose_no_article(site: SiteTest) -> None:
    for n in range(ROUNDS):
        for side in ("left", "right"):
            site.write(
                f"in/{side}{n}.json", row(f"The miller on the {side} bank ground sack number {n} at dawn.")
            )
        commands = [
            [sys.executable, "-m", "briefgen", "add", f"in/{side}{n}.json", "-q", *NOW]
            for side in ("left", "right")
        ]
        both = [subprocess.Popen(command, cwd=site.root, stderr=subprocess.PIPE) for command in commands]
        said = [one.communicate(timeout=120)[1] for one in both]
        assert [one.returncode for one in both] == [0, 0], said
    files = articles(site)
    texts = "".join(path.read_text("utf-8") for path in files)
    assert len(files) == 2 * ROUNDS
    assert all(
        f"{side} bank ground sack number {n} " in texts for n in range(ROUNDS) for side in ("left", "right")
    )
    records = [json.loads(path.read_text("utf-8")) for path in (site.root / "raw").glob("*.json")]
    assert sorted(record["id"] for record in records) == sorted(path.stem for path in files)


def test_a_name_taken_by_another_process_is_not_written_over(
    site: SiteTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def create_late(path: Path, content: bytes) -> None:
        if not articles(site):
            create_file(path, b"theirs")
        create_file(path, content)

    monkeypatch.setattr("briefgen.project_files.writer.create_file", create_late)
    site.write("one.json", row("The miller ground a sack of oats at dawn, and nobody came for it."))
    assert run(["add", "one.json", "-q", *NOW]) == 0
    first, second = articles(site)
    assert second.read_bytes() == b"theirs" or first.read_bytes() == b"theirs"
    assert "sack of oats" in first.read_text("utf-8") + second.read_text("utf-8")


def test_a_file_is_created_once(tmp_path: Path) -> None:
    create_file(tmp_path / "a/b.txt", b"one")
    with pytest.raises(FileExistsError):
        create_file(tmp_path / "a/b.txt", b"two")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.txt"]
    assert (tmp_path / "a/b.txt").read_bytes() == b"one"


@pytest.mark.parametrize("url", ["https://mill.example/again", ""])
def test_a_deleted_article_comes_back_only_when_asked(
    url: str, site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("one.json", row("The miller ground a sack of oats at dawn, and nobody came for it.", url=url))
    assert run(["add", "one.json", "-q", *NOW]) == 0
    articles(site)[0].unlink()
    assert run(["add", "one.json", *NOW]) == 0
    assert "--anyway" in capsys.readouterr().out
    assert not articles(site)
    assert run(["add", "one.json", "-q", "--anyway", *NOW]) == 0
    assert len(articles(site)) == 1


@pytest.mark.parametrize(
    ("title", "url", "count"),
    [
        ("The weir is open", "https://mill.example/weir", 2),
        ("The mill turns again", "https://mill.example/weir", 1),
        ("The weir is open", "", 1),
    ],
)
def test_one_short_text_under_two_titles_and_addresses_is_two_articles(
    title: str, url: str, count: int, site: SiteTest
) -> None:
    rows = [row("Read more on our site.", url="https://mill.example/again")]
    rows += [row("Read more on our site.", title, url=url)]
    site.write("two.jsonl", "\n".join(rows))
    assert run(["add", "two.jsonl", "-q", *NOW]) == 0
    assert len(articles(site)) == count


LONG = " ".join(f"The miller ground sack number {n} for the baker of the {n}th lane." for n in range(9, 30))


@pytest.mark.parametrize(
    ("url", "count"),
    [
        ("https://post.example/mill", 2),
        ("https://www.mill.example/other", 1),
        ("https://m.mill.example/x", 1),
    ],
)
def test_the_same_long_text_of_another_host_is_added(
    url: str, count: int, site: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("one.json", row(LONG, url="https://mill.example/again"))
    site.write("two.json", row(LONG, "Another headline", url=url))
    assert run(["add", "one.json", "two.json", *NOW]) == 0
    assert len(articles(site)) == count
    assert count == 2 or "--anyway" in capsys.readouterr().out


NEXT = LONG.replace("baker", "brewer", 3)
COURIER = {"source": "Courier"}
MILL = "https://mill.example/"


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        # parts of a series: another day, or another place at another address
        (COURIER, {**COURIER, "date": "2024-05-02"}, 2),
        ({}, {"date": "2024-05-02"}, 2),
        ({"title": "Flour on 1 May"}, {"title": "Flour on 2 May", "date": "2024-05-02"}, 2),
        ({"title": "Flour in Ayr", "url": f"{MILL}1"}, {"title": "Flour in Bute", "url": f"{MILL}2"}, 2),
        # a text of nobody is not an outlet's
        (COURIER, {"title": "Ground flour"}, 2),
        # a corrected text
        ({"url": f"{MILL}1"}, {"url": f"{MILL}2"}, 1),
        (COURIER, {**COURIER, "title": "Ground flour", "date": "2024-05-02"}, 1),
        ({}, {"date": ""}, 1),
    ],
)
def test_a_part_of_a_series_is_no_duplicate(
    first: dict[str, str],
    second: dict[str, str],
    count: int,
    site: SiteTest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    site.write("one.json", row(LONG, **first)).write("two.json", row(NEXT, **second))
    assert run(["add", "one.json", "-q", *NOW]) == 0
    capsys.readouterr()
    assert run(["add", "two.json", *NOW]) == 0
    assert len(articles(site)) == count
    assert count == 2 or "% the same text; --anyway adds it" in capsys.readouterr().out
    assert run(["add", "two.json", *NOW]) == 0
    assert len(articles(site)) == count, "nothing is added twice"


def test_a_fault_in_one_input_is_reported_with_its_name(
    site: SiteTest, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from briefgen.importing import importer

    real = importer.normalize

    def fail(document: importer.ImportedDocument, *more: object) -> object:
        if document.origin.startswith("bad"):
            raise RuntimeError("no sacks left")
        return real(document, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(importer, "normalize", fail)
    site.write("bad.json", row("A sack.")).write("good.json", row("Another sack stood at the door."))
    assert run(["add", "bad.json", "good.json", *NOW]) == 1
    assert "bad.json" in capsys.readouterr().err
    assert len(articles(site)) == 1


def test_entries_of_a_title_and_a_link_come_in(site: SiteTest) -> None:
    item = (
        "<item><title>{0}</title><link>https://ferry.example/{0}</link><description>{1}</description></item>"
    )
    comments = "&lt;a href='https://links.example/1'&gt;Comments&lt;/a&gt;"
    items = item.format("Oars", "") + item.format("Ropes", comments) + item.format("Tar", "")
    site.write("links.xml", f"<rss><channel><title>Links</title>{items}</channel></rss>")
    assert run(["add", "links.xml", *NOW]) == 0
    texts = [path.read_text("utf-8") for path in articles(site)]
    assert [name in text for name, text in zip(("Oars", "Ropes", "Tar"), texts, strict=True)] == [True] * 3
    assert all("url: https://ferry.example/" in text for text in texts)
    assert run(["add", "links.xml", *NOW]) == 0
    assert len(articles(site)) == 3

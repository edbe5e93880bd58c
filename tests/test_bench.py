"""The benchmark: the same corpus everywhere, a whole site, a true table."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from sitetest import SiteTest

from bench import table
from bench.__main__ import arguments, bench
from bench.corpus import DIALECTS, TOPICS, Corpus
from bench.generators import FOOT, HERE, PEERS, version
from bench.measure import Run
from bench.serve import Served

SKELETON = HERE / "site"
LATER = "2026-01-01T00:00:00+00:00"


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_small_corpus_is_the_beginning_of_a_large_one(tmp_path: Path, dialect: str) -> None:
    Corpus().write(tmp_path / "small", 45, dialect)
    Corpus().write(tmp_path / "large", 60, dialect)
    small, large = tree(tmp_path / "small"), tree(tmp_path / "large")
    assert (len(small), len(large)) == (45, 60)
    assert small == {path: large[path] for path in small}


def test_a_corpus_has_the_figures_that_it_promises() -> None:
    articles = [Corpus().article(number) for number in range(400)]
    plain = [len(a.body.encode()) for a in articles if not a.noisy]
    assert 3000 < sum(plain) / len(plain) < 3700
    assert 0.3 < sum(a.lang == "id" for a in articles) / 400 < 0.5
    assert 0.2 < sum(a.noisy for a in articles) / 400 < 0.4
    assert {a.topic for a in articles} == set(TOPICS)
    assert all(a.day == a.moment.astimezone(UTC).date().isoformat() for a in articles)
    assert [sum(a.day == day for a in articles) for day in dict.fromkeys(a.day for a in articles)] == [
        40
    ] * 10
    assert not Corpus().quiet(200).noisy


def test_noise_is_all_that_noise_changes() -> None:
    noisy, plain = Corpus(noise=1.0).article(7), Corpus(noise=0.0).article(7)
    assert "loading..." in noisy.body
    assert "loading..." not in plain.body
    assert noisy.slug == plain.slug


def bench_site(folder: Path, count: int) -> SiteTest:
    shutil.copytree(SKELETON, folder)
    Corpus().write(folder / "content", count, "briefgen")
    return SiteTest(folder)


def test_the_site_has_the_pages_that_every_peer_makes(tmp_path: Path) -> None:
    site = bench_site(tmp_path / "project", 60).build(now=LATER)
    troubles = [d for d in site.report.diagnostics if d.severity != "note"]
    assert not troubles
    articles = [Corpus().article(number) for number in range(60)]
    wanted = {
        "index.html",
        "index.xml",
        "sitemap.xml",
        "sitemap-0.xml",
        "sitemap-1.xml",
        "static/style.css",
        "topics/index.html",
        "tags/index.html",
        "days/2025-06-30/index.html",
        "days/2025-06-29/index.html",
        *(f"a/{a.slug}/index.html" for a in articles),
        *(f"topics/{a.topic}/{name}" for a in articles for name in ("index.html", "index.xml")),
        *(f"tags/{tag.replace(' ', '-')}/index.html" for a in articles for tag in a.tags),
    }
    assert set(site.tree()) == wanted
    assert "loading..." not in "".join(site.page(f"/a/{a.slug}/") for a in articles)
    site.build(now=LATER).idle()


@pytest.mark.parametrize("name", PEERS)
def test_each_peer_has_a_foot_to_edit(tmp_path: Path, name: str) -> None:
    site = PEERS[name].site(tmp_path, 3)
    site.prepare(Corpus())
    site.edit_template(77)
    assert FOOT.findall((site.root / site.peer.base).read_text("utf-8")) == ["edition 77"]


def test_an_edit_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    site = PEERS["briefgen"].site(tmp_path, 3)
    site.prepare(Corpus())
    article = Corpus().article(0)
    path = site.root / "content" / article.path
    before = path.read_text("utf-8")
    site.edit_article(article, 1)
    added = site.edit_article(article, 2)
    assert path.read_text("utf-8") == f"{before}\n{added}\n"


def test_a_peer_that_is_not_there_has_no_version() -> None:
    assert version(replace(PEERS["hugo"], command=lambda: None)) == ""


def test_options_are_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert arguments(["--sizes", "10,20", "--peers", ""]).sizes == [10, 20]
    with pytest.raises(SystemExit):
        arguments(["--stages", "warm"])
    assert '"warm" is none of cold, noop, edit, template' in capsys.readouterr().err


def test_the_table_pairs_runs_and_names_who_is_missing() -> None:
    timed = [
        Run("briefgen", 1000, "cold", 1.0, 2.0),
        Run("hugo", 1000, "cold", 2.0, 2.0),
        Run("hugo", 1000, "cold", 4.0, 4.0),
        Run("briefgen", 1000, "cold", 4.0, 2.0),
        Run("briefgen", 1000, "cold", 0.5, 2.0),
        Run("hugo", 1000, "cold", 0.5, 2.0),
    ]
    looked = [
        Run("briefgen", 1000, "cold", 9.0, 9.0, memory=50.4),
        Run("hugo", 1000, "cold", 9.0, 9.0, memory=100),
    ]
    lines = table.builds(timed, looked, ["briefgen", "hugo"], ["pelican"]).splitlines()
    assert lines[2] == "| 1,000 | cold | briefgen | 1.00 | 2.00 | 50 | – | – | – |"
    assert (
        lines[3] == "| 1,000 | cold | hugo | 2.00 | 2.00 | 100 | 1.00 (0.50–1.00) | 1.00 (0.50–1.00) | 0.50 |"
    )
    assert lines[4] == "| – | – | pelican | not installed | not installed | not installed | – | – | – |"


def test_a_failed_run_is_no_figure() -> None:
    timed = [Run("briefgen", 10, "edit", 1.0, 1.0), Run("hugo", 10, "edit", 0.1, 0.1, ok=False)]
    assert "| 10 | edit | hugo | failed | failed | failed | – | – | – |" in table.builds(
        timed, [], ["briefgen", "hugo"]
    )


def test_the_other_tables() -> None:
    shown = table.served(
        [Served("briefgen", 10, 0.5, 0.1, 0.11, 3), Served("pelican", 10, 2.0, 0.4, None, 3)]
    ).splitlines()
    assert shown[2] == "| 10 | briefgen | 0.500 | 0.100 | 0.110 | – |"
    assert shown[3] == "| 10 | pelican | 2.00 | 0.400 | – | 0.25 |"
    spent = table.phases({10: {"cold": {"read": 1.0, "render": 0.5, "all": 1.75}}}).splitlines()
    assert spent[0] == "| articles | stage | read | render | start and end | all, ms |"
    assert spent[2] == "| 10 | cold | 1,000 | 500 | 250 | 1,750 |"


def test_the_whole_of_it_with_briefgen_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = tmp_path / "runs.json"
    asked = ["--sizes", "5", "--runs", "1", "--stages", "cold,edit", "--serve", "--saves", "1", "--peers"]
    bench(arguments([*asked, "", "--json", str(record)]), tmp_path)
    shown = capsys.readouterr().out
    assert [f"| 5 | {stage} | briefgen |" in shown for stage in ("cold", "edit")] == [True, True]
    runs = json.loads(record.read_text("utf-8"))
    assert all(one["ok"] for one in runs["runs"])
    assert {one["memory"] > 5 for one in runs["runs"][2:]} == {True}
    assert [(one["saves"], one["page"] > 0, one["signal"] > 0) for one in runs["serve"]] == [(1, True, True)]

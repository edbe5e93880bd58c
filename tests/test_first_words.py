"""The command line for newcomers: help, hints that can be typed, one message for each mistake."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cli.main import VERBS, run
from briefgen.config import read_config
from briefgen.util.text import shell_word, shorten

PAGE = (
    "<html><head><title>Boats</title></head><body><article><h1>Boats for the island</h1>"
    "<p>Two boats now go to the island each day, and a third one is being built in the yard.</p>"
    "</article></body></html>"
)


def test_briefgen_alone_lists_each_verb_on_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert set(VERBS) <= {line.split()[0] for line in lines if line.startswith("  ")}
    assert max(map(len, lines)) < 100


@pytest.mark.parametrize(
    ("verb", "actions"), [("theme", ["list", "options", "which"]), ("inventory", ["fetch"])]
)
def test_a_verb_with_actions_lists_them(
    verb: str, actions: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([verb]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert set(actions) <= {line.split()[0] for line in lines if line.startswith("  ")}


@pytest.mark.parametrize("name", ["My Brief", "it's", "a&b", "plain"])
def test_the_next_command_of_init_can_be_typed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init", name]) == 0
    command = capsys.readouterr().out.rpartition("Next: ")[2]
    assert shlex.split(command) == ["briefgen", "serve", name]
    assert run(["add", name]) == 2
    assert shlex.split(capsys.readouterr().err.partition("type: ")[2].partition(" (see")[0])[-1] == name


@pytest.mark.parametrize(
    "url",
    [
        "island.example",
        "//island.example/x",
        "https://",
        "ftp://island.example",
        "https://is land.example",
        "",
    ],
)
def test_init_refuses_half_an_address(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path / "p"), "--url", url]) == 2
    assert "--url" in capsys.readouterr().err
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize(
    "url",
    ["https://остров.example/", "https://[::1]:8000/a/", "https://a_b.example", "http://island.example"],
)
def test_what_init_takes_is_valid(url: str, tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / "p"), "--url", url, "--title", "A: #b\nc"]) == 0
    config, problems = read_config(tmp_path / "p")
    assert not problems
    assert config.url.startswith(url)


@pytest.mark.parametrize(
    "settings",
    [
        "topics: [island, harbour]",
        "languages: [en, nl]",
        "topics:\n  - island\n  - {slgu: harbour}",
        "inventories: {x: [1]}",
    ],
)
def test_each_wrong_value_is_reported_once(
    settings: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = SiteTest.of_files({"briefgen.yml": f"title: T\n{settings}\n"}, tmp_path)
    run(["check", str(site.root)])
    places = re.findall(r"briefgen\.yml:\d+:\d+", capsys.readouterr().err)
    assert places
    assert len(places) == len(set(places))


@pytest.mark.parametrize("module", ["lxml_html_clean", "courlan", "trafilatura"])
@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        ("raise ImportError('libisland.so.2: no such file')", "libisland.so.2"),
        ("import island_that_is_missing", "island_that_is_missing"),
        ("raise ValueError('size changed')", "size changed"),
    ],
)
def test_a_library_that_cannot_be_loaded_is_named_with_the_reason(
    module: str, failure: str, reason: str, tmp_path: Path
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / f"{module}.py").write_text(failure)
    site = SiteTest.of_files({"briefgen.yml": "title: T\n", "page.html": PAGE}, tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "briefgen", "add", "page.html"],
        cwd=site.root,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "broken")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "[import-missing]" in done.stderr
    # lxml replaces an ImportError of lxml_html_clean by its own, which names it.
    assert module in done.stderr
    assert reason in done.stderr or (module == "lxml_html_clean" and "ValueError" not in failure)


def test_a_library_of_the_build_is_named_too(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "re2.py").write_text("raise ImportError('libre2.so.9: no such file')")
    files = {"briefgen.yml": "title: T\n", "sources/bay.yml": 'source: Bay Post\npatterns: ["^Foo"]\n'}
    site = SiteTest.of_files(files, tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "briefgen", "build"],
        cwd=site.root,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "broken")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "sources/bay.yml:2:" in done.stderr
    assert "re2" in done.stderr
    assert "libre2.so.9" in done.stderr
    assert "bug" not in done.stderr


def test_a_long_title_is_cut_with_a_sign(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    title = "The third boat to the island will be ready in the spring, says the owner of the yard"
    text = f"{title}\nFriday, 3 May 2024\nIt is being built in the yard, and two go already each day.\n"
    files = {"briefgen.yml": "title: T\nlanguage: en\n", "content/boat.txt": text}
    site = SiteTest.of_files(files, tmp_path)
    run(["check", "-v", str(site.root)])
    (line,) = [line for line in capsys.readouterr().err.splitlines() if "title-found" in line]
    assert title in line or re.search(r'"The third boat[^"]*…"', line)


def test_cut_and_shell_word() -> None:
    assert shorten("a" * 60) == "a" * 60
    assert shorten("a" * 61) == "a" * 60 + "…"
    assert shorten("two words", 4) == "two…"
    assert shell_word("plain") == "plain"
    assert shell_word("two words") != "two words"

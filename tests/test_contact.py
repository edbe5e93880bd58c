"""First contact: what people see when something breaks. A case is a Markdown file of ``tests/contact``.

Each begins with a good site that has been built; the case's files are laid over it and its command is run.
What the console says is golden; besides, no problem takes more than six lines, nothing is a traceback, and a
failed build leaves the old site as it was.
"""

from __future__ import annotations

import shlex
import socket
from pathlib import Path

import pytest
from cases import read_cases, replace_block
from sitetest import SiteTest, same_everywhere

from briefgen.cli.main import run

CASES = sorted((Path(__file__).parent / "contact").glob("*.md"))
SEVERITIES = (": error: ", ": warning: ", ": note: ")


def test_there_are_18_rows() -> None:
    assert len(CASES) == 18


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_first_contact(
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    renew: bool,
) -> None:
    case = read_cases(path)[0]
    site = SiteTest.from_site("small", tmp_path).build()
    before = site.tree()
    for info, text in case.blocks.items():
        encoding, _, name = info.partition(" ")
        if name:
            (site.root / name).write_bytes(text.encode("utf-8" if encoding == "file" else encoding))
    monkeypatch.chdir(site.root)
    command = case.blocks["console"].split("\n")[0].removeprefix("$ briefgen ")
    (tmp_path / "empty").mkdir()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code = run(shlex.split(command.replace("PORT", port).replace("EMPTY", str(tmp_path / "empty"))))
    captured = capsys.readouterr()
    told = same_everywhere(captured.err).replace(port, "PORT").replace(str(tmp_path / "empty"), "EMPTY")
    said = f"$ briefgen {command}\n{told}exit {code}\n"
    if renew:
        replace_block(path, case.title, "console", said)
        case = read_cases(path)[0]
    assert said == case.blocks["console"]
    assert captured.out == ""
    assert "Traceback" not in said
    assert all(len(problem) <= 6 for problem in problems(told))
    if code:
        assert site.tree() == before


def problems(told: str) -> list[list[str]]:
    """The lines of the console, cut where a problem begins."""
    found: list[list[str]] = []
    for line in told.splitlines():
        if any(severity in line for severity in SEVERITIES) or not found:
            found.append([])
        found[-1].append(line)
    return found

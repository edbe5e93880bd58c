"""Drop a line for a whole outlet in the cleaning view."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from desksite import CONFIG, tree, write_files

from briefgen.cleaning.outlet_file import read_outlets
from briefgen.cleaning.outlet_rules import check_examples
from briefgen.server.internal_pages import InternalPages
from briefgen.server.live_reload import LiveReload
from briefgen.server.preview import Preview, PreviewSite
from briefgen.server.responses import Request
from briefgen.server.workbench import ProjectWorkbench

if TYPE_CHECKING:
    from pathlib import Path

NOISE = 'Follow "the Gull": <b>tide</b> & more # daily'
OURS = {
    "host": "127.0.0.1:8000",
    "origin": "http://127.0.0.1:8000",
    "content-type": "application/json",
    "x-briefgen-token": "token",
}
RULES = """\
# The night desk wrote this.
source: The Gull   # as it signs
aka: [Gull]
phrases:
  - Ads by the quay   # since 2023
examples:
  - raw: |
      The mole is closed.
      Ads by the quay
    clean: The mole is closed.
"""


def text(title: str, source: str, body: str, more: str = "") -> str:
    return f"---\ntitle: {title}\ndate: 2024-05-02\nlang: en\n{source}{more}---\n{body}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    body = f"The ferry left the mole at noon.\n\n{NOISE}\n\nIt came back at night."
    files = {
        "briefgen.yml": CONFIG,
        "content/a.md": text("A", "source: Gull\n", body),
        "content/b.md": text("B", "source: The gull\n", body.replace(NOISE, NOISE.upper())),
        "content/kept.md": text("Kept", "source: Gull\n", body, f"clean:\n  keep:\n    - '{NOISE}'\n"),
        "content/off.md": text("Off", "source: Gull\n", body, "clean: false\n"),
        "content/other.md": text("Other", "source: Harbour Post\n", body),
        "content/within.md": text("Within", "source: Gull\n", f"They say: {NOISE}, and mean it."),
        "content/nobody.md": text("Nobody", "", body),
    }
    return write_files(tmp_path / "harbour", files)


def pages_of(root: Path) -> InternalPages:
    from datetime import datetime

    preview = Preview(
        PreviewSite(root, {}, "http://127.0.0.1:8000", lambda home: datetime(2024, 5, 3, tzinfo=home)),
        LiveReload(),
    )
    preview.begin()
    return InternalPages(ProjectWorkbench(preview), token="token")  # noqa: S106 - of this test


def ask(pages: InternalPages, name: str = "a", **values: Any) -> tuple[int, Any]:
    body = json.dumps({"choice": "outlet", "text": NOISE, **values}).encode()
    answer = pages.answer(Request("POST", f"/_briefgen/clean/{name}", OURS), body)
    assert isinstance(answer.body, bytes)
    return answer.status, json.loads(answer.body) if answer.status == 200 else answer.body.decode()


def test_a_line_goes_from_all_articles_of_an_outlet_and_comes_back(root: Path) -> None:
    write_files(root, {"sources/gull.yml": RULES})
    pages, before = pages_of(root), tree(root)
    page = pages.answer(Request("GET", "/_briefgen/clean/a", {})).body
    assert isinstance(page, bytes)
    assert b"Drop for this outlet" in page
    status, shown = ask(pages)
    assert (status, shown["path"]) == (200, "sources/gull.yml")
    assert shown["articles"] == ["A (content/a.md)", "B (content/b.md)"], "what really changes"
    assert shown["count"] == "2 articles change."
    assert tree(root) == before, "showing writes nothing"
    assert ask(pages, version="of another time")[1]["act"] == 0
    assert tree(root) == before

    status, written = ask(pages, version=shown["version"])
    assert status == 200
    after = tree(root)
    assert {name for name in after if after[name] != before.get(name)} == {"sources/gull.yml"}
    own = after["sources/gull.yml"]
    for line in RULES.splitlines():
        assert line in own, "comments, quotes and order stay"
    assert [one for one in shown["diff"].splitlines() if one.startswith("-")] == []
    (outlet,) = read_outlets(root)
    assert len(outlet.examples) == 2
    assert list(check_examples([outlet])) == []
    assert "ferry left the mole" in outlet.examples[1].clean, "the example keeps a line"

    pages.workbench.preview.rebuild(("",))
    left = {one["path"]: one["removed"] for one in pages.workbench.articles()}
    assert {path for path, removed in left.items() if removed} == {"content/a.md", "content/b.md"}
    assert ask(pages)[0] == 409, "its clean text no longer has the line"

    write_files(root, {"sources/gull.yml": own + "# by hand\n"})
    assert ask(pages, act=written["act"])[0] == 409, "somebody changed it since"
    write_files(root, {"sources/gull.yml": own})
    assert ask(pages, act=written["act"])[0] == 200
    assert tree(root) == before
    assert "cannot be undone" in ask(pages, act=written["act"])[1]["message"]


def test_an_outlet_without_rules_gets_a_file(root: Path) -> None:
    pages, before = pages_of(root), tree(root)
    status, shown = ask(pages, "other")
    assert (status, shown["path"], shown["articles"]) == (
        200,
        "sources/harbour-post.yml",
        ["Other (content/other.md)"],
    )
    number = ask(pages, "other", version=shown["version"])[1]["act"]
    (outlet,) = read_outlets(root)
    assert outlet.names == {"harbour post"}
    assert list(check_examples([outlet])) == []
    assert ask(pages, act=number)[0] == 200
    assert tree(root) == before, "undoing removes the new file"
    status, reason = ask(pages, "nobody")
    assert status == 409
    assert "source" in reason


@pytest.mark.parametrize(
    "values",
    [
        {"text": ""},
        {"text": None},
        {"text": ["x"]},
        {"text": "No such line"},
        {"version": {"a": 1}},
        {"act": 999},
        {"act": True},
        {"name": "../../etc/passwd"},
        {"name": "../sources/gull"},
    ],
)
def test_nothing_odd_writes_anything(root: Path, values: dict[str, Any]) -> None:
    pages, before = pages_of(root), tree(root)
    status, answer = ask(pages, **{"name": "a", **values})
    assert status == 409 or answer["act"] == 0
    assert tree(root) == before


def test_rules_with_errors_and_links_are_left_alone(root: Path, tmp_path: Path) -> None:
    write_files(root, {"sources/gull.yml": "source: Gull\n"})
    pages = pages_of(root)
    write_files(root, {"sources/gull.yml": "source: Gull\nphrases: {no: list}\n"})
    before = tree(root)
    assert ask(pages)[0] == 409
    (root / "sources/gull.yml").unlink()
    outside = write_files(tmp_path / "outside", {"gull.yml": "source: Gull\n"}) / "gull.yml"
    (root / "sources/gull.yml").symlink_to(outside)
    status, shown = ask(pages)
    if status == 200:
        ask(pages, version=shown["version"])
    assert outside.read_text("utf-8") == "source: Gull\n", "no file outside of the project"
    assert before

"""The site of the documentation, built by briefgen itself: clean, accessible, and searchable."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from browser import looks, violations
from pages import served
from playwright.sync_api import Browser

from briefgen.cli.editor_files import PATTERNS
from briefgen.cli.main import run
from docs.site_project import address, converted, menu, sources, write_project

ROOT = Path(__file__).parent.parent

MISSING_KEYS = """async (keys) => {
  const [status, results, more] = ["status", "results", "more"].map(
    (name) => document.querySelector(`#search-${name}, #${name}`));
  const soon = () => new Promise((done) => setTimeout(done, 5));
  const isShown = () => results.querySelector('a[href*="reference/configuration"]');
  const missing = [];
  for (const key of keys) {
    [results, status].forEach((one) => one.replaceChildren());
    document.getElementById("q").value = key;
    document.getElementById("search").requestSubmit();
    for (let n = 0; n < 1000 && !status.textContent; n++) await soon();
    for (let n = 0; n < 4000 && !isShown(); n++) { if (!more.hidden) more.click(); await soon(); }
    if (!isShown()) missing.push(key);
  }
  return missing;
}"""
"""Ask the search for each key, and return those for which no result is the page of the configuration."""


class DocsSite(NamedTuple):
    """The built site, and what the checks printed."""

    folder: Path
    output: str


@pytest.fixture(scope="module")
def docs_site(tmp_path_factory: pytest.TempPathFactory) -> DocsSite:
    project = tmp_path_factory.mktemp("docs")
    write_project(project, "")
    demo = project / "static/demo/index.html"  # `make docs-site` builds the whole demo here
    demo.parent.mkdir(parents=True)
    demo.write_text("<!DOCTYPE html>\n<html lang=en><title>Demo</title><p>Demo</p></html>\n")
    with pytest.MonkeyPatch.context() as patch:
        printed: list[str] = []
        patch.setattr("click.echo", lambda text="", *_, **__: printed.append(str(text)))
        assert run(["publish", "--check", str(project)]) == 0, printed
    return DocsSite(project / "site", "\n".join(printed))


def test_the_checks_find_nothing(docs_site: DocsSite) -> None:
    assert "Ready to publish" in docs_site.output


def test_the_schemas_are_where_init_looks_for_them(docs_site: DocsSite) -> None:
    assert {f"{name}.json" for name in PATTERNS.values()} <= {
        path.name for path in (docs_site.folder / "schema").iterdir()
    }
    assert "warning" not in docs_site.output
    for source in sources():
        page = docs_site.folder / address(source).with_suffix("")
        page = page.parent if page.name == "index" else page
        assert (page / "index.html").is_file(), source


def test_the_search_finds_each_key_and_axe_finds_nothing(
    docs_site: DocsSite, browser: Browser, axe: str
) -> None:
    table = (ROOT / "docs/reference/configuration.md").read_text("utf-8")
    keys = re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)
    assert {"title", "output_mode", "menu[].page"} < set(keys)
    with served(docs_site.folder) as start:
        page = looks(browser)
        for name in ("", "reference/configuration/", "how-to/publish/"):
            page.goto(f"{start}/{name}")
            assert violations(page, axe) == [], name
        page.goto(f"{start}/search/")
        assert page.evaluate(MISSING_KEYS, keys) == []
        page.close()


def test_links_lead_to_pages_or_to_files_of_the_repository() -> None:
    source = ROOT / "docs/README.md"
    assert "[Tutorial: your first day](tutorial.md)" in converted(source, "")
    assert "[decisions](decisions/index.md)" in converted(source, "")
    contributing = ROOT / "CONTRIBUTING.md"
    assert "(architecture.md)" in converted(contributing, "")
    change = ROOT / "docs/explanation/security.md"
    assert "](../security.md)" in converted(change, "")


def test_the_menu_has_every_guide() -> None:
    children = [str(child) for entry in menu() for child in entry.get("children", [])]
    for guide in (ROOT / "docs/how-to").glob("*.md"):
        assert any(f"how-to/{guide.stem}" in child for child in children)

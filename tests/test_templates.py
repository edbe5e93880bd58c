"""Each template of ``briefgen init`` makes a site without a warning that can be published as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from briefgen.cli.init import TEMPLATE_NAMES, TEMPLATES
from briefgen.cli.main import run

NOW = ["--now", "2024-06-01"]
SHOWN: dict[str, dict[str, list[str]]] = {
    "daily": {
        "2024-05-03": ["Before the tide"],
        "stories/night-ferry": ["A late boat, and what it costs"],
        "imprint": ["Imprint"],
    },
    "weekly": {
        "2024-W18": ["Editor’s note", "not Join 4,000 rowers"],
        "2024-W18/mail.txt": ["{{ unsubscribe_url }}"],
    },
    "linkblog": {
        "": ["https://shed.example/oven", "I built it"],
        "articles/why-links": ["A list of links is a letter"],
        "articles/bread-oven": [],  # its title leads to the original
    },
    "press-desk": {
        "articles/flood-gates": ["Both gates closed", "not Volunteers of the fire brigade"],  # an excerpt
        "articles/reef-fund": ["a school for divers"],  # in full, by contract
        "articles/school-meals": [],  # a link
        "id/2024-05-03-morning": ["Dana untuk terumbu", "Lingkungan", "Kedua tepi selat", "Pagi"],
        "id/tentang": ["Kantor pers"],
    },
    "research": {
        "2024-05": ["Counting by hand"],
        "articles/seagrass-return": ["<dt>Sample</dt><dd>600</dd>", "<dd>strong</dd>"],
    },
}
"""What pages of each template show, or do not show; a page without a text is not there."""


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_a_template_builds_and_can_be_published(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--title", "Ours: #1", "--url", "https://ours.example/brief/", "--github"]
    assert run(["init", str(tmp_path), "--template", name, *arguments]) == 0
    capsys.readouterr()
    assert run(["build", "-W", "-C", str(tmp_path), *NOW]) == 0
    assert run(["publish", "--check", "-C", str(tmp_path)]) == 0
    output = capsys.readouterr().err
    assert not re.search("warning|note:|error", output), output
    assert (tmp_path / ".github/workflows/pages.yml").is_file()
    assert "site/" in (tmp_path / ".gitignore").read_text("utf-8").splitlines()
    assert "Ours: #1" in (tmp_path / "site/index.html").read_text("utf-8")
    for page, texts in SHOWN[name].items():
        file = tmp_path / "site" / (page if page.endswith(".txt") else Path(page) / "index.html")
        assert file.is_file() is bool(texts), page
        for text in texts:
            assert (text.removeprefix("not ") in file.read_text("utf-8")) is not text.startswith("not "), text


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_a_template_is_whole(name: str) -> None:
    folder = TEMPLATES / name
    settings = yaml.safe_load((folder / "briefgen.yml").read_text("utf-8"))
    assert {"title", "url", "feed_authority", "menu", "topics", "builders"} <= settings.keys()
    assert list(folder.glob("sources/*.yml"))
    assert list(folder.glob("content/editions/*.md"))
    assert (folder / "content/pages/about.md").is_file()
    # No address of a real site: they are examples.
    texts = [path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()]
    hosts = {host for text in texts for host in re.findall(r"https://([\w.-]+)", text)}
    assert all(host.endswith(".example") or host == "example.org" for host in hosts)


def test_every_folder_is_a_template() -> None:
    assert sorted(TEMPLATE_NAMES) == sorted(path.name for path in TEMPLATES.iterdir())

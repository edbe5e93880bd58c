"""Write the documentation as a project of briefgen: ``python -m docs.site_project FOLDER``.

The pages of ``docs/`` become ``content/pages/``, and the built demo becomes ``static/demo/``.
`make docs-site` then builds and checks it like any site.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from docs.schemas import write_schemas
from hatch_build import urls

ROOT = Path(__file__).parent.parent
SETTINGS = ROOT / "docs/site/briefgen.yml"
GUIDES = {"how-to": "How-to guides", "reference": "Reference", "explanation": "Explanation"}
"""The folders of docs/ that the menu shows, and what it calls them."""
ROOT_PAGES = ("CHANGELOG.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "SECURITY.md")
_LINK = re.compile(r"\[(?P<words>[^\[\]]*)\]\((?P<target>(?![a-z]+:|#)[^()\s#]+)(?P<anchor>#[^()\s]*)?\)")
_FENCE = re.compile(r"^(```|~~~)[^\n]*\n.*?^\1$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->\n*", re.DOTALL)


def main(folder: Path) -> None:
    """Write the project, and build the demo into it."""
    shutil.rmtree(folder, ignore_errors=True)
    settings = write_project(folder, os.environ.get("BRIEFGEN_REPOSITORY", ""))
    build_demo(folder / "static/demo", f"{settings['url']}demo/")


def write_project(folder: Path, repository: str) -> dict[str, Any]:
    """Write the project without the demo; return its settings."""
    for page in sources():
        target = folder / "content/pages" / address(page)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(converted(page, repository), "utf-8")
    for name in ("themes", "static"):
        shutil.copytree(SETTINGS.parent / name, folder / name)
    write_schemas(folder / "static/schema")
    settings: dict[str, Any] = yaml.safe_load(SETTINGS.read_text("utf-8"))
    settings["url"] = urls(repository).get("Documentation", settings["url"])
    settings["menu"] = [*menu(), *settings["menu"]]
    text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)
    (folder / "briefgen.yml").write_text(text, "utf-8")
    return settings


def sources() -> Iterator[Path]:
    """The Markdown files that become pages."""
    yield from sorted((ROOT / "docs").rglob("*.md"))
    yield from (ROOT / name for name in ROOT_PAGES)


def address(source: Path) -> PurePosixPath:
    """The place of a page in ``content/pages/``."""
    path = PurePosixPath(source.relative_to(ROOT).as_posix())
    is_guide = path.parts[0] == "docs"
    inside = path.relative_to("docs") if is_guide else PurePosixPath(path.name.lower().replace("_", "-"))
    if inside.name != "README.md":
        return inside
    return inside.with_name("index.md") if len(inside.parts) > 1 else PurePosixPath("documentation.md")


def converted(source: Path, repository: str) -> str:
    """The text of a page, whose links lead to pages or to files of the repository."""
    text = _COMMENT.sub("", source.read_text("utf-8"), count=1)
    blocks: list[str] = []

    def put_aside(block: re.Match[str]) -> str:
        blocks.append(block[0])
        return f"\0{len(blocks) - 1}\0"

    text = _FENCE.sub(put_aside, text)
    text = _LINK.sub(lambda link: _link(link, source, repository), text)
    heading, _, rest = text.lstrip().partition("\n")  # the title of a page is plain text
    text = f"{heading.replace('`', '')}\n{rest}"
    return re.sub(r"\0(\d+)\0", lambda mark: blocks[int(mark[1])], text)


def _link(link: re.Match[str], source: Path, repository: str) -> str:
    there = (source.parent / link["target"]).resolve()
    if there in set(sources()):
        start = address(source).parent
        path = os.path.relpath(address(there), start)
        return f"[{link['words']}]({path}{link['anchor'] or ''})"
    if not repository:
        return link["words"]
    return f"[{link['words']}]({repository}/blob/HEAD/{there.relative_to(ROOT).as_posix()})"


def menu() -> Iterator[dict[str, object]]:
    """The entries for the tutorial and each folder of guides."""
    yield {"page": "tutorial"}
    for folder, title in GUIDES.items():
        pages = sorted((ROOT / "docs" / folder).glob("*.md"))
        yield {"title": title, "children": [{"page": f"{folder}/{page.stem}"} for page in pages]}


def build_demo(target: Path, url: str) -> None:
    """Build the demo of this repository for its place below the documentation."""
    settings = ("-D", f"url={url}", "-D", "pages.404=false")  # GitHub shows the 404 page of the whole site
    with TemporaryDirectory() as home:
        copy = Path(home, "demo")
        shutil.copytree(ROOT / "content", copy / "content")
        shutil.copy(ROOT / "briefgen.yml", copy)
        command = [sys.executable, "-m", "briefgen", "build", "-W", "-q", *settings, str(copy)]
        subprocess.run(command, check=True)
        shutil.copytree(copy / "site", target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

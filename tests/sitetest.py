"""SiteTest: a small site under test, whose steps read as prose.

site = SiteTest.from_site("small", tmp_path).build()
site.edit("content/a.md", "Old", "New").build().rendered(["/articles/a/", "/2022-03-31/"])
"""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from briefgen.build.build import build
from briefgen.build.options import Options
from briefgen.model import Report
from briefgen.project.project import open_project

SITES = Path(__file__).parent / "sites"
NOW = "2024-06-01T12:00:00+00:00"


class SiteTest:
    """A project in a folder of its own, the report of its last build, and what one expects of that."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.output = root / "site"
        self.report = Report()
        self.clean = Report()
        self.settings: dict[str, Any] = {}

    @classmethod
    def from_site(cls, name: str, folder: Path) -> SiteTest:
        """A copy of ``tests/sites/<name>``."""
        root = folder / name
        shutil.copytree(SITES / name, root, ignore=shutil.ignore_patterns("expected"))
        return cls(root)

    @classmethod
    def of_files(cls, files: dict[str, str], folder: Path) -> SiteTest:
        """A project out of texts by path."""
        test = cls(folder / "project")
        for path, text in files.items():
            test.write(path, text)
        return test

    # --- steps

    def build(self, **options: Any) -> SiteTest:
        """Build as a new process would: nothing is known but what the last build left on disk."""
        define = options.pop("define", self.settings.get("define", {}))
        project = open_project(self.root, define)
        names = options.pop("builders", project.config.builders)
        output = options.pop("output", self.output)
        now = datetime.fromisoformat(options.pop("now", NOW))
        self.report = build(project, Options(output, tuple(names), now, **{"jobs": 1, **options}))
        return self

    def write(self, path: str, text: str) -> SiteTest:
        """Put a file there."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        return self

    def edit(self, path: str, old: str, new: str) -> SiteTest:
        """Replace a text in a file; it must stand there."""
        text = (self.root / path).read_text("utf-8")
        assert old in text, f"{old!r} does not stand in {path}"
        return self.write(path, text.replace(old, new, 1))

    def touch(self, path: str) -> SiteTest:
        """Write a file again, as it is."""
        return self.write(path, (self.root / path).read_text("utf-8"))

    def remove(self, path: str) -> SiteTest:
        """Delete a file."""
        (self.root / path).unlink()
        return self

    def move(self, path: str, to: str) -> SiteTest:
        """Rename a file."""
        (self.root / to).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).rename(self.root / to)
        return self

    # --- expectations

    def read(self, count: int) -> SiteTest:
        """So many files were read anew."""
        assert len(self.report.read) == count, self.report.read
        return self

    def rendered(self, urls: list[str] | int) -> SiteTest:
        """Exactly these pages were rendered, or so many."""
        found = sorted(self.report.rendered)
        assert (len(found) if isinstance(urls, int) else found) == (
            urls if isinstance(urls, int) else sorted(urls)
        ), found
        return self

    def wrote(self, count: int) -> SiteTest:
        """So many files were written."""
        assert len(self.report.written) == count, self.report.written
        return self

    def idle(self) -> SiteTest:
        """The build had nothing to do."""
        return self.read(0).rendered(0).wrote(0)

    def codes(self, *codes: str) -> SiteTest:
        """Exactly these diagnostics were told (each code as often as it was)."""
        found = sorted(d.code for d in self.report.diagnostics)
        assert found == sorted(codes), self.report.diagnostics
        return self

    def fails(self) -> SiteTest:
        """The build failed."""
        assert self.report.failed
        return self

    def page(self, url: str) -> str:
        """The text of an output file, by address."""
        return (self.output / (url[1:] + "index.html" if url.endswith("/") else url[1:])).read_text("utf-8")

    def has(self, url: str) -> bool:
        """Whether the output has a file at an address."""
        return (self.output / (url[1:] + "index.html" if url.endswith("/") else url[1:])).is_file()

    def tree(self) -> dict[str, bytes]:
        """Every output file with its bytes."""
        return {
            p.relative_to(self.output).as_posix(): p.read_bytes()
            for p in sorted(self.output.rglob("*"))
            if p.is_file()
        }

    def clean_tree(self, **options: Any) -> dict[str, bytes]:
        """What a clean build of the same project writes elsewhere."""
        other = SiteTest(self.root.parent / "clean-copy")
        shutil.rmtree(other.root, ignore_errors=True)
        shutil.copytree(
            self.root, other.root, ignore=shutil.ignore_patterns("site", "site.briefgen", ".briefgen")
        )
        other.settings = self.settings
        self.clean = other.build(**options).report
        return other.tree()


def same_everywhere(text: str) -> str:
    """Console output without what differs from run to run."""
    return re.sub(r"in [0-9.,]+ (?:ms|s)\b", "in N ms", text)

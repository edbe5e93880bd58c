"""The cache file: whatever happens to it, the next build equals a clean one, and damage is reported once."""

from __future__ import annotations

import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cachetest import cache_of, change, flip
from sitetest import NOW, SiteTest

from briefgen.cache import database
from briefgen.cache.database import PAGE_SIZE, TABLES, CacheFile

UNREADABLE = "environment-unreadable"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    """A site with pictures and editions, built once."""
    site = SiteTest.from_site("small", tmp_path_factory.mktemp("built"))
    site.write("content/p.svg", "<svg></svg>\n").write("content/q.md", QUOTE)
    return site.build()


QUOTE = "---\ntitle: Quote\ndate: 2024-05-02\ntopic: world\n---\n\nA quote, ![drawn](p.svg).\n"


@pytest.fixture
def site(built: SiteTest, tmp_path: Path) -> SiteTest:
    """A copy of it with its cache."""
    shutil.copytree(built.root, tmp_path / "small")
    return SiteTest(tmp_path / "small").build().rendered(0)  # a copy's files have other stats


def edit(site: SiteTest) -> SiteTest:
    return site.edit("content/beta.md", "beta", "second").remove("content/gamma.md")


def codes(site: SiteTest) -> list[str]:
    return [one.code for one in site.report.diagnostics if one.code in (UNREADABLE, "write-failed")]


def is_sound(site: SiteTest) -> None:
    """The output is that of a clean build, and the build after it has nothing to do and nothing to report."""
    assert site.tree() == site.clean_tree()
    site.build().idle()
    assert codes(site) == []
    assert leftovers(site) == []


def leftovers(site: SiteTest) -> list[str]:
    known = {".gitignore", "lock", "cache.sqlite3", "templates"}
    return [path.name for path in (site.root / ".briefgen").iterdir() if path.name not in known]


def test_one_file_holds_the_cache(site: SiteTest) -> None:
    assert leftovers(site) == []
    edit(site).build().read(1)
    assert codes(site) == []
    is_sound(site)


def test_an_edit_writes_few_rows(site: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    written: dict[str, int] = {}
    real = database.Writer.change

    def counted(self: Any, table: str, output: str, rows: Any, gone: Any = ()) -> str:
        written[table] = written.get(table, 0) + len(rows)
        return real(self, table, output, rows, gone)

    monkeypatch.setattr(database.Writer, "change", counted)
    site.edit("content/gamma.md", "The bank", "The old bank").build().rendered(["/articles/gamma/"])
    assert written.pop("manifest", 0) == 0
    assert written == {"bodies": 1, "sources": 1, "records": 1, "traces": 1, "pages": 1}


LENGTHS = [
    0,
    1,
    15,
    99,
    100,
    4096,
    PAGE_SIZE - 1,
    PAGE_SIZE,
    PAGE_SIZE + 7,
    5 * PAGE_SIZE,
    9 * PAGE_SIZE,
    -PAGE_SIZE,
]


@pytest.mark.parametrize("length", LENGTHS)
def test_a_file_that_was_cut(site: SiteTest, length: int) -> None:
    size = cache_of(site).stat().st_size
    os.truncate(cache_of(site), length if length >= 0 else size + length)
    site.edit("content/beta.md", "beta", "second").build()
    assert codes(site) == [UNREADABLE]
    is_sound(site)


def test_a_file_whose_end_is_lost_still_tells_whose_the_pages_are(site: SiteTest) -> None:
    os.truncate(cache_of(site), cache_of(site).stat().st_size - PAGE_SIZE - 5)
    edit(site).build()
    assert codes(site) == [UNREADABLE]
    is_sound(site)


def places(site: SiteTest) -> list[tuple[str, int]]:
    """Positions of every kind in the file: header, schema, and parts of each table."""
    data = cache_of(site).read_bytes()
    pick = random.Random(3)  # noqa: S311 - a sample, no secret
    found = [("header", at) for at in (0, 16, 18, 20, 21, 28, 33, 39, 52, 56, 60, 71, 100, 103, 105, 108)]
    found += [("schema", data.index(b"CREATE TABLE " + name.encode())) for name in TABLES]
    found += [("any", pick.randrange(len(data))) for _ in range(12)]
    with closing(sqlite3.connect(cache_of(site))) as connection:
        for table in TABLES:
            for (value,) in connection.execute(f"SELECT value FROM {table} ORDER BY length(value) LIMIT 1"):
                start = data.index(value[:60])
                found += [(table, start + len(value) // 2)]
                found += [("cell", start - 1)]
        for (checksum,) in connection.execute(
            "SELECT checksum FROM totals WHERE name IN ('sources', 'pages')"
        ):
            found.append(("totals", data.index(checksum.to_bytes(6, "big")) + 3))
    # The tables' pages: their headers, the pointers to their rows.
    found += [
        (what, page * PAGE_SIZE + at)
        for page in range(1, 12)
        for what, at in (("kind", 0), ("count", 4), ("pointer", 9))
    ]
    return found


MUST_REPORT = {"schema", "totals", "sources", "pages", "manifest", "traces", "bodies", "records"}


@pytest.mark.parametrize("part", range(4))
def test_a_flipped_bit_anywhere(built: SiteTest, tmp_path: Path, part: int) -> None:
    wanted: dict[str, bytes] = {}
    for number, (what, at) in list(enumerate(places(built)))[part::4]:
        root = tmp_path / str(number) / "small"
        shutil.copytree(built.root, root)
        site = edit(SiteTest(root))
        wanted = wanted or site.clean_tree()
        flip(cache_of(site), at, number % 8)
        site.build(all=what in ("bodies", "traces"))
        assert site.tree() == wanted, (what, at)
        assert codes(site) in ([], [UNREADABLE]), (what, at)
        if what in MUST_REPORT - {"bodies", "traces"}:
            assert codes(site) == [UNREADABLE], (what, at)
        site.build()
        assert site.tree() == wanted, (what, at)
        site.build().idle()
        assert codes(site) == [], (what, at)
        shutil.rmtree(root.parent)


@pytest.mark.parametrize("table", ["bodies", "traces"])
def test_a_damaged_row_that_is_read_alone(site: SiteTest, table: str) -> None:
    change(site, f"UPDATE {table} SET value = x'00' || substr(value, 2)")
    site.edit("themes/plain/templates/base.html", "<main>", "<main id=m>").build()
    assert codes(site) == [UNREADABLE]
    assert site.tree() == site.clean_tree()
    site.build()
    is_sound(site)


def other_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE sources (a, b)")


FOREIGN = {
    "text": lambda path: path.write_text("Not a database.\n" * 999),
    "database": other_database,
    "zeros": lambda path: path.write_bytes(bytes(12 * PAGE_SIZE)),
    "noise": lambda path: path.write_bytes(random.Random(5).randbytes(100_000)),  # noqa: S311 - no secret
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_foreign_file(site: SiteTest, kind: str) -> None:
    FOREIGN[kind](cache_of(site))
    site.edit("content/beta.md", "beta", "second").build()
    assert codes(site) == [UNREADABLE]
    is_sound(site)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE format SET name = 'cpython-399 0123456789ab'", "PRAGMA user_version = 99", "DELETE FROM format"],
    ids=["code", "schema", "none"],
)
def test_another_versions_file(site: SiteTest, statement: str) -> None:
    change(site, statement)
    edit(site).build()
    assert codes(site) == [UNREADABLE]
    is_sound(site)


BUILD = [sys.executable, "-m", "briefgen", "build", "-q", "--now", NOW]


def test_two_builds_at_once(site: SiteTest) -> None:
    edit(site)
    with subprocess.Popen([*BUILD, str(site.root)]) as one, subprocess.Popen([*BUILD, str(site.root)]) as two:
        assert (one.wait(60), two.wait(60)) == (0, 0)
    is_sound(site)


def test_no_room_for_more_rows(site: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    real = CacheFile._open

    def limited(self: CacheFile) -> sqlite3.Connection:
        connection = real(self)
        connection.execute("PRAGMA max_page_count = 1")  # SQLite takes the present size for the least
        return connection

    more(site)
    with monkeypatch.context() as patch:
        patch.setattr(CacheFile, "_open", limited)
        site.build()
        assert set(codes(site)) == {"write-failed"}
    site.build()
    is_sound(site)


def more(site: SiteTest) -> None:
    for number in range(40):
        site.write(
            f"content/more/{number}.md",
            QUOTE.replace("Quote", f"Quote {number}").replace("![drawn](p.svg)", "long " * 900),
        )


def test_a_disk_that_is_full(site: SiteTest) -> None:
    more(site)
    limit = cache_of(site).stat().st_size

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run(
        [*BUILD, str(site.root)], capture_output=True, text=True, preexec_fn=limited, check=False
    )
    assert "write-failed" in done.stderr + done.stdout
    site.build()
    is_sound(site)


def test_a_file_that_must_not_be_written(site: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(self: CacheFile) -> sqlite3.Connection:
        address = f"{self.path.as_uri()}?mode=ro"
        return sqlite3.connect(address, isolation_level=None, uri=True, check_same_thread=False)

    with monkeypatch.context() as patch:
        patch.setattr(CacheFile, "_open", read_only)
        patch.setattr(os, "access", lambda *_: False)
        site.build().idle()
        assert codes(site) == []
        site.edit("content/beta.md", "beta", "second").build()
        assert set(codes(site)) == {"write-failed"}
    site.build()
    is_sound(site)


def test_a_damaged_file_that_cannot_be_replaced(site: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(cache_of(site)))

    cache_of(site).write_bytes(b"damaged")
    with monkeypatch.context() as patch:
        patch.setattr("briefgen.cache.salvage.create", refuse)
        site.build()
        assert set(codes(site)) == {UNREADABLE, "write-failed"}
        assert site.tree() == site.clean_tree()
    site.build()
    assert codes(site) == [UNREADABLE]
    is_sound(site)


KILLED = """
import os, signal, sys
from briefgen.cache.database import CacheFile
from briefgen.cli.main import main
left, real = int(sys.argv.pop(1)), CacheFile._open

def traced(self):
    connection = real(self)
    def count(statement):
        global left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
    connection.set_trace_callback(count)
    return connection

CacheFile._open = traced
main()
"""


@pytest.mark.parametrize("statement", [3, 20, 40, 60, 75, 90, 105, 120, 135])
def test_killed_at_a_statement(site: SiteTest, statement: int) -> None:
    edit(site)
    command = [sys.executable, "-c", KILLED, str(statement), *BUILD[3:], str(site.root)]
    subprocess.run(command, timeout=60, check=False)
    site.build()
    assert codes(site) == []
    is_sound(site)

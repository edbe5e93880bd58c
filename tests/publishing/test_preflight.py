"""The preflight: what would not work on GitHub Pages is told with page and link."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cases import Case, read_cases
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.model.diagnostics import CODES, in_order
from briefgen.publishing import limits
from briefgen.publishing.artifact import Artifact
from briefgen.publishing.limits import FILE_LIMIT, SITE_LIMIT
from briefgen.publishing.preflight import preflight
from briefgen.util.hashing import digest_bytes

CASES = read_cases(Path(__file__).parent / "preflight.md")
URL = "https://desk.example/repo/"


def parcel_of(folder: Path, url: str = URL) -> Artifact:
    """All files of a folder, as the branch holds them."""
    paths = [p for p in folder.rglob("*") if p.is_file()]
    return Artifact(
        folder, {p.relative_to(folder).as_posix(): digest_bytes(p.read_bytes()) for p in paths}, url
    )


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_what_is_told(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path, text in case.blocks.items():
        if path != "told":
            (file := Path("site", path)).parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
    told = sorted(f"{d.code} {d.location}: {d.message}" for d in preflight(parcel_of(Path("site")), tmp_path))
    assert told == case.blocks["told"].splitlines()


@pytest.mark.parametrize("placeholder", ["{{ unsubscribe_url }}", "*|UNSUB|*", "[unsubscribe]", "%unsub%"])
def test_the_placeholder_of_a_mail_service_is_no_link(placeholder: str, tmp_path: Path) -> None:
    head = "<!doctype html><title>Home</title>"
    (tmp_path / "index.html").write_text(head)
    (tmp_path / "2024-05-01").mkdir()
    mail = tmp_path / "2024-05-01/mail.html"
    mail.write_text(f"{head}<a href='{placeholder}'>Unsubscribe</a><a href='/repo/gone/'>Gone</a>")
    parcel = replace(parcel_of(tmp_path), unsubscribe=placeholder)
    assert [d.message.split(":")[0] for d in preflight(parcel, tmp_path) if d.code == "publish-link"] == [
        "/2024-05-01/mail.html links to /repo/gone/"
    ]
    path = replace(parcel, unsubscribe="/repo/gone/")
    assert any("/repo/gone/" in d.message for d in preflight(path, tmp_path))


def test_every_code_of_the_preflight_has_a_case() -> None:
    told = {line.split()[0] for case in CASES for line in case.blocks["told"].splitlines()}
    elsewhere = {"url", "draft", "secret", "domain", "size", "file", "uncommitted", "diverged", "git"}
    assert told == {code for code in CODES if code.startswith("publish-")} - {
        f"publish-{w}" for w in elsewhere
    }


def test_large_files_and_a_large_site(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>Home</title>")
    for number in range(11):
        with (tmp_path / f"{number}.bin").open("wb") as file:  # sparse: it takes no room
            file.truncate(FILE_LIMIT + (number == 0))
    parcel = Artifact(tmp_path, {path.name: "" for path in tmp_path.iterdir()}, URL)
    # The whole preflight would look for secrets in a gigabyte of zeros.
    told = [d for d in in_order(list(limits.check(parcel))) if d.code == "publish-size"]
    assert [d.message for d in told] == [
        "the site has 1,100 MB, and GitHub Pages takes 1,000 MB",
        "0.bin has 100 MB, and GitHub refuses a file above 100 MB",
    ]
    assert 11 * FILE_LIMIT > SITE_LIMIT


@pytest.mark.parametrize(
    "url", ["https://desk.github.io/", "https://desk.github.io/brief/", "https://brief.example/a/b/"]
)
def test_the_small_site_passes_wherever_it_lives(url: str, tmp_path: Path) -> None:
    site = SiteTest.from_site("small", tmp_path).edit("briefgen.yml", "https://small.example/", url)
    site.edit("briefgen.yml", "theme: plain", "theme: ledger").edit(
        "briefgen.yml", "sitemap]", "sitemap, hosting]"
    ).build()
    assert preflight(parcel_of(site.output, url), site.root) == ()


def test_a_link_of_an_article_is_told_at_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = SiteTest.from_site("small", tmp_path)
    for name in ("alpha", "beta"):
        site.write(
            f"content/{name}.md",
            (site.root / f"content/{name}.md").read_text("utf-8") + "\nSee [below](#nowhere).\n",
        )
    assert run(["publish", "--check", str(site.root)]) == 1
    said = capsys.readouterr().err
    for name in ("alpha", "beta"):
        line = len((site.root / f"content/{name}.md").read_text("utf-8").splitlines())
        assert (
            f"content/{name}.md:{line}:13: error: /articles/{name}/ links to #nowhere: the page has no "
            f'place "nowhere" [publish-anchor]'
        ) in said
    assert said.endswith("Not published: the site has errors.\n")


LEAK = """
from briefgen.model import Page

class Leak:
    name = "leak"
    def __init__(self, studio): self.studio = studio
    def plan(self, site): yield Page("/{path}", self.name, "leak", "", ())
    def fingerprint(self, page): return "1"
    def render(self, page, site): return {text!r}

def setup(registry): registry.add_builder("leak", Leak)
"""
DRAFT = (
    "---\ntitle: The Harbour & its Secret\ndate: 2024-05-01\ntopic: world\nlang: en\ndraft: "
    "true\n---\n\nWords.\n"
)


@pytest.mark.parametrize(
    ("path", "text", "leaks"),
    [
        ("all.json", '{"titles": ["The Harbour & its Secret"]}', True),
        ("all.xml", "<a><b>The Harbour &amp; its Secret</b></a>", True),
        ("more/index.html", "<!doctype html><title>x</title><h2>The Harbour &amp; its Secret</h2>", True),
        (
            "more/index.html",
            "<!doctype html><title>x</title><p>The Harbour &amp; its Secret was told.</p>",
            False,
        ),
        ("all.json", '{"titles": ["The Harbour"]}', False),
    ],
)
def test_a_draft_that_an_extension_lets_out(
    path: str, text: str, leaks: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = SiteTest.from_site("small", tmp_path).write("content/secret.md", DRAFT)
    site.write("extensions/leak.py", LEAK.format(path=path, text=text))
    site.edit("briefgen.yml", "sitemap]", "sitemap, leak]\nextensions: [leak]")
    assert run(["publish", "--check", "-q", str(site.root)]) == (1 if leaks else 0)
    said = capsys.readouterr().err
    shown = "/" + path.removesuffix("index.html")
    assert (
        f'content/secret.md:6:8: error: {shown} gives "The Harbour & its Secret", which is held back' in said
    ) == leaks


def test_an_article_that_a_published_edition_skips(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = SiteTest.from_site("small", tmp_path)
    site.write("content/secret.md", DRAFT.replace("draft: true\n", ""))
    site.write("content/editions/2024-05-01.md", "---\nskip: [secret]\n---\n")
    assert run(["edition", "2024-05-01", "-C", str(site.root), "--freeze"]) == 0
    site.write("extensions/leak.py", LEAK.format(path="all.json", text='["The Harbour & its Secret"]'))
    site.edit("briefgen.yml", "sitemap]", "sitemap, leak]\nextensions: [leak]")
    assert run(["publish", "--check", "-q", str(site.root)]) == 1
    errors = capsys.readouterr().err
    assert 'content/secret.md:3:7: error: /all.json gives "The Harbour & its Secret"' in errors
    assert "content/editions/2024-05-01.md skips it [publish-draft]" in errors


def test_a_failing_build_is_not_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = SiteTest.from_site("small", tmp_path).edit("content/alpha.md", "title:", "tilte: x\ntitle:")
    assert run(["publish", "--check", str(site.root)]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith(
        "Not published: the build has 1 warning; correct them, or list their codes in suppress_warn"
    )


def test_a_mail_that_is_cut_off(tmp_path: Path) -> None:
    (tmp_path / "2024-05-03").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Home</title>")
    item = f"<h3>A title</h3>{'x' * 30_000}"
    (tmp_path / "2024-05-03/mail.html").write_text(f"<!doctype html><title>Mail</title>{item * 5}")
    told = preflight(parcel_of(tmp_path), tmp_path)
    assert [(d.code, d.message) for d in told] == [
        ("mail-size", "2024-05-03/mail.html has 150 kB; Gmail shows 100 kB, up to item 4")
    ]

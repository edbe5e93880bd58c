"""Whatever an extension does is reported with its name and line; the site stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.events import EVENTS
from briefgen.model import Diagnostic
from briefgen.model.diagnostics import BriefgenError
from briefgen.model.output_path import address_problem
from briefgen.util.parallel import can_fork

DESK = "extensions/desk.py"
FAILURES = {
    "raise SystemExit(0)": "SystemExit: 0",
    "raise KeyboardInterrupt": "KeyboardInterrupt",
    "raise MemoryError": "MemoryError",
    "raise type('Odd', (BaseException,), {})('two\\nlines')": "Odd: two lines",
    "(f := lambda: f())()": "RecursionError",
    "raise type('Mute', (Exception,), {'__str__': lambda self: 1 / 0})": "raised Mute",
    "open('/nowhere/at/all')": "FileNotFoundError",
    "os.chdir('/')": "changed the current folder",
    "os.fork()": "forked, and the child returned",
}
BUILDER = """
class Count:
    name = "count"
    def __init__(self, context): {make}
    def plan(self, site):
        {plan}
        yield Page("/count.txt", "count", "count", "")
    def fingerprint(self, page):
        {fingerprint}
        return "x"
    def render(self, page, site):
        {render}
        return "x"
"""
PARTS = ("make", "plan", "fingerprint", "render")
SETUP = """
def setup(registry):
    registry.add_config_value(Field("desk_motto", Text(), "", ""))
    registry.add_filter("shout", str.upper)
    registry."""


def bad_extension(place: str, code: str) -> str:
    """An extension that runs ``code`` in a place: an event, a part of a builder, or its loading."""
    if place == "import":
        return f"import os\n{code}\ndef setup(registry): pass\n"
    if place == "setup":
        return f"import os\ndef setup(registry):\n    {code}\n"
    if place == "rule":
        body = (
            f"@rule(authored=True)\ndef bad_rule(draft):\n    {code}\n    yield\n{SETUP}add_rule(bad_rule)\n"
        )
    elif place == "filter":
        body = f"def bad(text):\n    {code}\n    return text\n{SETUP}add_filter('shout', bad)\n"
    elif place in PARTS:
        body = BUILDER.format(**{part: code if part == place else "pass" for part in PARTS})
        body += f"{SETUP}add_builder('count', Count)\n"
    else:
        body = f"def bad(value):\n    {code}\n{SETUP}connect({place!r}, bad)\n"
    return f"import os\nfrom dataclasses import replace\nfrom briefgen.api import *\n{body}"


PLACES = ("import", "setup", "rule", "filter", *PARTS, *EVENTS)


def problem_of(site: SiteTest, **options: object) -> Diagnostic:
    """The error that an extension makes, raised or reported."""
    try:
        return next(d for d in site.build(**options).report.diagnostics if d.severity == "error")
    except BriefgenError as error:
        return error.diagnostics[0]


@pytest.fixture
def plain(tmp_path: Path) -> SiteTest:
    """A site whose templates want what SETUP adds, and whose extension is not written yet."""
    site = SiteTest.from_site("extended", tmp_path)
    site.edit("themes/plain/templates/article.html", "{{ desk }}", "")
    return site.edit("briefgen.yml", "[html, count]", "[html]")


def with_extension(site: SiteTest, place: str, code: str) -> SiteTest:
    """The site with an extension that runs ``code`` in a place."""
    if place in PARTS:
        site.edit("briefgen.yml", "[html]", "[html, count]")
    return site.write(DESK, bad_extension(place, code))


@pytest.mark.parametrize("code", FAILURES)
@pytest.mark.parametrize("place", ["article-read", "render"])
def test_any_failure_names_the_extension_and_its_line(plain: SiteTest, place: str, code: str) -> None:
    with_extension(plain, place, code)
    problem = problem_of(plain)
    assert (problem.code, problem.location.path) == ("extension-failed", DESK)
    assert problem.location.line
    assert "the extension desk failed" in problem.message
    assert FAILURES[code] in problem.message
    assert "\n" not in problem.message


@pytest.mark.parametrize("place", PLACES)
def test_any_part_that_ends_the_program_is_named(plain: SiteTest, place: str) -> None:
    with_extension(plain, place, "raise SystemExit(0)")
    problem = problem_of(plain)
    line = (plain.root / DESK).read_text("utf-8").split("\n").index
    text = next(t for t in (plain.root / DESK).read_text("utf-8").split("\n") if "SystemExit" in t)
    assert (problem.code, problem.location.path) == ("extension-failed", DESK)
    assert problem.location.line == line(text) + 1


@pytest.mark.parametrize("place", ["source-read", "article-read", "page-context", "page-rendered", "render"])
@pytest.mark.parametrize("code", ["os._exit(0)", "os._exit(3)", "os.kill(os.getpid(), 9)"])
def test_an_extension_that_ends_a_worker_is_named(plain: SiteTest, place: str, code: str) -> None:
    assert can_fork(), "a thread that another test left would let this end the tests themselves"
    with_extension(plain, place, code)
    problem = problem_of(plain, jobs=2)
    assert (problem.code, problem.location.path) == ("extension-failed", DESK)
    assert "ended its process" in problem.message


@pytest.mark.parametrize(
    "url",
    [
        "relative.txt",
        "//etc/passwd",
        "/../outside.txt",
        "/a/../../outside.txt",
        "/a/./b.txt",
        "/a\\b.txt",
        "/nul",
        "/a/COM1.txt",
        "/.git/hooks/post-commit",
        "/.GIT/config",
        "/a\x00b",
        "/a\nb/",
        "/name./x",
        "/\udc80",
        f"/{'n' * 256}",
        "",
    ],
)
@pytest.mark.parametrize("by", ["plan", "pages-planned"])
def test_a_page_that_is_no_file_of_the_output_is_refused(plain: SiteTest, url: str, by: str) -> None:
    page = f"Page({url!r}, 'count', 'count', '')"
    code = {"plan": f"yield {page}", "pages-planned": f"return (*value, {page})"}[by]
    before = {p for p in plain.root.parent.rglob("*") if plain.output not in p.parents}
    problem = problem_of(with_extension(plain, by, code))
    assert (problem.code, problem.location.path) == ("extension-failed", DESK)
    assert not plain.output.exists()
    after = {p for p in plain.root.parent.rglob("*") if ".briefgen" not in p.parts}
    assert after <= before


@pytest.mark.parametrize(
    "url", ["/a.txt", "/", "/a/b/", "/.well-known/security.txt", "/CNAME", "/aux-files/con-a.txt"]
)
def test_other_addresses_are_free(url: str) -> None:
    assert address_problem(url) == ""


@pytest.mark.parametrize(
    ("place", "code", "what"),
    [
        ("pages-planned", "return (*value, 'a page')", "str in the place of a Page"),
        ("pages-planned", "return (*value, value[0]._replace(subject=[1]))", "subject"),
        ("page-rendered", "return replace(value, content='text')", "str"),
        ("source-read", "return replace(value, text=None)", "a Source whose text is None"),
        ("article-read", "return replace(value, article=7)", "a ReadResult whose article is int"),
        (
            "article-read",
            "return replace(value, article=value.article._replace(author=b''))",
            "Article whose author is bytes",
        ),
        ("config-loaded", "return replace(value, output=None)", "a Config whose output is None"),
        ("build-finished", "return replace(value, diagnostics=None)", "a Report whose diagnostics is None"),
        ("plan", "yield None", "NoneType in the place of a Page"),
        ("fingerprint", "return 7", "returned int"),
        ("render", "return None", "returned NoneType"),
    ],
)
def test_a_wrong_answer_names_the_extension(plain: SiteTest, place: str, code: str, what: str) -> None:
    problem = problem_of(with_extension(plain, place, code))
    assert (problem.code, problem.location.path) == ("extension-failed", DESK)
    assert what in problem.message


def test_a_page_of_a_builder_that_does_not_exist_is_an_error(plain: SiteTest) -> None:
    code = "return (*value, Page('/x.txt', 'nobody', 'x', ''))"
    problem = problem_of(with_extension(plain, "pages-planned", code))
    assert (problem.code, problem.location.path) == ("page-failed", "x.txt")


def test_a_page_of_another_format_waits_for_its_build(tmp_path: Path) -> None:
    site = SiteTest.from_site("extended", tmp_path).build(
        builders=["feed"]
    )  # the extension adds a page of html
    assert not site.report.failed


def test_what_an_extension_prints_goes_to_standard_error(
    plain: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    with_extension(plain, "article-read", "print('seen')").build()
    out, err = capsys.readouterr()
    assert (out, err) == ("", "seen\nseen\n")

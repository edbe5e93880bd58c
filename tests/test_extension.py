"""Extensions: what they can add, what their changes render, how failures are reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.events import EVENTS
from briefgen.model.diagnostics import BriefgenError

DESK = "extensions/desk.py"
PAGES = ["/", "/2024-05-01/", "/404.html", "/articles/one/", "/articles/two/", "/desk/"]


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    return SiteTest.from_site("extended", tmp_path).build()


def test_every_part_of_the_door(site: SiteTest) -> None:
    page = site.page("/articles/one/")
    assert "<title>ONE</title>" in page  # filter
    assert "desk copy" not in page  # rule
    assert "As seen on the desk" in page  # config value
    assert "a better word" in page  # source-read
    assert "The desk" in page  # article-read
    assert "set by the desk" in page  # page-context
    assert page.endswith("<!-- seen by the desk -->\n")  # page-rendered
    assert "described by the desk" in site.page("/")  # config-loaded
    assert site.has("/desk/")  # pages-planned
    assert site.page("/count.txt").startswith("2 articles\n")  # builder
    assert "desk" in site.report.seconds  # build-finished
    site.codes("cleaning-heavy")  # the rule removes one line of two
    site.build().idle()


def test_the_site_of_the_test_connects_every_event(site: SiteTest) -> None:
    text = (site.root / DESK).read_text("utf-8")
    assert [event for event in EVENTS if f'"{event}"' not in text] == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_changed_file_reads_and_renders_what_depends_on_it(site: SiteTest, jobs: int) -> None:
    site.edit(DESK, "a better word", "the best word").build(jobs=jobs).read(2).rendered(PAGES)
    assert "the best word" in site.page("/articles/one/")
    assert site.tree() == site.clean_tree()
    site.edit(DESK, "text.upper()", "text.lower()").build(jobs=jobs)
    assert "<title>one</title>" in site.page("/articles/one/")
    assert site.tree() == site.clean_tree(jobs=2)
    site.build(jobs=jobs).idle()


def test_a_config_value_renders_the_pages(site: SiteTest) -> None:
    site.edit("briefgen.yml", "As seen on the desk", "Unseen").build().rendered(PAGES)
    assert "Unseen" in site.page("/articles/one/")


def test_what_only_renders_reads_nothing_again(tmp_path: Path) -> None:
    site = SiteTest.from_site("small", tmp_path).write(
        "extensions/loud.py", "def setup(registry):\n    registry.add_filter('loud', str.upper)\n"
    )
    site.edit("briefgen.yml", "theme: plain", "theme: plain\nextensions: [loud]").build()
    site.edit("extensions/loud.py", "str.upper", "str.lower").build().read(0).rendered(28)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("event", ["source-read", "article-read", "page-context", "page-rendered"])
def test_a_failing_handler_of_a_file_or_page_is_named(site: SiteTest, event: str, jobs: int) -> None:
    site.edit(DESK, f'"{event}", on_', f'"{event}", lambda value: 1 / 0 or on_').build(jobs=jobs).fails()
    problem = site.report.diagnostics[-1]
    assert problem.code == "extension-failed"
    assert problem.location.path == DESK
    assert problem.location.line > 70
    assert "extension desk" in problem.message
    assert event in problem.message


@pytest.mark.parametrize("event", ["config-loaded", "site-grouped", "pages-planned", "build-finished"])
def test_a_failing_handler_of_the_whole_is_named(site: SiteTest, event: str) -> None:
    site.edit(DESK, f'"{event}", on_', f'"{event}", lambda value: 1 / 0 or on_')
    with pytest.raises(BriefgenError) as caught:
        site.build()
    problem = caught.value.diagnostics[0]
    assert (problem.code, problem.location.path) == ("extension-failed", DESK)
    assert "extension desk" in problem.message
    assert event in problem.message


def test_a_failing_filter_and_a_failing_rule_are_named(site: SiteTest) -> None:
    site.edit(DESK, "text.upper()", "text.uper()").build().fails()
    assert "uper" in site.report.diagnostics[-1].message
    site.edit(DESK, "text.uper()", "text.upper()").edit(DESK, "removed(line)", "remove(line)").build().fails()
    problem = site.report.diagnostics[-1]
    assert "the extension desk failed: its cleaning rule desk-copy raised NameError" in problem.message
    assert problem.location.path == DESK


def test_a_handler_that_answers_something_else_is_told(site: SiteTest) -> None:
    site.edit(DESK, "return site.changed(per_page=7)", "return 7")
    with pytest.raises(BriefgenError, match="returned int"):
        site.build()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def setup(registry) 1", "expected ':'"),
        ("x = 1", "has no setup"),
        ("def setup(registry):\n    registry.connect('page-rendred', print)", "no event page-rendred"),
        ("def setup(registry):\n    registry.add_builder('html', print)", "a builder html already"),
        ("def setup(registry):\n    raise ValueError('no')", "its setup raised ValueError: no"),
        ("import nothing_of_that_name", "nothing_of_that_name"),
    ],
)
def test_a_broken_extension_is_told(site: SiteTest, code: str, said: str) -> None:
    site.write(DESK, code)
    with pytest.raises(BriefgenError) as caught:
        site.build()
    assert said in caught.value.diagnostics[0].message
    assert caught.value.diagnostics[0].location.path == DESK


def test_an_extension_that_is_not_there(site: SiteTest) -> None:
    site.edit("briefgen.yml", "[desk]", "[dsk]")
    with pytest.raises(BriefgenError) as caught:
        site.build()
    assert str(caught.value.diagnostics[0].location) == "briefgen.yml:4:14"
    assert caught.value.diagnostics[0].hint == 'did you mean "desk"?'

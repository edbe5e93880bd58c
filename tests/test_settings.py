"""Each declared setting and each theme option: after a change of it, an incremental build is a clean build.

A setting that is added to the schema needs an alternative value here, else the first test fails.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from images.photos import photo
from sitetest import SiteTest

from briefgen.config import FIELDS
from briefgen.images import rasterize
from briefgen.schema import Either, Field, ListOf, MapOf, Record
from briefgen.theming.design_tokens import TYPES
from briefgen.theming.loader import options_of
from briefgen.theming.manifest import Option, read_theme

THEMES = Path(__file__).parents[1] / "themes"
BUILDERS = [
    "html",
    "feed",
    "search",
    "sitemap",
    "hosting",
    "text",
    "json",
    "llms",
    "mail",
    "epub",
    "objects",
    "gettext",
    "cards",
    "pagefind",
]
BASE: dict[str, Any] = {
    "title": "Law",
    "url": "https://law.example/base/",
    "languages": [{"code": "en"}, {"code": "id"}],
    "timezone": "Asia/Jakarta",
    "topics": [
        {"slug": "world", "title": "World"},
        {"slug": "europe", "title": "Europe", "parent": "world", "keywords": ["river", "bridge"]},
        {"slug": "economy", "title": "Economy", "keywords": ["bank", "market"]},
    ],
    "paginate": 3,
    "builders": BUILDERS,
    "feeds": {"formats": ["atom", "rss", "json"], "content": "full", "items": 4},
    "inventories": {"far": {"url": "https://far.example/", "file": "far.inv"}},
    "images": {"widths": [64], "quality": 80},
}
ARTICLE = (
    "---\ntitle: {}\ndate: 2024-05-02 09:00\nlang: {}\ntags: [one]\nurl: https://far.example/a\n---\n\nThe "
    "bank by the river says so.\n"
)

FOLLOWED = {
    "url": "https://far.example/feed", "source": "Far", "topic": "world", "tags": ["one"], "lang": "id",
    "limit": 2, "whole": True, "allow_private": True,
}  # fmt: skip
"""Another value of each key of a feed to follow. No page reads one, so they are changed together."""
SENDER = {
    "service": "listmonk", "key": "LAW_KEY", "url": "https://law.example", "list": "3", "template": "1",
    "language": "id", "host": "mail.law.example", "port": 465, "user": "desk", "recipients": "team.txt",
}  # fmt: skip
"""Another value of each key of a sender, which no page reads either."""
TOGETHER = {"feeds[]": FOLLOWED, "feeds.follow[]": FOLLOWED, "senders.*": SENDER}

ALTERNATIVES: dict[str, Any] = {
    "output_mode": "in_place",
    "rights": "excerpt",
    "mail": {"content": "titles"},
    "mail.content": {"content": "full"},
    "mail.sender": {"sender": "desk@law.example"},
    "mail.footer": {"footer": "A street of our own."},
    "mail.unsubscribe": {"unsubscribe": "https://law.example/leave"},
    "senders": {"readers": {"service": "buttondown"}},
    "senders.*": {"readers": SENDER},
    "epub": {"content": "titles"},
    "epub.content": {"content": "excerpt"},
    "epub.periods": {"periods": ["month"]},
    "excerpt_length": 20,
    "markings": ["Open", "Internal"],
    "marking": "Internal",
    "marking.label": {"label": "Confidential"},
    "marking.on": {"label": "Internal", "on": ["mail", "feed"]},
    "slots": ["morning", "evening"],
    "fields": {"region": "text"},
    "fields.*.type": {"region": {"type": "list"}},
    "fields.*.help": {"region": {"help": "Where it was."}},
    "fields.*.values": {"region": {"type": "choice", "values": ["north"]}},
    "fields.*.search": {"region": {"search": True}},
    "fields.*.json": {"region": {"json": True}},
    "feeds.entries": {
        "formats": ["atom", "rss", "json"],
        "content": "full",
        "items": 4,
        "entries": "article",
    },
    "title": "Other",
    "description": "Another description.",
    "url": "https://other.example/",
    "language": "de",
    "languages": [],
    "languages[].code": [{"code": "en"}, {"code": "ar"}],
    "languages[].title": [{"code": "en", "title": "Other"}, {"code": "id", "title": "Lain"}],
    "languages[].description": [{"code": "en"}, {"code": "id", "description": "Lain."}],
    "languages[].path": [{"code": "en"}, {"code": "id", "path": "/lain/"}],
    "languages[].mixed": [{"code": "en"}, {"code": "id", "mixed": True}],
    "timezone": "America/New_York",
    "date_order": "day-first",
    "keep_offsets": False,
    "content": "more",
    "include": ["_old"],
    "front_matter": {"title": "ignore", "tags": "summary"},
    "output": "public",
    "static": "fonts",
    "logo": "logo.svg",
    "favicon": "logo.svg",
    "css": ["own.css"],
    "menu": [{"kind": "archive"}],
    "menu[].page": [{"page": "about"}],
    "menu[].kind": [{"kind": "topics"}],
    "menu[].topic": [{"topic": "economy"}],
    "menu[].url": [{"url": "https://far.example/", "title": "Far"}],
    "menu[].title": [{"page": "about", "title": {"en": "Who", "id": "Siapa"}}],
    "menu[].children": [{"title": "More", "children": [{"page": "about"}]}],
    "menu[].children[].page": [{"kind": "home", "children": [{"page": "about"}]}],
    "menu[].children[].kind": [{"kind": "home", "children": [{"kind": "tags"}]}],
    "menu[].children[].topic": [{"kind": "home", "children": [{"topic": "economy"}]}],
    "menu[].children[].url": [{"kind": "home", "children": [{"url": "/about/", "title": "A"}]}],
    "menu[].children[].title": [{"kind": "home", "children": [{"page": "about", "title": "Who"}]}],
    "footer": [{"page": "about"}],
    "footer[].page": [{"page": "about", "title": "Us"}],
    "footer[].kind": [{"kind": "feeds"}],
    "footer[].topic": [{"topic": "economy"}],
    "footer[].url": [{"url": "/about/", "title": "Who"}],
    "footer[].title": [{"kind": "archive", "title": {"en": "Old", "id": "Lama"}}],
    "footer[].children": [{"title": "More", "children": [{"page": "about"}]}],
    "footer[].children[].page": [{"title": "More", "children": [{"page": "about", "title": "B"}]}],
    "footer[].children[].kind": [{"title": "More", "children": [{"kind": "topics"}]}],
    "footer[].children[].topic": [{"title": "More", "children": [{"topic": "economy"}]}],
    "footer[].children[].url": [{"title": "More", "children": [{"url": "/about/", "title": "C"}]}],
    "footer[].children[].title": [{"title": "M", "children": [{"kind": "home", "title": "D"}]}],
    "social": [{"title": "Far", "url": "https://far.example/@us"}],
    "social[].title": [{"title": "Near", "url": "https://far.example/@us"}],
    "social[].url": [{"title": "Far", "url": "https://far.example/@other"}],
    "redirects": {"/old/": "/about/"},
    "theme": "river",
    "theme.name": {"name": "base"},
    "theme.options": {"name": "ledger", "options": {"footer": "Other"}},
    "topics": [],
    "topics[].slug": [{"slug": "globe", "title": "World"}],
    "topics[].title": [{"slug": "world", "title": "Globe"}],
    "topics[].description": [{"slug": "world", "title": "World", "description": "All of it."}],
    "topics[].parent": [
        {"slug": "world", "title": "World"},
        {"slug": "economy", "title": "Economy", "parent": "world"},
    ],
    "topics[].keywords": [{"slug": "world", "title": "World", "keywords": ["bank", "harbour"]}],
    "fallback_topic": "rest",
    "closed_topics": True,
    "briefings": {"period": "week"},
    "briefings.period": {"period": "month"},
    "aliases": {"tags": {"single": ["one"]}},
    "aliases.sources": {"sources": {"Courier": ["The Example Courier"]}},
    "aliases.tags": {"tags": {"first": ["one"]}},
    "feed_authority": "law.example,2024",
    "permalinks": {"article": "/{year}/{slug}/"},
    "pages": {"tags": False, "archive": False},
    "paginate": 2,
    "builders": [one for one in BUILDERS if one != "sitemap"],
    "feeds": {"formats": ["json"]},
    "feeds.follow": {"follow": [{"url": "https://far.example/feed"}], "formats": ["atom", "rss", "json"]},
    "feeds[]": [FOLLOWED],
    "feeds.follow[]": {"follow": [FOLLOWED]},
    "feeds.formats": {"formats": ["rss"], "content": "full", "items": 4},
    "feeds.content": {"formats": ["atom", "rss", "json"], "content": "summary", "items": 4},
    "feeds.items": {"formats": ["atom", "rss", "json"], "content": "full", "items": 2},
    "canonical": "source",
    "images": {"widths": []},
    "images.widths": {"widths": [32, 64]},
    "images.quality": {"widths": [64], "quality": 30},
    "cards": {"fonts": ["fonts/other.ttf"]},
    "cards.fonts": {"fonts": ["fonts/other.ttf"]},
    "inventories": {},
    "inventories.*.url": {"far": {"url": "https://farther.example/", "file": "far.inv"}},
    "inventories.*.file": {"far": {"url": "https://far.example/", "file": "none.inv"}},
    "linkcheck": {"age": 1},
    "linkcheck.age": {"age": 2},
    "linkcheck.timeout": {"timeout": 3},
    "linkcheck.retries": {"retries": 3},
    "linkcheck.pause": {"pause": 3},
    "linkcheck.ignore": {"ignore": ["far.example"]},
    "image_hosts": ["img.far.example"],
    "private_hosts": ["intranet.example"],
    "clean": False,
    "clean.skip": {"skip": ["dateline"]},
    "clean.keep": {"keep": ["Advertisement"]},
    "clean.drop": {"drop": ["The bank by the river says so."]},
    "clean.sources": {"sources": {"The Example Courier": {"skip": ["dateline"]}}},
    "clean.sources.*.skip": {"sources": {"The Example Courier": {"skip": ["dateline"]}}},
    "clean.sources.*.keep": {"sources": {"The Example Courier": {"keep": ["Advertisement"]}}},
    "clean.sources.*.drop": {"sources": {"The Example Courier": {"drop": ["The end."]}}},
    "extensions": ["other"],
    "suppress_warnings": ["topic-undeclared"],
}
"""By path, another value of the key at the top of the path."""


def paths_of(kind: Any, path: str) -> list[str]:
    """The paths of all keys that may stand inside a value of a kind."""
    if isinstance(kind, Record):
        return [inner for field in kind.fields for inner in declared(field, f"{path}.")]
    if isinstance(kind, Either):
        return [*paths_of(kind.short, path), *paths_of(kind.long, path)]
    if isinstance(kind, ListOf):
        return paths_of(kind.kind, f"{path}[]")
    return paths_of(kind.kind, f"{path}.*") if isinstance(kind, MapOf) else []


def declared(field: Field, above: str = "") -> list[str]:
    path = above + field.name
    return [path, *paths_of(field.kind, path)]


EACH = [path for field in FIELDS for path in declared(field)]
DECLARED = list(
    dict.fromkeys(next((one for one in TOGETHER if path.startswith(f"{one}.")), path) for path in EACH)
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    """A site with a page of each kind; the tests of this module build it one after the other."""
    site = SiteTest.from_site("law", tmp_path_factory.mktemp("settings"))
    for path, lang in (("content/tiga.md", "id"), ("content/_old/six.md", "en"), ("more/four.md", "en")):
        site.write(path, ARTICLE.format(Path(path).stem.title(), lang))
    site.write("content/five.md", ARTICLE.format("Five", "en") + "\n![photo](photo.png) {far:article}`x`\n")
    (site.root / "content/photo.png").write_bytes(photo(200, 100))
    site.write("content/pages/about.md", "---\ntitle: About\n---\n\nWho we are.\n")
    site.write("content/pages/tentang.md", "---\nlang: id\ntranslation_of: about\n---\n# Tentang\n")
    site.write("static/logo.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="3"/>')
    site.write("static/own.css", "body { margin: 0 }")
    for name in ("epsilon", "eta", "theta", "zeta"):
        site.remove(f"content/{name}.md")
    (site.root / "fonts").mkdir()
    (site.root / "fonts/other.ttf").write_bytes(Path(rasterize.font_files(Path(), ())[0]).read_bytes())
    site.write("extensions/other.py", "def setup(registry):\n    registry.add_filter('other', str.upper)\n")
    return site


def build(site: SiteTest, settings: dict[str, Any]) -> None:
    site.write("briefgen.yml", yaml.safe_dump({**BASE, **settings}, sort_keys=False))
    site.output = site.root / settings.get("output", "site")
    site.build(keep_going=True)
    assert site.report.pages


def keeps_the_law(site: SiteTest, settings: dict[str, Any], changed: dict[str, Any]) -> None:
    """After a build with ``settings``, one with ``changed`` writes what a clean build does."""
    build(site, settings)
    build(site, changed)
    assert site.tree() == site.clean_tree(keep_going=True)


def test_each_declared_setting_has_an_alternative() -> None:
    assert set(DECLARED) == set(ALTERNATIVES)
    for whole, values in TOGETHER.items():
        assert {path for path in EACH if path.startswith(f"{whole}.")} == {f"{whole}.{key}" for key in values}


@pytest.mark.parametrize("path", DECLARED)
def test_a_setting_is_changed(site: SiteTest, path: str) -> None:
    keeps_the_law(site, {}, {path.split(".")[0].removesuffix("[]"): ALTERNATIVES[path]})


# --- theme options ----------------------------------------------------------------------------------------


def other_value(option: Option) -> str:
    """A value that is not the option's default."""
    texts = {
        "text": "Other text",
        "flag": "false",
        "whole": "2",
        "fonts": "Georgia, serif",
        "length": "30rem",
    }
    if option.type == "flag":
        return "false" if option.default == "true" else "true"
    if option.type == "choice":
        return next(one for one in option.choices if one != option.default)
    if option.type == "color":
        # A little darker on white, a little lighter on black: what is read on it stays readable.
        return "#fefefe #010101" if not option.on else "#101010 #f8f8f8"
    assert option.type in {*texts, *TYPES}, f"this test has no alternative for the type {option.type}"
    return texts[option.type]


def shipped() -> list[tuple[str, str]]:
    return [(name, option) for name in ("base", "ledger", "river") for option in options(name)]


def options(theme: str) -> dict[str, Option]:
    names = [theme] if theme == "base" else [theme, "base"]
    return options_of({name: (THEMES / name, read_theme(THEMES / name, name)) for name in names})


@pytest.mark.parametrize(("theme", "option"), shipped())
def test_a_theme_option_is_changed(site: SiteTest, theme: str, option: str) -> None:
    value = other_value(options(theme)[option])
    keeps_the_law(site, {"theme": theme}, {"theme": {"name": theme, "options": {option: value}}})


# --- what is rendered again -------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> SiteTest:
    return SiteTest.from_site("small", tmp_path)


def test_a_setting_of_an_extension_is_a_query(small: SiteTest) -> None:
    small.write(
        "extensions/motto.py",
        "from briefgen.schema import Field, Text\n\n\ndef setup(registry):\n"
        "    registry.add_config_value(Field('motto', Text(), 'None', 'A motto.'))\n",
    )
    text = (small.root / "briefgen.yml").read_text("utf-8")
    small.write("briefgen.yml", text + "extensions: [motto]\nmotto: First\n")
    small.edit("themes/plain/templates/topics.html", "{% block main %}", "{% block main %}{{ config.motto }}")
    assert "First" in small.build().page("/topics/")
    small.edit("briefgen.yml", "motto: First", "motto: Second").build().rendered(["/topics/"])
    assert "Second" in small.page("/topics/")
    assert small.tree() == small.clean_tree()


def test_a_setting_that_no_page_reads_renders_nothing(small: SiteTest) -> None:
    text = (small.root / "briefgen.yml").read_text("utf-8")
    small.build()
    small.write("briefgen.yml", text + "linkcheck: {age: 3}\n").build().rendered([]).wrote(0)
    small.write("briefgen.yml", text + "feeds: {items: 1}\n").build().rendered([])
    assert small.tree() == small.clean_tree()


def test_a_template_that_is_imported_once_is_read_by_all_its_pages(small: SiteTest) -> None:
    small.write("themes/plain/templates/motto.html", "{% set words = theme.motto %}")
    for kind in ("topics", "tags"):
        name = f"themes/plain/templates/{kind}.html"
        small.edit(
            name, "{% block main %}", '{% block main %}{% import "motto.html" as own %}{{ own.words }}'
        )
    small.edit("themes/plain/templates/base.html", "{{ theme.motto }}", "")
    small.edit("briefgen.yml", "theme: plain", "theme: {name: plain, options: {motto: First}}").build()
    small.edit("briefgen.yml", "motto: First", "motto: Second").build().rendered(["/topics/", "/tags/"])
    assert small.tree() == small.clean_tree()

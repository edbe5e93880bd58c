"""Pictures of other sites: blocked with a warning, or shown from the hosts that the settings name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.model.diagnostics import BriefgenError
from briefgen.util.urls import may_load

CONFIG = "title: T\nurl: https://brief.example/\ntopics: [{slug: world}]\n"
HEAD = "---\ntitle: Boats\ndate: 2024-05-01\nlang: en\ntopic: world\nimage_alt: Boats\n"
ARTICLE = (
    HEAD + "image: https://img.pier.example/boats.jpg\n---\n\n"
    "The boats ![came](https://cdn.quay.example/a.png) in.\n\n"
    'More of <img alt="them" src="//cdn.quay.example:8443/b.png">, ![mine](https://brief.example/c.png).\n'
)


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    return SiteTest.of_files({"briefgen.yml": CONFIG, "content/a.md": ARTICLE}, tmp_path)


def policy(site: SiteTest) -> str:
    match = re.search(r"img-src ([^;]*);", site.page("/articles/a/"))
    assert match
    return match[1]


def blocked(site: SiteTest) -> list[str]:
    return [str(d.location) for d in site.report.diagnostics if d.code == "image-blocked"]


def test_each_picture_that_is_blocked_is_reported_with_its_place(site: SiteTest) -> None:
    site.build()
    assert blocked(site) == ["content/a.md:7:8", "content/a.md:10:19", "content/a.md:12:30"]
    hints = [d.hint for d in site.report.diagnostics if d.code == "image-blocked"]
    assert "image_hosts: [img.pier.example]" in hints[0]
    assert "image_hosts: [cdn.quay.example:8443]" in hints[2]
    assert policy(site) == "'self' data:"


def test_pictures_of_an_added_article_do_not_keep_the_site_from_being_published(site: SiteTest) -> None:
    record = "raw: 00/none.json\n"
    added = ARTICLE.replace("image_alt: Boats\n", record).replace("![came]", "![]")
    site.write("content/a.md", added).build(strict=True)
    pictures = [d for d in site.report.diagnostics if d.code.startswith("image-")]
    assert {d.code for d in pictures} == {"image-blocked", "image-alt-missing"}
    assert {d.severity for d in pictures} == {"note"}
    site.write("content/a.md", added.replace(record, "")).build()
    assert {d.severity for d in site.report.diagnostics if d.code.startswith("image-")} == {"warning"}


def test_the_policy_is_as_wide_as_the_settings_say(site: SiteTest) -> None:
    site.build()
    hosts = 'image_hosts: [IMG.pier.example, "*.quay.example"]\n'
    site.write("briefgen.yml", CONFIG + hosts).build()
    assert policy(site) == "'self' data: img.pier.example *.quay.example"
    assert blocked(site) == ["content/a.md:12:30"]
    assert site.tree() == site.clean_tree()
    site.write("briefgen.yml", CONFIG + hosts.replace("]", ', "cdn.quay.example:8443"]')).build()
    assert blocked(site) == []
    site.build().idle()
    assert blocked(site) == []


def test_a_picture_that_goes_takes_its_warning_along(site: SiteTest) -> None:
    site.build().edit("content/a.md", "![came](https://cdn.quay.example/a.png) ", "").build()
    assert blocked(site) == ["content/a.md:7:8", "content/a.md:12:30"]


@pytest.mark.parametrize(
    "host",
    ["https://img.example.org", "img.example.org/a", "*", "*.", "a b.example", "x.example; script-src *",
     "'unsafe-inline'", "data:", "x.example\\n", "x.example,y.example", ""],
)  # fmt: skip
def test_what_is_no_host_is_refused(site: SiteTest, host: str) -> None:
    site.write("briefgen.yml", f'{CONFIG}image_hosts: ["{host}"]\n')
    if host in ("", "x.example\\n"):  # nothing is left of them but a host
        site.build()
        assert policy(site) in ("'self' data:", "'self' data: x.example")
        return
    with pytest.raises(BriefgenError, match="is not a host"):
        site.build()


@pytest.mark.parametrize("host", ["10.0.0.0/8", "http://intranet.example", "a b"])
def test_what_is_no_private_host_is_refused(site: SiteTest, host: str) -> None:
    site.write("briefgen.yml", f'{CONFIG}private_hosts: ["{host}"]\n')
    with pytest.raises(BriefgenError, match="is not a host"):
        site.build()


@pytest.mark.parametrize(
    ("url", "hosts", "may"),
    [
        ("https://a.example/x", ["a.example"], True),
        ("https://A.example:443/x", ["a.example"], True),
        ("https://a.example:444/x", ["a.example"], False),
        ("https://a.example:444/x", ["a.example:444"], True),
        ("https://b.a.example/x", ["a.example"], False),
        ("https://b.a.example/x", ["*.a.example"], True),
        ("https://c.b.a.example/x", ["*.a.example"], True),
        ("https://a.example/x", ["*.a.example"], False),
        ("https://ba.example/x", ["*.a.example"], False),
        ("https://bücher.example/x", ["xn--bcher-kva.example"], True),
        ("https://evil@a.example/x", ["a.example"], True),
        ("https://a.example@evil.example/x", ["a.example"], False),
        ("https://a.example:x/", ["a.example"], False),
    ],
)
def test_a_host_matches_as_in_a_policy(url: str, hosts: list[str], may: bool) -> None:
    assert may_load(url, hosts) is may

"""What a host wants beside the pages, and links that hold wherever the site lives."""

from __future__ import annotations

from pathlib import Path

import pytest
from htmlcheck import broken_links, parse
from sitetest import SiteTest

from briefgen.util.urls import custom_domain

HOMES = {
    "https://desk.github.io/": "/",
    "https://desk.github.io/brief/": "/brief/",
    "https://brief.example/": "/",
    "https://brief.example/a/b": "/a/b/",
}
HOSTED = {"builders": "[html, hosting]"}


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://brief.example/", "brief.example"),
        ("https://Brief.Example", "brief.example"),
        ("https://brief.example:8080/", "brief.example"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://brief.example/repo/", ""),
        ("https://desk.github.io/", ""),
        ("https://github.io/", ""),
        ("https://notgithub.io/", "notgithub.io"),
        ("https://example.org/", ""),
        ("http://localhost/", ""),
        ("http://127.0.0.1/", ""),
        ("https://" + "a" * 64 + ".example/", ""),
    ],
)
def test_a_domain_of_the_sites_own(url: str, domain: str) -> None:
    assert custom_domain(url) == domain


def test_the_files_of_a_host(tmp_path: Path) -> None:
    site = SiteTest.from_site("small", tmp_path).build(define={**HOSTED, "url": "https://brief.example/"})
    assert site.page("/.nojekyll") == ""
    assert site.page("/CNAME") == "brief.example\n"
    assert site.page("/robots.txt") == "User-agent: *\nAllow: /\n"
    site.build(define={"url": "https://desk.github.io/brief/", "builders": "[html, hosting, sitemap]"})
    assert not site.has("/CNAME")
    assert site.page("/robots.txt").endswith("\nSitemap: https://desk.github.io/brief/sitemap.xml\n")


def test_the_projects_own_files_go_before_ours(tmp_path: Path) -> None:
    site = SiteTest.from_site("small", tmp_path).write("static/robots.txt", "User-agent: *\nDisallow: /\n")
    site.write("static/CNAME", "other.example\n").build(define=HOSTED).codes()
    assert (site.page("/robots.txt"), site.page("/CNAME")) == (
        "User-agent: *\nDisallow: /\n",
        "other.example\n",
    )
    site.remove("static/robots.txt").build(define=HOSTED)
    assert site.page("/robots.txt") == "User-agent: *\nAllow: /\n"


@pytest.mark.parametrize(("url", "base"), HOMES.items())
def test_moving_the_site_changes_one_line(url: str, base: str, tmp_path: Path) -> None:
    site = SiteTest.from_site("small", tmp_path).edit("briefgen.yml", "theme: plain", "theme: ledger").build()
    site.edit("briefgen.yml", "https://small.example/", url).build()
    assert broken_links(site.output, base) == []
    home = url.rstrip("/") + "/"
    for address in ("/feed.xml", "/sitemap.xml", "/"):
        assert home in site.page(address)
        assert "small.example" not in site.page(address).replace("tag:small.example", "")
    for element in parse(site.output / "404.html").iter():
        for link in (element.get("href"), element.get("src")):
            assert not link or link.startswith((base, "#", "data:")), link

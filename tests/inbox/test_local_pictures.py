"""``--pictures``: pictures of other sites are saved beside the article, whatever command brings it in."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from feedserver import Answer, FeedServer, entry, rss, serving, story
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.importing import picture_saver
from briefgen.importing.document import Input
from briefgen.importing.local_pictures import LocalPictures, body_urls, find_file, stem_of, with_files

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
UNSAFE = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def png(side: int = 8) -> bytes:
    """A whole picture of one colour."""
    rows = b"".join(b"\0" + b"\x40\x80\xc0" * side for _ in range(side))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with serving() as feeds:
        picture = {"Content-Type": "application/octet-stream"}
        feeds.routes["/img/boat.php?w=9"] = Answer(200, picture, png())
        feeds.routes["/img/chart"] = Answer(200, {"Content-Type": "image/svg+xml"}, SVG)
        feeds.routes["/img/unsafe.svg"] = Answer(200, {"Content-Type": "image/svg+xml"}, UNSAFE)
        feeds.routes["/img/page.png"] = Answer(200, {"Content-Type": "image/png"}, b"<html>No</html>")
        feeds.routes["/img/dot.png"] = Answer(200, {"Content-Type": "image/png"}, png(1))
        feeds.routes["/img/cut.png"] = Answer(200, {"Content-Type": "image/png"}, png(90)[:-40])
        feeds.routes["/img/away.png"] = Answer(302, {"Location": "http://localhost:1/x.png"})
        yield feeds


def page(server: FeedServer, words: str = "") -> bytes:
    names = ("chart", "unsafe.svg", "page.png", "dot.png", "cut.png", "away.png", "none.png")
    figures = "".join(
        f'<figure><img src="/img/{name}" alt="About {name}"><figcaption>Below {name}</figcaption></figure>'
        for name in names
    )
    elsewhere = server.at("/img/boat.php?w=9", "localhost")
    other = f'<figure><img src="{elsewhere}"><figcaption>O</figcaption></figure>'
    first, last = (f"<p>{story(place)} {words}</p>" for place in ("harbour", "mill"))
    return (
        f'<html lang="en"><head><title>Boats in the harbour</title><meta property="og:image" '
        f'content="{server.at("/img/boat.php?w=9")}"><meta property="og:image:alt" content="A boat">'
        f'<meta property="article:published_time" content="2024-05-01T08:00:00Z"></head>'
        f"<body><article><h1>Boats in the harbour</h1>{first}{figures}{other}{last}</article></body></html>"
    ).encode()


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    settings = "title: Brief\nurl: https://brief.example/\nprivate_hosts: [127.0.0.1, localhost]\n"
    return SiteTest.of_files({"briefgen.yml": settings}, tmp_path)


def article(site: SiteTest, folder: str = "content") -> Path:
    return next((site.root / folder).rglob("*.md"))


def saved(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir() if file.suffix != ".md")


def test_add_saves_what_is_a_picture_and_says_why_others_stay(
    site: SiteTest, server: FeedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.routes["/page"] = Answer(200, {"Content-Type": "text/html"}, page(server))
    add = ["add", server.at("/page"), "-C", str(site.root), "--pictures", "--json"]
    assert run(add) == 0
    problems = json.loads(capsys.readouterr().out)["diagnostics"]
    reasons = {
        one["message"].split("/img/")[1].split(" is not saved: ")[0]: one["message"] for one in problems
    }
    assert {one["code"] for one in problems} == {"picture-unsaved"}
    assert set(reasons) == {
        "unsafe.svg", "page.png", "dot.png", "cut.png", "away.png", "none.png", "boat.php?w=9",
    }  # fmt: skip
    assert "not a public address" in reasons["boat.php?w=9"], "the host is not that of the page"
    path = article(site)
    text = path.read_text()
    boat, chart = (find_file(path.parent, server.at(f"/img/{name}")) for name in ("boat.php?w=9", "chart"))
    assert saved(path) == sorted([boat, chart])
    assert (path.parent / boat).read_bytes() == png()
    assert f"image: {boat}\nimage_alt: A boat\n" in text
    assert f"![About chart]({chart})\\\n*Below chart*" in text
    assert f"![About none.png]({server.at('/img/none.png')})" in text
    asked = len(server.asked)
    assert run(add) == 0
    assert [one for one in server.paths()[asked:] if one != "/page"] == [], "it is there already"

    server.routes["/page"] = Answer(200, {"Content-Type": "text/html"}, page(server, "More."))
    assert run([*add[:-1], "--quiet"]) == 0
    assert "1 updated" not in capsys.readouterr().out
    assert f"({chart})" in path.read_text()
    assert "More." in path.read_text(), "the outlet's change came, though pictures have other addresses here"
    assert run(["clean", "--all", "-C", str(site.root)]) == 0
    assert "for you to decide" not in capsys.readouterr().out


def test_pictures_of_the_inbox_go_with_their_item(site: SiteTest, server: FeedServer) -> None:
    picture = server.at("/img/chart")
    items = [
        entry(f"The {place}", f"https://courier.example/{place}",
              f'&lt;p&gt;{story(place)}&lt;/p&gt;&lt;img src="{picture}" alt="A chart"&gt;')
        for place in ("harbour", "mill")
    ]  # fmt: skip
    server.feed("/feed", rss(*items))
    feed = f"feeds: [{{url: '{server.at('/feed')}', allow_private: true}}]\n"
    site.write("briefgen.yml", f"title: Brief\nurl: https://brief.example/\n{feed}")
    assert run(["fetch", "--pictures", "-C", str(site.root)]) == 0
    inbox = sorted((site.root / "inbox").iterdir())
    names = [file.name for file in inbox if file.suffix == ".svg"]
    assert len(inbox) == 3
    assert len(names) == 1, "both show the same picture"
    taken, skipped = (file.stem for file in inbox if file.suffix == ".md")
    assert names[0] not in "".join(map(str, site.build().tree()))
    assert run(["take", taken, "-C", str(site.root)]) == 0
    assert saved(article(site)) == names
    assert (site.root / "inbox" / names[0]).is_file(), "the other item shows it, too"
    assert any(names[0] in str(path) for path in site.build().tree())
    assert run(["skip", skipped, "-C", str(site.root)]) == 0
    assert [*(site.root / "inbox").iterdir()] == []


def test_take_saves_pictures_of_public_addresses_only(
    site: SiteTest, server: FeedServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"---\ntitle: A\ndate: 2024-05-01\nimage: https://img.example/a.png\n---\n\n![B]({server.at('/img/chart')})\n"
    site.write("inbox/2024-05-01-a.md", text)
    fetch = picture_saver.fetch

    def answer(url: str, **more: object) -> Input:
        return Input(url, png()) if url == "https://img.example/a.png" else fetch(url, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(picture_saver, "fetch", answer)
    assert run(["take", "2024-05-01-a", "--pictures", "-C", str(site.root)]) == 0
    assert "[picture-unsaved]" in capsys.readouterr().err
    written = article(site).read_text()
    assert f"image: {stem_of('https://img.example/a.png')}.png" in written
    assert server.at("/img/chart") in written
    assert server.paths() == []


WXR = """<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><wp:base_blog_url>{home}</wp:base_blog_url><item><title>Boats</title><link>{home}/boats/</link>
<content:encoded><![CDATA[<p>Words</p><img src="{home}/img/chart" alt="A chart">]]></content:encoded>
<wp:post_id>1</wp:post_id><wp:post_date>2024-05-01 08:00:00</wp:post_date><wp:post_name>boats</wp:post_name>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>"""


def test_import_saves_pictures_also_in_a_second_run(
    site: SiteTest, server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = server.at("")
    (tmp_path / "export.xml").write_text(WXR.format(home=home))
    command = ["import", "wordpress", str(tmp_path / "export.xml"), "--old-url", home, "-C", str(site.root)]
    assert run(command) == 0
    assert f"![A chart]({home}/img/chart)" in article(site).read_text()
    assert run([*command, "--pictures"]) == 0
    name = find_file(article(site).parent, f"{home}/img/chart")
    assert f"![A chart]({name})" in article(site).read_text()
    assert f"added content/2024/{name}" in capsys.readouterr().out
    for again in (command, [*command, "--pictures"]):
        assert run(again) == 0
        assert "added" not in capsys.readouterr().out.splitlines()
    assert server.paths() == ["/img/chart"]
    article(site).write_text(article(site).read_text() + "\nMine\n")
    assert run([*command, "--pictures"]) == 1, "what a person changed stays"


def test_only_pictures_outside_of_code_are_led_elsewhere(tmp_path: Path) -> None:
    url = "https://a.example/x/boat(1).png"
    body = '![a \\] b](https://a.example/x/b.png) [![c](<https://a.example/x/b.png> "T")](https://a.example/x/b.png)\n'
    code = "`![a](https://a.example/x/b.png)`\n\n```\n![a](https://a.example/x/b.png)\n```\n"
    assert list(body_urls(body + code)) == ["https://a.example/x/b.png"] * 2
    name = f"{stem_of('https://a.example/x/b.png')}.png"
    (tmp_path / name).write_bytes(b"")
    pictures = LocalPictures.beside(tmp_path, body + code)
    local = pictures.local(body + code)
    assert local == f'![a \\] b]({name}) [![c](<{name}> "T")](https://a.example/x/b.png)\n{code}'
    assert pictures.web(local) == body + code
    assert stem_of(url) != stem_of(url + "?w=2")
    head = f'---\ntitle: "A"\nimage: {url}\nurl: {url}x\n---\nText\n'
    assert with_files(head, "a.md", {url: "b.png"}) == head.replace(f"image: {url}", "image: b.png")


def test_an_article_has_a_most_of_pictures_and_bytes(site: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def answer(url: str, **more: object) -> Input:
        asked.append(url)
        return Input(url, png() if "large" not in url else png() + bytes(picture_saver.MOST_BYTES))

    monkeypatch.setattr(picture_saver, "fetch", answer)
    urls = [f"https://a.example/{n}.png" for n in range(picture_saver.MOST_PICTURES + 5)]
    text = "---\ntitle: A\n---\n" + "".join(
        f"![x]({url})\n" for url in ["https://a.example/large.png", *urls]
    )
    made = picture_saver.PictureSaver(site.root).save(text, "content/a.md")
    assert len(asked) == picture_saver.MOST_PICTURES
    assert len(made.files) == picture_saver.MOST_PICTURES - 1
    assert len(made.problems) == 1 + 6
    assert made.text.count("https://") == 7

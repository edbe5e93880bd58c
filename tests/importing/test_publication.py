"""What was not public where it comes from does not become public here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.reading.frontmatter import split
from briefgen.reading.publication import LeftOut, of_path, of_row, of_status, why_draft

NOW = ["--now", "2030-01-15"]
TEXT = "The {} boat went to the island on Thursday, and nobody was on it but the man who owns it."
GHOST_DATE = "2024-05-02T10:00:00.000Z"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteTest:
    made = SiteTest.of_files({"briefgen.yml": "title: T\nlanguage: en\ntimezone: UTC\n"}, tmp_path)
    monkeypatch.chdir(made.root)
    return made


def drafts(site: SiteTest) -> dict[str, bool]:
    """The titles of all articles, and whether each is a draft."""
    found = {}
    for file in (site.root / "content").rglob("*.md"):
        parts = split(file.read_text("utf-8"), file.name)
        assert not isinstance(parts, tuple) or hasattr(parts, "head")
        head = str(getattr(parts, "head", ""))
        title = next(line for line in head.splitlines() if line.startswith("title: "))
        found[title.removeprefix("title: ")] = "draft: true" in head.splitlines()
    return found


def item(title: str, status: str, kind: str = "post", more: str = "", date: str = "Thu, 02 May 2024") -> str:
    date = date if ":" in date else f"{date} 11:00:00 +0000"
    return (
        f"<item><title>{title}</title><link>https://island.example/?p={title}</link><pubDate>{date}</pubDate>"
        f"<content:encoded><![CDATA[<p>{TEXT.format(title)}</p>]]></content:encoded>"
        f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>"
    )


def wordpress(*items: str) -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Isle</title>{"".join(items)}</channel></rss>'
    )


def test_a_wordpress_export(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    never = "Wed, 30 Nov -0001 00:00:00 +0000"
    changed = (
        "<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>"
        "<wp:post_modified_gmt>2024-03-09 08:00:00</wp:post_modified_gmt>"
    )
    export = wordpress(
        item("first", "publish"),
        item("second", "draft", date=never, more=changed),
        item("third", "private"),
        item("fourth", "pending"),
        item("fifth", "future"),
        item("sixth", "future", date="Tue, 05 Mar 2041 11:00:00 +0000"),
        item("seventh", "publish", more="<wp:post_password>sesame</wp:post_password>"),
        item("eighth", "some-plugin-status"),
        item("ninth", "trash"),
        item("tenth", "publish", "page"),
        item("eleventh", "inherit", "attachment"),
        item("twelfth", "inherit", "attachment"),
        item("thirteenth", "publish", "feedback"),
    )
    site.write("export.xml", export)
    assert run(["add", "export.xml", *NOW]) == 0
    public = {"first", "sixth"}
    held = {"second", "third", "fourth", "fifth", "seventh", "eighth"}
    assert drafts(site) == {**dict.fromkeys(public, False), **dict.fromkeys(held, True)}
    err = capsys.readouterr().err
    for words in ("1 page", "2 attachments", "1 article in the trash", '"feedback"', "8 added (6 drafts)"):
        assert words in err
    (second,) = (site.root / "content").rglob("*second.md")
    assert second.name.startswith("2024-03-09")
    assert run(["build", str(site.root), *NOW]) == 0
    assert [path.name for path in (site.output / "articles").iterdir()] == ["first"]


def ghost(*posts: dict[str, object]) -> dict[str, object]:
    users = [{"id": "u", "name": "Ada Pier", "email": "ada@island.example"}]
    joins = [{"post_id": "first", "author_id": "u", "sort_order": 0}]
    return {
        "meta": {"version": "5.0"},
        "data": {"posts": list(posts), "users": users, "posts_authors": joins},
    }


def post(
    name: str, status: str = "published", visibility: str = "public", **more: object
) -> dict[str, object]:
    html = f"<p>{TEXT.format(name)}</p>"
    dated = {"status": status, "visibility": visibility, "published_at": GHOST_DATE}
    return {"id": name, "title": name, "html": html, **dated, **more}


@pytest.mark.parametrize("wrap", [True, False])
def test_a_ghost_export(wrap: bool, site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    export = ghost(
        post("first"),
        post("second", "draft", published_at=None, created_at=GHOST_DATE),
        post("third", visibility="members"),
        post("fourth", "sent"),
        post("fifth", "scheduled", published_at="2041-05-02T10:00:00.000Z"),
        post("sixth", "scheduled"),
        post("seventh", type="page"),
        post("eighth", visibility="paid", html=None, plaintext=TEXT.format("eighth")),
    )
    site.write("ghost.json", json.dumps({"db": [export]} if wrap else export))
    assert run(["add", "ghost.json", *NOW]) == 0
    held = {"second", "third", "fourth", "sixth", "eighth"}
    assert drafts(site) == {"first": False, "fifth": False, **dict.fromkeys(held, True)}
    assert "1 page" in capsys.readouterr().err
    (first,) = (site.root / "content").rglob("*first.md")
    assert "author: Ada Pier" in first.read_text("utf-8")
    for raw in (site.root / "raw").rglob("*.json"):
        assert "ada@island.example" not in raw.read_text("utf-8")


@pytest.mark.parametrize("app", ["http://www.w3.org/2007/app", "http://purl.org/atom/app#"])
def test_an_atom_feed_with_drafts(app: str, site: SiteTest) -> None:
    entries = "".join(
        f"<entry><id>{name}</id><title>{name}</title><published>{year}-05-02T10:00:00Z</published>{control}"
        f'<content type="text">{TEXT.format(name)}</content></entry>'
        for name, year, control in [
            ("first", 2024, ""),
            ("second", 2024, "<app:control><app:draft>yes</app:draft></app:control>"),
            ("third", 2024, "<app:control><app:draft>no</app:draft></app:control>"),
            ("fourth", 2041, ""),
        ]
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:app="{app}"><title>F</title>{entries}</feed>'
    site.write("feed.atom", feed)
    assert run(["add", "feed.atom", *NOW]) == 0
    assert drafts(site) == {"first": False, "second": True, "third": False, "fourth": False}
    assert run(["build", str(site.root), *NOW]) == 0
    assert {path.name for path in (site.output / "articles").iterdir()} == {"first", "third"}


def test_a_blogger_export(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    published = "<published>2024-05-02T10:00:00Z</published>"

    def entry(name: str, kind: str, more: str = "") -> str:
        scheme, term = "http://schemas.google.com/g/2005#kind", "http://schemas.google.com/blogger/2008/kind#"
        return (
            f'<entry><id>{name}</id><title>{name}</title><category scheme="{scheme}" term="{term}{kind}"/>'
            f'{more}{published}<content type="text">{TEXT.format(name)}</content></entry>'
        )

    new = 'xmlns:blogger="http://schemas.google.com/blogger/2018"'
    entries = [
        entry("first", "post"),
        entry("second", "page"),
        entry("third", "settings"),
        entry("fourth", "comment"),
    ]
    entries += [
        f"<entry><id>{name}</id><title>{name}</title><blogger:type>POST</blogger:type>"
        f"<blogger:status>{status}</blogger:status>{published}"
        f'<content type="text">{TEXT.format(name)}</content></entry>'
        for name, status in [("fifth", "LIVE"), ("sixth", "DRAFT"), ("seventh", "SOFT_TRASHED")]
    ]
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom" {new}><title>F</title>{"".join(entries)}</feed>'
    site.write("blog.atom", feed)
    assert run(["add", "blog.atom", *NOW]) == 0
    assert drafts(site) == {"first": False, "fifth": False, "sixth": True}
    assert "1 comment" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("columns", "values"),
    [
        ("status", {"published": False, "Publish": False, "draft": True, "In Review": True, "pending": True}),
        ("post_status", {"live": False, "private": True, "members-only": True}),
        ("status", {"1": False, "0": True, "200": False, "404": True}),
        ("is_published", {"true": False, "yes": False, "f": True, "No": True, "0": True}),
        ("published", {"1": False, "False": True}),
        ("draft", {"0": False, "no": False, "true": True, "x": True}),
        ("Hidden", {"": False, "FALSE": False, "Yes": True}),
        ("visibility", {"everyone": False, "Western Isles": False, "unlisted": True}),
        ("state", {"Oregon": False, "ME": False, "draft": True}),
        ("estado", {"Jalisco": False, "publicado": False, "borrador": True, "pendiente": True}),
        ("statut", {"publié": False, "en relecture": True, "brouillon": True}),
        ("Fassung", {"zweite": False, "Entwurf": True}),
        ("restricted", {"no": False, "yes": True}),
    ],
)
def test_a_table(columns: str, values: dict[str, bool], site: SiteTest) -> None:
    rows = [
        f'"n{n}","{TEXT.format(f"{n}th")} {n * 1111}",2024-05-02,"{value}"' for n, value in enumerate(values)
    ]
    site.write("a.csv", f"title,text,date,{columns}\n" + "\n".join(rows) + "\n")
    assert run(["add", "a.csv", "--anyway", *NOW]) == 0
    assert drafts(site) == {f"n{n}": is_draft for n, is_draft in enumerate(values.values())}


@pytest.mark.parametrize(
    ("row", "is_draft"),
    [
        ({"published": "2024-05-01"}, False),
        ({"published": False, "date": "2024-05-01"}, True),
        ({"isPublished": True, "date": "2024-05-01"}, False),
        ({"publishedAt": None, "createdAt": "2024-05-01"}, True),
        ({"published_at": "", "date": "2024-05-01"}, False),
        ({"hidden": 1, "date": "2024-05-01"}, True),
        ({"deleted_at": None, "date": "2024-05-01"}, False),
        ({"status": {"code": "draft"}, "date": "2024-05-01"}, True),
        ({"status": [{"value": True, "lang": "en"}], "date": "2024-05-01"}, False),
        ({"status": [{"value": False}], "date": "2024-05-01"}, True),
        ({"status": {"id": 7, "label": "Awaiting the lawyer"}, "date": "2024-05-01"}, True),
        ({"status": {"id": 7, "label": "Published"}, "date": "2024-05-01"}, False),
        ({"estado": {"id": 7, "label": "Jalisco"}, "date": "2024-05-01"}, False),
        ({"author": {"status": "draft"}, "date": "2024-05-01"}, False),
        ({"embargo": "until Friday", "date": "2024-05-01"}, True),
    ],
)
@pytest.mark.parametrize("form", ["list", "lines", "one"])
def test_json(row: dict[str, object], is_draft: bool, form: str, site: SiteTest) -> None:
    one = json.dumps({"title": "Boat", "text": TEXT.format("fifth"), **row})
    name, text = {"list": ("a.json", f"[{one}]"), "lines": ("a.jsonl", f"{one}\n"), "one": ("a.json", one)}[
        form
    ]
    site.write(name, text)
    assert run(["add", name, *NOW]) == 0
    assert drafts(site) == {"Boat": is_draft}


@pytest.mark.parametrize("name", ["embargo", "embargo_until", "Sperrfrist bis", "not-before"])
def test_an_embargo_of_a_table_ends_when_it_says(name: str, site: SiteTest) -> None:
    site.write("a.csv", f'title,text,date,{name}\nBoat,"{TEXT.format("fifth")}",2024-05-02,2031-02-03\n')
    assert run(["add", "a.csv", *NOW]) == 0
    (file,) = (site.root / "content").rglob("*.md")
    assert "\npublish_from: 2031-02-03\n" in file.read_text("utf-8")


def test_a_json_feed(site: SiteTest) -> None:
    items = [
        {
            "id": "1",
            "title": "first",
            "content_text": TEXT.format("first"),
            "date_published": "2024-05-02T10:00:00Z",
        },
        {"id": "2", "title": "second", "content_text": TEXT.format("second"), "status": "draft"},
    ]
    site.write(
        "feed.json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": items})
    )
    assert run(["add", "feed.json", *NOW]) == 0
    assert drafts(site) == {"first": False, "second": True}


@pytest.mark.parametrize(
    ("header", "is_draft"),
    [("X-Unsent: 1", True), ("X-Unsent: 0", False), ("X-Mozilla-Draft-Info: internal/draft; vcard=0", True),
     ("X-Gmail-Labels: Drafts,Important", True), ("X-Gmail-Labels: Inbox", False), ("X-Mailer: Pier", False)],
)  # fmt: skip
def test_a_mail(header: str, is_draft: bool, site: SiteTest) -> None:
    head = f"From: a@island.example\nSubject: Boat\nDate: Thu, 02 May 2024 11:00:00 +0000\n{header}\n"
    site.write("a.eml", f"{head}Content-Type: text/plain\n\n{TEXT.format('mail')}\n")
    assert run(["add", "a.eml", *NOW]) == 0
    assert drafts(site) == {"Boat": is_draft}


def test_a_folder_of_drafts(site: SiteTest) -> None:
    site.write("inbox/a.txt", f"Boat\n\n{TEXT.format('a')}\n")
    site.write("inbox/_drafts/b.txt", f"Ship\n\n{TEXT.format('b')} It was very much slower than the other.\n")
    assert run(["add", "inbox", "--anyway", *NOW]) == 0
    assert drafts(site) == {"Boat": False, "Ship": True}


def test_a_draft_of_a_published_article_makes_it_a_draft(site: SiteTest) -> None:
    site.write("export.xml", wordpress(item("first", "publish")))
    assert run(["add", "export.xml", *NOW]) == 0
    assert drafts(site) == {"first": False}
    site.edit("export.xml", "publish<", "draft<").edit("export.xml", "on Thursday", "on Friday")
    assert run(["add", "export.xml", *NOW]) == 0
    assert drafts(site) == {"first": True}


@pytest.mark.parametrize(
    "origin", ["https://island.example/drafts/a", "export/drafts.html", "mydrafts/a.html"]
)
def test_other_paths_are_public(origin: str) -> None:
    assert not of_path(origin).reason


def test_names_are_compared_without_case_and_signs() -> None:
    assert of_row({"Post Status": "DRAFT"}) == of_row({"post-status": "DRAFT"})
    assert of_row({"postStatus": "auto-draft"}).reason
    assert isinstance(of_status("In the Trash").left_out, LeftOut)
    assert of_path("export/draft_Boat-1.html").reason


def test_what_is_scheduled_waits_for_its_date() -> None:
    from datetime import UTC, datetime

    now = datetime(2030, 1, 15, 12, tzinfo=UTC)
    assert not why_draft("scheduled", "2030-01-16", now)
    assert not why_draft("scheduled", "2030-01-15 12:01+00:00", now)
    assert why_draft("scheduled", "2030-01-15", now)
    assert why_draft("scheduled", "2030-01-15 11:59+00:00", now)
    assert why_draft("it is a draft", "2031-01-15", now) == "it is a draft"


def test_programs_are_told_too(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    site.write(
        "export.xml",
        wordpress(item("first", "publish"), item("second", "draft"), item("x", "publish", "page")),
    )
    assert run(["add", "export.xml", "--json", *NOW]) == 0
    values = json.loads(capsys.readouterr().out)
    assert {one["title"]: one["unpublished"] for one in values["articles"]} == {
        "first": None,
        "second": "status is draft",
    }
    assert values["left_out"] == {"page": 1}


def test_many_refused_rows_have_a_line_each(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("a.jsonl", "".join(f'{{"text": "row {n}\n' for n in range(50)))
    assert run(["add", "a.jsonl", *NOW]) == 1
    err = capsys.readouterr().err
    assert err.count("[import-refused]") == 50
    assert err.count("hint:") == 20

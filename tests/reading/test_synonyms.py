"""Keys and values of other programs under our names, and what keeps an article back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.model import Diagnostic, Location, ReadResult, Source
from briefgen.model.diagnostics import diagnostic
from briefgen.reading.article import read
from briefgen.reading.frontmatter import FIELDS
from briefgen.reading.pipeline import Pipeline
from briefgen.reading.unknown_keys import fold_keys

PIPELINE = Pipeline()


def result(head: str, path: str = "content/a.md", **mapping: str) -> ReadResult:
    pipeline = replace(PIPELINE, front_matter=mapping)
    return read(Source(path, f"---\ntitle: T\n{head}---\nThe pier is open.\n", "d"), pipeline)


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ("Author: Mira\n", "author", "Mira"),
        ("AUTHORS: [Mira, Tomas]\n", "author", "Mira, Tomas"),
        ("author:\n  name: Mira\n  email: m@x.example\n", "author", "Mira"),
        ("authors:\n- name: Mira\n  url: https://x.example/\n- Tomas\n", "author", "Mira, Tomas"),
        ("excerpt: >-\n  Two\n  lines\n", "summary", "Two lines"),
        ("subtitle: Less\nDescription: More\n", "summary", "More"),
        ("description:\nexcerpt: Full\n", "summary", "Full"),
        ("summary: Ours\ndescription: Theirs\n", "summary", "Ours"),
        ("lastmod: 2022-04-01\n", "updated", "2022-04-01"),
        ("updatedDate: 2022-04-01\n", "updated", "2022-04-01"),
        ("last_modified_at: 2022-04-01\n", "updated", "2022-04-01"),
        ("categories: [News, Sea]\n", "topics", ("News", "Sea")),
        ("category: News\ncategories: [Sea, News]\n", "topics", ("News", "Sea")),
        ("taxonomies:\n  categories: [Sea]\n", "topics", ("Sea",)),
        ("Tags: [a]\nkeywords: b, c\n", "tags", ("a", "b", "c")),
        ("tags:\n- name: Sea\n  slug: sea\n", "tags", ("Sea",)),
        ("permalink: /2015/old-pier/\n", "aliases", ("/2015/old-pier/",)),
        ("permalink: https://x.example/2015/old-pier.html\n", "aliases", ("/2015/old-pier.html",)),
        ("permalink: old-pier\n", "slug", "old-pier"),
        ("permalink: '/{{ page.slug }}/'\n", "aliases", ()),
        ("url: /blog/pier/\n", "aliases", ("/blog/pier/",)),
        ("path: blog/pier\n", "aliases", ("/blog/pier/",)),
        ("redirect_from:\n- /a/\n- b/c\n", "aliases", ("/a/", "/b/c/")),
        ("canonicalURL: https://x.example/a\n", "url", "https://x.example/a"),
        ("heroImage: ./pier.png\n", "image", "content/pier.png"),
        ("image:\n  path: /img/pier.png\n  alt: The pier\n", "image", "/img/pier.png"),
        ("image:\n  path: /img/pier.png\n  alt: The pier\n", "image_alt", "The pier"),
        ("images: [pier.png, b.png]\n", "image", "content/pier.png"),
        ("expiryDate: 2033-01-01\n", "expires", "2033-01-01T00:00:00+00:00"),
        ("language: id\n", "lang", "id"),
        ("extra:\n  author: Mira\n", "author", "Mira"),
    ],
)
def test_a_key_of_another_program_is_read(head: str, field: str, value: object) -> None:
    found = result(f"date: 2022-03-31\n{head}")
    assert found.article, found.diagnostics
    assert getattr(found.article, field) == value
    assert [d for d in found.diagnostics if d.severity != "note"] == []


@pytest.mark.parametrize(
    "key", ["pubDate", "PublishDate", "published", "published_at", "DATE", "datePublished", "created"]
)
def test_a_date_has_many_names(key: str) -> None:
    found = result(f"{key}: 2022-03-31\n").article
    assert found
    assert found.day == "2022-03-31"


def test_a_publish_date_beside_a_date_is_when_it_appears() -> None:
    found = result("date: 2022-03-31\npublishDate: 2031-01-01\n").article
    assert found
    assert (found.day, found.publish_from) == ("2022-03-31", "2031-01-01T00:00:00+00:00")


@pytest.mark.parametrize(
    "head",
    [
        "published: false", "Published: 'no'", "publish: false", "draft: true", "Draft: yes",
        "isDraft: true", "status: draft", "Status: Private", "status: hidden", "post_status: future",
        "status: pending", "status: expired", "visibility: private", "visibility: members",
        "hidden: true", "private: true", "unlisted: true", "expired: true", "password: secret",
        "build: {render: never}", "_build: {render: false}", "render: false", "headless: true",
        "permalink: false", "draft: false\nstatus: draft", "published: true\ndraft: true",
        "status: whatever", "params: {draft: true}", "extra: {status: draft}",
        "visible: false", "isPublished: false", "state: draft", "layout: draft", "status: [a, b]",
        "entwurf: ja", "brouillon: oui", "borrador: sí", "Черновик: да", "veröffentlicht: nein",
        "publicado: no", "wip: true", "ready: false", "online: false", "access: members", "statut: brouillon",
        "status: Entwurf", "workflow: draft", "archived: yes", "deleted: true", "internal: 1",
        "status: {code: draft}", "visibility: unheard-of", "confidential: true", "audience: internal",
    ],
)  # fmt: skip
def test_whatever_says_so_keeps_an_article_back(head: str) -> None:
    found = result(f"date: 2022-03-31\n{head}\n").article
    assert found is None or found.draft


@pytest.mark.parametrize(
    "head",
    [
        "published: true", "status: published", "Status: publish",
        "status:", "state: Ohio\nfront: page", "draft: false",
        "hidden: no", "visibility: public", "password: ", "entwurf: nein", "brouillon: non", "ready: true",
        "online: yes", "access: everyone", "status: featured", "stage: Globe Theatre", "tags: [draft]",
        "summary: Draft", "note: draft", "audience: children", "internal: false", "status: 200",
        "archived: no", "draft: false\npassword:", "published: 2022-03-31 10:00",
        "build: {list: never}",
    ],
)  # fmt: skip
def test_nothing_else_does(head: str) -> None:
    found = result(f"date: 2022-03-31\n{head}\n").article
    assert found
    assert not found.draft


def test_what_lies_in_a_folder_of_drafts_is_one() -> None:
    for path in ("content/_drafts/a.md", "content/x/_drafts/y/a.md", "_drafts/a.md"):
        found = result("date: 2022-03-31\ndraft: false\n", path).article
        assert found
        assert found.draft
    other = result("date: 2022-03-31\n", "content/drafts.md").article
    assert other
    assert not other.draft


@pytest.mark.parametrize("head", ["published: false\n", "draft: true\n", "title: T\nstatus: draft\n"])
def test_a_draft_may_lack_a_title_and_a_date(head: str) -> None:
    found = read(Source("content/notes.md", f"---\n{head}---\nText.\n", "d"), PIPELINE)
    assert found.article is None
    assert {d.severity for d in found.diagnostics} == {"note"}
    found = read(Source("_drafts/notes.md", "---\ntitle: T\n---\nText.\n", "d"), PIPELINE)
    assert [(d.code, d.severity) for d in found.diagnostics] == [("date-missing", "note")]


def test_an_unknown_status_is_reported() -> None:
    found = result("date: 2022-03-31\nstatus: simmering\n")
    assert [(d.code, d.location.line) for d in found.diagnostics] == [("status-unknown", 4)]
    assert "simmering" in found.diagnostics[0].message


def test_the_settings_map_keys() -> None:
    found = result(
        "date: 2022-03-31\nstandfirst_text: S\nMood: gay\nstatus: x\n",
        standfirsttext="summary",
        mood="ignore",
        Status="ignore",
    )
    assert found.article
    assert (found.article.summary, found.article.draft, found.diagnostics) == ("S", False, ())


def test_a_key_twice_is_an_error_in_whatever_case() -> None:
    found = result("date: 2022-03-31\nauthor: a\nauthor: b\n")
    assert [(d.code, d.location.line) for d in found.diagnostics] == [("yaml-duplicate", 5)]


CASES = st.sampled_from(
    [str.upper, str.title, lambda name: name.replace("_", "-"), lambda name: name.replace("_", "")]
)
VALUES = {
    "image": "p.png",
    "url": "https://x.example/",
    "draft": "true",
    "clean": "false",
    "lang": "id",
    "id": "x",
    "rights": "excerpt",
}


@given(st.sampled_from([f for f in FIELDS if f.name not in ("title", "clean")]), st.data(), CASES)
def test_every_field_is_read_under_all_its_names_in_any_case(field, data: st.DataObject, case) -> None:  # type: ignore[no-untyped-def]
    name = data.draw(st.sampled_from((field.name, *field.aka)))
    kind = type(field.kind).__name__
    value = VALUES.get(field.name) or ("2022-03-31" if kind == "Written" else "value")
    dated = "" if field.name == "date" else "date: 2022-01-01\n"
    ours, theirs = result(f"{dated}{field.name}: {value}\n"), result(f"{dated}{case(name)}: {value}\n")
    assert ours.article
    assert theirs.article
    assert ours.article._replace(places={}, digest="", text_digest="") == theirs.article._replace(
        places={}, digest="", text_digest=""
    )


def told(path: str, key: str, code: str = "unknown-key") -> Diagnostic:
    return diagnostic(code, Location(path, 4, 1), f"unknown key {key}", "a hint")


def test_a_key_that_many_files_have_is_reported_once() -> None:
    other = told("content/b.md", "x", "bad-value")
    many = [told(f"content/{n:02}.md", "mood") for n in range(17)]
    found = list(fold_keys([*many[::-1], other, told("content/z.md", "colour")]))
    assert [(d.location.path, d.message) for d in found] == [
        ("content/b.md", "unknown key x"),
        ("content/00.md", "unknown key mood (also in 16 other files)"),
        ("content/z.md", "unknown key colour"),
    ]

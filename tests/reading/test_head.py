"""An article's head: title, moments, slug, picture and what is told of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefgen.cleaning.rules import ORDER
from briefgen.model import Article, ReadResult, Source, Topic
from briefgen.project.pipeline import default_pipeline
from briefgen.reading.article import read
from briefgen.reading.pipeline import Pipeline

JAKARTA = Pipeline(timezone="Asia/Jakarta")


def result(
    head: str, body: str = "Text.\n", path: str = "content/a.md", pipeline: Pipeline = JAKARTA
) -> ReadResult:
    return read(Source(path, f"---\n{head}---\n{body}", "d"), pipeline)


def article(
    head: str, body: str = "Text.\n", path: str = "content/a.md", pipeline: Pipeline = JAKARTA
) -> Article:
    found = result(head, body, path, pipeline)
    assert found.article, found.diagnostics
    return found.article


@pytest.mark.parametrize(
    ("date", "day", "time", "moment"),
    [
        ("2022-03-31", "2022-03-31", "", "2022-03-31"),
        ("2022-3-1", "2022-03-01", "", "2022-03-01"),
        ("2022-03-31 06:31", "2022-03-31", "06:31", "2022-03-31T06:31:00+07:00"),
        ("2022-03-31T23:30Z", "2022-04-01", "06:30", "2022-04-01T06:30:00+07:00"),
        ('"2022-03-31"', "2022-03-31", "", "2022-03-31"),
    ],
)
def test_a_date_is_a_day_in_the_sites_zone(date: str, day: str, time: str, moment: str) -> None:
    found = article(f"title: T\ndate: {date}\n")
    assert (found.day, found.time, found.moment) == (day, time, moment)


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("content/2022-03-31-the-talks.md", "the-talks"),
        ("content/x/12_Über uns.md", "uber-uns"),
        ("content/2022.md", "2022"),
        ("content/2022-03-31.md", "2022-03-31"),
        ("content/a.b.md", "a-b"),
        ("content/the-talks/index.md", "the-talks"),
        ("content/2022-03-31-the-talks/index.en.md", "the-talks"),
        ("content/index.md", "index"),
    ],
)
def test_the_slug_is_the_files_name(path: str, slug: str) -> None:
    assert article("title: T\ndate: 2022-03-31\n", path=path).slug == slug


@pytest.mark.parametrize("slug", ["../../etc/passwd", "..", "a/b", "%2e%2e", "\\\\x", "<script>", "con"])
def test_a_given_slug_is_one_safe_part_of_an_address(slug: str) -> None:
    found = article(f"title: T\ndate: 2022-03-31\nslug: '{slug}'\n").slug
    assert found
    assert not set(found) & set("./\\%<>\"' ")


def test_the_date_can_come_from_the_files_name_and_the_id_from_its_path() -> None:
    found = article("title: T\n", path="content/war/2022-03-31-x.md")
    assert (found.day, found.id) == ("2022-03-31", "war/2022-03-31-x")


def test_the_title_is_one_line() -> None:
    assert article("title: |\n  one\n  two\ndate: 2022-03-31\n").title == "one two"


@pytest.mark.parametrize("title", ['" "', r'"\x07\x1b"', r'"\u200b\u202e"', r'"\ud83d"', "[a, b]"])
def test_a_title_that_cannot_be_used_costs_no_article(title: str) -> None:
    head, path = f"title: {title}\ndate: 2022-03-31\n", "content/2022-03-31-the-talks.md"
    found = result(head, "Text.\n", path)
    assert found.article
    assert found.article.title == "the talks"
    assert [(d.code, d.location.line, d.location.column) for d in found.diagnostics] == [
        ("bad-value", 2, 8),
        ("title-found", 2, 8),
    ]
    assert (
        article(head, "# In the text\n\nText.\n", path, replace(JAKARTA, rules=ORDER)).title == "In the text"
    )


def test_what_the_text_says_of_a_field_is_held_to_what_a_page_may_show() -> None:
    found = article(
        "date: 2022-03-31\n",
        "# A\x07 title\u202e\rturned\u2067\n\nText.\n",
        pipeline=replace(JAKARTA, rules=ORDER),
    )
    assert found.title == "A title turned"


def test_topics_and_tags_are_each_there_once() -> None:
    found = article("title: T\ndate: 2022-03-31\ntopic: War\ntopics: [Oil, War]\ntags: [a, ' ', b, a]\n")
    assert (found.topics, found.tags) == (("War", "Oil"), ("a", "b"))


def test_keywords_count_only_without_a_topic() -> None:
    pipeline = replace(JAKARTA, topics=(Topic("oil", "Oil", "", ("barrel",)),))
    head = "title: A barrel\ndate: 2022-03-31\n"
    assert [slug for slug, _ in article(head, pipeline=pipeline).hits] == ["oil"]
    assert article(head + "topic: war\n", pipeline=pipeline).hits == ()


@pytest.mark.parametrize(
    ("image", "path"),
    [
        ("pic.png", "content/d/pic.png"),
        ("../pic.png", "content/pic.png"),
        ("https://example.org/p.png", "https://example.org/p.png"),
        ("/assets/p.png", "/assets/p.png"),
    ],
)
def test_a_picture_is_a_project_path_or_a_web_address(image: str, path: str) -> None:
    assert article(f"title: T\ndate: 2022-03-31\nimage: {image}\n", path="content/d/a.md").image == path


@pytest.mark.parametrize(
    "image", ["/../etc/passwd", "//host/p.png", "javascript:x", "data:image/png;base64,AA", "mailto:a@b"]
)
def test_another_picture_is_refused(image: str) -> None:
    found = result(f"title: T\ndate: 2022-03-31\nimage: {image}\n")
    assert found.article
    assert found.article.image == ""
    assert [(d.code, d.location.line, d.location.column) for d in found.diagnostics] == [
        ("url-refused", 4, 8)
    ]


def test_vital_moments_are_instants_in_the_sites_zone() -> None:
    found = article("title: T\ndate: 2022-03-31\npublish_from: 2022-04-01\nexpires: 2022-04-02 12:00\n")
    assert found.publish_from == "2022-04-01T00:00:00+07:00"
    assert found.expires == "2022-04-02T12:00:00+07:00"


def test_the_source_has_a_name_and_an_address() -> None:
    found = article("title: T\ndate: 2022-03-31\nsource: {name: Post, url: 'https://post.example/'}\n")
    assert (found.source, found.source_url) == ("Post", "https://post.example/")


def test_an_article_in_error_has_no_head() -> None:
    assert result("title: T\ndate: 2022-02-30\n").article is None
    assert result("title: T\ndate: 2022-03-31\ndraft: maybe\n").article is None


def test_the_digest_is_over_what_a_listing_shows() -> None:
    head = "title: T\ndate: 2022-03-31\nsummary: S\n"
    first = article(head)
    assert first.digest == article(head, path="content/a.md", body="Other.\n").digest
    assert first.body_digest != article(head, body="Other.\n").body_digest
    assert first.digest != article(head.replace("summary: S", "summary: Z")).digest


HEAD = "title: T\ndate: 2022-03-31\n"


def test_an_id_stays_whatever_the_file_is_called() -> None:
    assert article(HEAD, path="content/2022/a.md").id == "2022/a"
    assert article(f"{HEAD}id: 2022-03-31-talks\n", path="content/2022/a.md").id == "2022-03-31-talks"
    wrong = result(f"{HEAD}id: two words\n", path="content/2022/a.md")
    assert wrong.article
    assert wrong.article.id == "2022/a"
    assert [(d.code, d.location.line, d.location.column) for d in wrong.diagnostics] == [("bad-value", 4, 5)]


@pytest.mark.parametrize("alias", ["/../x/", "//host/", "/a\\b/", "/./x"])
def test_an_alias_is_an_address_of_this_site(alias: str) -> None:
    found = result(f"{HEAD}aliases: [Old Talks, /2021/talks, /old.html, '{alias}']\n")
    assert found.article
    assert found.article.aliases == ("old-talks", "/2021/talks/", "/old.html")
    assert [d.code for d in found.diagnostics] == ["bad-value"]


def test_what_the_text_says_of_where_it_comes_from_is_marked() -> None:
    body = "GENEVA, March 31 (Reuters) - The ministers met on Thursday and will meet again.\n"
    found = article(HEAD, body, pipeline=default_pipeline())
    assert (found.place, found.agency, found.found) == ("GENEVA", "Reuters", ("agency", "place"))
    given = "place: Kiev\nagency: AFP\nbyline: A. Writer\nlicence: CC BY 4.0\nvia: Post\n"
    declared = article(HEAD + given, body, pipeline=default_pipeline())
    assert (declared.place, declared.agency, declared.found) == ("Kiev", "AFP", ())
    assert (declared.byline, declared.licence, declared.via) == ("A. Writer", "CC BY 4.0", "Post")
    assert article(f"{HEAD}fetched: 2022-04-01 10:00\n").fetched == "2022-04-01T10:00:00+07:00"


def test_an_edition_holds_an_article_to_what_its_file_says() -> None:
    first = article(HEAD, "Text.\n")
    assert first.text_digest == article(f"{HEAD}tags: [a]\nslug: other\n", "Text.\n").text_digest
    assert first.text_digest != article(HEAD, "Texts.\n").text_digest
    assert first.text_digest != article(f"{HEAD}summary: S\n", "Text.\n").text_digest
    head = f"{HEAD}summary: S\n"
    assert article(head, "Text.\n").digest == article(head, "Texts.\n").digest


def test_the_time_that_the_text_gives_is_one_of_the_sites_zone() -> None:
    found = article(
        "title: T\nlang: en\n",
        "3 May 2024, 23:30 ET\n\nUpdated 4 May 2024, 10:00 ET\n\nThe ferry left.\n",
        pipeline=replace(JAKARTA, rules=ORDER),
    )
    assert (found.moment, found.updated) == ("2024-05-04T10:30:00+07:00", "2024-05-04T21:00:00+07:00")


def test_what_the_front_matter_says_wins_over_the_text() -> None:
    found = article(
        "title: T\nlang: en\ndate: 2024-05-01\nupdated: 2024-05-02\n",
        "3 May 2024, 10:00 ET\n\nUpdated 4 May 2024, 10:00 ET\n\nThe ferry left.\n",
        pipeline=replace(JAKARTA, rules=ORDER),
    )
    assert (found.day, found.updated) == ("2024-05-01", "2024-05-02")

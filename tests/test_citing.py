"""How to cite: what an article says of itself can end no field, no entry and no string."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefgen.builders.citations import bibtex, cite_article, cite_edition, csl_json
from briefgen.config import Config
from briefgen.model import Article, Issue

CONFIG = Config(Path(), title="The Brief", url="https://brief.example/", language="en")
AT = "https://brief.example/articles/talks/"


def article(**more: object) -> Article:
    head = {
        "id": "2022-03-31-talks",
        "path": "content/talks.md",
        "slug": "talks",
        "title": "Talks",
        "day": "2022-03-31",
    }
    return Article(**{**head, "time": "", "moment": "2022-03-31", "lang": "en", **more})  # type: ignore[arg-type]


def test_an_article_is_its_outlets() -> None:
    item = cite_article(
        article(
            source="The Post",
            author="A. Writer",
            url="https://post.example/a",
            place="Geneva",
            fetched="2022-04-01T10:00:00+00:00",
        ),
        AT,
        CONFIG,
    )
    assert json.loads(csl_json(item)) == [
        {
            "id": "2022-03-31-talks",
            "type": "article-newspaper",
            "title": "Talks",
            "author": [{"literal": "A. Writer"}],
            "container-title": "The Post",
            "issued": {"date-parts": [[2022, 3, 31]]},
            "accessed": {"date-parts": [[2022, 4, 1]]},
            "publisher-place": "Geneva",
            "language": "en",
            "URL": "https://post.example/a",
            "archive": "The Brief",
            "archive_location": AT,
        }
    ]
    assert bibtex(item) == (
        "@article{2022-03-31-talks,\n  title = {{Talks}},\n  author = {{A. Writer}},\n  journal = {{The "
        "Post}},\n  address = {{Geneva}},\n  year = {{2022}},\n  day = {{31}},\n  language = {{en}},\n  "
        "month = mar,\n  urldate = {{2022-04-01}},\n  url = {https://post.example/a}\n}"
    )


def test_an_edition_is_the_sites() -> None:
    item = cite_edition(
        Issue("2022-W13", 13, "", 8), "Week 13 of 2022", "https://brief.example/2022-W13/", CONFIG
    )
    assert item["issued"] == {"date-parts": [[2022, 3, 28]]}
    assert bibtex(item).startswith(
        "@misc{2022-W13,\n  title = {{Week 13 of 2022}},\n  howpublished = {{The Brief}},\n  "
        "number = {{13}},\n"
    )


@pytest.mark.parametrize(
    "nasty", ["}, evil = {x", "\\input{/etc/passwd}", "100 % & more_ #1 $2 ~ ^", '"quoted"\n@book{x,']
)
def test_no_text_of_an_article_leaves_its_field(nasty: str) -> None:
    item = cite_article(article(title=nasty, author=nasty, source=nasty, id="a}b,c"), AT, CONFIG)
    assert json.loads(csl_json(item))[0]["title"] == nasty
    entry = bibtex(item)
    bare = (
        entry.replace("\\textbackslash{}", "")
        .replace("\\textasciitilde{}", "")
        .replace("\\textasciicircum{}", "")
    )
    depth = 0
    for n, char in enumerate(bare):
        if bare[n - 1] != "\\":
            depth += (char == "{") - (char == "}")
        assert depth >= 0
        assert depth or n in (*range(len("@article")), len(bare) - 1), f"the entry ends at {n}: {bare}"
    assert "\n@" not in entry
    assert not set(entry.split("{", 1)[1].split(",", 1)[0]) & set("{}, \\")

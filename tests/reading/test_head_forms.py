"""Front matter in the forms of other programs: each says the same as YAML would."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.model import Article, Diagnostic, Source
from briefgen.reading.article import read
from briefgen.reading.frontmatter import split
from briefgen.reading.pipeline import Pipeline

PIPELINE = Pipeline()
BODY = "The ferry to Sandvik leaves at noon, and it takes forty cars.\n"
TEXT = st.text(
    st.characters(categories=("L", "N"), include_characters=" :#'-,.!?&{}[]"), min_size=1, max_size=60
)
TITLE = TEXT.map(lambda text: " ".join(f"T {text}".split()))
TAG = st.from_regex(r"[a-z]{2,9}", fullmatch=True)
DAY = st.dates(date(1990, 1, 1), date(2028, 12, 31)).map(str)


def dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def toml(title: str, day: str, tags: list[str]) -> str:
    return f"+++\ntitle = {dumps(title)}\ndate = {day}T08:00:00Z\ntags = {json.dumps(tags)}\n+++\n{BODY}"


def zola(title: str, day: str, tags: list[str]) -> str:
    return (
        f"+++\ndate = {day}\ntitle = {dumps(title)}\n[taxonomies]\ntags = {json.dumps(tags)}\n+++\n\n{BODY}"
    )


def json_object(title: str, day: str, tags: list[str]) -> str:
    head = {"title": title, "date": f"{day}T08:00:00Z", "tags": tags}
    return f"{json.dumps(head, indent=chr(9))}\n\n{BODY}"


def json_fence(title: str, day: str, tags: list[str]) -> str:
    return f"---json\n{json.dumps({'title': title, 'date': day, 'tags': tags})}\n---\n{BODY}"


def hexo_json(title: str, day: str, tags: list[str]) -> str:
    return f'"title": {dumps(title)},\n"date": "{day} 08:00:00",\n"tags": {json.dumps(tags)}\n;;;\n{BODY}'


def hexo_yaml(title: str, day: str, tags: list[str]) -> str:
    rows = "".join(f"- {tag}\n" for tag in tags)
    return f"title: {dumps(title)}\ndate: {day} 08:00:00\ntags:\n{rows}---\n{BODY}"


def pelican(title: str, day: str, tags: list[str]) -> str:
    return f"Title: {title}\nDate: {day} 08:00\nTags: {', '.join(tags)}\nModified: {day}\n\n{BODY}"


def multimarkdown(title: str, day: str, tags: list[str]) -> str:
    keywords = f"{tags[0]},\n    {', '.join(tags[1:])}"
    return f"title:   {title}\ndate:    {day}\nkeywords: {keywords}\n\n{BODY}"


def nikola(title: str, day: str, tags: list[str]) -> str:
    rows = f".. title: {title}\n.. slug: ferry\n.. date: {day} 08:00:00\n.. tags: {', '.join(tags)}"
    return f"<!--\n{rows}\n-->\n\n{BODY}"


def nikola_bare(title: str, day: str, tags: list[str]) -> str:
    return f".. title: {title}\n.. date: {day}\n.. tags: {', '.join(tags)}\n\n{BODY}"


FORMS = [
    toml, zola, json_object, json_fence, hexo_json, hexo_yaml, pelican, multimarkdown, nikola, nikola_bare,
]  # fmt: skip


def article(text: str, path: str = "content/ferry.md") -> Article:
    result = read(Source(path, text, "d"), PIPELINE)
    assert result.article, result.diagnostics
    return result.article


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=30)
@given(title=TITLE, day=DAY, tags=st.lists(TAG, min_size=1, max_size=3, unique=True), windows=st.booleans())
def test_each_form_says_what_yaml_says(
    form: Callable[..., str], title: str, day: str, tags: list[str], windows: bool
) -> None:
    text = form(title, day, tags)
    found = article("\ufeff" + text.replace("\n", "\r\n") if windows else text)
    assert (found.title, found.day, found.tags) == (title, day, tuple(tags))
    parts = split(text, "content/ferry.md")
    assert parts.body.strip() == BODY.strip()  # type: ignore[union-attr]
    lines = text.split("\n")
    assert "\n".join(lines[parts.first_line - 1 :]) == parts.body  # type: ignore[union-attr]


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=30)
@given(title=TITLE, day=DAY, cut=st.integers(0, 200))
def test_no_title_is_a_line_of_a_head(form: Callable[..., str], title: str, day: str, cut: int) -> None:
    """However a head is cut off, the article is refused or has a title of its own."""
    text = form(title, day, ["sea"])
    result = read(Source("content/ferry.md", text[:cut] + "\n\n" + BODY, "d"), PIPELINE)
    if result.article:
        assert not result.article.title.lower().startswith(
            ("title:", "{", "+++", ".. title", "<!--", '"title"')
        )


@pytest.mark.parametrize(
    "text",
    [
        "Harbour: the ferry leaves at noon\n\nIt takes forty cars.\n",
        "Note: the pier is closed.\nDate: to be told.\n\nMore.\n",
        "{% include head.html %}\n\nText.\n",
        "{ a brace } opens this text\n",
        "+++\nplus signs\n+++\n",
        ".. a line with dots\n\nText.\n",
        "<!-- a comment -->\n\nText.\n",
        "# Title: of a text\n\nTitle: not at the top\n",
        "https://ferry.example/\nTitle: below an address\n",
    ],
)
def test_what_is_no_head_is_text(text: str) -> None:
    parts = split(text, "content/a.md")
    assert parts == (None, text, 1, "YAML", 1)


def test_values_stand_at_their_places() -> None:
    text = '+++\ntitle = "T"\ndate = 2022-03-31\n\n[extra]\nurl = "ftp://x.example/"\n+++\nText.\n'
    found = read(Source("content/a.md", text, "d"), PIPELINE).diagnostics
    assert [(d.code, d.location.line, d.location.column) for d in found] == [("url-refused", 6, 7)]


def test_toml_types_are_read_as_they_are_written() -> None:
    found = article(
        "+++\ntitle = 2022\ndate = 2022-03-31T06:31:00+07:00\ndraft = false\nupdated = 2022-04-01 10:00:00\n"
        '[extra]\nsummary = """\nOne\ntwo."""\n[[extra.more]]\na = 1\n+++\nText.\n'
    )
    assert (found.title, found.moment) == ("2022", "2022-03-31T06:31:00+07:00")
    assert (found.updated, found.summary) == ("2022-04-01T10:00:00+00:00", "One\ntwo.")


LONG = 60_000


@pytest.mark.parametrize(
    "text",
    [
        "title: a" + " " * LONG + "x\n\n" + BODY,
        "Title: T\n" + "    more\n" * LONG + "\n" + BODY,
        "title: T\n" + "a: b\n" * LONG,
        "+++\n" + "".join(f"k{n} = {n}\n" for n in range(LONG // 10)) + "+++\n" + BODY,
        "+++\n" + "[" * LONG + "\n+++\n",
        "<!--\n.. title: T\n" + "\n " * LONG,
        '{"title": ' + "[" * LONG,
        '"title": "T"\n' + ";;\n" * LONG,
        "title:\n" + " -\n" * LONG + "---\n",
        "(https://a.example/" + ")" * LONG,
        "https://" * LONG,
        "{% " * LONG,
        "{{ {a}`" * (LONG // 7),
        "- [ ] " * LONG,
    ],
    ids=range(14),
)
def test_hostile_texts_take_no_longer_than_others(text: str) -> None:
    begun = time.process_time()
    read(Source("content/a.md", text, "d"), PIPELINE)
    read(Source("content/a.txt", text, "d"), PIPELINE)
    assert time.process_time() - begun < 20


@settings(max_examples=200)
@given(st.lists(st.sampled_from([
    "title: T", "+++", "---", "---json", ";;;", "<!--", "-->", ".. title: T", "{", "}", '"title": "T",',
    '{"title": "T"}', "a = 1", "[x]", "    more", "", "Text: of it", "- a",
    "\r", "date: 2022-03-31", "tags: [a", "'",
]), max_size=9))  # fmt: skip
def test_any_text_is_read_or_refused(lines: list[str]) -> None:
    text = "\n".join(lines)
    parts = split(text, "content/a.md")
    if not isinstance(parts, Diagnostic):
        assert text.endswith(parts.body)
        assert not parts.body or parts.first_line == text[: len(text) - len(parts.body)].count("\n") + 1
    result = read(Source("content/a.md", text, "d"), PIPELINE)
    assert result.article or any(d.severity == "error" for d in result.diagnostics)

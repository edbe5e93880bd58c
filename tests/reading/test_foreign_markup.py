"""Bare addresses, lists of tasks, and markup of other programs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.model import Source
from briefgen.reading.article import read
from briefgen.reading.bare_links import linked_html
from briefgen.reading.pipeline import Pipeline

HEAD = "---\ntitle: T\ndate: 2022-03-31\n---\n"


def html(body: str, path: str = "content/a.md") -> str:
    result = read(Source(path, HEAD + body, "d"), Pipeline())
    assert result.body, result.diagnostics
    return "".join(result.body.parts)  # type: ignore[union-attr]


def links(text: str) -> list[str]:
    return re.findall(r'<a href="([^"]*)">', text)


ADDRESSES = [
    ("Times stand at https://tram.example/times.", "https://tram.example/times"),
    ("(see https://tram.example/a_(b)_c)", "https://tram.example/a_(b)_c"),
    ("https://tram.example/a?b=c&d=e#f, they say", "https://tram.example/a?b=c&amp;d=e#f"),
    ("时刻表见https://tram.example/times。请查看", "https://tram.example/times"),
    ("ดูที่https://tram.example/timesครับ", "https://tram.example/times"),
    ("*https://tram.example/a_b_c*", "https://tram.example/a_b_c"),
    ("“https://tram.example/”", "https://tram.example/"),
    ("HTTP or http://tram.example: both", "http://tram.example"),
]


@pytest.mark.parametrize(("text", "url"), ADDRESSES)
def test_a_bare_address_is_a_link(text: str, url: str) -> None:
    assert links(html(f"{text}\n")) == [url]
    assert links(html(f"- {text}\n")) == [url]
    assert links(html(f"{text}\n", "content/a.txt")) == [url]


@pytest.mark.parametrize(
    "text",
    [
        "`https://tram.example/`",
        "    https://tram.example/",
        "```\nhttps://tram.example/\n```",
        "<b title='https://tram.example/'>x</b>",
        "xhttps://tram.example/",
        "https:// is a scheme",
        "ftp://tram.example/ and javascript://x",
        r"https\://tram.example/",
    ],
)
def test_what_is_none_stays(text: str) -> None:
    assert links(html(f"The times.\n\n{text}\n")) == []


@pytest.mark.parametrize(
    "text",
    [
        "[https://tram.example/](https://tram.example/)",
        "<https://tram.example/>",
        '<a href="https://tram.example/">at https://tram.example/ or so</a>',
        "[see https://other.example/ there](https://tram.example/)",
        "[a]\n\n[a]: https://tram.example/",
    ],
)
def test_what_is_a_link_already_stays_one(text: str) -> None:
    assert links(html(f"{text}\n")) == ["https://tram.example/"]


SOUP = st.text(st.sampled_from("ab.:/_*()[]`<>&\"' \n—。https"), max_size=60)


@given(st.lists(st.one_of(SOUP, st.just("https://e.example/x"), st.just("http://")), max_size=6).map("".join))
def test_linking_changes_no_word(text: str) -> None:
    line = text.replace("\n", " ")
    assert re.sub(r"</?a[^>]*>", "", linked_html(line)) == linked_html(line.replace("://", "\0")).replace(
        "\0", "://"
    )
    assert all(url.startswith(("http://", "https://")) for url in links(linked_html(line)))


def test_a_list_of_tasks_has_signs() -> None:
    found = html("- [x] new **bell**\n- [ ] new lamp\n- [X] a rope\n- [y] no\n- [ ]none\n\n1. [x] first\n")
    assert found.count("☑") == 3
    assert found.count("☐") == 1
    assert "[y] no" in found
    assert "[x]" not in found


def told(body: str) -> list[tuple[str, int, int]]:
    found = read(Source("content/a.md", HEAD + body, "d"), Pipeline()).diagnostics
    return [
        (d.code, d.location.line, d.location.column)
        for d in found
        if d.code in ("template-tag", "role-unknown", "html-removed", "html-unknown")
    ]


@pytest.mark.parametrize(
    "tag",
    [
        "{% include sponsor.html %}", "{%- if page.x -%}", "{{ site.title }}",
        '{{< figure src="a.png" >}}', "{{%/* x */%}}",
        "{{<youtube abc>}}", "{% link _posts/2020-01-01-a_b.md %}", "{: .lead}",
        "{{ '/a.png' | relative_url }}", "{% raw %}",
    ],
)  # fmt: skip
def test_a_template_tag_is_reported_at_its_place(tag: str) -> None:
    assert told(f"A pier.\n\nThe pier {tag} is open.\n") == [("template-tag", 7, 10)]
    assert told(f"A pier.\n\n- A\n- The pier {tag}\n") == [("template-tag", 8, 12)]
    assert told(f"A pier and\n*one* {tag}\n") == [("template-tag", 6, 7)]
    assert told(f"<div>\n{tag}\n</div>\n") == [("template-tag", 6, 1)]


@pytest.mark.parametrize(
    "text",
    ["`{% raw %}`", "```\n{{ x }}\n```", "    {{ x }}", "{ a } {{", "a {b} c", "{#fragment}", "$\\{x\\}$"],
)
def test_code_and_braces_are_no_tags(text: str) -> None:
    assert told(f"A pier.\n\n{text}\n") == []


@pytest.mark.parametrize(
    "markup",
    [
        "[[Other page]]", "![[pier.png]]", "[[Other|that one]]", '[gallery ids="1,2"]', "[/caption]",
        "%% ask Ana first %%", "{width=50%}", "{.wide}",
    ],
)  # fmt: skip
def test_markup_of_another_program_is_reported_within_a_line(markup: str) -> None:
    assert told(f"A pier.\n\nThe pier {markup} is open.\n") == [("template-tag", 7, 10)]
    assert told(f"A pier.\n\nThe pier `{markup}` is open.\n") == []


@pytest.mark.parametrize(
    "markup",
    ["> [!NOTE]\n> Mind it.", "[TOC]", ":::{note}\nMind it.\n:::", "::: warning", '!!! note "Mind it"',
     "??? tip\n    Mind it.", ".. image:: a.png", "## The pier {#pier}"],
)  # fmt: skip
def test_markup_of_another_program_is_reported_at_the_start_of_a_block(markup: str) -> None:
    assert [one[:2] for one in told(f"A pier.\n\n{markup}\n")] == [("template-tag", 7)]


@pytest.mark.parametrize(
    "text",
    ["[sic] and [1] and [Ana Lee]", "What??? Yes!!! No.", "!!!", "50 %% of it", "a :: b", "[[1]](https://a.example)",
     "- [x] done", "[one]\n\n[one]: https://a.example/", "He said [laughs]: no", "x[i] = [a=b c]"],
)  # fmt: skip
def test_prose_is_no_markup_of_another_program(text: str) -> None:
    assert told(f"A pier.\n\n{text}\n") == []


def test_an_element_that_pages_leave_out_is_reported_once() -> None:
    frame = '<iframe src="https://a.example/v"></iframe>'
    body = f"A pier.\n\n{frame}\n\nThe <video src=a.mp4></video> and {frame}\n\n<my-chart></my-chart>\n"
    assert told(body) == [("html-removed", 7, 1), ("html-removed", 9, 5), ("html-removed", 11, 1)]
    assert told("A pier `<iframe>`.\n\n    <video>\n") == []
    assert (
        told("<figure><img src='https://a.example/a.png' alt='a'></figure>\n\n<u>so</u> <font>s</font>\n")
        == []
    )


def test_a_tag_that_is_no_html_is_shown_as_it_stands() -> None:
    body = "Type `cp <a> <b>`, or cp <old> <new>.\n\n<Chart data={x} />\n\n<b>Bold</b> <NOTE>Mind</NOTE>\n"
    assert "cp &lt;old&gt; &lt;new&gt;." in html(body)
    assert "&lt;Chart data={x} /&gt;" in html(body)
    assert "<b>Bold</b> &lt;NOTE&gt;Mind&lt;/NOTE&gt;" in html(body)
    assert [one[:2] for one in told(body)] == [("html-unknown", line) for line in (5, 5, 7, 9, 9)]
    assert "onclick" not in re.sub("&lt;.*?&gt;", "", html("<x onclick=alert(1)>a\n\n<zz\nonload=b>c\n"))
    assert told("<svg><path d='M0 0'/></svg>\n") == [("html-removed", 5, 1)]
    beside = "<svg><path d='M0 0'/></svg>\n\nA <math><mi>x</mi></math> and cp <old>.\n"
    assert [one[:2] for one in told(beside)] == [
        ("html-removed", 5),
        ("html-removed", 7),
        ("html-unknown", 7),
    ]
    assert "cp &lt;old&gt;." in html(beside)


def test_each_tag_is_reported_once_a_file() -> None:
    assert len(told("{% include a %} {% include b %}\n\n{% include c %} {% post d %}\n")) == 2


def test_an_unknown_role_is_reported() -> None:
    assert told("See {topics}`town` and {topic}`town`.\n\n{ref}`x`, {topics}`y`\n") == [
        ("role-unknown", 5, 5),
        ("role-unknown", 7, 1),
    ]
    found = read(Source("content/a.md", f"{HEAD}See {{topics}}`town`.\n", "d"), Pipeline()).diagnostics
    assert "topic" in found[0].hint
    assert told("``{topics}`town` `` and {topics} `town`\n") == []

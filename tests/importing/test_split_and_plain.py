"""``add --split`` and ``--plain``, made again the same way; and pages that come back as rendered."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run

NOW = ["--now", "2024-06-01T12:00:00+00:00"]
HTML = (
    "<p>Dear readers,</p><h2>Eel weirs are mended</h2><p>The <b>eel weirs</b> of the Lysa are mended in May, "
    "and <a href='https://eel.example/1?utm_source=mail'>forty people</a> carry willow down to the water.</p>"
    "<ul><li>three weirs</li><li>two boats<ul><li>one leaks</li></ul></li></ul>"
    "<h2>A bridge of rope</h2><p>At the ford hangs a bridge of rope, which <em>nobody</em> has crossed "
    "yet.</p>"
)
LETTER = (
    "From: Lysa Letter <letter@lysa.example>\nSubject: Lysa, week 20\nDate: Tue, 14 May 2024 08:00:00 +0000\n"
    f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{HTML}\n"
)


TEXT = """\
The boats of the Lysa are flat, and *nobody* can say since when; **tar** is [bought](https://tar.example/).

## What they carry

- reed
- stone, in\\
  winter alone

1. load
2. pole
   - push

> Whoever stands stays dry, says the old song of the ferrymen of the Lysa.

```
pole  = 4

reed = 7
```

| Boat | Load |
| --- | ---: |
| flat | 9 |

The last of them lies at the weir, where its planks are counted each year.
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteTest:
    made = SiteTest.of_files(
        {"briefgen.yml": "title: Lysa\nurl: https://example.org/\nlanguage: en\n", "letter.eml": LETTER},
        tmp_path,
    )
    monkeypatch.chdir(made.root)
    return made


def bodies(site: SiteTest) -> list[str]:
    paths = sorted((site.root / "content").rglob("*.md"))
    return [path.read_text("utf-8").split("---\n\n", 1)[1] for path in paths]


def test_a_newsletter_is_split_and_made_again(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["add", "letter.eml", "--split", *NOW]) == 0
    assert "1 introduction" in capsys.readouterr().err
    rope, weirs = bodies(site)
    assert rope == "At the ford hangs a bridge of rope, which *nobody* has crossed yet.\n"
    assert weirs == (
        "The **eel weirs** of the Lysa are mended in May, and [forty people](https://eel.example/1) carry "
        "willow down to the water.\n\n- three weirs\n- two boats\n  - one leaks\n"
    )
    before = bodies(site)
    assert run(["clean", "--all", "--write", *NOW]) == 0
    assert bodies(site) == before
    assert run(["add", "letter.eml", "--split", *NOW]) == 0
    assert "2 unchanged" in capsys.readouterr().err


def test_plain_takes_words_alone(site: SiteTest) -> None:
    assert run(["add", "letter.eml", "--plain", *NOW]) == 0
    (body,) = bodies(site)
    assert "The eel weirs of the Lysa are mended in May, and forty people carry" in body
    assert not set("*[]#") & set(body)
    assert "- " not in body
    assert run(["clean", "--all", "--write", *NOW]) == 0
    assert bodies(site) == [body]


def test_an_article_that_was_rendered_comes_back_from_its_page(site: SiteTest) -> None:
    site.write("content/2024/boats.md", f"---\ntitle: Flat boats\ndate: 2024-05-14\n---\n\n{TEXT}")
    site.build()
    (page,) = (site.root / "site").rglob("articles/*/index.html")
    saved = page.read_text("utf-8")
    (site.root / "content/2024/boats.md").unlink()
    site.write("in/page.html", saved)
    assert run(["add", "in/page.html", "--anyway", *NOW]) == 0
    assert bodies(site) == [TEXT]

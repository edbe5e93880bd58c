"""Design tokens: the stylesheet has only known ones, and bad colors are reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.theming import design_tokens
from briefgen.theming.discovery import shipped_themes
from briefgen.theming.manifest import read_theme


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("color", "#8F1D21", ("#8f1d21", "#8f1d21")),
        ("color", "#fff #123456", ("#ffffff", "#123456")),
        ("fonts", "Georgia", "Georgia"),
        (
            "fonts",
            'Source Serif 4,"Noto Serif" , -apple-system, serif',
            '"Source Serif 4", "Noto Serif", -apple-system, serif',
        ),
        ("length", "38.5em", "38.5em"),
    ],
)
def test_a_token_is_put_together_anew(kind: str, text: str, value: object) -> None:
    assert design_tokens.value(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("color", "red"),
        ("color", "#12345"),
        ("color", "#fff #fff #fff"),
        ("color", "#fff;}body{display:none"),
        ("color", "url(https://example.org/)"),
        ("color", ""),
        ("fonts", "Georgia; color: red"),
        ("fonts", 'Georgia"}</style><script>'),
        ("fonts", "url(https://example.org/font)"),
        ("fonts", "a\\22"),
        ("fonts", "/* */"),
        ("fonts", "Georgia,,serif"),
        ("length", "34"),
        ("length", "34em;"),
        ("length", "calc(1px)"),
        ("length", "٣em"),
    ],
)
def test_nothing_else_gets_into_the_stylesheet(kind: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"^(a|names) "):
        design_tokens.value(kind, text)


def test_contrast_is_that_of_wcag() -> None:
    assert design_tokens.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert design_tokens.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


SHIPPED = sorted(folder.name for folder in shipped_themes().iterdir())


@pytest.mark.parametrize("name", SHIPPED)
def test_the_colors_of_a_shipped_theme_can_be_read_and_are_those_of_its_stylesheet(name: str) -> None:
    folder = shipped_themes() / name
    options = read_theme(folder, name).options
    values = {
        n: design_tokens.value(o.type, o.default) for n, o in options.items() if o.type in design_tokens.TYPES
    }
    sheets = "".join(path.read_text("utf-8") for path in sorted(folder.glob("static/*.css"))).casefold()
    for token, value in values.items():
        written = f"light-dark({', '.join(value)})" if isinstance(value, tuple) else value
        assert f"--{token}: {written};".casefold() in sheets, token
        for ground in options[token].on:
            for front, back in zip(value, values[ground], strict=True):
                assert design_tokens.contrast(front, back) >= 7, f"{token} on {ground} is not AAA"


THEMED = 'theme:\n  name: ledger\n  options:\n    accent: "#0b57d0 #8ab4f8"\n    serif: Georgia, serif\n'


def project(tmp_path: Path, config: str) -> SiteTest:
    files = {"briefgen.yml": config, "content/a.md": "---\ntitle: A\ndate: 2024-05-01\n---\nText.\n"}
    return SiteTest.of_files(files, tmp_path)


def test_tokens_come_from_the_settings_alone(tmp_path: Path) -> None:
    site = project(tmp_path, THEMED).build()
    assert site.page("/static/tokens.css") == (
        ":root {\n  --link: light-dark(#0b57d0, #8ab4f8);\n  --accent: light-dark(#0b57d0, #8ab4f8);\n"
        "  --serif: Georgia, serif;\n}\n"
    )
    page = site.page("/articles/a/")
    assert page.index("static/ledger.css") < page.index("../../static/tokens.css")
    site.build().idle()
    site.edit("briefgen.yml", "Georgia, serif", "Charter").build()
    assert "--serif: Charter" in site.page("/static/tokens.css")
    assert site.tree() == site.clean_tree()
    site.write("briefgen.yml", "theme: ledger\n").build()
    assert not site.has("/static/tokens.css")
    assert "tokens.css" not in site.page("/articles/a/")


def test_what_is_wrong_with_a_token_is_told_at_its_line(tmp_path: Path) -> None:
    from briefgen.model.diagnostics import BriefgenError

    site = project(tmp_path, THEMED.replace('"#0b57d0 #8ab4f8"', "blue"))
    with pytest.raises(BriefgenError) as caught:
        site.build()
    (problem,) = caught.value.diagnostics
    assert (problem.location.line, problem.location.column) == (4, 13)
    assert problem.message.startswith('accent must be a color such as "#8f1d21"')


def test_colors_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    site = project(tmp_path, THEMED.replace("#8ab4f8", "#0b57d0")).build()
    site.codes("theme-contrast", "theme-contrast", "topic-fallback")
    told = next(d for d in site.report.diagnostics if d.code == "theme-contrast")
    assert "(dark) has a contrast of" in told.message
    assert told.location.line == 4

"""Language codes in many spellings on one site: one feed and one label for each language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sitetest import SiteTest

SPELLINGS = {
    "en": ("en-US", "en_us", "EN", "en-GB", "en-UK", "en-sg", "en_US.UTF-8", "eng"),
    "pt": ("pt-br", "PT", "pt_PT", "por"),
    "es": ("ES", "es-419", "es_mx"),
    "he": ("iw", "he", "iw-IL"),
    "zh-Hant": ("zh-Hant-TW", "zh_TW", "zh-hk"),
    "zh": ("zh", "zh-cn", "zh-Hans"),
}


def article(title: str, lang: str, text: str = "") -> str:
    head = f"title: {title}\ndate: 2024-05-02\ntopic: sea\nlang: {lang}\n"
    return f"---\n{head}---\n\n{text or 'The quay was swept.'}\n"


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    files = {
        f"content/{language}-{n}.md": article(f"Quay {language} {n}", f'"{code}"')
        for language, codes in SPELLINGS.items()
        for n, code in enumerate(codes)
    }
    return SiteTest.of_files({"briefgen.yml": "title: Quay\nlanguage: EN_gb\n", **files}, tmp_path)


def test_each_language_has_one_feed_with_all_its_forms(site: SiteTest) -> None:
    site.build()
    assert site.report.diagnostics == ()
    feeds = {path.parent.name: path.read_text("utf-8") for path in site.output.glob("languages/*/feed.xml")}
    assert {language: feed.count("<entry ") for language, feed in feeds.items()} == {
        language: len(codes) for language, codes in SPELLINGS.items()
    }
    assert 'xml:lang="en-SG"' in feeds["en"]
    assert 'xml:lang="zh-TW"' in feeds["zh-Hant"]


def test_a_label_names_the_language_and_not_the_region(site: SiteTest) -> None:
    page = site.build().page("/2024-05-02/")
    for name in ("Portuguese", "Spanish", "Hebrew"):
        assert f"<span>{name}</span>" in page
    for name in ("English", "Brazilian", "Mexican", "Latin American", "Singapore"):
        assert f"<span>{name}" not in page
    assert 'lang="pt-BR"' in page


def test_a_tree_takes_all_forms_of_its_language(tmp_path: Path) -> None:
    settings = "title: Quay\nlanguage: en\nlanguages: [{code: zh_hant}, {code: PT}]\n"
    site = SiteTest.of_files(
        {
            "briefgen.yml": settings,
            "content/a.md": article("Quay a", "zh-TW"),
            "content/b.md": article("Quay b", "pt_br"),
            "content/c.md": article("Quay c", "en-AU"),
        },
        tmp_path,
    ).build()
    assert site.report.diagnostics == ()
    for address in ("zh-hant/articles/a", "pt/articles/b", "articles/c"):
        assert (site.output / address / "index.html").is_file()


@pytest.mark.parametrize(
    "code", ["x" * 272, "en-" + "-".join(["abcdefgh"] * 30), "English", "und", "[en, id]"]
)
def test_a_code_that_cannot_be_used_costs_only_itself(code: str, tmp_path: Path) -> None:
    files = {"content/a.md": article("Quay a", code), "content/b.md": article("Quay b", "de")}
    site = SiteTest.of_files({"briefgen.yml": "title: Quay\nlanguage: id\n", **files}, tmp_path).build()
    (problem,) = site.report.diagnostics
    assert (problem.code, problem.severity, problem.location.path, problem.location.line) == (
        "bad-value", "warning", "content/a.md", 5,
    )  # fmt: skip
    assert (site.output / "articles/a/index.html").is_file()
    assert (site.output / "articles/b/index.html").is_file()


def test_a_short_article_without_a_language_has_the_detected_or_the_sites(tmp_path: Path) -> None:
    head = "---\ntitle: {}\ndate: 2024-05-02\ntopic: sea\n---\n\n{}\n"
    files = {
        "content/a.md": head.format("Fähre fällt aus", "Der Hafen bleibt bis Freitag geschlossen."),
        "content/b.md": head.format("OK", "1 : 0"),
        "content/c.md": head.format("O porto fecha", "Os barcos da ilha ficam no cais até sexta-feira."),
    }
    settings = "title: Quay\nlanguage: pt-BR\nbuilders: [html, json]\n"
    site = SiteTest.of_files({"briefgen.yml": settings, **files}, tmp_path).build()
    languages = {
        path.stem: json.loads(path.read_text("utf-8"))["language"]
        for path in site.output.glob("api/v1/articles/*.json")
    }
    assert languages == {"a": "de", "b": "pt-BR", "c": "pt-BR"}

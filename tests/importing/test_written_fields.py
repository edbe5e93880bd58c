"""What ``add`` writes is what the reader takes: stamps, languages, titles and names of every kind."""

from __future__ import annotations

import json
import os
import random
from datetime import UTC, datetime

import pytest

from briefgen.importing.document import ImportedDocument, Input
from briefgen.importing.formats import read_documents
from briefgen.importing.importer import article_text
from briefgen.importing.normalize import normalize
from briefgen.model import Source
from briefgen.project.pipeline import default_pipeline
from briefgen.reading.reader import read
from briefgen.util.language_tags import canonical_tag

COUNT = int(os.environ.get("BRIEFGEN_FIELDS", "400"))
"""Documents of one run; 10,000 take a few minutes."""
REFUSED = ("bad-value", "url-refused", "date-invalid", "yaml-comment")
NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
PIPELINE = default_pipeline()
BODY = (
    "The council met in the old customs house and agreed on the plan for the second quay.",
    "Work begins after the summer, when the ferries run less often and the cranes are free again.",
)

VERBS = (
    "", "Published", "Published:", "Published on", "Posted", "Last updated:", "Updated",
    "First published", "By Ana Reed |", "Diterbitkan", "Diperbarui pada", "Veröffentlicht am", "Stand:",
    "Publié le", "Mis à jour le", "Publicado el", "Atualizado em", "Опубликовано", "Pubblicato il",
    "Gepubliceerd op", "Yayınlanma:", "発表", "发布时间:", "نشر في",
)  # fmt: skip
DAYS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y",
    "%d %B %Y", "%B %d, %Y", "%b %d, %Y", "%A, %d %B %Y", "%a, %d %b %Y", "%d de %B de %Y", "%d. %B %Y",
    "%Y年%m月%d日", "%Y년 %m월 %d일", "%d %b %y",
)  # fmt: skip
TIMES = (
    "", " %H:%M", " %H:%M:%S", "T%H:%M:%SZ", "T%H:%M:%S", " at %I:%M %p", ", %H.%M", " | %H:%M",
    " - %H:%M", " %I:%M%p", " um %H:%M Uhr", " à %Hh%M", " pukul %H.%M",
)  # fmt: skip
ZONES = (
    "", " UTC", " GMT", " WIB", " WITA", " EST", " EDT", " PST", " CET", " CEST", " MSK", " JST", " IST",
    " BST", " +0200", " +02:00", " -0430", " (UTC+7)", " GMT+1", " Z", " ET", " Europe/Berlin", " +9999",
    " -4",
)  # fmt: skip
LANGUAGES = (
    "", "en", "EN", "en-us", "en_GB", "en_US.UTF-8", "pt-br", "zh-Hant-TW", "zh_CN", "iw", "in", "eng",
    "ger", "es-419", "ES", "English", "C", "und", "x-default", "*", "en, de", "en;q=0.8", "null", "no",
    "12", "e", "-", "en-", "a" * 272, "en" + "-abcde" * 54, "sr-Latn", "de-1996", "i-klingon",
    "zh-min-nan", "{{ lang }}", "en\n", "ｅｎ", "\u202een",
)  # fmt: skip
PIECES = (
    "Harbour", "opens", "Ferry", "no", "yes", "null", "~", "1.10", "2024-01-01", "12:30", "---", "...",
    ": ", " #", "#1", "- ", "? ", "[draft]", "{x}", "{{ x }}", "&amp;", "&", "*", "!important", "|", ">",
    "%", "@home", "`code`", '"quoted"', "“quoted”", "it's", "''", "\\", "\\n", "\t", "  ", "<b>", "</p>",
    "<script>", "é", "é", "ß", "Ça", "港湾", "مرفأ", "נמל", "порт", "\u200b", "\u200f", "\u202e", "\ufeff",
    "\xa0", "\u2028", "\x07", "\x85", "🚢", "👩\u200d🚀", "x" * 300, "=", "key: value", "title: x", "<<",
    "!!str", "%YAML",
)  # fmt: skip


def stamp(rng: random.Random) -> str:
    moment = datetime.fromtimestamp(rng.randrange(0, 1_717_000_000), UTC)
    pattern = rng.choice(DAYS) + rng.choice(TIMES)
    return f"{rng.choice(VERBS)} {moment.strftime(pattern)}{rng.choice(ZONES)}".strip()


def phrase(rng: random.Random) -> str:
    return rng.choice(("", " ")).join(rng.choices(PIECES, k=rng.randrange(1, 8)))


def row(rng: random.Random) -> dict[str, str]:
    lines = [*BODY]
    lines.insert(rng.choice((0, len(lines))), stamp(rng))
    if rng.random() < 0.5:
        lines.insert(0, phrase(rng).replace("</p>", ""))  # what is no page has no open <script>
    fields = {
        "title": phrase(rng), "lang": rng.choice(LANGUAGES), "date": stamp(rng), "updated": stamp(rng),
        "source": phrase(rng), "author": phrase(rng), "url": f"https://example.org/{phrase(rng)}",
        "summary": phrase(rng), "tags": phrase(rng), "topic": phrase(rng),
    }  # fmt: skip
    names = rng.sample(sorted(fields), rng.randrange(len(fields)))
    return {**{name: fields[name] for name in names}, "text": "\n\n".join(lines)}


@pytest.mark.parametrize("part", range(4))
def test_every_field_that_is_written_is_read(part: int) -> None:
    rng = random.Random(part)  # noqa: S311 - the same documents every time
    rows = [row(rng) for _ in range(COUNT // 4)]
    dump = Input("dump.jsonl", "\n".join(map(json.dumps, rows)).encode())
    problems = []
    for source, document in zip(rows, read_documents(dump, {}), strict=True):
        assert isinstance(document, ImportedDocument), document
        new = normalize(document, {}, PIPELINE, NOW)
        text = article_text(new, "an-id", "content/a.md", {})
        result = read(Source("content/a.md", text, ""), PIPELINE)
        article = result.article
        wrong = [one for one in result.diagnostics if one.severity == "error" or one.code in REFUSED]
        lang = str(new.fields.get("lang", "en"))
        if (
            wrong
            or article is None
            or article.title != new.title
            or not article.lang == lang == canonical_tag(lang)
        ):
            problems.append((source, wrong or article))
    assert problems == []

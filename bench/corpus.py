"""A corpus of made-up news: Markdown articles with front matter, the same for every generator.

Article ``i`` follows from the seed and ``i`` alone, so the small corpus is the beginning of the large one.
The newest day has the articles 0 to 39, the day before it the next forty, and so on. The hours lie so that an
article has one day, in its own zone and in UTC: generators that keep the written day and those that go to UTC
make the same day pages.

Run as ``python -m bench.corpus FOLDER COUNT`` it writes a corpus for a look at it.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NEWEST = date(2025, 6, 30)
PER_DAY = 40
NOISE = 0.3
DIALECTS = ("briefgen", "hugo", "pelican")
TOPICS = (
    "world", "politics", "economy", "technology", "science", "health",
    "climate", "security", "energy", "education", "culture", "sport",
)  # fmt: skip
ZONES = (-5, -3, 0, 1, 2, 7, 8, 9)
"""Hours from UTC. With local hours from 9 to 18, none of them moves an article to another day."""

WORDS = {
    "en": {
        "noun": """
            council harbour ministry budget region treaty vaccine reactor festival stadium railway
            parliament market committee satellite hospital university museum border court election company
            factory orchestra laboratory agreement forecast pipeline glacier airport reservoir network
            union programme archive currency tribunal fishery corridor embassy refinery turbine library
            championship census tariff ferry clinic delegation assembly aquifer customs tender levy monsoon
            convoy referendum curriculum plantation observatory shipyard tournament cooperative subsidy
            inquiry ordinance windfarm substation archipelago bakery brigade canal dairy easement guild
            heatwave inspectorate junction kiosk lighthouse mill nursery outpost pension quarry roster
            senate tannery viaduct wharf""",
        "adjective": """
            national regional public former northern southern coastal rural urban senior young independent
            joint annual temporary permanent costly rare quiet broad narrow early late digital medical
            foreign domestic provincial central stable fragile renewed disputed modest record unexpected
            draft final open""",
        "verb": """
            approved rejected opened closed measured postponed inspected repaired sold bought drafted
            defended reviewed funded delayed welcomed criticised expanded restored replaced announced
            recorded counted halted examined described published denied forecast renewed""",
        "link": """
            after before while although because as until once whereas since""",
        "time": """
            on Monday|on Tuesday|on Thursday|on Friday|last week|this month|in the spring|at the weekend|
            late at night|earlier this year|for the second time|within hours|by the end of the decade|
            in the first quarter""",
        "place": """
            near the river|along the coast|in the capital|across the province|at the northern border|
            in three districts|outside the old town|on the islands|in the highlands|
            beside the railway line|throughout the region|overseas""",
        "join": "the",
        "of": "of the",
        "said": "said",
        "also": "Read also:",
    },
    "id": {
        "noun": """
            dewan pelabuhan kementerian anggaran wilayah perjanjian vaksin pembangkit pameran gelanggang
            kereta parlemen pasar panitia satelit klinik universitas museum perbatasan pengadilan pemilihan
            perusahaan pabrik orkestra laboratorium kesepakatan prakiraan saluran gletser bandara waduk
            jaringan serikat program arsip mata-uang mahkamah perikanan koridor kedutaan kilang turbin
            perpustakaan kejuaraan sensus tarif feri puskesmas delegasi majelis akuifer bea-cukai lelang
            retribusi kemarau konvoi referendum kurikulum perkebunan observatorium galangan turnamen
            koperasi subsidi penyelidikan peraturan gardu kepulauan brigade kanal peternakan musyawarah
            dermaga mercusuar penggilingan pensiun tambang senat jembatan bendungan""",
        "adjective": """
            nasional daerah umum lama utara selatan pesisir pedesaan perkotaan senior muda mandiri bersama
            tahunan sementara tetap mahal langka tenang luas sempit awal akhir digital medis asing lokal
            pusat stabil rapuh baru sederhana terbuka""",
        "verb": """
            menyetujui menolak membuka menutup mengukur menunda memeriksa memperbaiki menjual membeli
            menyusun membela meninjau mendanai menyambut mengkritik memperluas memulihkan mengganti
            mengumumkan mencatat menghitung menghentikan meneliti menjelaskan menerbitkan membantah
            memperpanjang""",
        "link": """
            setelah sebelum sementara meskipun karena ketika hingga begitu sedangkan sejak""",
        "time": """
            pada hari Senin|pada hari Selasa|pada hari Kamis|pada hari Jumat|pekan lalu|bulan ini|
            pada akhir pekan|larut malam|awal tahun ini|untuk kedua kalinya|dalam beberapa jam|
            pada akhir dasawarsa|pada kuartal pertama""",
        "place": """
            di dekat sungai|di sepanjang pantai|di ibu kota|di seluruh provinsi|di perbatasan utara|
            di tiga kabupaten|di luar kota lama|di pulau-pulau kecil|di dataran tinggi|di samping rel|
            di seluruh wilayah|di luar negeri""",
        "join": "para pengurus",
        "of": "dari",
        "said": "kata",
        "also": "Baca juga:",
    },
}
"""The vocabulary of each language. Phrases are parted by bars, words by blanks."""

TOWNS = (
    "Ambon", "Athens", "Berlin", "Bogor", "Cirebon", "Dakar", "Helsinki", "Jayapura", "Kupang", "Manado",
    "Montevideo", "Nantes", "Padang", "Palu", "Porto", "Riga", "Semarang", "Tallinn", "Utrecht", "Zagreb",
)  # fmt: skip
GIVEN = (
    "Agnes", "Bayu", "Clara", "Dimas", "Edith", "Farid", "Greta", "Harun", "Ines", "Kartika", "Lukas", "Mira",
    "Noor", "Olga", "Paul", "Rina", "Stefan", "Tari", "Vera", "Yudi",
)  # fmt: skip
FAMILY = (
    "Abidin", "Berger", "Castro", "Darmawan", "Eriksen", "Fonseca", "Halim", "Ito", "Janssen", "Kusuma",
    "Laurent", "Mensah", "Nasution", "Oliveira", "Purnomo", "Rossi", "Siregar", "Vogel", "Wibowo", "Zeman",
)  # fmt: skip
OUTLETS = (
    "Anchor Journal",
    "Cakrawala Harian",
    "Copper Street News",
    "East Quay Report",
    "Fajar Timur",
    "Granite Herald",
    "Jendela Desa",
    "Lantern Weekly",
    "Mata Angin",
    "Orchard Gazette",
    "Pilar Nusantara",
    "Sundial Press",
    "Tide and Times",
    "Vale Observer",
)
TAGS = 200


@dataclass(frozen=True, slots=True)
class Article:
    """One made-up article; ``noisy`` says that its body holds what cleaning is for."""

    slug: str
    title: str
    moment: datetime
    topic: str
    tags: tuple[str, ...]
    source: str
    url: str
    author: str
    lang: str
    summary: str
    body: str
    noisy: bool

    @property
    def day(self) -> str:
        """The day of the article, in its own zone and in UTC."""
        return self.moment.date().isoformat()

    @property
    def path(self) -> str:
        """Where the article lies below the corpus folder."""
        return f"{self.day.replace('-', '/')}/{self.slug}.md"


class Writer:
    """Makes random sentences of one language. Words at a list's front come more often."""

    def __init__(self, chance: Random, lang: str) -> None:
        self.chance = chance
        self.lang = lang
        self.words = VOCABULARY[lang]

    def happens(self, share: float) -> bool:
        """True in ``share`` of all calls."""
        return self.chance.random() < share

    def between(self, low: int, high: int) -> int:
        """A number from ``low`` to ``high``, both included."""
        return low + int(self.chance.random() * (high - low + 1))

    def one(self, values: Sequence[str]) -> str:
        """One of the values, each as likely."""
        return values[int(self.chance.random() * len(values))]

    def word(self, kind: str) -> str:
        """A word or phrase of a kind."""
        known = self.words[kind]
        return known[int(self.chance.random() ** 1.7 * len(known))]

    def thing(self) -> str:
        """A noun, often with an adjective."""
        noun = self.word("noun")
        if not self.happens(0.6):
            return noun
        adjective = self.word("adjective")
        return f"{noun} {adjective}" if self.lang == "id" else f"{adjective} {noun}"

    def name(self) -> str:
        """A person."""
        return f"{self.one(GIVEN)} {self.one(FAMILY)}"

    def clause(self) -> str:
        """Somebody did something."""
        join = self.words["join"][0]
        said = (
            f"{join} {self.thing()} {self.word('verb')} {self.thing()} {self.words['of'][0]} "
            f"{self.word('noun')}"
        )
        if self.happens(0.35):
            said += f" {self.word('place')}"
        if self.happens(0.35):
            said += f" {self.word('time')}"
        return said

    def sentence(self) -> str:
        """One to three clauses, now and then with a figure or a person."""
        text = self.clause()
        if self.happens(0.45):
            text += f", {self.word('link')} {self.clause()}"
        if self.happens(0.1):
            text += (
                f" ({self.between(2, 98)}.{self.between(0, 9)} %)"
                if self.happens(0.5)
                else f" {self.between(100, 9999)}"
            )
        if self.happens(0.1):
            text = f"{self.name()} {self.words['said'][0]} {text}"
        return f"{text[0].upper()}{text[1:]}."

    def paragraph(self) -> str:
        """Up to five sentences; some begin with a quotation, link to somewhere or stress a word."""
        sentences = [self.sentence() for _ in range(self.between(1, 5))]
        roll = self.chance.random()
        if roll < 0.22:
            begin, end = ("\u201c", "\u201d") if self.happens(0.4) else ('"', '"')
            sentences[0] = f"{begin}{sentences[0][:-1]},{end} {self.words['said'][0]} {self.name()}."
        elif roll < 0.30:
            sentences[-1] = f"{sentences[-1][:-1]} {self.pointer(self.thing())}."
        elif roll < 0.36:
            mark = "**" if self.happens(0.5) else "*"
            sentences[0] = f"{mark}{self.thing().capitalize()}{mark}: {sentences[0]}"
        return " ".join(sentences)

    def pointer(self, text: str) -> str:
        """A link to an outlet's page."""
        return (
            f"[{text}](https://press{self.between(1, 30)}.example/{self.one(TOPICS)}/"
            f"{self.between(10**5, 10**6 - 1)})"
        )

    def block(self) -> str:
        """A list, a quotation or a table."""
        roll = self.chance.random()
        if roll < 0.4:
            return "\n".join(f"- {self.sentence()}" for _ in range(self.between(3, 6)))
        if roll < 0.75:
            return "\n".join(f"> {self.sentence()}" for _ in range(self.between(1, 3)))
        rows = [
            f"| {self.thing()} | {self.between(1, 999)} | {self.between(1, 99)} % |"
            for _ in range(self.between(3, 6))
        ]
        return "\n".join(["| Name | Count | Share |", "| --- | ---: | ---: |", *rows])

    def headline(self) -> str:
        """Five to eleven words, without a full stop."""
        text = f"{self.thing()} {self.word('verb')} {self.thing()}"
        for _ in range(self.between(0, 2)):
            text += f" {self.words['of'][0]} {self.word('noun')}"
        if self.happens(0.4):
            text += f" {self.word('place')}"
        text = text.capitalize() if self.happens(0.5) else text.title()
        return f"{self.one(TOWNS)}: {text}" if self.happens(0.15) else text


def _listed(words: dict[str, str]) -> dict[str, list[str]]:
    phrases = ("time", "place", "join", "of", "said", "also")
    return {
        kind: [one.strip() for one in text.split("|")] if kind in phrases else text.split()
        for kind, text in words.items()
    }


VOCABULARY = {lang: _listed(words) for lang, words in WORDS.items()}


def _tag_names() -> tuple[str, ...]:
    """Two hundred tags: nouns of both languages, and then pairs of them."""
    nouns = [*VOCABULARY["en"]["noun"], *VOCABULARY["id"]["noun"]]
    pairs = [f"{a} {b}" for a, b in zip(nouns, nouns[40:], strict=False)]
    return tuple(dict.fromkeys([*nouns, *pairs]))[:TAGS]


TAG_NAMES = _tag_names()


@dataclass(frozen=True)
class Corpus:
    """What shapes the articles: the seed, and the share of them that has noise in it."""

    seed: int = 1
    noise: float = NOISE

    def article(self, number: int) -> Article:
        """Article ``number``, however many there are."""
        chance = Random(f"briefgen {self.seed} {number}")  # noqa: S311 - made-up news, no secret
        lang = "id" if chance.random() < 0.4 else "en"
        writer = Writer(chance, lang)
        title, summary = writer.headline(), writer.sentence()
        paragraphs = _paragraphs(writer)
        noisy = writer.happens(self.noise)
        if noisy:
            paragraphs = _with_noise(writer, paragraphs)
        zone = timezone(timedelta(hours=ZONES[int(chance.random() * len(ZONES))]))
        day = NEWEST - timedelta(days=number // PER_DAY)
        source = writer.one(OUTLETS)
        letters = "".join(c if c.isalnum() else " " for c in title.lower())
        return Article(
            slug=f"{'-'.join(letters.split())[:60].strip('-')}-{number:06d}",
            title=title,
            moment=datetime(
                day.year,
                day.month,
                day.day,
                writer.between(9, 18),
                writer.between(0, 59),
                writer.between(0, 59),
                tzinfo=zone,
            ),
            topic=TOPICS[int(chance.random() ** 1.4 * len(TOPICS))],
            tags=tuple(
                dict.fromkeys(
                    TAG_NAMES[int(chance.random() ** 2 * TAGS)] for _ in range(writer.between(0, 5))
                )
            ),
            source=source,
            url=f"https://{source.lower().replace(' ', '')}.example/{day:%Y/%m}/{number}",
            author=writer.name(),
            lang=lang,
            summary=summary,
            body="\n\n".join(paragraphs) + "\n",
            noisy=noisy,
        )

    def write(self, folder: Path, count: int, dialect: str) -> None:
        """The first ``count`` articles, in one generator's front matter."""
        head: Callable[[Article], str] = {"briefgen": _plain, "hugo": _hugo, "pelican": _pelican}[dialect]
        made: set[Path] = set()
        for number in range(count):
            article = self.article(number)
            path = folder / article.path
            if path.parent not in made:
                path.parent.mkdir(parents=True, exist_ok=True)
                made.add(path.parent)
            path.write_text(f"{head(article)}\n{article.body}", "utf-8", newline="\n")

    def quiet(self, number: int) -> Article:
        """The first article from ``number`` on whose body has no noise, for edits."""
        while (article := self.article(number)).noisy:
            number += 1
        return article


def _paragraphs(writer: Writer) -> list[str]:
    paragraphs = [writer.paragraph() for _ in range(writer.between(6, 14))]
    if writer.happens(0.7):
        paragraphs[0] = f"{writer.one(TOWNS).upper()} - {paragraphs[0]}"
    if writer.happens(0.1):
        paragraphs.insert(len(paragraphs) // 2, writer.block())
    if writer.happens(0.08):
        paragraphs.insert(len(paragraphs) // 2, f"## {writer.thing().capitalize()} {writer.word('place')}")
    return paragraphs


def _with_noise(writer: Writer, paragraphs: list[str]) -> list[str]:
    """What is left of a page that was copied by machine."""
    noisy = list(paragraphs)
    if writer.happens(0.6):
        noisy.insert(
            writer.between(3, len(noisy)), f"{writer.words['also'][0]} {writer.pointer(writer.headline())}"
        )
    if writer.happens(0.6):
        noisy += paragraphs[len(paragraphs) // 2 :]
    begin = ["loading...", *["A"] * 3] if writer.happens(0.5) else ["loading..."]
    initials = "".join(writer.one("adefhiknrstw") for _ in range(3))
    return [*begin, *noisy, f"({initials})"]


# --- front matter -----------------------------------------------------------------------------------------


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _yaml(*lines: tuple[str, str]) -> str:
    return "\n".join(["---", *(f"{key}: {value}" for key, value in lines), "---", ""])


def _plain(article: Article) -> str:
    return _yaml(
        ("title", _quoted(article.title)),
        ("date", article.moment.isoformat()),
        ("topic", article.topic),
        ("tags", f"[{', '.join(article.tags)}]"),
        ("source", article.source),
        ("url", article.url),
        ("author", article.author),
        ("lang", article.lang),
        ("summary", _quoted(article.summary)),
    )


def _hugo(article: Article) -> str:
    return _yaml(
        ("title", _quoted(article.title)),
        ("date", article.moment.isoformat()),
        ("slug", article.slug),
        ("topics", f"[{article.topic}]"),
        ("topic", article.topic),
        ("days", f"[{_quoted(article.day)}]"),
        ("tags", f"[{', '.join(article.tags)}]"),
        ("outlet", article.source),
        ("original", article.url),
        ("writer", article.author),
        ("textlang", article.lang),
        ("summary", _quoted(article.summary)),
    )


def _pelican(article: Article) -> str:
    """Pelican's own header. Its day archives cannot hold several zones, so it gets UTC."""
    tags = f"Tags: {', '.join(article.tags)}\n" if article.tags else ""
    return (
        f"Title: {article.title}\nDate: {article.moment.astimezone(UTC).isoformat()}\nCategory: "
        f"{article.topic}\n{tags}Slug: {article.slug}\nOutlet: {article.source}\nOriginal: "
        f"{article.url}\nWriter: {article.author}\nTextlang: {article.lang}\nSummary: {article.summary}\n"
    )


def main() -> None:
    """Write a corpus."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.corpus", description="Write a corpus of made-up news."
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--dialect", choices=DIALECTS, default="briefgen")
    parser.add_argument("--noise", type=float, default=NOISE)
    asked = parser.parse_args()
    Corpus(noise=asked.noise).write(asked.folder, asked.count, asked.dialect)


if __name__ == "__main__":
    main()

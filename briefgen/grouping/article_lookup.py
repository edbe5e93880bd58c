"""Names of articles in an edition file -> ids, with diagnostics for unknown names."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from briefgen.model import Article, Diagnostic, EditionFile, Listed
from briefgen.model.diagnostics import diagnostic
from briefgen.util.periods import edition_of
from briefgen.util.text import did_you_mean, shorten, slugify


class ArticleLookup:
    """All articles by id, slug, path, and file name with and without its suffix."""

    def __init__(self, articles: Iterable[Article], period: str) -> None:
        self._by_name: dict[str, list[Article]] = {}
        self._of_date: dict[str, list[Article]] = {}
        self.dates: dict[str, str] = {}
        for article in articles:
            date = self.dates[article.id] = edition_of(article.day, period, article.slot)
            self._of_date.setdefault(date, []).append(article)
            stem = posixpath.splitext(posixpath.basename(article.path))[0]
            typed = article.slug.removeprefix(f"{article.day}-")  # as before another article had the same
            file = posixpath.basename(article.path)
            for name in {article.id, article.slug, typed, stem, file, article.path}:
                self._by_name.setdefault(name, []).append(article)

    def find(self, name: str, date: str) -> Article | None:
        """The article that ``name`` means in the edition of ``date``.

        An id comes first, then an article of that date.
        """
        hit = self._by_name.get(name) or self._by_name.get(slugify(name)) or []
        ranked = sorted(hit, key=lambda a: (a.id != name, self.dates[a.id] != date, a.path))
        return ranked[0] if ranked else None

    def near(self, name: str, date: str) -> str:
        """A hint with the most similar article of this date, else of any date."""
        return did_you_mean(name, [a.slug for a in self._of_date.get(date, ())]) or did_you_mean(
            name, self._by_name, "name it by its slug or id; `briefgen edition` lists them"
        )

    def of_date(self, date: str) -> Sequence[Article]:
        """The articles of an edition's date, public or not."""
        return self._of_date.get(date, ())


@dataclass(slots=True)
class NameResolver:
    """Resolves the names in one edition file, and collects the diagnostics."""

    edition: EditionFile
    lookup: ArticleLookup
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def resolve(self) -> EditionFile:
        """The file with ids instead of names."""
        file = self.edition
        order = tuple(
            (slugify(topic), tuple(self._ids(f"order.{topic}", names))) for topic, names in file.order
        )
        skip = tuple(self._ids("skip", file.skip))
        joins = tuple(
            (slug, tuple(self._ids(f"stories.join.{slug}", names, anywhere=True)))
            for slug, names in file.joins
        )
        self._twice("stories.join", [one for _, ids in joins for one in ids])
        return file._replace(
            lead=next(iter(self._ids("lead", (file.lead,))), "") if file.lead else "",
            order=order,
            skip=skip,
            joins=joins,
            splits=tuple(self._ids("stories.split", file.splits, anywhere=True)),
            corrections=tuple(self._corrections()),
            items=tuple(
                (slugify(topic), tuple(self._items(topic, stories))) for topic, stories in file.items
            ),
            digests=tuple(self._digests()),
        )

    def _ids(self, place: str, names: Sequence[str], *, anywhere: bool = False) -> Iterator[str]:
        """The id of each name, once; ``anywhere`` lets articles of other dates pass."""
        seen: set[str] = set()
        for n, name in enumerate(names):
            result = self._id(name, f"{place}.{n}", place, anywhere=anywhere)
            if result in seen:
                self._report(
                    "edition-twice",
                    f'"{name}" stands here twice',
                    "keep one of the two",
                    f"{place}.{n}",
                    place,
                )
            elif result:
                seen.add(result)
                yield result

    def _id(self, name: str, *places: str, anywhere: bool = False) -> str:
        article, date = self.lookup.find(name, self.edition.date), self.edition.date
        if article is None:
            listed = places[0].startswith("items.")
            what = (
                f'"{shorten(name)}" is listed in this published edition and is not there'
                if listed
                else f'there is no article "{shorten(name)}"'
            )
            self._report(
                "edition-gone" if listed else "edition-unknown", what, self.lookup.near(name, date), *places
            )
            return ""
        own_date = self.lookup.dates[article.id]
        if own_date != date and not anywhere:
            hint = f"it belongs in the edition of {own_date}, or its date: is wrong"
            self._report("edition-date", f'"{shorten(name)}" is of {own_date}, not of {date}', hint, *places)
            return ""
        return article.id

    def _items(self, topic: str, stories: Sequence[Listed]) -> Iterator[Listed]:
        seen: set[str] = set()
        for n, (story, articles, overlaps) in enumerate(stories):
            place, ids = f"items.{topic}.{n}", []
            for m, name in enumerate(articles):
                result = self._id(name, f"{place}.articles.{m}", f"{place}.articles", place)
                if result in seen:
                    self._report(
                        "edition-twice",
                        f'"{name}" stands under {topic} twice',
                        "keep one of the two",
                        f"{place}.articles.{m}",
                        place,
                    )
                elif result:
                    seen.add(result)
                    ids.append(result)
            if ids:
                percents = {self._known(name): percent for name, percent in overlaps}
                yield story, tuple(ids), tuple((one, percents[one]) for one in ids if one in percents)

    def _corrections(self) -> Iterator[tuple[str, str, str]]:
        for n, (day, text, name) in enumerate(self.edition.corrections):
            yield day, text, self._id(name, f"corrections.{n}.article", anywhere=True) if name else ""

    def _digests(self) -> Iterator[tuple[str, str]]:
        for name, digest in self.edition.digests:
            if one := self._known(name):
                yield one, digest

    def _known(self, name: str) -> str:
        """An article's id; empty if it is gone, which is reported where it is listed."""
        article = self.lookup.find(name, self.edition.date)
        return article.id if article else ""

    def _twice(self, place: str, ids: Sequence[str]) -> None:
        for one in {one for one in ids if ids.count(one) > 1}:
            self._report(
                "edition-twice", f'"{one}" is joined to two stories', "let it tell one of them", place
            )

    def _report(self, code: str, message: str, hint: str, *places: str) -> None:
        self.diagnostics.append(diagnostic(code, self.edition.at(*places), message, hint))

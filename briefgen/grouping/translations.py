"""Translations: ``translation_of`` names the original, and all versions know each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from briefgen.model import Article, Diagnostic
from briefgen.model.diagnostics import diagnostic
from briefgen.util.text import did_you_mean


def translations(
    public: Mapping[str, Article],
    articles: Iterable[Article],
    unpublished: Mapping[str, str],
    main: str,
    diagnostics: list[Diagnostic],
) -> dict[str, tuple[str, ...]]:
    """By article, all its translations with itself, the one in the ``main`` language first.

    ``public`` has the heads by id. ``unpublished`` says by file why the rest of ``articles`` is not public.
    Only public articles are in an answer. Two translations of one original know each other even if the
    original is not public.
    """
    naming = [article for article in public.values() if article.translation_of]
    if not naming:
        return {}
    others = {one.id: unpublished.get(one.path, "") for one in articles if one.id not in public}
    groups: dict[str, list[Article]] = {}
    for article in sorted(naming, key=lambda one: one.path):
        origin = _origin(article, public)
        if origin is None:
            at, line = article.at("translation_of"), f'"{article.id}" is in the end a translation of itself'
            diagnostics.append(
                diagnostic("translation-circle", at, line, "take translation_of: out of the original")
            )
            continue
        diagnostics += _check(article, public, others)
        group = groups.setdefault(origin, [public[origin]] if origin in public else [])
        if twin := next((one for one in group if one.lang == article.lang), None):
            at = article.at("translation_of")
            message = f'"{article.id}" is in "{article.lang}", as is "{twin.id}", which it is to translate'
            if twin.id != origin:
                message = f'"{origin}" has two translations into "{article.lang}": this one and {twin.path}'
            diagnostics.append(
                diagnostic("translation-twice", at, message, "keep one of the two, or mend its lang:")
            )
            continue
        group.append(article)
    return _by_article(groups.values(), main)


def _by_article(groups: Collection[Sequence[Article]], main: str) -> dict[str, tuple[str, ...]]:
    result = {}
    for group in groups:
        ids = tuple([one.id for one in sorted(group, key=lambda one: (one.lang != main, one.lang))])
        result.update({one: ids for one in ids if len(ids) > 1})
    return result


def _origin(article: Article, known: Mapping[str, Article]) -> str | None:
    """The id of the first original, public or not; None for a circle."""
    seen = {article.id}
    at = article
    while at.translation_of in known and at.translation_of not in seen:
        at = known[at.translation_of]
        seen.add(at.id)
        if not at.translation_of:
            return at.id
    return None if at.translation_of in seen else at.translation_of


def _check(article: Article, known: Collection[str], others: Mapping[str, str]) -> list[Diagnostic]:
    """What is to be said of an original that is not on the site."""
    name, at = article.translation_of, article.at("translation_of")
    if name in known:
        return []
    what = "page" if article.is_page else "article"
    if why := others.get(name):
        message = f'the original "{name}" is not on the site: {why}'
        return [
            diagnostic(
                "translation-held", at, message, "its page and this one are linked once both are public"
            )
        ]
    hint = did_you_mean(
        name,
        [one for one in (*known, *others) if one != article.id],
        "name it by its id: the path below the content folder, without its ending",
    )
    return [
        diagnostic("translation-missing", at, f'there is no {what} "{name}" to be a translation of', hint)
    ]

"""Acts on an edition's own file: lead, order, title, introduction, corrections."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from briefgen.curation.acts import Correct, Describe, Introduce, Lead, Move, Order
from briefgen.curation.file_edits import FileEdits, Values
from briefgen.curation.open_edition import OpenEdition, refusal
from briefgen.model import Story
from briefgen.schema.yaml_edit import Value
from briefgen.site.stories import first_come, headed_by
from briefgen.util.text import slugify


def lead(draft: OpenEdition, act: Lead) -> FileEdits:
    """Name the lead, or take its name out if it is named already."""
    article = draft.article(act.article)
    is_lead = draft.file is not None and draft.file.lead == article.id
    return _in_file(draft, {"lead": None if is_lead else draft.name_of(article)})


def move(draft: OpenEdition, act: Move) -> FileEdits:
    """Order a topic so that an article stands before another one, or last."""
    article = draft.article(act.article)
    story = draft.story_of(article.path)
    mine = {one.id for one in story.articles} if story else {article.id}
    rest = [one for one in _names_in(draft, act.topic) if one not in mine]
    place = len(rest)
    if act.before:
        target = draft.story_of(draft.article(act.before).path)
        ids = {one.id for one in target.articles} if target else set()
        place = next((n for n, one in enumerate(rest) if one in ids), -1)
        if place < 0:
            raise refusal(draft, "the article before which it should stand is not in this topic")
    return _ordered(draft, act.topic, rest, place, article.id)


def order(draft: OpenEdition, act: Order) -> FileEdits:
    """Name the articles that come first in their topics."""
    by_topic: dict[str, list[str]] = {}
    for name in act.articles:
        article = draft.article(name)
        topic = next(iter(draft.site.taxonomies.by_topic.of.get(article.id, ())), "")
        if not topic:
            raise refusal(draft, f'"{name}" is not public, so it has no place', "publish it first")
        by_topic.setdefault(topic, []).append(article.id)
    values: dict[str, Value | None] = {}
    for topic, ids in by_topic.items():
        values[f"order.{_topic_key(draft, topic)}"] = _names(draft, _listed(draft, topic), ids)
    return _in_file(draft, values)


def describe(draft: OpenEdition, act: Describe) -> FileEdits:
    """Write the title and the status."""
    values: dict[str, Value | None] = {}
    title = draft.head.get("title", "")
    if act.title.strip() != (title if isinstance(title, str) else _main_title(draft, title)):
        key = f"title.{draft.project.config.language}" if isinstance(title, dict) else "title"
        values[key] = " ".join(act.title.split()) or None
    if not draft.is_final:
        values["status"] = "draft" if act.status == "draft" else None
    return _in_file(draft, values)


def introduce(draft: OpenEdition, act: Introduce) -> FileEdits:
    """Write the text below the front matter."""
    return FileEdits(bodies={draft.path: act.text})


def correct(draft: OpenEdition, act: Correct, now: datetime) -> FileEdits:
    """Add a correction after the others."""
    if not act.text.strip():
        raise refusal(draft, "a correction needs a text", "write what was wrong, and what is right")
    name = {"article": draft.name_of(draft.article(act.article))} if act.article else {}
    entry = {"date": f"{now:%Y-%m-%d}", **name, "text": " ".join(act.text.split())}
    known = draft.head.get("corrections") or []
    return _in_file(draft, {"corrections": [*(known if isinstance(known, list) else []), entry]})


def without(draft: OpenEdition, ids: Collection[str], keep_stories: bool = True) -> dict[str, Value | None]:
    """The values of an edition's file without the names of these articles.

    They stay in ``stories`` if ``keep_stories``.
    """
    head, values = draft.head, dict[str, Value | None]()
    if isinstance(head.get("lead"), str) and draft.id_of(head["lead"]) in ids:
        values["lead"] = None
    lists = {f"order.{topic}": names for topic, names in _mapping(head.get("order")).items()}
    lists["skip"] = head.get("skip")
    if not keep_stories:
        stories = _mapping(head.get("stories"))
        lists["stories.split"] = stories.get("split")
        lists |= joined_names(stories)
    for key, names in lists.items():
        kept = [one for one in texts(names) if draft.id_of(one) not in ids]
        if kept != texts(names):
            values[key] = kept or None
    return values


def joined_names(stories: Mapping[str, Any]) -> dict[str, Any]:
    """The lists of names under ``stories: join:`` by their keys."""
    joins = _mapping(stories.get("join"))
    return {
        f"stories.join.{slug}.articles" if isinstance(one, dict) else f"stories.join.{slug}": (
            one.get("articles") if isinstance(one, dict) else one
        )
        for slug, one in joins.items()
    }


def texts(value: Any) -> list[str]:
    """A list of texts, out of one as well."""
    return [str(one) for one in value] if isinstance(value, list | tuple) else [value] if value else []


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _main_title(draft: OpenEdition, titles: Mapping[str, Any]) -> str:
    return str(titles.get(draft.project.config.language, ""))


def _in_file(draft: OpenEdition, values: Values) -> FileEdits:
    return FileEdits({draft.path: values}) if values else FileEdits()


def _names_in(draft: OpenEdition, topic: str) -> list[str]:
    """The ids of the articles that lead the stories of a topic, in their order."""
    if topic not in draft.site.taxonomies.topic_list:
        raise refusal(draft, "there is no such topic", "declare it in briefgen.yml")
    of_date = draft.site.editions.by_day.get(draft.date, {})
    stories = draft.site.editions.briefing(topic, draft.date).stories if topic in of_date else ()
    return [story.lead.id for story in stories]


def _ordered(draft: OpenEdition, topic: str, rest: Sequence[str], place: int, moved: str) -> FileEdits:
    """Name as few articles as give this order, but all others that are named now."""
    listed, wanted = _listed(draft, topic), [*rest[:place], moved, *rest[place:]]
    story_of = {one.id: n for n, story in enumerate(_automatic(draft, topic)) for one in story.articles}
    stories = [story_of[one] for one in wanted if one in story_of]
    is_here = moved in story_of
    if is_here and stories == [story_of[one] for one in _names_in(draft, topic)]:
        return FileEdits()
    named = {draft.id_of(name) for name in listed}
    least = max([n for n, one in enumerate(rest, 1) if one in named], default=0)
    least += least > place  # it stands before some of them
    count = next(
        n
        for n in range(least if is_here else max(least, place + 1), len(wanted) + 1)
        if [story_of[one] for one in _leads(draft, topic, wanted[:n])] == stories
    )
    names = _names(draft, listed, wanted[:count])
    return _in_file(draft, {f"order.{_topic_key(draft, topic)}": names or None})


def _leads(draft: OpenEdition, topic: str, firsts: Sequence[str]) -> list[str]:
    """The articles that lead the stories of a topic if these articles come first."""
    lead_id = draft.file.lead if draft.file else ""
    stories = first_come(_automatic(draft, topic), (*firsts, lead_id))
    return [one.lead.id for one in headed_by(stories, (lead_id, *firsts))]


def _automatic(draft: OpenEdition, topic: str) -> list[Story]:
    ids = draft.site.editions.by_day.get(draft.date, {}).get(topic, ())
    return draft.site.story_index.stories_in(draft.site.articles.listed(ids))


def _topic_key(draft: OpenEdition, topic: str) -> str:
    """How the edition's file writes a topic."""
    return next((key for key in _mapping(draft.head.get("order")) if slugify(key) == topic), topic)


def _listed(draft: OpenEdition, topic: str) -> list[str]:
    return texts(_mapping(draft.head.get("order")).get(_topic_key(draft, topic)))


def _names(draft: OpenEdition, listed: Sequence[str], ids: Sequence[str]) -> list[str]:
    """The names of articles, those that are written already as they are."""
    known = {draft.id_of(name): name for name in listed}
    by_id = {one.id: one for one in draft.articles.values()}
    return [known.get(one) or draft.name_of(by_id[one]) for one in ids]

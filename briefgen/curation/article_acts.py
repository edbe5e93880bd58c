"""Acts on articles: topic, fields, hold back, delete, join and split stories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from briefgen.curation.acts import Delete, HoldBack, Join, Release, SetFields, SetTopic, Split
from briefgen.curation.edition_acts import joined_names, texts, without
from briefgen.curation.file_edits import FileEdits, Values
from briefgen.curation.open_edition import OpenEdition, refusal
from briefgen.model import Article
from briefgen.schema.yaml_edit import Value
from briefgen.util.text import slugify

EDITABLE = frozenset({"title", "summary", "note", "tags", "source", "lang", "story"})
"""The fields that an act writes."""
_LISTS = frozenset({"tags"})


def set_topic(draft: OpenEdition, act: SetTopic) -> FileEdits:
    """Write a topic, and take the articles out of the order of other topics."""
    if not act.topic.strip():
        raise refusal(draft, "an article needs a topic", "choose one")
    articles = [draft.anything(path) for path in act.articles]
    values = {one.path: topic_values(one, act.topic) for one in articles}
    topics_of = draft.site.taxonomies.by_topic.of
    moved = {one.id for one in articles if act.topic not in topics_of.get(one.id, ())}
    order = {key: names for key, names in without(draft, moved).items() if key.startswith("order.")}
    return FileEdits(_with_edition(draft, values, order))


def topic_values(article: Article, topic: str) -> Values:
    """What gives an article one topic, instead of several."""
    return {"topic": topic, **({"topics": None} if "topics" in article.places else {})}


def set_fields(draft: OpenEdition, act: SetFields) -> FileEdits:
    """Write fields into articles; only those that differ."""
    if unknown := sorted(act.fields.keys() - EDITABLE):
        raise refusal(draft, f"{unknown[0]} is no field that can be written here", "edit the file")
    if act.fields.get("title", "-") == "":
        raise refusal(draft, "an article needs a title", "write one")
    articles = [draft.anything(path) for path in act.articles]
    return FileEdits({one.path: values for one in articles if (values := _field_values(one, act.fields))})


def _field_values(article: Article, fields: Mapping[str, Any]) -> Values:
    values: dict[str, Value | None] = {}
    for name, wanted in fields.items():
        value = tuple(filter(None, map(_line, texts(wanted)))) if name in _LISTS else _words(name, wanted)
        if value != getattr(article, name):
            values[name] = (list(value) if isinstance(value, tuple) else value) or None
    return values


def _words(name: str, value: Any) -> str:
    text = str(value).replace("\r\n", "\n").strip()
    return text if name == "note" else _line(text)


def _line(text: str) -> str:
    return " ".join(text.split())


def hold_back(draft: OpenEdition, act: HoldBack) -> FileEdits:
    """Make articles drafts, and take them out of lead and order."""
    articles = [draft.anything(path) for path in act.articles]
    values: dict[str, Values] = {one.path: {"draft": True} for one in articles if not one.draft}
    return FileEdits(_with_edition(draft, values, without(draft, {one.id for one in articles})))


def release(draft: OpenEdition, act: Release) -> FileEdits:
    """Take ``draft`` out of articles, and their names out of ``skip``."""
    articles = [draft.anything(path) for path in act.articles]
    values: dict[str, Values] = {one.path: {"draft": None} for one in articles if one.draft}
    ids = {one.id for one in articles}
    skip = {key: names for key, names in without(draft, ids).items() if key == "skip"}
    return FileEdits(_with_edition(draft, values, skip))


def delete(draft: OpenEdition, act: Delete) -> FileEdits:
    """Move articles away, and take their names out of the edition."""
    articles = [draft.article(path) for path in act.articles]
    values = without(draft, {one.id for one in articles}, keep_stories=False)
    return FileEdits(_with_edition(draft, {}, values), deleted=tuple(one.path for one in articles))


def join(draft: OpenEdition, act: Join) -> FileEdits:
    """Write one story into the articles, and into the others of their stories."""
    articles = [draft.anything(path) for path in act.articles]
    stories = [story for one in articles if (story := draft.story_of(one.path))]
    named = [one.story for one in articles if one.story] + [one.slug for one in stories if one.slug]
    slug = slugify(act.story) if act.story else next(iter(named), articles[0].slug)
    members = {one.path: one for one in (*articles, *(a for story in stories for a in story.articles))}
    if len(members) < 2 and not act.story:
        raise refusal(draft, "a story needs two articles", "select another one, too")
    raw = [draft.anything(path) for path in members]
    ids = {one.id for one in raw}
    values: dict[str, Values] = {one.path: {"story": slug} for one in raw if one.story != slug}
    return FileEdits(_with_edition(draft, values, _without_names(draft, ids, joined={slug})))


def split(draft: OpenEdition, act: Split) -> FileEdits:
    """Take articles out of their stories, near-copies too."""
    articles = [draft.article(path) for path in act.articles]
    ids = {one.id for one in articles}
    values: dict[str, Values] = {one.path: {"story": None} for one in articles if one.story}
    edition = _without_names(draft, ids)
    copies = [draft.name_of(one) for one in articles if one.id in draft.site.story_index.clusters]
    known = texts(_stories(draft).get("split"))
    if new := [one for one in copies if draft.id_of(one) not in {draft.id_of(name) for name in known}]:
        edition["stories.split"] = [*known, *new]
    elif "stories.split" in edition:
        del edition["stories.split"]
    return FileEdits(_with_edition(draft, values, edition))


def _stories(draft: OpenEdition) -> dict[str, Any]:
    stories = draft.head.get("stories")
    return stories if isinstance(stories, dict) else {}


def _without_names(
    draft: OpenEdition, ids: Iterable[str], joined: Iterable[str] = ()
) -> dict[str, Value | None]:
    """The values of ``stories`` without these articles, but for the stories ``joined``."""
    gone, kept_keys = set(ids), {f"stories.join.{slug}" for slug in joined}
    lists = {"stories.split": _stories(draft).get("split"), **joined_names(_stories(draft))}
    values: dict[str, Value | None] = {}
    for key, names in lists.items():
        kept = [one for one in texts(names) if draft.id_of(one) not in gone]
        if kept != texts(names) and key.removesuffix(".articles") not in kept_keys:
            values[key] = kept or None
    return values


def _with_edition(draft: OpenEdition, values: Mapping[str, Values], edition: Values) -> dict[str, Values]:
    return {**values, **({draft.path: edition} if edition else {})}

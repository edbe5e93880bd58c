"""The curator's own words on stories: from ``content/stories/`` and from edition files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath

from briefgen.config import Config
from briefgen.config.folders import STORIES
from briefgen.grouping.visibility import Unpublished, Visibility, report, separate
from briefgen.model import Article, Diagnostic, EditionFile, StoryText
from briefgen.model.diagnostics import diagnostic
from briefgen.util.language_tags import language_of_tag
from briefgen.util.text import slugify


def without_stories(pages: Iterable[Article], config: Config) -> tuple[list[Article], list[Article]]:
    """The pages of the site, and the heads of stories' texts, each under its story's slug."""
    folder = f"{config.content}/{STORIES}/"
    known = list(pages)
    of_stories = [_named(one, config) for one in known if one.path.startswith(folder)]
    return [one for one in known if not one.path.startswith(folder)], of_stories


def _named(head: Article, config: Config) -> Article:
    """The head of a story's text under the story's slug: ``mill``, or ``mill.id`` in another tree.

    The tree is that of its language, which the end of the file's name (``mill.id.md``) may say.
    """
    stem, _, end = PurePath(head.path).stem.rpartition(".")
    if stem and end in {*config.trees, config.language}:
        slug = slugify(stem) if head.slug == slugify(f"{stem}.{end}") else head.slug
        head = head._replace(slug=slug, lang=end)
    tree = next((one for one in (head.lang, language_of_tag(head.lang)) if one in config.trees), "")
    return head._replace(slug=f"{head.slug}.{tree}") if tree else head


def public_stories(
    heads: Sequence[Article],
    rules: Visibility,
    lowest: Mapping[str, EditionFile],
    unpublished: dict[str, str],
    diagnostics: list[Diagnostic],
) -> dict[str, Article]:
    """The public texts of stories by name; the others are reported and noted in ``unpublished``.

    ``lowest`` has by story the edition with the lowest marking: a text above it is not public.
    """
    known, others = separate(sorted(heads, key=lambda one: one.path), rules)
    public = []
    for one in known:
        file = lowest.get(one.slug.partition(".")[0])
        if file and rules.markings.is_above(one.marking, file.marking):
            label = rules.markings.written(one.marking)
            reason = f"it is marked {label}, and the edition {file.date} with this story {file.marking}"
            others.append((one, Unpublished(reason, "marking", "")))
        else:
            public.append(one)
    diagnostics += report(others)
    unpublished |= {one.path: why.reason for one, why in others}
    by_slug: dict[str, Article] = {}
    for one in public:
        first = by_slug.setdefault(one.slug, one)
        if first is not one:
            message = f"{first.path} is the text of the story {one.slug.partition('.')[0]} already"
            diagnostics.append(
                diagnostic("story-double", one.at("slug"), message, "make one file of the two")
            )
    return by_slug


def report_unused(heads: Iterable[Article], by_story: Mapping[str, object]) -> Iterator[Diagnostic]:
    """Report texts of stories that no article is part of."""
    for one in heads:
        slug = one.slug.partition(".")[0]
        if slug not in by_story:
            message = f"no public article is part of the story {slug}, so this text is shown nowhere"
            hint = f"write story: {slug} into its articles; if this file is an article, add date:"
            yield diagnostic("story-unused", one.at("slug"), message, hint)


def story_texts(
    heads: Mapping[str, Article], editions: Iterable[EditionFile], language: str
) -> dict[str, StoryText]:
    """By name, the curator's words on each story.

    A file of the story comes first, then the newest edition that says something. ``editions`` are oldest
    first, and speak the main language.
    """
    texts: dict[str, StoryText] = {}
    for edition in editions:
        for slug, words in edition.story_texts:
            texts[slug] = _over(StoryText(*words, language), texts.get(slug, StoryText()))
    for slug, one in heads.items():
        own = StoryText(one.title, one.summary, one.note, one.lang)
        texts[slug] = _over(own, texts.get(slug, StoryText()))
    return texts


def _over(new: StoryText, old: StoryText) -> StoryText:
    """The new words, and the old ones where it has none."""
    return StoryText(*[mine or its for mine, its in zip(new, old, strict=True)])

"""The stories of an edition in the order and with the numbers of its page."""

from __future__ import annotations

from typing import NamedTuple

from briefgen.model import Edition, Story


class Numbered(NamedTuple):
    """A story with its number, from 1; 0 for one that stands further up already."""

    number: int
    story: Story


class Section(NamedTuple):
    """The stories under one topic; the lead stands alone and before all others."""

    title: str
    items: tuple[Numbered, ...]
    is_lead: bool = False


def outline(edition: Edition) -> tuple[Section, ...]:
    """The sections of an edition, the lead first. A story has one number, wherever it stands."""
    lead, numbers = edition.lead, dict[str, int]()

    def numbered(story: Story) -> Numbered:
        new = [one.id for one in story.articles if one.id not in numbers]
        number = max(numbers.values(), default=0) + 1 if new else 0
        numbers.update(dict.fromkeys(new, number))
        return Numbered(number, story)

    home = next((one for one in edition.briefings if lead in one.stories), None)
    sections = [Section(home.topic.title, (numbered(lead),), is_lead=True)] if home and lead else []
    for briefing in edition.briefings:
        others = [story for story in briefing.stories if not (briefing is home and story == lead)]
        if others:
            sections.append(Section(briefing.topic.title, tuple([numbered(story) for story in others])))
    return tuple(sections)

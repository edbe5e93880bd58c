"""The cleaning rules, in the order in which they run: text is mended first, junk lines go, then fields are found.

A rule module holds one subject; ``setup`` lists every rule by name, through the same door that an extension uses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.cleaning.rules import (
    captions,
    datelines,
    encoding,
    listings,
    promos,
    prompts,
    provenance,
    quotes,
    repeats,
    signoffs,
    spacing,
    stamps,
    stray_lines,
    tails,
    titles,
    widgets,
    wrapping,
)

if TYPE_CHECKING:
    from briefgen.cleaning.rule import Rule

ORDER: tuple[Rule, ...] = (
    encoding.html_entity,
    encoding.mojibake,
    encoding.invisible_characters,
    wrapping.hard_wrap,
    titles.title_line,
    titles.repeated_title,
    stamps.date_stamp,
    stamps.byline,
    widgets.placeholder,
    widgets.font_size,
    widgets.widget,
    widgets.advertisement,
    widgets.share_bar,
    widgets.counter,
    widgets.page_mark,
    prompts.newsletter_prompt,
    prompts.paywall_prompt,
    prompts.follow_prompt,
    prompts.comments_prompt,
    prompts.cookie_notice,
    listings.related_list,
    promos.read_also,
    captions.photo_credit,
    captions.video_mark,
    tails.rights_notice,
    tails.author_bio,
    tails.tag_list,
    listings.menu,
    repeats.repeated_block,
    signoffs.sign_off,
    datelines.dateline,
    provenance.source_credit,
    provenance.date_in_text,
    stray_lines.stray_line,
    spacing.missing_space,
    spacing.glued_words,
    quotes.mixed_quotes,
)
"""Every built-in rule. What finds fields stands after what removes lines for certain, so that it meets the article's own; the scorer
stands after it, for a line that is none of the article's may hold its date."""

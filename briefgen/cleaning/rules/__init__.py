"""The cleaning rules in their order: repair text, remove noise, find fields.

Each module holds one subject; ``setup`` registers every rule by name, as an extension does.
"""

from __future__ import annotations

from briefgen.cleaning.rule import Rule
from briefgen.cleaning.rules import (
    bylines,
    captions,
    datelines,
    encoding,
    listings,
    paywalls,
    promos,
    provenance,
    quotes,
    remains,
    repeats,
    rights,
    signoffs,
    spacing,
    stamps,
    stray_lines,
    titles,
    widgets,
    wrapping,
)
from briefgen.cleaning.rules.phrase_lists import phrase_list_rule

ORDER: tuple[Rule, ...] = (
    encoding.html_entity,
    encoding.mojibake,
    encoding.invisible_characters,
    wrapping.hard_wrap,
    titles.title_line,
    titles.repeated_title,
    stamps.date_stamp,
    bylines.byline,
    widgets.placeholder,
    widgets.font_size,
    phrase_list_rule("widget"),
    phrase_list_rule("advertisement"),
    widgets.share_bar,
    phrase_list_rule("counter"),
    phrase_list_rule("page-mark"),
    phrase_list_rule("newsletter-prompt"),
    paywalls.paywall_prompt,
    phrase_list_rule("follow-prompt"),
    phrase_list_rule("comments-prompt"),
    phrase_list_rule("cookie-notice"),
    listings.related_list,
    promos.read_also,
    captions.photo_credit,
    phrase_list_rule("video-mark"),
    rights.rights_notice,
    phrase_list_rule("author-bio"),
    phrase_list_rule("tag-list"),
    listings.menu,
    repeats.repeated_block,
    signoffs.sign_off,
    datelines.dateline,
    provenance.source_credit,
    provenance.date_in_text,
    remains.page_remains,
    stray_lines.stray_line,
    spacing.missing_space,
    spacing.glued_words,
    quotes.mixed_quotes,
)
"""Every built-in rule. Rules that find fields follow those that are sure of noise, so that only the article's
lines are left. The line classifier follows both: a line outside the article may hold its date."""

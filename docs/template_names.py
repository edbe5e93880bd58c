"""Names for templates besides queries, in words.

``generate_reference`` prints them, and a test compares them with a build.
"""

VALUES = {
    "site": "the recorder: `site.edition(day)`, `site.article(id)` and the other [queries](#queries)",
    "page": (
        "`page.url`, `page.kind` and `page.subject`, a tuple: for an edition its day, for a "
        "topic its slug and the page number"
    ),
    "config": (
        "`title`, `description`, `url`, `language`, `canonical`, and the values that extensions declare"
    ),
    "data": "`data.NAME`: the value of `data/NAME.yml`, `.json` or `.csv`; of a table a list of rows",
    "href": "`href(address)`: a link from this page to an address",
    "absolute": "`absolute(address)`: the whole web address",
    "address": "`address(kind, …)`: the address of a page; empty if its kind is switched off",
    "article_address": "`article_address(article)`: where the title of an article leads: its page or, if "
    "only a link may be shown, the original",
    "edition_of": "`edition_of(day)`: the edition that a day belongs to",
    "site_offset": "`site_offset(moment)`: the offset of the site's time zone at a moment, such as UTC+8",
    "page_address": "`page_address(first, number)`: the address of a page of a list",
    "has_feed": "whether there are Atom feeds",
    "has_pagefind": "whether Pagefind can be used",
    "has_search": "whether there is a search page with an index",
    "frame": "what the settings put around a page: `frame.menu()` and `frame.footer()` (entries with "
    "`kind`, `title`, `url`, `lang`, `current`, `children`), `frame.logo()`, `frame.favicon()` and "
    "`frame.stylesheets()`",
    "feeds": "`feeds(kind, slug)`: the feeds of the site, or of a topic, source, language or story",
    "followed": "`followed()`: everything that has feeds, except stories",
    "shared": "the preview image for shared pages: `url`, `alt`, `width`, `height`; false if there is none",
    "structured": "`structured()`: the page's JSON-LD",
    "versions": (
        "`versions()`: the page in each language that has it, with `lang` and `url`; empty if "
        "there is one language"
    ),
    "languages": "`languages()`: where each language of the site leads from this page",
}
"""Values of every page that the builder html renders."""

ON_SOME_PAGES = {
    "introduction": "home, edition, story: the text that leads the page as HTML",
    "picture": "home, edition: `picture(article)`: `url` and `attributes` of its picture, or none",
    "citation": "home, edition, article, page: how to cite it, as `csl` and `bibtex`",
    "content": "article, page: the body as HTML",
    "minutes": "article, page: reading time in minutes",
    "edits": "article, page: the ledger",
    "image": "article, page: the address of its picture",
    "image_attributes": "article, page: size, copies and loading of the picture, as attributes of `img`; the "
    "theme option `picture_sizes` says how wide it is shown",
    "adds": "story: for each article, the sentences that earlier articles do not have",
    "card": "`card.svg`: lines of text that fit (`lines` at `size`, `firsts` at `item_size`, `site` and "
    "`foot` at `small`), `width`, `height`, `margin`, `rtl`. Its fonts are called `serif`",
}
"""Values of some kinds of page."""

GLOBALS = {
    "theme": "the theme's options by name; a color is a pair (light, dark)",
    "_": "`_(text)`: a text in the site's language",
    "gettext": "the same as `_`",
    "ngettext": "`ngettext(one, many, n)`: a text with a number",
    "weekdays": "(short, full) names of the days, Monday first",
    "has_tokens": "whether there is a `static/tokens.css` to load",
}
"""Names that the template environment knows on every page."""

FILTERS = {
    "day": "a day in full: Friday, 3 May 2024",
    "unbroken": "a formatted day that breaks into lines only beside its weekday",
    "utc_offset": "the offset of a moment: UTC, UTC+8, UTC−3:30",
    "day_short": "a day without its year, short",
    "day_medium": "a day with its year, short",
    "month": "month and year",
    "month_short": "the month, short",
    "weekday": "the name of the weekday",
    "year": "the year of a day",
    "calendar": "the weeks of a month, Monday first: days, empty where a day belongs to another month",
    "half_years": "the days of both halves of a year, each with its week and weekday",
    "number": "a whole number with the separators of the language",
    "direction": "`rtl` for languages written from right to left, else `ltr`",
    "base_language": "a language without its region: `en` of `en-SG`, `zh-Hant` of `zh-TW`",
    "plain_language": "`plain_language(all)`: a language without its region, unless another of these differs "
    "only in that",
    "place_name": "a place in one case: Brussels for BRUSSELS",
    "language_name": "a language's name in the site's language, or its code",
    "autonym": "a language's own name",
    "is_foreign": (
        "whether a language is another one than the site's; a regional form of the site's language is not"
    ),
}
"""Filters besides those of Jinja, in the site's language."""

"""What may stand in ``briefgen.yml``: names, kinds, defaults and help."""

from __future__ import annotations

from briefgen.config.config import DEFAULT_BUILDERS, FEED_FORMATS, MARKED, MARKINGS
from briefgen.config.navigation import MENU, SOCIAL
from briefgen.config.permalinks import ADDRESSES, PAGE_KINDS
from briefgen.config.senders import SENDERS
from briefgen.model.rights import FULL, RIGHTS
from briefgen.schema import (
    Address,
    Choice,
    Either,
    Field,
    Flag,
    LanguageCode,
    ListOf,
    MapOf,
    Record,
    Text,
    Texts,
    Whole,
)
from briefgen.schema.subscription_fields import SUBSCRIPTIONS
from briefgen.util.periods import PERIODS
from briefgen.util.urls import wrong_with

OWN_TYPES = ("text", "list", "flag", "number", "date", "url", "language", "choice")
"""The kinds of value that a key of the project may have."""

CLEAN_FIELDS = (
    Field("skip", Texts(), (), "Names of cleaning rules to switch off."),
    Field("keep", ListOf(Text()), (), "Lines that stay, whatever a rule says, by their text."),
    Field("drop", ListOf(Text()), (), "Lines that go, by their text."),
)

FIELDS: tuple[Field, ...] = (
    Field("title", Text("Daily Brief"), "Briefing", "The name of the site."),
    Field("description", Text(), "", "One sentence on what the site is."),
    Field(
        "url",
        Address(wrong_with),
        "https://example.org/",
        "Where the site will live; a path after the host is its base path.",
        vital=True,
    ),
    Field("language", LanguageCode("en"), "en", "The language of the pages, as in en, id or pt-BR."),
    Field(
        "languages",
        ListOf(
            Record(
                Field("code", LanguageCode("id"), "", "The language, as articles name it in lang:."),
                Field("title", Text(), "", "The name of the site in this language."),
                Field("description", Text(), "", "The sentence on what the site is, in this language."),
                Field("path", Text("/id/"), "", "Where its pages stand, without it /<code>/."),
                Field("mixed", Flag(), False, "Its articles stand among those of the main language."),
            )
        ),
        (),
        "The languages of a site in several; each has its own tree of pages, or is mixed into the main one.",
    ),
    Field("timezone", Text("Asia/Jakarta"), "UTC", "The zone in which a date without one is a day."),
    Field(
        "date_order",
        Choice(("day-first", "month-first")),
        "",
        "What 05/03/2024 means, if neither the language nor other dates of the file decide.",
    ),
    Field(
        "keep_offsets",
        Flag(),
        True,
        "Show a time with the offset that the front matter gives it (-04:00, WIB), not in the site's zone.",
    ),
    Field("content", Text(), "content", "The folder of the articles."),
    Field(
        "include",
        Texts(),
        (),
        "Folders to read although their names begin with _, as [_posts, _drafts]. "
        "Everything in _drafts is a draft.",
    ),
    Field(
        "front_matter",
        MapOf(Text()),
        {},
        "Keys that other programs use in front matter, each with briefgen's key for it, or ignore: "
        "{subline: summary, mood: ignore}.",
    ),
    Field(
        "fields",
        MapOf(
            Either(
                Choice(OWN_TYPES),
                Record(
                    Field("type", Choice(OWN_TYPES), "text", "The kind of its value."),
                    Field("help", Text(), "", "What it means."),
                    Field("values", Texts(), (), "The words of a choice."),
                    Field("search", Flag(), False, "The search finds its words."),
                    Field("json", Flag(), False, "The JSON API has its value, under own."),
                ),
            )
        ),
        {},
        "Front-matter keys of your own for articles, each with the kind of its value: "
        "{region: text, checked: flag}. Templates know them as article.own.region.",
        vital=True,
    ),
    Field("output", Text(), "site", "The folder that the site is written to."),
    Field(
        "output_mode",
        Choice(("exchange", "in_place")),
        "exchange",
        "How a build changes the output folder: exchange it as a whole, or, if a container mounts it or a "
        "server runs in it, put files in_place, one by one.",
    ),
    Field("static", Text(), "static", "A folder whose files are copied to the site as they are."),
    Field("logo", Text("logo.svg"), "", "A picture of the static folder for the head of every page."),
    Field("favicon", Text("favicon.svg"), "", "A picture of the static folder for the tab of the browser."),
    Field("css", Texts(), (), "Stylesheets of the static folder that every page loads after the theme's."),
    Field(
        "menu",
        MENU,
        (),
        "The main menu: [{page: about}, {kind: archive}, {topic: world}, {title: Shop, url: "
        "https://shop.example/}]. Without it, the menu has the kinds of page of the site.",
    ),
    Field("footer", MENU, (), "The links at the foot of every page, written as in menu."),
    Field("social", SOCIAL, (), "Links to your accounts elsewhere, at the foot of every page."),
    Field(
        "redirects",
        MapOf(Text()),
        {},
        "Former addresses of the site, each with its new one: {/old/: /new/}.",
    ),
    Field(
        "theme",
        Either(
            Text("ledger"),
            Record(
                Field("name", Text(), "ledger", "The theme."),
                Field("options", MapOf(Text()), {}, "Options of the theme."),
            ),
        ),
        "ledger",
        "The theme by name, or its name and options.",
    ),
    Field(
        "topics",
        ListOf(
            Record(
                Field("slug", Text(), "", "The topic's part of an address."),
                Field(
                    "title",
                    Either(Text(), MapOf(Text())),
                    "",
                    "The topic's name for readers; {en: World, id: Dunia} is one for each language.",
                ),
                Field(
                    "description",
                    Either(Text(), MapOf(Text())),
                    "",
                    "One sentence on what the topic is about, or one for each language.",
                ),
                Field("parent", Text(), "", "The slug of the topic that this one belongs to."),
                Field("keywords", Texts(), (), "Words that give an article without a topic this one."),
            )
        ),
        (),
        "The topics, in the order of a briefing.",
    ),
    Field("fallback_topic", Text(), "other", "The topic of articles that fit no other."),
    Field("closed_topics", Flag(), False, "Warn of a topic that is not declared."),
    Field(
        "briefings",
        Record(Field("period", Choice(PERIODS), "day", "How long an edition is: day, week (ISO) or month.")),
        {"period": "day"},
        "What an edition is.",
    ),
    Field(
        "slots",
        Either(Texts(), MapOf(Text("17:00"))),
        (),
        'More than one edition a day: [morning, evening], which divide the day, or {morning: "05:00", '
        'evening: "17:00"}, each from its time on. An article chooses with slot: or by its time.',
        vital=True,
    ),
    Field(
        "aliases",
        Record(
            Field("sources", MapOf(Texts()), {}, "Other spellings of a source's name."),
            Field("tags", MapOf(Texts()), {}, "Other spellings of a tag."),
        ),
        {"sources": {}, "tags": {}},
        "Names for other spellings: {sources: {Reuters: [Thomson Reuters]}, tags: {NATO: [OTAN]}}.",
    ),
    Field(
        "feed_authority",
        Text("example.org,2022"),
        "",
        "What ids in feeds begin with: your domain and a year in which you owned it. Never change it.",
    ),
    Field("permalinks", MapOf(Text(), tuple(ADDRESSES)), {}, "Addresses by kind of page."),
    Field("pages", MapOf(Flag(), PAGE_KINDS), {}, "Kinds of page to switch off (false)."),
    Field("paginate", Whole(1), 50, "How many items a page of a list holds."),
    Field("builders", Texts(), DEFAULT_BUILDERS, "What a plain build makes."),
    Field(
        "feeds",
        Either(
            SUBSCRIPTIONS,
            Record(
                Field("follow", SUBSCRIPTIONS, (), "Feeds of others that `briefgen fetch` reads."),
                Field("formats", ListOf(Choice(FEED_FORMATS)), ("atom",), "The formats of every feed."),
                Field(
                    "content", Choice(("summary", "full")), "summary", "What an entry holds of its article."
                ),
                Field("items", Whole(1), 50, "How many of the newest articles a feed holds."),
                Field(
                    "entries",
                    Choice(("story", "article")),
                    "story",
                    "Whether the articles of one story share an entry in the feeds of site and topics.",
                ),
            ),
        ),
        {},
        "The feeds of others that `briefgen fetch` reads: [{url: https://courier.example/feed.xml}]. "
        "As a mapping: that list (follow), and what the site's own feeds are like.",
    ),
    Field(
        "mail",
        Record(
            Field(
                "content",
                Choice(("titles", "excerpt", "full")),
                "excerpt",
                "What a mail holds of an article: its title, its summary or excerpt too, or its text.",
            ),
            Field("sender", Text("News Desk <desk@example.org>"), "", "From whom it is."),
            Field(
                "footer",
                Text(),
                "",
                "The text at its end, such as your postal address.",
            ),
            Field(
                "unsubscribe",
                Text("{{ unsubscribe_url }}"),
                "",
                "Where its link Unsubscribe leads: an address, or the placeholder of your mail service.",
            ),
        ),
        {},
        "What mails are like (builder mail).",
    ),
    Field(
        "senders",
        SENDERS,
        {},
        "Ways to send the mail of an edition, by name: {readers: {service: buttondown}} (`briefgen send`).",
    ),
    Field(
        "epub",
        Record(
            Field(
                "content",
                Choice(("titles", "excerpt", "full")),
                "full",
                "What an e-book holds of an article: its title, its summary or excerpt too, or its text.",
            ),
            Field(
                "periods", ListOf(Choice(("week", "month"))), (), "Longer periods that have an e-book, too."
            ),
        ),
        {},
        "What e-books are like (builder epub).",
    ),
    Field(
        "canonical",
        Choice(("site", "source")),
        "site",
        "Which address of an article search engines should list: this site's, or its source's if it has one.",
    ),
    Field(
        "images",
        Record(
            Field("widths", ListOf(Whole(16)), (480, 960, 1440), "Widths of smaller copies; [] for none."),
            Field("quality", Whole(1), 80, "The quality of a copy, from 1 to 100."),
        ),
        {},
        "Smaller copies of the pictures beside articles (with briefgen[images]).",
    ),
    Field(
        "image_hosts",
        Texts(),
        (),
        "Other sites whose images pages may show, as img.example.org or *.example.org.",
    ),
    Field(
        "cards",
        Record(
            Field(
                "fonts", Texts(), (), "Font files (TrueType or OpenType) of the project, the main one first."
            )
        ),
        {"fonts": ()},
        "What card images are drawn with (builders: [..., cards], with briefgen[cards]).",
    ),
    Field(
        "inventories",
        MapOf(
            Either(
                Address(wrong_with),
                Record(
                    Field("url", Address(wrong_with), "", "The address of the site."),
                    Field("file", Text(), "", "The file that its inventory is kept in."),
                ),
            )
        ),
        {},
        "Other sites that articles refer to by name, as {desk: https://desk.example/}.",
    ),
    Field(
        "linkcheck",
        Record(
            Field("age", Whole(0), 7, "Days for which a good answer is believed; 0 asks each time."),
            Field("timeout", Whole(1), 15, "Seconds in which an address must answer, redirects included."),
            Field("retries", Whole(0), 1, "How often a server that fails is asked again."),
            Field("pause", Whole(0), 1, "Seconds between two requests to one domain."),
            Field("ignore", Texts(), (), "Domains that are not asked, nor those under them."),
        ),
        {},
        "How `briefgen build -b linkcheck` asks for the links to elsewhere.",
    ),
    Field(
        "private_hosts",
        Texts(),
        (),
        "Hosts of your own network that may be fetched and checked, and those under them, as "
        "intranet.example or 127.0.0.1.",
    ),
    Field(
        "rights",
        Choice(RIGHTS),
        FULL,
        "How much of an article's text the site shows: full, excerpt (its first sentences, with a link to "
        "the original), or link (its title, which leads to the original). A source (sources/*.yml) or an "
        "article can say otherwise.",
        vital=True,
    ),
    Field(
        "markings",
        Texts(),
        MARKINGS,
        "The labels that say who may read something, lowest first: what has no label counts as the lowest.",
        vital=True,
    ),
    Field(
        "marking",
        Either(
            Text("Internal"),
            Record(
                Field("label", Text("Internal"), "", "The label."),
                Field("on", ListOf(Choice(MARKED)), MARKED, "Where it is shown."),
            ),
        ),
        "",
        "Who may read the site: a label of markings:. What is above it is in no output. {label: Internal, "
        "on: [mail, print]} shows it there only.",
        vital=True,
    ),
    Field(
        "excerpt_length",
        Whole(20),
        200,
        "How many characters of an article an excerpt has at most: in lists and feeds for one without a "
        "summary, and everywhere for one whose rights are excerpt.",
    ),
    Field(
        "clean",
        Either(
            Flag(),
            Record(*CLEAN_FIELDS, Field("sources", MapOf(Record(*CLEAN_FIELDS)), {}, "The same by source.")),
        ),
        {},
        "How articles are cleaned, for the site and by source; false switches it off.",
    ),
    Field("extensions", Texts(), (), "Extensions: files or folders of extensions/, or installed modules."),
    Field("suppress_warnings", Texts(), (), "Codes of warnings and notes that are not shown."),
)
"""What may stand in ``briefgen.yml``; extensions add their own."""
